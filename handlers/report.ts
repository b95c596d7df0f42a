import { mentions, type TicketView } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Draft, Outgoing } from '../db/store.ts';
import { civilDate } from '../domain/civil.ts';
import type { Understanding } from '../domain/intake.ts';
import { ticketNumber } from '../domain/number.ts';
import { onDuty } from '../domain/roster.ts';
import { isSupplier } from '../domain/sides.ts';
import { openTicket } from '../domain/ticket.ts';
import { type ChatId, type Instant, type PersonId, ticketId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { answeredDraftCard, draftEntry, draftTimerKey } from './draft-message.ts';
import { answer, say } from './messages.ts';
import { decisionEnv, languageOfTicket } from './scene-ticket.ts';
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
  const id = ticketId(ctx.ids.next(ctx.now));
  const kept = ctx.keepText(report.body);
  const chatId = await chatForTicket(ctx);
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
    const view: TicketView = { ticket, contract: ctx.contract, members: ctx.members, texts };
    const text = languageOfTicket(ctx, view);
    const changes = ticketChanges(ctx, {
      view,
      events,
      texts: [kept],
      card: { op: 'post', lines: [dutyLine(ctx, view)] },
      posts: registeredElsewhere(ctx, view),
      text,
    });
    if (!report.draft) return changes;
    const answered = answeredDraftCard(ctx, report.draft, { registeredAs: number });
    return {
      ...changes,
      answeredDraft: { seen: report.draft, answer: `ticket:${id}` },
      clearTimers: [...(changes.clearTimers ?? []), { key: draftTimerKey(report.draft.id) }],
      entries: [draftEntry(ctx, report.draft, { type: 'draft_registered', by: ctx.person.id, ticketId: id })],
      outbox: [answered, ...(changes.outbox ?? [])],
    };
  });
  ctx.log.info({ ticketId: id, systemId, level, levelReason: levelReason.code }, 'opened a ticket');
}

/** The supplier's own people may report what they see, and get no say over it. */
function isRelayed(ctx: UpdateContext, reporterId: PersonId): boolean {
  return ctx.members.some((member) => member.id === reporterId && isSupplier(member));
}

/** Rings the first on duty; the card names the others. */
function dutyLine(ctx: UpdateContext, view: TicketView): Line {
  const { notice } = languageOfTicket(ctx, view);
  const duty = onDuty(ctx.members).slice(0, 1);
  const { number } = view.ticket;
  return duty.length === 0 ? notice.openedWithoutDuty(number) : notice.opened(mentions(duty), number);
}

/**
 * Where a ticket lives: the group in which it was reported. What was reported in private belongs before the engineers too, so
 * it goes to the contract's first group on the same platform, if it has one.
 */
async function chatForTicket(ctx: UpdateContext): Promise<ChatId> {
  if (ctx.chat.kind === 'group') return ctx.chat.id;
  const chats = await ctx.store.chatsOf(ctx.contract.id);
  const groups = chats.filter(({ kind, platform }) => kind === 'group' && platform === ctx.chat.platform);
  return groups.toSorted((a, b) => (a.id < b.id ? -1 : 1))[0]?.id ?? ctx.chat.id;
}

/** Tells the reporter in his private chat what became of his words. */
function registeredElsewhere(ctx: UpdateContext, { ticket }: TicketView): readonly Outgoing[] {
  if (ctx.chat.id === ticket.chatId) return [];
  return [answer(ctx, say(ctx.text.question.registered(ticket.number)), ticket.id)];
}
