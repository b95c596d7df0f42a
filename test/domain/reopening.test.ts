import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import {
  changeLevel,
  diagnose,
  enterLate,
  li,
  MINUTE,
  minutes,
  progress,
  qian,
  reopen,
  resolve,
  Story,
  suspend,
  wang,
} from './fixture.ts';

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

  test('so does the progress round, and no clock that was met by its own step', () => {
    const story = resolved();
    const before = story.ticket.clocks;
    story.act(minutes(200), wang, reopen);
    const restarted = story.ticket.clocks.filter((clock, index) => clock !== before[index]).map((clock) => clock.id);
    expect(restarted).toEqual(['critical.diagnose', 'critical.report_up', 'critical.resolve', 'critical.update#1']);
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

describe('what nobody did but by saying that it was resolved', () => {
  /** Resolved from afar after four minutes: nobody came, and the customer says that it is not resolved. */
  const bought = (mode: 'resume' | 'restart' = 'resume') =>
    new Story({ reopen: mode }).act(minutes(4), li, resolve).act(minutes(60), wang, reopen);

  test('is still to be done: its clock runs on without the time in between', () => {
    const story = bought();
    for (const id of ['critical.arrive', 'critical.diagnose', 'critical.report_up']) {
      expect(story.clock(id).pauses).toEqual([{ from: minutes(4), to: minutes(60), cause: 'resolved', by: 'wang' }]);
      expect(story.clock(id), id).not.toHaveProperty('stoppedAt');
    }
    expect(story.clock('critical.arrive').dueAt).toBe(minutes(61));
    expect(story.wake(minutes(61) + 1)).toContain('critical.arrive breach');
    expect(story.act(minutes(62), li, { type: 'arrive' }).clock('critical.arrive').breached).toBe(true);
  });

  test('but whoever works has responded', () => {
    expect(bought().clock('critical.respond')).toMatchObject({ stoppedAt: minutes(4) });
    expect(bought().ticket).toMatchObject({ status: 'acknowledged', assigneeId: 'li' });
  });

  test('is no milestone any more, and can be done', () => {
    const { ticket } = bought();
    expect(Object.keys(ticket.milestones)).toEqual(['reported', 'acknowledged']);
    expect(ticket).not.toHaveProperty('reportedUp');
    const story = bought().act(minutes(60.5), li, { type: 'arrive' }).act(minutes(61), li, { type: 'report_up' });
    expect(story.ticket).toMatchObject({ status: 'on_site', reportedUp: { at: minutes(61), implied: false } });
    expect(story.clock('critical.arrive').breached).toBe(false);
  });

  test('starts afresh where the pack restarts', () => {
    const story = bought('restart');
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(4), breached: false });
    expect(story.clock('critical.arrive#2')).toMatchObject({ startedAt: minutes(60), dueAt: minutes(65) });
    expect(story.act(minutes(65) + 1, li, { type: 'arrive' }).clock('critical.arrive#2').breached).toBe(true);
  });

  test('stays missed where it was over by the resolution', () => {
    const story = new Story().act(minutes(6), li, resolve).act(minutes(60), wang, reopen);
    expect(story.clock('critical.arrive')).toMatchObject({ dueAt: minutes(5), breached: true });
    expect(story.act(minutes(61), li, { type: 'arrive' }).clock('critical.arrive').breached).toBe(true);
  });

  test('is judged over both attempts when it is resolved again without it', () => {
    const inTime = bought().act(minutes(61), li, resolve);
    expect(inTime.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(61), breached: false });
    expect(inTime.act(minutes(70), wang, reopen).clock('critical.arrive').dueAt).toBe(minutes(70));
  });

  test('what another step implied at the same instant was done', () => {
    const story = new Story().act(minutes(3), li, diagnose).act(minutes(3), li, resolve).act(minutes(60), wang, reopen);
    expect(story.ticket.status).toBe('on_site');
    expect(story.clock('critical.arrive').stoppedAt).toBe(minutes(3));
    expect(story.clock('critical.diagnose').stoppedAt).toBe(minutes(3));
    expect(story.clock('critical.report_up')).not.toHaveProperty('stoppedAt');
  });

  test('what was done before a resolution that is dated back stays done, and what was not does not', () => {
    const story = new Story()
      .act(minutes(8), li, { type: 'arrive' })
      .act(minutes(30), li, resolve)
      .act(minutes(31), li, enterLate('resolve', minutes(4)))
      .act(minutes(32), qian, { type: 'approve_late_entry' })
      .act(minutes(60), wang, reopen);
    expect(Object.keys(story.ticket.milestones)).toEqual(['reported', 'acknowledged', 'arrived']);
    expect(story.ticket.status).toBe('on_site');
    expect(story.clock('critical.diagnose')).toMatchObject({ pauses: [{ from: minutes(4), to: minutes(60) }] });
  });

  test('a late entry that is approved makes it a step of its own', () => {
    const story = new Story()
      .act(minutes(30), li, resolve)
      .act(minutes(31), li, enterLate('arrive', minutes(4)))
      .act(minutes(32), qian, { type: 'approve_late_entry' })
      .act(minutes(60), wang, reopen);
    expect(story.ticket.milestones.arrived).toMatchObject({ at: minutes(4), implied: false });
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(4), breached: false });
  });

  test('entered late after the reopening, it counts from when it was done', () => {
    const story = bought().act(minutes(90), li, enterLate('arrive', minutes(3)));
    story.act(minutes(91), qian, { type: 'approve_late_entry' });
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: minutes(3), breached: false });
    expect(clockUse(story.clock('critical.arrive'), story.contract, minutes(91)).usedMs).toBe(3 * MINUTE);
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
