import { describe, expect, test } from 'vitest';
import type { TicketCommand, TicketCommandType } from '../../domain/ticket-types.ts';
import { SECOND, ticketId } from '../../domain/types.ts';
import {
  actor,
  changeLevel,
  changeSystem,
  diagnose,
  enterLate,
  mergeInto,
  minutes,
  progress,
  reopen,
  reportFault,
  resolve,
  Story,
  suspend,
  T0,
  transferTo,
  words,
  zhou,
} from './fixture.ts';

const CUSTOMERS: ReadonlySet<TicketCommandType> = new Set([
  'approve_suspension',
  'refuse_suspension',
  'change_level',
  'confirm',
  'reopen',
  'cancel',
  'supplement',
  'change_system',
  'request_arrival',
  'agree_due',
  'approve_late_entry',
  'refuse_late_entry',
]);

/** Somebody of the side that may do it: only the ticket's state decides. */
const customer = actor('wang', 'reporter', 'supervisor');
const supplier = actor('zhao', 'engineer', 'manager');
const able = (command: TicketCommandType) => (CUSTOMERS.has(command) ? customer : supplier);
/** Others as able, so that a step is never "already done by himself". */
const other = actor('sun', 'engineer', 'manager');
const judge = actor('qian', 'supervisor');

const COMMANDS: Record<TicketCommandType, TicketCommand> = {
  acknowledge: { type: 'acknowledge' },
  arrive: { type: 'arrive' },
  diagnose,
  report_up: { type: 'report_up' },
  work_around: { type: 'work_around', text: words('workaround') },
  progress,
  resolve,
  transfer: transferTo(zhou),
  suspend,
  approve_suspension: { type: 'approve_suspension' },
  refuse_suspension: { type: 'refuse_suspension' },
  resume: { type: 'resume' },
  supplement: { type: 'supplement', text: words('more') },
  change_level: changeLevel('normal'),
  confirm: { type: 'confirm', rating: 5 },
  reopen,
  cancel: { type: 'cancel', reason: words('false alarm') },
  undo: { type: 'undo' },
  change_system: changeSystem('portal'),
  request_arrival: { type: 'request_arrival' },
  agree_due: { type: 'agree_due', dueAt: minutes(999) },
  enter_late: enterLate('acknowledge', T0 + 30 * SECOND),
  approve_late_entry: { type: 'approve_late_entry' },
  refuse_late_entry: { type: 'refuse_late_entry' },
  report_fault: reportFault,
  merge: mergeInto(new Story({}, { id: ticketId('main') }).ticket),
};

const STATES = {
  open: () => new Story(),
  acknowledged: () => new Story().act(minutes(1), other, COMMANDS.acknowledge),
  on_site: () => new Story().act(minutes(1), other, COMMANDS.arrive),
  suspension_asked: () => STATES.on_site().act(minutes(2), other, suspend),
  suspended: () => STATES.suspension_asked().act(minutes(3), judge, COMMANDS.approve_suspension),
  resolved: () => STATES.on_site().act(minutes(4), other, resolve),
  reopened: () => STATES.resolved().act(minutes(5), judge, reopen),
  closed: () => STATES.resolved().act(minutes(6), judge, COMMANDS.confirm),
  cancelled: () => STATES.on_site().act(minutes(4), judge, COMMANDS.cancel),
  late_asked: () => STATES.on_site().act(minutes(2), other, COMMANDS.enter_late),
  merged: () => STATES.on_site().act(minutes(4), other, COMMANDS.merge),
} as const;
type State = keyof typeof STATES;

