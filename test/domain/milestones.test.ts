import { describe, expect, test } from 'vitest';
import { clockUse } from '../../domain/clocks.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import {
  contractWith,
  diagnose,
  li,
  MINUTE,
  minutes,
  progress,
  qian,
  resolve,
  rule,
  Story,
  T0,
  transferTo,
  wang,
  words,
  zhao,
  zhou,
} from './fixture.ts';

const acknowledge: TicketCommand = { type: 'acknowledge' };
const arrive: TicketCommand = { type: 'arrive' };
const reportUp: TicketCommand = { type: 'report_up' };
const workAround: TicketCommand = { type: 'work_around', text: words('workaround') };

/** What each clock has come to: `arrive 3` met in the third minute, `arrive 6!` too late, `arrive -` running. */
function clocksOf(story: Story): string[] {
  return story.ticket.clocks.map((clock) => {
    const ended = clock.stoppedAt === undefined ? '-' : String((clock.stoppedAt - T0) / 60_000);
    const state = clockUse(clock, story.contract, clock.stoppedAt ?? T0).state;
    return `${clock.clock} ${state === 'void' ? 'void' : ended}${state === 'breached' ? '!' : ''}`;
  });
}

describe('opening', () => {
  test('starts every clock of the level, at the instant of the report', () => {
    const story = new Story({}, { reportedAt: T0, receivedAt: minutes(4) });
    expect(clocksOf(story)).toEqual(['respond -', 'arrive -', 'diagnose -', 'report_up -', 'resolve -', 'update -']);
    expect(story.ticket.clocks.every((clock) => clock.startedAt === T0)).toBe(true);
    expect(story.ticket.clocks.map((clock) => clock.dueAt)).toEqual([5, 5, 10, 10, 120, 60].map(minutes));
    expect(story.ticket).toMatchObject({
      status: 'open',
      version: 1,
      writes: 1,
      contractId: 'test',
      packHash: 'pack-hash',
    });
    expect(story.ticket.milestones).toEqual({ reported: { at: T0, by: 'wang', implied: false } });
  });

  test('rules for other systems or levels do not bind; a rule for the system outweighs one for all', () => {
    const [rule] = contractWith().clocks;
    const clocks = [
      { ...rule!, id: 'everywhere', levels: [], systems: [] },
      { ...rule!, id: 'everywhere.contract', levels: [], systems: [], binding: 'contract' as const },
      { ...rule!, id: 'site', levels: [], systems: ['site', 'other'] },
      { ...rule!, id: 'elsewhere', levels: [], systems: ['other'] },
      { ...rule!, id: 'mild', levels: ['normal'] },
      { ...rule!, id: 'report', clock: 'fault_report' as const },
    ];
    const ids = (story: Story) => story.ticket.clocks.map((clock) => clock.id).filter((id) => !id.includes('contract'));
    expect(ids(new Story({ clocks }))).toEqual(['site']);
    const unknown = new Story({ clocks }, { systemId: 'unheard of' });
    expect(ids(unknown)).toEqual(['everywhere']);
  });

  test('a level that the pack has not is a programmer’s error', () => {
    expect(() => new Story({}, { level: 'P9' })).toThrow(/no level P9/);
  });
});

describe('a later milestone implies the earlier ones at the same instant', () => {
  test.each([
    [
      'acknowledge',
      acknowledge,
      ['respond 3', 'arrive -', 'diagnose -', 'report_up -', 'resolve -', 'update -'],
      ['acknowledged'],
    ],
    [
      'arrive',
      arrive,
      ['respond 3', 'arrive 3', 'diagnose -', 'report_up -', 'resolve -', 'update -'],
      ['(acknowledged)', 'arrived'],
    ],
    [
      'diagnose',
      diagnose,
      ['respond 3', 'arrive 3', 'diagnose 3', 'report_up -', 'resolve -', 'update 3', 'update -'],
      ['(acknowledged)', '(arrived)', 'diagnosed'],
    ],
    [
      'work around',
      workAround,
      ['respond 3', 'arrive 3', 'diagnose 3', 'report_up -', 'resolve -', 'update 3', 'update -'],
      ['(acknowledged)', '(arrived)', '(diagnosed)', 'worked_around'],
    ],
    [
      'resolve',
      resolve,
      ['respond 3', 'arrive 3', 'diagnose 3', 'report_up 3', 'resolve 3', 'update 3'],
      ['(acknowledged)', '(arrived)', '(diagnosed)', 'resolved', '(reported up)'],
    ],
    [
      'tell the lead',
      reportUp,
      ['respond 3', 'arrive -', 'diagnose -', 'report_up 3', 'resolve -', 'update -'],
      ['(acknowledged)', 'reported up'],
    ],
    [
      'tell progress',
      progress,
      ['respond 3', 'arrive -', 'diagnose -', 'report_up -', 'resolve -', 'update 3', 'update -'],
      ['(acknowledged)'],
    ],
  ])('%s', (_name, command, clocks, marks) => {
    const story = new Story().act(minutes(3), li, command);
    expect(clocksOf(story)).toEqual(clocks);
    const { reported, ...reached } = story.ticket.milestones;
    const all = { ...reached, ...(story.ticket.reportedUp ? { 'reported up': story.ticket.reportedUp } : {}) };
    const told = Object.entries(all).map(([name, mark]) => (mark.implied ? `(${name})` : name));
    expect(told.toSorted()).toEqual(marks.toSorted());
    expect(Object.values(all).every((mark) => mark.at === minutes(3) && mark.by === 'li')).toBe(true);
    expect(story.ticket.assigneeId).toBe('li');
  });

  test('arriving is implied only where the contract wants it', () => {
    const clocks = contractWith().clocks.filter((rule) => rule.clock !== 'arrive');
    const story = new Story({ clocks }).act(minutes(3), li, resolve);
    expect(story.ticket.milestones.arrived).toBeUndefined();
    expect(story.ticket.milestones.diagnosed?.implied).toBe(true);
  });

  test('a workaround is implied by the resolution where the contract wants one', () => {
    const [rule] = contractWith().clocks;
    const story = new Story({ clocks: [{ ...rule!, id: 'w', clock: 'workaround' }] }).act(minutes(3), li, resolve);
    const mark = { at: minutes(3), by: 'li', implied: true, byResolution: true };
    expect(story.ticket.milestones.worked_around).toEqual(mark);
  });

  test('what was reached before keeps its instant and its person', () => {
    const story = new Story()
      .act(minutes(1), zhou, acknowledge)
      .act(minutes(2), zhou, arrive)
      .act(minutes(9), zhao, resolve);
    expect(story.ticket.milestones).toMatchObject({
      acknowledged: { at: minutes(1), by: 'zhou', implied: false },
      arrived: { at: minutes(2), by: 'zhou', implied: false },
      diagnosed: { at: minutes(9), by: 'zhao', implied: true },
      resolved: { at: minutes(9), by: 'zhao', implied: false },
    });
    expect(story.ticket.assigneeId, 'the manager helped; it is still Zhou’s').toBe('zhou');
  });
});

