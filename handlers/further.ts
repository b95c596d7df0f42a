import type { Changes, Tx } from '../db/changes.ts';
import type { FurtherFault } from '../domain/intake.ts';
import { joinRefusal } from '../domain/merge.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { ticketId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { joinedChanges } from './joined-changes.ts';
import { similarCases, similarPosts } from './knowledge.ts';
import { mergedChanges } from './merged-changes.ts';
import { updateKey } from './messages.ts';
import { openedTicket, registeredElsewhere } from './opened-ticket.ts';
import type { Place, Report } from './report.ts';
import { beforeComparing, type Compared, sameFaultOf } from './same-fault.ts';

/**
 * Further faults of one message become tickets of their own in the same commit, each with its number, clocks and card, and with the
 * same start: he said them all at once. One that is the fault of a ticket in work joins that, one of them at most: a commit changes
 * no more than two known tickets. What came with the message belongs to the first.
 */
export async function withFurther(
  ctx: UpdateContext,
  tx: Tx,
  changes: Changes,
  { chatId, departmentId, report }: Place & { readonly report: Report },
): Promise<Changes> {
  let whole = changes;
  const opened: Ticket[] = [];
  for (const [index, fault] of (report.understood.further ?? []).entries()) {
    const own = asUpdateOfItsOwn(ctx, index + 1);
    const said = reportOf(report, fault);
    const compared = await beforeComparing(own, { ...said, departmentId });
    const into = whole.otherTicket ? undefined : await ticketToJoin(own, whole, said, departmentId);
    if (into) {
      const { ticket, ...joined } = await joinedChanges(own, into, said, { chatId, departmentId });
      whole = mergedChanges(whole, joined, ticket ? { otherTicket: { seen: into, next: ticket.next } } : {});
    } else {
      const { changes: made, ticket } = await openedFurther(own, tx, said, { chatId, departmentId, compared });
      opened.push(ticket);
      whole = mergedChanges(whole, made);
    }
  }
  return opened.length === 0 ? whole : { ...whole, furtherTickets: opened };
}

function reportOf({ draft: _draft, kind: _kind, ...said }: Report, { body, understood }: FurtherFault): Report {
  return { ...said, body, understood };
}

/** By the pack's rule; where it is not sure, or its author may not, the fault gets a ticket of its own: nobody is asked a second question. */
async function ticketToJoin(
  ctx: UpdateContext,
  { ticket: first }: Changes,
  report: Report,
  departmentId: string | undefined,
): Promise<Ticket | undefined> {
  const found = await sameFaultOf(ctx, { ...report, departmentId });
  if (found?.verdict !== 'join' || found.ticket.id === first?.next.id) return undefined;
  const { level } = report.understood;
  const refusal = joinRefusal(found.ticket, { level, departmentId }, ctx.actor, ctx.contract);
  return refusal ? undefined : found.ticket;
}

async function openedFurther(
  ctx: UpdateContext,
  tx: Tx,
  report: Report,
  { chatId, compared, departmentId }: Place & { readonly compared: Compared },
): Promise<{ readonly ticket: Ticket; readonly changes: Changes }> {
  const similar = await similarCases(ctx, report, chatId);
  const { changes, ticket } = await openedTicket(ctx, tx, {
    id: ticketId(ctx.ids.next(ctx.now)),
    report,
    kept: ctx.keepText(report.body),
    chatId,
    departmentId,
    attachments: [],
    cause: updateKey(ctx),
    compared,
    posts: (view) => [...registeredElsewhere(ctx, view), ...similarPosts(ctx, view, similar)],
  });
  const { ticket: _ticket, ...made } = changes;
  return { ticket, changes: made };
}

/** What is said because of a further fault has keys of its own, and nothing came with it. */
function asUpdateOfItsOwn(ctx: UpdateContext, index: number): UpdateContext {
  const { update } = ctx;
  const updateId = `${update.updateId}:${index}`;
  if (update.type === 'message') return { ...ctx, update: { ...update, updateId, attachments: [] } };
  if (update.type !== 'action') return { ...ctx, update: { ...update, updateId } };
  const { tapToken: _token, ...tapped } = update;
  return { ...ctx, update: { ...tapped, updateId } };
}
