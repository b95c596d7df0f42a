import { whichDeliverableCard } from '../cards/deliverable-list-card.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import { isSupplier } from '../domain/sides.ts';
import { perform } from './act.ts';
import { attachedTo } from './attachments.ts';
import type { MessageContext } from './context.ts';
import { answeredWithin, askForDeliverable } from './deliverable-form.ts';
import { openDeliverables, urgentViews } from './deliverables.ts';
import { attachmentNames, faultReportText } from './fault-report-words.ts';
import { ownTicketsHere } from './find-ticket.ts';
import { mentionsPlan } from './obligation-words.ts';
import { lastAsked, liveForms } from './pending-form.ts';
import type { Next } from './router-types.ts';

/**
 * A file without words, alone with the bot: one that is called like something owed is asked about at once; any other where no ticket of
 * his can be meant. Until he has said which one it is, nothing is handed in.
 */
export async function takeFileAlone(ctx: MessageContext, next: Next): Promise<void> {
  const { actor, chat, update } = ctx;
  const isAlone = chat.kind === 'private' && update.quote === undefined;
  if (!isAlone || !isFileAlone(ctx) || !isSupplier(actor)) return next();
  if ((await liveForms(ctx)).length > 0) return next();
  const owed = (await openDeliverables(ctx)).filter(({ state }) => state === 'owed' || state === 'returned');
  const names = attachmentNames(ctx).join(' ');
  const named = owed.filter((one) => mentionsPlan(ctx, one, names));
  const meant = named.length > 0 || (await ownTicketsHere(ctx)).length > 0 ? named : owed;
  if (meant.length === 0) return next();
  await askOfWhat(ctx, meant);
}

async function askOfWhat(ctx: MessageContext, meant: readonly Deliverable[]): Promise<void> {
  const { ids, now, text } = ctx;
  const { asking } = text.deliverable;
  const attached = attachedTo(ctx, { draftId: ids.next(now) });
  const card = whichDeliverableCard(
    await urgentViews(ctx, meant),
    { title: asking.whichTitle, command: 'deliver_submit' },
    now,
    text,
  );
  await askForDeliverable(ctx, {
    command: 'deliver_submit',
    files: attached.attachments.map(({ id }) => id),
    lines: [asking.whichFile(attachmentNames(ctx).join(text.card.comma), answeredWithin(ctx))],
    card,
    attached,
  });
}

/** A file without words, for somebody who was asked for a fault report: it is the report. */
export async function takeReportFile(ctx: MessageContext, next: Next): Promise<void> {
  if (!isFileAlone(ctx)) return next();
  const asked = await lastAsked(ctx);
  if (asked?.form.command !== 'report_fault' || asked.isElsewhere) return next();
  await perform(ctx, { ticket: asked.ticket, type: 'report_fault', input: { text: faultReportText(ctx) } });
}

function isFileAlone({ update }: MessageContext): boolean {
  return (update.attachments ?? []).some(({ kind }) => kind === 'file') && cleanText(update.text) === '';
}
