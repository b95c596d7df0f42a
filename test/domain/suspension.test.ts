import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import { HOUR, li, MINUTE, minutes, progress, qian, resolve, Story, suspend, zhao } from './fixture.ts';

const approve: TicketCommand = { type: 'approve_suspension' };
const refuse: TicketCommand = { type: 'refuse_suspension' };
const resume: TicketCommand = { type: 'resume' };
const arrived = () => new Story().act(minutes(1), li, { type: 'arrive' });
const used = (story: Story, id: string, at: number) => clockUse(story.clock(id), story.contract, at).usedMs;

describe('with approval', () => {
  test('clocks run on until it is decided, and the pause counts from the request', () => {
    const story = arrived().act(minutes(30), li, suspend);
    expect(used(story, 'critical.resolve', minutes(40))).toBe(40 * MINUTE);
    story.act(minutes(40), qian, approve);
    expect(used(story, 'critical.resolve', minutes(90))).toBe(30 * MINUTE);
    expect(story.ticket.suspension).toMatchObject({
      requestedAt: minutes(30),
      by: 'li',
      approvedBy: 'qian',
      approvedAt: minutes(40),
    });
    story.act(minutes(100), li, resume);
    expect(story.clock('critical.resolve').dueAt).toBe(minutes(100 + 90));
    expect(story.ticket.suspension).toBeUndefined();
  });

  test('refused, it does not count at all', () => {
    const story = arrived();
    const due = story.ticket.clocks.map((clock) => clock.dueAt);
    story.act(minutes(30), li, suspend).act(minutes(40), qian, refuse);
    expect(story.ticket.clocks.map((clock) => clock.dueAt)).toEqual(due);
    expect(story.ticket.clocks.every((clock) => clock.pauses.length === 0)).toBe(true);
    expect(story.ticket.suspension).toBeUndefined();
  });

  test('it pauses only what the pack lets pause', () => {
    const story = arrived().act(minutes(3), li, suspend).act(minutes(4), qian, approve);
    const paused = story.ticket.clocks.filter((clock) => clock.pauses.length > 0).map((clock) => clock.id);
    expect(paused).toEqual(['critical.resolve', 'critical.update#1']);
  });

  test('a breach that was told between request and approval stays one', () => {
    const story = arrived().act(minutes(119), li, suspend);
    story.wake(minutes(121));
    story.act(minutes(125), qian, approve).act(minutes(200), li, resume);
    expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(200)).state).toBe('breached');
  });

  test('one that nobody told yet is none: the time since the request did not count', () => {
    const story = arrived().act(minutes(119), li, suspend).act(minutes(125), qian, approve);
    expect(story.wake(minutes(190))).toEqual(['critical.diagnose e2 late', 'critical.report_up e2 late']);
    story.act(minutes(200), li, resume);
    expect(story.clock('critical.resolve')).toMatchObject({ breached: false, dueAt: minutes(201) });
  });

  test('a progress round that began after the request pauses from its own start', () => {
    const story = arrived()
      .act(minutes(30), li, suspend)
      .act(minutes(35), li, progress)
      .act(minutes(40), qian, approve);
    expect(story.clock('critical.update#1').pauses).toEqual([]);
    expect(story.clock('critical.update#2').pauses).toEqual([{ from: minutes(35), cause: 'suspended', by: 'li' }]);
  });
});

describe('without approval', () => {
  test('it begins at once', () => {
    const story = new Story({ suspension: { approval: 'none' } })
      .act(minutes(1), li, { type: 'arrive' })
      .act(minutes(30), li, suspend);
    expect(story.history.at(-1)?.type).toBe('suspended');
    expect(used(story, 'critical.resolve', minutes(90))).toBe(30 * MINUTE);
    expect(story.refused(minutes(31), zhao, suspend)).toEqual({ reason: 'suspended' });
  });

  test('on a ticket that nobody took, it is taken, and the respond clock stops even if it may pause', () => {
    const pausable = new Story().contract.clocks.map((rule) => ({ ...rule, pausable: true }));
    const story = new Story({ suspension: { approval: 'none' }, clocks: pausable }).act(minutes(1), li, suspend);
    expect(story.clock('critical.respond')).toMatchObject({ stoppedAt: minutes(1), pauses: [] });
    expect(story.ticket).toMatchObject({ assigneeId: 'li', status: 'acknowledged' });
  });
});

