import { describe, expect, test } from 'vitest';
import { audienceOf, offers } from '../../domain/offers.ts';
import type { TicketCommand, TicketCommandType } from '../../domain/ticket-types.ts';
import { type Actor, ticketId } from '../../domain/types.ts';
import {
  actor,
  changeLevel,
  changeSystem,
  contractWith,
  diagnose,
  enterLate,
  everyone,
  li,
  mergeInto,
  minutes,
  progress,
  qian,
  reopen,
  reportFault,
  resolve,
  rule,
  Story,
  suspend,
  T0,
  transferTo,
  wang,
  words,
  zhao,
} from './fixture.ts';

const acknowledge: TicketCommand = { type: 'acknowledge' };
const wu = actor('wu', 'engineer');

const withAgreedResolve = () =>
  new Story({ clocks: [...contractWith().clocks, rule('critical', 'workaround', { agreed: true })] });

const states: Record<string, () => Story> = {
  'nobody took it': () => new Story(),
  'handed out': () => new Story().act(minutes(1), zhao, transferTo(li)),
  acknowledged: () => new Story().act(minutes(1), li, acknowledge),
  'on site': () => new Story().act(minutes(1), li, { type: 'arrive' }),
  'a pause is asked for': () => new Story().act(minutes(1), li, suspend),
  suspended: () => states['a pause is asked for']!().act(minutes(2), qian, { type: 'approve_suspension' }),
  resolved: () => new Story().act(minutes(1), li, resolve),
  reopened: () => states.resolved!().act(minutes(2), wang, reopen),
  'a date is proposed': () => withAgreedResolve().act(minutes(1), wang, { type: 'propose_due', dueAt: minutes(999) }),
  closed: () => states.resolved!().act(minutes(2), wang, { type: 'confirm' }),
  cancelled: () => new Story().act(minutes(1), wang, { type: 'cancel', reason: words('x') }),
};

/** Long after, so that nothing can be taken back any more. */
const later = minutes(10);

