import { assert } from './assert.ts';
import type { AxisValue, LevelMatrix, MatrixAxis, System } from './contract.ts';
import type { AxisWords, LevelSign, SchemeWords } from './intake-compile.ts';
import type { Found } from './phrase-finder.ts';
import type { LevelReason } from './ticket-types.ts';

/** What a level is read from. */
export interface LevelEvidence {
  readonly foldedText: string;
  /** How many people the text speaks of; see `peopleCounter`. */
  readonly peopleCounts: readonly number[];
  /** Whether a negation takes back what starts there. */
  isNegatedAt(start: number): boolean;
  readonly system: System | undefined;
  /** The reporter is one of those whose reports are grave by themselves. */
  readonly isVip: boolean;
}

export interface ProposedLevel {
  readonly level: string;
  readonly levelReason: LevelReason;
}

/** The contract leaves the level open, and nobody has decided it yet. */
export function isAsked(reason: LevelReason): boolean {
  return reason.code === 'matrix' && reason.ask;
}

/**
 * Proposes a level of a system's scheme: what the reporter states about the effect; else the level of a VIP's reports; else the
 * matrix, where the scheme has one; else the gravest sign; else the scheme's default. A milder level than the true one would
 * start clocks that run too slowly, so the graver word wins.
 */
export function proposeLevel(words: SchemeWords, evidence: LevelEvidence): ProposedLevel {
  const { scheme } = words;
  const signs = words
    .signs(evidence.foldedText)
    .filter(({ start }) => !evidence.isNegatedAt(start))
    .sort(byWeight);
  const [gravest] = signs;
  if (gravest?.meaning.isStatement) return bySign(gravest);
  if (evidence.isVip && scheme.vip !== undefined) return { level: scheme.vip, levelReason: { code: 'vip' } };
  if (words.matrix) return byMatrix(words.matrix, evidence);
  return gravest ? bySign(gravest) : { level: scheme.defaultLevel, levelReason: { code: 'default' } };
}

function bySign({ meaning }: Found<LevelSign>): ProposedLevel {
  return { level: meaning.levelId, levelReason: { code: 'sign', word: meaning.word } };
}

/** Statements first, then the gravest, then what was said first. */
function byWeight(a: Found<LevelSign>, b: Found<LevelSign>): number {
  const byStatement = Number(b.meaning.isStatement) - Number(a.meaning.isStatement);
  return byStatement || a.meaning.rank - b.meaning.rank || a.start - b.start;
}

function byMatrix(matrix: NonNullable<SchemeWords['matrix']>, evidence: LevelEvidence): ProposedLevel {
  const { rows, columns, cells } = matrix.of;
  const row = placeOn(rows, matrix.rows, evidence);
  const column = placeOn(columns, matrix.columns, evidence);
  const cell = cellOf(cells, row, column);
  return {
    level: cell.level,
    levelReason: {
      code: 'matrix',
      row: valueAt(rows, row).id,
      column: valueAt(columns, column).id,
      ask: cell.ask,
    },
  };
}

/** Index of the axis's value: by words and numbers of people, the gravest; else by the system's class; else the pack's default. */
function placeOn({ values, otherwise }: MatrixAxis, words: AxisWords, evidence: LevelEvidence): number {
  const said = [
    ...words
      .find(evidence.foldedText)
      .filter(({ start }) => !evidence.isNegatedAt(start))
      .map(({ meaning }) => meaning),
    ...words.ranges
      .filter(({ least, most }) => evidence.peopleCounts.some((count) => count >= least && count <= most))
      .map(({ index }) => index),
  ];
  if (said.length > 0) return Math.min(...said);
  const { system } = evidence;
  const ofClass = values.findIndex(({ classes }) => system?.class !== undefined && classes.includes(system.class));
  return ofClass >= 0 ? ofClass : values.findIndex(({ id }) => id === otherwise);
}

function valueAt({ values, name }: MatrixAxis, index: number): AxisValue {
  const value = values[index];
  assert(value, `the axis ${name} has no value ${index}`);
  return value;
}

function cellOf(cells: LevelMatrix['cells'], row: number, column: number) {
  const cell = cells[row]?.[column];
  assert(cell, `the matrix has no cell ${row}, ${column}`);
  return cell;
}
