import type { FollowUp } from './intake.ts';
import { isSymptom, parseMessage, type Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import { followUpOf } from './intake-follow-up.ts';
import { isNegated, standingOf } from './intake-standing.ts';
import type { FoundName } from './intake-system.ts';
import type { FoldedText } from './phrase-finder.ts';

/** What the words of a message say together. */
export interface Reading {
  has(meaning: WordMeaning): boolean;
  /** The first fault that is stated as a fact, else the first ailment that is. */
  readonly stated?: Word;
  /** The first symptom that is only asked about or supposed, or a suspicion. */
  readonly asked?: Word;
  /** A system or a thing is named. */
  readonly hasObject: boolean;
  /** Planned work or a drill is named before the stated fault. */
  readonly isAnnounced: boolean;
  readonly followUp?: FollowUp;
  /** Set with `followUp`: nothing else than the recovery is said. */
  readonly isPlain?: boolean;
  readonly isQuestion: boolean;
  /** Characters that belong to no known phrase. */
  readonly unknownLength: number;
  /** So short that nothing could be meant by it. */
  readonly isTiny: boolean;
  /** Whether a negation takes back what starts there. */
  isNegatedAt(start: number): boolean;
}

/** More in one message are not told apart: it keeps a hostile text from costing more than it is worth. */
const SYMPTOMS_MAX = 50;
const TINY_MAX = 2;
const ASKING = ['why', 'how', 'meaning', 'whether'] as const;

export function readMessage(folded: FoldedText, found: readonly Word[], names: readonly FoundName[]): Reading {
  const parsed = parseMessage(folded, found, names);
  const { words, clauses } = parsed;
  const meanings = new Set(words.map(({ meaning }) => meaning));
  const symptoms = words.filter(isSymptom).slice(0, SYMPTOMS_MAX);
  const standings = symptoms.map((word) => ({ word, standing: standingOf(word, parsed) }));
  const statedAll = standings.filter(({ standing }) => standing === 'stated').map(({ word }) => word);
  const stated = statedAll.find(({ meaning }) => meaning === 'fault') ?? statedAll[0];
  const asked =
    standings.find(({ standing }) => standing === 'asked')?.word ??
    words.find(({ meaning }) => meaning === 'suspicion');
  const announcement = words.find(({ meaning }) => meaning === 'announcement');
  const followUp = followUpOf(parsed, statedAll);
  return {
    has: (meaning) => meanings.has(meaning),
    ...(stated === undefined ? {} : { stated }),
    ...(asked === undefined ? {} : { asked }),
    hasObject: names.length > 0 || meanings.has('thing'),
    isAnnounced: stated !== undefined && announcement !== undefined && announcement.start < stated.start,
    ...(followUp === undefined ? {} : { followUp: followUp.kind, isPlain: followUp.isPlain }),
    isQuestion: clauses.some(({ isAsking }) => isAsking) || ASKING.some((meaning) => meanings.has(meaning)),
    unknownLength: lengthOf(folded.text) - sumOf(words) - sumOf(names),
    isTiny: lengthOf(folded.text) <= TINY_MAX,
    isNegatedAt: (start) => isNegated(start, parsed),
  };
}

/** Without the marks between clauses. */
function lengthOf(foldedText: string): number {
  return foldedText.replaceAll(/[|?]/g, '').length;
}

function sumOf(spans: readonly { readonly start: number; readonly end: number }[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