describe('what may be done next, most useful first', () => {
  test.each([
    [
      'nobody took it',
      [
        'acknowledge',
        'arrive',
        'resolve',
        'diagnose',
        'report_up',
        'transfer',
        'progress',
        'suspend',
        'supplement',
        'change_level',
        'enter_late',
        'cancel',
      ],
    ],
    [
      'acknowledged',
      [
        'arrive',
        'resolve',
        'diagnose',
        'report_up',
        'transfer',
        'progress',
        'suspend',
        'supplement',
        'change_level',
        'enter_late',
        'cancel',
      ],
    ],
    [
      'on site',
      ['resolve', 'diagnose', 'report_up', 'transfer', 'progress', 'suspend', 'supplement', 'change_level', 'cancel'],
    ],
    [
      'a pause is asked for',
      [
        'approve_suspension',
        'refuse_suspension',
        'arrive',
        'resolve',
        'diagnose',
        'report_up',
        'transfer',
        'progress',
        'supplement',
        'change_level',
        'enter_late',
        'cancel',
      ],
    ],
    [
      'suspended',
      [
        'resume',
        'arrive',
        'resolve',
        'diagnose',
        'report_up',
        'transfer',
        'progress',
        'supplement',
        'change_level',
        'enter_late',
        'cancel',
      ],
    ],
    ['resolved', ['confirm', 'reopen', 'supplement']],
    [
      'reopened',
      [
        'arrive',
        'resolve',
        'diagnose',
        'report_up',
        'transfer',
        'progress',
        'suspend',
        'supplement',
        'change_level',
        'enter_late',
        'cancel',
      ],
    ],
    [
      'a date is proposed',
      [
        'accept_due',
        'refuse_due',
        'propose_due',
        'acknowledge',
        'arrive',
        'resolve',
        'diagnose',
        'report_up',
        'work_around',
        'transfer',
        'progress',
        'suspend',
        'supplement',
        'change_level',
        'enter_late',
        'cancel',
      ],
    ],
    ['closed', []],
    ['cancelled', []],
  ])('%s', (state, expected) => {
    const story = states[state]!();
    expect(offers(story.ticket, story.contract, later).map((offer) => offer.command)).toEqual(expected);
  });

  test('to whom: before it is taken to every engineer, then to whom it is', () => {
    const people = (story: Story, command: TicketCommandType) => {
      const offer = offers(story.ticket, story.contract, later).find((candidate) => candidate.command === command);
      return offer && audienceOf(offer, story.ticket, everyone);
    };
    expect(people(states['nobody took it']!(), 'acknowledge')).toEqual(['li', 'zhou', 'zhao']);
    expect(people(states['handed out']!(), 'acknowledge')).toEqual(['li', 'zhao']);
    expect(people(states.acknowledged!(), 'resolve')).toEqual(['li', 'zhao']);
    expect(people(states.resolved!(), 'confirm')).toEqual(['wang', 'qian']);
    expect(people(states.suspended!(), 'resume')).toEqual(['li', 'zhao', 'qian']);
  });

  test('a reporter who works for the supplier by now is offered no confirmation', () => {
    const story = states.resolved!();
    const confirm = offers(story.ticket, story.contract, later).find(({ command }) => command === 'confirm');
    const turncoat = everyone.map((person) => (person.id === wang.id ? actor('wang', 'reporter', 'engineer') : person));
    expect(confirm && audienceOf(confirm, story.ticket, turncoat)).toEqual(['qian']);
  });

  test('a resolution is judged by whose report was merged as well, unless he is of the supplier’s', () => {
    const chen = actor('chen', 'reporter');
    const of = (by: Actor, id: string) => new Story({}, { id: ticketId(id), reporterId: by.id });
    const main = new Story().absorb(minutes(1), zhao, of(chen, 'two')).absorb(minutes(1), zhao, of(li, 'three'));
    main.act(minutes(2), li, resolve);
    for (const command of ['confirm', 'reopen', 'supplement']) {
      const offer = offers(main.ticket, main.contract, later).find((candidate) => candidate.command === command)!;
      const people = audienceOf(offer, main.ticket, [...everyone, chen]).filter(
        (id) => command !== 'supplement' || id === chen.id,
      );
      expect(people, command).toEqual(command === 'supplement' ? ['chen'] : ['wang', 'chen', 'qian']);
    }
  });

  test('a workaround is offered where the contract wants one', () => {
    const [rule] = contractWith().clocks;
    const story = new Story({ clocks: [{ ...rule!, id: 'w', clock: 'workaround' }] });
    expect(offers(story.ticket, story.contract, later).map((offer) => offer.command)).toContain('work_around');
  });

  test('a pause is offered only where a clock would pause', () => {
    const clocks = contractWith().clocks.map((rule) => ({ ...rule, pausable: false }));
    const story = new Story({ clocks });
    expect(offers(story.ticket, story.contract, later).map((offer) => offer.command)).not.toContain('suspend');
  });

  test.each([
    ['within its time, to the one who took the step', minutes(3), ['li']],
    ['not a millisecond longer', minutes(3) + 1, undefined],
  ])('an undo %s', (_name, now, expected) => {
    const story = states.acknowledged!();
    const undo = offers(story.ticket, story.contract, now).find((offer) => offer.command === 'undo');
    expect(undo && audienceOf(undo, story.ticket, everyone)).toEqual(expected);
  });
});

describe('an offer is never refused to those to whom it is made', () => {
  const commands: Record<TicketCommandType, TicketCommand> = {
    acknowledge,
    arrive: { type: 'arrive' },
    diagnose,
    report_up: { type: 'report_up' },
    work_around: { type: 'work_around', text: words('w') },
    progress,
    resolve,
    transfer: transferTo(wu),
    suspend,
    approve_suspension: { type: 'approve_suspension' },
    refuse_suspension: { type: 'refuse_suspension' },
    resume: { type: 'resume' },
    supplement: { type: 'supplement', text: words('s') },
    change_level: changeLevel('normal'),
    confirm: { type: 'confirm', rating: 5 },
    reopen,
    cancel: { type: 'cancel', reason: words('x') },
    undo: { type: 'undo' },
    change_system: changeSystem('portal'),
    request_arrival: { type: 'request_arrival' },
    propose_due: { type: 'propose_due', dueAt: minutes(999) },
    accept_due: { type: 'accept_due' },
    refuse_due: { type: 'refuse_due' },
    enter_late: enterLate('acknowledge', T0),
    approve_late_entry: { type: 'approve_late_entry' },
    refuse_late_entry: { type: 'refuse_late_entry' },
    report_fault: reportFault,
    merge: mergeInto(new Story({}, { id: ticketId('main') }).ticket),
  };
  test.each(Object.keys(states))('%s', (state) => {
    for (const now of [minutes(2), later]) {
      const story = states[state]!();
      for (const offer of offers(story.ticket, story.contract, now)) {
        for (const id of audienceOf(offer, story.ticket, everyone)) {
          const person = everyone.find((candidate) => candidate.id === id);
          expect(
            story.refused(now, person!, commands[offer.command], story.ticket.version),
            `${offer.command} by ${id}`,
          ).toBeUndefined();
        }
      }
    }
  });
});
