import type { RelativePeriod } from '../cards/catalogue-deliverable.ts';
import { CATALOGUES, inEveryLanguage } from '../cards/language.ts';
import { type PlanPeriod, planPeriod } from '../cards/obligation-name.ts';
import { civilDate, dayNumber, dayOf, weekdayOf } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { withCode } from '../domain/obligations/obligation-code.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import { comparable } from '../domain/plain-text.ts';
import type { Instant } from '../domain/types.ts';
import { isTypedCode } from './meant-contract.ts';

/** What of an inspection or a deliverable is needed to find it by words. */
export type Nameable = Pick<Obligation, 'department' | 'id' | 'period' | 'planId' | 'type'>;

export interface Named<D extends Nameable> {
  /** All that the words fit; several: they don't say which. */
  readonly found: readonly D[];
  /** What was said behind the name. */
  readonly rest: string;
  /** A period, a department or a code says which one of its plan is meant. */
  readonly isExact: boolean;
  /** It was named by a part of its name alone: as well a word of something else. */
  readonly isPart?: true;
}

interface Fit<D> {
  readonly one: D;
  /** Signs of the name that fitted. */
  readonly length: number;
  /** How many of period and department were named. */
  readonly qualified: number;
  readonly rest: string;
}

/** Between a name and what follows it. */
const SEPARATORS = /^[\s:：,，、;；》」"”]+/u;
const OPENING = /^[\s《「"“]+/u;
/** A shorter word is part of too many names. */
const PART_MIN = 2;

/**
 * By code, by the name of the plan with a period or a department before or behind it (月报 10月, 10月月报, 机房巡检 4月1日), else by a part of the name.
 * @param said what follows the command's word
 */
export function obligationsNamed<D extends Nameable>(
  given: { readonly contract: Contract; readonly now: Instant },
  among: readonly D[],
  said: string,
): Named<D> {
  const [, first = '', behind = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(said) ?? [];
  const coded = isTypedCode(first) ? withCode(among, first) : [];
  if (coded.length > 0) return { found: coded, rest: behind, isExact: true };
  const fits = among.flatMap((one) => fitOf(given, one, said) ?? []);
  if (fits.length > 0) return bestOf(fits);
  const isPart = ({ planId, type }: D): boolean =>
    [...first].length >= PART_MIN && namesOf(given.contract, { planId, type }).some((name) => isWithin(first, name));
  return { found: among.filter(isPart), rest: behind, isExact: false, isPart: true };
}

/** Does a file's name, or any words, hold the name of the plan? */
export function mentionsPlan({ contract }: { readonly contract: Contract }, one: Nameable, words: string): boolean {
  return namesOf(contract, one).some((name) => [...name].length >= PART_MIN && isWithin(name, words));
}

function bestOf<D>(fits: readonly Fit<D>[]): { found: readonly D[]; rest: string; isExact: boolean } {
  const longest = Math.max(...fits.map(({ length }) => length));
  const named = fits.filter(({ length }) => length === longest);
  const qualified = Math.max(...named.map((fit) => fit.qualified));
  const best = named.filter((fit) => fit.qualified === qualified);
  return { found: best.map(({ one }) => one), rest: best[0]?.rest ?? '', isExact: qualified > 0 };
}

function fitOf<D extends Nameable>(
  given: { readonly contract: Contract; readonly now: Instant },
  one: D,
  said: string,
): Fit<D> | undefined {
  const text = said.replace(OPENING, '');
  const before = withoutQualifiers(given, one, text);
  for (const name of namesOf(given.contract, one).toSorted((a, b) => b.length - a.length)) {
    const length = [...name].length;
    const rest = behindWord(text, name);
    if (rest !== undefined) return { one, length, ...withoutQualifiers(given, one, rest) };
    const later = before.qualified > 0 ? behindWord(before.rest.replace(OPENING, ''), name) : undefined;
    if (later !== undefined) return { one, length, qualified: before.qualified, rest: later };
  }
  return undefined;
}

function namesOf(contract: Contract, { planId, type }: Pick<Nameable, 'planId' | 'type'>): readonly string[] {
  const plan = planOf(contract, { planId, type });
  if (!plan) return [planId];
  return [plan.name, plan.nameEn, plan.id, ...('words' in plan ? plan.words : [])];
}

/** What is left behind its period and its department, in any order. */
function withoutQualifiers(
  { contract, now }: { readonly contract: Contract; readonly now: Instant },
  { department, period }: Nameable,
  said: string,
): { readonly rest: string; readonly qualified: number } {
  const unit = contract.departments.find(({ id }) => id === department);
  const kinds = [periodWords(period, now), unit ? [unit.name, unit.nameEn, unit.id, ...unit.aliases] : []];
  let rest = said;
  let qualified = 0;
  for (const words of [...kinds, ...kinds.slice(0, 1)]) {
    const left = shortestLeft(rest, words);
    if (left === undefined) continue;
    rest = left;
    qualified += 1;
  }
  return { rest, qualified };
}

/** What the longest of the words leaves. */
function shortestLeft(said: string, words: readonly string[]): string | undefined {
  const left = words.flatMap((word) => behindWord(said, word) ?? []);
  return left.toSorted((a, b) => a.length - b.length)[0];
}

function periodWords(period: Obligation['period'], now: Instant): readonly string[] {
  const facts = planPeriod(period);
  const ago = agoOf(facts, period, now);
  const relative = Object.values(CATALOGUES).flatMap(({ deliverable }) => deliverable.period.relative);
  return [
    ...inEveryLanguage(({ deliverable }) => deliverable.period.aliases(facts)),
    ...relative.flatMap(([word, of, back]) => (ago?.of === of && ago.back === back ? [word] : [])),
  ];
}

/** How many days, weeks or months before the present one it lies. @returns undefined: it is told by dates alone */
function agoOf(
  { isDay, months, week }: PlanPeriod,
  { firstDay }: Obligation['period'],
  now: Instant,
): { readonly of: RelativePeriod[1]; readonly back: number } | undefined {
  const today = dayOf(now);
  const first = dayNumber(firstDay);
  if (isDay) return { of: 'day', back: today - first };
  if (week !== undefined) return { of: 'week', back: Math.round((today - weekdayOf(today) - first) / 7) };
  if (months === undefined) return undefined;
  const place = (day: string) => Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / months);
  return { of: months, back: place(civilDate(now)) - place(firstDay) };
}

/** What follows the word where the text begins with it, spaces, widths and letter case aside. */
function behindWord(said: string, word: string): string | undefined {
  const signs = [...said];
  let place = 0;
  for (const sign of comparable(word)) {
    while (place > 0 && signs[place]?.trim() === '') place += 1;
    if (comparable(signs[place] ?? '') !== sign) return undefined;
    place += 1;
  }
  const rest = signs.slice(place).join('');
  // 7月 is no beginning of 7月份's day, and W1 none of W10.
  if (/^\p{Nd}/u.test(rest) && /\p{Nd}$/u.test(word)) return undefined;
  if (/^[a-z]/iu.test(rest) && /[a-z]$/iu.test(word)) return undefined;
  return rest.replace(SEPARATORS, '');
}

function isWithin(part: string, whole: string): boolean {
  return comparable(whole).includes(comparable(part));
}
