import { SPLIT_ACTIONS, splitCard } from '../cards/same-fault-card.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import { type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import type { TicketAttachment } from '../db/records.ts';
import { leavingAlerts } from '../domain/alerts/leaving-alerts.ts';
import { assert } from '../domain/assert.ts';
import { applyEvent } from '../domain/fold.ts';
import { joinRefusal } from '../domain/merge.ts';
import { maySplit, splitOffEvent, splitRefusal } from '../domain/split.ts';
import type { MergedReport, Ticket } from '../domain/ticket-types.ts';
import { type TicketId, ticketId } from '../domain/types.ts';
import { announced } from './act-sayings.ts';
import { countTimer } from './alert-count.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { findById, findByReference, mainOf, quotedTicket } from './find-ticket.ts';
import { joinedChanges } from './joined-changes.ts';
import { mergedChanges } from './merged-changes.ts';
import { answer, cardRefresh, commitAnswer, say, showCard, updateKey } from './messages.ts';
import { openedTicket } from './opened-ticket.ts';
import type { Place, Report } from './report.ts';
import type { CommandContext, Next } from './router-types.ts';
import { saidLevel, sameFaultOf } from './same-fault.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { cardKeyOf, ticketChanges } from './ticket-changes.ts';
import { splitArguments } from './typed-command.ts';
import { understood } from './understood.ts';

/** 拆分 7, 拆分 7 2: a report that joined a ticket, or was merged into it, gets one of its own. */
export async function splitByText(ctx: CommandContext, next: Next): Promise<void> {
  const { reference, rest } = splitArguments(ctx.args);
  const ticket = reference ? await findByReference(ctx, reference.meant) : await quotedTicket(ctx);
  const { list, split } = ctx.text;
  if (!ticket && reference) return commitAnswer(ctx, say(list.unknownTicket(reference.said)));
  // 拆分 and a sentence is no command.
  if (!ticket && ctx.args !== '') return next();
  if (!ticket) return commitAnswer(ctx, say(split.howTo(`${split.words[0] ?? ''} 7`)));
  const place = /^\d{1,3}$/.test(rest) ? Number(rest) : undefined;
  await splitTicket(ctx, await mainOf(ctx, ticket), place);
}

/** 拆出第 2 条 on the list: only while that report stands where it stood. */
export async function splitByTap(ctx: ActionContext): Promise<void> {
  const ticket = await findById(ctx, ctx.update.subject);
  if (!ticket) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const place = 1 + SPLIT_ACTIONS.indexOf(ctx.update.action);
  if ((await removedFrom(ctx, ticket)) !== ctx.update.version) {
    return showReports(ctx, ticket, [[ctx.text.split.changed]]);
  }
  await splitTicket(ctx, ticket, place);
}

/** @param place of the report, from 1; absent: the only one, or his own */
export async function splitTicket(ctx: UpdateContext, main: Ticket, place: number | undefined): Promise<void> {
  const reports = main.merged ?? [];
  const own = reports.findLast(({ reporterId }) => reporterId === ctx.person.id);
  const only = reports.length === 1 ? reports[0] : undefined;
  if (place === undefined && !own && !only && reports.length > 0 && maySplit(ctx.actor)) return showReports(ctx, main);
  const report = place === undefined ? (own ?? only ?? reports[0]) : reports[place - 1];
  const refusal = splitRefusal(main, report, ctx.actor, ctx.now);
  if (refusal) return commitAnswer(ctx, say(ctx.text.split.refused[refusal](main.number)));
  assert(report, 'no report, and no refusal');
  await splitOff(ctx, main, report);
}

export async function showReports(ctx: UpdateContext, main: Ticket, lines: readonly Line[] = []): Promise<void> {
  const refs = (main.merged ?? []).flatMap(({ text }) => text?.id ?? []);
  const [view, texts, removed] = await Promise.all([viewOf(ctx, main), ctx.store.texts(refs), removedFrom(ctx, main)]);
  const may = [...withRole(ctx.members, 'manager'), ...withRole(ctx.members, 'supervisor')];
  const whole = { ...view, texts: new Map([...view.texts, ...texts]) };
  await commitAnswer(ctx, showCard(splitCard(whole, { may, removed }, ctx.now, ctx.text), lines));
}

/** Who joins stands behind the others, so that places change only by what is taken out. */
async function removedFrom({ store }: UpdateContext, main: Ticket): Promise<number> {
  return (await store.ticketEvents(main.id)).filter(({ type }) => type === 'split_off').length;
}

