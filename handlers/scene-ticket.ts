import type { Catalogue } from '../cards/catalogue.ts';
import { CATALOGUES, languageOf } from '../cards/language.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { NewText } from '../db/store.ts';
import type { Env } from '../domain/env.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { eventId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What every decision of the domain is given. */
export function decisionEnv(scene: Scene): Env {
  return { now: scene.now, contract: scene.contract, newEventId: () => eventId(scene.ids.next(scene.now)) };
}

/** The texts that a ticket's card shows. */
function shownTextIds({ summary, cause, action, suspension }: Ticket): readonly string[] {
  return [summary, cause, action, suspension?.reason].flatMap((ref) => (ref ? [ref.id] : []));
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
  return tickets.map((ticket) => ({ ticket, contract: scene.contract, members: scene.members, texts }));
}

export async function viewOf(scene: Scene, ticket: Ticket, fresh: readonly NewText[] = []): Promise<TicketView> {
  const [view] = await viewsOf(scene, [ticket], fresh);
  return view ?? { ticket, contract: scene.contract, members: scene.members, texts: new Map() };
}

/** A ticket speaks the language of its report, whoever acts on it; the chat's where the report was erased. */
export function languageOfTicket(scene: Scene, { ticket, texts }: TicketView): Catalogue {
  const report = texts.get(ticket.summary.id);
  return report === undefined ? scene.text : CATALOGUES[languageOf(report)];
}
