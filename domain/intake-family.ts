import type { SymptomFamily } from './intake.ts';
import type { Lexicon } from './lexicon.ts';

/** So far before the symptom is looked for what fails. In UTF-16 units. */
const BEFORE_MAX = 10;
/** What stands further back tells what follows from it. In UTF-16 units. */
const READ_MAX = 200;

/** What is broken in a message, as far as its words say. */
export interface Trouble {
  /** In their order; each with its clause up to the symptom's end. */
  readonly symptoms: readonly { readonly phrase: string; readonly clause: string }[];
  /** The folded message without names of systems. */
  readonly said: string;
}

/**
 * What kind of trouble a symptom is: what it says itself, else what is said right before it in its clause (提交 in 提交就报错).
 * @param clause the folded clause up to the symptom's end
 */
export function familyOf(symptom: string, clause: string, lexicon: Pick<Lexicon, 'families'>): SymptomFamily {
  return familyIn(symptom, lexicon) ?? familyIn(clause.slice(-(symptom.length + BEFORE_MAX)), lexicon) ?? 'other';
}

function familyIn(text: string, { families }: Pick<Lexicon, 'families'>): SymptomFamily | undefined {
  return families.find(([, parts]) => parts.some((part) => text.includes(part)))?.[0];
}

export type FamilyReader = (trouble: Trouble) => SymptomFamily;

/** What the symptoms say, the first that says any; else what the message speaks of. */
export function familyReader(lexicon: Pick<Lexicon, 'families' | 'familyClues'>): FamilyReader {
  const clues = lexicon.familyClues.map(([family, source]) => [family, new RegExp(source, 'u')] as const);
  return ({ symptoms, said }) => {
    for (const { phrase } of symptoms) {
      const family = familyIn(phrase, lexicon);
      if (family !== undefined) return family;
    }
    for (const { phrase, clause } of symptoms) {
      const family = familyOf(phrase, clause, lexicon);
      if (family !== 'other') return family;
    }
    const head = said.slice(0, READ_MAX);
    return clues.find(([, clue]) => clue.test(head))?.[0] ?? 'other';
  };
}