describe('while it is suspended', () => {
  const suspended = () => arrived().act(minutes(30), li, suspend).act(minutes(30), qian, approve);

  test('paused clocks say nothing and want no wake-up', () => {
    const story = suspended();
    const others = story.ticket.clocks.filter((clock) => clock.pauses.length === 0);
    const quiet = { ...story.ticket, clocks: story.ticket.clocks.filter((clock) => clock.pauses.length > 0) };
    expect(others.length).toBeGreaterThan(0);
    expect(nextWakeAt(quiet, story.contract)).toBeUndefined();
    expect(story.wake(minutes(600)).join()).not.toMatch(/resolve|update/);
  });

  test('progress may be told: the next round is paused, too', () => {
    const story = suspended().act(minutes(50), li, progress);
    expect(story.clock('critical.update#2').pauses).toEqual([{ from: minutes(50), cause: 'suspended', by: 'li' }]);
    story.act(minutes(80), li, resume);
    expect(story.clock('critical.update#2').dueAt).toBe(minutes(140));
  });

  test('a resolution ends the pause in the same step, and is judged by running time', () => {
    const story = suspended().act(minutes(500), li, resolve);
    expect(
      story.history.at(-1)?.clocks.filter((change) => 'id' in change && change.id === 'critical.resolve'),
    ).toMatchObject([
      { op: 'resume', at: minutes(500), dueAt: minutes(590) },
      { op: 'stop', at: minutes(500), breached: false },
    ]);
    expect(used(story, 'critical.resolve', minutes(900))).toBe(30 * MINUTE);
    expect(story.ticket.suspension).toBeUndefined();
  });
});

test('what the chain owed during a pause comes after it, and is not called late', () => {
  const story = arrived().act(minutes(2), li, { type: 'diagnose', text: { id: 'd', hash: 'd' } });
  story.act(minutes(2), li, { type: 'report_up' }).act(minutes(119), li, progress);
  expect(story.wake(minutes(121))).toEqual(['critical.resolve breach']);
  story.act(minutes(122), li, suspend).act(minutes(122), qian, approve).act(minutes(200), li, resume);
  expect(story.wake(minutes(200))).toEqual(['critical.resolve e2']);
});

test('a progress round that begins after a pause knows nothing of it', () => {
  const story = arrived().act(minutes(10), li, suspend).act(minutes(10), qian, approve).act(minutes(20), li, resume);
  expect(story.act(minutes(30), li, progress).clock('critical.update#2').pauses).toEqual([]);
});

test('after a pause, stages come at the share of running time', () => {
  const story = arrived().act(minutes(30), li, suspend).act(minutes(30), qian, approve).act(minutes(90), li, resume);
  story
    .act(minutes(90), li, { type: 'diagnose', text: { id: 'd', hash: 'd' } })
    .act(minutes(90), li, { type: 'report_up' });
  story.act(minutes(90), li, progress);
  // Of two hours, half an hour was used before the pause: half of them are used up at 90 + 30.
  expect(story.wake(minutes(120) - 1)).toEqual([]);
  expect(story.wake(minutes(120))).toEqual(['critical.resolve p500', 'critical.update#3 p500']);
  expect(story.clock('critical.resolve').dueAt).toBe(minutes(90) + 90 * MINUTE);
  expect(story.clock('critical.resolve').dueAt - story.clock('critical.resolve').startedAt).toBe(3 * HOUR);
});
