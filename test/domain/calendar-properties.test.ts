// Over calendars that nobody would draw up by hand: split days, seasons, half days, days to 24:00, holidays anywhere.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMs,
  alwaysCalendar,
  type Calendar,
  countedSpans,
  type DaySpan,
  elapsedMs,
  type Season,
  WEEKDAYS,
  type WorkingCalendarSpec,
  workingCalendar,
} from '../../domain/calendar.ts';
import { dayKind, isWorkday, nextWorkday } from '../../domain/calendar-days.ts';
import { dateOfDay, dayNumber, startOfDay, timeOfDayMs, weekdayOf } from '../../domain/civil.ts';
import type { Target } from '../../domain/contract.ts';
import { addTarget, targetMs } from '../../domain/targets.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../domain/types.ts';

const clockTime = (quarter: number) =>
  `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
/** Up to three spans on quarters of an hour; 00:00 and 24:00 come up. */
const someSpans: fc.Arbitrary<DaySpan[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 96 }), { minLength: 0, maxLength: 6 })
  .map((quarters) => quarters.toSorted((a, b) => a - b))
  .map((sorted) =>
    Array.from({ length: Math.floor(sorted.length / 2) }, (_, pair) => ({
      from: clockTime(sorted[2 * pair] ?? 0),
      to: clockTime(sorted[2 * pair + 1] ?? 0),
    })),
  );
const someWeek = fc
  .tuple(someSpans, someSpans, someSpans, someSpans, someSpans, someSpans)
  .map(([mon, tue, wed, thu, fri, sat]) => ({ mon, tue, wed, thu, fri, sat, sun: [{ from: '10:00', to: '11:00' }] }));

const [FIRST, LAST] = [dayNumber('2025-12-01'), dayNumber('2026-06-30')];
const someDay = fc.integer({ min: FIRST, max: LAST }).map(dateOfDay);
/** Where most computations come by, so that odd days meet seasons. */
const someNearDay = fc.integer({ min: FIRST, max: FIRST + 60 }).map(dateOfDay);
const someMonthDay = someDay.map((date) => date.slice(5));
const someSeason: fc.Arbitrary<Season> = fc.record({
  from: someMonthDay,
  to: someMonthDay,
  weekly: someWeek,
  ignoresHolidays: fc.boolean(),
});
const [holiday, workday] = [fc.constant('holiday' as const), fc.constant('workday' as const)];
const someSpec: fc.Arbitrary<WorkingCalendarSpec> = fc.record({
  weekly: someWeek,
  seasons: fc.array(someSeason, { maxLength: 2 }),
  statutory: fc.dictionary(someNearDay, fc.oneof(holiday, workday)),
  days: fc.dictionary(someNearDay, fc.oneof(holiday, workday, someSpans)),
  daysFrom: fc.constant(dateOfDay(FIRST)),
  daysTo: fc.constant(dateOfDay(LAST)),
});
const someCalendar: fc.Arbitrary<Calendar> = fc.oneof(fc.constant(alwaysCalendar()), someSpec.map(workingCalendar));
/** Early enough that the calendar's end is not reached: at least one hour in most weeks is worked. */
const someInstant = fc.integer({ min: startOfDay(FIRST), max: startOfDay(FIRST + 50) });
const someMs = fc.oneof(fc.integer({ min: 0, max: 4 * HOUR }), fc.constantFrom(0, 1, 15 * MINUTE, HOUR));
const someTarget: fc.Arbitrary<Target> = fc.oneof(
  someMs.map((ms) => ({ ms })),
  fc.constantFrom({ workdays: 0.5 }, { workdays: 1 }, { nextWorkdayAt: '09:00' }, { nextWorkdayAt: '24:00' }),
  fc.integer({ min: 1, max: 10 }).map((days) => ({ days })),
  fc.integer({ min: 1, max: 5 }).map((workdayEnds) => ({ workdayEnds })),
);

describe('counted time', () => {
  test('adding is the inverse of measuring, and gives the earliest such instant', () => {
    fc.assert(
      fc.property(someCalendar, someInstant, someMs, (calendar, from, ms) => {
        const due = addMs(calendar, from, ms);
        expect(due).toBeGreaterThanOrEqual(from);
        expect(elapsedMs(calendar, from, due)).toBe(ms);
        if (ms > 0) expect(elapsedMs(calendar, from, due - 1)).toBe(ms - 1);
      }),
    );
  });

  test('adding what was measured never comes out later', () => {
    fc.assert(
      fc.property(someCalendar, someInstant, someInstant, (calendar, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect(addMs(calendar, from, elapsedMs(calendar, from, to))).toBeLessThanOrEqual(to);
      }),
    );
  });

  test('adding is additive and monotone', () => {
    fc.assert(
      fc.property(someCalendar, someInstant, someInstant, someMs, someMs, (calendar, one, other, a, b) => {
        expect(addMs(calendar, addMs(calendar, one, a), b)).toBe(addMs(calendar, one, a + b));
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        expect(addMs(calendar, early, a)).toBeLessThanOrEqual(addMs(calendar, late, a));
        expect(addMs(calendar, one, Math.min(a, b))).toBeLessThanOrEqual(addMs(calendar, one, Math.max(a, b)));
      }),
    );
  });

  test('measuring is additive', () => {
    fc.assert(
      fc.property(someCalendar, fc.tuple(someInstant, someInstant, someInstant), (calendar, instants) => {
        const [a = 0, b = 0, c = 0] = instants.toSorted((x, y) => x - y);
        expect(elapsedMs(calendar, a, b) + elapsedMs(calendar, b, c)).toBe(elapsedMs(calendar, a, c));
      }),
    );
  });

  test('the spans that count are apart, in order, and as long as what is measured', () => {
    fc.assert(
      fc.property(someCalendar, someInstant, someInstant, (calendar, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const spans = countedSpans(calendar, from, to);
        let end = from;
        for (const span of spans) {
          expect(span.from).toBeGreaterThanOrEqual(end);
          expect(span.to).toBeGreaterThan(span.from);
          end = span.to;
        }
        expect(end).toBeLessThanOrEqual(to);
        expect(spans.reduce((sum, span) => sum + span.to - span.from, 0)).toBe(elapsedMs(calendar, from, to));
      }),
    );
  });

  test('both directions agree with a plain count, minute by minute', () => {
    fc.assert(
      fc.property(
        someSpec,
        fc.integer({ min: 0, max: 30 * 24 * 60 }),
        fc.integer({ min: 0, max: 600 }),
        (spec, startMinute, minutes) => {
          const from = startOfDay(FIRST) + startMinute * MINUTE;
          const calendar = workingCalendar(spec);
          const due = plainDue(spec, from, minutes);
          expect(addMs(calendar, from, minutes * MINUTE)).toBe(due);
          expect(elapsedMs(calendar, from, due)).toBe(minutes * MINUTE);
        },
      ),
    );
  });
});

describe('targets', () => {
  test('whatever starts later is due no earlier, and nothing is due before it starts', () => {
    fc.assert(
      fc.property(someCalendar, someInstant, someInstant, someTarget, (calendar, one, other, target) => {
        const early = addTarget(calendar, Math.min(one, other), target) ?? 0;
        const late = addTarget(calendar, Math.max(one, other), target) ?? 0;
        expect(early).toBeLessThanOrEqual(late);
        expect(early).toBeGreaterThanOrEqual(Math.min(one, other));
      }),
    );
  });

  test('the length of a date is the wall time to it, that of a promise of hours never depends on the start', () => {
    fc.assert(
      fc.property(someCalendar, someInstant, someInstant, someTarget, (calendar, from, other, target) => {
        const length = targetMs(calendar, target, from) ?? 0;
        if ('ms' in target || 'workdays' in target) expect(targetMs(calendar, target, other)).toBe(length);
        else expect(from + length).toBe(addTarget(calendar, from, target));
      }),
    );
  });

  test('a day of rest never is the last one', () => {
    fc.assert(
      fc.property(
        someSpec.map(workingCalendar),
        someInstant,
        fc.integer({ min: 1, max: 10 }),
        (calendar, from, days) => {
          const due = addTarget(calendar, from, { days }) ?? 0;
          expect(isWorkday(calendar, dateOfDay(dayOfInstant(due - 1)))).toBe(true);
          expect(due).toBeGreaterThanOrEqual(startOfDay(dayOfInstant(from) + days + 1));
        },
      ),
    );
  });
});

describe('days', () => {
  test('a workday is a day with counted time, and the next one is the first such day', () => {
    fc.assert(
      fc.property(someSpec.map(workingCalendar), fc.integer({ min: FIRST, max: FIRST + 60 }), (calendar, day) => {
        const hasTime = (one: number) => elapsedMs(calendar, startOfDay(one), startOfDay(one + 1)) > 0;
        expect(isWorkday(calendar, dateOfDay(day))).toBe(hasTime(day));
        expect(['weekend', 'holiday'].includes(dayKind(calendar, dateOfDay(day)).kind)).toBe(!hasTime(day));
        let next = day + 1;
        while (!hasTime(next)) next += 1;
        expect(nextWorkday(calendar, dateOfDay(day))).toBe(dateOfDay(next));
      }),
    );
  });
});

// ---- A plain reference: every minute is asked whether it counts ----

function plainDue(spec: WorkingCalendarSpec, from: Instant, minutes: number): Instant {
  const hours = new Map<number, readonly DaySpan[]>();
  let left = minutes;
  let at = from;
  while (left > 0) {
    const day = dayOfInstant(at);
    const spans = hours.get(day) ?? plainSpans(spec, day);
    hours.set(day, spans);
    if (plainCounts(spans, at - startOfDay(day))) left -= 1;
    at += MINUTE;
  }
  return at;
}

function plainCounts(spans: readonly DaySpan[], intoDay: number): boolean {
  return spans.some(({ from, to }) => timeOfDayMs(from) <= intoDay && intoDay < timeOfDayMs(to));
}

function plainSpans(spec: WorkingCalendarSpec, day: number): readonly DaySpan[] {
  const date = dateOfDay(day);
  const season = (spec.seasons ?? []).find(({ from, to }) => {
    const days: string[] = [];
    // From its first day on, day by day in a leap year, until its last.
    for (let one = dayNumber(`2028-${from}`); days.at(-1) !== to; one += 1) days.push(dateOfDay(one).slice(5));
    return days.includes(date.slice(5));
  });
  const weekly = season ? season.weekly : spec.weekly;
  const said = spec.days[date] ?? (season?.ignoresHolidays ? undefined : spec.statutory[date]);
  if (said === 'holiday') return [];
  if (said === 'workday') return plainOrdinary(weekly);
  return said ?? weekly[WEEKDAYS[weekdayOf(day)] ?? 'mon'];
}

function plainOrdinary(weekly: WorkingCalendarSpec['weekly']): readonly DaySpan[] {
  const length = (spans: readonly DaySpan[]) =>
    spans.reduce((sum, span) => sum + timeOfDayMs(span.to) - timeOfDayMs(span.from), 0);
  const worked = Object.values(weekly).filter((spans) => spans.length > 0);
  const [ordinary] = [...Map.groupBy(worked, length).entries()].toSorted(
    ([shorter, a], [longer, b]) => b.length - a.length || longer - shorter,
  );
  return ordinary?.[1][0] ?? [];
}

function dayOfInstant(at: Instant): number {
  return Math.floor((at - startOfDay(0)) / DAY);
}
