import type { Contract } from './contract.ts';
import type { LevelSign } from './intake-compile.ts';
import type { Reading } from './intake-reading.ts';
import type { Found } from './phrase-finder.ts';
import type { LevelReason } from './ticket-types.ts';

/**
 * Proposes a level: what the reporter states about the effect, else the gravest sign, else the pack's default. A milder level
 * than the true one would start clocks that run too slowly, so the graver word wins.
 */
export function proposeLevel(
  contract: Contract,
  signs: readonly Found<LevelSign>[],
  reading: Pick<Reading, 'isNegatedAt'>,
): { level: string; levelReason: LevelReason } {
  const gravest = [...signs].sort(byWeight).find(({ start }) => !reading.isNegatedAt(start));
  if (gravest === undefined) return { level: contract.defaultLevel, levelReason: { code: 'default' } };
  return { level: gravest.meaning.levelId, levelReason: { code: 'sign', word: gravest.meaning.word } };
}

/** Statements first, then the gravest, then what was said first. */
function byWeight(a: Found<LevelSign>, b: Found<LevelSign>): number {
  const byStatement = Number(b.meaning.isStatement) - Number(a.meaning.isStatement);
  return byStatement || a.meaning.rank - b.meaning.rank || a.start - b.start;
}
