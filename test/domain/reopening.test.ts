import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import { changeLevel, li, MINUTE, minutes, progress, qian, reopen, resolve, Story, suspend, wang } from './fixture.ts';

const resolved = (mode: 'resume' | 'restart' = 'resume') =>
  new Story({ reopen: mode }).act(minutes(1), li, { type: 'arrive' }).act(minutes(90), li, resolve);

describe('resume: the resolve clock runs on without the time in between', () => {
  test('as if the ticket had been paused', () => {
    const story = resolved().act(minutes(200), wang, reopen);
    const clock = story.clock('critical.resolve');
    expect(clock.pauses).toEqual([{ from: minutes(90), to: minutes(200), cause: 'resolved', by: 'wang' }]);
    expect(clock.dueAt).toBe(minutes(230));
    expect(clockUse(clock, story.contract, minutes(210)).usedMs).toBe(100 * MINUTE);
  });

  test('so does the progress round, and no other clock', () => {
    const story = resolved();
    const before = story.ticket.clocks;
    story.act(minutes(200), wang, reopen);
    const restarted = story.ticket.clocks.filter((clock, index) => clock !== before[index]).map((clock) => clock.id);
    expect(restarted).toEqual(['critical.resolve', 'critical.update#1']);
  });

  test('a second resolution is judged over all attempts', () => {
    const story = resolved().act(minutes(200), wang, reopen).act(minutes(231), li, resolve);
    expect(story.clock('critical.resolve')).toMatchObject({ stoppedAt: minutes(231), breached: true });
    const inTime = resolved().act(minutes(200), wang, reopen).act(minutes(230), li, resolve);
    expect(inTime.clock('critical.resolve')).toMatchObject({ stoppedAt: minutes(230), breached: false });
  });

  test('a resolution that was late stays late', () => {
    const story = new Story().act(minutes(130), li, resolve).act(minutes(140), wang, reopen);
    expect(story.clock('critical.resolve').breached).toBe(true);
    expect(story.act(minutes(141), li, resolve).clock('critical.resolve').breached).toBe(true);
  });

  test('stages that were posted are not posted again, the others come at their share', () => {
    const story = new Story().act(minutes(1), li, { type: 'arrive' });
    story.wake(minutes(60));
    story.act(minutes(90), li, resolve).act(minutes(200), wang, reopen);
    const ofResolve = (at: number) => story.wake(at).filter((stage) => stage.includes('resolve'));
    expect(ofResolve(minutes(206) - 1)).toEqual([]);
    expect(ofResolve(minutes(206))).toEqual(['critical.resolve p800']);
  });
});

describe('restart: another full time', () => {
  test('and the first stays judged as it was', () => {
    const story = resolved('restart').act(minutes(200), wang, reopen);
    expect(story.clock('critical.resolve')).toMatchObject({ stoppedAt: minutes(90), breached: false });
    expect(story.clock('critical.resolve#2')).toMatchObject({
      startedAt: minutes(200),
      dueAt: minutes(320),
      stages: [],
    });
    expect(story.clock('critical.update#2')).toMatchObject({ startedAt: minutes(200), dueAt: minutes(260) });
  });
  test('a third time counts on', () => {
    const story = resolved('restart')
      .act(minutes(200), wang, reopen)
      .act(minutes(210), li, resolve)
      .act(minutes(220), wang, reopen);
    expect(story.clock('critical.resolve#3').startedAt).toBe(minutes(220));
  });
});

describe('the ticket', () => {
  test('goes back to where its milestones say', () => {
    const story = resolved().act(minutes(200), wang, reopen);
    expect(story.ticket).toMatchObject({
      status: 'on_site',
      assigneeId: 'li',
      reopenings: 1,
      reopened: { at: minutes(200), by: 'wang' },
    });
    expect(story.ticket.milestones.resolved).toBeUndefined();
    expect(story.ticket).not.toHaveProperty('cause');
    expect(story.act(minutes(210), li, resolve).ticket).not.toHaveProperty('reopened');
  });
  test('does not close by itself while it is open again', () => {
    const story = resolved().act(minutes(200), wang, reopen);
    expect(story.wake(minutes(90) + story.contract.autoCloseAfterMs)).not.toContain('closed');
  });
  test('is closed for good once it was confirmed', () => {
    const story = resolved().act(minutes(91), wang, { type: 'confirm' });
    expect(story.refused(minutes(92), wang, reopen)).toEqual({ reason: 'status', command: 'reopen', status: 'closed' });
  });
});

test('clocks that ended before the resolution stay as they are', () => {
  const story = new Story()
    .act(minutes(30), li, progress)
    .act(minutes(40), qian, changeLevel('normal'))
    .act(minutes(50), li, resolve)
    .act(minutes(60), wang, reopen);
  expect(story.clock('critical.update#1').stoppedAt).toBe(minutes(30));
  expect(story.clock('critical.update#2').voidedAt).toBe(minutes(40));
  expect(story.clock('normal.resolve').stoppedAt).toBeUndefined();
});

test('of two rounds that ended at the resolution’s own instant only the newest runs on', () => {
  const story = new Story().act(minutes(30), li, progress).act(minutes(30), li, resolve).act(minutes(60), wang, reopen);
  expect(story.clock('critical.update#1').stoppedAt).toBe(minutes(30));
  expect(story.clock('critical.update#2').stoppedAt).toBeUndefined();
});

test('a resolution out of a suspension reopens running, with both pauses', () => {
  const story = new Story()
    .act(minutes(10), li, suspend)
    .act(minutes(10), qian, { type: 'approve_suspension' })
    .act(minutes(30), li, resolve)
    .act(minutes(50), wang, reopen);
  expect(story.ticket.suspension).toBeUndefined();
  expect(story.clock('critical.resolve').pauses.map((pause) => pause.cause)).toEqual(['suspended', 'resolved']);
  expect(story.clock('critical.resolve').dueAt).toBe(minutes(160));
});
