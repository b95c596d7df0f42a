import { describe, expect, test } from 'vitest';
import { civilDate, civilTime } from '../../../domain/civil.ts';
import type { Contract } from '../../../domain/contract.ts';
import { obligationId } from '../../../domain/obligations/obligation-of.ts';
import {
  nextOpening,
  occurrencesDue,
  occurrencesOpen,
  occurrencesOpening,
} from '../../../domain/obligations/occurrences.ts';
import type { Cadence, DeliverablePlan, InspectionPlan, Window } from '../../../domain/obligations/plan-types.ts';
import type { Instant } from '../../../domain/types.ts';
import { workweekUntil } from '../fixture.ts';
import { at, contractOf, deliverablePlan, inspectionPlan, moment, morning, window } from './fixture.ts';

const said = (instant: Instant) => `${civilDate(instant)} ${civilTime(instant)}`;
/** What is due in [from, to): its period, when it opens, when it is due. */
const due = (contract: Contract, from: string, to: string) =>
  occurrencesDue(contract, at(from), at(to)).map(
    ({ dueAt, opensAt, period }) => `${period.label}: ${said(opensAt)} to ${said(dueAt)}`,
  );
const labels = (contract: Contract, from: string, to: string) =>
  occurrencesDue(contract, at(from), at(to)).map(({ period }) => period.label);
const wholeDay = window(moment('start', 0, '00:00'), moment('start', 0, '24:00'));
const ofPlan = (cadence: Cadence, windows: readonly Window[], fields: Partial<InspectionPlan> = {}) =>
  contractOf([inspectionPlan({ cadence, windows, ...fields })]);

describe('days on which a plan falls', () => {
  // The Spring Festival of 2026: free from 15 to 23 February, worked on 14 and 28 February, which are Saturdays.
  test.each<[string, Cadence, readonly string[]]>([
    ['every day', { every: 'days', on: 'every_day' }, ['2026-02-13', '2026-02-14', '2026-02-15', '2026-02-16']],
    ['workdays, 调休 among them', { every: 'days', on: 'workdays' }, ['2026-02-13', '2026-02-14']],
    ['days of rest', { every: 'days', on: 'rest_days' }, ['2026-02-15', '2026-02-16']],
    ['weekdays, holidays or not', { every: 'days', on: ['mon', 'fri'] }, ['2026-02-13', '2026-02-16']],
  ])('%s', (_, cadence, expected) => {
    expect(labels(ofPlan(cadence, [morning]), '2026-02-13', '2026-02-17')).toEqual(expected);
  });

  test('of two windows of a day each is one', () => {
    const afternoon = window(moment('start', 0, '14:00'), moment('start', 0, '16:00'));
    const twice = ofPlan({ every: 'days', on: 'every_day' }, [morning, afternoon]);
    expect(due(twice, '2026-03-03', '2026-03-04')).toEqual([
      '2026-03-03: 2026-03-03 08:30 to 2026-03-03 10:30',
      '2026-03-03: 2026-03-03 14:00 to 2026-03-03 16:00',
    ]);
    const ids = occurrencesDue(twice, at('2026-03-03'), at('2026-03-04')).map((one) => obligationId(twice, one));
    expect(ids).toEqual(['test:inspection:daily:2026-03-03:1.1', 'test:inspection:daily:2026-03-03:2.1']);
  });
});

