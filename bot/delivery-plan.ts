import { cardAsLines } from '../cards/card-as-text.ts';
import type { Card, Inline, Line } from '../cards/types.ts';
import type { Content, Outgoing } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import { cardKeyOf } from '../handlers/ticket-changes.ts';
import type { AccountRef, Capabilities, Delivery, WireContent, WireInline, WireLine } from '../platforms/types.ts';

export interface PlanInput {
  readonly outgoing: Outgoing;
  readonly chat: Pick<Chat, 'externalId' | 'kind'>;
  readonly capabilities: Capabilities;
  /** Newest message that shows the living card of a `refresh`. */
  readonly handle?: string | undefined;
  /** Accounts on this platform, and names of those who have none. */
  readonly accounts: ReadonlyMap<PersonId, AccountRef>;
  readonly names: ReadonlyMap<PersonId, string>;
  /** Of the row's file; absent: it is not kept any more. */
  readonly bytes?: Uint8Array | undefined;
  readonly now: Instant;
}

export type Plan =
  | {
      readonly kind: 'deliver';
      readonly delivery: Delivery;
      /** The message that the delivery makes becomes the living card of this key. */
      readonly cardKey?: string;
      /** What to do when the platform refuses to change the card, or to reach the person alone. */
      readonly instead?: Plan;
    }
  | { readonly kind: 'drop'; readonly why: string };

/** How one outbox row leaves, by what the platform can do. Handlers never ask: this is the only place that does. */
export function planDelivery(input: PlanInput): Plan {
  const { capabilities, outgoing, now } = input;
  const isLate = outgoing.validUntil !== undefined && outgoing.validUntil < now;
  const isOnAsking = (outgoing.op === 'answer' || outgoing.op === 'file') && outgoing.isOnAsking === true;
  if (isOnAsking && capabilities.privateAnswer === 'sparing') return onAsking;
  switch (outgoing.op) {
    case 'post':
      return isLate ? tooLate : withRings(input, outgoing, withStanding(input, outgoing));
    case 'answer':
      return isLate ? tooLate : answer(input, outgoing);
    case 'refresh':
      // A tap's token ends before the card's news does: without it the card is still worth showing.
      return isLate && outgoing.tapToken === undefined ? tooLate : refresh(input, outgoing, isLate);
    case 'file':
      return isLate ? tooLate : file(input, outgoing);
  }
}

/** Everybody whose account or name a delivery needs. */
export function peopleOf(outgoing: Outgoing): ReadonlySet<PersonId> {
  const people = new Set(mentionedIn(outgoing.content));
  const standing = outgoing.op === 'post' ? outgoing.standing : undefined;
  for (const action of [...(outgoing.content.card?.actions ?? []), ...(standing?.actions ?? [])]) {
    for (const person of action.for === 'everyone' ? [] : action.for) people.add(person);
  }
  for (const person of outgoing.turn ?? []) people.add(person);
  if (outgoing.op === 'answer') people.add(outgoing.to);
  if (outgoing.op === 'file' && outgoing.to !== undefined) people.add(outgoing.to);
  for (const person of callsOf(outgoing)) people.add(person);
  return people;
}

/** Whom it mentions. */
export function mentionedIn({ card, lines }: Content): readonly PersonId[] {
  const said = [...lines, ...(card ? [...card.lines, ...card.fields.map((field) => field.value)] : [])].flat();
  return said.flatMap((run) => (typeof run !== 'string' && 'mention' in run ? [run.mention] : []));
}

/** Whom it telephones. */
export function callsOf(outgoing: Outgoing): readonly PersonId[] {
  return outgoing.op === 'post' ? (outgoing.calls ?? []) : [];
}

const onAsking: Plan = { kind: 'drop', why: 'it costs, and he can have it by asking' };
const tooLate: Plan = { kind: 'drop', why: 'it was no longer worth sending' };

const unreachable: Plan = { kind: 'drop', why: 'nothing reaches the person alone, and nobody else may read it' };

type PostPlan = Plan & { readonly kind: 'deliver'; readonly delivery: Delivery & { readonly op: 'post' } };

function post(input: PlanInput, content: Content, key: string, cardKey?: string): PostPlan {
  const delivery = { op: 'post' as const, ...keyed(input, key), content: wireContent(input, content) };
  return { kind: 'deliver', delivery, ...(cardKey !== undefined && { cardKey }) };
}

/** Where cards are words, and none of them changes, what has changed is said in few. */
function tellsNews({ capabilities: { cards, updateCard } }: PlanInput): boolean {
  return updateCard === 'never' && cards !== 'none';
}

