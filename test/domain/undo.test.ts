import { describe, expect, test } from 'vitest';
import { foldTicket } from '../../domain/fold.ts';
import { decide } from '../../domain/ticket.ts';
import type { Ticket, TicketCommand } from '../../domain/ticket-types.ts';
import { DAY } from '../../domain/types.ts';
import {
  changeLevel,
  changeSystem,
  diagnose,
  envAt,
  li,
  MINUTE,
  minutes,
  progress,
  proposeDue,
  qian,
  reopen,
  reportFault,
  resolve,
  richPack,
  SECOND,
  Story,
  suspend,
  T0,
  transferTo,
  wang,
  words,
  zhao,
  zhou,
} from './fixture.ts';

const undo: TicketCommand = { type: 'undo' };
const acknowledge: TicketCommand = { type: 'acknowledge' };
const arrive: TicketCommand = { type: 'arrive' };
const supplement: TicketCommand = { type: 'supplement', text: words('more') };

/** What of a ticket an undo restores: all but its counters and the instants from which its clocks run again. */
function restored({ version, turnedAtVersion, pauseTurnedAtVersion, writes, lastActAt, clocks, ...rest }: Ticket) {
  return {
    ...rest,
    clocks: clocks.filter((clock) => clock.voidedAt === undefined).map(({ armedAt, ...clock }) => clock),
  };
}

describe('taking a step back', () => {
  const arrived = () => new Story().act(minutes(1), li, acknowledge).act(minutes(2), li, arrive);
  test.each([
    ['an acknowledgement', new Story(), li, acknowledge],
    ['an arrival, with the acknowledgement that it implied', new Story(), li, arrive],
    ['a diagnosis', arrived(), li, diagnose],
    ['a resolution', arrived(), li, resolve],
    ['a progress that was told', arrived(), li, progress],
    ['telling the lead', arrived(), li, { type: 'report_up' }],
    ['a transfer', arrived(), li, transferTo(zhou)],
    ['a request for a pause', arrived(), li, suspend],
    ['its approval', arrived().act(minutes(3), li, suspend), qian, { type: 'approve_suspension' }],
    [
      'a resumption',
      arrived().act(minutes(3), li, suspend).act(minutes(4), qian, { type: 'approve_suspension' }),
      li,
      { type: 'resume' },
    ],
    ['a change of level', arrived(), qian, changeLevel('normal')],
    ['a cancellation', arrived(), wang, { type: 'cancel', reason: words('x') }],
    ['a confirmation', arrived().act(minutes(3), li, resolve), wang, { type: 'confirm', rating: 1 }],
    ['a reopening', arrived().act(minutes(3), li, resolve), wang, reopen],
  ] satisfies [string, Story, typeof li, TicketCommand][])('%s', (_name, story, by, command) => {
    const before = story.ticket;
    story.act(minutes(4.5), by, command);
    const { version, writes } = story.ticket;
    story.act(minutes(5), by, undo);
    expect(restored(story.ticket)).toEqual(restored(before));
    expect(story.ticket.version, 'an old card stays outdated').toBeGreaterThan(version);
    expect(story.ticket.writes).toBe(writes + 1);
    expect(story.history.at(-1)).toMatchObject({ type: 'undone', by: by.id, at: minutes(5) });
  });

  test('the clock runs on from its start as if it had never stopped', () => {
    const story = new Story().act(minutes(4), li, arrive).act(minutes(5), li, undo);
    expect(story.clock('critical.arrive')).toMatchObject({ startedAt: minutes(0), dueAt: minutes(5), breached: false });
    expect(story.act(minutes(5) + 1, li, arrive).clock('critical.arrive').breached).toBe(true);
  });

  test('what became due meanwhile is posted at the next wake, and is not called late', () => {
    const story = new Story().act(minutes(2) - 1, li, arrive).act(minutes(4) - 1, li, undo);
    expect(story.wake(minutes(4) - 1)).toEqual(['critical.respond p500', 'critical.arrive p500']);
  });

  test('one step at a time, and the one before is the next', () => {
    const story = arrived()
      .act(minutes(2) + 30 * SECOND, li, undo)
      .act(minutes(3), li, undo);
    expect(story.ticket).toMatchObject({ status: 'open' });
    expect(story.ticket.assigneeId).toBeUndefined();
    expect(story.refused(minutes(3), li, undo)).toEqual({ reason: 'nothing_to_undo' });
  });

  test('a double tap on 撤回 takes back one step', () => {
    const story = arrived();
    const seen = story.ticket.version;
    story.act(minutes(2) + SECOND, li, undo, seen);
    expect(story.refused(minutes(2) + 2 * SECOND, li, undo, seen)).toEqual({
      reason: 'outdated',
      status: 'acknowledged',
    });
  });
});

