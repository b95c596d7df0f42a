import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addMonths,
  isPeriodLabel,
  labelOf,
  ownPeriod,
  type PeriodAsk,
  periodByLabel,
  periodFor,
  periodsOf,
} from '../../../domain/assessment/period.ts';
import type { TablePeriod } from '../../../domain/assessment/table-types.ts';
import { dateOfDay, dayNumber, parseCivil } from '../../../domain/civil.ts';

const guangzhou = { from: '2025-06-01', to: '2026-05-31' };
const serviceQuarter = { period: { months: 3, from: 'term' } } as const;
const calendarQuarter = { period: { months: 3, from: 'calendar' } } as const;
const days = ({ firstDay, lastDay, label }: { firstDay: string; lastDay: string; label: string }) =>
  `${label} ${firstDay} ${lastDay}`;

test('quarters of the service do not count from its first day', () => {
  expect(periodsOf(serviceQuarter, guangzhou).map(days)).toEqual([
    'P1 2025-06-01 2025-08-31',
    'P2 2025-09-01 2025-11-30',
    'P3 2025-12-01 2026-02-28',
    'P4 2026-03-01 2026-05-31',
  ]);
});

test('the rest of a service that is no whole quarter is not its last period', () => {
  expect(periodsOf(serviceQuarter, { from: '2025-06-01', to: '2025-10-15' }).map(days)).toEqual([
    'P1 2025-06-01 2025-08-31',
    'P2 2025-09-01 2025-10-15',
  ]);
});

test('calendar periods are not cut to the service', () => {
  const term = { from: '2024-10-15', to: '2025-06-30' };
  expect(periodsOf(calendarQuarter, term).map(days)).toEqual([
    '2024-Q4 2024-10-15 2024-12-31',
    '2025-Q1 2025-01-01 2025-03-31',
    '2025-Q2 2025-04-01 2025-06-30',
  ]);
  const halfYears = { period: { months: 6, from: 'calendar' } } as const;
  expect(periodsOf(halfYears, term).map(({ label }) => label)).toEqual(['2024-H2', '2025-H1']);
  const months = { period: { months: 1, from: 'calendar' } } as const;
  expect(periodsOf(months, { from: '2024-02-01', to: '2024-02-29' }).map(days)).toEqual([
    '2024-02 2024-02-01 2024-02-29',
  ]);
});

test('a month that has no such day does not end its period on its last one', () => {
  expect(addMonths('2025-08-31', 3)).toBe('2025-11-30');
  expect(addMonths('2025-08-31', 6)).toBe('2026-02-28');
  expect(addMonths('2023-11-30', 3)).toBe('2024-02-29');
  expect(addMonths('2025-12-31', -1)).toBe('2025-11-30');
});

test.each([
  ['the last millisecond of February', parseCivil('2026-03-01') - 1, 'P3'],
  ['midnight of the first of March', parseCivil('2026-03-01'), 'P4'],
  ['16:00 UTC of the last of February', Date.parse('2026-02-28T16:00:00Z'), 'P4'],
  ['one millisecond before that', Date.parse('2026-02-28T15:59:59.999Z'), 'P3'],
  ['the first instant of the service', parseCivil('2025-06-01'), 'P1'],
  ['one millisecond before the service', parseCivil('2025-06-01') - 1, undefined],
  ['the last millisecond of the service', parseCivil('2026-06-01') - 1, 'P4'],
  ['the end of the service', parseCivil('2026-06-01'), undefined],
])('%s is in the wrong quarter', (_, at, label) => {
  expect(ownPeriod(serviceQuarter, guangzhou, at)?.label).toBe(label);
});

test.each([
  ['P3', 'P3 2025-12-01 2026-02-28', true],
  ['P5', undefined, undefined],
  ['2026-Q1', '2026-Q1 2026-01-01 2026-03-31', false],
  ['2026-07', '2026-07 2026-07-01 2026-07-31', false],
  ['2026-02', '2026-02 2026-02-01 2026-02-28', false],
  ['2025-H2', '2025-H2 2025-07-01 2025-12-31', false],
  ['2026', '2026 2026-01-01 2026-12-31', false],
  ['term', 'term 2025-06-01 2026-05-31', false],
  ['@2026-02-28', 'P3 2025-12-01 2026-02-28', true],
  ['@2026-03-01-1', 'P3 2025-12-01 2026-02-28', true],
  ['@2026-03-01/1-1', '2026-02 2026-02-01 2026-02-28', false],
  ['@2026-02-30', undefined, undefined],
  ['2026-13', undefined, undefined],
  ['2026-Q5', undefined, undefined],
  ['0000', undefined, undefined],
  ['nonsense', undefined, undefined],
])('the label %s means another stretch', (label, meant, isOwn) => {
  const period = periodByLabel(serviceQuarter, guangzhou, label);
  expect(period && days(period)).toBe(meant);
  expect(period?.isOwn).toBe(isOwn);
});