/**
 * A post about a ticket, with how it stands where its card does not show that. Where each card costs it stands above, and only
 * whoever is rung for the next step is told how to type it.
 */
function withStanding(input: PlanInput, outgoing: Outgoing & { op: 'post' }): PostPlan {
  const { cardKey, content, key, standing, turn = [] } = outgoing;
  const isForHim = () => mentionedIn(content).some((person) => turn.includes(person));
  const isTold = standing && (tellsNews(input) || (input.capabilities.cards === 'living' && isForHim()));
  if (!isTold) return post(input, content, key, cardKey);
  const plan = post(input, { ...content, card: standing }, key, cardKey);
  const words = { ...plan.delivery.content, asWords: true, asNews: true } as const;
  return { ...plan, delivery: { ...plan.delivery, content: words, ...turnOf(input) } };
}

/** In his own chat he acts by what is said there. */
function turnOf({ accounts, chat, outgoing }: PlanInput): { readonly turn?: readonly AccountRef[] } {
  const turn = chat.kind === 'group' ? known(accounts, outgoing.turn ?? []) : [];
  return turn.length > 0 ? { turn } : {};
}

/** Accounts of those who can be reached alone, each once. */
function known(accounts: PlanInput['accounts'], people: readonly PersonId[]): readonly AccountRef[] {
  return [...new Set(people)].flatMap((person) => accounts.get(person) ?? []).filter(({ isGuest }) => !isGuest);
}

function keyed({ chat, outgoing }: PlanInput, key: string): Pick<Delivery, 'key' | 'chat' | 'isUrgent' | 'ticketId'> {
  const { priority, ticketId } = outgoing;
  const isUrgent = priority === 0;
  return { key, chat: chat.externalId, ...(isUrgent && { isUrgent }), ...(ticketId !== undefined && { ticketId }) };
}

/** Only what is news rings: a card brought up to date, and an answer to somebody who is looking, do not. */
function withRings({ accounts, chat }: PlanInput, outgoing: Outgoing & { op: 'post' }, plan: PostPlan): Plan {
  const calls = known(accounts, callsOf(outgoing));
  const mentioned = known(accounts, [...mentionedIn(outgoing.content), ...callsOf(outgoing)]);
  // Whatever is said in his own chat rings by itself.
  const rings = chat.kind === 'group' ? mentioned : [];
  return {
    ...plan,
    delivery: { ...plan.delivery, ...(rings.length > 0 && { rings }), ...(calls.length > 0 && { calls }) },
  };
}

function refresh(input: PlanInput, outgoing: Outgoing & { op: 'refresh' }, isLate: boolean): Plan {
  const { capabilities, handle } = input;
  const { content, key, otherwise } = outgoing;
  const tapToken = isLate ? undefined : outgoing.tapToken;
  // Whoever tapped sees it; to show it to everybody costs.
  const isSpared = capabilities.cards === 'living' && outgoing.isDetail === true;
  if (isSpared && (tapToken === undefined || handle === undefined)) {
    return { kind: 'drop', why: 'the next change of the card shows it' };
  }
  const instead = otherwise === 'post' ? anew(input, outgoing) : cantChange;
  const canUpdate =
    capabilities.updateCard === 'anytime' || (capabilities.updateCard === 'answering_tap' && tapToken !== undefined);
  if (!canUpdate || handle === undefined) return instead;
  const delivery: Delivery = {
    op: 'update',
    ...keyed(input, key),
    handle,
    content: wireContent(input, content),
    ...(tapToken !== undefined && { tapToken }),
    ...(isSpared && { onlyToTapper: true }),
  };
  return { kind: 'deliver', delivery, instead };
}

const cantChange: Plan = { kind: 'drop', why: 'the card can not be changed any more' };

/** The card as a new message; where it has to be words, as few as tell what has changed. */
function anew(input: PlanInput, outgoing: Outgoing & { op: 'refresh' }): Plan {
  const { cardKey, content, isTold, key, news = [] } = outgoing;
  if (tellsNews(input) && isTold) return { kind: 'drop', why: 'a message of the same cause tells it' };
  // Its own key, since the platform may remember that of the update that it refused.
  const plan = post(input, content, `${key}:post`, cardKey);
  const { delivery } = plan;
  const told = isTold ? [] : news.map((line) => wireLine(input, line));
  const words = { ...delivery.content, asNews: true, ...(told.length > 0 && { news: told }) } as const;
  return { ...plan, delivery: { ...delivery, content: words, ...turnOf(input) } };
}

