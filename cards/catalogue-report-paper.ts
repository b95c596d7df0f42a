import type { ReportKind } from '../domain/obligations/plan-types.ts';
import type { DeliverableLine } from '../domain/reporting/report-types.ts';
import type { PeriodNames } from './period-name.ts';

/** Words of the papers that are handed to the customer: reports of a period, and of a fault. Figures come written out. */
export interface ReportPaperWords {
  /** 周报: what it is called by itself, and with the contract before it. */
  readonly kinds: Readonly<Record<ReportKind, string>>;
  title(contract: string, kind: string): string;
  readonly periodNames: PeriodNames;
  week(year: string, week: number): string;
  /** @param days first and last day */
  period(name: string, days: readonly [string, string]): string;
  readonly soFar: string;
  readonly labels: {
    readonly contract: string;
    readonly customer: string;
    readonly supplier: string;
    readonly period: string;
    readonly madeAt: string;
  };
  /** Of the ledger: its newest entry and its hash. */
  evidence(seq: number, hash: string): string;
  /** The n-th heading, from 1. */
  numbered(number: number, heading: string): string;
  readonly headings: {
    readonly summary: string;
    readonly tickets: string;
    readonly clocks: string;
    readonly systems: string;
    readonly inspections: string;
    readonly deliverables: string;
    readonly satisfaction: string;
    readonly people: string;
    readonly scores: string;
    readonly deafness: string;
    readonly risks: string;
    readonly proposals: string;
  };
  /** Above a table. */
  readonly captions: {
    readonly key: string;
    readonly byKind: string;
    readonly byLevel: string;
    readonly bySystem: string;
    readonly byDepartment: string;
    readonly byDay: string;
    readonly missedCases: string;
    readonly availability: string;
    readonly repeats: string;
    readonly rounds: string;
    readonly missedRounds: string;
    readonly anomalies: string;
    readonly readings: string;
  };
  /** What the tickets come to, in a sentence or two. */
  ticketSentence(figures: {
    readonly reported: number;
    readonly resolved: number;
    readonly open: number;
    readonly breached: number;
    readonly carriedOver: number;
    readonly set: number;
  }): string;
  inspectionSentence(figures: {
    readonly planned: number;
    readonly done: number;
    readonly missed: number;
    readonly anomalies: number;
  }): string;
  ratingSentence(count: number, mean: string): string;
  /** In the place of a table with no rows. */
  readonly none: {
    readonly tickets: string;
    readonly clocks: string;
    readonly missedCases: string;
    readonly availability: string;
    readonly repeats: string;
    readonly inspections: string;
    readonly anomalies: string;
    readonly deliverables: string;
    readonly ratings: string;
    readonly people: string;
    readonly scores: string;
    readonly deafness: string;
    readonly words: string;
  };
  readonly columns: {
    /** What the shares are of stands before these. */
    readonly shares: readonly [string, string, string];
    readonly kind: string;
    readonly level: string;
    readonly system: string;
    readonly department: string;
    readonly day: string;
    readonly byDay: readonly [string, string];
    readonly clocks: readonly [string, string, string, string, string];
    readonly missedCases: readonly [string, string, string, string, string, string];
    readonly availability: readonly [string, string, string, string];
    readonly repeats: readonly [string, string, string];
    readonly rounds: readonly [string, string, string, string, string, string];
    readonly missedRounds: readonly [string, string, string, string];
    readonly anomalies: readonly [string, string, string, string, string];
    readonly readings: readonly [string, string, string, string, string, string];
    readonly deliverables: readonly [string, string, string, string, string, string];
    readonly marks: readonly [string, string];
    readonly people: readonly [string, string, string, string, string, string, string, string];
    readonly scores: readonly [string, string, string, string];
    readonly deafness: readonly [string, string, string, string];
  };
  /** Of the key figures and of the picture. */
  readonly key: {
    readonly reported: string;
    readonly resolved: string;
    readonly open: string;
    readonly carriedOver: string;
    readonly breached: string;
    readonly metRate: string;
    readonly rounds: string;
    readonly anomalies: string;
    readonly mean: string;
  };
  readonly series: {
    readonly reported: string;
    readonly resolved: string;
    readonly met: string;
    readonly missed: string;
    readonly running: string;
    readonly done: string;
    readonly doneLate: string;
    readonly roundMissed: string;
    readonly roundOpen: string;
  };
  readonly panels: { readonly days: string; readonly months: string; readonly clocks: string; readonly rounds: string };
  /** Beside a panel that has nothing to draw. */
  readonly nothing: string;
  readonly deliverableStates: Readonly<Record<DeliverableLine['state'], string>>;
  daysLate(days: number): string;
  readonly inTime: string;
  /** Nobody knows yet which days are workdays. */
  readonly lateUnknown: string;
  readonly stillOpen: string;
  readonly notDone: string;
  readonly inDeafness: string;
  readonly unnamed: string;
  readonly noSystem: string;
  readonly anyPlatform: string;
  readonly platforms: Readonly<Record<string, string>>;
  readonly otherSystemsUp: string;
  readonly openScore: string;
  range(least: string, greatest: string): string;
  /** Of a score that nothing bounds below. */
  readonly noLeast: string;
  outOf(part: number, whole: number): string;
  readonly moreInSpreadsheet: (rest: number) => string;
  readonly colon: string;
  readonly between: string;
  aside(text: string, inBrackets: string): string;
  signature(side: string, who: string): string;
  readonly signedOn: string;
  readonly typeface: string;
  page(number: string, of: string): string;
  /** Sheets of the workbook, and the columns of its rows. */
  readonly sheets: {
    readonly figures: string;
    readonly tickets: string;
    readonly missed: string;
    readonly inspections: string;
    readonly readings: string;
    readonly deliverables: string;
    readonly people: string;
  };
  readonly figureColumns: readonly [string, string];
  readonly ticketColumns: readonly [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  readonly readingColumns: readonly [string, string, string, string, string];
  readonly standings: Readonly<Record<string, string>>;
  readonly fault: FaultPaperWords;
}

/** Of a 故障报告. */
export interface FaultPaperWords {
  readonly title: string;
  readonly labels: {
    readonly contract: string;
    readonly customer: string;
    readonly supplier: string;
    readonly number: string;
    readonly system: string;
    readonly level: string;
    readonly reporter: string;
    readonly assignee: string;
    readonly reportedAt: string;
    readonly resolvedAt: string;
    readonly down: string;
    readonly dueAt: string;
    readonly madeAt: string;
  };
  readonly headings: {
    readonly facts: string;
    readonly summary: string;
    readonly course: string;
    readonly clocks: string;
    readonly cause: string;
    readonly action: string;
    readonly prevention: string;
  };
  readonly courseColumns: readonly [string, string, string];
  readonly clockColumns: readonly [string, string, string, string, string];
  readonly met: string;
  readonly missed: string;
  readonly running: string;
  readonly unresolved: string;
  /** Where nobody has written it yet: to be filled in by hand. */
  readonly toFill: string;
}
