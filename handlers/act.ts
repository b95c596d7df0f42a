import type { TicketView } from '../cards/ticket-view.ts';
import type { Changes, NewText } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import type { Decision } from '../domain/decision-types.ts';
import { refusalBefore } from '../domain/permissions.ts';
import { actedAt } from '../domain/reported-at.ts';
import { decide, outdatedRefusal } from '../domain/ticket.ts';
import type { Ticket, TicketCommand, TicketCommandType, TicketEvent } from '../domain/ticket-types.ts';
import { askAgain, refuse } from './act-refusal.ts';
import { announced, sayings } from './act-sayings.ts';
import { answeringTap } from './answering-tap.ts';
import { attachedTo, withAttached } from './attachments.ts';
import { commandGiven } from './command-given.ts';
import { makeCommand, type RawInput } from './command-input.ts';
import type { UpdateContext } from './context.ts';
import { withoutExampleWords } from './example-words.ts';
import { resolvedDraft } from './fault-report-draft.ts';
import { ratingForm, ratingInvitation } from './late-rating.ts';
import { fieldsOf, filledIn, lastAsked, pendingFormFor, withoutForm } from './pending-form.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { teachingHint } from './teaching-hint.ts';
import { ticketChanges } from './ticket-changes.ts';

/** A person wants something done to a ticket. */
export interface Ask {
  readonly ticket: Ticket;
  readonly type: TicketCommandType;
  readonly input: RawInput;
  /** Of a tap: the version that the button was made for, and what the platform needs to answer the tap. */
  readonly tap?: {
    readonly version: number;
    readonly token?: string;
    /** Key of the tapped card where it is not the ticket's own: a reminder, which shall not go on offering what is done. */
    readonly noticeCard?: string;
  };
}

/**
 * The one way in which a person changes a ticket: tap or typed, whatever the command. Either everything is written (the step,
 * the clocks, the card, who is told), or nothing happened and the person alone is told why.
 */
export async function perform(ctx: UpdateContext, asked: Ask): Promise<void> {
  const pending = await pendingFormFor(ctx, asked);
  const fields = fieldsOf(ctx, asked.type, asked.ticket);
  const shown = asked.tap ? fields : [];
  const { copied, input } = withoutExampleWords(filledIn(pending, asked.input, shown), asked.type, fields);
  const ask = { ...asked, input };
  const made = makeCommand(ask.type, ask.input, await commandGiven(ctx, ask));
  if (!made.ok) {
    // Who may not do it, or comes too late, is told so before he is asked for what is missing.
    const refusal =
      refusalBefore(ask.ticket, ask.type, ctx.actor, ctx.contract) ??
      outdatedRefusal(ask.ticket, ask.type, ask.tap?.version);
    return refusal ? refuse(ctx, ask, refusal, pending) : askAgain(ctx, ask, made, { copied, pending });
  }
  const history = ask.type === 'undo' ? await ctx.store.ticketEvents(ask.ticket.id) : undefined;
  const decision = decide(ask.ticket, made.command, ctx.actor, {
    ...decisionEnv(ctx),
    now: actedAt(ask.ticket, ctx.update),
    ...(ask.tap && { seenVersion: ask.tap.version }),
    ...(history && { history }),
  });
  const about = { ticketId: ask.ticket.id, command: ask.type };
  if (!decision.ok) {
    ctx.log.info({ ...about, reason: decision.refusal.reason }, 'refused a command');
    return refuse(ctx, ask, decision.refusal, pending);
  }
  ctx.log.info(about, 'did a command');
  await commitDone(ctx, ask, { command: made.command, texts: made.texts, decision, history, pending });
}

interface DoneCommand {
  readonly command: TicketCommand;
  readonly texts: readonly NewText[];
  readonly decision: Extract<Decision, { ok: true }>;
  readonly history: readonly TicketEvent[] | undefined;
  /** What he was asked, and has answered by this. */
  readonly pending: PendingForm | undefined;
}

async function commitDone(ctx: UpdateContext, ask: Ask, done: DoneCommand) {
  const { command, texts, decision, history } = done;
  const { ticket, events, other } = decision;
  const attached = attachedTo(ctx, { ticketId: ticket.id });
  const stored = await viewOf(ctx, ticket, texts);
  const view = { ...stored, attachments: [...(stored.attachments ?? []), ...attached.attachments] };
  const changes = ticketChanges(ctx, {
    seen: ask.ticket,
    view,
    events,
    texts,
    card: { op: 'refresh', otherwise: 'post' },
    posts: sayings(ctx, ask, command, { before: ask.ticket, view, events, history }),
    text: languageOfTicket(ctx, view),
  });
  const drafts = await resolvedDraft(ctx, view, events);
  const hint = await hintFor(ctx, ask, ticket);
  const outbox = [...answeringTap(ctx, ask, changes.outbox ?? []), ...drafts, ...(hint.outbox ?? [])];
  const entries = hint.entries && { entries: hint.entries };
  const own = { ...withAttached(changes, attached), ...(await nextForm(ctx, ask, done, view)), ...entries };
  if (!other) return ctx.commit({ ...own, outbox });
  const otherView = await viewOf(ctx, other.next);
  const main = ticketChanges(ctx, {
    seen: other.seen,
    view: otherView,
    events: other.events,
    card: { op: 'refresh', otherwise: 'leave' },
    // One line in a group is enough.
    posts:
      other.next.chatId === ticket.chatId
        ? []
        : announced(ctx, { before: other.seen, view: otherView, events: other.events }),
    text: languageOfTicket(ctx, otherView),
  });
  await ctx.commit({
    ...own,
    otherTicket: { seen: other.seen, next: other.next },
    events: [...(own.events ?? []), ...(main.events ?? [])],
    setTimers: [...(own.setTimers ?? []), ...(main.setTimers ?? [])],
    clearTimers: [...(own.clearTimers ?? []), ...(main.clearTimers ?? [])],
    outbox: [...outbox, ...(main.outbox ?? [])],
  });
}

/** The report named no system that the bot knows, and now somebody has. */
async function hintFor(
  ctx: UpdateContext,
  { ticket: before, type }: Ask,
  { systemId }: Ticket,
): Promise<Pick<Changes, 'entries' | 'outbox'>> {
  const isFirst = type === 'change_system' && before.systemId === undefined && systemId !== undefined;
  return isFirst ? teachingHint(ctx, systemId) : {};
}

/** What he was asked is answered. Whoever was invited to rate may do so in a word, unless he is asked for something else. */
async function nextForm(
  ctx: UpdateContext,
  ask: Ask,
  { decision: { events }, pending }: DoneCommand,
  view: TicketView,
): Promise<Pick<Changes, 'pendingForm'>> {
  const ended = { view, events };
  if (ratingInvitation(ctx, ask, ended) === undefined) return withoutForm(pending);
  const isFree = pending !== undefined || (await lastAsked(ctx)) === undefined;
  return isFree ? { pendingForm: ratingForm(ctx, ended) } : withoutForm(pending);
}
