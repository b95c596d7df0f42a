import type { Choice } from '../contract.ts';
import type { TicketKind } from '../ticket-types.ts';
import type { DurationMs } from '../types.ts';
import type { Points } from './points.ts';
import type { RuleKinds, SpanName } from './rule-kinds.ts';

/**
 * A table by which a contract is assessed, as its pack prints it. Total = base + the changes of all items, each within its item's
 * points and its section's; so an item can't take more than it is worth, and points that the text prints nowhere can't be lost.
 */
export interface AssessmentTable {
  /** Unique in the pack: `GZ-T1`. */
  readonly id: string;
  readonly name: string;
  readonly clause: string;
  /** Words by which people ask for it, beside its name. */
  readonly words: readonly string[];
  /** Of a part of the contract alone; its tickets only. */
  readonly project?: string;
  /** One copy for each of these departments, of its tickets only. */
  readonly departments?: readonly string[];
  /** One for each person, month by month. */
  readonly isPerPerson?: true;
  readonly period: TablePeriod;
  /** Who grades, as printed. */
  readonly graders: readonly string[];
  /** What an untouched period scores. Absent: no points (money alone, targets), or penalty points that count upwards. */
  readonly base?: Points;
  /** Penalty points that count upwards: no base, no grade. */
  readonly isAccrual?: true;
  readonly floor: Floor;
  /** The total never shows more. */
  readonly ceiling?: Points;
  readonly sections: readonly Section[];
  /** The text's own figures do not add up: how, and what was made of it. */
  readonly mismatch?: string;
  /** No score may be made of it: targets, duties and quotas are shown alone. */
  readonly isUnscored?: true;
  readonly choices: readonly Choice[];
}

/** `none`: may go below zero. `isChosen`: the text does not say where it stops. */
export interface Floor {
  readonly at: 'zero' | 'none';
  readonly isChosen?: true;
}

/** How long, and from where: spans counted from the contract's first day, or those of the calendar. `term`: the whole service. */
export type TablePeriod =
  | { readonly months: 1 | 3 | 6 | 12; readonly from: 'term' | 'calendar' }
  | { readonly term: true };

export interface Section {
  readonly id: string;
  readonly name: string;
  readonly base?: Points;
  readonly items: readonly Item[];
}

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly clause: string;
  readonly base?: Points;
  readonly floor: Floor;
  readonly rules: readonly Rule[];
}

export interface Rule {
  /** Unique in the pack: `GX1.5a`. */
  readonly id: string;
  /** What it takes or gives, in the words of the text. */
  readonly text: string;
  /** Short words by which a supervisor records it: 态度差, 推诿. */
  readonly words: readonly string[];
  readonly kinds: RuleKinds;
  /** What the bot finds for it by itself. */
  readonly from: readonly Source[];
}

/** Which tickets a source looks at; empty lists: all. The table's project and department bound it in any case. */
export interface SourceScope {
  /** Never empty. */
  readonly kinds: readonly TicketKind[];
  readonly levels: readonly string[];
  readonly systems: readonly string[];
}

/** Where a rule's facts come from in the record. A ticket counts in the period of its report, and follows its main ticket. */
export type Source =
  /** One finding for each ticket that missed a clock of these names (`update`: however many rounds). */
  | ({
      readonly source: 'breach';
      readonly clocks: readonly string[];
      readonly binding: 'contract' | 'any';
    } & SourceScope)
  /** A fault report that is late or missing: its days late; `missing`: only one that never came. The period is that of its due date. */
  | ({ readonly source: 'late_fault_report'; readonly missing: boolean } & SourceScope)
  /** A ticket about the same system within the window after another one's resolution. */
  | ({ readonly source: 'repeat'; readonly windowMs: DurationMs } & SourceScope)
  /**
   * What each ticket took from its report to this milestone, suspensions left out; not reached: no time. `atLeastMs`: only those
   * that took so long or longer.
   */
  | ({
      readonly source: 'elapsed';
      readonly to: 'acknowledged' | 'arrived' | 'resolved';
      readonly atLeastMs?: DurationMs;
    } & SourceScope)
  /** Ratio of tickets that met these clocks, of those on which they are judged. */
  | ({ readonly source: 'met_ratio'; readonly clocks: readonly string[] } & SourceScope)
  /** Ratio of tickets that are resolved, of those reported. */
  | ({ readonly source: 'completion_ratio' } & SourceScope)
  /** Downtime of each system: from report to resolution, overlapping ones once. */
  | ({ readonly source: 'downtime' } & SourceScope)
  /** A day on which somebody who had to be on site did not come; `late`: or came late or left early. */
  | { readonly source: 'absence'; readonly late: boolean }
  /** Ratio of attended days. */
  | { readonly source: 'attendance_ratio' }
  /** Ratings of the reporters, for whoever grades. */
  | ({ readonly source: 'ratings' } & SourceScope)
  /**
   * A round of inspection that was not done in time. `late`: also one that was done after its due instant. The period is that of the due
   * instant. `state`: which of the rule's printed states that is.
   */
  | ({ readonly source: 'inspection_missed'; readonly late: boolean; readonly state?: string } & PlanScope)
  /**
   * A deliverable that was handed in late, or not at all: its days late. `missing`: only one that had not come when the period ended,
   * and as one. The period is that of the due instant. `state`: which of the rule's printed states that is.
   */
  | ({ readonly source: 'deliverable_late'; readonly missing: boolean; readonly state?: string } & PlanScope)
  /** One for each time that the customer's side returned a deliverable. */
  | ({ readonly source: 'deliverable_returned' } & PlanScope)
  /** Ratio of rounds, deliverables or both that were done in time, of those due by now. */
  | ({ readonly source: 'duty_ratio'; readonly of: 'inspections' | 'deliverables' | 'all' } & PlanScope);

/** Which recurring duties a source looks at. The table's project and department bound it in any case. */
export interface PlanScope {
  /** Ids of plans; empty: all that the contract itself asks for. */
  readonly plans: readonly string[];
}

/** Spans of a period for states and allowances. */
export type { SpanName };
