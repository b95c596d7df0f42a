import { openedLine } from '../cards/opened-line.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import type { Chat, Draft } from '../db/records.ts';
import { civilDate } from '../domain/civil.ts';
import type { Understanding } from '../domain/intake.ts';
import { ticketNumber } from '../domain/number.ts';
import { isSupplier } from '../domain/sides.ts';
import { openTicket } from '../domain/ticket.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { type Instant, type PersonId, ticketId } from '../domain/types.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { answeredDraftCards, draftEntry, draftTimerKey } from './draft-message.ts';
import { departmentOfSpeaker, groupForUpdate } from './group-chat.ts';
import { answer, say, updateKey } from './messages.ts';
import { pictureBefore } from './picture-before.ts';
import { levelQuestion } from './requests.ts';
import { decisionEnv, languageOfTicket, ticketView } from './scene-ticket.ts';
import { ticketChanges } from './ticket-changes.ts';

export interface Report {
  /** Cleaned. */
  readonly body: string;
  readonly reporterId: PersonId;
  readonly reportedAt: Instant;
  readonly receivedAt: Instant;
  readonly understood: Understanding;
  /** The question that was answered with 登记为故障. */
  readonly draft?: Draft;
}

/** Opens a ticket: number, clocks, card with who is on duty, first wake-up, all in one transaction. */
export async function openIncident(ctx: UpdateContext, report: Report): Promise<void> {
  const draft = report.draft ?? (await pictureBefore(ctx));
  // What came with the question belongs to its ticket, so they share their id.
  const id = ticketId(draft?.id ?? ctx.ids.next(ctx.now));
  const attached = attachedTo(ctx, { ticketId: id });
  const asked = draft ? await ctx.store.attachmentsOf(id) : [];
  const kept = ctx.keepText(report.body);
  const home = await homeOf(ctx, draft);
  const chatId = home?.id ?? (await groupForUpdate(ctx));
  const departmentId = home?.department ?? departmentOfSpeaker(ctx);
  const day = civilDate(report.reportedAt);
  const { systemId, level, levelReason } = report.understood;
  await ctx.commit(async (tx) => {
    const number = ticketNumber(ctx.contract.numberPrefix, day, await tx.nextDailyNumber(ctx.contract.id, day));
    const { ticket, events } = openTicket(
      {
        id,
        number,
        chatId,
        kind: 'incident',
        ...(systemId !== undefined && { systemId }),
        ...(departmentId !== undefined && { departmentId }),
        level,
        levelReason,
        reporterId: report.reporterId,
        openedBy: ctx.person.id,
        ...(isRelayed(ctx, report.reporterId) && { isRelayed: true }),
        summary: kept.ref,
        reportedAt: report.reportedAt,
        receivedAt: report.receivedAt,
      },
      decisionEnv(ctx),
    );
    const texts = new Map([[kept.ref.id, report.body]]);
    const view = { ...ticketView(ctx, ticket, texts), attachments: [...asked, ...attached.attachments] };
    const text = languageOfTicket(ctx, view);
    const opened = ticketChanges(ctx, {
      view,
      events,
      texts: [kept],
      card: { op: 'post', lines: [openedLine(view, ctx.now, text)] },
      posts: [...levelQuestion(ctx, { view, cause: updateKey(ctx) }), ...registeredElsewhere(ctx, view)],
      text,
    });
    const changes = withAttached(opened, attached);
    return draft ? answering(ctx, draft, changes, ticket) : changes;
  });
  ctx.log.info({ ticketId: id, systemId, level, levelReason: levelReason.code }, 'opened a ticket');
}

/** The group in which the words were said, where they are registered from elsewhere. */
async function homeOf({ chat, contract, store }: UpdateContext, draft: Draft | undefined): Promise<Chat | undefined> {
  if (!draft || draft.chatId === chat.id) return undefined;
  return (await store.chatsOf(contract.id)).find(({ id, kind }) => id === draft.chatId && kind === 'group');
}

/** The ticket is what became of the question. */
function answering(ctx: UpdateContext, draft: Draft, changes: Changes, { id, number }: Ticket): Changes {
  const entry = draftEntry(ctx, draft, { type: 'draft_registered', by: ctx.person.id, ticketId: id });
  return {
    ...changes,
    answeredDraft: { seen: draft, answer: `ticket:${id}` },
    clearTimers: [...(changes.clearTimers ?? []), { key: draftTimerKey(draft.id) }],
    entries: [entry, ...(changes.entries ?? [])],
    outbox: [...answeredDraftCards(ctx, draft, { registeredAs: number }), ...(changes.outbox ?? [])],
  };
}

/** The supplier's own people may report what they see, and get no say over it. */
function isRelayed(ctx: UpdateContext, reporterId: PersonId): boolean {
  return ctx.members.some((member) => member.id === reporterId && isSupplier(member));
}

/** Tells the reporter in his private chat what became of his words. */
function registeredElsewhere(ctx: UpdateContext, { ticket }: TicketView): readonly Outgoing[] {
  if (ctx.chat.id === ticket.chatId) return [];
  return [answer(ctx, say(ctx.text.question.registered(ticket.number)), ticket.id)];
}
