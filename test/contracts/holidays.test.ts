import { describe, expect, test } from 'vitest';
import { chineseHolidays, withPackHolidays } from '../../contracts/holidays.ts';
import { elapsedMs } from '../../domain/calendar.ts';
import { dayRange } from '../../domain/civil.ts';
import { HOUR } from '../../domain/types.ts';
import { fullPack, pack, parse } from './pack-text.ts';

describe('chineseHolidays', () => {
  test('knows whole years from 2020, 2026 at least', () => {
    const table = chineseHolidays();
    expect(table.from).toBe('2020-01-01');
    expect(table.to >= '2026-12-31').toBe(true);
    expect(table.to).toMatch(/-12-31$/);
  });
  test.each([
    ['元旦', '2026-01-01', 'holiday', '元旦'],
    ['春节调休', '2026-02-14', 'workday', '春节'],
    ['春节', '2026-02-17', 'holiday', '春节'],
    ['an ordinary day', '2026-03-03', undefined, undefined],
    ['an ordinary weekend', '2026-03-07', undefined, undefined],
    ['国庆调休 2025', '2025-09-28', 'workday', '国庆节'],
    ['中秋 within 国庆 2025', '2025-10-06', 'holiday', '中秋'],
  ])('%s', (_name, date, kind, name) => {
    const { days, names } = chineseHolidays();
    expect([days[date], names[date]]).toEqual([kind, name]);
  });
  test('gives no day of a year that was not asked for', () => {
    const table = chineseHolidays({ from: 2025, to: 2025 });
    expect(table.to).toBe('2025-12-31');
    const dates = [...Object.keys(table.days), ...Object.keys(table.names)];
    expect(dates.every((date) => date.startsWith('2025'))).toBe(true);
  });
  test('stops before the first year that the package does not know', () => {
    expect(chineseHolidays({ from: 2020, to: 2999 }).to < '2999').toBe(true);
  });
});

describe('withPackHolidays', () => {
  const base = chineseHolidays({ from: 2025, to: 2026 });
  const none = { holidayYears: {}, holidayChanges: {} };

  test('changes nothing where a pack says nothing', () => expect(withPackHolidays(base, none)).toEqual(base));

  test('adds a year with the names of its holidays', () => {
    const holidayYears = { 2027: { holidays: { 国庆节: ['2027-10-01'] }, workdays: ['2027-10-09'] } };
    const table = withPackHolidays(base, { ...none, holidayYears });
    expect(table).toMatchObject({ from: '2025-01-01', to: '2027-12-31' });
    expect([table.days['2027-10-01'], table.names['2027-10-01']]).toEqual(['holiday', '国庆节']);
    expect([table.days['2027-10-09'], table.names['2027-10-09']]).toEqual(['workday', undefined]);
  });

  test("takes the place of the package's own year, and leaves the others alone", () => {
    const holidayYears = { 2026: { holidays: ['2026-10-01'], workdays: [] } };
    const { days, names } = withPackHolidays(base, { ...none, holidayYears });
    const of2026 = (dates: object) => Object.keys(dates).filter((date) => date.startsWith('2026'));
    expect(of2026(days)).toEqual(['2026-10-01']);
    expect(of2026(names)).toEqual([]);
    expect(days['2025-10-01']).toBe('holiday');
  });

  test('a correction wins over both, and takes away the name of what the day was', () => {
    const { days, names } = withPackHolidays(base, { ...none, holidayChanges: { '2026-05-05': 'workday' } });
    expect([days['2026-05-05'], names['2026-05-05']]).toEqual(['workday', undefined]);
    expect([days['2026-05-04'], names['2026-05-04']]).toEqual(['holiday', '劳动节']);
  });
});

describe('a calendar of a pack', () => {
  const hoursOn = (text: string, key: string, date: string): number => {
    const { from, to } = dayRange(date);
    const calendar = parse(text).calendars[key];
    return calendar === undefined ? Number.NaN : elapsedMs(calendar, from, to) / HOUR;
  };
  const corrected = `${pack}holidayChanges: { 2026-05-05: workday, 2026-05-06: holiday }\n`;
  test.each([
    ['an ordinary day', fullPack, 'working', '2026-03-03', 8],
    ['a season', fullPack, 'working', '2026-06-01', 8],
    ['a statutory holiday within a season', fullPack, 'working', '2026-06-19', 0],
    ['a season that works through holidays', fullPack, 'working', '2026-01-01', 14.5],
    ['a Saturday of such a season', fullPack, 'working', '2025-12-20', 14.5],
    ['the day after it', fullPack, 'working', '2026-01-11', 0],
    ['a year that the pack brings', fullPack, 'working', '2027-10-01', 0],
    ['a make-up day of that year, a Saturday', fullPack, 'working', '2027-10-09', 8],
    ['a holiday where the calendar works through them', fullPack, 'hall', '2026-10-01', 15],
    ['its own day off', fullPack, 'hall', '2040-01-01', 0],
    ['a holiday that was taken away', corrected, 'working', '2026-05-05', 8],
    ['a holiday that was given', corrected, 'working', '2026-05-06', 0],
  ])('%s has its hours', (_name, text, key, date, hours) => expect(hoursOn(text, key, date)).toBe(hours));
});
