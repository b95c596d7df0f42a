import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { bindingRules, faultReportRules } from '../../domain/clock-rules.ts';
import type { ClockRule, Contract } from '../../domain/contract.ts';
import type { Instant } from '../../domain/types.ts';
import {
  changeLevel,
  changeSystem,
  contractWith,
  HOUR,
  MINUTE,
  minutes,
  qian,
  richPack,
  rule,
  Story,
  T0,
} from './fixture.ts';

const scoped = (id: string, scope: Partial<ClockRule>): ClockRule => ({
  ...rule('x', 'resolve', { ms: HOUR }),
  id,
  levels: [],
  ...scope,
});
const systems: Contract['systems'] = [
  { id: 'plain', name: 'Plain', nameEn: 'Plain', aliases: [] },
  { id: 'full', name: 'Full', nameEn: 'Full', aliases: [], profile: 'z20', project: 'p1' },
  { id: 'special', name: 'Special', nameEn: 'Special', aliases: [], profile: 'z20', project: 'p1' },
  { id: 'part', name: 'Part', nameEn: 'Part', aliases: [], project: 'p1' },
];
const contract = contractWith({
  systems,
  clocks: [
    scoped('all', {}),
    scoped('project', { projects: ['p1'] }),
    scoped('profile', { profiles: ['z20'] }),
    scoped('system', { systems: ['special'] }),
    scoped('internal', { binding: 'internal' }),
    scoped('mild', { levels: ['normal'], systems: ['special'] }),
    scoped('report', { clock: 'fault_report', projects: ['p1'] }),
  ],
});
const ids = (rules: readonly ClockRule[]) => rules.map(({ id }) => id);

describe('of the rules for one promise the most telling scope binds', () => {
  test.each([
    ['none for a system of no project', 'plain', ['all', 'internal']],
    ['none without a system', undefined, ['all', 'internal']],
    ['none for a system that the pack has no more', 'gone', ['all', 'internal']],
    ['the project’s', 'part', ['project', 'internal']],
    ['the profile’s before the project’s', 'full', ['profile', 'internal']],
    ['the system’s before all', 'special', ['system', 'internal']],
  ])('%s', (_name, systemId, expected) => {
    expect(ids(bindingRules(contract, { level: 'critical', systemId, reportedAt: T0 }))).toEqual(expected);
  });
  test('levels are no scope: of two of one rank the level decides which one can bind at all', () => {
    const narrow = { ...contract, clocks: contract.clocks.filter(({ id }) => id !== 'system') };
    expect(ids(bindingRules(narrow, { level: 'normal', systemId: 'special', reportedAt: T0 }))).toEqual([
      'internal',
      'mild',
    ]);
    expect(ids(bindingRules(narrow, { level: 'critical', systemId: 'special', reportedAt: T0 }))).toEqual([
      'profile',
      'internal',
    ]);
  });
  test('the fault report is not owed from the report on', () => {
    expect(ids(faultReportRules(contract, { level: 'critical', systemId: 'part', reportedAt: T0 }))).toEqual([
      'report',
    ]);
    expect(ids(faultReportRules(contract, { level: 'critical', systemId: 'plain', reportedAt: T0 }))).toEqual([]);
  });
});

