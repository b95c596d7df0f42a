import { agreedChange, negotiableClock } from './agreed-due.ts';
import { assert } from './assert.ts';
import type { Env } from './env.ts';
import { lateEntryChanges } from './late-entry.ts';
import { requestChanges, waitingRules } from './on-request.ts';
import { rebindingChanges } from './rebinding.ts';
import { sideOf } from './sides.ts';
import { stopping } from './step-clocks.ts';
import type { Ticket, TicketCommand, TicketEvent } from './ticket-types.ts';
import type { Actor } from './types.ts';

export type RareCommand = Extract<
  TicketCommand,
  {
    type:
      | 'change_system'
      | 'request_arrival'
      | 'propose_due'
      | 'accept_due'
      | 'refuse_due'
      | 'enter_late'
      | 'approve_late_entry'
      | 'refuse_late_entry'
      | 'report_fault';
  }
>;
type EventBase = Pick<TicketEvent, 'id' | 'ticketId' | 'at' | 'by'>;

/** The event of a permitted command that most tickets never see. */
export function rareEventOf(ticket: Ticket, command: RareCommand, actor: Actor, env: Env): TicketEvent {
  const base = { id: env.newEventId(), ticketId: ticket.id, at: env.now, by: actor.id };
  switch (command.type) {
    case 'change_system': {
      const { to, level, levelReason } = command;
      const clocks = rebindingChanges(ticket, { ...ticket, systemId: to, level }, env.contract, env.now);
      const from = ticket.systemId === undefined ? {} : { from: ticket.systemId };
      const reason = command.reason ? { reason: command.reason } : {};
      return { ...base, type: 'system_changed', ...from, to, level, levelReason, ...reason, clocks };
    }
    case 'request_arrival': {
      const rules = waitingRules(ticket, env.contract);
      const clocks = requestChanges(rules, ticket, env.contract, { startedAt: env.now, now: env.now });
      return { ...base, type: 'arrival_requested', clocks };
    }
    case 'propose_due': {
      const clock = negotiableClock(ticket, env.now);
      assert(clock, `ticket ${ticket.id} has nothing to agree on`);
      return {
        ...base,
        type: 'due_proposed',
        clockId: clock.id,
        dueAt: command.dueAt,
        side: sideOf(actor),
        clocks: [],
      };
    }
    case 'accept_due':
    case 'refuse_due': {
      const proposal = ticket.dueProposal;
      assert(proposal, `nobody proposed a date for ticket ${ticket.id}`);
      if (command.type === 'refuse_due') return { ...base, type: 'due_refused', proposal, clocks: [] };
      return { ...base, type: 'due_agreed', proposal, clocks: [agreedChange(proposal, env.now)] };
    }
    case 'enter_late': {
      const { step, claimedAt, reason } = command;
      return { ...base, type: 'late_entry_requested', step, claimedAt, reason, clocks: [] };
    }
    case 'approve_late_entry':
    case 'refuse_late_entry':
      return lateEntryDecided(ticket, command.type, base, env);
    case 'report_fault': {
      const clocks = stopping(ticket, ['fault_report'], env);
      return { ...base, type: 'fault_reported', text: command.text, clocks };
    }
  }
}

function lateEntryDecided(
  ticket: Ticket,
  decision: 'approve_late_entry' | 'refuse_late_entry',
  base: EventBase,
  env: Env,
): TicketEvent {
  const entry = ticket.lateEntry;
  assert(entry, `ticket ${ticket.id} has no late entry`);
  if (decision === 'refuse_late_entry') return { ...base, type: 'late_entry_refused', entry, clocks: [] };
  const clocks = lateEntryChanges(ticket, entry, env.contract, env.now);
  return { ...base, type: 'late_entry_approved', entry, clocks };
}