test('a calendar quarter that is a quarter of the service is not its own', () => {
  const term = { from: '2026-01-01', to: '2026-12-31' };
  expect(periodByLabel(serviceQuarter, term, '2026-Q2')).toMatchObject({ label: 'P2', isOwn: true });
  expect(periodByLabel({ period: { term: true } }, term, '2026')).toMatchObject({ label: 'term', isOwn: true });
  expect(periodByLabel({ period: { term: true } }, term, 'term')).toMatchObject({ isOwn: true });
});

test.each<[string, PeriodAsk, string | undefined]>([
  ['this quarter', { day: '2026-02-28', back: 0, months: 3 }, 'P3'],
  ['last quarter', { day: '2026-02-28', back: 1, months: 3 }, 'P2'],
  ['a quarter before the service', { day: '2025-06-01', back: 1, months: 3 }, '2025-Q1'],
  ['this month, of a quarterly table', { day: '2026-02-28', back: 0, months: 1 }, '2026-02'],
  ['last month in January', { day: '2026-01-31', back: 1, months: 1 }, '2025-12'],
  ['last year', { day: '2026-02-28', back: 1, months: 12 }, '2025'],
  ['the half-year before', { day: '2026-02-28', back: 1, months: 6 }, '2025-H2'],
  ['the own period', { day: '2026-02-28', back: 0 }, 'P3'],
  ['the one before', { day: '2026-02-28', back: 1 }, 'P2'],
  ['the one before the first', { day: '2025-06-01', back: 1 }, undefined],
  ['last quarter, asked a month after the service', { day: '2026-07-01', back: 1, months: 3 }, 'P4'],
  ['this quarter, asked a month after the service', { day: '2026-07-01', back: 0, months: 3 }, '2026-Q3'],
  ['the own period, after the service', { day: '2026-07-01', back: 0 }, undefined],
  ['the own period, before the service', { day: '2025-05-31', back: 0 }, undefined],
])('%s is another period', (_, ask, label) => {
  expect(periodFor(serviceQuarter, guangzhou, ask)?.label).toBe(label);
});

const periods: readonly TablePeriod[] = [
  { term: true },
  ...([1, 3, 6, 12] as const).flatMap((months) => [
    { months, from: 'term' } as const,
    { months, from: 'calendar' } as const,
  ]),
];
const someDay = fc.integer({ min: dayNumber('2020-01-01'), max: dayNumber('2030-12-31') });

test('the periods of a service overlap, leave a gap, or reach beyond it', () => {
  fc.assert(
    fc.property(someDay, fc.integer({ min: 0, max: 1500 }), fc.constantFrom(...periods), (day, length, period) => {
      const term = { from: dateOfDay(day), to: dateOfDay(day + length) };
      const all = periodsOf({ period }, term);
      expect(all[0]?.firstDay).toBe(term.from);
      expect(all.at(-1)?.lastDay).toBe(term.to);
      for (const [place, one] of all.entries()) {
        expect(one.from).toBeLessThan(one.to);
        if (place > 0) expect(one.from).toBe(all[place - 1]?.to);
        expect(isPeriodLabel(one.label)).toBe(true);
        expect(periodByLabel({ period }, term, one.label)).toEqual(one);
      }
    }),
  );
});

test('a label asks for something else than what it was made of', () => {
  const tables = [
    serviceQuarter,
    { period: { months: 1, from: 'calendar' } } as const,
    { period: { term: true } } as const,
  ];
  fc.assert(
    fc.property(
      fc.integer({ min: dayNumber('2025-05-01'), max: dayNumber('2026-08-01') }),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom(undefined, 1, 3, 6, 12),
      (day, back, months) => {
        const ask = { day: dateOfDay(day), back, ...(months && { months: months as 1 | 3 | 6 | 12 }) };
        const label = labelOf(ask, tables, guangzhou);
        expect(isPeriodLabel(label)).toBe(true);
        for (const table of tables) {
          const meant = periodFor(table, guangzhou, ask);
          if (meant) expect(periodByLabel(table, guangzhou, label)).toEqual(meant);
        }
      },
    ),
  );
});
