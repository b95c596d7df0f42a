import { overdueMs } from '../cards/list-card.ts';
import { parseTicketReference, type TicketReference } from '../domain/number.ts';
import { audienceOf, offers } from '../domain/offers.ts';
import { actsAs, isSupplier } from '../domain/sides.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import { DAY, ticketId } from '../domain/types.ts';
import type { MessageContext, Scene, UpdateContext } from './context.ts';

/** Open tickets that are looked through for the one that a person means. */
export const OPEN_TICKETS_MAX = 500;

export async function findByReference(ctx: UpdateContext, meant: TicketReference): Promise<Ticket | undefined> {
  return 'number' in meant
    ? ctx.store.ticketByNumber(ctx.contract.id, meant.number)
    : ctx.store.ticketByDailyNumber(ctx.contract.id, meant.daily, meant.monthDay);
}

/** A ticket by its id, from a button: a button of another contract, or a forged one, finds nothing. */
export async function findById(ctx: UpdateContext, id: string): Promise<Ticket | undefined> {
  const ticket = await ctx.store.ticket(ticketId(id));
  return ticket?.contractId === ctx.contract.id ? ticket : undefined;
}

/** Starts and ends as a number does, and is bounded, so that a long quote costs no more than its length. */
const TICKET_NUMBERS = /(?<![A-Z0-9])[A-Z][A-Z0-9]{0,15}-\d{6}-\d{1,4}(?!\d)/giu;

/** The ticket whose card or notice a message replies to. */
export async function quotedTicket(ctx: MessageContext): Promise<Ticket | undefined> {
  const { quote } = ctx.update;
  if (!quote) return undefined;
  const id = await quotedSubject(ctx, ['ticket', 'notice', 'request']);
  if (id !== undefined) return findById(ctx, id);
  const numbers = new Set((quote.text ?? '').match(TICKET_NUMBERS));
  const [said] = numbers;
  // A message about several tickets does not say which one is meant.
  const meant = said === undefined || numbers.size > 1 ? undefined : parseTicketReference(said);
  return meant && findByReference(ctx, meant);
}

/** Id of what a replied-to message is about, if it is of one of these kinds: `ticket:<id>`, `notice:<id>:<n>`, `request:<id>:…`, `draft:<id>`. */
export async function quotedSubject(ctx: MessageContext, kinds: readonly string[]): Promise<string | undefined> {
  const handle = ctx.update.quote?.handle;
  if (handle === undefined) return undefined;
  const [kind = '', id] = (await ctx.store.cardKeyOf(ctx.chat.id, handle))?.split(':') ?? [];
  return kinds.includes(kind) ? id : undefined;
}

/** Is it this ticket that a reference names? A bare number fits the ticket of any day. */
export function means(meant: TicketReference, { number }: Ticket): boolean {
  if ('number' in meant) return meant.number === number;
  const [, day, daily] = /-\d{2}(\d{4})-(\d+)$/.exec(number) ?? [];
  return Number(daily) === meant.daily && (meant.monthDay === undefined || meant.monthDay === day);
}

/** In a reply, a bare number that is not the quoted ticket's is part of what is said about it: 补充 3 个窗口. */
export function namesAnother(meant: TicketReference, quoted: Ticket): boolean {
  return ('number' in meant || meant.monthDay !== undefined) && !means(meant, quoted);
}

/**
 * Open tickets of the chat, and those into which the person's own report of this chat was merged; in a private chat all of the
 * contract. The person's own are all there; of the others the newest, so that hundreds of old ones never hide what was reported
 * today. Oldest report first.
 */
async function openTicketsHere(ctx: UpdateContext): Promise<readonly Ticket[]> {
  const { store, contract, person } = ctx;
  const found = await Promise.all([
    store.openTickets(contract.id, { newestFirst: true, limit: OPEN_TICKETS_MAX }),
    store.openTickets(contract.id, { assigneeId: person.id, newestFirst: true, limit: OPEN_TICKETS_MAX }),
    store.openTickets(contract.id, { reporterId: person.id, newestFirst: true, limit: OPEN_TICKETS_MAX }),
  ]);
  const open = distinct(found.flat()).toSorted((a, b) => a.reportedAt - b.reportedAt || (a.id < b.id ? -1 : 1));
  return ctx.chat.kind === 'private' ? open : open.filter((ticket) => isHere(ctx, ticket));
}

function isHere(ctx: UpdateContext, ticket: Ticket): boolean {
  const { chat, person } = ctx;
  const { chatId, merged = [] } = ticket;
  return (
    chatId === chat.id ||
    isShownBeside(ctx, ticket) ||
    merged.some((one) => one.chatId === chat.id && one.reporterId === person.id)
  );
}

