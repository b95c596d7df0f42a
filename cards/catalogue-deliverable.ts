import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import type { PlanPeriod } from './obligation-name.ts';

/** What people do about a deliverable; a button's name is the command that may be typed as well. */
export const DELIVERABLE_COMMANDS = [
  'deliver_submit',
  'deliver_accept',
  'deliver_return',
  'deliver_show',
  'deliver_list',
] as const;
export type DeliverableCommand = (typeof DELIVERABLE_COMMANDS)[number];

/** Why something can't be done with one. */
export type DeliverableProblem =
  | 'supplier_only'
  | 'supervisor_only'
  | 'not_open_yet'
  | 'cancelled'
  | 'accepted_already'
  | 'submitted_already'
  | 'nothing_handed_in'
  | 'nothing_to_review'
  | 'needs_reason'
  /** It has changed since the card was shown. */
  | 'outdated';

export interface DeliverableRefusalFacts {
  /** With its period: `月报（2026年3月）`. */
  readonly name: string;
  /** Who was faster, and when. */
  readonly person: string;
  readonly at: string;
  readonly state: string;
  /** How it is typed. */
  readonly example: string;
}

/** `W10`, a month, a day before now: how a period is typed that is told from now. `months`: 1, 3, 6 or 12. */
export type RelativePeriod = readonly [word: string, of: 'day' | 'week' | 1 | 3 | 6 | 12, back: number];

/** Wording of documents and activities that are owed (待交材料). */
export interface DeliverableTexts {
  readonly commands: Readonly<
    Record<
      DeliverableCommand,
      {
        readonly label: string;
        readonly words: readonly string[];
        /** Words that mean something else where they name no deliverable: 同意. */
        readonly shared?: readonly string[];
        /** @param about name, period or code */
        readonly example: (about: string) => string;
      }
    >
  >;
  /** Before the note of what was handed in on paper. */
  readonly offlineWords: readonly string[];
  readonly states: Readonly<Record<Deliverable['state'], string>>;
  /** Of what nobody reviews. */
  readonly handedIn: string;
  readonly period: PeriodTexts;
  /** A name with what tells it from others. */
  readonly named: (name: string, of: readonly string[]) => string;
  readonly labels: Readonly<
    Record<'due' | 'submitted' | 'files' | 'note' | 'late' | 'review' | 'clause' | 'code', string>
  >;
  readonly list: ListTexts;
  readonly standing: StandingTexts;
  readonly asking: SubmitTexts;
  readonly told: ToldTexts;
  readonly refusals: Readonly<Record<DeliverableProblem, (facts: DeliverableRefusalFacts) => string>>;
  readonly faultReport: FaultReportTexts;
}

export interface PeriodTexts {
  readonly week: (week: number, first: string, last: string) => string;
  readonly days: (first: string, last: string) => string;
  /** By which it may be typed, beside its label; compared without spaces and case. */
  readonly aliases: (period: PlanPeriod) => readonly string[];
  readonly relative: readonly RelativePeriod[];
}

interface ListTexts {
  /** On the help card: who hands in, and who reviews. */
  readonly help: Readonly<Record<'label' | 'how' | 'review' | 'reviewHow', string>>;
  readonly title: string;
  readonly none: string;
  readonly more: (shown: number, total: number) => string;
  /** What a tap on a button or typing does. */
  readonly hint: (example: string) => string;
  readonly staffOnly: string;
  readonly faultReport: (number: string) => string;
}

interface StandingTexts {
  readonly dueBy: (instant: string, left: string) => string;
  readonly late: (days: string, due: string) => string;
  /** The due instant has passed, on a day that counts for none. */
  readonly over: (due: string) => string;
  readonly returned: (reason: string, due: string) => string;
  readonly underReview: (at: string) => string;
  readonly days: (count: number, unit: 'days' | 'workdays') => string;
  readonly inTime: string;
  readonly lateBy: (days: string) => string;
}

interface SubmitTexts {
  /** Asks for the file. */
  readonly file: Readonly<Record<'group' | 'private', (name: string, within: string) => string>>;
  readonly offline: (example: string) => string;
  /** Asks for words about an activity. */
  readonly words: (name: string) => string;
  readonly giveUp: (word: string) => string;
  readonly givenUp: string;
  readonly note: string;
  readonly notePlaceholder: string;
  readonly reason: string;
  readonly reasonPlaceholder: string;
  readonly returnReason: (name: string) => string;
  /** A file came alone: which one is it? */
  readonly whichTitle: string;
  readonly whichFile: (files: string, within: string) => string;
  /** Several fit. */
  readonly which: (said: string) => string;
  readonly whichHint: (example: string) => string;
  readonly unknown: (said: string, known: string) => string;
  readonly nothingOwed: string;
  readonly nothingToReview: string;
  readonly settled: (name: string, state: string) => string;
  /** It does not open yet. */
  readonly notOpen: (name: string, opens: string, example: string) => string;
}

interface ToldTexts {
  readonly submitted: (name: string, at: string, lateness: string) => string;
  readonly waitsForReview: string;
  readonly needsNoReview: string;
  readonly toReview: (name: string, by: string, lateness: string) => string;
  readonly accepted: (name: string, by: string) => string;
  readonly returned: (name: string, by: string, reason: string) => string;
  readonly again: (example: string) => string;
  readonly remindTitle: (count: number) => string;
  readonly before: (name: string, due: string) => string;
  readonly due: (name: string, due: string) => string;
  readonly late: (name: string, days: string) => string;
  /** It was returned and has not come again. */
  readonly stillReturned: (name: string) => string;
  /** Told later than it was owed. */
  readonly toldLate: string;
  readonly file: (name: string, of: string) => string;
  readonly lost: (file: string, of: string, example: string) => string;
}

interface FaultReportTexts {
  /** Name of the document. */
  readonly name: (number: string) => string;
  readonly draft: (number: string, due: string) => string;
  readonly draftNoDue: (number: string) => string;
  readonly how: (example: string) => string;
  readonly unavailable: (example: string) => string;
  /** As the words of a report that came as a file. */
  readonly byFile: (files: string) => string;
}