describe('a button of an undo means the step that was the newest when it was made', () => {
  const SATURDAY = T0 + 4 * DAY;
  const arriving = (level = 'critical') => new Story(richPack(), { level }).act(minutes(1), li, arrive);
  const onSaturday = () =>
    new Story(richPack(), { level: 'normal', reportedAt: SATURDAY, receivedAt: SATURDAY }).act(
      SATURDAY,
      wang,
      changeSystem('portal', 'normal'),
    );
  test.each([
    ['进展', arriving(), li, progress],
    ['诊断', arriving(), li, diagnose],
    ['上报', arriving(), li, { type: 'report_up' }],
    ['约定', arriving('normal'), li, proposeDue(minutes(999))],
    ['要求到场', onSaturday(), wang, { type: 'request_arrival' }],
    ['故障报告', arriving().act(minutes(1), li, resolve), li, reportFault],
  ] satisfies [string, Story, typeof li, TicketCommand][])('and not a later %s', (_name, story, by, command) => {
    const { version: seen, lastActAt: now } = story.ticket;
    story.act(now, by, command);
    expect(story.refused(now, by, undo, seen)?.reason).toBe('outdated');
    expect(story.refused(now, by, undo, story.ticket.version)).toBeUndefined();
    expect(story.refused(now, by, undo), 'typed, it means the newest').toBeUndefined();
  });

  test('a supplement and a reminder are no steps: the button stays good', () => {
    const story = arriving();
    const seen = story.ticket.version;
    story.act(minutes(1.5), wang, supplement);
    story.wake(minutes(1.5));
    expect(story.refused(minutes(2), li, undo, seen)).toBeUndefined();
  });
});

describe('within two minutes', () => {
  test.each([
    ['a millisecond before', 2 * MINUTE - 1, undefined],
    ['at two minutes', 2 * MINUTE, undefined],
    ['a millisecond after', 2 * MINUTE + 1, { reason: 'undo_too_late' }],
  ])('%s', (_name, later, refusal) => {
    const story = new Story().act(minutes(1), li, acknowledge);
    expect(story.refused(minutes(1) + later, li, undo)).toEqual(refusal);
  });
});

describe('only one’s own newest step', () => {
  test('nobody takes back another’s', () => {
    const story = new Story().act(minutes(1), li, acknowledge);
    expect(story.refused(minutes(1), zhao, undo)).toEqual({ reason: 'nothing_to_undo' });
  });
  test('nor one’s own that another’s has overtaken', () => {
    const story = new Story().act(minutes(1), li, acknowledge).act(minutes(2), zhao, transferTo(zhou));
    expect(story.refused(minutes(2), li, undo)).toEqual({ reason: 'undo_overtaken' });
    expect(story.refused(minutes(2), zhao, undo)).toBeUndefined();
  });
  test('a report is cancelled, not taken back', () => {
    expect(new Story().refused(minutes(0), wang, undo)).toEqual({ reason: 'nothing_to_undo' });
  });
  test('what the bot does by itself overtakes', () => {
    const story = new Story({ autoCloseAfterMs: MINUTE }).act(minutes(1), li, resolve);
    expect(story.wake(minutes(2))).toEqual(['closed']);
    expect(story.refused(minutes(2), li, undo)).toEqual({ reason: 'undo_overtaken' });
  });
  test('reminders and supplements do not overtake', () => {
    const story = new Story().act(minutes(3), li, acknowledge);
    expect(story.wake(minutes(4))).not.toEqual([]);
    story.act(minutes(4), wang, supplement).act(minutes(5), li, undo);
    expect(story.ticket.status).toBe('open');
  });
});

