// Mistakes that users of other help desks report. Each test names one.
import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { clockUse } from '../../domain/clocks.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import {
  changeLevel,
  HOUR,
  li,
  MINUTE,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  rule,
  Story,
  suspend,
  wang,
  zhao,
} from './fixture.ts';

const approve: TicketCommand = { type: 'approve_suspension' };
const acknowledge: TicketCommand = { type: 'acknowledge' };

describe('a reopening', () => {
  const again = () => new Story().act(minutes(50), li, resolve).act(minutes(80), wang, reopen);
  test('only the first close counted: the second resolution is the one that is judged', () => {
    const story = again().act(minutes(151), li, resolve);
    expect(story.clock('critical.resolve')).toMatchObject({ stoppedAt: minutes(151), breached: true });
  });
  test('the time in which the customer thought that it worked is nobody’s', () => {
    const story = again();
    expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(80)).usedMs).toBe(50 * MINUTE);
    expect(story.act(minutes(150), li, resolve).clock('critical.resolve').breached).toBe(false);
  });
  test('a closed ticket came back as met: what was missed before it stays missed', () => {
    const story = new Story()
      .act(minutes(121), li, resolve)
      .act(minutes(130), wang, reopen)
      .act(minutes(131), li, resolve);
    expect(story.clock('critical.resolve').breached).toBe(true);
  });
});

test('a change of priority forgot the pauses', () => {
  const story = new Story()
    .act(minutes(10), li, suspend)
    .act(minutes(10), qian, approve)
    .act(minutes(70), li, { type: 'resume' });
  const before = story.clock('critical.resolve').dueAt;
  story.act(minutes(71), qian, changeLevel('normal')).act(minutes(72), qian, changeLevel('critical'));
  expect(story.clock('critical.resolve').dueAt).toBe(before);
});

describe('a pause was added to the wall clock, so that a due time fell into the night', () => {
  const at = parseCivil;
  const clocks = [rule('normal', 'resolve', { ms: 4 * HOUR }, { calendar: 'working', pausable: true })];
  test.each([
    ['an hour in the afternoon', '2026-03-03T16:00', '2026-03-03T17:00', '2026-03-04T10:00'],
    ['over the night', '2026-03-03T17:00', '2026-03-04T10:00', '2026-03-04T11:00'],
    ['in the night only', '2026-03-03T19:00', '2026-03-03T23:00', '2026-03-03T18:00'],
  ])('%s', (_name, from, to, due) => {
    const instant = (text: string) => at(text.slice(0, 10), text.slice(11));
    const reportedAt = at('2026-03-03', '14:00');
    const story = new Story(
      { clocks, suspension: { approval: 'none' } },
      { level: 'normal', reportedAt, receivedAt: reportedAt },
    );
    story.act(instant(from), li, suspend).act(instant(to), li, { type: 'resume' });
    expect(story.clock('normal.resolve').dueAt).toBe(instant(due));
  });
});

describe('the update clock overruled the response clock', () => {
  test('progress that nobody gave is missed, and the response that was given is met', () => {
    const story = new Story().act(minutes(2), li, acknowledge);
    story.wake(minutes(60) + 1);
    expect(story.clock('critical.update#1').breached).toBe(true);
    expect(story.clock('critical.respond')).toMatchObject({ stoppedAt: minutes(2), breached: false });
  });
  test('telling progress answers neither the arrival nor the resolution', () => {
    const story = new Story().act(minutes(2), li, progress);
    expect(story.clock('critical.arrive').stoppedAt).toBeUndefined();
    expect(story.clock('critical.resolve').dueAt).toBe(minutes(120));
    expect(story.wake(minutes(5) + 1)).toContain('critical.arrive breach');
  });
});

describe('a reminder came after the closing', () => {
  test.each([
    ['confirmed', (story: Story) => story.act(minutes(4), wang, { type: 'confirm' })],
    ['cancelled', (story: Story) => story.act(minutes(4), wang, { type: 'cancel', reason: { id: 'c', hash: 'c' } })],
  ])('%s', (name, end) => {
    const story = new Story();
    if (name === 'confirmed') story.act(minutes(3), li, resolve);
    end(story);
    expect(nextWakeAt(story.ticket, story.contract)).toBeUndefined();
    for (const at of [minutes(5), minutes(121), minutes(9999)]) expect(story.wake(at)).toEqual([]);
  });
});

describe('two people who race', () => {
  test('one takes it, and the other is told who', () => {
    const story = new Story();
    const seen = story.ticket.version;
    story.act(minutes(1), li, acknowledge, seen);
    expect(story.refused(minutes(1), zhao, acknowledge, seen)).toMatchObject({ reason: 'already_done', by: 'li' });
  });
  test('a resolution and a change of level: the later one finds the ticket as it is', () => {
    const story = new Story();
    const seen = story.ticket.version;
    story.act(minutes(1), li, resolve, seen);
    expect(story.refused(minutes(1), qian, changeLevel('normal'), seen)).toMatchObject({ reason: 'status' });
    const other = new Story().act(minutes(1), qian, changeLevel('normal'), seen);
    expect(other.refused(minutes(1), li, resolve, seen)).toMatchObject({ reason: 'outdated' });
  });
  test('an engineer’s step and the timer: what was done by the due instant is in time', () => {
    const story = new Story();
    story.wake(minutes(5) + 1);
    expect(story.clock('critical.arrive').breached).toBe(true);
    story.act(minutes(5), li, { type: 'arrive' });
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(5), breached: false });
  });
});
