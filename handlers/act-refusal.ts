import { formFor } from '../cards/forms.ts';
import { refusalSentence } from '../cards/refusal-sentence.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { FormField } from '../cards/types.ts';
import type { ContractEvent, Outgoing } from '../db/store.ts';
import type { Refusal } from '../domain/decision-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import { eventId } from '../domain/types.ts';
import type { Ask } from './act.ts';
import { settledNotice } from './act-sayings.ts';
import type { MadeCommand } from './command-input.ts';
import type { UpdateContext } from './context.ts';
import { answer, commitAnswer, say, updateKey } from './messages.ts';
import { languageOfTicket, viewOf } from './scene-ticket.ts';
import { cardKeyOf } from './ticket-changes.ts';

/** Refusals over who may do what: the ledger keeps that somebody tried. */
const RECORDED: ReadonlySet<Refusal['reason']> = new Set([
  'role',
  'not_assignee',
  'not_reporter',
  'supplier_side',
  'own_request',
  'own_side',
  'merge_main_resolved',
  'merge_milder_level',
  'merge_other_system',
  'merge_loses_promise',
]);

/** Nothing happened: the person is told why, and an old card is brought up to date. */
export async function refuse(ctx: UpdateContext, ask: Ask, refusal: Refusal): Promise<void> {
  const { mergedInto } = ask.ticket;
  const sentence = refusalSentence(
    refusal,
    {
      command: ask.type,
      askedBy: ctx.person.id,
      contract: ctx.contract,
      members: ctx.members,
      now: ctx.now,
      ...(mergedInto && { mergedInto: mergedInto.number }),
    },
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

/** Something is missing in what was filled in or typed, or nobody can tell what it means: asks for it, with an example. */
export async function askAgain(ctx: UpdateContext, ask: Ask, made: Exclude<MadeCommand, { ok: true }>): Promise<void> {
  await commitAnswer(ctx, say(...missingSentences(ctx, ask, made), ...writtenLines(ctx, ask)));
}

function missingSentences(ctx: UpdateContext, ask: Ask, made: Exclude<MadeCommand, { ok: true }>): readonly string[] {
  const { card, input, list, commands } = ctx.text;
  const example = input.example(typedCommand(ask.type, ask.ticket, ctx.now, ctx.text));
  if ('missing' in made) {
    const labels = new Map(fieldsOf(ctx, ask).map(({ name, label }) => [name, label]));
    return [input.missing(made.missing.map((name) => labels.get(name) ?? name).join(card.comma)), example];
  }
  const said = cleanText(made.said);
  if (made.unreadable === 'into') return [list.unknownTicket(said), example];
  return [input.unknownTime(said, commands.propose_due.sample)];
}

function fieldsOf(ctx: UpdateContext, { type, ticket }: Ask): readonly FormField[] {
  const view: TicketView = { ticket, contract: ctx.contract, members: ctx.members, onDuty: [], texts: new Map() };
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
