import type { FollowUp } from './intake.ts';
import { clauseIndexAt, isPrecededBy, type Parsed, type Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import { isNegated } from './intake-standing.ts';
import { isClauseEnd } from './phrase-finder.ts';

const STILL: ReadonlySet<WordMeaning> = new Set(['still']);
/** Beside a recovery they say that it has not come yet. */
const WAITING: ReadonlySet<WordMeaning> = new Set(['awaited', 'request', 'whether', 'how', 'why', 'supposition']);

/** @param stated the symptoms that are facts for the speaker */
export function followUpOf(parsed: Parsed, stated: readonly Word[]): FollowUp | undefined {
  if (opensSupplement(parsed)) return 'supplement';
  const persisting = [
    ...parsed.words.filter(({ meaning }) => meaning === 'persists'),
    ...stated.filter(({ start }) => isPrecededBy(STILL, start, parsed)),
  ];
  const lastTrouble = Math.max(-1, ...[...persisting, ...stated].map(({ start }) => start));
  const recovery = parsed.words.findLast(({ meaning }) => meaning === 'recovered');
  // 昨天好了，今天又打不开了: what is said last counts.
  if (recovery !== undefined && recovery.start > lastTrouble && isOver(recovery, parsed)) return 'recovered';
  return persisting.length > 0 ? 'persists' : undefined;
}

function opensSupplement({ folded, words }: Parsed): boolean {
  const [opening] = words;
  if (opening?.start !== 0) return false;
  const hasPause = isClauseEnd(folded.text.at(opening.end)) || folded.softBreaks.has(opening.end);
  return opening.meaning === 'supplement' || (opening.meaning === 'supplement_before_pause' && hasPause);
}

/** A recovery that is neither asked for, nor waited for (修好了告诉我), nor supposed. */
function isOver(recovery: Word, parsed: Parsed): boolean {
  const index = clauseIndexAt(recovery.start, parsed.clauses);
  const [clause, next] = [parsed.clauses[index], parsed.clauses[index + 1]];
  if (clause === undefined || clause.isAsking || next?.isAsking === true) return false;
  if (isNegated(recovery.start, parsed)) return false;
  return ![...clause.words, ...(next?.words ?? [])].some(({ meaning }) => WAITING.has(meaning));
}