describe('periods', () => {
  test.each<[string, Cadence, readonly string[]]>([
    ['weeks from Monday', { every: 'weeks', weekday: 'mon' }, ['2025-W52', '2026-W01', '2026-W02']],
    ['months', { every: 'months', months: 1, from: 'calendar' }, ['2025-12', '2026-01']],
    ['two months', { every: 'months', months: 2, from: 'calendar' }, ['2025-11+12', '2026-01+02']],
    ['quarters', { every: 'months', months: 3, from: 'calendar' }, ['2025-Q4', '2026-Q1']],
    ['half years', { every: 'months', months: 6, from: 'calendar' }, ['2025-H2', '2026-H1']],
    ['years', { every: 'months', months: 12, from: 'calendar' }, ['2025', '2026']],
    ['months of the service', { every: 'months', months: 1, from: 'term' }, ['P7', 'P8']],
    ['quarters of the service', { every: 'months', months: 3, from: 'term' }, ['P3']],
    ['the service', { every: 'term' }, ['term']],
    ['on request', { every: 'on_request' }, []],
  ])('%s have the names by which people call them', (_, cadence, expected) => {
    const contract = ofPlan(cadence, [window(moment('start', 0, '00:00'), moment('end', 0, '24:00'))]);
    const open = [...occurrencesOpen(contract, at('2025-12-26 12:00')), ...occurrencesOpen(contract, at('2026-01-01'))];
    open.push(...occurrencesOpen(contract, at('2026-01-05 12:00')));
    expect([...new Set(open.map(({ period }) => period.label))]).toEqual(expected);
  });

  test('a week that begins on a Wednesday is named by the week of its first day', () => {
    const contract = ofPlan({ every: 'weeks', weekday: 'wed' }, [wholeDay]);
    expect(due(contract, '2026-03-04', '2026-03-13')).toEqual([
      '2026-W10: 2026-03-04 00:00 to 2026-03-05 00:00',
      '2026-W11: 2026-03-11 00:00 to 2026-03-12 00:00',
    ]);
  });

  test('months of a service that begins on the 31st end with the last day of shorter ones', () => {
    const cadence: Cadence = { every: 'months', months: 1, from: 'term' };
    const term = { from: '2025-10-31', to: '2026-10-30' };
    const contract = contractOf(
      [inspectionPlan({ cadence, windows: [window(moment('start', 0, '09:00'), moment('end', 0, '24:00'))] })],
      { term },
    );
    expect(due(contract, '2025-11-01', '2026-02-01')).toEqual([
      'P1: 2025-10-31 09:00 to 2025-11-30 00:00',
      'P2: 2025-11-30 09:00 to 2025-12-31 00:00',
      'P3: 2025-12-31 09:00 to 2026-01-31 00:00',
    ]);
  });
});

const monthly: Cadence = { every: 'months', months: 1, from: 'calendar' };

describe('moments', () => {
  test.each<[string, Window, string]>([
    [
      'the 25th',
      window(moment('start', 0, '09:00'), moment('start', 24, '17:00')),
      '2026-02-01 09:00 to 2026-02-25 17:00',
    ],
    [
      'the 5th of the next month',
      window(moment('end', 1, '09:00'), moment('end', 5, '24:00')),
      '2026-03-01 09:00 to 2026-03-06 00:00',
    ],
    [
      'its last day',
      window(moment('start', 0, '09:00'), moment('end', 0, '24:00')),
      '2026-02-01 09:00 to 2026-03-01 00:00',
    ],
    [
      'three days before the end',
      window(moment('start', 0, '09:00'), moment('end', -3, '24:00')),
      '2026-02-01 09:00 to 2026-02-26 00:00',
    ],
    [
      'its first workday, and its third',
      window(moment('start', 1, '09:00', { in: 'workdays' }), moment('start', 3, '24:00', { in: 'workdays' })),
      '2026-02-02 09:00 to 2026-02-05 00:00',
    ],
    [
      'the second workday of the next month',
      window(moment('end', 1, '09:00', { in: 'workdays' }), moment('end', 2, '12:00', { in: 'workdays' })),
      '2026-03-02 09:00 to 2026-03-03 12:00',
    ],
    [
      // 28 February is a Saturday that is worked: the last day does not count.
      'two workdays before the last day',
      window(moment('start', 0, '09:00'), moment('end', -2, '24:00', { in: 'workdays' })),
      '2026-02-01 09:00 to 2026-02-27 00:00',
    ],
    [
      // 20 February is in the Spring Festival; the first workday after it is the 24th.
      'the 20th, or the first workday after it',
      window(moment('start', 0, '09:00'), moment('start', 19, '24:00', { shifts: true })),
      '2026-02-01 09:00 to 2026-02-25 00:00',
    ],
    [
      'a day of work does not shift',
      window(moment('start', 0, '09:00'), moment('start', 9, '24:00', { shifts: true })),
      '2026-02-01 09:00 to 2026-02-11 00:00',
    ],
    [
      'a Saturday that is worked does not shift',
      window(moment('start', 0, '09:00'), moment('end', 0, '24:00', { shifts: true })),
      '2026-02-01 09:00 to 2026-03-01 00:00',
    ],
    [
      'a day behind the month, counted from its start',
      window(moment('start', 0, '09:00'), moment('start', 37, '24:00')),
      '2026-02-01 09:00 to 2026-03-11 00:00',
    ],
  ])('%s', (_, moments, expected) => {
    const all = due(ofPlan(monthly, [moments]), '2026-01-01', '2026-05-01');
    expect(all).toContain(`2026-02: ${expected}`);
  });

  test('what would open after it is due opens on the day on which it is due', () => {
    const late = window(moment('start', 9, '09:00', { in: 'workdays' }), moment('start', 9, '17:00'));
    const contract = contractOf([inspectionPlan({ cadence: monthly, windows: [late] })], {
      term: { from: '2026-10-01', to: '2026-10-31' },
    });
    expect(due(contract, '2026-10-01', '2026-10-31')).toEqual(['2026-10: 2026-10-10 00:00 to 2026-10-10 17:00']);
  });
});

