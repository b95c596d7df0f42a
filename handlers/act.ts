import { undoneName } from '../cards/event-sentence.ts';
import { formFor } from '../cards/forms.ts';
import { refusalSentence } from '../cards/refusal-sentence.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import { settledCard, ticketCard } from '../cards/ticket-card.ts';
import { nameOf, type TicketView } from '../cards/ticket-view.ts';
import type { FormField } from '../cards/types.ts';
import { levelName } from '../cards/words.ts';
import type { ContractEvent, Outgoing } from '../db/store.ts';
import { refusalBefore } from '../domain/permissions.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actedAt } from '../domain/reported-at.ts';
import { decide } from '../domain/ticket.ts';
import type { Refusal, Ticket, TicketCommand, TicketCommandType, TicketEvent } from '../domain/ticket-types.ts';
import { eventId } from '../domain/types.ts';
import { announcement } from './announcements.ts';
import { makeCommand, type RawInput } from './command-input.ts';
import type { UpdateContext } from './context.ts';
import { answer, commitAnswer, noticeKey, reply, say, updateKey } from './messages.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { cardKeyOf, ticketChanges } from './ticket-changes.ts';

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

/** Refusals over who may do what: the ledger keeps that somebody tried. */
const RECORDED: ReadonlySet<Refusal['reason']> = new Set([
  'role',
  'not_assignee',
  'not_reporter',
  'supplier_side',
  'own_request',
]);

/**
 * The one way in which a person changes a ticket: tap or typed, whatever the command. Either everything is written (the step,
 * the clocks, the card, who is told), or nothing happened and the person alone is told why.
 */
export async function perform(ctx: UpdateContext, ask: Ask): Promise<void> {
  const made = makeCommand(ask.type, ask.input, ctx);
  if (!made.ok) {
    // Who may not do it, or comes too late, is told so before he is asked for what is missing.
    const refusal = refusalBefore(ask.ticket, ask.type, ctx.actor, ctx.contract);
    if (refusal) return refuse(ctx, ask, refusal);
    return commitAnswer(ctx, say(...missingSentences(ctx, ask, made.missing), ...writtenLines(ctx, ask)));
  }
  const history = ask.type === 'undo' ? await ctx.store.ticketEvents(ask.ticket.id) : undefined;
  const decision = decide(ask.ticket, made.command, ctx.actor, {
    ...decisionEnv(ctx),
    now: actedAt(ask.ticket, ctx.update),
    ...(ask.tap && { seenVersion: ask.tap.version }),
    ...(history && { history }),
  });
  const fields = { ticketId: ask.ticket.id, command: ask.type };
  if (!decision.ok) {
    ctx.log.info({ ...fields, reason: decision.refusal.reason }, 'refused a command');
    return refuse(ctx, ask, decision.refusal);
  }
  ctx.log.info(fields, 'did a command');
  const view = await viewOf(ctx, decision.ticket, made.texts);
  await ctx.commit(
    ticketChanges(ctx, {
      seen: ask.ticket,
      view,
      events: decision.events,
      texts: made.texts,
      card: {
        op: 'refresh',
        otherwise: 'post',
        ...(ask.tap?.token !== undefined && { tapToken: ask.tap.token }),
      },
      posts: sayings(ctx, ask, made.command, { view, events: decision.events, history }),
      text: languageOfTicket(ctx, view),
    }),
  );
}

/** What a command has done. */
interface Done {
  readonly view: TicketView;
  readonly events: readonly TicketEvent[];
  /** Of an undo: the ticket's events before it. */
  readonly history: readonly TicketEvent[] | undefined;
}

function undoneBy(event: TicketEvent, history: Done['history']): TicketEvent | undefined {
  return event.type === 'undone' ? history?.find(({ id }) => id === event.undoes) : undefined;
}

/** What the ticket's group is told, and what the person is told where he typed or stands elsewhere. */
function sayings(
  ctx: UpdateContext,
  ask: Ask,
  command: TicketCommand,
  { view, events, history }: Done,
): readonly Outgoing[] {
  const { ticket } = view;
  const text = languageOfTicket(ctx, view);
  const posts: Outgoing[] = events.flatMap((event) => {
    const line = announcement(event, { view, before: ask.ticket, undone: undoneBy(event, history) }, text);
    if (!line) return [];
    return [
      {
        op: 'post',
        key: `notice:${event.id}`,
        cardKey: noticeKey(ticket.id, ticket.writes),
        chatId: ticket.chatId,
        priority: 1,
        ticketId: ticket.id,
        content: { lines: [line] },
      },
    ];
  });
  const isElsewhere = ctx.chat.id !== ticket.chatId;
  if (isElsewhere || (!ask.tap && posts.length === 0)) {
    const done = say(doneSentence(ctx, command, ticket, events));
    posts.push(isElsewhere ? answer(ctx, done, ticket.id) : reply(ctx, done, ticket.id));
  }
  posts.push(...settledNotice(ctx, ask, view));
  return posts;
}

