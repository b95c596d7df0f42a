import { assert } from './assert.ts';
import type { Contract, Level, LevelMatrix, LevelScheme, MatrixAxis } from './contract.ts';
import { levelOf } from './contract-lookup.ts';
import type { Lexicon } from './intake.ts';
import { type CountRange, countRange, type PeopleCounter, peopleCounter } from './intake-count.ts';
import { type NameFinder, nameFinder } from './intake-system.ts';
import { foldText, type PhraseFinder, phraseFinder } from './phrase-finder.ts';

/** What a phrase of the lexicon does in a message; one for each list of `Lexicon`. */
const WORD_MEANINGS = [
  'fault',
  'ailment',
  'suspicion',
  'thing',
  'harmless',
  'negation',
  'denial',
  'filler',
  'whether',
  'closing',
  'why',
  'how',
  'meaning',
  'supposition',
  'announcement',
  'request',
  'suggestion',
  'supplement',
  'supplement_before_pause',
  'still',
  'persists',
  'recovered',
  'awaited',
  'attributive',
  'sent_again',
  'greeting',
  'thanks',
  'pleasantry',
  'introduction',
] as const;
export type WordMeaning = (typeof WORD_MEANINGS)[number];

/** A word that speaks for a level; a `statement` outweighs every sign. */
export interface LevelSign {
  /** As the pack spells it. */
  readonly word: string;
  readonly levelId: string;
  readonly rank: number;
  readonly isStatement: boolean;
}

/** What speaks for a value of an axis; the meaning is the value's index, 0 the gravest. */
export interface AxisWords {
  readonly find: PhraseFinder<number>;
  readonly ranges: readonly (CountRange & { readonly index: number })[];
}

/** What speaks for the levels of a scheme. */
export interface SchemeWords {
  readonly scheme: LevelScheme;
  readonly signs: PhraseFinder<LevelSign>;
  readonly matrix?: { readonly of: LevelMatrix; readonly rows: AxisWords; readonly columns: AxisWords };
}

export interface CompiledIntake {
  readonly words: PhraseFinder<WordMeaning>;
  readonly systems: NameFinder;
  /** By the scheme's id. */
  readonly schemes: ReadonlyMap<string, SchemeWords>;
  readonly peopleIn: PeopleCounter;
  /** Folded `Lexicon.partOf`. */
  readonly joints: ReadonlySet<string>;
}

export function compileIntake(contract: Contract, lexicon: Lexicon): CompiledIntake {
  return {
    words: phraseFinder(lexiconEntries(lexicon)),
    systems: nameFinder(contract),
    schemes: new Map(contract.schemes.map((scheme) => [scheme.id, schemeWords(scheme, contract)])),
    peopleIn: peopleCounter(lexicon),
    joints: new Set(lexicon.partOf.map((joint) => foldText(joint).text)),
  };
}

function schemeWords(scheme: LevelScheme, contract: Contract): SchemeWords {
  const levels = scheme.levels.map((id) => {
    const level = levelOf(contract, id);
    assert(level, `the scheme ${scheme.id} has no level ${id}`);
    return level;
  });
  const { matrix } = scheme;
  return {
    scheme,
    signs: phraseFinder(levels.flatMap(levelSigns)),
    ...(matrix && { matrix: { of: matrix, rows: axisWords(matrix.rows), columns: axisWords(matrix.columns) } }),
  };
}

function axisWords({ values }: MatrixAxis): AxisWords {
  const words = values.flatMap((value, index) => value.words.map((word) => ({ word, index, range: countRange(word) })));
  return {
    find: phraseFinder(words.filter(({ range }) => !range).map(({ word, index }) => [word, index] as const)),
    ranges: words.flatMap(({ index, range }) => (range ? [{ ...range, index }] : [])),
  };
}

function levelSigns({ id, rank, signs, statements }: Level): (readonly [phrase: string, sign: LevelSign])[] {
  const asSign = (word: string, isStatement: boolean): readonly [string, LevelSign] => [
    word,
    { word, levelId: id, rank, isStatement },
  ];
  return [...statements.map((word) => asSign(word, true)), ...signs.map((word) => asSign(word, false))];
}

/** Every phrase of the lexicon with what it does. */
export function lexiconEntries(lexicon: Lexicon): readonly (readonly [phrase: string, meaning: WordMeaning])[] {
  const lists = {
    fault: lexicon.faults,
    ailment: lexicon.ailments,
    suspicion: lexicon.suspicions,
    thing: lexicon.things,
    harmless: lexicon.harmless,
    negation: lexicon.negations,
    denial: lexicon.denials,
    filler: lexicon.fillers,
    whether: lexicon.whether,
    closing: lexicon.closingParticles,
    why: lexicon.why,
    how: lexicon.how,
    meaning: lexicon.meaning,
    supposition: lexicon.suppositions,
    announcement: lexicon.announcements,
    request: lexicon.requests,
    suggestion: lexicon.suggestions,
    supplement: lexicon.supplements,
    supplement_before_pause: lexicon.supplementsBeforePause,
    still: lexicon.still,
    persists: lexicon.persists,
    recovered: lexicon.recovered,
    awaited: lexicon.awaited,
    attributive: lexicon.attributives,
    sent_again: lexicon.sentAgain,
    greeting: lexicon.greetings,
    thanks: lexicon.thanks,
    pleasantry: lexicon.pleasantries,
    introduction: lexicon.introductions,
  } satisfies Record<WordMeaning, readonly string[]>;
  return WORD_MEANINGS.flatMap((meaning) => lists[meaning].map((phrase) => [phrase, meaning] as const));
}
