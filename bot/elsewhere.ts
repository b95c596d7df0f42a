import { CATALOGUES, languageOf } from '../cards/language.ts';
import type { Card, Inline, Line } from '../cards/types.ts';
import type { Changes, Content, Outgoing } from '../db/changes.ts';
import type { Account, Chat, Member } from '../db/records.ts';
import { type ChatId, type ContractId, chatId, type PersonId } from '../domain/types.ts';
import { isRungOn } from '../handlers/group-chat.ts';
import { noticeKey } from '../handlers/messages.ts';
import { platformName } from '../handlers/platform-trouble.ts';
import { conversationKey } from '../platforms/conversations.ts';
import { callsOf, mentionedIn } from './delivery-plan.ts';
import type { Deps } from './deps.ts';

/** What is said, what those need of it whom nothing reaches where it is said, and their private chats where it is said there. */
export type WithElsewhere = (outbox: readonly Outgoing[]) => Pick<Changes, 'outbox' | 'newChats'>;

/** Of a commit that says nothing, or a contract of one platform. */
export const nowhereElse: WithElsewhere = (outbox) => ({ outbox });

type Post = Outgoing & { readonly op: 'post' };

interface Placed {
  readonly row: Outgoing;
  /** Set where it goes to a person's own chat. */
  readonly alone?: Chat;
}

/** Does something else of the commit say the same to him there? */
type IsTold = (row: Post, chat: ChatId, person: PersonId) => boolean;

/** A contract whose people are on several platforms, as far as it decides who is told where. */
interface Spread {
  readonly contract: ContractId;
  /** Of the contract; by id. */
  readonly chats: ReadonlyMap<ChatId, Chat>;
  readonly accounts: ReadonlyMap<PersonId, readonly Account[]>;
  readonly members: readonly Member[];
  /** On which platforms one is told what was meant for another one: real people never by made-up ones. */
  readonly others: (platform: string) => readonly string[];
}

/**
 * One contract may have groups, and people, on several platforms. Whoever is rung by a message and has no account where it is said
 * gets it in the contract's group on his own platform, or in private where there is none; what brings a card up to date does so there
 * too. A contract of one platform is left as it is.
 */
export async function elsewhereFor(
  deps: Pick<Deps, 'store' | 'platforms'>,
  contract: ContractId,
): Promise<WithElsewhere> {
  if (deps.platforms.size < 2) return nowhereElse;
  const { store } = deps;
  const [bound, accounts, members] = await Promise.all([
    store.chatsOf(contract),
    store.accountsOf(contract),
    store.members(contract),
  ]);
  if (bound.length === 0) return nowhereElse;
  const chats = new Map(bound.map((chat) => [chat.id, chat]));
  const others = (platform: string) => platformsBeside(deps, platform);
  return (outbox) => withNewChats(spreadOut(outbox, { contract, chats, accounts, members, others }));
}

/** Which private chats exist is left to the commit: most commits need none of them. */
function withNewChats(spread: readonly Placed[]): ReturnType<WithElsewhere> {
  const alone = spread.flatMap(({ alone: chat }) => chat ?? []);
  const newChats = [...new Map(alone.map((chat) => [chat.id, chat])).values()];
  return { outbox: spread.map(({ row }) => row), ...(newChats.length > 0 && { newChats }) };
}

function platformsBeside({ platforms }: Pick<Deps, 'platforms'>, platform: string): readonly string[] {
  const isReal = platforms.get(platform)?.capabilities.reachesRealPeople;
  return [...platforms.values()]
    .filter(({ capabilities, name }) => name !== platform && capabilities.reachesRealPeople === isReal)
    .map(({ name }) => name);
}

/** His own chat with the bot; where another contract has had it first, it stays that one's. */
function privateChat({ platform, userId }: Account, { contract }: Spread): Chat {
  const externalId = conversationKey({ kind: 'single', userId });
  return { id: chatId(platform, externalId), platform, externalId, kind: 'private', title: '', contractId: contract };
}

function isCommon({ department, kind }: Chat): boolean {
  return kind === 'group' && department === undefined;
}

/** @returns each row, and the private chat that it goes to because nothing else reaches him */
function spreadOut(outbox: readonly Outgoing[], spread: Spread): readonly Placed[] {
  const rung = new Set(
    outbox.flatMap((row) =>
      row.op === 'post'
        ? rungBy(row).flatMap((person) => aboutKeys(row).map((about) => told(about, row.chatId, person)))
        : [],
    ),
  );
  const isTold: IsTold = (row, chat, person) => aboutKeys(row).some((about) => rung.has(told(about, chat, person)));
  return outbox.flatMap((row): readonly Placed[] => {
    const chat = spread.chats.get(row.chatId);
    if (!chat) return [{ row }];
    if (row.op === 'answer') return [redirected(row, row.to, chat, spread)];
    if (row.op === 'file') return [row.to === undefined ? { row } : redirected(row, row.to, chat, spread)];
    const more = row.op === 'post' ? copies(row, chat, spread, isTold) : refreshes(row, chat, spread, outbox);
    return [{ row }, ...more];
  });
}

function told(about: string, chat: ChatId, person: PersonId): string {
  return [about, chat, person].join('\n');
}

/** What is said about one ticket is one thing, and so are the same words, whomever they mention. */
function aboutKeys({ content, ticketId }: Post): readonly string[] {
  const words = [...content.lines.flat(), content.card?.title ?? ''].filter((run) => typeof run === 'string');
  return [ticketId ?? '', words.join('').replaceAll(/\s+/gu, ' ').trim()].filter((about) => about !== '');
}

