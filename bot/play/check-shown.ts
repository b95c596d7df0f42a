import { actionsFor } from './choose-card.ts';
import { cardLines, cardTitle } from './content-text.ts';
import type { CardExpectation, Expectation, MessageExpectation, PrivateExpectation } from './expectation.ts';
import { compare, compareSets, compareTexts, type Mismatch, toList, write } from './mismatch.ts';
import type { PlayWorld, Shown } from './world.ts';

/** Everything that a message says to those who see it, buttons left out. */
export function wordsOf(shown: Shown): string {
  const card = shown.card ? [cardTitle(shown.card), ...cardLines(shown.card, shown.people)] : [];
  return [...shown.lines, ...card, ...toList(shown.file)].join('\n');
}

type Texts = MessageExpectation['contains'];

/** What a message must say, and must not. */
function compareWords(
  what: string,
  want: { readonly contains?: Texts; readonly lacks?: Texts },
  shown: Shown,
  { asRead = (text) => text }: Pick<PlayWorld, 'asRead'>,
): readonly Mismatch[] {
  const read = (texts: Texts) => toList(texts).map(asRead);
  const words = asRead(wordsOf(shown));
  return [
    ...compareTexts(what, read(want.contains), words),
    ...compareTexts(what, read(want.lacks), words, 'be absent'),
  ];
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
    ...compare(
      'files',
      expect.files,
      posts.flatMap(({ file }) => file ?? []),
    ),
    ...toList(expect.message).flatMap((message) => checkMessage(message, posts, world)),
    ...toList(expect.private).flatMap((answer) => checkPrivate(answer, posts, world)),
    // Without cards people see the same facts as text; those are checked by `message`.
    ...(capabilities.cards === 'all' ? checkCards(expect, world) : []),
  ];
}

function checkMessage(want: MessageExpectation, posts: readonly Shown[], world: PlayWorld): readonly Mismatch[] {
  const isMeant = (shown: Shown): boolean =>
    want.in === undefined ? !world.isPrivate(shown.chat) : shown.chat === want.in;
  const heard = posts.filter((shown) => shown.onlyFor === undefined && isMeant(shown));
  const matching = heard.filter(
    (shown) =>
      compareWords('', want, shown, world).length === 0 && compareSets('', want.mentions, shown.mentions).length === 0,
  );
  return checkCount('message', { matching, among: heard, want });
}

function checkPrivate(want: PrivateExpectation, posts: readonly Shown[], world: PlayWorld): readonly Mismatch[] {
  const { privateAnswer } = world.capabilities;
  const maySayOpenly = privateAnswer === 'none' || privateAnswer === 'sparing';
  const isFor = (shown: Shown): boolean => {
    if (shown.onlyFor === want.to || shown.chat === world.privateChat(want.to)) return true;
    return maySayOpenly && shown.mentions.includes(want.to);
  };
  const heard = posts.filter(isFor);
  const matching = heard.filter((shown) => compareWords('', want, shown, world).length === 0);
  // In the group, where it names him, so may other messages.
  return checkCount('private', { matching, among: heard, want, isAtLeast: maySayOpenly });
}

interface Matching {
  readonly matching: readonly Shown[];
  readonly among: readonly Shown[];
  readonly want: MessageExpectation | PrivateExpectation;
  /** More of them are right as well, unless there shall be none. */
  readonly isAtLeast?: boolean;
}

function checkCount(what: string, { matching, among, want, isAtLeast = false }: Matching): readonly Mismatch[] {
  const found = matching.length;
  const { count = 1 } = want;
  const isMoreRight = count > 0 && (want.count === undefined || isAtLeast);
  if (isMoreRight ? found >= count : found === count) return [];
  const actual = `${found} of ${among.length} new messages: ${write(among.map(describe))}`;
  return [{ what, expected: write(want), actual }];
}

function describe(shown: Shown): string {
  const mentions = shown.mentions.length > 0 ? ` (rings ${shown.mentions.join(', ')})` : '';
  return `${wordsOf(shown)}${mentions}`;
}

function checkCards(expect: Expectation, world: PlayWorld): readonly Mismatch[] {
  const { capabilities, isPrivate, shown } = world;
  const cards = shown.filter((entry) => entry.by === undefined && entry.card);
  const open = cards.filter((entry) => entry.onlyFor === undefined);
  return [
    ...(capabilities.updateCard === 'anytime'
      ? compare('cards', expect.cards, new Set(open.map(({ messageId }) => messageId)).size)
      : checkCardCount(
          expect.cards,
          open.filter(({ chat }) => !isPrivate(chat)),
        )),
    ...(expect.last_card ? checkLastCard(expect.last_card, cards, world) : []),
  ];
}

/** Where a card's new state may be one more card, each of a subject's cards but the newest is a past one, and counts or not. */
function checkCardCount(want: number | undefined, cards: readonly Shown[]): readonly Mismatch[] {
  if (want === undefined) return [];
  const all = new Set(cards.map(({ messageId }) => messageId)).size;
  const subjects = new Set(cards.map(({ card, chat, messageId }) => `${chat} ${card?.subject?.id ?? messageId}`)).size;
  if (subjects <= want && want <= all) return [];
  return [{ what: 'cards', expected: write(want), actual: `${all} cards about ${subjects}` }];
}

function checkLastCard(want: CardExpectation, cards: readonly Shown[], world: PlayWorld): readonly Mismatch[] {
  const { buttonsPerViewer, updateCard } = world.capabilities;
  if (want.needs !== undefined && updateCard !== 'anytime') return [];
  const last = cards.findLast(
    (entry) =>
      entry.onlyFor === undefined &&
      (want.in === undefined || entry.chat === want.in) &&
      (want.saying === undefined || wordsOf(entry).includes(want.saying)),
  );
  if (!last?.card) return compare('last_card', 'a card', undefined);
  const { card, people } = last;
  const offers = Object.entries(want.offers ?? {}).flatMap(([person, actions]) => {
    const shown = actionsFor(card, people, person);
    // A platform that shows everybody the same buttons shows those of others as well.
    const compared = buttonsPerViewer ? shown : shown.filter((action) => actions.includes(action));
    return compareSets(`last_card.offers.${person}`, actions, compared);
  });
  return [
    ...compareTexts('last_card.title', want.title, card.title),
    ...compare('last_card.badge', want.badge, card.badge),
    ...compare('last_card.tone', want.tone, card.tone),
    ...compareWords('last_card', want, last, world),
    ...compareSets('last_card.mentions', want.mentions, last.mentions),
    ...offers,
  ];
}