/** `ok` with the status afterwards, or why not. */
const TABLE: Record<State, Record<TicketCommandType, string>> = {
  open: {
    acknowledge: 'ok acknowledged',
    arrive: 'ok on_site',
    diagnose: 'ok on_site',
    report_up: 'ok acknowledged',
    work_around: 'ok on_site',
    progress: 'ok acknowledged',
    resolve: 'ok resolved',
    transfer: 'ok open',
    suspend: 'ok acknowledged',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'not_suspended',
    supplement: 'ok open',
    change_level: 'ok open',
    confirm: 'status',
    reopen: 'status',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok open',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'ok open',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'status',
    merge: 'ok merged',
  },
  acknowledged: {
    acknowledge: 'already_done',
    arrive: 'ok on_site',
    diagnose: 'ok on_site',
    report_up: 'ok acknowledged',
    work_around: 'ok on_site',
    progress: 'ok acknowledged',
    resolve: 'ok resolved',
    transfer: 'ok acknowledged',
    suspend: 'ok acknowledged',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'not_suspended',
    supplement: 'ok acknowledged',
    change_level: 'ok acknowledged',
    confirm: 'status',
    reopen: 'status',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok acknowledged',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'ok acknowledged',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'status',
    merge: 'ok merged',
  },
  on_site: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'ok on_site',
    report_up: 'ok on_site',
    work_around: 'ok on_site',
    progress: 'ok on_site',
    resolve: 'ok resolved',
    transfer: 'ok on_site',
    suspend: 'ok on_site',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'not_suspended',
    supplement: 'ok on_site',
    change_level: 'ok on_site',
    confirm: 'status',
    reopen: 'status',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok on_site',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'ok on_site',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'status',
    merge: 'ok merged',
  },
  suspension_asked: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'ok on_site',
    report_up: 'ok on_site',
    work_around: 'ok on_site',
    progress: 'ok on_site',
    resolve: 'ok resolved',
    transfer: 'ok on_site',
    suspend: 'suspension_pending',
    approve_suspension: 'ok on_site',
    refuse_suspension: 'ok on_site',
    resume: 'suspension_pending',
    supplement: 'ok on_site',
    change_level: 'ok on_site',
    confirm: 'status',
    reopen: 'status',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok on_site',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'ok on_site',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'status',
    merge: 'ok merged',
  },
  suspended: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'ok on_site',
    report_up: 'ok on_site',
    work_around: 'ok on_site',
    progress: 'ok on_site',
    resolve: 'ok resolved',
    transfer: 'ok on_site',
    suspend: 'suspended',
    approve_suspension: 'already_done',
    refuse_suspension: 'suspended',
    resume: 'ok on_site',
    supplement: 'ok on_site',
    change_level: 'ok on_site',
    confirm: 'status',
    reopen: 'status',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok on_site',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'ok on_site',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'status',
    merge: 'ok merged',
  },
  resolved: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'already_done',
    report_up: 'already_done',
    work_around: 'status',
    progress: 'status',
    resolve: 'already_done',
    transfer: 'status',
    suspend: 'status',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'status',
    supplement: 'ok resolved',
    change_level: 'status',
    confirm: 'ok closed',
    reopen: 'ok on_site',
    cancel: 'status',
    undo: 'nothing_to_undo',
    change_system: 'status',
    request_arrival: 'status',
    agree_due: 'status',
    enter_late: 'ok resolved',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'ok resolved',
    merge: 'ok merged',
  },
  reopened: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'already_done',
    report_up: 'already_done',
    work_around: 'ok on_site',
    progress: 'ok on_site',
    resolve: 'ok resolved',
    transfer: 'ok on_site',
    suspend: 'ok on_site',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'not_suspended',
    supplement: 'ok on_site',
    change_level: 'ok on_site',
    confirm: 'status',
    reopen: 'already_done',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok on_site',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'ok on_site',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'status',
    merge: 'ok merged',
  },
  closed: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'already_done',
    report_up: 'already_done',
    work_around: 'status',
    progress: 'status',
    resolve: 'already_done',
    transfer: 'status',
    suspend: 'status',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'status',
    supplement: 'status',
    change_level: 'status',
    confirm: 'already_done',
    reopen: 'status',
    cancel: 'status',
    undo: 'nothing_to_undo',
    change_system: 'status',
    request_arrival: 'status',
    agree_due: 'status',
    enter_late: 'status',
    approve_late_entry: 'no_late_entry',
    refuse_late_entry: 'no_late_entry',
    report_fault: 'ok closed',
    merge: 'status',
  },
  cancelled: {
    acknowledge: 'status',
    arrive: 'status',
    diagnose: 'status',
    report_up: 'status',
    work_around: 'status',
    progress: 'status',
    resolve: 'status',
    transfer: 'status',
    suspend: 'status',
    approve_suspension: 'status',
    refuse_suspension: 'status',
    resume: 'status',
    supplement: 'status',
    change_level: 'status',
    confirm: 'status',
    reopen: 'status',
    cancel: 'already_done',
    undo: 'nothing_to_undo',
    change_system: 'status',
    request_arrival: 'status',
    agree_due: 'status',
    enter_late: 'status',
    approve_late_entry: 'status',
    refuse_late_entry: 'status',
    report_fault: 'status',
    merge: 'status',
  },
  late_asked: {
    acknowledge: 'already_done',
    arrive: 'already_done',
    diagnose: 'ok on_site',
    report_up: 'ok on_site',
    work_around: 'ok on_site',
    progress: 'ok on_site',
    resolve: 'ok resolved',
    transfer: 'ok on_site',
    suspend: 'ok on_site',
    approve_suspension: 'no_suspension_request',
    refuse_suspension: 'no_suspension_request',
    resume: 'not_suspended',
    supplement: 'ok on_site',
    change_level: 'ok on_site',
    confirm: 'status',
    reopen: 'status',
    cancel: 'ok cancelled',
    undo: 'nothing_to_undo',
    change_system: 'ok on_site',
    request_arrival: 'nothing_to_request',
    agree_due: 'nothing_to_agree',
    enter_late: 'late_entry_pending',
    approve_late_entry: 'ok on_site',
    refuse_late_entry: 'ok on_site',
    report_fault: 'status',
    merge: 'ok merged',
  },
  merged: {
    acknowledge: 'status',
    arrive: 'status',
    diagnose: 'status',
    report_up: 'status',
    work_around: 'status',
    progress: 'status',
    resolve: 'status',
    transfer: 'status',
    suspend: 'status',
    approve_suspension: 'status',
    refuse_suspension: 'status',
    resume: 'status',
    supplement: 'status',
    change_level: 'status',
    confirm: 'status',
    reopen: 'status',
    cancel: 'status',
    undo: 'nothing_to_undo',
    change_system: 'status',
    request_arrival: 'status',
    agree_due: 'status',
    enter_late: 'status',
    approve_late_entry: 'status',
    refuse_late_entry: 'status',
    report_fault: 'status',
    merge: 'already_done',
  },
};