function rungBy(row: Post): readonly PersonId[] {
  return [...mentionedIn(row.content), ...callsOf(row)];
}

/** What those need whom the post does not reach, each person once. */
function copies(row: Post, chat: Chat, spread: Spread, isTold: IsTold): readonly Placed[] {
  if (chat.kind === 'private') return [];
  const missed = [...new Set([...rungBy(row), ...(row.reaches ?? [])])].filter(
    (person) => !isRungOn(spread.accounts.get(person), chat.platform),
  );
  const placed = missed.flatMap((person) => {
    const target = targetFor(person, chat, spread);
    return target && !isTold(row, target.id, person) ? [{ person, target }] : [];
  });
  return [...Map.groupBy(placed, ({ target }) => target.id).values()].flatMap((those) => {
    const [first] = those;
    const people = new Set(those.map(({ person }) => person));
    return first ? [placedIn(first.target, copyFor(row, chat, first.target, people, spread))] : [];
  });
}

/** The group like this one on his platform, never another department's; else his own chat. */
function targetFor(person: PersonId, from: Chat, spread: Spread): Chat | undefined {
  const his = (spread.accounts.get(person) ?? []).filter(({ isGuest }) => !isGuest);
  const own = spread.others(from.platform).filter((platform) => his.some((account) => account.platform === platform));
  const groups = own.flatMap((platform) => groupBeside(from, platform, spread) ?? []);
  const [alone] = his.filter(({ platform }) => own.includes(platform));
  return groups[0] ?? (alone && privateChat(alone, spread));
}

function placedIn(target: Chat, row: Outgoing): Placed {
  return { row, ...(target.kind === 'private' && { alone: target }) };
}

function groupBeside({ department }: Chat, platform: string, { chats }: Spread): Chat | undefined {
  const groups = [...chats.values()].filter((chat) => chat.kind === 'group' && chat.platform === platform);
  return groups.find((group) => department !== undefined && group.department === department) ?? groups.find(isCommon);
}

function copyFor(
  { calls, digest, reaches: _, ...row }: Post,
  from: Chat,
  target: Chat,
  people: ReadonlySet<PersonId>,
  { members }: Spread,
): Outgoing {
  const source = saidIn(from, row.content);
  const named = naming(row.content, people, members);
  const called = (calls ?? []).filter((person) => people.has(person));
  const isAlone = target.kind === 'private' && row.cardKey !== undefined && row.ticketId !== undefined;
  return {
    ...row,
    key: `${row.key}@${target.id}`,
    chatId: target.id,
    content: { ...named, lines: [...named.lines, [source]] },
    // Nothing brings a card in private up to date: it is a notice about the ticket.
    ...(isAlone && row.ticketId !== undefined && { cardKey: noticeKey(row.ticketId, row.key) }),
    ...(digest && {
      digest: { ...digest, people: digest.people.filter((id) => people.has(id)), notes: [...digest.notes, source] },
    }),
    ...(called.length > 0 && { calls: called }),
  };
}

function saidIn({ platform, title }: Chat, { card, lines }: Content): string {
  const said = [...lines.flat(), card?.title ?? ''].filter((run) => typeof run === 'string').join(' ');
  const text = CATALOGUES[languageOf(said)];
  return text.platform.saidIn(platformName(platform, text), title);
}

/** Mentions only those who are meant; the others, who have been rung, are named. */
function naming({ card, lines }: Content, people: ReadonlySet<PersonId>, members: readonly Member[]): Content {
  const name = (run: Inline): Inline =>
    typeof run === 'string' || 'bold' in run || people.has(run.mention)
      ? run
      : (members.find(({ id }) => id === run.mention)?.name ?? '?');
  const line = (runs: Line): Line => runs.map(name);
  const drawn = (shown: Card): Card => ({
    ...shown,
    lines: shown.lines.map(line),
    fields: shown.fields.map((field) => ({ ...field, value: line(field.value) })),
  });
  return { lines: lines.map(line), ...(card && { card: drawn(card) }) };
}

/** Where the card is shown to those of another platform it is brought up to date as well; where it is not, nothing is sent. */
function refreshes(
  { tapToken: _, ...row }: Outgoing & { readonly op: 'refresh' },
  chat: Chat,
  spread: Spread,
  outbox: readonly Outgoing[],
): readonly Placed[] {
  if (chat.kind === 'private') return [];
  const refreshed = outbox.flatMap((other) => {
    const shown = other.op === 'refresh' && other.cardKey === row.cardKey ? spread.chats.get(other.chatId) : undefined;
    // A button in private was tapped, and the group's card stands as it was.
    return shown?.kind === 'group' ? [shown.platform] : [];
  });
  return spread
    .others(chat.platform)
    .filter((platform) => !refreshed.includes(platform))
    .flatMap((platform) => groupBeside(chat, platform, spread) ?? [])
    .map((target) => ({ row: { ...row, key: `${row.key}@${target.id}`, chatId: target.id, otherwise: 'leave' } }));
}

/** An answer or a file for somebody who is not on the chat's platform goes to his own. */
function redirected(row: Outgoing, to: PersonId, chat: Chat, spread: Spread): Placed {
  if (chat.kind === 'private' || (spread.accounts.get(to) ?? []).some(({ platform }) => platform === chat.platform)) {
    return { row };
  }
  const target = targetFor(to, chat, spread);
  return target ? placedIn(target, { ...row, chatId: target.id }) : { row };
}
