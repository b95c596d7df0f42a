import type { Contract } from '../domain/contract.ts';
import { recalculate } from '../domain/recalculation.ts';
import { nextWakeAt } from '../domain/reminders.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { Scene } from './context.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { ticketChanges, wakeTimer } from './ticket-changes.ts';

/**
 * The contract's pack was changed: what is open and not over is due by its calendars, and reminders come by its chains. A ticket
 * that neither changes for is left alone.
 * @param previous the contract before, where it is known
 * @returns whether it is due at another time
 * @throws {VersionConflict} somebody acted at the same moment: run it again on the ticket as it is now
 */
export async function recalculateTicket(scene: Scene, seen: Ticket, previous: Contract | undefined): Promise<boolean> {
  const changed = recalculate(seen, decisionEnv(scene));
  if (!changed) {
    await moveTimer(scene, seen, previous);
    return false;
  }
  const view = await viewOf(scene, changed.ticket);
  const text = languageOfTicket(scene, view);
  const card = { op: 'refresh', otherwise: 'leave' } as const;
  await scene.commit(ticketChanges(scene, { seen, view, events: changed.events, card, text }));
  return true;
}

/** The timer stands where the earlier pack wanted it, unless somebody has acted since or it fires at this moment. */
async function moveTimer(scene: Scene, ticket: Ticket, previous: Contract | undefined): Promise<void> {
  const timer = wakeTimer(ticket, scene.contract);
  if (!timer) return;
  const before = previous && nextWakeAt(ticket, previous);
  if (before === timer.fireAt) return;
  await scene.commit({ setTimers: [previous ? { ...timer, replaces: before ?? 'none' } : timer] });
}