const isState = (value: string): value is State => value in STATES;
const isCommand = (value: string): value is TicketCommandType => value in COMMANDS;
const rows = Object.keys(STATES)
  .filter(isState)
  .flatMap((state) =>
    Object.keys(COMMANDS)
      .filter(isCommand)
      .map((command) => [state, command, TABLE[state][command]] as const),
  );

describe('every state and every command', () => {
  test.each(rows)('%s: %s → %s', (state, command, expected) => {
    const story = STATES[state]();
    const before = structuredClone(story.ticket);
    const refusal = story.refused(minutes(10), able(command), COMMANDS[command]);
    expect(story.ticket, 'a decision changes nothing by itself').toEqual(before);
    if (refusal) return expect(refusal.reason).toBe(expected);
    story.act(minutes(10), able(command), COMMANDS[command]);
    return expect(`ok ${story.ticket.status}`).toBe(expected);
  });

  test.each(rows.filter(([, , outcome]) => outcome.startsWith('ok')))(
    '%s: %s is one event, one write, and a new version exactly when what people may do has changed',
    (state, command) => {
      const story = STATES[state]();
      const before = story.ticket;
      story.act(minutes(10), able(command), COMMANDS[command]);
      const after = story.ticket;
      const differs =
        before.status !== after.status ||
        before.assigneeId !== after.assigneeId ||
        before.level !== after.level ||
        before.systemId !== after.systemId ||
        (before.lateEntry === undefined) !== (after.lateEntry === undefined) ||
        before.suspension?.approvedBy !== after.suspension?.approvedBy ||
        (before.suspension === undefined) !== (after.suspension === undefined);
      expect(after.writes).toBe(before.writes + 1);
      expect(after.version - before.version).toBe(differs ? 1 : 0);
    },
  );

  /** Reached by a step after which older buttons mean something else; of an open ticket there is no older version. */
  const TURNED: ReadonlySet<State> = new Set(['open', 'reopened', 'cancelled', 'merged']);

  test.each(rows.filter(([, , outcome]) => outcome.startsWith('ok')))(
    '%s: %s by a button of an older state counts where the ticket only moved forward, or where it only adds words',
    (state, command) => {
      const story = STATES[state]();
      const by = able(command);
      const refusal = story.refused(minutes(10), by, COMMANDS[command], story.ticket.version - 1);
      const takesWords = command === 'supplement' || command === 'progress';
      const isOfOtherPause = state === 'suspended' && command === 'resume';
      const isOfOtherEntry = state === 'late_asked' && command.endsWith('late_entry');
      const isTaken = takesWords || !(TURNED.has(state) || isOfOtherPause || isOfOtherEntry || command === 'undo');
      expect(refusal).toEqual(isTaken ? undefined : { reason: 'outdated', status: story.ticket.status });
      expect(story.refused(minutes(10), by, COMMANDS[command], story.ticket.version)).toBeUndefined();
    },
  );

  test.each(rows.filter(([, command, outcome]) => !outcome.startsWith('ok') && command !== 'undo'))(
    '%s: %s by an old button is told %s, which says more than “outdated”',
    (state, command, expected) => {
      const story = STATES[state]();
      expect(story.refused(minutes(10), able(command), COMMANDS[command], story.ticket.version - 1)?.reason).toBe(
        expected,
      );
    },
  );
});