/** Those whom it concerns may have been told of it here: the ticket's own group is on a platform that not all of them use. */
function isShownBeside({ actor, chat, person, platforms }: UpdateContext, ticket: Ticket): boolean {
  const { chatId, departmentId, reporterId } = ticket;
  const isBeside = [...platforms].some((name) => name !== chat.platform && chatId.startsWith(`${name}:`));
  // What is left of a trial on a platform that is not served any more is shown to nobody.
  if (!isBeside) return false;
  if (reporterId === person.id) return true;
  if (!isSupplier(actor) && !actsAs(actor, 'supervisor')) return false;
  return chat.department === undefined || chat.department === departmentId;
}

/** Open tickets of the contract with a clock that is over its time, the longest first. */
export async function overdueTickets(
  scene: Pick<Scene, 'store' | 'contract' | 'now'>,
): Promise<{ tickets: readonly Ticket[]; isCapped: boolean }> {
  const { store, contract, now } = scene;
  const found = await Promise.all([
    store.openTickets(contract.id, { dueBy: now, limit: OPEN_TICKETS_MAX }),
    // What missed an earlier due instant (the level was milder since) is overdue whatever is due next.
    store.openTickets(contract.id, { breached: true, newestFirst: true, limit: OPEN_TICKETS_MAX }),
  ]);
  const overdue = distinct(found.flat()).flatMap((ticket) => {
    const overMs = overdueMs(ticket, now);
    return overMs === undefined ? [] : [{ ticket, overMs }];
  });
  return {
    tickets: overdue.toSorted((a, b) => b.overMs - a.overMs).map(({ ticket }) => ticket),
    isCapped: found.some((tickets) => tickets.length === OPEN_TICKETS_MAX),
  };
}

export function distinct(tickets: readonly Ticket[]): readonly Ticket[] {
  return [...new Map(tickets.map((ticket) => [ticket.id, ticket])).values()];
}

/**
 * Tickets that a command without a number may mean. Those that offer it to this person, his own first; when none does, the
 * only one that he could mean all the same, so that he is told why it is not possible.
 * @returns one: that is it; several: he has to say which; none
 */
export async function candidatesFor(ctx: UpdateContext, command: TicketCommandType): Promise<readonly Ticket[]> {
  if (command === 'undo') return lastStepsOf(ctx);
  const open = await openTicketsHere(ctx);
  const offered = open.filter((ticket) => isOffered(ctx, ticket, command));
  if (offered.length > 0) return ownFirst(ctx, offered);
  const own = open.filter((ticket) => isOwn(ctx, ticket));
  const meant = own.length > 0 ? own : open;
  return meant.length === 1 ? meant : [];
}

/** Open tickets of the chat that somebody asks about who names none: his own, else all; the newest first. */
export async function openTicketsMeant(ctx: UpdateContext): Promise<readonly Ticket[]> {
  return ownFirst(ctx, await openTicketsHere(ctx)).toReversed();
}

/** Open tickets of the chat that a person reported or handles. */
export async function ownTicketsHere(ctx: UpdateContext): Promise<readonly Ticket[]> {
  return (await openTicketsHere(ctx)).filter((ticket) => isOwn(ctx, ticket));
}

export function isOffered(ctx: UpdateContext, ticket: Ticket, command: TicketCommandType): boolean {
  return offers(ticket, ctx.contract, ctx.now).some(
    (offer) => offer.command === command && audienceOf(offer, ticket, [...ctx.members]).includes(ctx.person.id),
  );
}

/** Also to whom it is told of as to a reporter: his own report was merged into it. */
export function isOwn({ person }: UpdateContext, { assigneeId, reporterId, merged = [] }: Ticket): boolean {
  return assigneeId === person.id || reporterId === person.id || merged.some((one) => one.reporterId === person.id);
}

/** The ticket that a merged one follows; any other by itself. */
export async function mainOf(ctx: UpdateContext, ticket: Ticket): Promise<Ticket> {
  const main = ticket.mergedInto && (await findById(ctx, ticket.mergedInto.ticketId));
  return main ?? ticket;
}

function ownFirst(ctx: UpdateContext, tickets: readonly Ticket[]): readonly Ticket[] {
  const own = tickets.filter((ticket) => isOwn(ctx, ticket));
  return own.length > 0 ? own : tickets;
}

/** The ticket in which this person acted last, be it closed by that: a confirmation can be taken back. */
async function lastStepsOf(ctx: UpdateContext): Promise<readonly Ticket[]> {
  const [open, recent] = await Promise.all([
    openTicketsHere(ctx),
    ctx.store.ticketsReported(ctx.contract.id, ctx.now - DAY, ctx.now + 1, OPEN_TICKETS_MAX),
  ]);
  return distinct([...open, ...recent])
    .filter(({ lastStep }) => lastStep?.by === ctx.person.id)
    .toSorted((a, b) => (b.lastStep?.at ?? 0) - (a.lastStep?.at ?? 0))
    .slice(0, 1);
}
