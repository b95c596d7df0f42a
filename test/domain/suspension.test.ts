import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { suspensionPauses } from '../../domain/suspension.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import {
  changeLevel,
  contractWith,
  HOUR,
  li,
  MINUTE,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  Story,
  suspend,
  T0,
  wang,
  words,
  zhao,
} from './fixture.ts';

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

  test.each([
    ['told', [minutes(121)]],
    ['not told yet', []],
  ])('a breach between request and approval is none, %s: the time since the request did not count', (_name, wakes) => {
    const story = arrived().act(minutes(119), li, suspend);
    for (const at of wakes) expect(story.wake(at).join()).toContain('critical.resolve breach');
    story.act(minutes(125), qian, approve);
    expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(150)).state).toBe('paused');
    story.act(minutes(200), li, resume);
    expect(story.clock('critical.resolve')).toMatchObject({ breached: false, dueAt: minutes(201) });
    expect(story.clock('critical.resolve')).not.toHaveProperty('breach');
    expect(used(story, 'critical.resolve', minutes(200))).toBe(119 * MINUTE);
  });

  test.each([
    ['at the last instant that counts: it was not over', minutes(120), false],
    ['a millisecond later: it was over when the pause began', minutes(120) + 1, true],
  ])('asked for %s', (_name, at, breached) => {
    const story = arrived().act(at, li, suspend);
    story.wake(minutes(121));
    story.act(minutes(125), qian, approve);
    expect(story.clock('critical.resolve').breached).toBe(breached);
    expect(story.act(minutes(200), li, resume).act(minutes(200), li, resolve).clock('critical.resolve')).toMatchObject({
      breached,
      dueAt: breached ? minutes(120) : minutes(200),
    });
  });

  describe('does not depend on whether the supervisor decides about it before or after the level', () => {
    const change = (story: Story, at: number, to = 'normal') => story.act(at, qian, changeLevel(to));
    /** Asked at `asked`; both decided at minutes 121 and 122. */
    const decided = (asked: number, order: 'pause first' | 'level first', pack = {}) => {
      const story = new Story(pack).act(minutes(1), li, { type: 'arrive' }).act(asked, li, suspend);
      story.wake(minutes(121));
      const steps = [() => story.act(minutes(122), qian, approve), () => change(story, minutes(122))];
      for (const step of order === 'pause first' ? steps : steps.toReversed()) step();
      return story;
    };
    const outcome = (story: Story) => {
      const { state } = clockUse(story.clock('normal.resolve'), story.contract, minutes(125));
      return [
        state,
        story.act(minutes(200), li, resume).act(minutes(201), li, resolve).clock('normal.resolve').breached,
      ];
    };

    test.each(['pause first', 'level first'] as const)('%s: asked in time, it takes the breach back', (order) => {
      expect(outcome(decided(minutes(120), order))).toEqual(['paused', false]);
    });

    test.each(['pause first', 'level first'] as const)('%s: asked too late, it does not', (order) => {
      expect(outcome(decided(minutes(120) + 1, order))).toEqual(['breached', true]);
    });

    test.each(['pause first', 'level first'] as const)(
      '%s: what could not pause under the level before stays over',
      (order) => {
        const clocks = new Story().contract.clocks.map((rule) =>
          rule.id === 'critical.resolve' ? { ...rule, pausable: false } : rule,
        );
        expect(outcome(decided(minutes(119), order, { clocks }))).toEqual(['breached', true]);
      },
    );

    test('what is over by the new level’s due instant as well stays over by that', () => {
      const clocks = new Story().contract.clocks.map((rule) =>
        rule.id === 'normal.resolve' ? { ...rule, target: { ms: HOUR }, calendar: 'always' } : rule,
      );
      const story = decided(minutes(119), 'level first', { clocks });
      expect(story.clock('normal.resolve').breach).toEqual({ dueAt: minutes(60), at: minutes(121), by: 'reminder' });
      expect(outcome(story)).toEqual(['breached', true]);
    });

    test('a clock that has stopped since is judged again as well', () => {
      const story = decided(minutes(119), 'level first');
      const stopped = arrived().act(minutes(119), li, suspend);
      change(stopped, minutes(121)).act(minutes(122), li, resolve).act(minutes(123), qian, approve);
      expect(stopped.clock('normal.resolve')).toMatchObject({ breached: false });
      expect(stopped.clock('normal.resolve')).not.toHaveProperty('breach');
      expect(story.clock('normal.resolve')).not.toHaveProperty('breach');
    });
  });

  test('an approval that is taken back leaves the breach that the reminder had seen', () => {
    const story = arrived().act(minutes(119), li, suspend);
    story.wake(minutes(121));
    story.act(minutes(125), qian, approve).act(minutes(126), qian, { type: 'undo' });
    expect(story.clock('critical.resolve').breach).toEqual({ dueAt: minutes(120), at: minutes(121), by: 'reminder' });
  });

  test('a progress round that began after the request pauses from its own start, the one before until its stop', () => {
    const story = arrived()
      .act(minutes(30), li, suspend)
      .act(minutes(35), li, progress)
      .act(minutes(40), qian, approve);
    expect(story.clock('critical.update#1').pauses).toMatchObject([{ from: minutes(30), to: minutes(35) }]);
    expect(story.clock('critical.update#2').pauses).toEqual([{ from: minutes(35), cause: 'suspended', by: 'li' }]);
  });
});

