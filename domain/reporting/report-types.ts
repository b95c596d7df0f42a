import type { Period } from '../assessment/facts.ts';
import type { Points } from '../assessment/points.ts';
import type { ClockName } from '../contract.ts';
import type { Milli, ReportKind } from '../obligations/plan-types.ts';
import type { CivilDate, ContractId, DurationMs, Instant, PersonId } from '../types.ts';

/**
 * All the numbers of a report, of what the record says about [period.from, period.to) as it stood at `madeAt`. Counted from the same outcomes,
 * attendance and obligations as the score, so that they can't disagree. Plain data: what draws and writes papers needs nothing else.
 */
export interface ReportFigures {
  readonly contractId: ContractId;
  readonly kind: ReportKind;
  readonly period: Period;
  readonly madeAt: Instant;
  /** The period is not over yet. */
  readonly isSoFar: boolean;
  readonly tickets: TicketFigures;
  /** Of the contract's clocks, by name; internal targets are left out. */
  readonly clocks: readonly ClockFigures[];
  /** In which the bot could not hear or speak, cut to the period. */
  readonly deafness: readonly DeafSpan[];
  readonly inspections: InspectionFigures;
  readonly deliverables: readonly DeliverableLine[];
  readonly availability: readonly AvailabilityLine[];
  /** Faults of a system that came back within the window of its rule, or within 30 days where no rule says. */
  readonly repeats: readonly { readonly number: string; readonly before: string; readonly systemId: string }[];
  readonly ratings: { readonly count: number; readonly sum: number; readonly byMark: readonly number[] };
  readonly people: readonly PersonFigures[];
  /** As `statementOf` says for the tables' own periods that hold the end of this one; empty: nothing is scored. */
  readonly scores: readonly ScoreLine[];
  /** Its newest sealed entry. */
  readonly ledger?: { readonly seq: number; readonly hash: string };
}

export interface TicketFigures {
  readonly reported: number;
  /** Of those that were reported in the period. */
  readonly resolved: number;
  readonly open: number;
  readonly cancelled: number;
  readonly merged: number;
  /** Open when the period began, reported before it. */
  readonly carriedOver: number;
  /** Missed a clock of the contract's. */
  readonly breached: number;
  readonly byKind: readonly Share[];
  readonly bySystem: readonly Share[];
  readonly byLevel: readonly Share[];
  readonly byDepartment: readonly Share[];
  /** Each day of the period, also those with nothing; of a report over more than two months each month. */
  readonly byDay: readonly { readonly day: CivilDate; readonly reported: number; readonly resolved: number }[];
  /** All that were reported in the period, the earliest first: the raw rows. */
  readonly rows: readonly TicketRow[];
}
/** How many of one id; undefined: of none. */
export interface Share {
  readonly id: string | undefined;
  readonly reported: number;
  readonly resolved: number;
  readonly breached: number;
}
export interface TicketRow {
  readonly number: string;
  readonly kind: string;
  readonly systemId?: string;
  readonly departmentId?: string;
  readonly level: string;
  readonly standing: string;
  readonly reportedAt: Instant;
  readonly acknowledgedAt?: Instant;
  readonly arrivedAt?: Instant;
  readonly resolvedAt?: Instant;
  readonly assigneeId?: PersonId;
  readonly rating?: number;
  readonly missed: readonly ClockName[];
}
export interface ClockFigures {
  readonly clock: ClockName;
  readonly met: number;
  readonly missed: number;
  /** Not decided yet. */
  readonly running: number;
  readonly cases: readonly MissedClock[];
}
export interface MissedClock {
  readonly number: string;
  readonly systemId?: string;
  readonly dueAt?: Instant;
  /** Absent: it runs still. */
  readonly stoppedAt?: Instant;
  /** How long over, in elapsed time; of one that runs until `madeAt`. */
  readonly overMs?: DurationMs;
  readonly isInDeafness?: true;
}
export interface DeafSpan {
  readonly from: Instant;
  /** Absent: it lasts. */
  readonly to?: Instant;
  readonly platform?: string;
  readonly reason?: string;
}

export interface InspectionFigures {
  /** Due in the period, those of special patrols among them. */
  readonly planned: number;
  readonly done: number;
  readonly doneLate: number;
  readonly missed: number;
  /** Not due yet. */
  readonly open: number;
  readonly byPlan: readonly {
    readonly planId: string;
    readonly planned: number;
    readonly done: number;
    readonly doneLate: number;
    readonly missed: number;
    readonly open: number;
  }[];
  readonly missedRounds: readonly {
    readonly planId: string;
    readonly label: string;
    readonly dueAt: Instant;
    readonly doneAt?: Instant;
  }[];
  readonly anomalies: readonly {
    readonly planId: string;
    readonly itemId: string;
    readonly at: Instant;
    readonly value?: Milli;
    readonly ticket?: string;
  }[];
  /** Readings in their order, of items that have any. */
  readonly series: readonly ReadingSeries[];
}
export interface ReadingSeries {
  readonly planId: string;
  readonly itemId: string;
  readonly points: readonly { readonly at: Instant; readonly value: Milli }[];
}
export interface DeliverableLine {
  readonly id: string;
  readonly planId: string;
  readonly label: string;
  readonly dueAt: Instant;
  readonly state: 'planned' | 'owed' | 'submitted' | 'returned' | 'accepted' | 'cancelled';
  readonly submittedAt?: Instant;
  /** Days late as the contract counts them; 0 in time. Of what is not handed in: until `madeAt`. Absent: beyond the table of holidays. */
  readonly daysLate?: number;
  readonly returned: number;
}
export interface AvailabilityLine {
  readonly systemId: string;
  readonly downMs: DurationMs;
  readonly ofMs: DurationMs;
  readonly outages: number;
}
export interface PersonFigures {
  readonly personId: PersonId;
  readonly acknowledged: number;
  readonly resolved: number;
  readonly breached: number;
  readonly inspections: number;
  readonly ratingCount: number;
  readonly ratingSum: number;
  readonly daysPresent: number;
  readonly daysAbsent: number;
}
export interface ScoreLine {
  readonly tableId: string;
  readonly copy?: string;
  readonly label: string;
  readonly min: Points;
  readonly max: Points;
  readonly base?: Points;
  readonly isOpen: boolean;
}

/** A report to be written or shown: its figures, and what people wrote for it. */
export interface Report {
  readonly figures: ReportFigures;
  /** Names as people know them. */
  readonly names: ReportNames;
  readonly words: { readonly summary?: string; readonly risks?: string; readonly proposals?: string };
}
/** Everything that an id in the figures is called, so that papers are written without the pack. */
export interface ReportNames {
  readonly contract: string;
  readonly shortName: string;
  readonly customer: string;
  readonly supplier: string;
  readonly systems: Readonly<Record<string, string>>;
  readonly levels: Readonly<Record<string, string>>;
  readonly departments: Readonly<Record<string, string>>;
  readonly people: Readonly<Record<string, string>>;
  readonly inspections: Readonly<Record<string, string>>;
  /** By `<plan>/<item>`. */
  readonly checkItems: Readonly<
    Record<string, { readonly name: string; readonly unit?: string; readonly min?: Milli; readonly max?: Milli }>
  >;
  readonly deliverables: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, string>>;
}
