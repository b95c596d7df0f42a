import type { CivilDate, ContractId, DurationMs, Instant } from '../types.ts';
import type { Fen, Points } from './points.ts';

/** A stretch of time that is assessed: [from, to) in UTC milliseconds, and the days that people call it by. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
  readonly firstDay: CivilDate;
  readonly lastDay: CivilDate;
  /** `2026-Q1`, `P3` (the third of the service), `term` … */
  readonly label: string;
  /** The table's own: a grade and money follow from it. Otherwise it is for orientation. */
  readonly isOwn: boolean;
}

/** Where something stands that may cost points. `found`: by the bot, not confirmed yet; it counts. `exempted`, `withdrawn`: it costs nothing. */
export type Standing = 'found' | 'confirmed' | 'disputed' | 'exempted' | 'withdrawn';

export interface Evidence {
  readonly kind: 'ticket' | 'message' | 'file' | 'entry' | 'paper';
  /** A ticket's number, a file's hash, the id of an entry or of an obligation, or words. */
  readonly ref: string;
}

/** One fact that matters to the score. */
export interface Finding {
  /** The same whenever it is found again: `breach:<ticket id>:<rule id>`; of a recorded one its own. */
  readonly id: string;
  readonly rule: string;
  /** Of a copied table: which department's; of a person's: who. */
  readonly copy?: string;
  readonly at: Instant;
  /** What it is about, where things are told apart by it: a system, a point, a document, a business. */
  readonly subject?: string;
  /** One event may be charged by several rules; `no-double-count` compares this. A ticket's id, or that of a recorded event. */
  readonly event?: string;
  readonly ticket?: { readonly id: string; readonly number: string };
  /** Days late, or how many; 1 where absent. */
  readonly quantity?: number;
  /** What a person picked in a printed range, or the mark of this one. */
  readonly figure?: Points;
  readonly elapsedMs?: DurationMs;
  /** It has not happened at all; `elapsedMs` is absent. */
  readonly isMissing?: true;
  /** A document's due date and when it came, for margins of months. */
  readonly dueAt?: Instant;
  readonly doneAt?: Instant;
  /** Which of the printed states. */
  readonly state?: string;
  /** Ids of the clocks whose misses it is made of. */
  readonly missed?: readonly string[];
  readonly standing: Standing;
  /** It was withdrawn because an objection to it was accepted. */
  readonly isObjectionUpheld?: true;
  /** Why it is exempted, withdrawn or disputed. */
  readonly reason?: string;
  readonly origin: 'ledger' | 'person' | 'paper';
  /** In words: what a person wrote. */
  readonly note?: string;
  readonly evidence: readonly Evidence[];
  /** The bot was deaf then, or while the clock ran. */
  readonly isInDeafness?: true;
}

export interface RatioFact {
  readonly rule: string;
  readonly copy?: string;
  readonly subject?: string;
  /** Integers, 0 ≤ met ≤ total. A total of 0 is no ratio: nothing is lost. */
  readonly met: number;
  readonly total: number;
  readonly origin: Finding['origin'];
  readonly evidence: readonly Evidence[];
}

export interface Grade {
  readonly rule: string;
  readonly copy?: string;
  /** Who gave it: a person's id, or the name on a paper. */
  readonly grader: string;
  readonly points: Points;
  readonly at?: Instant;
  readonly note?: string;
}

export interface Tick {
  readonly rule: string;
  readonly copy?: string;
  readonly grader: string;
  readonly tick: 'satisfied' | 'average' | 'dissatisfied';
}

/** A price that no pack knows: the fee of a month, or of one point. */
export interface Fee {
  readonly rule: string;
  readonly subject?: string;
  readonly fen: Fen;
}

/** All that a period is scored by; order never matters. */
export interface Facts {
  readonly contractId: ContractId;
  readonly findings: readonly Finding[];
  readonly ratios: readonly RatioFact[];
  readonly grades: readonly Grade[];
  readonly ticks: readonly Tick[];
  readonly fees: readonly Fee[];
  /** Presence and states that nobody has found wrong are taken as kept; a sample that nobody drew is open. Rules whose sample was drawn. */
  readonly reviewed: readonly string[];
  /** Tables whose graders have handed them in. One that is a part of an average counts for nothing until then. */
  readonly handedIn: readonly HandedIn[];
}

/** A table, or one copy of it, that is as its grader wants it. */
export interface HandedIn {
  readonly table: string;
  readonly copy?: string;
}