async function splitOff(ctx: UpdateContext, main: Ticket, report: MergedReport): Promise<void> {
  const again = await reportAgain(ctx, main, report);
  const known = await ownOfSameFault(ctx, main, report, again);
  const id = known?.id ?? ticketId(ctx.ids.next(ctx.now));
  const [history, attachments, own] = await Promise.all([
    ctx.store.ticketEvents(main.id),
    ctx.store.attachmentsOf(main.id),
    attachmentsOf(ctx, main, report),
  ]);
  const merged = report.ticketId && (await findById(ctx, report.ticketId));
  const old = merged && (await viewOf(ctx, merged));
  const opened = history.find(({ type }) => type === 'opened');
  assert(opened?.type === 'opened', 'a ticket without its report');
  await ctx.commit(async (tx) => {
    const place = { chatId: report.chatId, departmentId: again.departmentId };
    const made = known
      ? { ticket: known, changes: await joinedChanges(ctx, known, again, place) }
      : await openedTicket(ctx, tx, {
          id,
          report: again,
          kept: ctx.keepText(again.body),
          ...place,
          attachments: own,
          cause: `${updateKey(ctx)}:split`,
        });
    const oldCard = old ? [mergedCard(ctx, { ...old, splitInto: made.ticket.number })] : [];
    const split = { report, into: made.ticket, ownReportedAt: opened.reportedAt, isKnown: known !== undefined };
    const event = splitOffEvent(main, split, ctx.actor, decisionEnv(ctx));
    const next = applyEvent(main, event);
    const stored = await viewOf(ctx, next);
    const view = { ...stored, attachments: attachments.filter(({ id: file }) => own.every((one) => one.id !== file)) };
    const left = ticketChanges(ctx, {
      seen: main,
      view,
      events: [event],
      card: { op: 'refresh', otherwise: 'leave' },
      posts: [
        ...announced(ctx, { before: main, view, events: [event] }),
        // Of what went to his own ticket that tells him.
        ...(known ? [] : toldElsewhere(ctx, main, made.ticket)),
        ...oldCard,
      ],
      text: languageOfTicket(ctx, view),
    });
    const { ticket: changed, ...rest } = left;
    const changes: Changes = mergedChanges(made.changes, rest, alertsLeaving(ctx, main, report, id));
    return {
      ...changes,
      otherTicket: { seen: main, next: changed?.next ?? next },
      ...(own.length > 0 && { movedAttachments: { ids: own.map((one) => one.id), to: id } }),
    };
  });
  ctx.log.info({ ticketId: main.id, into: id }, 'took a report out of a ticket');
}

/** What monitoring says from now on belongs to the report's own ticket; both are counted anew. */
function alertsLeaving({ now }: UpdateContext, main: Ticket, report: MergedReport, to: TicketId): Changes {
  const alerts = leavingAlerts(main, report);
  if (!alerts) return {};
  return { movedAlerts: { ...alerts, to }, setTimers: [main.id, to].map((id) => countTimer(id, now)) };
}

/** He has said it before: a report that never was a ticket does not become a second one beside his own. */
async function ownOfSameFault(
  ctx: UpdateContext,
  main: Ticket,
  report: MergedReport,
  again: Report & Pick<Place, 'departmentId'>,
): Promise<Ticket | undefined> {
  if (report.ticketId) return undefined;
  const { departmentId } = again;
  const found = await sameFaultOf(ctx, { ...again, chatId: report.chatId }, main.id);
  if (found?.verdict !== 'repeat') return undefined;
  const of = { level: saidLevel(again.understood), departmentId };
  return joinRefusal(found.ticket, of, ctx.actor, ctx.contract) ? undefined : found.ticket;
}

/** Its card names the number that it has now. */
function mergedCard(ctx: UpdateContext, view: TicketView): Outgoing {
  const { chatId, id } = view.ticket;
  const card = ticketCard(view, ctx.now, languageOfTicket(ctx, view));
  return cardRefresh(ctx, { card, cardKey: cardKeyOf(id), chatId });
}

/** What came with it. A merged ticket has kept its own, and that of what had joined it before. */
async function attachmentsOf(
  { store }: UpdateContext,
  main: Ticket,
  report: MergedReport,
): Promise<readonly TicketAttachment[]> {
  const { merged = [] } = main;
  const holders = report.ticketId ? [report.ticketId] : [main.id, ...merged.flatMap((one) => one.ticketId ?? [])];
  const all = (await Promise.all(holders.map((id) => store.attachmentsOf(id)))).flat();
  const ofJoined = merged.flatMap((one) => one.attachments ?? []);
  return all.filter(({ id }) => (report.ticketId ? !ofJoined.includes(id) : report.attachments?.includes(id)));
}

/** The report as it was said: its words, its time, and of a merged ticket its system and level. */
async function reportAgain(
  ctx: UpdateContext,
  main: Ticket,
  report: MergedReport,
): Promise<Report & { readonly departmentId: string | undefined }> {
  const merged = report.ticketId && (await findById(ctx, report.ticketId));
  const text = report.text ?? merged?.summary;
  const body = text === undefined ? undefined : (await ctx.store.texts([text.id])).get(text.id);
  const said = body ?? ctx.text.names.erasedText;
  const chat = (await ctx.store.chatsOf(ctx.contract.id)).find(({ id }) => id === report.chatId);
  const of = merged || main;
  const place = { ...ctx, chat };
  const { reporterId } = report;
  const own = understood(place, said, { reporterId });
  // The main ticket's system is not that of words which name another one.
  const systemId = merged ? merged.systemId : (own.systemId ?? main.systemId);
  const read = systemId === own.systemId || !systemId ? own : understood(place, said, { reporterId, systemId });
  // What it named beside was registered when it was said.
  const { further: _further, part: _part, systemsPossible: _possible, ...alone } = read;
  const { level, levelReason } = merged || alone;
  const departmentId = merged ? merged.departmentId : (chat?.department ?? main.departmentId);
  return {
    body: said,
    kind: of.kind,
    reporterId,
    reportedAt: report.reportedAt,
    receivedAt: merged ? merged.receivedAt : report.reportedAt,
    understood: { ...alone, level, levelReason },
    departmentId,
  };
}

function toldElsewhere(ctx: UpdateContext, main: Ticket, { number }: Ticket): readonly Outgoing[] {
  if (ctx.chat.id === main.chatId) return [];
  return [answer(ctx, say(ctx.text.split.doneTo(main.number, number)), main.id)];
}
