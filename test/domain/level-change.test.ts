import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import { addTarget } from '../../domain/targets.ts';
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
  Story,
  suspend,
  T0,
  workweek,
} from './fixture.ts';

const acknowledge: TicketCommand = { type: 'acknowledge' };
const arrive: TicketCommand = { type: 'arrive' };
const openIds = (story: Story) =>
  story.ticket.clocks
    .filter((clock) => clock.stoppedAt === undefined && clock.voidedAt === undefined)
    .map((clock) => clock.id);
const state = (story: Story, id: string, at: number) => clockUse(story.clock(id), story.contract, at).state;

test('an open clock gets its new target from its original start', () => {
  const story = new Story().act(minutes(1), qian, changeLevel('normal'));
  expect(openIds(story)).toEqual([
    'normal.respond',
    'normal.arrive',
    'normal.diagnose',
    'normal.report_up',
    'normal.resolve',
  ]);
  expect(story.ticket.clocks.map((clock) => clock.startedAt)).toEqual(story.ticket.clocks.map(() => T0));
  expect(story.clock('normal.arrive').dueAt).toBe(minutes(30));
  expect(story.clock('normal.resolve').dueAt).toBe(addTarget(workweek, T0, { workdays: 1 }));
  expect(story.ticket).toMatchObject({ level: 'normal', levelReason: { code: 'person', by: 'qian' } });
});

test('a stricter level may be over at once, and says so at once without calling itself late', () => {
  const story = new Story({}, { level: 'normal' }).act(minutes(8), li, acknowledge);
  expect(story.wake(minutes(9))).toEqual(['normal.diagnose p800']);
  story.act(minutes(9), qian, changeLevel('critical'));
  expect(story.wake(minutes(9))).toEqual(['critical.arrive breach', 'critical.report_up p800']);
});

test('a stopped clock is not judged again', () => {
  const story = new Story({}, { level: 'normal' })
    .act(minutes(20), li, arrive)
    .act(minutes(21), qian, changeLevel('critical'));
  expect(story.clock('normal.arrive')).toMatchObject({ stoppedAt: minutes(20), breached: false });
  expect(openIds(story)).not.toContain('critical.arrive');
});

test('one that has breached stays breached under a milder target', () => {
  const story = new Story();
  story.wake(minutes(6));
  story.act(minutes(7), qian, changeLevel('normal'));
  expect(state(story, 'normal.arrive', minutes(7))).toBe('breached');
  story.act(minutes(8), li, arrive);
  expect(story.clock('normal.arrive')).toMatchObject({ stoppedAt: minutes(8), breached: true });
});

test('so does one that was over, though nobody had told it yet, whatever is told later', () => {
  const story = new Story().act(minutes(6), qian, changeLevel('normal'));
  expect(state(story, 'normal.arrive', minutes(6))).toBe('breached');
  expect(story.wake(minutes(15))).toContain('normal.arrive p500');
  expect(state(story, 'normal.arrive', minutes(15))).toBe('breached');
});

describe('a promise that the new level does not have', () => {
  test('ends without judgement', () => {
    const story = new Story().act(minutes(30), qian, changeLevel('normal'));
    expect(state(story, 'critical.update#1', minutes(90))).toBe('void');
  });
  test('or as breached, if it was', () => {
    const story = new Story().act(minutes(61), qian, changeLevel('normal'));
    expect(story.clock('critical.update#1')).toMatchObject({ stoppedAt: minutes(61), breached: true });
    expect(state(story, 'critical.update#1', minutes(90))).toBe('breached');
  });
});

function withWorkaround(): Partial<Contract> {
  const clocks = contractWith().clocks;
  const resolve = clocks.find((rule) => rule.id === 'critical.resolve')!;
  return { clocks: [...clocks, { ...resolve, id: 'critical.workaround', clock: 'workaround', target: { ms: HOUR } }] };
}

describe('a promise that only the new level has', () => {
  test('counts from the report', () => {
    const story = new Story(withWorkaround(), { level: 'normal' }).act(minutes(30), qian, changeLevel('critical'));
    expect(story.clock('critical.workaround')).toMatchObject({ startedAt: T0, dueAt: minutes(60) });
  });
  test('but progress from the change: nothing was owed before', () => {
    const story = new Story({}, { level: 'normal' }).act(minutes(90), qian, changeLevel('critical'));
    expect(story.clock('critical.update#1')).toMatchObject({ startedAt: minutes(90), dueAt: minutes(150) });
  });
  test('and has lived through the ticket’s pauses, if it may pause', () => {
    const story = new Story(withWorkaround(), { level: 'normal' })
      .act(minutes(10), li, suspend)
      .act(minutes(10), qian, { type: 'approve_suspension' })
      .act(minutes(25), li, { type: 'resume' })
      .act(minutes(30), qian, changeLevel('critical'));
    expect(story.clock('critical.workaround').dueAt).toBe(minutes(75));
  });
});

