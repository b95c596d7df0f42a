import { describe, expect, test } from 'vitest';
import { parseDuration, parseTarget } from '../../contracts/durations.ts';
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
    ['0.5 workday', { workdays: 0.5 }],
    ['1.25 workdays', { workdays: 1.25 }],
    ['1 day', { days: 1 }],
    ['3 days', { days: 3 }],
    ['end of 1 workday', { workdayEnds: 1 }],
    ['end of 2 workdays', { workdayEnds: 2 }],
    ['next workday 09:00', { nextWorkdayAt: '09:00' }],
    ['agreed', { agreed: true }],
    ['0m', undefined],
    ['0 workdays', undefined],
    ['0.0 workdays', undefined],
    ['1workday', undefined],
    ['0 days', undefined],
    ['1.5 days', undefined],
    ['end of 0 workdays', undefined],
    ['end of 1.5 workdays', undefined],
    ['next workday', undefined],
    ['next workday 9:00', undefined],
    ['next workday 24:01', undefined],
    ['until 2026-03-03', undefined],
    ['Agreed', undefined],
  ])('%j', (text, target) => expect(parseTarget(text)).toEqual(target));
});
