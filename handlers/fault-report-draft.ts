import { languageOf } from '../cards/language.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Outgoing } from '../db/changes.ts';
import type { KeptFile } from '../db/records.ts';
import { maskedTexts } from '../domain/masked-texts.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { ChatId, PersonId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { managersFor } from './deliverables.ts';
import { faultReportOf, openReportClock } from './fault-report-figures.ts';
import { say, updateKey } from './messages.ts';
import { textIdsOf } from './ticket-timeline.ts';

/**
 * Once a fault is resolved whose report the contract wants: the draft of it, for whoever worked on it and the managers. A draft that
 * can't be made holds nothing up.
 */
export async function resolvedDraft(
  ctx: UpdateContext,
  view: TicketView,
  happened: readonly TicketEvent[],
): Promise<readonly Outgoing[]> {
  const { ticket } = view;
  if (!happened.some(({ type }) => type === 'resolved') || !openReportClock(ticket)) return [];
  const before = await ctx.store.ticketEvents(ticket.id);
  const people = [...new Set([...(ticket.assigneeId === undefined ? [] : [ticket.assigneeId]), ...managersFor(ctx)])];
  const draft = await draftOf(ctx, view, [...before, ...happened]);
  const lines = draft ? draftLines(ctx, ticket) : [unavailable(ctx, ticket)];
  const key = updateKey(ctx);
  return [
    ...people.map(
      (to): Outgoing => ({
        ...{ op: 'answer', key: `fault-draft-how:${key}:${to}`, chatId: ticket.chatId, priority: 1 },
        ...{ to, content: say(...lines), ticketId: ticket.id, onlyAlone: true, isOnAsking: true },
      }),
    ),
    ...(draft ? fileFor(ctx, view, draft, people, key).map((row) => ({ ...row, isOnAsking: true as const })) : []),
  ];
}

/** @returns undefined where it could not be made */
export async function draftOf(
  scene: Scene,
  view: TicketView,
  events: readonly TicketEvent[],
): Promise<KeptFile | undefined> {
  const { log, papers, store, text } = scene;
  const known = await store.texts(events.flatMap(textIdsOf));
  const whole = { ...view, texts: maskedTexts(new Map([...known, ...view.texts])) };
  const report = faultReportOf(scene, whole, events);
  try {
    return await papers.make({
      ...{ paper: 'fault_report', format: 'docx', report, language: languageOf(report.summary) },
      name: text.deliverable.faultReport.name(view.ticket.number),
    });
  } catch (error) {
    log.error(
      { err: error, ticketId: view.ticket.id, code: 'draft_not_made' },
      'the draft of a fault report could not be made',
    );
    return undefined;
  }
}

/** What it is, by when it is owed, and how it is handed in. */
export function draftLines({ now, text }: Scene, ticket: Ticket): readonly string[] {
  const { faultReport } = text.deliverable;
  const dueAt = openReportClock(ticket)?.dueAt;
  const { number } = ticket;
  const first =
    dueAt === undefined
      ? faultReport.draftNoDue(number)
      : faultReport.draft(number, instantWords(dueAt, now, text, 'if_any'));
  return [first, faultReport.how(bareCommand({ now, text }, ticket))];
}

export function unavailable({ now, text }: Pick<Scene, 'now' | 'text'>, ticket: Ticket): string {
  return text.deliverable.faultReport.unavailable(bareCommand({ now, text }, ticket));
}

/** 故障报告 12, without what may follow it. */
function bareCommand({ now, text }: Pick<Scene, 'now' | 'text'>, ticket: Ticket): string {
  const { sample } = text.commands.report_fault;
  return typedCommand('report_fault', ticket, now, text).replace(sample, '').trim();
}

/** To each of them alone: it is the supplier's until it is handed in. */
export function fileFor(
  { text }: Scene,
  { ticket }: TicketView,
  file: KeptFile,
  people: readonly PersonId[],
  key: string,
  chatId: ChatId = ticket.chatId,
): readonly Outgoing[] {
  const content = say(text.deliverable.faultReport.draftNoDue(ticket.number));
  return people.map(
    (to): Outgoing => ({
      ...{ op: 'file', key: `fault-draft:${key}:${to}`, chatId, priority: 1 },
      ...{ to, file, content, ticketId: ticket.id, onlyAlone: true },
    }),
  );
}
