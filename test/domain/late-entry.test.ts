import { describe, expect, test } from 'vitest';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import {
  actor,
  changeLevel,
  contractWith,
  diagnose,
  enterLate,
  everyone,
  HOUR,
  li,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  Story,
  suspend,
  T0,
  wang,
  zhou,
} from './fixture.ts';

const approve: TicketCommand = { type: 'approve_late_entry' };
const refuse: TicketCommand = { type: 'refuse_late_entry' };
const arrive: TicketCommand = { type: 'arrive' };
const acknowledge: TicketCommand = { type: 'acknowledge' };
/** Arrived on paper in the twelfth minute, five were allowed. */
const arrivedLate = () => new Story().act(minutes(12), li, arrive);

describe('a step that was done before it was entered', () => {
  test('counts for nothing until the customer’s side approved it', () => {
    const story = arrivedLate().act(minutes(13), li, enterLate('arrive', minutes(4)));
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(12), breached: true });
    expect(story.ticket.lateEntry).toMatchObject({
      step: 'arrive',
      claimedAt: minutes(4),
      requestedAt: minutes(13),
      by: 'li',
    });
  });

  test('then both times are known, and the clock is judged by the true one', () => {
    const story = arrivedLate()
      .act(minutes(13), li, enterLate('arrive', minutes(4)))
      .act(minutes(20), qian, approve);
    const late = { at: minutes(4), by: 'li', enteredAt: minutes(13) };
    expect(story.ticket.milestones).toMatchObject({
      arrived: { ...late, implied: false },
      acknowledged: { ...late, implied: true },
    });
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(4), breached: false });
    expect(story.clock('critical.arrive')).not.toHaveProperty('breach');
    expect(story.clock('critical.respond')).toMatchObject({ stoppedAt: minutes(4), breached: false });
    expect(story.ticket).not.toHaveProperty('lateEntry');
  });

  test.each([
    ['at the due instant', minutes(5), false],
    ['a millisecond later', minutes(5) + 1, true],
  ])('%s', (_name, claimedAt, breached) => {
    const story = arrivedLate().act(minutes(13), li, enterLate('arrive', claimedAt)).act(minutes(20), qian, approve);
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: claimedAt, breached });
  });

  test('stops what is still open, so that nobody is reminded of it any more', () => {
    const story = new Story().act(minutes(1), li, acknowledge);
    story.wake(minutes(7));
    story.act(minutes(8), li, enterLate('arrive', minutes(4))).act(minutes(9), qian, approve);
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(4), breached: false });
    expect(story.ticket.status).toBe('on_site');
    expect(story.wake(minutes(60)).join()).not.toContain('arrive');
  });

  test('an earlier step that was in time keeps its own instant', () => {
    const story = new Story().act(minutes(2), li, acknowledge).act(minutes(12), li, arrive);
    story.act(minutes(13), li, enterLate('arrive', minutes(4))).act(minutes(14), qian, approve);
    expect(story.ticket.milestones.acknowledged).toEqual({ at: minutes(2), by: 'li', implied: false });
    expect(story.clock('critical.respond').stoppedAt).toBe(minutes(2));
  });

  test('taking it late makes it his', () => {
    const story = new Story().act(minutes(8), li, enterLate('acknowledge', minutes(3))).act(minutes(9), qian, approve);
    expect(story.ticket).toMatchObject({ status: 'acknowledged', assigneeId: 'li' });
    expect(story.clock('critical.respond')).toMatchObject({ stoppedAt: minutes(3), breached: false });
  });

  test('telling the lead late is no milestone', () => {
    const story = new Story().act(minutes(12), li, { type: 'report_up' });
    story.act(minutes(13), li, enterLate('report_up', minutes(9))).act(minutes(14), qian, approve);
    expect(story.ticket.reportedUp).toMatchObject({ at: minutes(9), enteredAt: minutes(13) });
    expect(story.clock('critical.report_up')).toMatchObject({ stoppedAt: minutes(9), breached: false });
  });

  test('a diagnosis of then told the customer nothing, so it is no progress', () => {
    const story = new Story().act(minutes(12), li, diagnose).act(minutes(13), li, enterLate('diagnose', minutes(9)));
    const before = story.ticket.clocks.filter(({ clock }) => clock === 'update');
    story.act(minutes(14), qian, approve);
    expect(story.ticket.clocks.filter(({ clock }) => clock === 'update')).toEqual(before);
    expect(story.clock('critical.diagnose')).toMatchObject({ stoppedAt: minutes(9), breached: false });
  });

  test('what missed its target under the level before is forgiven only by a step that was in time for that', () => {
    const changed = () => new Story().act(minutes(6), qian, changeLevel('normal'));
    for (const [claimedAt, breached] of [
      [minutes(5), false],
      [minutes(5) + 1, true],
    ] as const) {
      const story = changed().act(minutes(7), li, enterLate('arrive', claimedAt)).act(minutes(8), qian, approve);
      expect(story.clock('normal.arrive').breached).toBe(breached);
    }
  });

  test('refused, it was nothing', () => {
    const story = arrivedLate();
    const { clocks, milestones } = story.ticket;
    story.act(minutes(13), li, enterLate('arrive', minutes(4))).act(minutes(14), qian, refuse);
    expect(story.ticket).toMatchObject({ clocks, milestones });
    expect(story.ticket).not.toHaveProperty('lateEntry');
  });
});

