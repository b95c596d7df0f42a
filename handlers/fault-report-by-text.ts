import { refusalBefore } from '../domain/permissions.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import { hasAttachments } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { draftLines, draftOf, fileFor, unavailable } from './fault-report-draft.ts';
import { faultReportText } from './fault-report-words.ts';
import { candidatesFor, findByReference, quotedTicket } from './find-ticket.ts';
import { answer, say, updateKey } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { viewOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

/**
 * 故障报告 12 with a file: that is the report. Without file and words: the bot's draft of it, for him alone, and his next words, or a
 * file, are the report. With words it is the command that it always was.
 */
export async function faultReportByText(ctx: CommandContext, next: Next): Promise<void> {
  const { reference, rest } = splitArguments(ctx.args);
  const quoted = await quotedTicket(ctx);
  const candidates = reference || quoted ? [] : await candidatesFor(ctx, 'report_fault');
  const named = reference ? await findByReference(ctx, reference.meant) : quoted;
  const ticket = named ?? (candidates.length === 1 ? candidates[0] : undefined);
  if (!ticket || (rest !== '' && !hasAttachments(ctx))) return next();
  if (hasAttachments(ctx)) {
    const words = [rest, faultReportText(ctx)].filter((part) => part !== '').join('\n');
    return perform(ctx, { ticket, type: 'report_fault', input: { text: words } });
  }
  if (refusalBefore(ticket, 'report_fault', ctx.actor, ctx.contract)) return next();
  await sendDraft(ctx, ticket);
}

async function sendDraft(ctx: UpdateContext, ticket: Ticket): Promise<void> {
  const { chat, now, person } = ctx;
  const events = await ctx.store.ticketEvents(ticket.id);
  const view = await viewOf(ctx, ticket);
  const draft = await draftOf(ctx, view, events);
  const rows = draft ? fileFor(ctx, view, draft, [person.id], updateKey(ctx), chat.id) : [];
  const lines = draft ? draftLines(ctx, ticket) : [unavailable(ctx, ticket)];
  await ctx.commit({
    outbox: [answer(ctx, say(...lines), ticket.id), ...rows],
    pendingForm: {
      ...{ chatId: chat.id, personId: person.id, subject: ticket.id, command: 'report_fault' },
      ...{ input: {}, askedAt: now },
    },
  });
}