/** A reminder that was tapped says how the ticket stands now, and leaves the buttons to the ticket's own card. */
function settledNotice(ctx: UpdateContext, { tap }: Ask, view: TicketView): readonly Outgoing[] {
  if (tap?.noticeCard === undefined) return [];
  const text = languageOfTicket(ctx, view);
  return [
    {
      op: 'refresh',
      key: `settled:${updateKey(ctx)}`,
      chatId: view.ticket.chatId,
      cardKey: tap.noticeCard,
      priority: 2,
      ticketId: view.ticket.id,
      content: { lines: [], card: settledCard(view, ctx.now, text) },
      otherwise: 'leave',
    },
  ];
}

function doneSentence(
  ctx: UpdateContext,
  command: TicketCommand,
  ticket: Ticket,
  events: readonly TicketEvent[],
): string {
  let to = '';
  if (command.type === 'transfer') to = nameOf(ctx.members, command.to.id, ctx.text);
  if (command.type === 'change_level') to = levelName(ctx.contract, command.to, ctx.text);
  for (const event of events) if (event.type === 'undone') to = undoneName(event, ctx.text);
  const isPending = events.some(({ type }) => type === 'suspension_requested');
  const by = nameOf(ctx.members, ctx.person.id, ctx.text);
  return ctx.text.commands[command.type].done({ by, number: ticket.number, to, isPending });
}

function missingSentences(ctx: UpdateContext, ask: Ask, missing: readonly string[]): readonly string[] {
  const { type, ticket } = ask;
  const { card, input } = ctx.text;
  const labels = new Map(fieldsOf(ctx, ask).map(({ name, label }) => [name, label]));
  const fields = missing.map((name) => labels.get(name) ?? name).join(card.comma);
  return [input.missing(fields), input.example(typedCommand(type, ticket, ctx.now, ctx.text))];
}

function fieldsOf(ctx: UpdateContext, { type, ticket }: Ask): readonly FormField[] {
  const view: TicketView = { ticket, contract: ctx.contract, members: ctx.members, texts: new Map() };
  return formFor(type, view, ctx.text) ?? [];
}

/** What somebody wrote into a form that had no effect, so that he can copy it instead of writing it again. */
function writtenLines(ctx: UpdateContext, ask: Ask): readonly string[] {
  if (!ask.tap) return [];
  const written = fieldsOf(ctx, ask).flatMap(({ type, name, label }) => {
    const body = type === 'text' ? cleanText(ask.input[name] ?? '') : '';
    return body === '' ? [] : [ctx.text.input.written(label), ...body.split('\n')];
  });
  return written.length === 0 ? [] : [ctx.text.input.notSubmitted, ...written];
}

/** Nothing happened: the person is told why, and an old card is brought up to date. */
async function refuse(ctx: UpdateContext, ask: Ask, refusal: Refusal): Promise<void> {
  const sentence = refusalSentence(
    refusal,
    { command: ask.type, askedBy: ctx.person.id, contract: ctx.contract, members: ctx.members, now: ctx.now },
    ctx.text,
  );
  const outbox: Outgoing[] = [answer(ctx, say(sentence, ...writtenLines(ctx, ask)), ask.ticket.id)];
  if (ask.tap && (refusal.reason === 'outdated' || refusal.reason === 'already_done')) {
    // A reminder stays as it is for everybody where it was only the wrong person who tapped.
    const view = await viewOf(ctx, ask.ticket);
    outbox.push(presentState(ctx, view, ask.tap.token), ...settledNotice(ctx, ask, view));
  }
  const entries = RECORDED.has(refusal.reason) ? [refusedEntry(ctx, ask, refusal)] : [];
  await ctx.commit({ outbox, entries });
}

function presentState(ctx: UpdateContext, view: TicketView, token: string | undefined): Outgoing {
  const { ticket } = view;
  return {
    op: 'refresh',
    key: `state:${updateKey(ctx)}`,
    chatId: ticket.chatId,
    cardKey: cardKeyOf(ticket.id),
    priority: 2,
    ticketId: ticket.id,
    content: { lines: [], card: ticketCard(view, ctx.now, languageOfTicket(ctx, view)) },
    otherwise: 'leave',
    ...(token !== undefined && { tapToken: token }),
  };
}

function refusedEntry(ctx: UpdateContext, { ticket, type }: Ask, { reason }: Refusal): ContractEvent {
  return {
    id: eventId(ctx.ids.next(ctx.now)),
    at: ctx.now,
    by: ctx.person.id,
    type: 'refused',
    ticketId: ticket.id,
    command: type,
    reason,
  };
}
