import type { ChineseTools } from './chinese-tools.ts';
import type { Contract, System } from './contract.ts';
import { departmentOf } from './contract-lookup.ts';
import { soundKeys } from './intake-sound.ts';
import type { Nickname } from './intake-system.ts';
import { foldText } from './phrase-finder.ts';

/** What more than this share of the systems have in their names (系统, 平台, the city) tells none of them from the others. */
const COMMON_SHARE = 1 / 6;
/** In a short contract that would be hardly any. */
const COMMON_MIN = 3;
/** What only sounds like it counts less than what is written so. */
const SOUND_WEIGHT = 0.5;
/** What is so much weaker than the best is not meant beside it. */
const BESIDE_BEST_MIN = 0.6;

const HAN = /\p{Script=Han}/u;
/** Pairs of characters of Chinese, whole words of other scripts. */
const PIECES = /\p{Script=Han}+|[^\p{Script=Han}\P{L}]+|\p{N}+/gu;
/** Before a pair of sounds, so that it is none of letters. */
const SOUND_MARK = '~';

/** What systems are looked for by. */
export interface SearchGiven {
  readonly contract: Contract;
  readonly chinese: ChineseTools;
  readonly taught: readonly Nickname[];
  /**
   * Words that tell nothing of a system by themselves (业务, 数据). Where it is a sentence that was said, not a name, they count for
   * nothing, and neither does what only sounds like a name: too much would.
   */
  readonly generic?: ReadonlySet<string>;
}

/**
 * Ids of the systems that have something in common with the words: parts of a name as it is written or sounds, or the name of the
 * department whose it is; rare parts count more. The likeliest first, of equal ones as in the pack. None where nothing but what most
 * of them have in common was said.
 */
export function systemsLike(said: string, { chinese, contract, generic, taught }: SearchGiven): readonly string[] {
  const { owners, common } = indexOf(contract, chinese);
  const nicknamed = Map.groupBy(taught, ({ systemId }) => systemId);
  const extra = new Map(
    [...nicknamed].map(([id, names]) => [id, termsOf(names.map(({ name }) => name).join(' '), chinese)]),
  );
  const scores = new Map<string, number>();
  for (const term of termsOf(said, chinese)) {
    const isSound = term.startsWith(SOUND_MARK);
    if (generic && (isSound || generic.has(term))) continue;
    const known = owners.get(term) ?? new Set();
    const ids = new Set([...known, ...[...extra].flatMap(([id, terms]) => (terms.has(term) ? [id] : []))]);
    if (ids.size === 0 || ids.size > common) continue;
    const weight = Math.log((contract.systems.length + 1) / ids.size) * (isSound ? SOUND_WEIGHT : 1);
    for (const id of ids) scores.set(id, (scores.get(id) ?? 0) + weight);
  }
  const least = Math.max(0, ...scores.values()) * BESIDE_BEST_MIN;
  return contract.systems
    .map(({ id }) => ({ id, score: scores.get(id) ?? 0 }))
    .filter(({ score }) => score > 0 && score >= least)
    .toSorted((a, b) => b.score - a.score)
    .map(({ id }) => id);
}

interface SearchIndex {
  /** Ids of the systems by each part of their names. */
  readonly owners: ReadonlyMap<string, ReadonlySet<string>>;
  readonly common: number;
}

const indexes = new WeakMap<Contract, SearchIndex>();

/** Contracts are values that never change, so what is made of them is kept beside them. */
function indexOf(contract: Contract, chinese: ChineseTools): SearchIndex {
  const known = indexes.get(contract);
  if (known) return known;
  const owners = new Map<string, Set<string>>();
  for (const system of contract.systems) {
    for (const term of termsOf(namesOf(system, contract).join(' '), chinese)) {
      const ids = owners.get(term) ?? new Set();
      owners.set(term, ids.add(system.id));
    }
  }
  const index = { owners, common: Math.max(COMMON_MIN, contract.systems.length * COMMON_SHARE) };
  indexes.set(contract, index);
  return index;
}

function namesOf(system: System, contract: Contract): readonly string[] {
  const department = departmentOf(contract, system.id);
  const ofDepartment = department ? [department.name, department.nameEn, ...department.aliases] : [];
  return [system.name, system.nameEn, ...system.aliases, ...ofDepartment];
}

function termsOf(words: string, chinese: ChineseTools): ReadonlySet<string> {
  const terms = new Set<string>();
  for (const [piece] of foldText(words).text.matchAll(PIECES)) {
    if (!HAN.test(piece)) {
      terms.add(piece);
      continue;
    }
    const sounds = soundKeys(piece, chinese);
    for (let at = 0; at + 1 < piece.length; at += 1) {
      terms.add(piece.slice(at, at + 2));
      terms.add(SOUND_MARK + sounds.slice(at, at + 2).join(SOUND_MARK));
    }
  }
  return terms;
}
