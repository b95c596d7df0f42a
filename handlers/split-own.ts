import { readReportSubject } from '../cards/same-fault-card.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { ActionContext } from './context.ts';
import { findById, mainOf } from './find-ticket.ts';
import { commitAnswer, say } from './messages.ts';
import { showReports, splitTicket } from './split.ts';

type SplitOff = Extract<TicketEvent, { type: 'split_off' }>;

/** 不是同一故障 on the answer to somebody whose report has joined: that report leaves, and no other one however often it is tapped. */
export async function splitOwnByTap(ctx: ActionContext): Promise<void> {
  const { joinedId, ticketId } = readReportSubject(ctx.update.subject);
  const ticket = await findById(ctx, ticketId);
  if (!ticket) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const main = await mainOf(ctx, ticket);
  const left = await splitsOf(ctx, ticket, main);
  if (joinedId === undefined) return splitUnnamed(ctx, main, left);
  const place = (main.merged ?? []).findIndex((report) => report.joinedId === joinedId);
  if (place >= 0) return splitTicket(ctx, main, place + 1);
  const before = left.find(({ report }) => report.joinedId === joinedId);
  await commitAnswer(ctx, say(before ? outAlready(ctx, main, before) : ctx.text.system.unknownAction));
}

/** The button names no report: which one it stood under is certain only where he never had another one in this ticket. */
async function splitUnnamed(ctx: ActionContext, main: Ticket, left: readonly SplitOff[]): Promise<void> {
  const { merged = [] } = main;
  const own = merged.filter((report) => report.joinedId !== undefined && report.reporterId === ctx.person.id);
  const before = left.filter(({ report }) => report.joinedId !== undefined && report.reporterId === ctx.person.id);
  const [report, ...more] = own;
  const last = before.at(-1);
  if (!report) return commitAnswer(ctx, say(last ? outAlready(ctx, main, last) : ctx.text.split.noOwn(main.number)));
  if (more.length > 0 || last) return showReports(ctx, main);
  await splitTicket(ctx, main, merged.indexOf(report) + 1);
}

function outAlready({ text }: ActionContext, main: Ticket, { intoNumber }: SplitOff): string {
  return text.split.alreadyOut(main.number, intoNumber);
}

/** What was taken out of the ticket, and of the one that it was merged into since. */
async function splitsOf({ store }: ActionContext, ticket: Ticket, main: Ticket): Promise<readonly SplitOff[]> {
  const ids = [...new Set([ticket.id, main.id])];
  const events = (await Promise.all(ids.map((id) => store.ticketEvents(id)))).flat();
  return events.filter((event) => event.type === 'split_off');
}
