import { typedCommand } from '../cards/ticket-actions.ts';
import { nameOf, type TicketView } from '../cards/ticket-view.ts';
import type { PendingForm } from '../db/records.ts';
import { mayStillBeRated } from '../domain/late-rating.ts';
import { reportersOf } from '../domain/merge.ts';
import type { TicketEvent } from '../domain/ticket-types.ts';
import type { Ask } from './act.ts';
import type { UpdateContext } from './context.ts';

export interface Ended {
  readonly view: TicketView;
  readonly events: readonly TicketEvent[];
}

/**
 * Once the word of him whose report it is has ended a ticket, and nothing could ask him for a rating: how he gives one.
 * @returns undefined where he was asked, has given it, or has no say
 */
export function ratingInvitation(ctx: UpdateContext, ask: Ask, { view, events }: Ended): string | undefined {
  const { ticket } = view;
  const isEnded = events.some(({ type }) => type === 'confirmed') && mayStillBeRated(ticket, ctx.now);
  const wasAsked = ask.tap !== undefined && Object.hasOwn(ask.input, 'rating');
  if (!isEnded || wasAsked || !reportersOf(ticket).includes(ctx.person.id)) return undefined;
  return ctx.text.asking.rate[ctx.chat.kind](typedCommand('confirm', ticket, ctx.now, ctx.text));
}

/** 5分 alone is the answer to that. */
export function ratingForm(ctx: UpdateContext, { view }: Ended): PendingForm {
  const { chat, now, person } = ctx;
  return {
    chatId: chat.id,
    personId: person.id,
    subject: view.ticket.id,
    command: 'confirm',
    input: {},
    askedAt: now,
  };
}

/** @returns undefined where the events are of another kind */
export function ratedSentence(ctx: UpdateContext, { view, events }: Ended): string | undefined {
  const rated = events.find((event) => event.type === 'rated');
  if (!rated) return undefined;
  return ctx.text.asking.rated(nameOf(ctx.members, ctx.person.id, ctx.text), view.ticket.number, rated.rating);
}
