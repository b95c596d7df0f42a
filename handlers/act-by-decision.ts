import type { Request } from '../cards/approval-card.ts';
import type { DecisionWords } from '../cards/catalogue.ts';
import { whichTicketCard } from '../cards/list-card.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import { actByText } from './act-by-text.ts';
import { candidatesFor, distinct, findByReference, isOffered, quotedTicket } from './find-ticket.ts';
import { commitAnswer, showCard } from './messages.ts';
import { isPending } from './requests.ts';
import type { CommandContext, Next } from './router-types.ts';
import { viewsOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

/** What is answered to with a bare yes or no; the first goes first. */
const ANSWERED = ['suspension', 'late_entry', 'due'] as const satisfies readonly Request[];
type Answered = (typeof ANSWERED)[number];

const MEANT: Readonly<Record<keyof DecisionWords, Readonly<Record<Answered, TicketCommandType>>>> = {
  approve: { suspension: 'approve_suspension', late_entry: 'approve_late_entry', due: 'accept_due' },
  refuse: { suspension: 'refuse_suspension', late_entry: 'refuse_late_entry', due: 'refuse_due' },
};

/** 同意 7, or 批准 alone: whatever waits for this person's word in that ticket, or in the only one in which something waits. */
export async function decideByText(ctx: CommandContext, next: Next, answer: keyof DecisionWords): Promise<void> {
  const { reference } = splitArguments(ctx.args);
  const ticket = (await quotedTicket(ctx)) ?? (reference && (await findByReference(ctx, reference.meant)));
  if (ticket) return actByText(ctx, next, meantBy(ctx, ticket, answer));
  const [first, ...more] = await waitingTickets(ctx, answer);
  const command = first ? meantBy(ctx, first, answer) : MEANT[answer].suspension;
  if (!first || more.length === 0 || reference) return actByText(ctx, next, command);
  const example = typedCommand(command, first, ctx.now, ctx.text);
  const views = await viewsOf(ctx, [first, ...more]);
  await commitAnswer(
    ctx,
    showCard(
      whichTicketCard(
        views,
        { title: ctx.text.list.whichOne(ctx.text.commands[command].label), example },
        ctx.now,
        ctx.text,
      ),
    ),
  );
}

async function waitingTickets(ctx: CommandContext, answer: keyof DecisionWords): Promise<readonly Ticket[]> {
  const found = await Promise.all(
    ANSWERED.map(async (request) =>
      (await candidatesFor(ctx, MEANT[answer][request])).filter((ticket) => isPending(request, ticket)),
    ),
  );
  return distinct(found.flat());
}

/** What this person may decide; else what waits at all, so that he is told why it is not his to decide. */
function meantBy(ctx: CommandContext, ticket: Ticket, answer: keyof DecisionWords): TicketCommandType {
  const pending = ANSWERED.filter((request) => isPending(request, ticket));
  const own = pending.find((request) => isOffered(ctx, ticket, MEANT[answer][request]));
  return MEANT[answer][own ?? pending[0] ?? 'suspension'];
}
