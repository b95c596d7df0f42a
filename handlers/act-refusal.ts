import { formCard } from '../cards/form-card.ts';
import { refusalSentence } from '../cards/refusal-sentence.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import { displayName, type TicketView } from '../cards/ticket-view.ts';
import type { FormField } from '../cards/types.ts';
import { durationWords } from '../cards/words.ts';
import type { Changes, ContractEvent, Outgoing } from '../db/changes.ts';
import type { PendingForm } from '../db/records.ts';
import { systemOf } from '../domain/contract-lookup.ts';
import type { Refusal } from '../domain/decision-types.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { eventId } from '../domain/types.ts';
import type { Ask } from './act.ts';
import { settledNotice } from './act-sayings.ts';
import { answeringTap } from './answering-tap.ts';
import { askedSystem } from './ask-system.ts';
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

/** How much of what he wrote is repeated, in graphemes. */
const VALUE_SHOWN_MAX = 40;

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
 * @param before what was asked before, which this takes the place of, and what he has copied from an example now
 */
export async function askAgain(
  ctx: UpdateContext,
  ask: Ask,
  made: Exclude<MadeCommand, { ok: true }>,
  before: { readonly pending: PendingForm | undefined; readonly copied: readonly string[] },
): Promise<void> {
  const { pending, copied } = before;
  const { ticket, type } = ask;
  const unanswered = 'missing' in made ? made.missing : [made.unreadable];
  const fields = fieldsOf(ctx, type, ticket);
  const kept = fields.filter(({ name }) => !unanswered.includes(name) && cleanText(ask.input[name] ?? '') !== '');
  const missing = fields.filter(({ name }) => unanswered.includes(name));
  const isChoice = missing.length > 0 && missing.every((field) => field.type === 'select');
  const system = type === 'change_system' && unanswered.includes('to') ? await askedSystem(ctx, ask) : undefined;
  const { asking } = ctx.text;
  const within = durationWords(ANSWERED_WITHIN_MS, ctx.text);
  const [giveUp = ''] = asking.giveUpWords;
  const [first = '', ...more] = system?.sentences ?? missingSentences(ctx, ask, made, { isChoice, kept });
  const lines = say(
    aboutWords(ctx, ask) + keptWords(ctx, ask, kept) + first,
    ...copied.map((words) => asking.copied(clip(words, VALUE_SHOWN_MAX))),
    ...more,
    asking.answer[ctx.chat.kind](within, giveUp),
  );
  const form = { ticket, command: type, fields: missing, askedOf: ctx.person.id };
  const card = system?.card ?? (isChoice ? formCard(form, ctx.now, ctx.text) : undefined);
  const changes: Changes = {
    outbox: [answer(ctx, { ...lines, ...(card && { card }) }, ticket.id)],
    pendingForm: {
      chatId: pending?.chatId ?? ctx.chat.id,
      personId: ctx.person.id,
      subject: ticket.id,
      command: type,
      input: { ...Object.fromEntries(kept.map(({ name }) => [name, ask.input[name] ?? ''])), ...system?.input },
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
  { isChoice, kept }: { readonly isChoice: boolean; readonly kept: readonly FormField[] },
): readonly string[] {
  const { asking, card, input: words, list, commands } = ctx.text;
  const example = words.example(typedCommand(type, ticket, ctx.now, ctx.text));
  if ('missing' in made) {
    const labels = new Map(fieldsOf(ctx, type, ticket).map(({ name, label }) => [name, label]));
    const names = made.missing.map((name) => labels.get(name) ?? name).join(card.comma);
    const isFirst = !kept.some(({ type: kind }) => kind === 'text');
    return [isChoice ? asking.choose(names) : isFirst ? words.missing(names) : asking.still(names), example];
  }
  const said = cleanText(made.said);
  if (made.unreadable === 'into') return [list.unknownTicket(said), example];
  return [words.unknownTime(said, commands.propose_due.sample)];
}

/** Where the platform answers in private he would not know else what it is about. */
function aboutWords({ chat, text }: UpdateContext, { ticket, type }: Ask): string {
  const group = chat.kind === 'group' ? displayName(chat.title) : '';
  return text.asking.about(ticket.number, text.commands[type].label, group);
}

/** What he has written already, as it was understood. */
function keptWords({ text }: UpdateContext, { input }: Ask, kept: readonly FormField[]): string {
  const shown = (name: string) => clip(cleanText(input[name] ?? ''), VALUE_SHOWN_MAX);
  return kept.map(({ label, name, type }) => (type === 'text' ? text.asking.kept(label, shown(name)) : '')).join('');
}

/** What somebody wrote into a form that had no effect, so that he can copy it instead of writing it again. */
function writtenLines(ctx: UpdateContext, ask: Ask, pending: PendingForm | undefined): readonly string[] {
  if (!ask.tap && !pending) return [];
  const written = fieldsOf(ctx, ask.type, ask.ticket).flatMap(({ type, name, label }) => {
    const body = type === 'text' ? cleanText(ask.input[name] ?? '') : '';
    // A button names its system by the id, which nobody has written.
    if (ask.type === 'change_system' && systemOf(ctx.contract, body) !== undefined) return [];
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