describe('a resolution that is dated back', () => {
  const resolved = () => new Story().act(minutes(1), li, arrive).act(minutes(130), li, resolve);
  test('ends the clocks then, and what was owed later was not', () => {
    const story = new Story().act(minutes(1), li, arrive).act(minutes(59), li, progress).act(minutes(80), li, progress);
    story.act(minutes(150), li, resolve).act(minutes(151), li, enterLate('resolve', minutes(70)));
    expect(story.clock('critical.update#3').breached).toBe(true);
    story.act(minutes(152), qian, approve);
    expect(story.clock('critical.resolve')).toMatchObject({ stoppedAt: minutes(70), breached: false });
    expect(story.clock('critical.update#2')).toMatchObject({ stoppedAt: minutes(70), breached: false });
    expect(story.clock('critical.update#3')).toMatchObject({ stoppedAt: minutes(80), breached: false });
    expect(story.ticket.milestones.resolved).toMatchObject({ at: minutes(70), enteredAt: minutes(151) });
  });
  test('leaves the customer his time to confirm', () => {
    const story = resolved()
      .act(minutes(131), li, enterLate('resolve', minutes(100)))
      .act(minutes(132), qian, approve);
    expect(nextWakeAt(story.ticket, story.contract)).toBe(minutes(131) + 24 * HOUR);
  });
  test('may be approved after the closing', () => {
    const story = resolved().act(minutes(131), li, enterLate('resolve', minutes(100)));
    story.act(minutes(132), wang, { type: 'confirm' }).act(minutes(200), qian, approve);
    expect(story.ticket).toMatchObject({ status: 'closed', closedAt: minutes(132) });
    expect(story.clock('critical.resolve')).toMatchObject({ stoppedAt: minutes(100), breached: false });
  });
  test('leaves a progress round to run on after a reopening, though it began after the true resolution', () => {
    const story = new Story().act(minutes(50), li, progress).act(minutes(60), li, resolve);
    story.act(minutes(61), li, enterLate('resolve', minutes(40))).act(minutes(62), qian, approve);
    story.act(minutes(70), wang, reopen);
    expect(story.clock('critical.update#2')).toMatchObject({ startedAt: minutes(50), dueAt: minutes(130) });
    expect(story.clock('critical.update#2').stoppedAt).toBeUndefined();
  });

  test('falls with a reopening, and not before it', () => {
    const story = resolved()
      .act(minutes(131), li, enterLate('resolve', minutes(100)))
      .act(minutes(140), wang, reopen);
    expect(story.ticket).not.toHaveProperty('lateEntry');
    story.act(minutes(160), li, resolve);
    expect(story.refused(minutes(161), li, enterLate('resolve', minutes(139)))).toEqual({ reason: 'late_entry_range' });
    expect(story.refused(minutes(161), li, enterLate('resolve', minutes(140)))).toBeUndefined();
  });
  test('nor before one whose pack restarts the clock', () => {
    const story = new Story({ reopen: 'restart' }).act(minutes(10), li, resolve).act(minutes(20), wang, reopen);
    story.act(minutes(60), li, resolve);
    expect(story.refused(minutes(61), li, enterLate('resolve', minutes(15)))).toEqual({ reason: 'late_entry_range' });
  });
});

