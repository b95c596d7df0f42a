import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alwaysCalendar, type Calendar, elapsedMs, workingCalendar } from '../../domain/calendar.ts';
import { explainSpan, explainTarget } from '../../domain/explain.ts';
import { daysTouched } from '../../domain/explain-spans.ts';
import { addTarget, targetMs } from '../../domain/targets.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { at, china } from './calendar-cases.ts';
import { shown } from './explain-cases.ts';

const working = workingCalendar(china({ '2026-02-13': [{ from: '09:00', to: '12:00' }] }));
const always = alwaysCalendar();

describe('the way to a due instant', () => {
  test.each([
    [
      'over a weekend: nights, lunch and days of rest do not count',
      { ms: 6 * HOUR },
      '2026-03-06 11:00',
      [
        '03-06 11:00 – 03-06 12:00 + working 1h',
        '03-06 12:00 – 03-06 13:00 - outside_hours',
        '03-06 13:00 – 03-06 18:00 + working 6h',
      ],
    ],
    [
      'a millisecond too many shows the weekend',
      { ms: HOUR + MINUTE },
      '2026-03-06 17:00',
      [
        '03-06 17:00 – 03-06 18:00 + working 1h',
        '03-06 18:00 – 03-06 24:00 - outside_hours',
        '03-07 00:00 – 03-08 24:00 - weekend',
        '03-09 00:00 – 03-09 09:00 - outside_hours',
        `03-09 09:00 – 03-09 09:01 + working ${1 + 1 / 60}h`,
      ],
    ],
    [
      'holidays and make-up days have their names',
      { ms: 2 * HOUR },
      '2026-10-07 12:00',
      [
        '10-07 12:00 – 10-07 24:00 - holiday(国庆节)',
        '10-08 00:00 – 10-08 09:00 - outside_hours',
        '10-08 09:00 – 10-08 11:00 + working 2h',
      ],
    ],
    [
      'a worked Saturday',
      { ms: HOUR },
      '2026-10-09 20:00',
      ['10-09 20:00 – 10-10 09:00 - outside_hours', '10-10 09:00 – 10-10 10:00 + makeup(国庆节) 1h'],
    ],
    ['a half day', { ms: 3 * HOUR }, '2026-02-13 09:00', ['02-13 09:00 – 02-13 12:00 + special 3h']],
    [
      'days: the first does not count, and a last one of rest gives way',
      { days: 3 },
      '2026-03-04 10:00',
      [
        '03-04 10:00 – 03-04 24:00 - first_day',
        '03-05 00:00 – 03-07 24:00 + calendar_day 3d',
        '03-08 00:00 – 03-08 24:00 - weekend',
        '03-09 00:00 – 03-09 24:00 - due_day',
      ],
    ],
    [
      'ends of workdays, over 国庆节',
      { workdayEnds: 3 },
      '2026-09-30 10:00',
      [
        '09-30 10:00 – 09-30 24:00 - first_day',
        '10-01 00:00 – 10-07 24:00 - holiday(国庆节)',
        '10-08 00:00 – 10-09 24:00 + working 2d',
        '10-10 00:00 – 10-10 24:00 + makeup(国庆节) 3d',
      ],
    ],
    [
      'the next working day at 09:00',
      { nextWorkdayAt: '09:00' },
      '2026-03-06 23:00',
      [
        '03-06 23:00 – 03-06 24:00 - first_day',
        '03-07 00:00 – 03-08 24:00 - weekend',
        '03-09 00:00 – 03-09 09:00 - due_day',
      ],
    ],
    [
      'a time that was agreed on',
      { until: at('2026-03-08 12:00') },
      '2026-03-06 23:00',
      ['03-06 23:00 – 03-08 12:00 - agreed'],
    ],
    ['nothing to count', { ms: 0 }, '2026-03-06 23:00', []],
  ])('%s', (_name, target, from, spans) => {
    const explained = explainTarget(working, target, at(from));
    expect(explained.spans.map(shown)).toEqual(spans);
    expect(explained.dueAt).toBe(addTarget(working, at(from), target));
  });

  test('around the clock it is one span', () => {
    expect(explainTarget(always, { ms: 30 * HOUR }, at('2026-10-01 10:00')).spans.map(shown)).toEqual([
      '10-01 10:00 – 10-02 16:00 + always 30h',
    ]);
  });

  test('what nobody can say has a reason instead', () => {
    expect(explainTarget(working, { agreed: true }, at('2026-03-06 10:00'))).toMatchObject({
      noDue: 'agreed',
      spans: [],
    });
    expect(explainTarget(working, { workdays: 1 }, at('2026-12-31 12:00'))).toMatchObject({
      noDue: 'calendar_ends',
      knownTo: '2026-12-31',
    });
  });

  test('two instants: how much between them counts', () => {
    const { spans, countedMs } = explainSpan(working, at('2026-03-06 17:00'), at('2026-03-07 10:00'));
    expect(countedMs).toBe(HOUR);
    expect(spans.map(shown).at(-1)).toBe('03-07 00:00 – 03-07 10:00 - weekend');
  });

  test('the middle of a long way is told by its days', () => {
    const { spans } = explainTarget(working, { workdays: 10 }, at('2026-09-28 09:00'));
    expect(daysTouched(spans)).toEqual({ counted: 10, rest: 8 });
  });
});

test('the spans tile the way without a seam, what counts is the target, and neighbours differ', () => {
  const someTarget = fc.oneof(
    fc.integer({ min: 1, max: 60 * HOUR }).map((ms) => ({ ms })),
    fc.integer({ min: 1, max: 12 }).map((days) => ({ days })),
    fc.integer({ min: 1, max: 12 }).map((workdayEnds) => ({ workdayEnds })),
    fc.constant({ nextWorkdayAt: '09:00' }),
  );
  const someInstant = fc.integer({ min: at('2025-12-20 00:00'), max: at('2026-10-20 00:00') });
  fc.assert(
    fc.property(fc.constantFrom<Calendar>(working, always), someTarget, someInstant, (calendar, target, from) => {
      const { spans, dueAt } = explainTarget(calendar, target, from);
      let end = from;
      for (const [index, span] of spans.entries()) {
        expect(span.from).toBe(end);
        if (index > 0)
          expect(shown(span).split(/ [+-] /)[1]).not.toBe(shown(spans[index - 1] ?? span).split(/ [+-] /)[1]);
        end = span.to ?? 0;
      }
      expect(end).toBe(dueAt);
      const last = spans.findLast(({ counted }) => counted)?.total;
      if ('ms' in target) expect(last).toEqual({ ms: targetMs(calendar, target, from) });
      if ('workdayEnds' in target) expect(last).toEqual({ days: target.workdayEnds });
      const counted = spans.filter((span) => span.counted).reduce((sum, span) => sum + (span.to ?? 0) - span.from, 0);
      if ('ms' in target) expect(counted).toBe(elapsedMs(calendar, from, end));
    }),
  );
});
