import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { clockUse } from '../../domain/clocks.ts';
import type { QuietHours } from '../../domain/contract.ts';
import { afterQuietHours } from '../../domain/quiet-hours.ts';
import { decideWake, nextWakeAt } from '../../domain/reminders.ts';
import { changeLevel, contractWith, envAt, HOUR, li, MINUTE, qian, rule, Story, T0, usualChain } from './fixture.ts';

const at = parseCivil;
const night: QuietHours = { levels: ['normal'], from: '22:00', to: '07:30' };
const noon: QuietHours = { levels: ['normal'], from: '12:00', to: '13:00' };

describe('the hours in which a mild level disturbs nobody', () => {
  test.each([
    ['before them', night, at('2026-03-03', '22:00') - 1, at('2026-03-03', '22:00') - 1],
    ['from their first instant', night, at('2026-03-03', '22:00'), at('2026-03-04', '07:30')],
    ['over midnight', night, at('2026-03-04', '00:00'), at('2026-03-04', '07:30')],
    ['to their last instant', night, at('2026-03-04', '07:30') - 1, at('2026-03-04', '07:30')],
    ['not at their end', night, at('2026-03-04', '07:30'), at('2026-03-04', '07:30')],
    ['within a day, from the first instant', noon, at('2026-03-03', '12:00'), at('2026-03-03', '13:00')],
    ['within a day', noon, at('2026-03-03', '12:30'), at('2026-03-03', '13:00')],
    ['and after it', noon, at('2026-03-03', '13:00'), at('2026-03-03', '13:00')],
    ['over the year’s end', night, at('2026-12-31', '23:00'), at('2027-01-01', '07:30')],
  ])('%s', (_name, quietHours, instant, expected) => {
    expect(afterQuietHours(instant, 'normal', contractWith({ quietHours }))).toBe(expected);
    expect(afterQuietHours(instant, 'critical', contractWith({ quietHours }))).toBe(instant);
    expect(afterQuietHours(instant, 'normal', contractWith())).toBe(instant);
  });
});

describe('a reminder in quiet hours', () => {
  /** Four hours from 21:00: half at 23:00, over at 01:00. */
  const reportedAt = at('2026-03-03', '21:00');
  const story = () =>
    new Story(
      { quietHours: night, clocks: ['critical', 'normal'].map((of) => rule(of, 'resolve', { ms: 4 * HOUR })) },
      { level: 'normal', reportedAt, receivedAt: reportedAt },
    );
  const morning = at('2026-03-04', '07:30');

  test('waits for their end, where everything held is one reminder that is not called late', () => {
    const held = story();
    expect(nextWakeAt(held.ticket, held.contract)).toBe(morning);
    const wake = decideWake(held.ticket, envAt(morning, held.contract));
    expect(wake?.events).toMatchObject([
      {
        reminders: [
          { stage: 'e2', plannedAt: morning, held: true, late: false, to: ['responsible', 'manager', 'supervisor'] },
        ],
      },
    ]);
    expect(held.wake(morning)).toHaveLength(1);
    expect(held.wake(morning + 24 * HOUR)).toEqual([]);
  });

  test('does not hold up the judgement', () => {
    const held = story();
    const dueAt = at('2026-03-04', '01:00');
    expect(clockUse(held.clock('normal.resolve'), held.contract, dueAt + 1).state).toBe('breached');
    held.act(dueAt + 1, li, { type: 'resolve', cause: { id: 'c', hash: 'c' }, action: { id: 'a', hash: 'a' } });
    expect(held.clock('normal.resolve').breached).toBe(true);
    expect(held.wake(morning)).toEqual([]);
  });

  test('is told at once when the level becomes a grave one', () => {
    const held = story().act(at('2026-03-03', '23:30'), qian, changeLevel('critical'));
    expect(held.wake(at('2026-03-03', '23:30'))).toEqual(['critical.resolve p500']);
  });

  test('one that is owed before them is not held', () => {
    const early = new Story({ quietHours: night }, { level: 'normal' });
    const reminders = decideWake(early.ticket, envAt(T0 + 15 * MINUTE, early.contract))?.events;
    expect(JSON.stringify(reminders)).not.toContain('held');
  });
});

describe('chains', () => {
  const urgent = {
    reminders: [{ permille: 300, to: ['responsible'] as const }, ...usualChain.reminders],
    escalation: [0, 5, 10, 20].map((after) => ({ afterMs: after * MINUTE, to: ['supplier_lead'] as const })),
  };
  const chains = { default: usualChain, urgent };
  const clocks = [rule('critical', 'resolve', { ms: 100 * MINUTE }), rule('normal', 'resolve', { ms: 100 * MINUTE })];
  const { levels } = contractWith();
  const graver = levels.map((one) => (one.id === 'critical' ? { ...one, chain: 'urgent' } : one));
  const stages = (story: Story, until: number) => {
    const said: string[] = [];
    for (let next = nextWakeAt(story.ticket, story.contract); next !== undefined && next <= until; ) {
      said.push(...story.wake(next).map((stage) => stage.replace(/^\S+ /, '')));
      next = nextWakeAt(story.ticket, story.contract);
    }
    return said;
  };

  test('the level’s chain rings', () => {
    const story = new Story({ chains, clocks, levels: graver });
    expect(stages(story, T0 + 9 * HOUR)).toEqual(['p300', 'p500', 'p800', 'breach', 'e1', 'e2', 'e3']);
  });
  test('the rule’s own outweighs it', () => {
    const own = clocks.map((one) => ({ ...one, chain: 'default' }));
    const story = new Story({ chains, clocks: own, levels: graver });
    expect(stages(story, T0 + 9 * HOUR)).toEqual(['p500', 'p800', 'breach', 'e1', 'e2']);
  });
  test('another level goes on where its chain is, and posts no stage again', () => {
    const story = new Story({ chains, clocks, levels: graver }, { level: 'normal' });
    expect(stages(story, T0 + 116 * MINUTE)).toEqual(['p500', 'p800', 'breach', 'e1']);
    story.act(T0 + 117 * MINUTE, qian, changeLevel('critical'));
    expect(stages(story, T0 + 9 * HOUR)).toEqual(['e2', 'e3']);
  });
  test('a share that only the new chain has is not told after a later one', () => {
    const story = new Story({ chains, clocks, levels: graver }, { level: 'normal' });
    expect(stages(story, T0 + 50 * MINUTE)).toEqual(['p500']);
    story.act(T0 + 51 * MINUTE, qian, changeLevel('critical'));
    expect(stages(story, T0 + 80 * MINUTE)).toEqual(['p800']);
  });
  test('a rule and a level that the pack has no more leave the usual chain', () => {
    const story = new Story({ chains, clocks, levels: graver });
    story.contract = { ...story.contract, clocks: [], levels: [] };
    expect(stages(story, T0 + 50 * MINUTE)).toEqual(['p500']);
  });
});
