import { recalculate } from '../domain/recalculation.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { ticketChanges, wakeTimer } from './ticket-changes.ts';

/** A timer as the store has it. */
export interface SetTimer {
  readonly fireAt: Instant;
  readonly isDead: boolean;
}

/**
 * The contract's pack was changed: what is open and not over is due by its calendars, and reminders come by its chains. A ticket
 * that neither changes for is left alone.
 * @param since when the pack came into force
 * @param timer the ticket's, as it was before the ticket was read; absent: there was none
 * @throws {VersionConflict} somebody acted at the same moment: run it again on the ticket as it is now
 */
export async function recalculateTicket(
  scene: Scene,
  seen: Ticket,
  { since, timer }: { readonly since: Instant; readonly timer: SetTimer | undefined },
): Promise<void> {
  const changed = recalculate(seen, decisionEnv(scene), since);
  if (!changed) return moveTimer(scene, seen, timer);
  const view = await viewOf(scene, changed.ticket);
  const text = languageOfTicket(scene, view);
  const card = { op: 'refresh', otherwise: 'leave' } as const;
  const changes = ticketChanges(scene, { seen, view, events: changed.events, card, text });
  // Hundreds of cards may change at once: what people ask for goes before them.
  const outbox = (changes.outbox ?? []).map((message) => ({ ...message, priority: 2 as const }));
  await scene.commit({ ...changes, outbox });
}

/** Whoever has acted since, or fires it at this moment, has set it by the ticket as it is then: it is left to him. */
async function moveTimer(scene: Scene, ticket: Ticket, present: SetTimer | undefined): Promise<void> {
  const timer = wakeTimer(ticket, scene.contract);
  if (!timer) return;
  const stands = present?.isDead ? undefined : present?.fireAt;
  if (stands === timer.fireAt) return;
  await scene.commit({ setTimers: [{ ...timer, replaces: stands ?? 'none' }] });
}