function answer(input: PlanInput, outgoing: Outgoing & { op: 'answer' }): Plan {
  const { accounts, capabilities, chat } = input;
  const { content, key, onlyAlone, tapToken, to: person } = outgoing;
  const token = tapToken === undefined ? {} : { tapToken };
  const said = (words: Content, own: string): PostPlan => {
    const plan = post(input, words, own);
    return { ...plan, delivery: { ...plan.delivery, ...token } };
  };
  if (chat.kind === 'private') return said(content, key);
  const to = accounts.get(person);
  if (!to) return { kind: 'drop', why: 'the person has no account on this platform' };
  const base = { ...keyed(input, key), to };
  const [first = [], ...others] = content.lines;
  const toHim = { ...content, lines: [[{ mention: person }, ' ', ...first], ...others] };
  switch (capabilities.privateAnswer) {
    case 'ephemeral':
      return {
        kind: 'deliver',
        delivery: { ...base, op: 'ephemeral', content: wireContent(input, content), ...token },
      };
    case 'direct':
    case 'sparing': {
      // Whom the platform can't reach alone hears it in the group.
      const inGroup = (own: string) => (onlyAlone ? unreachable : said(toHim, own));
      const mayBeHeard = capabilities.privateAnswer === 'sparing' && !onlyAlone;
      if (to.isGuest) return inGroup(key);
      // A mention is all that tells him there that it is for him.
      if (mayBeHeard) return withRings(input, { ...outgoing, op: 'post', content: toHim }, said(toHim, key));
      const delivery = { ...base, op: 'direct' as const, content: wireContent(input, content), ...token };
      return { kind: 'deliver', delivery, instead: inGroup(`${key}:post`) };
    }
    case 'none':
      return onlyAlone ? unreachable : said(toHim, key);
  }
}

/** A picture or document. Where it can't go, or is not kept any more, its words are said. */
function file(input: PlanInput, outgoing: Outgoing & { op: 'file' }): Plan {
  const { accounts, bytes, capabilities, chat } = input;
  const { content, file: kept, to: person, op: _op, key, ...rest } = outgoing;
  // Its own key, since the platform may remember that of the file that it refused.
  const own = `${key}:words`;
  const isAlone = person !== undefined && chat.kind === 'group';
  const instead = isAlone
    ? answer(input, { ...rest, op: 'answer', key: own, to: person, content })
    : post(input, content, own);
  const to = isAlone ? accounts.get(person) : undefined;
  const canGo = !isAlone || (to !== undefined && !to.isGuest && capabilities.privateAnswer !== 'none');
  if (bytes === undefined || !canGo) return instead;
  const { mediaType, name } = kept;
  const kind = mediaType.startsWith('image/') ? 'image' : 'document';
  const delivery: Delivery = {
    op: 'file',
    ...keyed(input, key),
    file: { kind, name, mediaType, bytes },
    content: wireContent(input, content),
    ...(to && { to }),
  };
  return { kind: 'deliver', delivery, instead };
}

/** Where a card costs, only a ticket's own is one: the one that it lives by. */
function showsCard({ capabilities, outgoing }: PlanInput): boolean {
  if (capabilities.cards === 'all') return true;
  const isTickets = outgoing.ticketId !== undefined && (outgoing.op === 'post' || outgoing.op === 'refresh');
  return isTickets && outgoing.cardKey === cardKeyOf(outgoing.ticketId);
}

function wireContent(input: PlanInput, { card, lines }: Content): WireContent {
  const shown = card && withKnownMentions(input, card);
  const { cards } = input.capabilities;
  const said = shown && cards === 'none' ? [...lines, ...cardAsLines(shown)] : lines;
  return {
    lines: said.map((line) => wireLine(input, line)),
    ...(shown && cards !== 'none' && { card: shown, ...(!showsCard(input) && { asWords: true }) }),
    people: Object.fromEntries(input.accounts),
  };
}

function wireLine(input: PlanInput, line: Line): WireLine {
  return line.map((run): WireInline => {
    if (typeof run === 'string' || 'bold' in run) return run;
    const account = input.accounts.get(run.mention);
    return account ? { mention: account } : nameOf(input, run.mention);
  });
}

/** Somebody without an account on this platform can't be rung; his name still has to be read. */
function withKnownMentions(input: PlanInput, card: Card): Card {
  const known = (run: Inline): Inline =>
    typeof run === 'string' || 'bold' in run || input.accounts.has(run.mention) ? run : nameOf(input, run.mention);
  return {
    ...card,
    lines: card.lines.map((line) => line.map(known)),
    fields: card.fields.map((field) => ({ ...field, value: field.value.map(known) })),
  };
}

function nameOf({ names }: PlanInput, person: PersonId): string {
  return names.get(person) ?? '?';
}
