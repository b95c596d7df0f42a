import type { Catalogue } from '../cards/catalogue.ts';
import { CATALOGUES, languageOf } from '../cards/language.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { NewText } from '../db/changes.ts';
import { assert } from '../domain/assert.ts';
import type { Env } from '../domain/env.ts';
import { onDuty } from '../domain/roster.ts';
import { dutyScope } from '../domain/roster-turns.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { eventId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What every decision of the domain is given. */
export function decisionEnv(scene: Scene): Env {
  return { now: scene.now, contract: scene.contract, newEventId: () => eventId(scene.ids.next(scene.now)) };
}

/** The texts that a ticket's card shows. */
function shownTextIds(ticket: Ticket): readonly string[] {
  const { summary, cause, action, suspension, lateEntry, progress, reopened, cancelReason } = ticket;
  return [
    summary,
    cause,
    action,
    suspension?.reason,
    lateEntry?.reason,
    progress?.text,
    reopened?.reason,
    cancelReason,
  ].flatMap((ref) => (ref ? [ref.id] : []));
}

/**
 * Tickets with what their cards show, in one read.
 * @param fresh texts of the change in hand, which the store does not have yet
 */
export async function viewsOf(
  scene: Scene,
  tickets: readonly Ticket[],
  fresh: readonly NewText[] = [],
): Promise<readonly TicketView[]> {
  const known = new Map(fresh.map(({ ref, body }) => [ref.id, body]));
  const missing = tickets.flatMap(shownTextIds).filter((id) => !known.has(id));
  const stored = missing.length > 0 ? await scene.store.texts(missing) : new Map<string, string>();
  const texts = new Map([...stored, ...known]);
  return tickets.map((ticket) => ticketView(scene, ticket, texts));
}

/** @param texts bodies by id */
export function ticketView(scene: Scene, ticket: Ticket, texts: ReadonlyMap<string, string>): TicketView {
  const { contract, members, now } = scene;
  const scope = dutyScope(contract, ticket.systemId, ticket.departmentId);
  return { ticket, contract, members, onDuty: onDuty(scene, now, scope), texts };
}

/** With all that its own card shows; lists leave the pictures out. */
export async function viewOf(scene: Scene, ticket: Ticket, fresh: readonly NewText[] = []): Promise<TicketView> {
  const [[view], attachments, splitInto] = await Promise.all([
    viewsOf(scene, [ticket], fresh),
    scene.store.attachmentsOf(ticket.id),
    splitIntoOf(scene, ticket),
  ]);
  assert(view, 'a ticket without a view');
  return { ...view, attachments, ...(splitInto !== undefined && { splitInto }) };
}

/** Number of the ticket that a merged one has become again; the main one may have been merged in its turn. */
async function splitIntoOf({ store }: Scene, ticket: Ticket): Promise<string | undefined> {
  let main = ticket.mergedInto?.ticketId;
  for (let steps = 0; main !== undefined && steps < MERGINGS_MAX; steps += 1) {
    const found = (await store.ticketEvents(main)).findLast(
      (event) => event.type === 'split_off' && event.report.ticketId === ticket.id,
    );
    if (found?.type === 'split_off') return found.intoNumber;
    main = (await store.ticket(main))?.mergedInto?.ticketId;
  }
  return undefined;
}

/** Main tickets that are followed, one behind another. */
const MERGINGS_MAX = 5;

/**
 * A ticket speaks the language of its report, whoever acts on it: that of the chat at that time where the words alone do not tell it;
 * the chat's of today where the report was erased.
 */
export function languageOfTicket(scene: Scene, { ticket, texts }: TicketView): Catalogue {
  if (ticket.language) return CATALOGUES[ticket.language];
  const report = texts.get(ticket.summary.id);
  return report === undefined ? scene.text : CATALOGUES[languageOf(report)];
}
