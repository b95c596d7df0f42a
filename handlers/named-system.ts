import { lexicon } from '../cards/lexicon.zh.ts';
import { departmentOf, systemOf } from '../domain/contract-lookup.ts';
import type { Understanding } from '../domain/intake.ts';
import { compiledFor } from '../domain/intake-compile.ts';
import { foldText } from '../domain/phrase-finder.ts';
import { systemsLike } from '../domain/system-search.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { DAY } from '../domain/types.ts';
import { chinese } from '../language/chinese.ts';
import type { RawInput } from './command-input.ts';
import type { Scene } from './context.ts';
import { systemInput } from './typed-names.ts';
import { type SaidIn, understoodByRules } from './understood.ts';

/** So many are offered: each has a button on any platform, and nobody reads a longer list. */
export const SYSTEMS_OFFERED_MAX = 5;
/** A longer text is more than a name: what stands further back is not looked at. In UTF-16 units. */
const NAME_READ_MAX = 60;
/** Of the contract's newest tickets those of the group say what it has trouble with. */
const NEWEST_LOOKED_AT_MAX = 50;
const LATELY_MS = 30 * DAY;
/** Of what was added to a ticket the newest. */
const ADDED_LOOKED_AT_MAX = 5;
const GENERIC: ReadonlySet<string> = new Set(lexicon.generic);

/** The system that was named, or those that may be meant. */
export type NamedSystem =
  | { readonly ok: true; readonly systemId: string; readonly reason: string }
  /** @property possible ids, the likeliest first; may be empty */
  | { readonly ok: false; readonly said: string; readonly possible: readonly string[] };

type About = Pick<Ticket, 'departmentId' | 'reporterId' | 'systemId'>;

/**
 * Reads the name of a system however it is written: as the pack or the group calls it, by its number among those that were offered,
 * or so that a report would be understood (a sound, a slip, an abbreviation). What only resembles names, or names a department, is
 * asked about: a wrong system changes the clocks.
 * @param offered ids of those that he was shown last
 */
export function namedSystem(scene: SaidIn, words: string, ticket: About, offered: readonly string[] = []): NamedSystem {
  const { contract, taught } = scene;
  const said = withoutQuotes(words);
  const known = systemOf(contract, said.trim()) ?? systemOf(contract, pickedOf(said, offered));
  if (known) return { ok: true, systemId: known.id, reason: '' };
  const { departmentId = departmentOf(contract, ticket.systemId)?.id } = ticket;
  const typed = systemInput(said, { contract, departmentId, taught });
  if (typed.ok) return typed;
  const name = said.slice(0, NAME_READ_MAX);
  const read = understoodByRules(scene, name, { reporterId: ticket.reporterId });
  const like = systemsLike(name, { contract, chinese, taught });
  const heard = heardFirst(read, said, like);
  if (heard !== undefined && typed.systems.every((id) => id === heard)) {
    return { ok: true, systemId: heard, reason: behindName(said) };
  }
  const { systemId, systemsPossible = [] } = read;
  const possible = [...systemsPossible, ...like, ...(systemId === undefined ? [] : [systemId]), ...typed.systems];
  return { ok: false, said: typed.name, possible: [...new Set(possible)] };
}

/**
 * The system that is heard at the beginning: further back it may be the one that is not meant (不是 OA). Only where what was said is
 * like no other one before it, and with a slip in it like no other one at all.
 */
function heardFirst(
  { systemHeard, systemId }: Understanding,
  said: string,
  [likest = systemId, ...others]: readonly string[],
): string | undefined {
  if (!systemHeard || systemId !== likest) return undefined;
  const isFirst = foldText(said).text.startsWith(foldText(systemHeard.said).text);
  return isFirst && (systemHeard.by !== 'distance' || others.length === 0) ? systemId : undefined;
}

/** 「阳光信访」, ＜阳光信访＞ as the example has it. */
function withoutQuotes(words: string): string {
  return words.trim().replace(/^[「『“"《【＜<]([^「『“"《【＜<」』”》】＞>]+)[」』”"》】＞>]/u, '$1 ');
}

function pickedOf(said: string, offered: readonly string[]): string | undefined {
  const [digit] = /^[1-9]$/.exec(said.normalize('NFKC').trim()) ?? [];
  return digit === undefined ? undefined : offered[Number(digit) - 1];
}

function behindName(said: string): string {
  return said.replace(/^[^\s,;:，；：。]+[\s,;:，；：。]*/u, '').trim();
}

/** What a pending form keeps of those that were offered, beside its fields. */
export function offeredInput(ids: readonly string[]): RawInput {
  return { offered: ids.join(' ') };
}

export function offeredBefore({ offered = '' }: RawInput): readonly string[] {
  return offered.split(' ').filter((id) => id !== '');
}

/**
 * Systems that a ticket may be about, the likeliest first: those that its own words name, those of which its group had tickets lately,
 * those of its department. Without the one that it has.
 */
export async function likelySystems(scene: Scene, ticket: Ticket): Promise<readonly string[]> {
  const { contract, members, now, store } = scene;
  const [words, newest] = await Promise.all([
    wordsOf(scene, ticket),
    store.newestTickets(contract.id, now + 1, NEWEST_LOOKED_AT_MAX),
  ]);
  const lately = newest.filter(({ chatId, reportedAt }) => chatId === ticket.chatId && reportedAt > now - LATELY_MS);
  const { departmentId = members.find(({ id }) => id === ticket.reporterId)?.department } = ticket;
  const own = contract.systems.filter(({ id }) => departmentOf(contract, id)?.id === departmentId);
  const likely = [
    ...words.flatMap((said) => systemsIn(scene, said, ticket)),
    ...lately.flatMap(({ systemId }) => systemId ?? []),
    ...(departmentId === undefined ? [] : own.map(({ id }) => id)),
  ];
  return [...new Set(likely)].filter((id) => id !== ticket.systemId && systemOf(contract, id) !== undefined);
}

/** What its reporter has said, and what was added. */
async function wordsOf({ store }: Scene, { id, summary }: Ticket): Promise<readonly string[]> {
  const events = await store.ticketEvents(id);
  const added = events
    .flatMap((event) => (event.type === 'supplemented' ? [event.text.id] : []))
    .slice(-ADDED_LOOKED_AT_MAX);
  const texts = await store.texts([summary.id, ...added]);
  return [summary.id, ...added].flatMap((ref) => texts.get(ref) ?? []);
}

/** Of what is only like a name the words that say what is wrong tell nothing. */
function systemsIn(scene: SaidIn, said: string, { reporterId }: About): readonly string[] {
  const { contract, taught } = scene;
  const { systemId, systemsPossible = [] } = understoodByRules(scene, said, { reporterId });
  const { text } = foldText(said.slice(0, NAME_READ_MAX));
  const faults = compiledFor(contract, lexicon).words(text);
  const rest = faults.reduce(
    (left, { start, end, meaning }) =>
      meaning === 'thing' ? left : left.slice(0, start) + '\n'.repeat(end - start) + left.slice(end),
    text,
  );
  const like = systemsLike(rest, { contract, chinese, taught, generic: GENERIC });
  return [...(systemId === undefined ? [] : [systemId]), ...systemsPossible, ...like];
}
