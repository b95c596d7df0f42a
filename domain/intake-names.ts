import type { IntakeGiven } from './intake.ts';
import type { Word } from './intake-clauses.ts';
import { isSymptom } from './intake-clauses.ts';
import type { CompiledIntake } from './intake-compile.ts';
import { heardNames } from './intake-heard.ts';
import { type FoundName, longestOf, withNicknames } from './intake-system.ts';

/** A name of the pack of this length before the fault says which system is meant; a shorter one (网站) leaves room for a misspelt longer one. */
const NAME_SURE = 3;

/** Names of systems in a folded text, however they are written, and the phrases of the lexicon. */
export function namesIn(
  text: string,
  { contract, chinese, taught = [] }: IntakeGiven,
  compiled: CompiledIntake,
): { readonly names: readonly FoundName[]; readonly words: readonly Word[] } {
  const names = withNicknames(compiled.systems, taught, contract)(text);
  const words = compiled.words(text);
  if (!chinese || text === '') return { names, words };
  const symptoms = words.filter(isSymptom);
  const firstSymptom = symptoms[0]?.start ?? text.length;
  const isSure = names.some(
    ({ phrase, by, start }) => start <= firstSymptom && (phrase.length >= NAME_SURE || by === 'taught'),
  );
  const heard = isSure ? [] : heardNames({ text, names, symptoms, words }, compiled.nameIndex(chinese), chinese);
  return {
    names: longestOf([...names, ...heard]),
    words: symptoms.length > 0 ? words : [...words, ...compiled.heardSymptoms(chinese)(text, words)].sort(byStart),
  };
}

function byStart(a: Word, b: Word): number {
  return a.start - b.start;
}