describe('a request that was not decided when the ticket was resolved', () => {
  const late = () => arrived().act(minutes(110), li, suspend).act(minutes(130), li, resolve);
  const use = (story: Story) => clockUse(story.clock('critical.resolve'), story.contract, minutes(400));

  test('waits for its decision, and until then the clock is judged as it ran', () => {
    expect(late().ticket).toMatchObject({ status: 'resolved', suspension: { requestedAt: minutes(110), by: 'li' } });
    expect(use(late())).toMatchObject({ state: 'breached', usedMs: 130 * MINUTE });
  });

  test('approved, the pause lasted from the request to the resolution', () => {
    const story = late().act(minutes(131), qian, approve);
    expect(use(story)).toMatchObject({ state: 'met', usedMs: 110 * MINUTE, dueAt: minutes(140) });
    expect(story.ticket.suspension).toBeUndefined();
    expect(story.ticket.status).toBe('resolved');
    expect(story.refused(minutes(132), qian, approve)).toEqual({ reason: 'no_suspension_request' });
  });

  test('refused, nothing changes but that it is decided', () => {
    const story = late();
    const clocks = story.ticket.clocks;
    story.act(minutes(131), qian, refuse);
    expect(story.ticket.clocks).toEqual(clocks);
    expect(story.ticket.suspension).toBeUndefined();
  });

  test('a confirmation meanwhile decides nothing about it, and neither does closing by itself', () => {
    const confirmed = late().act(minutes(131), wang, { type: 'confirm' }).act(minutes(140), qian, approve);
    expect(use(confirmed).state).toBe('met');
    expect(confirmed.ticket.status).toBe('closed');
    const slept = late();
    const closesAt = minutes(130) + slept.contract.autoCloseAfterMs;
    expect(slept.wake(closesAt)).toEqual(['closed']);
    expect(use(slept.act(closesAt + 1, qian, approve)).state).toBe('met');
  });

  test.each([
    ['at the last instant that counts', minutes(120), 'met'],
    ['too late already', minutes(120) + 1, 'breached'],
  ])('asked for %s', (_name, at, state) => {
    const story = arrived().act(at, li, suspend).act(minutes(130), li, resolve).act(minutes(131), qian, approve);
    expect(use(story).state).toBe(state);
  });

  test('its approval can be taken back, and the clock is judged as before', () => {
    const story = late();
    const before = story.clock('critical.resolve');
    story.act(minutes(131), qian, approve).act(minutes(132), qian, { type: 'undo' });
    expect(story.clock('critical.resolve')).toEqual(before);
    expect(story.ticket.suspension).toMatchObject({ requestedAt: minutes(110) });
  });

  describe('approved after a reopening', () => {
    const reopened = () => late().act(minutes(150), wang, reopen);

    test('it lasted until the resolution all the same, and does not grow', () => {
      const story = reopened().act(minutes(160), qian, approve);
      expect(story.clock('critical.resolve').pauses).toMatchObject([
        { from: minutes(110), to: minutes(130), cause: 'suspended' },
        { from: minutes(130), to: minutes(150), cause: 'resolved' },
      ]);
      expect(story.clock('critical.resolve')).toMatchObject({ breached: false, dueAt: minutes(160) });
      expect(story.ticket).not.toHaveProperty('suspension');
      expect(story.refused(minutes(161), li, resume)).toEqual({ reason: 'not_suspended' });
      expect(story.wake(minutes(160) + 1).join()).toContain('critical.resolve breach');
    });

    test('after a second resolution it still lasted until the first', () => {
      const story = reopened().act(minutes(155), li, resolve).act(minutes(300), qian, approve);
      expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(300))).toMatchObject({
        state: 'met',
        usedMs: 115 * MINUTE,
      });
    });

    test('a progress round that began after the reopening knows nothing of it', () => {
      const story = reopened().act(minutes(155), li, progress).act(minutes(160), qian, approve);
      expect(story.clock('critical.update#2').pauses).toEqual([]);
      expect(story.act(minutes(165), li, progress).clock('critical.update#3').pauses).toEqual([]);
    });

    test('taken back, it is as it was', () => {
      const story = reopened();
      const before = story.clock('critical.resolve');
      story.act(minutes(160), qian, approve).act(minutes(161), qian, { type: 'undo' });
      expect({ ...story.clock('critical.resolve'), armedAt: 0 }).toEqual({ ...before, armedAt: 0 });
      expect(story.ticket.suspension).toMatchObject({ requestedAt: minutes(110), resolvedAt: minutes(130) });
    });
  });

  test('a cancellation needs no decision any more', () => {
    const story = arrived()
      .act(minutes(110), li, suspend)
      .act(minutes(111), wang, { type: 'cancel', reason: words('x') });
    expect(story.ticket.suspension).toBeUndefined();
    expect(story.refused(minutes(112), qian, approve)).toMatchObject({ reason: 'status' });
  });
});

