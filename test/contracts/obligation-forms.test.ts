import { describe, expect, test } from 'vitest';
import { parseMoment } from '../../contracts/forms-obligations.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { fullPack, pack, parse } from './pack-text.ts';

const contract = parse(fullPack);
const inspection = (id: string) => contract.inspections.find((plan) => plan.id === id);
const deliverable = (id: string) => contract.deliverables.find((plan) => plan.id === id);

test('a pack without duties has none, and shows a drafted report to the manager first', () => {
  expect(parse(pack)).toMatchObject({ inspections: [], deliverables: [], reporting: { preview: 'manager' } });
  expect(parse(pack).reporting).not.toHaveProperty('daily');
});

test('the day’s summary is read', () => {
  expect(contract.reporting).toEqual({
    daily: { at: '17:41', on: 'every_day', calendar: 'working' },
    preview: 'none',
  });
});

test('plans keep the order of the pack', () => {
  expect(contract.inspections.map(({ id }) => id)).toEqual(['twice', 'worked', 'resting', 'midweek', 'asked']);
  expect(contract.deliverables.map(({ id }) => id)).toEqual([
    'weekly',
    'monthly',
    'two-monthly',
    'quarterly',
    'half',
    'yearly',
    'once',
  ]);
});

describe('a rhythm', () => {
  test.each([
    ['twice', { every: 'days', on: 'every_day' }],
    ['worked', { every: 'days', on: 'workdays' }],
    ['resting', { every: 'days', on: 'rest_days' }],
    ['midweek', { every: 'days', on: ['tue', 'thu'] }],
    ['asked', { every: 'on_request' }],
  ])('of the inspection %s is %o', (id, cadence) => expect(inspection(id)?.cadence).toEqual(cadence));

  test.each([
    ['weekly', { every: 'weeks', weekday: 'mon' }],
    ['monthly', { every: 'months', months: 1, from: 'calendar' }],
    ['two-monthly', { every: 'months', months: 2, from: 'calendar' }],
    ['quarterly', { every: 'months', months: 3, from: 'term' }],
    ['half', { every: 'months', months: 6, from: 'calendar' }],
    ['yearly', { every: 'months', months: 12, from: 'calendar' }],
    ['once', { every: 'term' }],
  ])('of the deliverable %s is %o', (id, cadence) => expect(deliverable(id)?.cadence).toEqual(cadence));
});

describe('a moment', () => {
  const start = { of: 'start', count: 0, in: 'days' };
  const end = { of: 'end', count: 0, in: 'days' };
  test.each([
    ['10:30', { ...start, at: '10:30' }],
    ['24:00', { ...start, at: '24:00' }],
    ['start', start],
    ['start 08:00', { ...start, at: '08:00' }],
    ['start + 24 days', { ...start, count: 24 }],
    ['start + 1 workdays', { ...start, count: 1, in: 'workdays' }],
    ['start + 1 workday', { ...start, count: 1, in: 'workdays' }],
    ['end', end],
    ['end + 5 days', { ...end, count: 5 }],
    ['end + 1 day 18:00', { ...end, count: 1, at: '18:00' }],
    ['end - 30 days 17:00', { ...end, count: -30, at: '17:00' }],
    ['end - 0 days', end],
    ['end - 2 workdays', { ...end, count: -2, in: 'workdays' }],
    ['end + 5 days shift', { ...end, count: 5, shifts: true }],
    ['end + 5 days 17:00 shift', { ...end, count: 5, at: '17:00', shifts: true }],
    ['17:00 shift', { ...start, at: '17:00', shifts: true }],
  ])('%s', (text, moment) => expect(parseMoment(text)).toEqual(moment));

  test.each([
    '',
    'day 25',
    '24:01',
    '9:00',
    'start - 1 days',
    'end + 0 workdays',
    'end+5 days',
    'end + 5 weeks',
    'shift',
    'END',
  ])('is not read from "%s"', (text) => expect(parseMoment(text)).toBeUndefined());
});

