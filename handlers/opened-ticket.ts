import { openedLine } from '../cards/opened-line.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { Changes, NewText, Outgoing, Tx } from '../db/changes.ts';
import type { TicketAttachment } from '../db/records.ts';
import { isMonitor } from '../domain/alerts/monitor.ts';
import { civilDate } from '../domain/civil.ts';
import { ticketNumber } from '../domain/number.ts';
import { requestLevel } from '../domain/request-level.ts';
import { isSupplier } from '../domain/sides.ts';
import { openTicket } from '../domain/ticket.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ChatId, PersonId, TicketId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { answer, say } from './messages.ts';
import type { Report } from './report.ts';
import { levelQuestion } from './requests.ts';
import { type Compared, requireNoneSince } from './same-fault.ts';
import { decisionEnv, languageOfTicket, ticketView } from './scene-ticket.ts';
import { languageIfOther } from './spoken-language.ts';
import { systemQuestion } from './system-question.ts';
import { ticketChanges } from './ticket-changes.ts';

export interface Opening {
  readonly id: TicketId;
  readonly report: Report;
  readonly kept: NewText;
  /** The ticket's group. */
  readonly chatId: ChatId;
  readonly departmentId?: string | undefined;
  /** What its card shows of pictures and files. */
  readonly attachments: readonly TicketAttachment[];
  /** What the report was compared with before, where it was. */
  readonly compared?: Compared | undefined;
  /** Names what brought it about, for the keys of what is said: another one for each ticket. */
  readonly cause: string;
  /** What else is said because of it. */
  readonly posts?: (view: TicketView) => readonly Outgoing[];
}

/** A ticket from its report: number, clocks, card with who is on duty, first wake-up, and what is asked about it. */
export async function openedTicket(
  ctx: UpdateContext,
  tx: Tx,
  opening: Opening,
): Promise<{ readonly ticket: Ticket; readonly changes: Changes }> {
  const { attachments, cause, chatId, departmentId, id, kept, report } = opening;
  const { kind = 'incident', reporterId, understood } = report;
  const { systemId } = understood;
  const isWish = kind === 'service_request';
  const { level, levelReason } = isWish ? requestLevel(ctx.contract, systemId, understood) : understood;
  const day = civilDate(report.reportedAt);
  const number = ticketNumber(ctx.contract.numberPrefix, day, await tx.nextDailyNumber(ctx.contract.id, day));
  if (opening.compared) await requireNoneSince(tx, ctx, opening.compared);
  const language = languageIfOther(ctx, report.draft, report.body);
  const { ticket, events } = openTicket(
    {
      id,
      number,
      chatId,
      kind,
      ...(systemId !== undefined && { systemId }),
      ...(departmentId !== undefined && { departmentId }),
      level,
      levelReason,
      reporterId,
      openedBy: ctx.person.id,
      ...(isRelayed(ctx, reporterId) && { isRelayed: true }),
      ...(language && { language }),
      summary: kept.ref,
      reportedAt: report.reportedAt,
      receivedAt: report.receivedAt,
    },
    decisionEnv(ctx),
  );
  const view = { ...ticketView(ctx, ticket, new Map([[kept.ref.id, report.body]])), attachments };
  const text = languageOfTicket(ctx, view);
  const changes = ticketChanges(ctx, {
    view,
    events,
    texts: [kept],
    card: { op: 'post', lines: [openedLine(view, ctx.now, text)] },
    posts: [
      ...levelQuestion(ctx, { view, cause }),
      ...systemQuestion(ctx, view, { possible: understood.systemsPossible, cause }),
      ...(opening.posts?.(view) ?? []),
    ],
    text,
  });
  ctx.log.info({ ticketId: id, systemId, level, levelReason: levelReason.code }, 'opened a ticket');
  return { ticket, changes };
}

/** The supplier's own people may report what they see, and so may monitoring; it gives them no say over it. */
function isRelayed(ctx: UpdateContext, reporterId: PersonId): boolean {
  return isMonitor(reporterId) || ctx.members.some((member) => member.id === reporterId && isSupplier(member));
}

/** Tells the reporter in his private chat what became of his words. */
export function registeredElsewhere(ctx: UpdateContext, { ticket }: TicketView): readonly Outgoing[] {
  if (ctx.chat.id === ticket.chatId) return [];
  return [answer(ctx, say(ctx.text.question.registered(ticket.number)), ticket.id)];
}