test('pauses are kept: a change of level does not forget them', () => {
  const story = new Story()
    .act(minutes(10), li, suspend)
    .act(minutes(10), qian, { type: 'approve_suspension' })
    .act(minutes(40), li, { type: 'resume' })
    .act(minutes(50), qian, changeLevel('normal'))
    .act(minutes(60), qian, changeLevel('critical'));
  expect(story.clock('critical.resolve').dueAt).toBe(minutes(150));
  expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(60)).usedMs).toBe(30 * MINUTE);
});

test('a suspended ticket stays suspended under its new level', () => {
  const story = new Story()
    .act(minutes(10), li, suspend)
    .act(minutes(10), qian, { type: 'approve_suspension' })
    .act(minutes(20), qian, changeLevel('normal'));
  expect(state(story, 'normal.resolve', minutes(300))).toBe('paused');
  story.act(minutes(30), qian, changeLevel('critical'));
  expect(state(story, 'critical.update#2', minutes(300))).toBe('paused');
  story.act(minutes(60), li, { type: 'resume' });
  expect(story.clock('critical.update#2').dueAt).toBe(minutes(120));
  expect(story.clock('critical.resolve').dueAt).toBe(minutes(170));
});

test('a clock that may not pause under its new level runs on from the change', () => {
  const clocks = contractWith().clocks.map((rule) =>
    rule.id === 'normal.resolve' ? { ...rule, pausable: false } : rule,
  );
  const story = new Story({ clocks })
    .act(minutes(10), li, suspend)
    .act(minutes(10), qian, { type: 'approve_suspension' })
    .act(minutes(20), qian, changeLevel('normal'));
  expect(state(story, 'normal.resolve', minutes(30))).toBe('running');
  expect(clockUse(story.clock('normal.resolve'), story.contract, minutes(30)).usedMs).toBe(20 * MINUTE);
});

test('a suspension that paused nothing pauses what may pause under the new level, from its request', () => {
  const clocks = contractWith().clocks.map((rule) =>
    rule.id === 'normal.resolve' ? { ...rule, pausable: false } : rule,
  );
  const story = new Story({ clocks }, { level: 'normal' })
    .act(minutes(10), li, suspend)
    .act(minutes(12), qian, { type: 'approve_suspension' })
    .act(minutes(20), qian, changeLevel('critical'));
  expect(clockUse(story.clock('critical.resolve'), story.contract, minutes(90))).toMatchObject({
    state: 'paused',
    usedMs: 10 * MINUTE,
  });
});

describe('no stage comes twice', () => {
  test('not for a clock that was void in between', () => {
    const story = new Story(withWorkaround(), { level: 'normal' }).act(minutes(31), qian, changeLevel('critical'));
    expect(story.wake(minutes(31))).toContain('critical.workaround p500');
    story.act(minutes(32), qian, changeLevel('normal')).act(minutes(33), qian, changeLevel('critical'));
    expect(story.wake(minutes(34)).join()).not.toContain('workaround');
    expect(story.wake(minutes(48))).toContain('critical.workaround p800');
  });
  test('nor for one whose change of level was taken back and made again', () => {
    const story = new Story({}, { level: 'normal' }).act(minutes(15), qian, changeLevel('critical'));
    expect(story.wake(minutes(15))).toContain('critical.arrive breach');
    story.act(minutes(16), qian, { type: 'undo' }).act(minutes(17), qian, changeLevel('critical'));
    expect(story.wake(minutes(17)).join()).not.toContain('arrive');
    expect(story.wake(minutes(20))).toContain('critical.arrive e1');
  });
  test('not after a change to and fro', () => {
    const story = new Story().act(minutes(1), li, arrive);
    expect(story.wake(minutes(60))).toContain('critical.resolve p500');
    story.act(minutes(61), qian, changeLevel('normal')).act(minutes(62), qian, changeLevel('critical'));
    expect(story.wake(minutes(96) - 1).filter((stage) => stage.includes('resolve'))).toEqual([]);
    expect(story.wake(minutes(96))).toContain('critical.resolve p800');
  });
  test('rounds keep their numbers', () => {
    const story = new Story().act(minutes(50), li, progress).act(minutes(60), qian, changeLevel('normal'));
    story.act(minutes(61), qian, changeLevel('critical'));
    expect(story.ticket.clocks.filter((clock) => clock.clock === 'update').map((clock) => clock.id)).toEqual([
      'critical.update#1',
      'critical.update#2',
      'critical.update#3',
    ]);
  });
});

test('a rule that binds both levels is left alone', () => {
  const clocks = contractWith().clocks.map((rule) => (rule.id === 'critical.resolve' ? { ...rule, levels: [] } : rule));
  const story = new Story({ clocks: clocks.filter((rule) => rule.id !== 'normal.resolve') });
  story.wake(minutes(100));
  const before = story.clock('critical.resolve');
  expect(story.act(minutes(101), qian, changeLevel('normal')).clock('critical.resolve')).toEqual(before);
});
