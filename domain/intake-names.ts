import type { ChineseTools } from './chinese-tools.ts';
import type { IntakeGiven } from './intake.ts';
import type { Word } from './intake-clauses.ts';
import { isSymptom } from './intake-clauses.ts';
import type { CompiledIntake } from './intake-compile.ts';
import { type HeardIn, heardNames, partNamed } from './intake-heard.ts';
import type { Smoothed } from './intake-spoken.ts';
import { type FoundName, longestOf, withNicknames } from './intake-system.ts';

/** A name of the pack of this length before the fault says which system is meant; a shorter one (网站) leaves room for a misspelt longer one. */
const NAME_SURE = 3;

/** Names of systems in a folded text, however they are written, and the phrases of the lexicon. */
export function namesIn(
  text: string,
  given: IntakeGiven,
  compiled: CompiledIntake,
): { readonly names: readonly FoundName[]; readonly words: readonly Word[] } {
  const { contract, chinese, taught = [] } = given;
  const names = withNicknames(compiled.systems, taught, contract)(text);
  const words = compiled.words(text);
  if (!chinese || text === '') return { names, words };
  const symptoms = words.filter(isSymptom);
  const firstSymptom = symptoms[0]?.start ?? text.length;
  const isSure = names.some(
    ({ phrase, by, start }) => start <= firstSymptom && (phrase.length >= NAME_SURE || by === 'taught'),
  );
  const heard = isSure ? [] : heardIn({ text, names, symptoms, words }, given, compiled, chinese);
  return {
    names: longestOf([...names, ...heard]),
    words: symptoms.length > 0 ? words : [...words, ...compiled.heardSymptoms(chinese)(text, words)].sort(byStart),
  };
}

/** As it stands, then without hesitations; where that gives nothing a part of a name does. */
function heardIn(
  heard: HeardIn,
  given: IntakeGiven,
  compiled: CompiledIntake,
  chinese: ChineseTools,
): readonly FoundName[] {
  const index = compiled.nameIndex(chinese);
  const smoothed = compiled.smoothed(heard.text);
  const found = [
    ...heardNames(heard, index, chinese),
    ...(smoothed === undefined ? [] : namesMeant(smoothed, given, compiled, chinese)),
  ];
  // 机房 of several departments leaves room for what is told by a part.
  if ([...found, ...heard.names].some(({ meaning }) => meaning.length === 1)) return found;
  const part = partNamed(heard, index, chinese);
  return part === undefined ? found : [part, ...found];
}

/** Names in a text without hesitations, where they stand in what was said. */
function namesMeant(
  { text, origins }: Smoothed,
  { contract, taught = [] }: IntakeGiven,
  compiled: CompiledIntake,
  chinese: ChineseTools,
): readonly FoundName[] {
  const names = withNicknames(compiled.systems, taught, contract)(text);
  const words = compiled.words(text);
  const heard = heardNames(
    { text, names, words, symptoms: words.filter(isSymptom) },
    compiled.nameIndex(chinese),
    chinese,
  );
  return longestOf([...names, ...heard]).map((name) => ({
    ...name,
    start: origins[name.start] ?? name.start,
    end: (origins[name.end - 1] ?? name.end - 1) + 1,
  }));
}

function byStart(a: Word, b: Word): number {
  return a.start - b.start;
}