describe('why not', () => {
  const story = () => new Story().act(minutes(12), li, arrive);
  test.each([
    ['at the report', enterLate('arrive', T0), undefined],
    ['before it', enterLate('arrive', T0 - 1), 'late_entry_range'],
    ['a millisecond before the recorded step', enterLate('arrive', minutes(12) - 1), undefined],
    ['at it', enterLate('arrive', minutes(12)), 'late_entry_range'],
    ['a millisecond ago', enterLate('report_up', minutes(20) - 1), undefined],
    ['now', enterLate('report_up', minutes(20)), 'late_entry_range'],
    ['in the future', enterLate('report_up', minutes(21)), 'late_entry_range'],
    ['a resolution that is not entered', enterLate('resolve', minutes(15)), 'not_resolved'],
  ])('%s', (_name, command, reason) => expect(story().refused(minutes(20), li, command)?.reason).toBe(reason));

  const asked = () => story().act(minutes(13), li, enterLate('arrive', minutes(4)));
  test('one at a time', () => {
    expect(asked().refused(minutes(14), li, enterLate('report_up', minutes(4)))).toEqual({
      reason: 'late_entry_pending',
    });
  });
  test('entered by the responsible, decided by the customer’s supervisor', () => {
    const may = (of: Story, command: TicketCommand) =>
      everyone.filter((person) => !of.refused(minutes(14), person, command)).map(({ id }) => id);
    expect(may(story(), enterLate('arrive', minutes(4)))).toEqual(['li', 'zhao']);
    expect(may(asked(), approve)).toEqual(['qian']);
    expect(may(asked(), refuse)).toEqual(['qian']);
  });
  test('nobody decides about his own, whichever side he is on by now', () => {
    expect(asked().refused(minutes(14), actor('li', 'supervisor'), approve)).toEqual({ reason: 'own_request' });
    expect(asked().refused(minutes(14), actor('li', 'engineer', 'supervisor'), approve)?.reason).toBe('supplier_side');
  });
  test('of two who decide one is the first', () => {
    const decided = asked().act(minutes(14), qian, refuse, asked().ticket.version);
    const second = actor('sun', 'supervisor');
    expect(decided.refused(minutes(14), second, approve, asked().ticket.version)).toEqual({ reason: 'no_late_entry' });
  });
  test('the buttons of one that was decided do not decide about the next', () => {
    const old = asked().ticket.version;
    const next = asked()
      .act(minutes(14), qian, refuse)
      .act(minutes(15), li, enterLate('arrive', minutes(3)));
    expect(next.refused(minutes(16), qian, approve, old)?.reason).toBe('outdated');
    expect(next.refused(minutes(16), qian, approve, next.ticket.version)).toBeUndefined();
  });
  test('a cancelled ticket has nothing to decide about', () => {
    const gone = asked().act(minutes(14), qian, { type: 'cancel', reason: { id: 'c', hash: 'c' } });
    expect(gone.ticket).not.toHaveProperty('lateEntry');
    expect(gone.refused(minutes(15), qian, approve)?.reason).toBe('status');
  });
});

test('of a paused clock: a step before the pause is judged as if there had been none', () => {
  const clocks = contractWith().clocks.map((one) => ({ ...one, pausable: true }));
  const story = new Story({ clocks, suspension: { approval: 'none' } }).act(minutes(3), zhou, suspend);
  story.act(minutes(60), zhou, enterLate('arrive', minutes(2))).act(minutes(61), qian, approve);
  expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(2), breached: false });
  expect(story.clock('critical.arrive').pauses).toEqual([
    { from: minutes(3), to: minutes(61), cause: 'suspended', by: 'zhou' },
  ]);
});
