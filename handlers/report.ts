import type { DraftOutcome } from '../cards/question-card.ts';
import type { Changes } from '../db/changes.ts';
import type { Chat, Draft } from '../db/records.ts';
import type { Understanding } from '../domain/intake.ts';
import type { Ticket, TicketKind } from '../domain/ticket-types.ts';
import { type ChatId, type Instant, type PersonId, ticketId } from '../domain/types.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { answeredDraftCards, draftEntry, draftTimerKey } from './draft-message.ts';
import { withFurther } from './further.ts';
import { departmentOfSpeaker, groupForUpdate } from './group-chat.ts';
import { similarCases, similarPosts } from './knowledge.ts';
import { updateKey } from './messages.ts';
import { openedTicket, registeredElsewhere } from './opened-ticket.ts';
import { pictureBefore } from './picture-before.ts';
import type { Compared } from './same-fault.ts';

export interface Report {
  /** Cleaned. */
  readonly body: string;
  /** Absent: a fault. */
  readonly kind?: TicketKind;
  readonly reporterId: PersonId;
  readonly reportedAt: Instant;
  readonly receivedAt: Instant;
  readonly understood: Understanding;
  /** The question that was answered with 登记为故障. */
  readonly draft?: Draft;
}

/**
 * Opens a ticket: number, clocks, card with who is on duty, first wake-up, all in one transaction.
 * @param compared where it gets its own only because nobody has reported the same
 */
export async function openIncident(ctx: UpdateContext, whole: Report, compared?: Compared): Promise<void> {
  const report = ownPart(whole);
  const draft = report.draft ?? (await pictureBefore(ctx));
  // What came with the question belongs to its ticket, so they share their id.
  const id = ticketId(draft?.id ?? ctx.ids.next(ctx.now));
  const attached = attachedTo(ctx, { ticketId: id });
  const asked = draft ? await ctx.store.attachmentsOf(id) : [];
  const kept = ctx.keepText(report.body);
  const { chatId, departmentId } = await placeOf(ctx, draft);
  const similar = await similarCases(ctx, report, chatId);
  await ctx.commit(async (tx) => {
    const { changes: own, ticket } = await openedTicket(ctx, tx, {
      id,
      report,
      kept,
      chatId,
      departmentId,
      attachments: [...asked, ...attached.attachments],
      compared,
      cause: updateKey(ctx),
      posts: (view) => [...registeredElsewhere(ctx, view), ...similarPosts(ctx, view, similar)],
    });
    const opened = withAttached(own, attached);
    const changes = draft ? answering(ctx, draft, opened, ticket) : opened;
    return withFurther(ctx, tx, changes, { report, chatId, departmentId });
  });
}

/** Of words that tell of several faults, those of the first: the others have their own; see `withFurther`. */
export function ownPart(report: Report): Report {
  return { ...report, body: report.understood.part ?? report.body };
}

/** Where a report belongs. */
export interface Place {
  readonly chatId: ChatId;
  /** Id of the department for which it is said. */
  readonly departmentId: string | undefined;
}

/** @param draft the question that is answered by it */
export async function placeOf(ctx: UpdateContext, draft?: Draft): Promise<Place> {
  const home = await homeOf(ctx, draft);
  const chatId = home?.id ?? (await groupForUpdate(ctx));
  return { chatId, departmentId: home?.department ?? departmentOfSpeaker(ctx) };
}

/** The group in which the words were said, where they are registered from elsewhere. */
async function homeOf({ chat, contract, store }: UpdateContext, draft: Draft | undefined): Promise<Chat | undefined> {
  if (!draft || draft.chatId === chat.id) return undefined;
  return (await store.chatsOf(contract.id)).find(({ id, kind }) => id === draft.chatId && kind === 'group');
}

/** The ticket is what became of the question. */
export function answering(
  ctx: UpdateContext,
  draft: Draft,
  changes: Changes,
  { id, number }: Ticket,
  outcome: DraftOutcome = { registeredAs: number },
): Changes {
  const entry = draftEntry(ctx, draft, { type: 'draft_registered', by: ctx.person.id, ticketId: id });
  return {
    ...changes,
    answeredDraft: { seen: draft, answer: `ticket:${id}` },
    clearTimers: [...(changes.clearTimers ?? []), { key: draftTimerKey(draft.id) }],
    entries: [entry, ...(changes.entries ?? [])],
    outbox: [...answeredDraftCards(ctx, draft, outcome), ...(changes.outbox ?? [])],
  };
}
