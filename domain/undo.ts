import { assert } from './assert.ts';
import type { Decision } from './decision-types.ts';
import type { Env } from './env.ts';
import { foldTicket } from './fold.ts';
import type { Ticket, TicketEvent } from './ticket-types.ts';
import type { Actor } from './types.ts';

/**
 * Takes back the newest step, if it was this person's own and is not older than the pack allows. It is an entry itself:
 * the step stays in the ledger, and the ticket is the fold without it. A report can't be taken back; it is cancelled.
 * @param history all events of the ticket; what was written since the ticket was read is left aside, the commit finds it
 */
export function decideUndo(
  ticket: Ticket,
  actor: Actor,
  env: Env & { readonly history?: readonly TicketEvent[] | undefined },
): Decision {
  assert(env.history, 'an undo needs the ticket’s history');
  assert(env.history.length >= ticket.writes, 'the history is older than the ticket');
  const history = env.history.slice(0, ticket.writes);
  const step = ticket.lastStep;
  if (step?.by !== actor.id) {
    const undone = new Set(history.flatMap((event) => (event.type === 'undone' ? [event.undoes] : [])));
    const hasOwn = history.some((event) => isStep(event) && event.by === actor.id && !undone.has(event.id));
    return { ok: false, refusal: { reason: hasOwn ? 'undo_overtaken' : 'nothing_to_undo' } };
  }
  if (env.now - step.at > env.contract.undoWithinMs) return { ok: false, refusal: { reason: 'undo_too_late' } };
  const event: TicketEvent = {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: env.now,
    by: actor.id,
    clocks: [],
    type: 'undone',
    undoes: step.eventId,
    undoesType: step.type,
  };
  return { ok: true, ticket: foldTicket([...history, event]), events: [event] };
}

/** Something that a person may take back. A report is cancelled instead, and a merging changed another ticket as well. */
function isStep(event: TicketEvent): boolean {
  return !NO_STEPS.has(event.type);
}

const NO_STEPS: ReadonlySet<TicketEvent['type']> = new Set([
  'opened',
  'supplemented',
  'undone',
  'merged',
  'absorbed',
  'split_off',
]);
