import { refusalSentence } from '../cards/refusal-sentence.ts';
import { isOverTicket } from '../cards/ticket-view.ts';
import type { Changes } from '../db/changes.ts';
import type { Draft } from '../db/records.ts';
import { joinRefusal } from '../domain/merge.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { amendedCommit } from './amended-commit.ts';
import type { UpdateContext } from './context.ts';
import { findById, mainOf } from './find-ticket.ts';
import { joinReport } from './join-report.ts';
import { answer, commitAnswer, say } from './messages.ts';
import { openIncident, placeOf, type Report } from './report.ts';
import { beforeComparing, saidLevel, sameFaultOf } from './same-fault.ts';

/**
 * 是同一故障. The clocks count from the first message, however late the answer. Where that ticket has ended meanwhile the words get
 * one of their own; nobody of the supplier's gets rid of what they oblige him to.
 */
export async function registerAsSame(ctx: UpdateContext, draft: Draft, report: Report): Promise<void> {
  const into = await mainMeant(ctx, draft);
  if (!into) return openIncident(ctx, report);
  if (isOverTicket(into)) return openIncident(telling(ctx, into), report);
  const { departmentId } = await placeOf(ctx, draft);
  const refusal = joinRefusal(into, { level: saidLevel(report.understood), departmentId }, ctx.actor, ctx.contract);
  if (!refusal) return joinReport(ctx, into, report);
  const asked = {
    command: 'merge',
    askedBy: ctx.person.id,
    contract: ctx.contract,
    members: ctx.members,
    now: ctx.now,
  } as const;
  await commitAnswer(ctx, say(refusalSentence(refusal, asked, ctx.text)));
}

/**
 * 登记为故障. Somebody else may have reported the same since the words were said; whoever was asked about that and answers 另外登记 gets
 * a ticket of its own.
 */
export async function registerFault(ctx: UpdateContext, draft: Draft, report: Report): Promise<void> {
  if (draft.details?.sameAs !== undefined) return openIncident(ctx, report);
  const place = await placeOf(ctx, draft);
  const compared = await beforeComparing(ctx, { ...report, ...place });
  const found = await sameFaultOf(ctx, compared.report);
  if (!found) return openIncident(ctx, report, compared);
  if (found.verdict !== 'join') return openIncident(ctx, report);
  const of = { level: saidLevel(report.understood), departmentId: place.departmentId };
  const isRefused = joinRefusal(found.ticket, of, ctx.actor, ctx.contract) !== undefined;
  await (isRefused ? openIncident(ctx, report) : joinReport(ctx, found.ticket, report));
}

async function mainMeant(ctx: UpdateContext, { details }: Draft): Promise<Ticket | undefined> {
  const found = details?.sameAs === undefined ? undefined : await findById(ctx, details.sameAs);
  return found && mainOf(ctx, found);
}

/** Whoever answers is told why his words got a ticket of their own. */
function telling(ctx: UpdateContext, { number }: Ticket): UpdateContext {
  const told = answer(ctx, say(ctx.text.sameFault.ended(number)));
  const saying = (changes: Changes): Changes => ({
    ...changes,
    outbox: [...(changes.outbox ?? []).filter(({ op }) => op !== 'answer'), told],
  });
  return { ...ctx, commit: amendedCommit(ctx, saying) };
}
