import { assert } from './assert.ts';
import { clockOfRule } from './clock-changes.ts';
import { bindingRules, isRecurring, waitsForRequest } from './clock-rules.ts';
import type { Decision, Refusal } from './decision-types.ts';
import type { Env } from './env.ts';
import { applyEvent } from './fold.ts';
import { absorbedEvents } from './merge.ts';
import { refusalOf } from './permissions.ts';
import { eventOf } from './ticket-event.ts';
import type {
  ClockChange,
  LevelReason,
  Ticket,
  TicketCommand,
  TicketCommandType,
  TicketEvent,
  TicketKind,
} from './ticket-types.ts';
import type { Actor, ChatId, Instant, PersonId, TextRef, TicketId } from './types.ts';
import { decideUndo } from './undo.ts';

/** What is known of a report when it becomes a ticket. */
export interface OpenTicket {
  readonly id: TicketId;
  readonly number: string;
  readonly chatId: ChatId;
  readonly kind: TicketKind;
  readonly systemId?: string;
  /** The department of the chat. */
  readonly departmentId?: string;
  readonly level: string;
  readonly levelReason: LevelReason;
  readonly reporterId: PersonId;
  /** Who registered it; the reporter where absent. Somebody else may have said that the reporter's words are a report. */
  readonly openedBy?: PersonId;
  /** The reporter is one of the supplier's own people. */
  readonly isRelayed?: true;
  /** Where the report's own words do not tell it. */
  readonly language?: 'zh' | 'en';
  readonly summary: TextRef;
  /** Where the clocks start. */
  readonly reportedAt: Instant;
  readonly receivedAt: Instant;
}

/**
 * Opens a ticket and starts every clock that binds it, but for those that wait for the customer's word. A clock whose due instant
 * is unknown loses no report.
 */
export function openTicket(
  input: OpenTicket,
  env: Env,
): { readonly ticket: Ticket; readonly events: readonly TicketEvent[] } {
  const { contract, now } = env;
  assert(
    contract.levels.some((level) => level.id === input.level),
    `contract ${contract.id} has no level ${input.level}`,
  );
  const clocks = bindingRules(contract, input)
    .filter((rule) => !waitsForRequest(rule, contract, input.reportedAt))
    .map((rule): ClockChange => {
      const round = isRecurring(rule) ? 1 : undefined;
      return { op: 'start', clock: clockOfRule(rule, contract, { startedAt: input.reportedAt, now, round }) };
    });
  const { id, openedBy, ...facts } = input;
  const event: TicketEvent = {
    ...facts,
    id: env.newEventId(),
    ticketId: id,
    at: now,
    by: openedBy ?? input.reporterId,
    clocks,
    type: 'opened',
    contractId: contract.id,
    packHash: contract.hash,
  };
  return { ticket: applyEvent(undefined, event), events: [event] };
}

export interface DecideEnv extends Env {
  /** The version that the tapped button was made for; absent for what people type. */
  readonly seenVersion?: number | undefined;
  /** All events of the ticket: for `undo` only. */
  readonly history?: readonly TicketEvent[] | undefined;
}

/**
 * What a person's command does to a ticket: nothing, for a reason that can be told, or exactly one event; a merging changes the
 * main ticket as well. A button has no effect
 * once the ticket has turned since it was made, even where its command would be possible again, so a late tap never moves a
 * ticket backwards (design §8). Where the ticket has only moved forward it is as good as new; what only adds words is taken
 * from any card.
 */
export function decide(ticket: Ticket, command: TicketCommand, actor: Actor, env: DecideEnv): Decision {
  const outdated = outdatedRefusal(ticket, command.type, env.seenVersion);
  if (command.type === 'undo') return outdated ? { ok: false, refusal: outdated } : decideUndo(ticket, actor, env);

  const refusal = refusalOf(ticket, command, actor, env) ?? outdated;
  if (refusal) return { ok: false, refusal };
  const event = eventOf(ticket, command, actor, env);
  const decided = { ok: true, ticket: applyEvent(ticket, event), events: [event] } as const;
  return command.type === 'merge' ? { ...decided, other: absorbing(command.into, ticket, actor, env) } : decided;
}

/**
 * The refusal of a tap on a button that is too old.
 * @param seenVersion absent: it was typed
 */
export function outdatedRefusal(
  ticket: Ticket,
  type: TicketCommandType,
  seenVersion: number | undefined,
): Refusal | undefined {
  if (seenVersion === undefined || !isOlder(seenVersion, ticket, type)) return undefined;
  return { reason: 'outdated', status: ticket.status };
}

function absorbing(main: Ticket, ticket: Ticket, actor: Actor, env: Env) {
  const events = absorbedEvents(main, ticket, actor, env);
  return { seen: main, next: events.reduce<Ticket>(applyEvent, main), events };
}

function isOlder(seenVersion: number, ticket: Ticket, type: TicketCommandType): boolean {
  switch (type) {
    // Refusing these would throw away what somebody wrote, to protect nothing.
    case 'supplement':
    case 'progress':
      return false;
    // Its button means the step that was the newest then.
    case 'undo':
      return seenVersion !== ticket.version;
    case 'suspend':
    case 'resume':
    case 'approve_suspension':
    case 'refuse_suspension':
      return (
        seenVersion < Math.max(ticket.turnedAtVersion, ticket.pauseTurnedAtVersion) || seenVersion > ticket.version
      );
    case 'accept_due':
    case 'refuse_due':
      return (
        seenVersion < Math.max(ticket.turnedAtVersion, ticket.dueTurnedAtVersion ?? 0) || seenVersion > ticket.version
      );
    case 'approve_late_entry':
    case 'refuse_late_entry':
      return (
        seenVersion < Math.max(ticket.turnedAtVersion, ticket.lateTurnedAtVersion ?? 0) || seenVersion > ticket.version
      );
    default:
      return seenVersion < ticket.turnedAtVersion || seenVersion > ticket.version;
  }
}
