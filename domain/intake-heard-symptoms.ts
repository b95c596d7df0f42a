import type { ChineseTools } from './chinese-tools.ts';
import type { Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import { soundFinder, soundKeys } from './intake-sound.ts';
import type { Lexicon } from './lexicon.ts';
import { foldText } from './phrase-finder.ts';

/** Two syllables are soon alike. */
const SYLLABLES_MIN = 3;
/** In UTF-16 units. */
const HEARD_MAX = 200;
const CHINESE_ONLY = /^\p{Script=Han}+$/u;

interface Symptom {
  readonly phrase: string;
  readonly meaning: Extract<WordMeaning, 'fault' | 'ailment'>;
}

/** Symptoms by their sound (大不开), for a message in which none is written as it should be. */
export function heardSymptoms(
  { faults, ailments }: Pick<Lexicon, 'faults' | 'ailments'>,
  chinese: ChineseTools,
): (text: string, words: readonly Word[]) => readonly Word[] {
  const entriesOf = (phrases: readonly string[], meaning: Symptom['meaning']) =>
    phrases
      .map((phrase) => foldText(phrase).text)
      .filter((phrase) => phrase.length >= SYLLABLES_MIN && CHINESE_ONLY.test(phrase))
      .map((phrase) => [phrase, { phrase, meaning }] as const);
  const find = soundFinder<Symptom>([...entriesOf(faults, 'fault'), ...entriesOf(ailments, 'ailment')], chinese);
  return (text, words) => {
    const head = text.slice(0, HEARD_MAX);
    const heard: Word[] = [];
    for (const { start, end, meanings } of find(head, soundKeys(head, chinese)).toReversed()) {
      const [symptom] = meanings;
      const isTaken = [...words, ...heard].some((word) => word.start < end && start < word.end);
      if (symptom && !isTaken) heard.push({ start, end, ...symptom });
    }
    return heard;
  };
}
