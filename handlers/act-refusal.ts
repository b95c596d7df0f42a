import { formCard } from '../cards/form-card.ts';
import { refusalSentence } from '../cards/refusal-sentence.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import { durationWords } from '../cards/words.ts';
import type { Changes, ContractEvent, Outgoing } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import type { Refusal } from '../domain/decision-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import { eventId } from '../domain/types.ts';
import type { Ask } from './act.ts';
import { settledNotice } from './act-sayings.ts';
import { answeringTap } from './answering-tap.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { MadeCommand } from './command-input.ts';
import type { UpdateContext } from './context.ts';
import { answer, say, updateKey } from './messages.ts';
import { ANSWERED_WITHIN_MS, fieldsOf, withoutForm } from './pending-form.ts';
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
export async function refuse(ctx: UpdateContext, ask: Ask, refusal: Refusal, pending?: PendingForm): Promise<void> {
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
  const outbox: Outgoing[] = [answer(ctx, say(sentence, ...writtenLines(ctx, ask, pending)), ask.ticket.id)];
  if (ask.tap && (refusal.reason === 'outdated' || refusal.reason === 'already_done')) {
    // A reminder stays as it is for everybody where it was only the wrong person who tapped.
    const view = await viewOf(ctx, ask.ticket);
    outbox.push(presentState(ctx, view), ...settledNotice(ctx, ask, view));
  }
  const entries = RECORDED.has(refusal.reason) ? [refusedEntry(ctx, ask, refusal)] : [];
  await ctx.commit({ outbox: answeringTap(ctx, ask, outbox), entries, ...withoutForm(pending) });
}

/**
 * Something is missing in what was filled in or typed, or nobody can tell what it means: asks for it, with an example. What was
 * filled in already is kept, and his next words are the rest; where he only has to choose, a card asks it.
 * @param pending what was asked before, which this takes the place of
 */
export async function askAgain(
  ctx: UpdateContext,
  ask: Ask,
  made: Exclude<MadeCommand, { ok: true }>,
  pending: PendingForm | undefined,
): Promise<void> {
  const { ticket, type } = ask;
  const unanswered = 'missing' in made ? made.missing : [made.unreadable];
  const fields = fieldsOf(ctx, type, ticket);
  const kept = fields.filter(({ name }) => !unanswered.includes(name) && cleanText(ask.input[name] ?? '') !== '');
  const missing = fields.filter(({ name }) => unanswered.includes(name));
  const isChoice = missing.length > 0 && missing.every((field) => field.type === 'select');
  const written = kept.flatMap((field) => (field.type === 'text' ? [field.label] : []));
  const { asking, card, commands } = ctx.text;
  const within = durationWords(ANSWERED_WITHIN_MS, ctx.text);
  const [giveUp = ''] = asking.giveUpWords;
  const lines = say(
    ...missingSentences(ctx, ask, made, isChoice),
    ...(written.length > 0 ? [asking.kept(written.join(card.comma))] : []),
    asking.answer[ctx.chat.kind](ticket.number, commands[type].label, within, giveUp),
  );
  const asked = isChoice && {
    card: formCard({ ticket, command: type, fields: missing, askedOf: ctx.person.id }, ctx.now, ctx.text),
  };
  const changes: Changes = {
    outbox: [answer(ctx, { ...lines, ...asked }, ticket.id)],
    pendingForm: {
      chatId: pending?.chatId ?? ctx.chat.id,
      personId: ctx.person.id,
      ticketId: ticket.id,
      command: type,
      input: Object.fromEntries(kept.map(({ name }) => [name, ask.input[name] ?? ''])),
      askedAt: ctx.now,
    },
  };
  // A picture beside half of an answer can not be had any more once the other half comes.
  await ctx.commit(withAttached(changes, attachedTo(ctx, { ticketId: ticket.id })));
}

function missingSentences(
  ctx: UpdateContext,
  { ticket, type }: Ask,
  made: Exclude<MadeCommand, { ok: true }>,
  isChoice: boolean,
): readonly string[] {
  const { asking, card, input, list, commands } = ctx.text;
  const example = input.example(typedCommand(type, ticket, ctx.now, ctx.text));
  if ('missing' in made) {
    const labels = new Map(fieldsOf(ctx, type, ticket).map(({ name, label }) => [name, label]));
    const names = made.missing.map((name) => labels.get(name) ?? name).join(card.comma);
    return [isChoice ? asking.choose(names) : input.missing(names), example];
  }
  const said = cleanText(made.said);
  if (made.unreadable === 'into') return [list.unknownTicket(said), example];
  return [input.unknownTime(said, commands.propose_due.sample)];
}

/** What somebody wrote into a form that had no effect, so that he can copy it instead of writing it again. */
function writtenLines(ctx: UpdateContext, ask: Ask, pending: PendingForm | undefined): readonly string[] {
  if (!ask.tap && !pending) return [];
  const written = fieldsOf(ctx, ask.type, ask.ticket).flatMap(({ type, name, label }) => {
    const body = type === 'text' ? cleanText(ask.input[name] ?? '') : '';
    return body === '' ? [] : [ctx.text.input.written(label), ...body.split('\n')];
  });
  return written.length === 0 ? [] : [ctx.text.input.notSubmitted, ...written];
}

function presentState(ctx: UpdateContext, view: TicketView): Outgoing {
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
    isDetail: true,
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