describe('the edges of the service', () => {
  const report = (fields: Partial<DeliverablePlan> = {}, term = { from: '2025-07-16', to: '2026-05-10' }) =>
    contractOf([deliverablePlan(fields)], { term });

  test('a first and a last month that are cut are owed as they are, the last one counted from the last day', () => {
    const [first, ...others] = occurrencesDue(report(), at('2025-07-01'), at('2026-12-31'));
    expect(first?.period).toMatchObject({ label: '2025-07', firstDay: '2025-07-16', lastDay: '2025-07-31' });
    expect(first?.period).toMatchObject({ from: at('2025-07-16'), to: at('2025-08-01') });
    expect(others).toHaveLength(10);
    expect(others.at(-1)?.period).toMatchObject({ label: '2026-05', firstDay: '2026-05-01', lastDay: '2026-05-10' });
    expect(said(others.at(-1)?.dueAt ?? 0)).toBe('2026-05-16 00:00');
  });

  test.each<[string, number, readonly string[]]>([
    ['the day before the service', 14, []],
    ['the first day of the service', 15, ['2025-07: 2025-07-16 09:00 to 2025-07-17 00:00']],
    ['the 25th', 24, ['2025-07: 2025-07-16 09:00 to 2025-07-26 00:00']],
  ])('a day of the month stays that day in a month that begins late: %s', (_, count, expected) => {
    const windows = [window(moment('start', 0, '09:00'), moment('start', count, '24:00'))];
    expect(due(report({ windows }), '2025-07-01', '2025-08-01')).toEqual(expected);
  });

  test.each<[string, number, number, readonly string[]]>([
    ['after the last day: it is due with the service', 0, 24, ['2026-05: 2026-05-01 09:00 to 2026-05-11 00:00']],
    ['the last day itself', 0, 9, ['2026-05: 2026-05-01 09:00 to 2026-05-11 00:00']],
    ['opens after the last day: nothing is owed', 10, 24, []],
    ['opens on the last day', 9, 24, ['2026-05: 2026-05-10 09:00 to 2026-05-11 00:00']],
  ])('in a month that ends early the 25th lies %s', (_, opens, count, expected) => {
    const windows = [window(moment('start', opens, '09:00'), moment('start', count, '24:00'))];
    expect(due(report({ windows }), '2026-05-01', '2026-06-01')).toEqual(expected);
  });

  test('since and until bound a plan as the service does', () => {
    const contract = report({ from: '2025-09-10', to: '2025-11-20' });
    expect(due(contract, '2025-07-01', '2026-07-01')).toEqual([
      '2025-09: 2025-10-01 09:00 to 2025-10-06 00:00',
      '2025-10: 2025-11-01 09:00 to 2025-11-06 00:00',
      '2025-11: 2025-11-21 09:00 to 2025-11-26 00:00',
    ]);
    const whole = report({
      cadence: { every: 'term' },
      from: '2025-09-10',
      windows: [window(moment('start', 0, '09:00'), moment('start', 30, '24:00'))],
    });
    expect(due(whole, '2025-07-01', '2026-07-01')).toEqual(['term: 2025-09-10 09:00 to 2025-10-11 00:00']);
  });

  test('a day outside of the service has no round', () => {
    const contract = contractOf([inspectionPlan({ cadence: { every: 'days', on: 'every_day' } })], {
      term: { from: '2026-03-03', to: '2026-03-04' },
    });
    expect(labels(contract, '2026-01-01', '2026-12-31')).toEqual(['2026-03-03', '2026-03-04']);
  });
});

test('a month of the service holds the days before its day of the month, too', () => {
  const cadence: Cadence = { every: 'months', months: 1, from: 'term' };
  const windows = [window(moment('start', 0, '09:00'), moment('end', 0, '24:00'))];
  const contract = contractOf([inspectionPlan({ cadence, windows })], {
    term: { from: '2025-07-16', to: '2026-07-15' },
  });
  const labelsAt = (text: string) => occurrencesOpen(contract, at(text)).map(({ period }) => period.label);
  expect([labelsAt('2025-09-05'), labelsAt('2025-09-15 23:00'), labelsAt('2025-09-16 09:00')]).toEqual([
    ...[['P2'], ['P2'], ['P3']],
  ]);
});