describe('rules of the hours in which a fault was reported', () => {
  const inHours = rule('critical', 'arrive', { ms: 10 * MINUTE }, { reportedIn: 'working' });
  const outside = { ...inHours, id: 'outside', target: { ms: 30 * MINUTE }, reportedOutside: 'working' };
  const { reportedIn: _in, ...afterHours } = outside;
  const clocks = [inHours, afterHours];
  const at = (date: string, time: string) => parseCivil(date, time);
  const bound = (reportedAt: Instant, changes: Partial<Contract> = {}, departmentId?: string) =>
    ids(bindingRules(contractWith({ clocks, ...changes }), { level: 'critical', reportedAt, departmentId }));

  test.each([
    ['before they begin', at('2026-03-03', '09:00') - 1, 'outside'],
    ['at 09:00:00.000', at('2026-03-03', '09:00'), 'critical.arrive'],
    ['at 11:59:59.999', at('2026-03-03', '12:00') - 1, 'critical.arrive'],
    ['at 12:00:00.000, when lunch begins', at('2026-03-03', '12:00'), 'outside'],
    ['at 13:00:00.000, when it ends', at('2026-03-03', '13:00'), 'critical.arrive'],
    ['at 17:59:59.999', at('2026-03-03', '18:00') - 1, 'critical.arrive'],
    ['at 18:00:00.000: a span’s end is no part of it', at('2026-03-03', '18:00'), 'outside'],
    ['on a Saturday', at('2026-03-07', '10:00'), 'outside'],
    ['on a make-up Saturday', at('2026-04-11', '10:00'), 'critical.arrive'],
    ['on a holiday', at('2026-04-06', '10:00'), 'outside'],
    ['in the last hours that are known', at('2026-12-31', '17:59'), 'critical.arrive'],
    ['after them, on the last day that is known', at('2026-12-31', '24:00') - 1, 'outside'],
    ['in a year that nobody knows, strictly', at('2026-12-31', '24:00'), 'critical.arrive'],
    ['in the middle of it, strictly', at('2027-03-07', '03:00'), 'critical.arrive'],
  ])('%s', (_name, reportedAt, expected) => expect(bound(reportedAt)).toEqual([expected]));

  test('the hours are those of the department', () => {
    const { calendars, departments } = richPack();
    const changes = { ...(calendars && { calendars }), ...(departments && { departments }) };
    expect(bound(T0, changes)).toEqual(['critical.arrive']);
    expect(bound(T0, changes, 'hq')).toEqual(['outside']);
  });

  test('a rule of other hours outweighs nothing', () => {
    const all = rule('critical', 'arrive', { ms: HOUR }, { id: 'all' });
    const ofSystem = { ...inHours, systems: ['site'] };
    const bindsAt = (reportedAt: Instant) =>
      ids(bindingRules(contractWith({ clocks: [all, ofSystem] }), { level: 'critical', systemId: 'site', reportedAt }));
    expect(bindsAt(T0)).toEqual(['critical.arrive']);
    expect(bindsAt(at('2026-03-03', '20:00'))).toEqual(['all']);
  });

  test('a level that comes later is chosen by the hour of the report, not of the change', () => {
    const story = new Story({ clocks }, { level: 'normal' });
    story.act(at('2026-03-03', '20:00'), qian, changeLevel('critical'));
    expect(story.ticket.clocks.map(({ ruleId }) => ruleId)).toEqual(['critical.arrive']);
  });
});

describe('whose hours count', () => {
  const resolveOf = (story: Story) => story.ticket.clocks.find(({ clock }) => clock === 'resolve');
  const pack = { ...richPack(), clocks: contractWith().clocks };
  test.each([
    ['those of the department whose system it is', 'portal', undefined, 'hq'],
    ['else of the one whose chat it is', 'site', 'hq', 'hq'],
    ['else the contract’s', 'site', undefined, 'working'],
    ['the contract’s where the chat’s department is gone', 'site', 'gone', 'working'],
  ])('%s', (_name, systemId, departmentId, calendar) => {
    const department = departmentId === undefined ? {} : { departmentId };
    const story = new Story(pack, { level: 'normal', systemId, ...department });
    expect(resolveOf(story)?.calendar).toBe(calendar);
  });
  test('another system brings its department’s hours, from the original start', () => {
    const story = new Story(pack, { level: 'normal' });
    expect(resolveOf(story)?.dueAt).toBe(parseCivil('2026-03-03', '18:00'));
    story.wake(parseCivil('2026-03-03', '14:00'));
    story.act(parseCivil('2026-03-03', '14:01'), qian, changeSystem('portal', 'normal'));
    expect(resolveOf(story)).toMatchObject({ startedAt: T0, calendar: 'hq', dueAt: parseCivil('2026-03-03', '14:00') });
    expect(story.ticket).toMatchObject({ systemId: 'portal', level: 'normal' });
  });
  test('a change of level keeps the chat’s department', () => {
    const story = new Story(pack, { level: 'critical', departmentId: 'hq' });
    story.act(minutes(1), qian, { type: 'change_level', to: 'normal', reason: { id: 'r', hash: 'r' } });
    expect(resolveOf(story)?.calendar).toBe('hq');
  });
});
