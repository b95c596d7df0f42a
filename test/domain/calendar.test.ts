import { describe, expect, test } from 'vitest';
import {
  alwaysCalendar,
  CalendarYearMissing,
  countedSpans,
  elapsedMs,
  workingCalendar,
} from '../../domain/calendar.ts';
import { addTarget, targetMs } from '../../domain/targets.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { at, china, officeHours, schoolSummer, weekOf } from './calendar-cases.ts';
import { workweek } from './fixture.ts';

const always = alwaysCalendar();

describe('around the clock', () => {
  test.each([
    ['N minutes', { ms: 5 * MINUTE }, '2026-03-03 09:05'],
    ['over midnight and weekend', { ms: 40 * HOUR }, '2026-03-05 01:00'],
    ['a day of such a calendar has 24 hours', { workdays: 2 }, '2026-03-05 09:00'],
    ['nothing', { ms: 0 }, '2026-03-03 09:00'],
  ])('%s', (_name, target, due) => expect(addTarget(always, at('2026-03-03 09:00'), target)).toBe(at(due)));
});

// 2026-03-06 is a Friday. Office hours 09:00–12:00 and 13:00–18:00, 8 hours a day.
describe('one working day runs to the same time of the next (Guangzhou 十（二）)', () => {
  test.each([
    ['in the morning', '2026-03-03 10:00', '2026-03-04 10:00'],
    ['Friday 17:59', '2026-03-06 17:59', '2026-03-09 17:59'],
    ['the last millisecond of Friday', '2026-03-06 17:59:59.999', '2026-03-09 17:59:59.999'],
    ['Friday 18:00, when business has stopped: all of Monday', '2026-03-06 18:00', '2026-03-09 18:00'],
    ['at night', '2026-03-03 23:30', '2026-03-04 18:00'],
    ['on a Saturday', '2026-03-07 11:00', '2026-03-09 18:00'],
    ['when business starts: that day', '2026-03-03 09:00', '2026-03-03 18:00'],
    [
      'a millisecond later: the next day, a millisecond after its start',
      '2026-03-03 09:00:00.001',
      '2026-03-04 09:00:00.001',
    ],
    ['in the lunch break: the rest of today, then the morning', '2026-03-03 12:30', '2026-03-04 12:00'],
    ['before a long weekend', '2026-04-03 17:00', '2026-04-07 17:00'],
    ['on the holiday itself', '2026-04-06 10:00', '2026-04-07 18:00'],
    ['over a Saturday that is worked (调休)', '2026-04-10 16:00', '2026-04-11 16:00'],
    ['a half day has three of the eight hours', '2026-04-29 18:00', '2026-05-01 15:00'],
    ['into a half day', '2026-04-29 16:00', '2026-05-01 12:00'],
  ])('%s', (_name, from, due) => expect(addTarget(workweek, at(from), { workdays: 1 })).toBe(at(due)));

  test.each([
    [0.5, '2026-03-03 14:00'],
    [2, '2026-03-04 18:00'],
    [5, '2026-03-09 18:00'],
  ])('%d working days from the start of business', (workdays, due) => {
    expect(addTarget(workweek, at('2026-03-03 09:00'), { workdays })).toBe(at(due));
  });
});

describe('counted time between two instants', () => {
  test.each([
    ['inside a span', '2026-03-03 10:00', '2026-03-03 11:30', 90 * MINUTE],
    ['lunch does not count', '2026-03-03 11:00', '2026-03-03 14:00', 2 * HOUR],
    ['nor does a weekend', '2026-03-06 17:00', '2026-03-09 10:00', 2 * HOUR],
    ['nothing in a night', '2026-03-03 18:00', '2026-03-04 09:00', 0],
    ['one millisecond of business', '2026-03-03 17:59:59.999', '2026-03-03 20:00', 1],
    ['none when the end is before the start', '2026-03-04 10:00', '2026-03-03 10:00', 0],
    [
      'a whole year of weekdays but its holiday, plus a Saturday, and a half day',
      '2026-01-01 00:00',
      '2026-12-31 24:00',
      (261 - 1 + 1 - 1) * 8 * HOUR + 3 * HOUR,
    ],
  ])('%s', (_name, from, to, ms) => expect(elapsedMs(workweek, at(from), at(to))).toBe(ms));
});

