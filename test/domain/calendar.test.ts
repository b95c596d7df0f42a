import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  addMs,
  addTarget,
  alwaysCalendar,
  type Calendar,
  CalendarYearMissing,
  type DaySpan,
  elapsedMs,
  targetMs,
  type WorkingCalendarSpec,
  workingCalendar,
} from '../../domain/calendar.ts';
import { dateOfDay, dayNumber, parseCivil, startOfDay, timeOfDayMs, weekdayOf } from '../../domain/civil.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { workweek } from './fixture.ts';

/** `2026-03-06 17:59` or with seconds and milliseconds after a dot. */
function at(text: string): Instant {
  const [date = '', time = '', ms = '0'] = text.split(/[ .]/);
  return parseCivil(date, time) + Number(ms);
}

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
    const spec = { days: {}, daysFrom: '2026-03-01', daysTo: '2026-03-31' };
    const weekly = { mon: short, tue: short, wed: short, thu: long, fri: short, sat: long, sun: [] };
    expect(targetMs(workingCalendar({ ...spec, weekly }), { workdays: 1 })).toBe(8 * HOUR);
    const undecided = { mon: short, tue: long, wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(targetMs(workingCalendar({ ...spec, weekly: undecided }), { workdays: 1 })).toBe(11 * HOUR);
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
    const spec = { weekly, days: {}, daysFrom: '2026-01-01', daysTo: '2026-12-31' };
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

describe('the host’s zone has no say', () => {
  afterEach(() => void vi.unstubAllEnvs());
  test.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'])('%s', (zone) => {
    vi.stubEnv('TZ', zone);
    expect(addTarget(workweek, at('2026-03-06 17:59'), { workdays: 1 })).toBe(at('2026-03-09 17:59'));
  });
});

// ---- Properties, over calendars that nobody would draw up by hand ----

const arbitrarySpans: fc.Arbitrary<DaySpan[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((quarters) => quarters.toSorted((a, b) => a - b))
  .map((sorted) =>
    Array.from({ length: Math.floor(sorted.length / 2) }, (_, pair) => ({
      from: clockTime(sorted[2 * pair] ?? 0),
      to: clockTime(sorted[2 * pair + 1] ?? 0),
    })),
  );
const clockTime = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;

const [FIRST, LAST] = [dayNumber('2026-02-01'), dayNumber('2026-05-31')];
const arbitraryDay = fc.integer({ min: FIRST, max: LAST }).map(dateOfDay);
const arbitrarySpec: fc.Arbitrary<WorkingCalendarSpec> = fc.record({
  weekly: fc
    .tuple(arbitrarySpans, arbitrarySpans, arbitrarySpans, arbitrarySpans, arbitrarySpans, arbitrarySpans)
    .map(([mon, tue, wed, thu, fri, sat]) => ({ mon, tue, wed, thu, fri, sat, sun: [{ from: '10:00', to: '11:00' }] })),
  days: fc.dictionary(
    arbitraryDay,
    fc.oneof(fc.constant('holiday' as const), fc.constant('workday' as const), arbitrarySpans),
  ),
  daysFrom: fc.constant(dateOfDay(FIRST)),
  daysTo: fc.constant(dateOfDay(LAST)),
});
const arbitraryCalendar: fc.Arbitrary<Calendar> = fc.oneof(fc.constant(always), arbitrarySpec.map(workingCalendar));
/** Early enough that the calendar's end is not reached: at least one hour each week is worked. */
const arbitraryInstant = fc.integer({ min: startOfDay(FIRST), max: startOfDay(FIRST + 40) });
const arbitraryMs = fc.oneof(fc.integer({ min: 0, max: 4 * HOUR }), fc.constantFrom(0, 1, 15 * MINUTE, HOUR));

describe('properties of counted time', () => {
  test('adding is the inverse of measuring, and gives the earliest such instant', () => {
    fc.assert(
      fc.property(arbitraryCalendar, arbitraryInstant, arbitraryMs, (calendar, from, ms) => {
        const due = addMs(calendar, from, ms);
        expect(due).toBeGreaterThanOrEqual(from);
        expect(elapsedMs(calendar, from, due)).toBe(ms);
        if (ms > 0) expect(elapsedMs(calendar, from, due - 1)).toBe(ms - 1);
      }),
    );
  });

  test('adding is additive and monotone', () => {
    fc.assert(
      fc.property(
        arbitraryCalendar,
        arbitraryInstant,
        arbitraryInstant,
        arbitraryMs,
        arbitraryMs,
        (calendar, one, other, a, b) => {
          expect(addMs(calendar, addMs(calendar, one, a), b)).toBe(addMs(calendar, one, a + b));
          const [early, late] = [Math.min(one, other), Math.max(one, other)];
          expect(addMs(calendar, early, a)).toBeLessThanOrEqual(addMs(calendar, late, a));
          expect(addMs(calendar, one, Math.min(a, b))).toBeLessThanOrEqual(addMs(calendar, one, Math.max(a, b)));
        },
      ),
    );
  });

  test('measuring is additive', () => {
    fc.assert(
      fc.property(
        arbitraryCalendar,
        fc.tuple(arbitraryInstant, arbitraryInstant, arbitraryInstant),
        (calendar, instants) => {
          const [a = 0, b = 0, c = 0] = instants.toSorted((x, y) => x - y);
          expect(elapsedMs(calendar, a, b) + elapsedMs(calendar, b, c)).toBe(elapsedMs(calendar, a, c));
        },
      ),
    );
  });

  test('measuring agrees with going through the days one by one', () => {
    fc.assert(
      fc.property(arbitrarySpec, arbitraryInstant, arbitraryInstant, (spec, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect(elapsedMs(workingCalendar(spec), from, to)).toBe(dayByDay(spec, from, to));
      }),
    );
  });
});

/** Plain reference: every day's spans, cut to the interval. Make-up days take the calendar's ordinary length from itself. */
function dayByDay(spec: WorkingCalendarSpec, from: Instant, to: Instant): number {
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
  let counted = 0;
  for (let day = FIRST; day <= LAST; day += 1) {
    const odd = spec.days[dateOfDay(day)];
    const spans =
      odd === 'holiday'
        ? []
        : odd === 'workday'
          ? ordinaryOf(spec)
          : (odd ?? spec.weekly[names[weekdayOf(day)] ?? 'mon']);
    for (const span of spans) {
      const start = Math.max(from, startOfDay(day) + timeOfDayMs(span.from));
      const end = Math.min(to, startOfDay(day) + timeOfDayMs(span.to));
      counted += Math.max(0, end - start);
    }
  }
  return counted;
}

function ordinaryOf(spec: WorkingCalendarSpec): readonly DaySpan[] {
  const length = (spans: readonly DaySpan[]) =>
    spans.reduce((sum, span) => sum + timeOfDayMs(span.to) - timeOfDayMs(span.from), 0);
  const lengths = Map.groupBy(
    Object.values(spec.weekly).filter((spans) => spans.length > 0),
    length,
  );
  const [first] = [...lengths.entries()].toSorted(([la, a], [lb, b]) => b.length - a.length || lb - la);
  return first?.[1][0] ?? [];
}
