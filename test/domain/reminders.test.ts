import { describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { type Chain, DEFAULT_CHAIN } from '../../domain/contract.ts';
import { decideWake, nextWakeAt } from '../../domain/reminders.ts';
import type { TicketCommand } from '../../domain/ticket-types.ts';
import {
  contractWith,
  envAt,
  HOUR,
  li,
  MINUTE,
  minutes,
  progress,
  resolve,
  SECOND,
  Story,
  T0,
  usualChain,
  wang,
} from './fixture.ts';

const arrive: TicketCommand = { type: 'arrive' };
/** Only the arrive clock: five minutes. */
const chainOf = (chain: Chain) => ({ chains: { [DEFAULT_CHAIN]: chain } });
const arriveOnly = { clocks: contractWith().clocks.filter((rule) => rule.id === 'critical.arrive') };

describe('telephone calls', () => {
  const [breach, up, last] = usualChain.escalation;
  const calling = chainOf({ ...usualChain, escalation: [breach!, up!, { ...last!, to: ['supervisor'], call: true }] });
  test.each([
    ['a millisecond before the last step nobody is telephoned', [minutes(6), minutes(20)], minutes(35) - 1, []],
    ['at the last step its people are, once', [minutes(6), minutes(20)], minutes(35), [['supervisor']]],
    ['after downtime only its people are, not those of the steps before', [], minutes(35), [['supervisor']]],
    ['and not again', [minutes(35)], minutes(9000), []],
  ])('%s', (_name, earlier, at, calls) => {
    const story = new Story({ ...arriveOnly, ...calling });
    for (const instant of earlier) story.wake(instant);
    const wake = decideWake(story.ticket, envAt(at, story.contract));
    const reminders = (wake?.events ?? []).flatMap((event) => (event.type === 'reminded' ? event.reminders : []));
    expect(reminders.flatMap((reminder) => (reminder.calls ? [reminder.calls] : []))).toEqual(calls);
  });

  test('of the supplier’s own target the customer is never telephoned', () => {
    const [rule] = arriveOnly.clocks;
    const story = new Story({ clocks: [{ ...rule!, binding: 'internal' }], ...calling });
    const wake = decideWake(story.ticket, envAt(minutes(35), story.contract));
    expect(wake?.events).toMatchObject([{ reminders: [{ calls: ['manager'] }] }]);
  });
});

describe('stages of a clock, to the millisecond', () => {
  test.each([
    ['nothing before 50 %', [], minutes(2.5) - 1, []],
    ['50 %', [], minutes(2.5), ['p500']],
    ['still 50 % just before 80 %', [], minutes(4) - 1, ['p500']],
    ['80 %', [minutes(2.5)], minutes(4), ['p800']],
    ['no breach at the last instant that counts', [minutes(4)], minutes(5), []],
    ['a breach one millisecond later', [minutes(4)], minutes(5) + 1, ['breach']],
    ['nothing more before the chain’s next step', [minutes(6)], minutes(20) - 1, []],
    ['up the chain', [minutes(6)], minutes(20), ['e1']],
    ['and up', [minutes(6), minutes(20)], minutes(35), ['e2']],
    ['and then silence', [minutes(6), minutes(20), minutes(35)], minutes(9000), []],
  ])('%s', (_name, earlier, at, stages) => {
    const story = new Story(arriveOnly);
    for (const instant of earlier) story.wake(instant);
    expect(story.wake(at).map((stage) => stage.replace('critical.arrive ', '').replace(' late', ''))).toEqual(stages);
  });

  test('a share that is no whole millisecond is rounded up: never early', () => {
    const [rule] = arriveOnly.clocks;
    const story = new Story({
      clocks: [{ ...rule!, target: { ms: 3 } }],
      ...chainOf({ ...usualChain, reminders: [{ permille: 500, to: [] }] }),
    });
    expect(nextWakeAt(story.ticket, story.contract)).toBe(T0 + 2);
  });

  test('shares are counted in the clock’s calendar', () => {
    const story = new Story({}, { level: 'normal' }).act(minutes(1), li, {
      type: 'diagnose',
      text: { id: 'd', hash: 'd' },
    });
    story.act(minutes(1), li, { type: 'report_up' }).act(minutes(1), li, arrive);
    expect(nextWakeAt(story.ticket, story.contract)).toBe(parseCivil('2026-03-03', '14:00'));
  });
});

test('a reminder for several overtaken stages rings everybody whom they would have rung', () => {
  const story = new Story(arriveOnly);
  const wake = decideWake(story.ticket, envAt(minutes(40), story.contract));
  expect(wake?.events[0]).toMatchObject({
    reminders: [{ stage: 'e2', to: ['responsible', 'manager', 'supervisor'] }],
  });
});

describe('the supplier’s own target is no business of the customer’s', () => {
  const [rule] = arriveOnly.clocks;
  const chain: Chain = {
    reminders: [{ permille: 500, to: ['responsible', 'reporter'] }],
    escalation: [
      { afterMs: 0, to: ['responsible', 'backup', 'engineer', 'supplier_lead', 'supervisor'] },
      { afterMs: 15 * MINUTE, to: ['supervisor', 'customer_lead', 'reporter'] },
      { afterMs: 30 * MINUTE, to: ['manager', 'customer_lead'] },
    ],
  };

  test.each([
    ['before it is due', minutes(2.5), ['responsible', 'reporter'], ['responsible']],
    [
      'at the breach',
      minutes(5) + 1,
      ['responsible', 'backup', 'engineer', 'supplier_lead', 'supervisor'],
      ['responsible', 'backup', 'engineer', 'supplier_lead'],
    ],
    ['a step that was the customer’s alone', minutes(20), ['supervisor', 'customer_lead', 'reporter'], ['manager']],
    ['the step after it', minutes(35), ['manager', 'customer_lead'], ['manager']],
  ] as const)('%s', (_name, at, ofContract, ofOwn) => {
    for (const [binding, to] of [['contract', ofContract] as const, ['internal', ofOwn] as const]) {
      const story = new Story({ clocks: [{ ...rule!, binding }], ...chainOf(chain) });
      for (const earlier of [minutes(2.5), minutes(5) + 1, minutes(20)]) if (earlier < at) story.wake(earlier);
      const wake = decideWake(story.ticket, envAt(at, story.contract));
      expect(wake?.events, binding).toMatchObject([{ reminders: [{ to }] }]);
    }
  });
});

test('a reminder says for whom, what is due when, and when it was owed', () => {
  const story = new Story(arriveOnly);
  const wake = decideWake(story.ticket, envAt(minutes(4) + 30 * SECOND, story.contract));
  expect(wake?.events).toMatchObject([
    {
      type: 'reminded',
      at: minutes(4) + 30 * SECOND,
      reminders: [
        {
          clockId: 'critical.arrive',
          clock: 'arrive',
          stage: 'p800',
          dueAt: minutes(5),
          plannedAt: minutes(4),
          late: false,
          to: ['responsible', 'manager'],
        },
      ],
    },
  ]);
  expect(wake?.events[0]).not.toHaveProperty('by');
});

describe('late', () => {
  test.each([
    ['a minute is not', MINUTE, false],
    ['a millisecond more is', MINUTE + 1, true],
  ])('%s', (_name, after, late) => {
    expect(new Story(arriveOnly).wake(minutes(2.5) + after)).toEqual([`critical.arrive p500${late ? ' late' : ''}`]);
  });

  test('after downtime the newest stage is posted once, and the overtaken ones never', () => {
    const story = new Story(arriveOnly);
    expect(story.wake(minutes(21))).toEqual(['critical.arrive e1']);
    expect(story.clock('critical.arrive')).toMatchObject({ stages: ['p500', 'p800', 'breach', 'e1'], breached: true });
    expect(story.wake(minutes(21))).toEqual([]);
    expect(story.wake(minutes(40))).toEqual(['critical.arrive e2 late']);
  });

  test('a ticket that was registered long after its report is over, but its reminder is not late', () => {
    const story = new Story(arriveOnly, { reportedAt: T0, receivedAt: minutes(12) });
    expect(story.wake(minutes(12))).toEqual(['critical.arrive breach']);
  });
});

test('clocks that are due together are one post, with one stage of each', () => {
  const story = new Story();
  expect(story.wake(minutes(5) + 1)).toEqual(
    [
      'critical.respond breach late',
      'critical.arrive breach late',
      'critical.diagnose p500',
      'critical.report_up p500',
    ].map((stage) => stage.replace(' late', '')),
  );
  expect(story.history.filter((event) => event.type === 'reminded')).toHaveLength(1);
});

describe('none after its clock stopped', () => {
  test('arrived', () => {
    const story = new Story(arriveOnly).act(minutes(2), li, arrive);
    expect(nextWakeAt(story.ticket, story.contract)).toBeUndefined();
    expect(story.wake(minutes(60))).toEqual([]);
  });
  test('arrived too late: the chain goes no further up', () => {
    const story = new Story(arriveOnly);
    story.wake(minutes(6));
    story.act(minutes(10), li, arrive);
    expect(story.wake(minutes(60))).toEqual([]);
  });
  test('a met round of progress: the next one reminds in its own time', () => {
    const story = new Story({ clocks: contractWith().clocks.filter((rule) => rule.id === 'critical.update') });
    story.act(minutes(29), li, progress);
    expect(story.wake(minutes(59) - 1)).toEqual([]);
    expect(story.wake(minutes(59))).toEqual(['critical.update#2 p500']);
  });
});

describe('a ticket that nobody confirms', () => {
  const closesAt = minutes(10) + 24 * HOUR;
  test.each([
    ['stays resolved until the pack’s time', closesAt - 1, []],
    ['closes by itself at it', closesAt, ['closed']],
    ['or later, after downtime', closesAt + 5 * HOUR, ['closed']],
  ])('%s', (_name, at, expected) => {
    const story = new Story().act(minutes(10), li, resolve);
    expect(nextWakeAt(story.ticket, story.contract)).toBe(closesAt);
    expect(story.wake(at)).toEqual(expected);
  });
  test('closed by itself, it names nobody, and sleeps', () => {
    const story = new Story().act(minutes(10), li, resolve);
    story.wake(closesAt);
    expect(story.ticket).toMatchObject({ status: 'closed', closedAt: closesAt });
    expect(story.ticket).not.toHaveProperty('closedBy');
    expect(nextWakeAt(story.ticket, story.contract)).toBeUndefined();
  });
  test('a confirmed one sleeps at once', () => {
    const story = new Story().act(minutes(10), li, resolve).act(minutes(11), wang, { type: 'confirm' });
    expect(nextWakeAt(story.ticket, story.contract)).toBeUndefined();
  });
});

test('a stage that an edited pack puts before one already posted is not owed', () => {
  const story = new Story(arriveOnly);
  story.wake(minutes(4));
  const reminders = [300, 800, 900].map((permille) => ({ permille, to: [] }));
  const edited = contractWith({ ...arriveOnly, ...chainOf({ ...usualChain, reminders }) });
  expect(nextWakeAt(story.ticket, edited)).toBe(minutes(4.5));
});

test('a pack without a chain still tells a breach', () => {
  const story = new Story({ ...arriveOnly, ...chainOf({ reminders: [], escalation: [] }) });
  expect(nextWakeAt(story.ticket, story.contract)).toBe(minutes(5) + 1);
  expect(story.wake(minutes(5) + 1)).toEqual(['critical.arrive breach']);
});

test('a reminder changes nothing that people may do', () => {
  const story = new Story();
  const { version, writes } = story.ticket;
  story.wake(minutes(5));
  expect(story.ticket).toMatchObject({ version, writes: writes + 1 });
});
