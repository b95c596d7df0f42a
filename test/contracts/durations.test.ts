import { describe, expect, test } from 'vitest';
import { parseDuration, parseTarget } from '../../contracts/durations.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';

describe('parseDuration', () => {
  test.each([
    ['5m', 5 * MINUTE],
    ['0m', 0],
    ['2h', 2 * HOUR],
    ['1h30m', HOUR + 30 * MINUTE],
    ['24h', 24 * HOUR],
    ['90m', 90 * MINUTE],
    ['', undefined],
    ['5', undefined],
    ['5s', undefined],
    ['1d', undefined],
    ['30m1h', undefined],
    ['1.5h', undefined],
    ['-5m', undefined],
    [' 5m', undefined],
    ['5M', undefined],
    ['PT5M', undefined],
  ])('%j', (text, ms) => expect(parseDuration(text)).toBe(ms));
});

describe('parseTarget', () => {
  test.each([
    ['5m', { ms: 5 * MINUTE }],
    ['1 workday', { workdays: 1 }],
    ['3 workdays', { workdays: 3 }],
    ['0m', undefined],
    ['0 workdays', undefined],
    ['1workday', undefined],
    ['0.5 workdays', undefined],
  ])('%j', (text, target) => expect(parseTarget(text)).toEqual(target));
});

describe('chineseHolidays', () => {
  test('knows whole years from 2025, 2026 at least', () => {
    const table = chineseHolidays();
    expect(table.from).toBe('2025-01-01');
    expect(table.to >= '2026-12-31').toBe(true);
    expect(table.to).toMatch(/-12-31$/);
  });
  test.each([
    ['元旦', '2026-01-01', 'holiday'],
    ['调休', '2026-02-14', 'workday'],
    ['春节', '2026-02-17', 'holiday'],
    ['an ordinary day', '2026-03-03', undefined],
    ['an ordinary weekend', '2026-03-07', undefined],
    ['国庆调休 2025', '2025-09-28', 'workday'],
  ])('%s', (_name, date, kind) => expect(chineseHolidays().days[date]).toBe(kind));
  test('gives no day of a year that was not asked for', () => {
    const table = chineseHolidays({ from: 2025, to: 2025 });
    expect(table.to).toBe('2025-12-31');
    expect(Object.keys(table.days).every((date) => date.startsWith('2025'))).toBe(true);
  });
  test('stops before the first year that the package does not know', () => {
    expect(chineseHolidays({ from: 2025, to: 2999 }).to < '2999').toBe(true);
  });
});
