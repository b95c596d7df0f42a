import type { ReportKind } from '../domain/obligations/plan-types.ts';

/** What a manager does with the bot's draft; a button's name is the command that may be typed as well. */
export const REPORT_COMMANDS = ['report_publish', 'report_edit'] as const;
export type ReportCommand = (typeof REPORT_COMMANDS)[number];

/** The parts of a report that people write. */
export const REPORT_PARTS = ['summary', 'risks', 'proposals'] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** Wording of the bot's reports in the chat: 日报, 周报 … */
export interface ReportingTexts {
  /** The words by which each is asked for; the first one is its name. */
  readonly kinds: Readonly<Record<ReportKind, readonly string[]>>;
  /** Behind a kind: of the period that runs. */
  readonly nowWords: readonly string[];
  readonly commands: Readonly<
    Record<
      ReportCommand,
      { readonly label: string; readonly words: readonly string[]; readonly example: (about: string) => string }
    >
  >;
  /** By which a part is written: 风险 磁盘空间不足. */
  readonly parts: Readonly<
    Record<
      ReportPart,
      {
        readonly label: string;
        readonly words: readonly string[];
        readonly placeholder: string;
        readonly sample: string;
      }
    >
  >;
  /** @param period as `periodShown` says it */
  readonly title: (contract: string, kind: string, period: string) => string;
  readonly draftBadge: string;
  readonly soFar: string;
  readonly late: (at: string) => string;
  readonly labels: Readonly<
    Record<
      | 'tickets'
      | 'open'
      | 'clocks'
      | 'missed'
      | 'inspections'
      | 'unfinished'
      | 'anomalies'
      | 'deliverables'
      | 'owed'
      | 'availability'
      | 'repeats'
      | 'ratings'
      | 'scores'
      | 'deafness'
      | 'evidence',
      string
    >
  >;
  readonly tickets: (figures: { reported: number; resolved: number; breached: number }) => string;
  readonly open: (figures: { open: number; carriedOver: number }) => string;
  readonly clocks: (met: number, judged: number) => string;
  readonly missedCase: (number: string, clock: string, over: string) => string;
  readonly inspections: (figures: {
    planned: number;
    done: number;
    doneLate: number;
    missed: number;
    open: number;
  }) => string;
  readonly anomalies: (count: number, tickets: number) => string;
  readonly deliverables: (figures: { due: number; inTime: number; late: number; returned: number }) => string;
  /** 月报 已逾期 2 天 */
  readonly owed: (name: string, standing: string) => string;
  readonly repeats: (count: number) => string;
  readonly ratings: (count: number, mean: string) => string;
  readonly score: (table: string, points: string) => string;
  readonly availability: (system: string, percent: string) => string;
  readonly deafness: (count: number, length: string) => string;
  readonly evidence: (seq: number, hash: string) => string;
  readonly more: (count: number) => string;
  /** Of what reads alike: 机房巡检 ×3 */
  readonly times: (name: string, count: number) => string;
  /** Between parts that have commas of their own. */
  readonly between: string;
  readonly none: string;
  readonly attached: string;
  readonly noPicture: string;
  /** Said instead of a file. */
  readonly file: (name: string) => string;
  readonly draft: {
    readonly ask: (due: string) => string;
    readonly how: (publish: string, risks: string) => string;
    readonly written: (parts: string) => string;
    readonly posted: (name: string) => string;
    /** To those who review it. */
    readonly toReview: (name: string) => string;
    readonly handedIn: string;
    readonly notHandedIn: string;
    readonly none: string;
    readonly which: (names: string, example: string) => string;
    readonly empty: (example: string) => string;
    readonly refusals: Readonly<
      Record<'manager_only' | 'posted_already' | 'accepted_already' | 'not_open_yet' | 'cancelled' | 'no_draft', string>
    >;
  };
  readonly ask: {
    readonly staffOnly: string;
    readonly unknownPeriod: (said: string, example: string) => string;
    readonly notBegun: (period: string) => string;
  };
  readonly fileName: (contract: string, kind: string, label: string) => string;
  readonly help: string;
  readonly helpHow: string;
}
