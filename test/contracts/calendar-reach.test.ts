import { describe, expect, test } from 'vitest';
import { calendarGaps, gapWarning } from '../../contracts/calendar-reach.ts';
import { idleRuleWarnings } from '../../contracts/idle-rules.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract, Target } from '../../domain/contract.ts';
import { contractWith, T0, workweekUntil } from '../domain/fixture.ts';
import { fullPack, pack, parse } from './pack-text.ts';

const { calendars } = contractWith();
const until = (daysTo: string, changes: Partial<Contract> = {}) =>
  contractWith({ calendars: { ...calendars, working: workweekUntil(daysTo) }, ...changes });
const withTarget = (target: Target, calendar = 'working') =>
  contractWith().clocks.map((rule) => ({ ...rule, calendar, target }));

describe('a table of holidays that ends', () => {
  /** The contract ends on Sunday, 31 May 2026; 1 个工作日 of a report on that day ends on Monday, 1 June, at 18:00. */
  test.each([
    ['with the term: a report of the last day is due after it', '2026-05-31', ['normal.resolve']],
    ['with the day on which the last report is due at the latest', '2026-06-01', []],
    ['long before', '2026-03-31', ['normal.resolve']],
  ])('%s', (_name, daysTo, clocks) => {
    const gaps = calendarGaps(until(daysTo), T0);
    expect(gaps).toEqual(clocks.length === 0 ? [] : [{ calendar: 'working', knownTo: daysTo, clocks, plans: [] }]);
    for (const gap of gaps) expect(gapWarning(gap)).toContain(daysTo);
  });

  /** Also after the term faults are measured: 60 days from Monday, 6 April 2026 it is Friday, 5 June; 1 个工作日 reaches the 8th. */
  test.each([
    ['before what is reported in 60 days is due', '2026-06-07', 1],
    ['when that is due', '2026-06-08', 0],
  ])('%s, after the term', (_name, daysTo, gaps) => {
    expect(calendarGaps(until(daysTo), parseCivil('2026-04-06', '17:00'))).toHaveLength(gaps);
  });

  test.each([
    ['hours', { ms: 1 }, true],
    ['calendar days, which may end on one of rest', { days: 1 }, true],
    ['working days to their end', { workdayEnds: 1 }, true],
    ['a time of the next working day', { nextWorkdayAt: '09:00' }, true],
    ['a date that is still to be agreed on', { agreed: true }, false],
  ] as const)('takes clocks with it: %s', (_name, target, isLost) => {
    const clocks = withTarget(target);
    expect(calendarGaps(until('2026-05-31', { clocks }), T0)[0]?.clocks.length ?? 0).toBe(isLost ? clocks.length : 0);
  });
});

test('a calendar that never rests never ends', () => {
  const clocks = withTarget({ ms: 1 }, 'always');
  expect(calendarGaps(until('2026-05-31', { clocks }), T0)).toEqual([]);
});

test("a department's own hours are looked at for the clocks that it means them for", () => {
  const own = { id: 'office', name: 'Office', nameEn: 'Office', aliases: [], calendars: { working: 'office-hours' } };
  const contract = contractWith({
    calendars: { ...calendars, 'office-hours': workweekUntil('2026-05-31') },
    departments: [own],
  });
  expect(calendarGaps(contract, T0)).toEqual([
    { calendar: 'office-hours', knownTo: '2026-05-31', clocks: ['normal.resolve'], plans: [] },
  ]);
});

test.each(['onRequestOutside', 'reportedIn', 'reportedOutside'])(
  'a calendar that only stands at %s is looked at as well',
  (key) => {
    const clocks = withTarget({ ms: 1 }, 'always').map((rule) => ({ ...rule, [key]: 'working' }));
    expect(calendarGaps(until('2026-05-30', { clocks }), T0)[0]?.clocks).toEqual(clocks.map(({ id }) => id));
    expect(calendarGaps(until('2026-05-31', { clocks }), T0)).toEqual([]);
  },
);

test('days of duty that nobody can tell are a gap without clocks', () => {
  const clocks = withTarget({ ms: 1 }, 'always');
  const attendance = {
    calendar: 'working',
    openAt: '08:30',
    signInBy: '09:00',
    absentAt: '09:30',
    signOutFrom: '18:00',
    clause: 'A',
  };
  const gaps = (daysTo: string) => calendarGaps(until(daysTo, { clocks, attendance }), T0);
  expect(gaps('2026-05-31')).toEqual([]);
  expect(gaps('2026-05-30')).toEqual([{ calendar: 'working', knownTo: '2026-05-30', clocks: [], plans: [] }]);
  expect(gaps('2026-05-30').map(gapWarning)).toEqual([expect.stringContaining('who is on duty')]);
});

describe('duties of which nobody can tell the last dates', () => {
  const clocks = withTarget({ ms: 1 }, 'always');
  const dutiesOf = (daysTo: string, written: string) => {
    const { deliverables, inspections } = parse(`${pack}${written}`);
    return calendarGaps(until(daysTo, { clocks, deliverables, inspections }), T0);
  };
  const report = (due: string) =>
    `deliverables:\n  report: { name: R, clause: A, kind: document, every: month, due: ${due} }\n`;

  /** The service ends on Sunday, 31 May 2026. */
  test.each([
    [
      'of workdays that are not known to the end of the service',
      '2026-05-30',
      'inspections:\n  round: { name: I, clause: A, every: workday, due: 10:00, checklist: [{ id: x, group: G, name: X }] }\n',
      ['round'],
    ],
    [
      'of workdays that are',
      '2026-05-31',
      'inspections:\n  round: { name: I, clause: A, every: workday, due: 10:00, checklist: [{ id: x, group: G, name: X }] }\n',
      [],
    ],
    ['due on the last known day, of rest, or on the next workday', '2026-05-31', report('end shift'), ['report']],
    ['due on that day, known', '2026-06-01', report('end shift'), []],
    ['due in workdays of the next month', '2026-06-04', report('end + 5 workdays'), ['report']],
    ['due in workdays that are known', '2026-06-05', report('end + 5 workdays'), []],
    ['due on a date that asks no calendar', '2026-03-31', report('end + 5 days'), []],
  ])('%s', (_name, daysTo, written, plans) => {
    const gaps = dutiesOf(daysTo, written);
    expect(gaps).toEqual(plans.length === 0 ? [] : [{ calendar: 'working', knownTo: daysTo, clocks: [], plans }]);
    for (const gap of gaps) expect(gapWarning(gap)).toContain(`of ${plans.join(', ')} nobody can tell`);
  });
});

test('rules that no ticket can have are told, and no others', () => {
  const outweighed = expect.stringContaining('no ticket can have resolve.z20;');
  expect(idleRuleWarnings(parse(fullPack))).toEqual([outweighed]);
  const idle = fullPack.replace(
    'target: 2h, calendar: hall',
    'systems: [db], levels: [upper], target: 2h, calendar: hall',
  );
  expect(idleRuleWarnings(parse(idle))).toEqual([outweighed, expect.stringContaining('no ticket can have arrive;')]);
});

test('rules of certain hours are met by some report', () => {
  const rule = 'target: 2h, calendar: hall';
  const [inHours, outside] = ['reportedIn: working', 'reportedOutside: working'].map((key) =>
    fullPack.replace(rule, `${rule}, ${key}`),
  );
  for (const edited of [inHours, outside]) expect(idleRuleWarnings(parse(edited ?? ''))).toHaveLength(1);
});
