import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { bindingRules, faultReportRules } from '../../domain/clock-rules.ts';
import type { ClockRule, Contract } from '../../domain/contract.ts';
import { changeSystem, contractWith, HOUR, minutes, qian, richPack, rule, Story, T0 } from './fixture.ts';

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
    expect(ids(bindingRules(contract, { level: 'critical', systemId }))).toEqual(expected);
  });
  test('levels are no scope: of two of one rank the level decides which one can bind at all', () => {
    const narrow = { ...contract, clocks: contract.clocks.filter(({ id }) => id !== 'system') };
    expect(ids(bindingRules(narrow, { level: 'normal', systemId: 'special' }))).toEqual(['internal', 'mild']);
    expect(ids(bindingRules(narrow, { level: 'critical', systemId: 'special' }))).toEqual(['profile', 'internal']);
  });
  test('the fault report is not owed from the report on', () => {
    expect(ids(faultReportRules(contract, { level: 'critical', systemId: 'part' }))).toEqual(['report']);
    expect(ids(faultReportRules(contract, { level: 'critical', systemId: 'plain' }))).toEqual([]);
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
