import { inEveryLanguage } from '../cards/language.ts';
import { type CardMember, displayName } from '../cards/ticket-view.ts';
import { timeWords } from '../cards/time-words.ts';
import type { Contract } from '../domain/contract.ts';
import { schemeFor, systemAmong, systemOf } from '../domain/contract-lookup.ts';
import type { Nickname } from '../domain/intake-system.ts';
import { readTime } from '../domain/spoken-time.ts';
import { LATE_STEPS } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { RawInput } from './command-input.ts';
import type { NamedSystem } from './named-system.ts';

export type TypedInput =
  | { readonly ok: true; readonly input: RawInput }
  | { readonly ok: false; readonly problem: 'unknown_person'; readonly name: string }
  /** Several people may be meant, or one whose whole name was not said. */
  | {
      readonly ok: false;
      readonly problem: 'ambiguous_person';
      readonly name: string;
      readonly people: readonly PersonId[];
    }
  /** No system goes by what was said, or several may be meant. */
  | { readonly ok: false; readonly problem: 'unclear_system' }
  /** What follows 确认 is a sentence: whether it confirms anything is not for this to say. */
  | { readonly ok: false; readonly problem: 'not_a_rating' }
  | { readonly ok: false; readonly problem: 'unknown_level' }
  | { readonly ok: false; readonly problem: 'unknown_step' };

export interface TypedGiven {
  readonly members: readonly CardMember[];
  readonly contract: Contract;
  /** Which levels there are hangs on the ticket's system. */
  readonly systemId?: string | undefined;
  /** Reads the name of a system, and what is said behind it. */
  readonly systemNamed: (said: string) => NamedSystem;
  readonly now: Instant;
}

/**
 * The longest name that stands at the beginning and ends there: names may hold spaces. Two of one name, or the beginning of a
 * name, are asked about: handing a ticket to the wrong person is not noticed for long.
 */
export function transferInput(rest: string, members: readonly CardMember[]): TypedInput {
  const said = rest.replace(/^[@＠]/u, '');
  const able = members.filter(({ roles }) => roles.includes('engineer') || roles.includes('manager'));
  const named = longestNamed(said, able);
  const [target, ...more] = named.length > 0 ? named : longestNamed(said, members);
  if (target && more.length === 0) {
    return { ok: true, input: { to: target.id, reason: trimMarks(said.slice(displayName(target.name).length)) } };
  }
  const name = said.split(/[\s,;:，；：。]/u, 1)[0] ?? '';
  if (target) return { ok: false, problem: 'ambiguous_person', name, people: named.map(({ id }) => id) };
  const alike = name === '' ? [] : able.filter((member) => isAlike(displayName(member.name), said, name));
  if (alike.length === 0) return { ok: false, problem: 'unknown_person', name };
  return { ok: false, problem: 'ambiguous_person', name, people: alike.map(({ id }) => id) };
}

/** Those whose name opens the text and ends where a word ends; only the longest such names. */
function longestNamed(said: string, members: readonly CardMember[]): readonly CardMember[] {
  const named = members.filter(({ name }) => {
    const shown = displayName(name);
    return shown !== '' && startsWith(said, shown) && !/^[\p{L}\p{N}]/u.test(said.slice(shown.length));
  });
  const longest = Math.max(0, ...named.map(({ name }) => displayName(name).length));
  return named.filter(({ name }) => displayName(name).length === longest);
}

/** 李 for 李工, or 李工在现场 without a space: perhaps he is meant. */
function isAlike(shown: string, said: string, name: string): boolean {
  return shown !== '' && (startsWith(shown, name) || startsWith(said, shown));
}

function startsWith(text: string, beginning: string): boolean {
  return text.toLowerCase().startsWith(beginning.toLowerCase());
}

/** A level of the ticket's system, by its name or the first word of that: 2级 of 2级 高, if no other begins so. */
export function levelInput(rest: string, { contract, systemId }: TypedGiven): TypedInput {
  const scheme = schemeFor(contract, systemId);
  const levels = contract.levels.filter(({ id }) => scheme.levels.includes(id));
  const firstWords = levels.flatMap(({ id, name }) => {
    const word = firstWordOf(name);
    return levels.some((other) => other.id !== id && firstWordOf(other.name) === word) ? [] : [{ id, word }];
  });
  const named = longestOpening(rest, [
    ...levels.flatMap(({ id, name, nameEn }) => [name, nameEn, id].map((word) => ({ id, word }))),
    ...firstWords,
  ]);
  if (!named) return { ok: false, problem: 'unknown_level' };
  return { ok: true, input: { to: named.id, reason: trimMarks(rest.slice(named.word.length)) } };
}

