import { assert } from './assert.ts';
import type { ChineseTools } from './chinese-tools.ts';
import type { Contract, Level, LevelMatrix, LevelScheme, MatrixAxis } from './contract.ts';
import { levelOf } from './contract-lookup.ts';
import type { Word } from './intake-clauses.ts';
import { type CountRange, countRange, type PeopleCounter, peopleCounter } from './intake-count.ts';
import { type FamilyReader, familyReader } from './intake-family.ts';
import { type FormReader, formReader } from './intake-forms.ts';
import { type FaultSplitter, faultSplitter } from './intake-further.ts';
import { heardSymptoms } from './intake-heard-symptoms.ts';
import { type NameIndex, nameIndex } from './intake-name-index.ts';
import { type PlaceFinder, placeFinder } from './intake-place.ts';
import { type SpeechSmoother, speechSmoother } from './intake-spoken.ts';
import { nameFinder } from './intake-system.ts';
import { type PinyinPhrases, pinyinPhrases } from './intake-typed-pinyin.ts';
import type { Lexicon } from './lexicon.ts';
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
  'taken_back',
  'fine',
  'cause',
  'quote',
  'urgency',
  'filler',
  'whether',
  'closing',
  'why',
  'how',
  'meaning',
  'supposition',
  'announcement',
  'news',
  'request',
  'wish',
  'want',
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
  readonly systems: PhraseFinder<readonly string[]>;
  /** By the scheme's id. */
  readonly schemes: ReadonlyMap<string, SchemeWords>;
  readonly peopleIn: PeopleCounter;
  /** Folded `Lexicon.partOf`. */
  readonly joints: ReadonlySet<string>;
  readonly placeIn: PlaceFinder;
  readonly formsIn: FormReader;
  readonly familyIn: FamilyReader;
  readonly faults: FaultSplitter;
  readonly smoothed: SpeechSmoother;
  /** These are made at the first message that wants them: most name their system as the pack does. */
  nameIndex(chinese: ChineseTools): NameIndex;
  heardSymptoms(chinese: ChineseTools): (text: string, words: readonly Word[]) => readonly Word[];
  pinyin(chinese: ChineseTools): PinyinPhrases;
}

const compiledByContract = new WeakMap<Contract, { lexicon: Lexicon; compiled: CompiledIntake }>();

/** Contracts and the lexicon are values that never change, so what is made of them is kept beside them. */
export function compiledFor(contract: Contract, lexicon: Lexicon): CompiledIntake {
  const known = compiledByContract.get(contract);
  if (known?.lexicon === lexicon) return known.compiled;
  const compiled = compileIntake(contract, lexicon);
  compiledByContract.set(contract, { lexicon, compiled });
  return compiled;
}

function compileIntake(contract: Contract, lexicon: Lexicon): CompiledIntake {
  const departments = contract.departments.flatMap(({ name, aliases }) => [name, ...aliases]);
  return {
    placeIn: placeFinder(
      lexicon.places,
      Object.keys(lexicon.numerals),
      [...contract.places, ...departments].map((place) => foldText(place).text),
      departments.map((name) => foldText(name).text),
    ),
    familyIn: familyReader(lexicon),
    formsIn: formReader(lexicon.forms),
    faults: faultSplitter(lexicon.further),
    smoothed: speechSmoother(lexicon.hesitations.map((word) => foldText(word).text)),
    nameIndex: once((chinese) => nameIndex(contract, chinese, lexicon)),
    heardSymptoms: once((chinese) => heardSymptoms(lexicon, chinese)),
    pinyin: once((chinese) => pinyinPhrases(contract, lexicon, chinese)),
    words: phraseFinder(lexiconEntries(lexicon)),
    systems: nameFinder(contract),
    schemes: new Map(contract.schemes.map((scheme) => [scheme.id, schemeWords(scheme, contract)])),
    peopleIn: peopleCounter(lexicon),
    joints: new Set(lexicon.partOf.map((joint) => foldText(joint).text)),
  };
}

function once<Made>(make: (chinese: ChineseTools) => Made): (chinese: ChineseTools) => Made {
  let made: { readonly of: ChineseTools; readonly value: Made } | undefined;
  return (chinese) => {
    made = made?.of === chinese ? made : { of: chinese, value: make(chinese) };
    return made.value;
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
    taken_back: lexicon.takenBack,
    fine: lexicon.fine,
    cause: lexicon.causes,
    quote: lexicon.quotes,
    urgency: lexicon.urgencies,
    filler: lexicon.fillers,
    whether: lexicon.whether,
    closing: lexicon.closingParticles,
    why: lexicon.why,
    how: lexicon.how,
    meaning: lexicon.meaning,
    supposition: lexicon.suppositions,
    announcement: lexicon.announcements,
    news: lexicon.news,
    request: lexicon.requests,
    wish: lexicon.wishes,
    want: lexicon.wants,
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
