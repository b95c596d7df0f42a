import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import { foldTicket } from '../../domain/fold.ts';
import { actedAt } from '../../domain/reported-at.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import { changeLevel, li, minutes, qian, resolve, SECOND, Story, suspend, wang, words } from './fixture.ts';

const arrive: TicketCommand = { type: 'arrive' };
const supplement: TicketCommand = { type: 'supplement', text: words('more') };
/** The bot was down, or slow: the timer saw the time over before the tap was handled. */
const overdue = () => {
  const story = new Story();
  expect(story.wake(minutes(5) + 10 * SECOND).join()).toContain('critical.arrive breach');
  expect(story.clock('critical.arrive').breach).toEqual({
    dueAt: minutes(5),
    at: minutes(5) + 10 * SECOND,
    by: 'reminder',
  });
  return story;
};

describe('a step counts from when it was said, though a reminder came first', () => {
  test.each([
    ['in time', minutes(5) - 10 * SECOND, 'met'],
    ['at the last instant that counts', minutes(5), 'met'],
    ['a millisecond later', minutes(5) + 1, 'breached'],
  ])('%s', (_name, at, state) => {
    const story = overdue().act(at, li, arrive);
    const clock = story.clock('critical.arrive');
    expect(clockUse(clock, story.contract, minutes(9)).state).toBe(state);
    expect(clock).toMatchObject({ stoppedAt: at, breached: state === 'breached' });
    expect(clock.breach).toEqual(
      state === 'met' ? undefined : { dueAt: minutes(5), at: minutes(5) + 10 * SECOND, by: 'stop' },
    );
    expect(foldTicket(story.history)).toEqual(story.ticket);
  });

  test('a change of level that was said in time keeps no breach', () => {
    const story = overdue().act(minutes(5), qian, changeLevel('normal'));
    expect(story.clock('normal.arrive')).toMatchObject({ breached: false, dueAt: minutes(30) });
  });

  test('a pause without approval that was asked for in time takes the breach back', () => {
    const story = new Story({ suspension: { approval: 'none' } }).act(minutes(1), li, arrive);
    story.wake(minutes(121));
    expect(story.clock('critical.resolve').breached).toBe(true);
    story.act(minutes(120), li, suspend);
    expect(story.clock('critical.resolve').breached).toBe(false);
  });
});

test('a change of level remembers which due instant was missed, and when that was recorded', () => {
  const story = overdue().act(minutes(7), qian, changeLevel('normal')).act(minutes(8), li, arrive);
  expect(story.clock('normal.arrive')).toMatchObject({
    dueAt: minutes(30),
    breach: { dueAt: minutes(5), at: minutes(5) + 10 * SECOND, by: 'level_change' },
  });
  const unnoticed = new Story().act(minutes(7), qian, changeLevel('normal'));
  expect(unnoticed.clock('normal.arrive').breach).toMatchObject({
    dueAt: minutes(5),
    at: minutes(7),
    by: 'level_change',
  });
});

test('a stop that nobody reminded of is recorded by itself', () => {
  const story = new Story().act(minutes(6), li, resolve);
  expect(story.clock('critical.arrive').breach).toEqual({ dueAt: minutes(5), at: minutes(6), by: 'stop' });
});

describe('when a person acted', () => {
  const update = (sentAt: number, receivedAt: number) => ({ sentAt, receivedAt });
  test.each([
    ['when he said it', minutes(4), minutes(5), minutes(4)],
    ['when it came, where what the platform says can’t be believed', minutes(4), minutes(9) + 1, minutes(9) + 1],
    ['never before what people did already', minutes(1), minutes(3), minutes(2)],
  ])('%s', (_name, sentAt, receivedAt, expected) => {
    const story = new Story().act(minutes(2), wang, supplement);
    expect(actedAt(story.ticket, update(sentAt, receivedAt))).toBe(expected);
  });

  test('what the bot did by itself is no limit, and an undo is', () => {
    const story = overdue();
    expect(actedAt(story.ticket, update(minutes(4), minutes(4)))).toBe(minutes(4));
    story.act(minutes(4), li, arrive).act(minutes(5), li, { type: 'undo' });
    expect(actedAt(story.ticket, update(minutes(4), minutes(4)))).toBe(minutes(5));
  });
});