describe('several at once', () => {
  test('each of n is planned for its part of the window, and all are owed by its end', () => {
    const windows = [window(moment('start', 0, '00:00'), moment('end', 0, '24:00'))];
    const contract = ofPlan(monthly, windows, { times: 4 });
    const four = occurrencesDue(contract, at('2026-02-20'), at('2026-03-02'));
    expect(four.map(({ ordinal, plannedAt = 0 }) => [ordinal, said(plannedAt)])).toEqual([
      [1, '2026-02-08 00:00'],
      [2, '2026-02-15 00:00'],
      [3, '2026-02-22 00:00'],
      [4, '2026-03-01 00:00'],
    ]);
    expect(new Set(four.map(({ dueAt }) => said(dueAt)))).toEqual(new Set(['2026-03-01 00:00']));
  });

  test('each department has its own', () => {
    const contract = contractOf([deliverablePlan({ departments: ['tax', 'police'], times: 2 })]);
    const found = occurrencesDue(contract, at('2026-03-01'), at('2026-03-31'));
    expect(found.map((one) => obligationId(contract, one))).toEqual([
      'test:deliverable:monthly:2026-02:1.1:tax',
      'test:deliverable:monthly:2026-02:1.2:tax',
      'test:deliverable:monthly:2026-02:1.1:police',
      'test:deliverable:monthly:2026-02:1.2:police',
    ]);
  });

  test('of two that open at once the inspection stands first, and the earlier one before both', () => {
    const windows = [window(moment('start', 0, '09:00'), moment('start', 0, '24:00'))];
    const contract = contractOf([
      deliverablePlan({ windows }),
      inspectionPlan({ id: 'late', cadence: monthly, windows }),
      inspectionPlan({ id: 'early', cadence: { every: 'days', on: 'every_day' } }),
    ]);
    const found = occurrencesOpening(contract, at('2026-03-01'), at('2026-03-02'));
    expect(found.map(({ plan }) => plan.id)).toEqual(['early', 'late', 'monthly']);
  });
});

describe('instants', () => {
  const contract = contractOf([inspectionPlan()]);

  test.each<[string, string, string, number]>([
    ['the first instant is not in', '2026-03-03 08:30', '2026-03-03 23:00', 0],
    ['just after the first instant', '2026-03-03 08:29', '2026-03-03 23:00', 1],
    ['the last instant is in', '2026-03-03 00:00', '2026-03-03 08:30', 1],
    ['just before it opens', '2026-03-03 00:00', '2026-03-03 08:29', 0],
  ])('opening in a span: %s', (_, after, upTo, count) => {
    expect(occurrencesOpening(contract, at(after), at(upTo))).toHaveLength(count);
  });

  test.each<[string, number, number]>([
    ['just before it opens', at('2026-03-03 08:30') - 1, 0],
    ['when it opens', at('2026-03-03 08:30'), 1],
    ['when it is due', at('2026-03-03 10:30'), 1],
    ['just after it was due', at('2026-03-03 10:30') + 1, 0],
  ])('open: %s', (_, instant, count) => {
    expect(occurrencesOpen(contract, instant)).toHaveLength(count);
  });

  test.each<[string, string, string, number]>([
    ['the first instant is in', '2026-03-03 10:30', '2026-03-03 10:31', 1],
    ['the last instant is not', '2026-03-03 10:00', '2026-03-03 10:30', 0],
  ])('due in a span: %s', (_, from, to, count) => {
    expect(occurrencesDue(contract, at(from), at(to))).toHaveLength(count);
  });

  test.each<[string, string, string | undefined]>([
    ['before the service', '2024-01-01 00:00', '2025-06-03 08:30'],
    ['just before an opening', '2026-03-03 08:29', '2026-03-03 08:30'],
    ['at an opening it is the next one', '2026-03-03 08:30', '2026-03-04 08:30'],
    ['over the Spring Festival', '2026-02-14 08:30', '2026-02-24 08:30'],
    ['after the last one there is none', '2026-05-29 08:30', undefined],
  ])('the next opening: %s', (_, after, expected) => {
    const next = nextOpening(contract, at(after));
    expect(next === undefined ? undefined : said(next)).toBe(expected);
  });

  test('beyond the table of holidays nothing falls by a guess, and what needs no table does', () => {
    const short = contractOf(
      [
        inspectionPlan(),
        inspectionPlan({ id: 'rest', cadence: { every: 'days', on: 'rest_days' } }),
        inspectionPlan({ id: 'all', cadence: { every: 'days', on: 'every_day' } }),
        deliverablePlan({
          windows: [window(moment('end', 1, '09:00'), moment('end', 2, '24:00', { in: 'workdays' }))],
        }),
      ],
      { calendars: { working: workweekUntil('2026-03-31') } },
    );
    const found = occurrencesDue(short, at('2026-04-01'), at('2026-05-01'));
    expect(new Set(found.map(({ plan }) => plan.id))).toEqual(new Set(['all']));
    expect(found).toHaveLength(30);
    expect(said(nextOpening(short, at('2026-04-01')) ?? 0)).toBe('2026-04-01 08:30');
  });
});
