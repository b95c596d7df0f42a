import { kindsWords } from '../cards/attachment-fields.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import { mentions, nameOf, responsibleFor, type TicketView } from '../cards/ticket-view.ts';
import type { Outgoing } from '../db/changes.ts';
import type { Draft } from '../db/records.ts';
import { refusalBefore } from '../domain/permissions.ts';
import { clip } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { refuse } from './act-refusal.ts';
import { type Attached, attachedTo, withAttached } from './attachments.ts';
import type { MessageContext } from './context.ts';
import { mainOf, ownTicketsHere, quotedTicket } from './find-ticket.ts';
import { answer, commitAnswer, noticeKey, say, updateKey, withoutLeadingSpace } from './messages.ts';
import { answerElsewhere, lastAsked } from './pending-form.ts';
import { besideSince, isPictureAlone } from './picture-before.ts';
import { askWhetherIncident } from './questions.ts';
import { languageOfTicket, viewOf } from './scene-ticket.ts';
import { cardKeyOf } from './ticket-changes.ts';
import { understood } from './understood.ts';

/** Of the words that a picture goes with, in graphemes. */
const SAID_SHOWN_MAX = 30;

/**
 * Pictures or files without words: they belong to what they reply to, to what their sender said just before, or to his only open
 * ticket. Where nothing fits they may be a report, and he is asked.
 */
export async function takePicture(ctx: MessageContext): Promise<void> {
  const quoted = await quotedTicket(ctx);
  if (quoted) return addTo(ctx, await mainOf(ctx, quoted));
  const asked = await lastAsked(ctx);
  if (asked?.isElsewhere) return answerElsewhere(ctx, asked, takePicture);
  if (asked) return addTo(ctx, await mainOf(ctx, asked.ticket));
  const own = await ownTicketsHere(ctx);
  const reported = own.filter((ticket) => isFresh(ctx, ticket) && ticket.reporterId === ctx.person.id).at(-1);
  const draft = await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, besideSince(ctx));
  if (draft && (!reported || draft.receivedAt >= reported.receivedAt)) return addToDraft(ctx, draft);
  const [only, ...more] = own;
  const meant = reported ?? (more.length === 0 ? only : undefined);
  if (meant) return addTo(ctx, meant);
  if (own.length > 0) return commitAnswer(ctx, say(ctx.text.attachment.whichTicket));
  await askForWords(ctx);
}

function isFresh(ctx: MessageContext, { receivedAt }: Ticket): boolean {
  return receivedAt >= besideSince(ctx);
}

/** As words would be, with a supplement: a ticket that takes none takes no picture. */
async function addTo(ctx: MessageContext, ticket: Ticket): Promise<void> {
  const refusal = refusalBefore(ticket, 'supplement', ctx.actor, ctx.contract);
  if (refusal) return refuse(ctx, { ticket, type: 'supplement', input: {} }, refusal);
  const attached = attachedTo(ctx, { ticketId: ticket.id });
  const stored = await viewOf(ctx, ticket);
  const view = { ...stored, attachments: [...(stored.attachments ?? []), ...attached.attachments] };
  // Its card is drawn anew, and shall show nothing older than what another commit draws.
  await ctx.commit(withAttached({ unchangedTicket: ticket, outbox: addedPosts(ctx, view, attached) }, attached));
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
      isDetail: true,
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
  const said = isPictureAlone(draft) ? '' : clip(draft.body.replace(/\s+/gu, ' '), SAID_SHOWN_MAX);
  const kept = ctx.text.attachment.withQuestion(kindsWords(attached.attachments, ctx.text), said);
  await ctx.commit(withAttached({ outbox: [answer(ctx, say(kept))] }, attached));
}

async function askForWords(ctx: MessageContext): Promise<void> {
  const { attachment } = ctx.text;
  const { update, person } = ctx;
  const said = { body: attachment.alone, reportedAt: reportedAt(update), receivedAt: update.receivedAt };
  const understanding = understood(ctx, said.body, { reporterId: person.id });
  const speaker = ctx.chat.kind === 'private' ? [] : mentions([person.id]);
  await askWhetherIncident(ctx, said, understanding, {
    lines: [withoutLeadingSpace(attachment.askWords(speaker))],
  });
}