describe('odd hours', () => {
  const shifts = workingCalendar({
    weekly: {
      mon: [{ from: '22:00', to: '24:00' }],
      tue: [{ from: '00:00', to: '06:00' }],
      wed: [],
      thu: [],
      fri: [],
      sat: [],
      sun: [],
    },
    statutory: {},
    days: {},
    daysFrom: '2026-03-01',
    daysTo: '2026-03-31',
  });
  test('24:00 and 00:00 are one instant: a night shift has no seam', () => {
    expect(addTarget(shifts, at('2026-03-02 22:00'), { ms: 5 * HOUR })).toBe(at('2026-03-03 03:00'));
    expect(elapsedMs(shifts, at('2026-03-02 23:59'), at('2026-03-03 00:01'))).toBe(2 * MINUTE);
  });

  test('an ordinary day is what most working days are, not the odd long one', () => {
    const long = [{ from: '09:00', to: '20:00' }];
    const short = [{ from: '09:00', to: '17:00' }];
    const spec = { statutory: {}, days: {}, daysFrom: '2026-03-01', daysTo: '2026-03-31' };
    const weekly = { mon: short, tue: short, wed: short, thu: long, fri: short, sat: long, sun: [] };
    expect(targetMs(workingCalendar({ ...spec, weekly }), { workdays: 1 }, 0)).toBe(8 * HOUR);
    const undecided = { mon: short, tue: long, wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(targetMs(workingCalendar({ ...spec, weekly: undecided }), { workdays: 1 }, 0)).toBe(11 * HOUR);
  });

  test.each([
    [
      'overlapping spans',
      [
        { from: '09:00', to: '12:00' },
        { from: '11:00', to: '13:00' },
      ],
    ],
    ['a span that runs backwards', [{ from: '18:00', to: '09:00' }]],
    ['an empty span', [{ from: '09:00', to: '09:00' }]],
    ['no time at all', [{ from: 'nine', to: '12:00' }]],
  ])('%s are refused', (_name, mon) => {
    const weekly = { mon, tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const spec = { weekly, statutory: {}, days: {}, daysFrom: '2026-01-01', daysTo: '2026-12-31' };
    expect(() => workingCalendar(spec)).toThrow(/span/);
  });
});

describe('a year without holidays is an error, not a guess', () => {
  test('up to the last known instant it computes', () => {
    expect(addTarget(workweek, at('2026-12-31 17:00'), { ms: HOUR })).toBe(at('2026-12-31 18:00'));
    expect(elapsedMs(workweek, at('2026-12-31 17:00'), at('2026-12-31 24:00'))).toBe(HOUR);
  });
  test.each([
    [
      'a target that needs one millisecond of the next year',
      () => addTarget(workweek, at('2026-12-31 17:00'), { ms: HOUR + 1 }),
    ],
    ['a start before the first known day', () => addTarget(workweek, at('2026-01-01 00:00') - 1, { ms: 1 })],
    ['an end after the last', () => elapsedMs(workweek, at('2026-12-31 17:00'), at('2026-12-31 24:00') + 1)],
  ])('%s', (_name, compute) => {
    expect(compute).toThrow(CalendarYearMissing);
    expect(compute).toThrow(expect.objectContaining({ code: 'calendar_year_missing' }));
  });
  test('a calendar without end has no such year', () => {
    expect(addTarget(always, at('2026-12-31 23:00'), { ms: 400 * DAY })).toBe(at('2026-12-31 23:00') + 400 * DAY);
  });
});

describe('a real year: 5×8 with lunch, by the State Council’s table of 2026', () => {
  const working = workingCalendar(china({ '2026-02-13': [{ from: '09:00', to: '12:00' }] }));
  test.each([
    ['exactly at the end of business', '2026-03-06 16:00', 2 * HOUR, '2026-03-06 18:00'],
    ['1 ms more goes on after the weekend', '2026-03-06 16:00', 2 * HOUR + 1, '2026-03-09 09:00:00.001'],
    ['Friday 17:59 and two minutes', '2026-03-06 17:59', 2 * MINUTE, '2026-03-09 09:01'],
    ['before 国庆节', '2026-09-30 17:00', 2 * HOUR, '2026-10-08 10:00'],
    ['through the worked Saturday after it', '2026-10-09 17:00', 2 * HOUR, '2026-10-10 10:00'],
    ['the Sunday that is worked for 国庆节', '2026-09-20 09:00', 8 * HOUR, '2026-09-20 18:00'],
    ['before 春节: a half day, a worked Saturday, nine free days', '2026-02-13 11:00', 10 * HOUR, '2026-02-24 10:00'],
    ['over the end of the year', '2025-12-31 17:30', HOUR, '2026-01-04 09:30'],
    ['on a Sunday of work that is 元旦’s', '2026-01-04 17:00', 2 * HOUR, '2026-01-05 10:00'],
  ])('%s', (_name, from, ms, due) => expect(addTarget(working, at(from), { ms })).toBe(at(due)));
});

describe('seasons', () => {
  const [summer, winter] = [[{ from: '10:00', to: '14:00' }], [{ from: '10:00', to: '12:00' }]];
  const season = { weekly: weekOf(summer), ignoresHolidays: false };
  const inSeason = workingCalendar({
    ...china({ '2026-05-06': 'holiday', '2026-05-07': [{ from: '08:00', to: '09:00' }] }),
    seasons: [
      { ...season, from: '05-01', to: '09-30' },
      { from: '12-30', to: '01-02', weekly: { ...weekOf(winter), sat: winter }, ignoresHolidays: true },
      { ...season, from: '06-01', to: '06-30', weekly: weekOf(officeHours) },
    ],
  });
  test.each([
    ['the day before it begins has the week’s hours', '2026-04-30', 8],
    ['a statutory holiday within it is free', '2026-05-01', 0],
    ['a make-up Saturday within it has its hours', '2026-05-09', 4],
    ['its last day', '2026-09-30', 4],
    ['the day after', '2026-10-08', 8],
    ['the first season that covers a day counts', '2026-06-01', 4],
    ['a day that the contract writes down outweighs it: free', '2026-05-06', 0],
    ['a day that the contract writes down outweighs it: hours', '2026-05-07', 1],
    ['one over the year’s end, before it', '2025-12-31', 2],
    ['and after it, where it ignores the holiday', '2026-01-01', 2],
    ['the day after it, a holiday again', '2026-01-03', 0],
    ['a make-up Sunday after it', '2026-01-04', 8],
  ])('%s', (_name, day, hours) => {
    expect(elapsedMs(inSeason, at(`${day} 00:00`), at(`${day} 24:00`))).toBe(hours * HOUR);
  });

  test('one 工作日 stays what it is without the season', () => {
    expect(targetMs(inSeason, { workdays: 1 }, at('2026-07-01 10:00'))).toBe(8 * HOUR);
    expect(addTarget(inSeason, at('2026-07-01 10:00'), { workdays: 1 })).toBe(at('2026-07-02 14:00'));
  });

  test('in a season without work a make-up day has the ordinary hours', () => {
    expect(elapsedMs(schoolSummer, at('2026-07-11 00:00'), at('2026-07-11 24:00'))).toBe(8 * HOUR);
    expect(addTarget(schoolSummer, at('2026-06-30 17:00'), { ms: HOUR + 1 })).toBe(at('2026-07-11 09:00:00.001'));
  });
});

describe('the counted spans between two instants', () => {
  test.each([
    ['cut at both ends', '2026-03-03 10:00', '2026-03-03 14:00', ['10:00-12:00', '13:00-14:00']],
    ['none in a night', '2026-03-03 18:00', '2026-03-04 09:00', []],
    ['none backwards', '2026-03-03 14:00', '2026-03-03 10:00', []],
    ['a millisecond', '2026-03-03 17:59:59.999', '2026-03-04 00:00', ['17:59-18:00']],
  ])('%s', (_name, from, to, spans) => {
    const shown = (instant: number) => new Date(instant + 8 * HOUR).toISOString().slice(11, 16);
    const found = countedSpans(workweek, at(from), at(to)).map((span) => `${shown(span.from)}-${shown(span.to)}`);
    expect(found).toEqual(spans);
  });
  test('around the clock it is the whole span', () => {
    expect(countedSpans(always, 5, 9)).toEqual([{ from: 5, to: 9 }]);
  });
  test('beyond the table is an error', () => {
    expect(() => countedSpans(workweek, at('2026-12-31 09:00'), at('2027-01-01 00:01'))).toThrow(CalendarYearMissing);
  });
});
