import { reportersOf } from '../domain/merge.ts';
import { type Instant, MINUTE } from '../domain/types.ts';
import type { MessageContext } from './context.ts';
import { OPEN_TICKETS_MAX, ownTicketsHere, quotedSubject } from './find-ticket.ts';
import { understood } from './understood.ts';

/** How long words that were added to a ticket can be registered with the clocks at what was said. */
const WITHIN_MS = 10 * MINUTE;

export interface AddedBefore {
  readonly body: string;
  readonly at: Instant;
}

/**
 * The newest words of his that state a fault and were added to his ticket a moment ago: he was told that 登记 registers them as
 * another one. Once: the ticket that came of them started when they were said.
 * @returns undefined too where he has been asked something since, or answers a question's card
 */
export async function addedBefore(ctx: MessageContext): Promise<AddedBefore | undefined> {
  const { chat, contract, person, store, update } = ctx;
  if ((await quotedSubject(ctx, ['draft'])) !== undefined) return undefined;
  const since = update.receivedAt - WITHIN_MS;
  const own = (await ownTicketsHere(ctx)).filter(
    (ticket) => ticket.lastActAt >= since && reportersOf(ticket).includes(person.id),
  );
  const histories = await Promise.all(own.map(({ id }) => store.ticketEvents(id)));
  const [newest] = histories
    .flat()
    .flatMap((event) => (event.type === 'supplemented' && event.by === person.id && event.at >= since ? [event] : []))
    .toSorted((a, b) => b.at - a.at);
  // The staff answer for other people's words too.
  const asked = ctx.actor.roles.every((role) => role === 'reporter') ? person.id : undefined;
  if (!newest || (await store.newestOpenDraft(chat.id, asked, newest.at))) return undefined;
  const body = (await store.texts([newest.text.id])).get(newest.text.id);
  if (body === undefined || understood(ctx, body, { reporterId: person.id }).kind !== 'incident') return undefined;
  const sameTime = await store.ticketsReported(contract.id, newest.at, newest.at + 1, OPEN_TICKETS_MAX);
  return sameTime.some(({ reporterId }) => reporterId === person.id) ? undefined : { body, at: newest.at };
}
