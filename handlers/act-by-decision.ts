import type { DecisionWords } from '../cards/catalogue.ts';
import { whichTicketCard } from '../cards/list-card.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import { actByText } from './act-by-text.ts';
import { candidatesFor, distinct, findByReference, quotedTicket } from './find-ticket.ts';
import { commitAnswer, showCard } from './messages.ts';
import { isPending } from './requests.ts';
import type { CommandContext, Next } from './router-types.ts';
import { viewsOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

interface Meant {
  readonly suspension: TicketCommandType;
  readonly lateEntry: TicketCommandType;
}
const MEANT: Readonly<Record<keyof DecisionWords, Meant>> = {
  approve: { suspension: 'approve_suspension', lateEntry: 'approve_late_entry' },
  refuse: { suspension: 'refuse_suspension', lateEntry: 'refuse_late_entry' },
};

/** 同意 7, or 批准 alone: whatever waits for an approval in that ticket, or in the only one that waits. A pause goes first. */
export async function decideByText(ctx: CommandContext, next: Next, answer: keyof DecisionWords): Promise<void> {
  const { suspension, lateEntry } = MEANT[answer];
  const { reference } = splitArguments(ctx.args);
  const ticket = (await quotedTicket(ctx)) ?? (reference && (await findByReference(ctx, reference.meant)));
  if (ticket) return actByText(ctx, next, isLateEntry(ticket) ? lateEntry : suspension);
  const late = (await candidatesFor(ctx, lateEntry)).filter(isLateEntry);
  const paused = (await candidatesFor(ctx, suspension)).filter((one) => isPending('suspension', one));
  const [first, ...more] = distinct([...paused, ...late]);
  if (!first || more.length === 0 || reference) {
    return actByText(ctx, next, paused.length === 0 && late.length > 0 ? lateEntry : suspension);
  }
  const { label } = ctx.text.commands[suspension];
  const example = typedCommand(isLateEntry(first) ? lateEntry : suspension, first, ctx.now, ctx.text);
  await commitAnswer(
    ctx,
    showCard(whichTicketCard(await viewsOf(ctx, [first, ...more]), label, example, ctx.now, ctx.text)),
  );
}

function isLateEntry(ticket: Ticket): boolean {
  return isPending('late_entry', ticket) && !isPending('suspension', ticket);
}