test('several suspensions are remembered as a new progress round would have lived them', () => {
  const story = arrived().act(minutes(10), li, suspend).act(minutes(10), qian, approve).act(minutes(20), li, resume);
  story.act(minutes(30), li, suspend).act(minutes(35), li, progress).act(minutes(40), qian, approve);
  expect(suspensionPauses(story.ticket, T0)).toMatchObject([
    { from: minutes(10), to: minutes(20) },
    { from: minutes(30) },
  ]);
  expect(suspensionPauses(story.act(minutes(50), li, resume).ticket, T0)).toMatchObject([
    { from: minutes(10), to: minutes(20) },
    { from: minutes(30), to: minutes(50) },
  ]);
});

describe('a suspension that no clock lived through', () => {
  const frozen = contractWith().clocks.map((rule) =>
    rule.id === 'normal.resolve' ? { ...rule, pausable: false } : rule,
  );
  const over = () =>
    new Story({ clocks: frozen }, { level: 'normal' })
      .act(minutes(10), li, suspend)
      .act(minutes(12), qian, approve)
      .act(minutes(40), li, resume);

  test('is lived by what may pause under the next level', () => {
    const story = over().act(minutes(50), qian, changeLevel('critical'));
    expect(story.clock('critical.resolve')).toMatchObject({
      pauses: [{ from: minutes(10), to: minutes(40), cause: 'suspended' }],
      dueAt: minutes(150),
    });
  });

  test('is as long as it lasted, by a resumption or by the resolution', () => {
    expect(over().ticket.suspensions).toEqual([{ from: minutes(10), to: minutes(40), by: 'li' }]);
    const resolved = new Story({ clocks: frozen }, { level: 'normal' })
      .act(minutes(10), li, suspend)
      .act(minutes(12), qian, approve)
      .act(minutes(30), li, resolve);
    expect(resolved.ticket.suspensions).toEqual([{ from: minutes(10), to: minutes(30), by: 'li' }]);
    resolved.act(minutes(45), wang, reopen).act(minutes(50), qian, changeLevel('critical'));
    expect(resolved.clock('critical.resolve')).toMatchObject({ dueAt: minutes(120 + 20 + 15) });
  });

  test('that was refused is none', () => {
    const story = new Story().act(minutes(10), li, suspend).act(minutes(12), qian, refuse);
    expect(story.ticket).not.toHaveProperty('suspensions');
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
  expect(story.clock('critical.resolve').dueAt! - story.clock('critical.resolve').startedAt).toBe(3 * HOUR);
});