describe('a clock is judged where it stops', () => {
  test.each([
    ['a millisecond before its due instant', minutes(5) - 1, false],
    ['at it', minutes(5), false],
    ['a millisecond after', minutes(5) + 1, true],
  ])('%s', (_name, at, breached) => {
    const story = new Story().act(at, li, arrive);
    expect(story.clock('critical.arrive')).toMatchObject({ stoppedAt: at, breached });
  });

  test('cancelling judges nothing, not even what was over', () => {
    const story = new Story();
    story.wake(minutes(6));
    story.act(minutes(7), qian, { type: 'cancel', reason: words('false') });
    expect(clocksOf(story).every((clock) => clock.endsWith('void'))).toBe(true);
    expect(story.ticket).toMatchObject({ status: 'cancelled', closedAt: minutes(7), closedBy: 'qian' });
  });
});

describe('hourly progress', () => {
  test('each round starts where the one before was met', () => {
    const story = new Story()
      .act(minutes(50), li, progress)
      .act(minutes(110), li, progress)
      .act(minutes(171), li, progress);
    const rounds = story.ticket.clocks.filter((clock) => clock.clock === 'update');
    expect(rounds.map((clock) => [clock.id, clock.startedAt, clock.dueAt, clock.breached])).toEqual([
      ['critical.update#1', minutes(0), minutes(60), false],
      ['critical.update#2', minutes(50), minutes(110), false],
      ['critical.update#3', minutes(110), minutes(170), true],
      ['critical.update#4', minutes(171), minutes(231), false],
    ]);
  });

  test('a supplement or an arrival tells the customer nothing', () => {
    const story = new Story()
      .act(minutes(5), wang, { type: 'supplement', text: words('w') })
      .act(minutes(6), li, arrive);
    expect(story.clock('critical.update#1').stoppedAt).toBeUndefined();
  });
});

test('handing a ticket out is no answer to the customer: the respond clock runs on', () => {
  const story = new Story().act(minutes(1), zhao, transferTo(zhou));
  expect(story.ticket).toMatchObject({ status: 'open', assigneeId: 'zhou' });
  expect(clocksOf(story)[0]).toBe('respond -');
  story.act(minutes(2), zhou, arrive);
  expect(story.ticket.milestones.acknowledged).toEqual({ at: minutes(2), by: 'zhou', implied: true });
});

test('a transfer leaves a stopped respond clock stopped', () => {
  const story = new Story().act(minutes(1), li, acknowledge).act(minutes(2), li, transferTo(zhou));
  expect(clocksOf(story)[0]).toBe('respond 1');
  expect(story.ticket.assigneeId).toBe('zhou');
});

describe('a diagnosis', () => {
  const due = (clock: 'arrive' | 'diagnose', minute: number) => rule('critical', clock, { ms: minute * MINUTE });
  test.each([
    ['that is due before the arrival is made from afar', 10, 30, false],
    ['that is due with it implies it', 10, 10, true],
    ['that is due after it implies it', 30, 10, true],
  ])('%s', (_name, diagnosis, arrival, implied) => {
    const story = new Story({ clocks: [due('arrive', arrival), due('diagnose', diagnosis)] });
    story.act(minutes(1), li, diagnose);
    expect(story.clock('critical.arrive').stoppedAt !== undefined).toBe(implied);
    expect(story.ticket.milestones.arrived !== undefined).toBe(implied);
    expect(story.ticket.status).toBe(implied ? 'on_site' : 'acknowledged');
  });
});
