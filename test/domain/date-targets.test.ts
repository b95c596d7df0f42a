import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract, Target } from '../../domain/contract.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { HOUR, li, minutes, reopen, resolve, rule, Story, T0, wang } from './fixture.ts';

const only = (target: Target, changes: Partial<Contract> = {}): Partial<Contract> => ({
  clocks: [rule('critical', 'resolve', target, { calendar: 'working' })],
  ...changes,
});
const at = parseCivil;

describe('a target that is a date', () => {
  test.each([
    ['three days', { days: 3 }, at('2026-03-07', '00:00'), 'to 24:00 of the third, a Friday'],
    ['five days', { days: 5 }, at('2026-03-10', '00:00'), 'Sunday gives way to Monday'],
    ['the end of a working day', { workdayEnds: 1 }, at('2026-03-05', '00:00'), 'the first does not count'],
    ['the next morning', { nextWorkdayAt: '09:00' }, at('2026-03-04', '09:00'), 'whenever it was reported'],
  ] satisfies [string, Target, number, string][])('%s', (_name, target, dueAt, _why) => {
    const story = new Story(only(target));
    expect(story.clock('critical.resolve').dueAt).toBe(dueAt);
    expect(story.wake(dueAt).join()).not.toContain('breach');
    expect(story.wake(dueAt + 1)).toEqual(['critical.resolve breach']);
  });

  test('has its shares in wall time, nights and weekends included', () => {
    const story = new Story(only({ nextWorkdayAt: '09:00' }));
    expect(nextWakeAt(story.ticket, story.contract)).toBe(T0 + 12 * HOUR);
    expect(clockUse(story.clock('critical.resolve'), story.contract, T0 + 6 * HOUR)).toEqual({
      usedMs: 6 * HOUR,
      targetMs: 24 * HOUR,
      leftMs: 18 * HOUR,
      state: 'running',
      dueAt: T0 + 24 * HOUR,
    });
  });

  test('a reopening finds the date afresh, never one in the night', () => {
    const story = new Story(only({ workdayEnds: 1 })).act(minutes(60), li, resolve);
    story.act(minutes(60) + 20 * HOUR, wang, reopen);
    expect(story.clock('critical.resolve').dueAt).toBe(at('2026-03-06'));
    expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(60) + 20 * HOUR)).toMatchObject({
      usedMs: HOUR,
      state: 'running',
    });
  });

  test('a wait of minutes over midnight does not buy another day', () => {
    const midnight = at('2026-03-04');
    const story = new Story(only({ nextWorkdayAt: '09:00' })).act(midnight - 5 * 60_000, li, resolve);
    story.act(midnight + 10 * 60_000, wang, reopen);
    expect(story.clock('critical.resolve').dueAt).toBe(at('2026-03-04', '09:00'));
  });

  test('one that was missed stays missed, however long it was closed in between', () => {
    const story = new Story(only({ nextWorkdayAt: '09:00' })).act(T0 + 25 * HOUR, li, resolve);
    story.act(T0 + 40 * HOUR, wang, reopen);
    expect(clockUse(story.clock('critical.resolve'), story.contract, T0 + 40 * HOUR)).toMatchObject({
      state: 'breached',
      targetMs: 24 * HOUR,
      leftMs: -HOUR,
    });
  });
});
