import type { Clause } from './intake-clauses.ts';
import type { FoundName } from './intake-system.ts';

/** What a clause says by its form: sources of regular expressions over the folded clause; see `maskedClause` for the marks in it. */
export interface SentenceForms {
  /** Whether it is so, which of two, how many. */
  readonly asks: readonly string[];
  /** A word that asks elsewhere stands for all there are: 点哪都没用. */
  readonly anything: readonly string[];
  /** How to proceed where something is lost or over: 过期了找谁换. */
  readonly procedure: readonly string[];
  /** Asks why, and so takes it for a fact: 怎么又. */
  readonly complains: readonly string[];
  /** Something is to be given, made or changed. */
  readonly wishes: readonly string[];
  /** Asks for it as one asks of others. */
  readonly polite: readonly string[];
  /** Somebody is to look at it. */
  readonly repairs: readonly string[];
  /** What was done, what comes. */
  readonly news: readonly string[];
  /** It works. */
  readonly good: readonly string[];
  /** Said of what does not do as it should. */
  readonly odd: readonly string[];
  /** Said of what people do with it and of what they see then: without it a statement is no fault. */
  readonly shows: readonly string[];
  /** Nothing is said of what is named. */
  readonly nominal: readonly string[];
  /** Of what was reported before: it persists. */
  readonly persists: readonly string[];
  /** Of what was reported before: it works again. */
  readonly recovers: readonly string[];
  /** Turns from what works to what does not: 唯独, 却. */
  readonly contrasts: readonly string[];
}

export type SentenceForm = keyof SentenceForms;

export const CLAUSE_FORMS = [
  'asks',
  'anything',
  'procedure',
  'complains',
  'wishes',
  'polite',
  'repairs',
  'news',
  'good',
  'odd',
  'shows',
  'nominal',
  'persists',
  'recovers',
] as const satisfies readonly SentenceForm[];

/** What a clause is by its form. */
export interface ClauseForms {
  readonly clause: Clause;
  has(form: SentenceForm): boolean;
  /** What is odd in it, as it stands there. */
  odd(): string | undefined;
}

export type FormReader = (
  text: string,
  clauses: readonly Clause[],
  names: readonly FoundName[],
) => readonly ClauseForms[];

/** Further back a message tells how it came about rather than what is wanted. In UTF-16 units. */
const READ_MAX = 400;
export const NAME_MARK = 'S';
const HARMLESS_MARK = 'H';

export function formReader(forms: SentenceForms): FormReader {
  const compiled = new Map(
    Object.entries(forms).map(([form, sources]) => [form, sources.map((source: string) => new RegExp(source, 'u'))]),
  );
  return (text, clauses, names) =>
    clauses
      .filter(({ start }) => start < READ_MAX)
      .map((clause) => {
        const said = maskedClause(text, clause, names, true);
        const asked = maskedClause(text, clause, names, false);
        const known = new Map<SentenceForm, string | undefined>();
        const find = (form: SentenceForm): string | undefined => {
          if (!known.has(form)) known.set(form, firstMatch(compiled.get(form) ?? [], form === 'asks' ? asked : said));
          return known.get(form);
        };
        return { clause, has: (form) => find(form) !== undefined, odd: () => find('odd') };
      });
}

function firstMatch(patterns: readonly RegExp[], said: string): string | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(said);
    if (match) return match[0];
  }
  return undefined;
}

/**
 * The folded clause with one mark for each name of a system and, but for what asks (收不收费), for each harmless phrase: folded text
 * has no capital letters.
 */
function maskedClause(
  text: string,
  { start, end, words }: Clause,
  names: readonly FoundName[],
  isHarmlessMarked: boolean,
): string {
  const until = Math.min(end, start + READ_MAX);
  const marks = [
    ...names.filter((name) => name.start >= start && name.end <= until).map((name) => ({ ...name, mark: NAME_MARK })),
    ...words.flatMap((word) =>
      isHarmlessMarked && word.meaning === 'harmless' && word.end <= until
        ? [{ start: word.start, end: word.end, mark: HARMLESS_MARK }]
        : [],
    ),
  ].sort((a, b) => a.start - b.start);
  let said = '';
  let reached = start;
  for (const { start: from, end: to, mark } of marks) {
    if (from < reached) continue;
    said += text.slice(reached, from) + mark;
    reached = to;
  }
  return said + text.slice(reached, until);
}