/** Up to a space or a bracket. */
function firstWordOf(name: string): string {
  return name.split(/[\s(（]/u, 1)[0] ?? '';
}

/** One character stands in many names. */
const PART_MIN = 2;
const LETTER = /\p{L}/u;

/** Where the words name one system, and what is said behind it; or else the name, and what goes by it. */
export type TypedSystem =
  | { readonly ok: true; readonly systemId: string; readonly reason: string }
  | { readonly ok: false; readonly name: string; readonly systems: readonly string[] };

/**
 * The system whose name, alias or taught name opens the text, the longest (of several that are called so the one of the department);
 * else the only one that has the first word in its name. Of a hundred and eighty systems nobody types the whole name, and a wrong
 * one changes the clocks.
 * @param departmentId whose ticket it is: of systems that are called alike its own is meant
 */
export function systemInput(
  rest: string,
  {
    contract,
    departmentId,
    taught = [],
  }: Pick<TypedGiven, 'contract'> & {
    readonly departmentId?: string | undefined;
    readonly taught?: readonly Nickname[];
  },
): TypedSystem {
  const said = rest.normalize('NFKC').trim();
  const ofPack = contract.systems.flatMap(({ id, name, nameEn, aliases }) =>
    [name, nameEn, ...aliases, id].map((word) => ({ id, word: word.normalize('NFKC') })),
  );
  const ofGroup = taught
    .filter(({ systemId }) => systemOf(contract, systemId) !== undefined)
    .map(({ name, systemId }) => ({ id: systemId, word: name.normalize('NFKC') }));
  const words = [...ofPack, ...ofGroup];
  const [first = ''] = said.split(/[\s,;:。]/u, 1);
  const opening = longestOpening(said, words)?.word;
  const name = opening ?? first;
  const wanted = name.toLowerCase();
  const isPart = (word: string) => wanted.length >= PART_MIN && word.includes(wanted);
  const isMeant = (word: string) => (opening === undefined ? isPart(word) : word === wanted);
  const ids = [...new Set(words.filter(({ word }) => isMeant(word.toLowerCase())).map(({ id }) => id))];
  const [only, ...more] = ids;
  if (name === '' || only === undefined) return { ok: false, name, systems: [] };
  const named = contract.systems.filter((system) => system.name.normalize('NFKC').toLowerCase() === wanted);
  const asked = opening === undefined ? undefined : systemAmong(ids, contract, departmentId);
  // Where others are only called so, it is the whole name of one.
  const meant = more.length === 0 ? only : (asked ?? (named.length === 1 ? named[0]?.id : undefined));
  if (meant === undefined) return { ok: false, name, systems: ids };
  // 阳光信访还是社会救助, 阳光信访吗: nobody has decided yet.
  if (LETTER.test(said.charAt(name.length))) return { ok: false, name, systems: [meant] };
  return { ok: true, systemId: meant, reason: trimMarks(said.slice(name.length)) };
}

/** 到场 09:05 路上没信号: the step, when it was done, and why it was not entered then. */
export function lateEntryInput(rest: string, now: Instant): TypedInput {
  const step = longestOpening(
    rest,
    LATE_STEPS.flatMap((id) => inEveryLanguage(({ commands }) => commands[id].words).map((word) => ({ id, word }))),
  );
  if (!step) return { ok: false, problem: 'unknown_step' };
  const said = trimMarks(rest.slice(step.word.length)).normalize('NFKC');
  const time = readTime(said, timeWords, now, 'done');
  if (!time) {
    const [word = ''] = said.split(/\s/u, 1);
    return { ok: true, input: { step: step.id, at: word, reason: trimMarks(said.slice(word.length)) } };
  }
  const at = trimMarksBehind(said.slice(0, said.length - time.rest.length));
  return { ok: true, input: { step: step.id, at, reason: time.rest } };
}

/** The longest of the words that opens the text. */
function longestOpening<Named extends { readonly word: string }>(
  said: string,
  words: readonly Named[],
): Named | undefined {
  return words
    .filter(({ word }) => word !== '' && startsWith(said, word))
    .toSorted((a, b) => b.word.length - a.word.length)[0];
}

function trimMarksBehind(text: string): string {
  return text.replace(/[\s,;:，；：。]$/u, '').trim();
}

function trimMarks(text: string): string {
  return text.replace(/^[\s:,;：，；。]+/u, '').trim();
}
