import { kindsWords } from '../cards/attachment-fields.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import { mentions, nameOf, responsibleFor, type TicketView } from '../cards/ticket-view.ts';
import type { Outgoing } from '../db/changes.ts';
import type { Draft } from '../db/records.ts';
import { reportedAt } from '../domain/reported-at.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { MINUTE } from '../domain/types.ts';
import { type Attached, attachedTo, withAttached } from './attachments.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { findById, mainOf, ownTicketsHere, quotedTicket } from './find-ticket.ts';
import { answer, commitAnswer, noticeKey, say, updateKey, withoutLeadingSpace } from './messages.ts';
import { pendingForm } from './pending-form.ts';
import { askWhetherIncident } from './questions.ts';
import { languageOfTicket, viewOf } from './scene-ticket.ts';
import { cardKeyOf } from './ticket-changes.ts';
import { understood } from './understood.ts';

/** A picture belongs to the words that came this long before it, and words to the picture before them. */
const BESIDE_WITHIN_MS = 10 * MINUTE;

/**
 * Pictures or files without words: they belong to what they reply to, to what their sender said just before, or to his only open
 * ticket. Where nothing fits they may be a report, and he is asked.
 */
export async function takePicture(ctx: MessageContext): Promise<void> {
  const quoted = await quotedTicket(ctx);
  if (quoted) return addTo(ctx, await mainOf(ctx, quoted));
  const form = await pendingForm(ctx);
  const asked = form && (await findById(ctx, form.ticketId));
  if (asked) return addTo(ctx, asked);
  const own = await ownTicketsHere(ctx);
  const reported = own.filter((ticket) => isFresh(ctx, ticket) && ticket.reporterId === ctx.person.id).at(-1);
  const draft = await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, ctx.now - BESIDE_WITHIN_MS);
  if (draft && (!reported || draft.receivedAt >= reported.receivedAt)) return addToDraft(ctx, draft);
  const [only, ...more] = own;
  const meant = reported ?? (more.length === 0 ? only : undefined);
  if (meant) return addTo(ctx, meant);
  if (own.length > 0) return commitAnswer(ctx, say(ctx.text.attachment.whichTicket));
  await askForWords(ctx);
}

/** The question about pictures alone that somebody's report in words answers; they then belong to its ticket. */
export async function pictureBefore(ctx: UpdateContext): Promise<Draft | undefined> {
  if (ctx.update.type !== 'message') return undefined;
  const draft = await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, ctx.now - BESIDE_WITHIN_MS);
  return draft && ALONE.includes(draft.body) ? draft : undefined;
}

const ALONE = inEveryLanguage(({ attachment }) => [attachment.alone]);

function isFresh({ now }: MessageContext, { receivedAt }: Ticket): boolean {
  return now - receivedAt <= BESIDE_WITHIN_MS;
}

async function addTo(ctx: MessageContext, ticket: Ticket): Promise<void> {
  const attached = attachedTo(ctx, { ticketId: ticket.id });
  const stored = await viewOf(ctx, ticket);
  const view = { ...stored, attachments: [...(stored.attachments ?? []), ...attached.attachments] };
  await ctx.commit(withAttached({ outbox: addedPosts(ctx, view, attached) }, attached));
}

/** Whoever has to act is told as of a supplement in words. */
function addedPosts(ctx: MessageContext, view: TicketView, { attachments }: Attached): readonly Outgoing[] {
  const { chat, members, now, person } = ctx;
  const { ticket } = view;
  const text = languageOfTicket(ctx, view);
  const rung = mentions(responsibleFor(view).filter((id) => id !== person.id));
  const what = kindsWords(attachments, text);
  const line = text.attachment.addedTo(rung, ticket.number, nameOf(members, person.id, text), what);
  const base = { chatId: ticket.chatId, ticketId: ticket.id } as const;
  const isElsewhere = chat.id !== ticket.chatId;
  return [
    {
      ...base,
      op: 'refresh',
      key: `attached:${updateKey(ctx)}`,
      cardKey: cardKeyOf(ticket.id),
      priority: 2,
      content: { lines: [], card: ticketCard(view, now, text) },
      otherwise: 'leave',
    },
    {
      ...base,
      op: 'post',
      key: `notice:attached:${updateKey(ctx)}`,
      cardKey: noticeKey(ticket.id, ctx.ids.next(now)),
      priority: 1,
      content: { lines: [withoutLeadingSpace(line)] },
    },
    ...(isElsewhere ? [answer(ctx, say(ctx.text.attachment.added(ticket.number, what)), ticket.id)] : []),
  ];
}

async function addToDraft(ctx: MessageContext, draft: Draft): Promise<void> {
  const attached = attachedTo(ctx, { draftId: draft.id });
  const kept = ctx.text.attachment.withQuestion(kindsWords(attached.attachments, ctx.text));
  await ctx.commit(withAttached({ outbox: [answer(ctx, say(kept))] }, attached));
}

async function askForWords(ctx: MessageContext): Promise<void> {
  const { attachment } = ctx.text;
  const { update, person } = ctx;
  const said = { body: attachment.alone, reportedAt: reportedAt(update), receivedAt: update.receivedAt };
  const understanding = understood(ctx, said.body, { reporterId: person.id });
  const speaker = ctx.chat.kind === 'private' ? [] : mentions([person.id]);
  await askWhetherIncident(ctx, said, understanding, [withoutLeadingSpace(attachment.askWords(speaker))]);
}