describe('what was posted meanwhile', () => {
  test('stays posted: other clocks are not reminded again', () => {
    const story = new Story().act(minutes(3), li, acknowledge);
    const posted = story.wake(minutes(4));
    story.act(minutes(4.5), li, undo);
    expect(posted).toContain('critical.arrive p800');
    expect(story.clock('critical.arrive').stages).toEqual(['p500', 'p800']);
    expect(story.wake(minutes(4.5))).toEqual(['critical.respond p800']);
  });

  test('a breach that only the undone step had made was none', () => {
    const story = new Story({}, { level: 'normal' }).act(minutes(15), qian, changeLevel('critical'));
    expect(story.wake(minutes(15))).toContain('critical.arrive breach');
    story.act(minutes(16), qian, undo);
    expect(story.clock('normal.arrive')).toMatchObject({ breached: false, dueAt: minutes(30) });
    expect(story.clock('critical.arrive').voidedAt).toBe(minutes(15));
  });

  test('a resumption that is taken back leaves the clock paused, and not over', () => {
    const story = new Story({ undoWithinMs: 10 * MINUTE })
      .act(minutes(119), li, suspend)
      .act(minutes(119), qian, { type: 'approve_suspension' })
      .act(minutes(200), li, { type: 'resume' });
    expect(story.wake(minutes(202))).toContain('critical.resolve breach');
    story.act(minutes(203), li, undo);
    expect(story.clock('critical.resolve')).toMatchObject({ breached: false });
    expect(story.clock('critical.resolve').pauses.at(-1)).not.toHaveProperty('to');
  });

  test('one that would have come in any case stays', () => {
    const story = new Story({ undoWithinMs: 10 * MINUTE }).act(minutes(3), li, acknowledge);
    story.wake(minutes(6));
    story.act(minutes(7), li, undo);
    expect(story.clock('critical.arrive').breached).toBe(true);
    expect(story.clock('critical.respond'), 'it ran on, and is over').toMatchObject({ breached: true });
  });

  test('a stage of the undone round is not posted again under the same name', () => {
    const story = new Story({ undoWithinMs: 60 * MINUTE }).act(minutes(10), li, progress);
    expect(story.wake(minutes(41))).toContain('critical.update#2 p500');
    story.act(minutes(42), li, undo).act(minutes(43), li, progress);
    expect(
      story.ticket.clocks.filter((clock) => clock.clock === 'update').map((clock) => [clock.id, clock.voidedAt]),
    ).toEqual([
      ['critical.update#1', undefined],
      ['critical.update#2', minutes(10)],
      ['critical.update#3', undefined],
    ]);
  });
});

test('a reopening that was taken back can be done again, and its clocks run on', () => {
  for (const mode of ['resume', 'restart'] as const) {
    const story = new Story({ reopen: mode }).act(minutes(1), li, resolve).act(minutes(2), wang, reopen);
    story.act(minutes(3), wang, undo).act(minutes(4), wang, reopen);
    const running = story.ticket.clocks.filter(
      (clock) => clock.stoppedAt === undefined && clock.voidedAt === undefined,
    );
    expect(running.map((clock) => clock.clock)).toEqual(['arrive', 'diagnose', 'report_up', 'resolve', 'update']);
  }
});

test('history that was written after the ticket was read is left aside: the commit will find the conflict', () => {
  const story = new Story().act(minutes(1), li, acknowledge);
  const seen = story.ticket;
  story.act(minutes(1), wang, supplement);
  const decision = decide(seen, undo, li, { ...envAt(minutes(2), story.contract), history: story.history });
  expect(decision).toMatchObject({ ok: true, ticket: { status: 'open', writes: 3 } });
});

test('an undo without the history is a programmer’s error', () => {
  const story = new Story().act(minutes(1), li, acknowledge);
  expect(() => decide(story.ticket, undo, li, envAt(minutes(2), story.contract))).toThrow(/history/);
  const short = { ...envAt(minutes(2), story.contract), history: story.history.slice(0, 1) };
  expect(() => decide(story.ticket, undo, li, short)).toThrow(/older/);
});

test('replaying the ledger gives the same ticket', () => {
  const story = new Story().act(minutes(1), li, arrive);
  story.wake(minutes(10));
  story
    .act(minutes(11), li, resolve)
    .act(minutes(12), li, undo)
    .act(minutes(13), wang, supplement)
    .act(minutes(14), li, resolve);
  expect(foldTicket(JSON.parse(JSON.stringify(story.history)))).toEqual(story.ticket);
});
