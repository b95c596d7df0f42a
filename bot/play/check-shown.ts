import type { Capabilities } from '../../platforms/types.ts';
import { actionsFor } from './choose-card.ts';
import { cardLines, cardTitle } from './content-text.ts';
import type { CardExpectation, Expectation, MessageExpectation, PrivateExpectation } from './expectation.ts';
import { compare, compareSets, compareTexts, type Mismatch, toList, write } from './mismatch.ts';
import type { PlayWorld, Shown } from './world.ts';

/** Everything that a message says, buttons left out. */
export function wordsOf(shown: Shown): string {
  const card = shown.card ? [cardTitle(shown.card), ...cardLines(shown.card, shown.people)] : [];
  return [...shown.lines, ...card].join('\n');
}

export interface ShownCheck {
  readonly world: PlayWorld;
  /** What was shown since the last step with an expectation. */
  readonly fresh: readonly Shown[];
}

/** Checks what people see. */
export function checkShown(expect: Expectation, { world, fresh }: ShownCheck): readonly Mismatch[] {
  const { capabilities } = world;
  const said = fresh.filter((shown) => shown.by === undefined);
  const posts = said.filter((shown) => shown.change === 'posted');
  return [
    ...(expect.none ? compare('none', [], said.map(wordsOf)) : []),
    ...toList(expect.message).flatMap((message) => checkMessage(message, posts, world)),
    ...toList(expect.private).flatMap((answer) => checkPrivate(answer, posts, world)),
    // Without cards people see the same facts as text; those are checked by `message`.
    ...(capabilities.cards ? checkCards(expect, world) : []),
  ];
}

function checkMessage(want: MessageExpectation, posts: readonly Shown[], world: PlayWorld): readonly Mismatch[] {
  const { capabilities } = world;
  const isMeant = (shown: Shown): boolean =>
    want.in === undefined ? !world.isPrivate(shown.chat) : shown.chat === want.in;
  const heard = posts.filter((shown) => shown.onlyFor === undefined && isMeant(shown));
  const matching = heard.filter(
    (shown) =>
      compareTexts('', want.contains, wordsOf(shown)).length === 0 &&
      compareTexts('', want.lacks, wordsOf(shown), 'be absent').length === 0 &&
      compareSets('', want.mentions, shown.mentions).length === 0,
  );
  return checkCount('message', want.count, { matching, among: heard, want, capabilities });
}

function checkPrivate(want: PrivateExpectation, posts: readonly Shown[], world: PlayWorld): readonly Mismatch[] {
  const { capabilities } = world;
  const isFor = (shown: Shown): boolean => {
    if (shown.onlyFor === want.to || shown.chat === world.privateChat(want.to)) return true;
    return capabilities.privateAnswer === 'none' && shown.mentions.includes(want.to);
  };
  const heard = posts.filter(isFor);
  const matching = heard.filter(
    (shown) =>
      compareTexts('', want.contains, wordsOf(shown)).length === 0 &&
      compareTexts('', want.lacks, wordsOf(shown), 'be absent').length === 0,
  );
  return checkCount('private', want.count, { matching, among: heard, want, capabilities });
}

interface Matching {
  readonly matching: readonly Shown[];
  readonly among: readonly Shown[];
  readonly want: MessageExpectation | PrivateExpectation;
  readonly capabilities: Capabilities;
}

function checkCount(
  what: string,
  count: number | undefined,
  { matching, among, want, capabilities }: Matching,
): readonly Mismatch[] {
  const found = matching.length;
  // Where a card cannot change in its place, its new state is one more message.
  const isMet = count === undefined ? found > 0 : capabilities.cards || count === 0 ? found === count : found >= count;
  if (isMet) return [];
  const actual = `${found} of ${among.length} new messages: ${write(among.map(describe))}`;
  return [{ what, expected: write(want), actual }];
}

function describe(shown: Shown): string {
  const mentions = shown.mentions.length > 0 ? ` (rings ${shown.mentions.join(', ')})` : '';
  return `${wordsOf(shown)}${mentions}`;
}

function checkCards(expect: Expectation, { shown }: PlayWorld): readonly Mismatch[] {
  const cards = shown.filter((entry) => entry.by === undefined && entry.card);
  const standing = new Set(cards.filter((entry) => entry.onlyFor === undefined).map((entry) => entry.messageId));
  return [
    ...compare('cards', expect.cards, standing.size),
    ...(expect.last_card ? checkLastCard(expect.last_card, cards) : []),
  ];
}

function checkLastCard(want: CardExpectation, cards: readonly Shown[]): readonly Mismatch[] {
  const last = cards.findLast(
    (entry) => entry.onlyFor === undefined && (want.in === undefined || entry.chat === want.in),
  );
  if (!last?.card) return compare('last_card', 'a card', undefined);
  const { card, people } = last;
  const offers = Object.entries(want.offers ?? {}).flatMap(([person, actions]) =>
    compareSets(`last_card.offers.${person}`, actions, actionsFor(card, people, person)),
  );
  return [
    ...compareTexts('last_card.title', want.title, card.title),
    ...compare('last_card.badge', want.badge, card.badge),
    ...compare('last_card.tone', want.tone, card.tone),
    ...compareTexts('last_card', want.contains, wordsOf(last)),
    ...compareTexts('last_card', want.lacks, wordsOf(last), 'be absent'),
    ...compareSets('last_card.mentions', want.mentions, last.mentions),
    ...offers,
  ];
}
