import { clockNames, explainCard } from '../cards/explain-card.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { byDueInstant, isOpen } from '../domain/clocks.ts';
import { CLOCK_NAMES } from '../domain/contract.ts';
import { explainClock } from '../domain/explain.ts';
import type { Ticket, TicketClock, TicketEvent } from '../domain/ticket-types.ts';
import type { UpdateContext } from './context.ts';
import { findByReference, quotedTicket } from './find-ticket.ts';
import { commitAnswer, say, showCard } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { viewOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

/** 解释 7, 解释 7 到场: why the clock is due when it is due. 解释 alone, in a reply, is about the ticket that is replied to. */
export async function explainByText(ctx: CommandContext, next: Next): Promise<void> {
  const { reference, rest } = splitArguments(ctx.args);
  const ticket = reference ? await findByReference(ctx, reference.meant) : await quotedTicket(ctx);
  if (ticket) return answerExplanation(ctx, ticket, rest);
  if (!reference) return next();
  await commitAnswer(ctx, say(ctx.text.list.unknownTicket(reference.said)));
}

/** 为什么 7: only with a ticket's number, and nothing but a clock behind it. 为什么 3 个人都登录不了 is a report. */
export async function explainByQuestion(ctx: CommandContext, next: Next): Promise<void> {
  const { reference, rest } = splitArguments(ctx.args.replace(/[?\uff1f]$/u, ''));
  const ticket = reference && (await findByReference(ctx, reference.meant));
  const isAboutClock = ticket && (rest === '' || clocksNamed(ticket, rest).length > 0);
  return isAboutClock ? answerExplanation(ctx, ticket, rest) : next();
}

async function answerExplanation(ctx: UpdateContext, ticket: Ticket, named: string): Promise<void> {
  const { explain, card } = ctx.text;
  const meant = named === '' ? ticket.clocks : clocksNamed(ticket, named);
  const clock = mostTelling(meant);
  if (clock) return commitAnswer(ctx, showCard(await explanationCard(ctx, ticket, clock)));
  const names = clockNames(ticket.clocks, ctx.text).join(card.comma);
  await commitAnswer(ctx, say(names === '' ? explain.noClocks(ticket.number) : explain.unknownClock(named, names)));
}

async function explanationCard(ctx: UpdateContext, ticket: Ticket, clock: TicketClock) {
  const events = await ctx.store.ticketEvents(ticket.id);
  const [view, texts] = await Promise.all([viewOf(ctx, ticket), ctx.store.texts(events.flatMap(reasonIdsOf))]);
  const whole = { ...view, texts: new Map([...view.texts, ...texts]) };
  return explainCard(explainClock(ticket, clock, ctx.contract, events), whole, ctx.now, ctx.text);
}

function reasonIdsOf(event: TicketEvent): readonly string[] {
  return 'reason' in event && event.reason ? [event.reason.id] : [];
}

/** By its name in any language, or by its id in the pack. */
export function clocksNamed(ticket: Ticket, named: string): readonly TicketClock[] {
  const said = named.trim().toLowerCase();
  const kinds = CLOCK_NAMES.filter((kind) =>
    [kind, ...inEveryLanguage(({ names }) => [names.clock[kind]])].some((name) => name.toLowerCase() === said),
  );
  return ticket.clocks.filter(
    ({ clock, id, ruleId }) => kinds.includes(clock) || [id, ruleId].some((one) => one.toLowerCase() === said),
  );
}

/** The one that is due first of those that still run; when all have ended the newest time to resolve, else the newest. */
export function mostTelling(clocks: readonly TicketClock[]): TicketClock | undefined {
  const [next] = clocks.filter(isOpen).toSorted(byDueInstant);
  return next ?? clocks.findLast(({ clock }) => clock === 'resolve') ?? clocks.at(-1);
}