describe('windows', () => {
  const at = (of: 'start' | 'end', count: number, time: string, rest = {}) => ({
    of,
    count,
    in: 'days',
    at: time,
    ...rest,
  });
  test('of a day with names', () => {
    expect(inspection('twice')?.windows).toEqual([
      { name: 'morning', nameEn: 'Morning', opens: at('start', 0, '08:31'), due: at('start', 0, '10:31') },
      { name: 'evening', opens: at('start', 0, '16:31'), due: at('start', 0, '18:31') },
    ]);
  });
  test('of what people ask for: none', () => expect(inspection('asked')?.windows).toEqual([]));
  test('open at 09:00 of the first day where nothing is said', () => {
    expect(inspection('resting')?.windows).toEqual([{ opens: at('start', 0, '09:00'), due: at('start', 0, '21:11') }]);
  });
  test('of a report open on the day after its period, and are due at 24:00', () => {
    expect(deliverable('monthly')?.windows).toEqual([
      { opens: at('end', 1, '09:00'), due: at('end', 5, '24:00', { shifts: true }) },
    ]);
  });
  test('of a document open with its period', () => {
    expect(deliverable('once')?.windows).toEqual([{ opens: at('start', 0, '09:00'), due: at('end', 0, '24:00') }]);
  });
});

test.each([
  ['what is written, the longest first', inspection('twice')?.remindBeforeMs, [61 * MINUTE, 21 * MINUTE]],
  ['days are of 24 hours', deliverable('half')?.remindBeforeMs, [8 * DAY, 2 * DAY]],
  ['half an hour in a rhythm of days', inspection('worked')?.remindBeforeMs, [HOUR / 2]],
  ['three days and one day in a longer one', deliverable('weekly')?.remindBeforeMs, [3 * DAY, DAY]],
])('they are reminded: %s', (_name, found, expected) => expect(found).toEqual(expected));

test('what is left out of a plan has its usual value', () => {
  expect(deliverable('once')).toEqual({
    id: 'once',
    name: 'Once',
    nameEn: 'Once',
    clause: 'V',
    kind: 'activity',
    cadence: { every: 'term' },
    calendar: 'working',
    times: 1,
    windows: expect.any(Array),
    binding: 'contract',
    departments: [],
    systems: [],
    remindBeforeMs: expect.any(Array),
    review: 'supervisor',
    lateIn: 'days',
    words: [],
  });
});

test('what is written in a plan is kept', () => {
  expect(inspection('twice')).toMatchObject({ nameEn: 'Twice a day', departments: ['office'] });
  expect(inspection('worked')).toMatchObject({ calendar: 'hall', project: 'p1', systems: ['web'] });
  expect(inspection('asked')?.binding).toBe('internal');
  expect(deliverable('weekly')).toMatchObject({ report: 'weekly', lateIn: 'workdays', words: ['the weekly'] });
  expect(deliverable('monthly')?.review).toBe('none');
  expect(deliverable('quarterly')).toMatchObject({ times: 6, from: '2025-09-01', to: '2026-02-28' });
});

test('a checklist is put together from lists and items, readings in thousandths', () => {
  expect(inspection('twice')?.checklist).toEqual([
    {
      id: 'heat',
      group: 'Rooms',
      name: 'Heat',
      nameEn: 'Heat',
      reading: { unit: 'C', min: 18_000, max: 27_500, warnDays: 9 },
    },
    { id: 'leak', group: 'Rooms', name: 'Leak', nameEn: 'Leak', hint: 'under the floor', photo: true, system: 'mail' },
    { id: 'own', group: 'Own', name: 'Own', nameEn: 'Own item' },
  ]);
});

test('a probe says what is looked at', () => {
  expect(inspection('worked')?.checklist.map(({ probe }) => probe)).toEqual([
    { kind: 'http', url: 'https://portal.example.cn/', status: 204, contains: 'welcome' },
    { kind: 'tcp', host: 'portal.example.cn', port: 8443 },
    { kind: 'certificate', host: 'portal.example.cn', port: 443 },
    { kind: 'prometheus', query: 'avg(load)' },
  ]);
});
