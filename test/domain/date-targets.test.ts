import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract, Target } from '../../domain/contract.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { changeLevel, HOUR, li, minutes, qian, reopen, resolve, rule, Story, T0, wang, zhao } from './fixture.ts';

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

describe('what the two sides have to agree on', () => {
  const story = () => new Story(only({ agreed: true }));
  const agree = (dueAt: number) => ({ type: 'agree_due' as const, dueAt });
  const state = (of: Story, now: number) => clockUse(of.clock('critical.resolve'), of.contract, now).state;

  test('has no due instant and no stages, and misses nothing', () => {
    const open = story();
    expect(open.clock('critical.resolve')).not.toHaveProperty('dueAt');
    expect(state(open, minutes(999))).toBe('unagreed');
    expect(nextWakeAt(open.ticket, open.contract)).toBeUndefined();
    expect(state(open.act(minutes(999), li, resolve), minutes(999))).toBe('met');
  });

  test('is due when the customer’s side says, and reminds from then on', () => {
    const agreed = story().act(minutes(60), wang, agree(minutes(180)));
    expect(agreed.clock('critical.resolve')).toMatchObject({ target: { until: minutes(180) }, dueAt: minutes(180) });
    expect(agreed.wake(minutes(90))).toEqual(['critical.resolve p500']);
    expect(agreed.wake(minutes(180) + 1)).toEqual(['critical.resolve breach']);
    expect(state(agreed, minutes(180) + 1)).toBe('breached');
  });

  test('shares that were over when it was agreed are told at once, and not as late', () => {
    const agreed = story().act(minutes(170), qian, agree(minutes(180)));
    expect(agreed.wake(minutes(170))).toEqual(['critical.resolve p800']);
  });

  test.each([
    ['the supplier', zhao, minutes(180), 'not_reporter'],
    ['now', wang, minutes(60), 'due_in_the_past'],
    ['a millisecond later', wang, minutes(60) + 1, undefined],
  ])('by %s', (_name, by, dueAt, reason) => {
    expect(story().refused(minutes(60), by, agree(dueAt))?.reason).toBe(reason);
  });

  test('once: there is nothing to agree on any more', () => {
    const agreed = story().act(minutes(1), wang, agree(minutes(180)));
    expect(agreed.refused(minutes(2), qian, agree(minutes(200)))).toEqual({ reason: 'nothing_to_agree' });
    agreed.act(minutes(2), wang, { type: 'undo' });
    expect(state(agreed, minutes(999))).toBe('unagreed');
  });

  test('an agreement that was kept is made anew after a reopening; one that was missed stays missed', () => {
    const kept = story()
      .act(minutes(1), wang, agree(minutes(180)))
      .act(minutes(180), li, resolve);
    expect(state(kept.act(minutes(200), wang, reopen), minutes(200))).toBe('unagreed');
    const missed = story()
      .act(minutes(1), wang, agree(minutes(180)))
      .act(minutes(181), li, resolve);
    expect(state(missed.act(minutes(200), wang, reopen), minutes(200))).toBe('breached');
  });

  test('another level that wants an agreement as well keeps it', () => {
    const clocks = ['critical', 'normal'].map((of) => rule(of, 'resolve', { agreed: true }));
    const agreed = new Story({ clocks }).act(minutes(1), wang, agree(minutes(180)));
    expect(agreed.act(minutes(2), qian, changeLevel('normal')).clock('normal.resolve').dueAt).toBe(minutes(180));
  });
});
