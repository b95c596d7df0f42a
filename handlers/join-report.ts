import type { Ticket } from '../domain/ticket-types.ts';
import type { UpdateContext } from './context.ts';
import { withFurther } from './further.ts';
import { joinedChanges } from './joined-changes.ts';
import { pictureBefore } from './picture-before.ts';
import { answering, ownPart, placeOf, type Report } from './report.ts';

/**
 * Adds a report to the ticket of the same fault: no number of its own, the earliest report counts, and whoever said it is told what
 * becomes of it. What came with it belongs to the ticket; further faults of the same words get tickets of their own.
 */
export async function joinReport(ctx: UpdateContext, seen: Ticket, report: Report): Promise<void> {
  const draft = report.draft ?? (await pictureBefore(ctx));
  const place = await placeOf(ctx, draft);
  const whole = { ...ownPart(report), ...(draft && { draft }) };
  const joined = await joinedChanges(ctx, seen, whole, place);
  ctx.log.info({ ticketId: seen.id }, 'a report joined a ticket');
  await ctx.commit(async (tx) => {
    const changes = draft ? answering(ctx, draft, joined, seen, { joinedTo: seen.number }) : joined;
    return withFurther(ctx, tx, changes, { report, ...place });
  });
}
