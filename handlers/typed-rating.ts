import { inEveryLanguage } from '../cards/language.ts';
import { lexicon } from '../cards/lexicon.zh.ts';
import { RATING_MAX } from '../domain/content-refusals.ts';
import type { TypedInput } from './typed-names.ts';

/** The numerals of ratings, as people write them out. */
const NUMERALS: ReadonlyMap<string, number> = new Map(
  Object.entries(lexicon.numerals)
    .filter(([, value]) => value >= 1 && value <= RATING_MAX)
    .map(([word, value]) => [word.trim(), value]),
);
const RATING = new RegExp(
  `^(?<label>${oneOf(inEveryLanguage(({ inner }) => inner.rating))})?:?` +
    `(?<points>-?\\d{1,9}(?:\\.\\d{1,9})?|${oneOf([...NUMERALS.keys()])})?` +
    `(?<unit>${oneOf(inEveryLanguage(({ inner }) => inner.points))})?[.\u3002!]*$`,
  'iu',
);

function oneOf(words: readonly string[]): string {
  return words.map(RegExp.escape).join('|');
}

/** Is it nothing, or nothing but a rating? */
export function isRating(said: string): boolean {
  return ratingInput(said).ok;
}

/**
 * 5, 评分 5, 5 分, 五星, 4 stars; what can't be given is told so by the domain, and so is a word that only announces a rating. Anything
 * else is no rating.
 */
export function ratingInput(said: string): TypedInput {
  const parts = readRating(said);
  if (!parts) return { ok: false, problem: 'not_a_rating' };
  return { ok: true, input: { rating: parts.points ?? parts.label ?? parts.unit ?? '' } };
}

/** What was said is a number of points and nothing that calls it a rating: a bare 1 says 收到 as often. @returns the number */
export function barePoints(said: string): number | undefined {
  const { label, points, unit } = readRating(said) ?? {};
  const bare = label === undefined && unit === undefined ? Number(points) : 0;
  return Number.isInteger(bare) && bare >= 1 && bare <= RATING_MAX ? bare : undefined;
}

/** The rating in a sentence that confirms: 可以了，5分. A bare number in a sentence is none, nor are minutes: 用了 3分. */
export function ratingIn(sentence: string): string | undefined {
  const ratings = sentence
    .normalize('NFKC')
    .split(/[,;!\n\u3001\u3002]/u)
    .flatMap((clause) => ratingOfClause(clause) ?? []);
  const [only, ...more] = ratings;
  return more.length === 0 ? only : undefined;
}

/** Words behind which a space parts clauses as a comma does: 可以了 5分. */
const SAID_BEFORE: ReadonlySet<string> = new Set([...lexicon.recovered, ...lexicon.thanks]);

/** All of it, or its last word behind what is a clause by itself. */
function ratingOfClause(clause: string): string | undefined {
  const words = clause.trim();
  const last = words.lastIndexOf(' ');
  const isApart = last > 0 && SAID_BEFORE.has(words.slice(0, last).trim().toLowerCase());
  const tried = [words, ...(isApart ? [words.slice(last)] : [])].map(readRating);
  return tried.find((parts) => parts !== undefined && (parts.label !== undefined || parts.unit !== undefined))?.points;
}

interface RatingParts {
  readonly label?: string | undefined;
  /** A number, or what was written in the place of one. */
  readonly points?: string | undefined;
  readonly unit?: string | undefined;
}

function readRating(said: string): RatingParts | undefined {
  // Without spaces the pattern has no two neighbours that match the same.
  const parts = RATING.exec(said.normalize('NFKC').replace(/\s+/gu, ''))?.groups;
  if (!parts) return undefined;
  const { label, points, unit } = parts;
  return { label, points: points && String(NUMERALS.get(points.toLowerCase()) ?? points), unit };
}
