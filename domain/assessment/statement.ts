import type { Choice } from '../contract.ts';
import type { ContractId, Instant } from '../types.ts';
import type { Evidence, Period, Tick } from './facts.ts';
import type { Points, Span } from './points.ts';
import type { Band, RuleKind } from './rule-kinds.ts';

/** One line under a rule: what was found, and what it does. */
export interface Charge {
  readonly findingId?: string;
  readonly at?: Instant;
  readonly subject?: string;
  readonly ticketNumber?: string;
  readonly quantity: number;
  /** Change of the score by it, in points: negative is a loss. */
  readonly points: Span;
  /** Money owed by the supplier, positive. */
  readonly fen: Span;
  /** Why it does not count, or counts so. */
  readonly because?:
    | 'exempted'
    | 'withdrawn'
    | 'objection_upheld'
    | 'charged_elsewhere'
    | 'free'
    | 'within_margin'
    | 'first_of_window'
    | 'rest_of_n'
    | 'same_span'
    | 'once_only'
    | 'beyond_sample'
    | 'needs_figure'
    | 'not_yet_late'
    | 'not_printed';
  /** The mark that somebody gave; `points` is what it takes from a full one. */
  readonly mark?: Points;
  /** Found by the bot and not confirmed; disputed; in deafness. */
  readonly isUnconfirmed?: true;
  readonly isDisputed?: true;
  readonly isInDeafness?: true;
  /** Ids of the clocks whose misses it is made of. */
  readonly missed?: readonly string[];
  readonly note?: string;
  readonly reason?: string;
  readonly evidence: readonly Evidence[];
}

/** What keeps a total open. */
export interface Open {
  /** The rule; of a table that nobody has handed in (`hand_in`) the table's id. */
  readonly rule: string;
  readonly copy?: string;
  /** Of a part of an average: what the text calls it. */
  readonly name?: string;
  readonly why:
    | 'grade'
    | 'figure'
    | 'graders_differ'
    | 'sample'
    | 'ratio'
    | 'ticks'
    | 'price'
    | 'bands'
    | 'part'
    | 'hand_in'
    | 'running';
}

/**
 * A percentage that was compared, exact. `mean_mark`: the average of `total` marks whose sum is `met`, in points. `quota`: `met` of at
 * most `total`, and it may be more.
 */
export interface Measure {
  readonly subject?: string;
  readonly is?: 'mean_mark' | 'quota';
  readonly met: number;
  readonly total: number;
}

export interface RuleScore {
  readonly id: string;
  readonly text: string;
  readonly kinds: readonly RuleKind[];
  readonly points: Span;
  readonly fen: Span;
  readonly charges: readonly Charge[];
  readonly measures: readonly Measure[];
  /** What was ticked, where all who ticked agree. */
  readonly tick?: Tick['tick'];
  readonly open: readonly Open[];
}

export interface ItemScore {
  readonly id: string;
  readonly name: string;
  readonly clause: string;
  readonly base?: Points;
  /** base + change; absent where the item has no points of its own. */
  readonly score?: Span;
  readonly change: Span;
  readonly isFloorChosen?: true;
  /** More would have been lost without the floor. */
  readonly isAtFloor?: true;
  /** Printed without a floor: it may cost more than it is worth. */
  readonly hasNoFloor?: true;
  readonly rules: readonly RuleScore[];
}

export interface SectionScore {
  readonly id: string;
  readonly name: string;
  readonly base?: Points;
  readonly score?: Span;
  readonly change: Span;
  readonly items: readonly ItemScore[];
}

export interface Verdict {
  readonly rule: string;
  readonly outcome: string;
  /** The grade is what it says. */
  readonly decidesGrade?: true;
  readonly findings: readonly string[];
}

export interface TableScore {
  readonly id: string;
  readonly name: string;
  readonly clause: string;
  readonly copy?: string;
  readonly base?: Points;
  readonly isAccrual?: true;
  readonly isUnscored?: true;
  /** Its total may be less than nothing. */
  readonly hasNoFloor?: true;
  /**
   * With all that was found; of an open one the least and the greatest, the least without a bound where the table has no floor and its
   * grader may still find anything. Absent: the table has no points.
   */
  readonly total?: Span;
  /** The same without what nobody has confirmed yet, or is disputed. */
  readonly confirmed?: Span;
  /** The bands at the least and the greatest; one where they are the same. */
  readonly bands: readonly Band[];
  readonly verdicts: readonly Verdict[];
  /** Owed by the supplier for this table. `isByAgreement`: a band or a verdict leaves it to the two sides. */
  readonly fen: Span;
  readonly isByAgreement?: true;
  readonly sections: readonly SectionScore[];
  readonly open: readonly Open[];
  readonly mismatch?: string;
  readonly choices: readonly Choice[];
}

/** The answer to a period: by the tables of the pack that was in force. A period over a change of packs has several. */
export interface StatementPart {
  readonly packHash: string;
  readonly period: Period;
  /** The tables changed within what was asked for: this is one of several stretches, and no total is made of them. */
  readonly isSplit?: true;
  /** How the pack reads the contract where it is silent, beside what its tables choose: clocks hang on it. */
  readonly choices: readonly Choice[];
  readonly tables: readonly TableScore[];
}
export interface Statement {
  readonly contractId: ContractId;
  readonly contractName: string;
  readonly label: string;
  readonly madeAt: Instant;
  /** What is unfinished was judged as it stood then, and not when somebody asked. */
  readonly asOf?: Instant;
  readonly parts: readonly StatementPart[];
  readonly fen: Span;
  /** Head of the ledger whose entries it was made of. */
  readonly ledger?: { readonly seq: number; readonly hash: string };
}
