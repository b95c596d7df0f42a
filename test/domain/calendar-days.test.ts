import { describe, expect, test } from 'vitest';
import { alwaysCalendar, CalendarYearMissing, workingCalendar } from '../../domain/calendar.ts';
import { type DayKind, dayKind, isWorkday, nextWorkday, workdayAfter } from '../../domain/calendar-days.ts';
import { dateOfDay, dayNumber } from '../../domain/civil.ts';
import { china, officeHours, schoolSummer, weekOf } from './calendar-cases.ts';

const working = workingCalendar(
  china({
    '2026-02-13': [{ from: '09:00', to: '12:00' }],
    '2026-03-10': 'holiday',
    '2026-03-14': 'workday',
    '2026-03-17': [],
    '2026-06-19': 'workday',
  }),
);
const always = alwaysCalendar();

const KINDS: readonly (readonly [why: string, date: string, kind: DayKind['kind'], name?: string])[] = [
  ['an ordinary Tuesday', '2026-03-03', 'workday'],
  ['an ordinary Saturday', '2026-03-07', 'weekend'],
  ['a holiday on a weekday', '2026-10-01', 'holiday', '国庆节'],
  ['a holiday on a Saturday', '2026-10-03', 'holiday', '国庆节'],
  ['a make-up Saturday', '2026-10-10', 'makeup', '国庆节'],
  ['a half day of the contract’s own', '2026-02-13', 'special'],
  ['a free day of the contract’s own', '2026-03-10', 'holiday'],
  ['a worked Saturday of the contract’s own', '2026-03-14', 'makeup'],
  ['a day of no hours', '2026-03-17', 'holiday'],
  ['a holiday on which the contract works is a workday like another', '2026-06-19', 'workday'],
];

test.each(KINDS.map(([why, date, kind, name]) => ({ why, date, kind, name })))('$why', ({ date, kind, name }) => {
  expect(dayKind(working, date)).toEqual(name === undefined ? { kind } : { kind, name });
  expect(isWorkday(working, date)).toBe(kind === 'workday' || kind === 'makeup' || kind === 'special');
});

test('a calendar that knows no statutory holidays works on them', () => {
  const noHolidays = workingCalendar({
    ...china(),
    statutory: {},
    weekly: { ...weekOf(officeHours), sat: officeHours },
  });
  expect(dayKind(noHolidays, '2026-10-01')).toEqual({ kind: 'workday' });
  expect(dayKind(noHolidays, '2026-10-03')).toEqual({ kind: 'workday' });
});

test('a season’s days off are days of rest', () => {
  expect(dayKind(schoolSummer, '2026-07-01')).toEqual({ kind: 'weekend' });
  expect(dayKind(schoolSummer, '2026-07-11')).toEqual({ kind: 'makeup' });
});

test('around the clock every day is a workday', () => {
  expect(dayKind(always, '2026-10-01')).toEqual({ kind: 'workday' });
  expect(isWorkday(always, '2999-01-01')).toBe(true);
  expect(nextWorkday(always, '2026-12-31')).toBe('2027-01-01');
});

describe('the workdays after a day', () => {
  test.each([
    ['the next', '2026-03-03', 1, '2026-03-04'],
    ['after a Friday', '2026-03-06', 1, '2026-03-09'],
    ['after a day of rest', '2026-03-07', 1, '2026-03-09'],
    ['after a day of rest, the second', '2026-03-08', 2, '2026-03-11'],
    ['a make-up Saturday is one', '2026-10-09', 1, '2026-10-10'],
    ['over 国庆节', '2026-09-30', 1, '2026-10-08'],
    ['a half day is one', '2026-02-12', 1, '2026-02-13'],
    ['over a season without work', '2026-07-31', 1, '2026-08-03'],
  ])('%s', (_name, date, count, found) => {
    expect(dateOfDay(workdayAfter(working, dayNumber(date), count))).toBe(found);
  });

  test('a season without work is passed over', () => {
    expect(nextWorkday(schoolSummer, '2026-06-30')).toBe('2026-07-11');
    expect(nextWorkday(schoolSummer, '2026-07-11')).toBe('2026-09-01');
  });
});

describe('beyond the table nothing is guessed', () => {
  test.each([
    ['is it a workday', () => isWorkday(working, '2027-01-01')],
    ['before the first day', () => isWorkday(working, '2025-11-30')],
    ['what kind of day', () => dayKind(working, '2027-01-04')],
    ['the next workday after the last known', () => nextWorkday(working, '2026-12-31')],
  ])('%s', (_name, ask) => expect(ask).toThrow(CalendarYearMissing));
});
