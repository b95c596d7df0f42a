import { whichTicketCard } from '../cards/list-card.ts';
import { spokenNumber } from '../cards/words.ts';
import { clip } from '../domain/plain-text.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import type { MessageContext } from './context.ts';
import { findByReference, isOffered, isOwn } from './find-ticket.ts';
import type { Heard } from './follow-up.ts';
import { commitAnswer, showCard } from './messages.ts';
import { viewsOf } from './scene-ticket.ts';
import { splitArguments, type TypedArguments } from './typed-command.ts';
import { understood } from './understood.ts';

/** What is longer says more than a number and a word. In UTF-16 units. */
const NUMBERED_MAX = 160;
/** How much of his words the example repeats, in graphemes. */
const REPEATED_MAX = 20;

/** 1号还是不行: the counter binds a number to the word. */
const BEFORE = /^((?:\u7b2c)?\d{1,4}\s?\u53f7)(?=\p{Script=Han})/u;
/** 好了 1. */
const BEHIND = /^(\P{Nd}{1,40}?)[\s:：,，]+(\S{1,20})$/u;

/** A ticket of his that 还是不行 or 好了 names by its number, before the word or behind it, and the word by itself. */
export async function numberedTicket(
  ctx: MessageContext,
  { body, understanding }: Heard,
): Promise<{ readonly ticket: Ticket; readonly heard: Heard } | undefined> {
  const { followUp, place } = understanding;
  if ((followUp !== 'persists' && followUp !== 'recovered') || body.length > NUMBERED_MAX) return undefined;
  const { reference, rest } = numbered(body);
  // 3 号窗口 is a place.
  if (!reference || rest === '' || place?.startsWith(reference.said)) return undefined;
  const ticket = await findByReference(ctx, reference.meant);
  if (!ticket || !(isOwn(ctx, ticket) || isOffered(ctx, ticket, 'confirm'))) return undefined;
  const read = understood(ctx, rest, { reporterId: ctx.person.id });
  if (read.followUp !== followUp) return undefined;
  return { ticket, heard: { body: rest, understanding: read } };
}

function numbered(body: string): TypedArguments {
  const said = body.normalize('NFKC').trim();
  const before = splitArguments(said.replace(BEFORE, '$1 '));
  if (before.reference) return before;
  const [, word = '', number = ''] = BEHIND.exec(said) ?? [];
  return splitArguments(`${number} ${word}`);
}

/** Of several tickets he is asked which he means. @param command what his words would do to it */
export async function askWhich(
  ctx: MessageContext,
  tickets: readonly Ticket[],
  { body }: Heard,
  command?: TicketCommandType,
): Promise<void> {
  const { now, text } = ctx;
  const [first] = tickets;
  const number = first ? spokenNumber(first, now) : '';
  const which = {
    title: text.list.whichMeant,
    example: `${number} ${clip(body.replace(/\s+/gu, ' '), REPEATED_MAX)}`,
    ...(command && { command }),
  };
  await commitAnswer(ctx, showCard(whichTicketCard(await viewsOf(ctx, tickets), which, now, text)));
}
