import { describe, expect, test } from 'vitest';
import { alwaysCalendar, CalendarYearMissing, workingCalendar } from '../../domain/calendar.ts';
import { addTarget, targetMs } from '../../domain/targets.ts';
import { DAY, HOUR } from '../../domain/types.ts';
import { at, china } from './calendar-cases.ts';

const always = alwaysCalendar();
const working = workingCalendar(china({ '2026-02-13': [{ from: '09:00', to: '12:00' }] }));

describe('calendar days: the first does not count, the last is whole (民法典 201–203)', () => {
  test.each([
    ['from the first instant of a day', '2026-03-03 00:00', 3, '2026-03-06 24:00'],
    ['from its last', '2026-03-03 23:59:59.999', 3, '2026-03-06 24:00'],
    ['from 24:00, which is the next day', '2026-03-03 24:00', 3, '2026-03-09 24:00'],
    ['the last one a Saturday: to the Monday', '2026-03-04 10:00', 3, '2026-03-09 24:00'],
    ['the last one in 国庆节: to the first day of work', '2026-09-30 10:00', 3, '2026-10-08 24:00'],
    ['the last one a worked Saturday: that day', '2026-10-08 10:00', 2, '2026-10-10 24:00'],
    ['the last one a half day: that day', '2026-02-12 10:00', 1, '2026-02-13 24:00'],
    ['over the year’s end', '2025-12-31 10:00', 1, '2026-01-04 24:00'],
  ])('%s', (_name, from, days, due) => expect(addTarget(working, at(from), { days })).toBe(at(due)));

  test('a calendar around the clock has no days of rest', () => {
    expect(addTarget(always, at('2026-09-30 10:00'), { days: 3 })).toBe(at('2026-10-03 24:00'));
  });
});

describe('to the end of so many workdays', () => {
  test.each([
    ['the first does not count', '2026-03-03 09:00', 1, '2026-03-04 24:00'],
    ['Friday 17:59', '2026-03-06 17:59', 1, '2026-03-09 24:00'],
    ['reported on a Saturday', '2026-03-07 11:00', 1, '2026-03-09 24:00'],
    ['two, over 国庆节', '2026-09-30 10:00', 2, '2026-10-09 24:00'],
    ['a worked Saturday is one', '2026-10-09 10:00', 1, '2026-10-10 24:00'],
    ['before 春节: a half day, a worked Saturday, then after it', '2026-02-12 10:00', 3, '2026-02-24 24:00'],
  ])('%s', (_name, from, workdayEnds, due) => {
    expect(addTarget(working, at(from), { workdayEnds })).toBe(at(due));
  });
  test('around the clock every day is one', () => {
    expect(addTarget(always, at('2026-09-30 10:00'), { workdayEnds: 2 })).toBe(at('2026-10-02 24:00'));
  });
});

describe('the next working day at 09:00', () => {
  test.each([
    ['reported on a workday before 09:00: tomorrow all the same', '2026-03-03 08:00', '2026-03-04 09:00'],
    ['reported on a workday', '2026-03-03 17:00', '2026-03-04 09:00'],
    ['reported at 23:59 on a Friday', '2026-03-06 23:59', '2026-03-09 09:00'],
    ['reported on a Sunday', '2026-03-08 12:00', '2026-03-09 09:00'],
    ['before 国庆节', '2026-09-30 12:00', '2026-10-08 09:00'],
    ['a worked Saturday is a working day', '2026-10-09 12:00', '2026-10-10 09:00'],
  ])('%s', (_name, from, due) => {
    expect(addTarget(working, at(from), { nextWorkdayAt: '09:00' })).toBe(at(due));
  });
  test('24:00 of it is its end', () => {
    expect(addTarget(working, at('2026-03-03 10:00'), { nextWorkdayAt: '24:00' })).toBe(at('2026-03-04 24:00'));
  });
});

describe('a time that was named, or not yet', () => {
  test('what was agreed on is due then', () => {
    expect(addTarget(working, at('2026-03-03 10:00'), { until: at('2026-03-08 12:00') })).toBe(at('2026-03-08 12:00'));
  });
  test('what is still to be agreed has neither length nor end', () => {
    expect(addTarget(working, at('2026-03-03 10:00'), { agreed: true })).toBeUndefined();
    expect(targetMs(working, { agreed: true }, at('2026-03-03 10:00'))).toBeUndefined();
  });
});

describe('length of a target', () => {
  test.each([
    ['counted time is what it is', working, { ms: HOUR }, HOUR],
    ['a workday has the ordinary hours', working, { workdays: 1.5 }, 12 * HOUR],
    ['around the clock it has 24', always, { workdays: 0.5 }, 12 * HOUR],
    ['a date is as far as the wall says', working, { days: 3 }, 3 * DAY + 14 * HOUR],
    ['the next morning', working, { nextWorkdayAt: '09:00' }, 23 * HOUR],
    ['a date that was agreed on', working, { until: at('2026-03-03 12:00') }, 2 * HOUR],
    ['never below nothing', working, { until: at('2026-03-03 09:00') }, 0],
  ])('%s', (_name, calendar, target, ms) => {
    expect(targetMs(calendar, target, at('2026-03-03 10:00'))).toBe(ms);
  });
});

describe('beyond the table nothing is guessed', () => {
  test.each([
    ['days', { days: 1 }],
    ['ends of workdays', { workdayEnds: 1 }],
    ['the next morning', { nextWorkdayAt: '09:00' }],
    ['counted time', { workdays: 1 }],
  ])('%s', (_name, target) => {
    expect(() => addTarget(working, at('2026-12-31 17:00'), target)).toThrow(CalendarYearMissing);
    expect(() => addTarget(always, at('2026-12-31 17:00'), target)).not.toThrow();
  });
});
