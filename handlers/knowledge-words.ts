import { lexicon } from '../cards/lexicon.zh.ts';
import type { Contract } from '../domain/contract.ts';
import type { SymptomFamily } from '../domain/intake.ts';
import { familyOf } from '../domain/intake-family.ts';
import type { Compared, WordWeights } from '../domain/knowledge.ts';
import { CLAUSE_END, foldText, type PhraseFinder, phraseFinder } from '../domain/phrase-finder.ts';
import { chinese } from '../language/chinese.ts';

/** What stands further back in a text is a pasted log. In UTF-16 units. */
const READ_MAX = 600;
/** 系统, 页面: nearly every fault has one. */
const THING_WEIGHT = 0.4;

/** One text of several, and how much its words count. */
export interface WeighedText {
  readonly text: string;
  readonly weight: number;
}

/** A fault in somebody's words. */
export function comparable(contract: Contract, text: string, systemId: string | undefined): Compared {
  return { systemId, family: symptomFamily(text), words: tellingWords(contract, [{ text, weight: 1 }]) };
}

/**
 * The words that tell what a fault is about: without names of systems, which are compared by themselves, and without what is said
 * around any fault. A word of several texts counts as where it counts most.
 */
export function tellingWords(contract: Contract, texts: readonly WeighedText[]): WordWeights {
  const words = new Map<string, number>();
  for (const { text, weight } of texts) {
    for (const word of wordsIn(contract, text)) {
      const counted = weight * (things.has(word) ? THING_WEIGHT : 1);
      words.set(word, Math.max(counted, words.get(word) ?? 0));
    }
  }
  return words;
}

function wordsIn(contract: Contract, text: string): readonly string[] {
  const said = withoutNames(foldText(text.slice(0, READ_MAX)).text, contract);
  return chinese
    .words(said)
    .map(({ end, start }) => said.slice(start, end))
    .filter((word) => isTelling(word));
}

function isTelling(word: string): boolean {
  return word.length > 1 && /\p{L}/u.test(word) && !sayingNothing.has(word);
}

const symptoms = phraseFinder([...lexicon.faults, ...lexicon.ailments].map((phrase) => [phrase, phrase] as const));

/** Of the first symptom. What else a message says is not weighed here: of hundreds of tickets that would take too long. */
export function symptomFamily(text: string): SymptomFamily {
  const said = foldText(text.slice(0, READ_MAX)).text;
  const [first] = symptoms(said);
  return first ? familyOf(first.phrase, said.slice(0, first.end), lexicon) : 'other';
}

function withoutNames(folded: string, contract: Contract): string {
  let rest = '';
  let from = 0;
  for (const { end, start } of namesOf(contract)(folded)) {
    rest += folded.slice(from, start) + CLAUSE_END;
    from = end;
  }
  return rest + folded.slice(from);
}

const finders = new WeakMap<Contract, PhraseFinder<true>>();

function namesOf(contract: Contract): PhraseFinder<true> {
  const known = finders.get(contract);
  if (known) return known;
  const names = contract.systems.flatMap(({ aliases, name, nameEn }) => [name, nameEn, ...aliases]);
  const finder = phraseFinder(names.map((name) => [name, true] as const));
  finders.set(contract, finder);
  return finder;
}

const things = folded(lexicon.things);
const sayingNothing = folded([
  ...[...lexicon.negations, ...lexicon.denials, ...lexicon.fillers, ...lexicon.whether, ...lexicon.closingParticles],
  ...[...lexicon.why, ...lexicon.how, ...lexicon.meaning, ...lexicon.suppositions, ...lexicon.requests],
  ...[...lexicon.suggestions, ...lexicon.supplements, ...lexicon.supplementsBeforePause, ...lexicon.still],
  ...[...lexicon.awaited, ...lexicon.attributives, ...lexicon.sentAgain, ...lexicon.partOf, ...lexicon.greetings],
  ...[...lexicon.thanks, ...lexicon.pleasantries, ...lexicon.introductions, ...lexicon.everybody],
  ...[...lexicon.upTo, ...lexicon.moreThan, ...lexicon.people],
]);

function folded(phrases: readonly string[]): ReadonlySet<string> {
  return new Set(phrases.map((phrase) => foldText(phrase).text));
}
