import type { Weekday } from '../calendar.ts';
import type { CivilTime, DurationMs } from '../types.ts';

// What a contract wants done again and again: rounds of inspection, and documents or activities that are owed by a date.

/** Integer thousandths of a reading's unit: 25.5 °C is 25500. */
export type Milli = number;

/**
 * In which rhythm something falls: once for each period that it makes. `weeks` begin on `weekday`; `months` count from the first day of the service
 * or are those of the calendar; `term` is the whole service; `on_request` has no period of its own: people ask for it.
 */
export type Cadence =
  | { readonly every: 'days'; readonly on: 'every_day' | 'workdays' | 'rest_days' | readonly Weekday[] }
  | { readonly every: 'weeks'; readonly weekday: Weekday }
  | { readonly every: 'months'; readonly months: 1 | 2 | 3 | 6 | 12; readonly from: 'term' | 'calendar' }
  | { readonly every: 'term' }
  | { readonly every: 'on_request' };

/**
 * An instant told by a period. `start` counts from its first day (0 is that day itself), `end` from its last one (0 is that day, 5 the fifth
 * day after it, -30 thirty days before). Counted in workdays, 1 from the start is the period's first workday, and 1 from the end the first
 * workday after it. `at` may be 24:00.
 */
export interface Moment {
  readonly of: 'start' | 'end';
  readonly count: number;
  readonly in: 'days' | 'workdays';
  readonly at: CivilTime;
  /** Where the day is one of rest it is the next workday: 民法典 203. */
  readonly shifts?: true;
}

/** One of the times of a period at which it falls: 上午, 下午. */
export interface Window {
  readonly name?: string;
  readonly nameEn?: string;
  /** When it may be done, and those who do it are told. */
  readonly opens: Moment;
  /** The last instant that is in time. */
  readonly due: Moment;
}

interface Plan {
  /** Unique among the pack's inspections, or deliverables. */
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly clause: string;
  readonly cadence: Cadence;
  /** A key of `Contract.calendars`, by which workdays and days of rest are told. */
  readonly calendar: string;
  /**
   * How often it falls in each window of a period, from 1. The k-th of n is planned for the k-th of n equal parts of the time between opening and
   * due; what is owed is all of them by the due instant.
   */
  readonly times: number;
  /** Never empty but for `on_request`, which takes its window from whoever asks. */
  readonly windows: readonly Window[];
  /** `contract`: printed in the tender. `internal`: the supplier's own. */
  readonly binding: 'contract' | 'internal';
  /** Of which part of the contract. */
  readonly project?: string;
  /** One for each of these departments; empty: one for the contract. */
  readonly departments: readonly string[];
  /** Ids of the systems that it is about; empty: all, or none in particular. */
  readonly systems: readonly string[];
  /** How long before the due instant (or the planned one) whoever it concerns is reminded, the longest first. */
  readonly remindBeforeMs: readonly DurationMs[];
  /** First and last day on which it is owed, where that is not the whole service. */
  readonly from?: string;
  readonly to?: string;
}

/** A planned round with a checklist. */
export interface InspectionPlan extends Plan {
  /** Never empty. */
  readonly checklist: readonly CheckItem[];
}

export interface CheckItem {
  /** Unique in its plan. */
  readonly id: string;
  /** Under which heading it stands: 机房, 服务器. */
  readonly group: string;
  readonly name: string;
  readonly nameEn: string;
  /** What to look at, in the words of the contract. */
  readonly hint?: string;
  /** A value is read; without it the item is either normal or not. */
  readonly reading?: ReadingRule;
  /** A photo is wanted with it. */
  readonly photo?: true;
  readonly system?: string;
  /** A machine can tell by itself. */
  readonly probe?: Probe;
}

export interface ReadingRule {
  readonly unit: string;
  /** Beyond these it is an anomaly; both belong to what is normal. */
  readonly min?: Milli;
  readonly max?: Milli;
  /** A steady drift that would cross a limit within so many days is told. */
  readonly warnDays?: number;
}

/** A check without credentials: what it needs beside this stands in the environment. */
export type Probe =
  | { readonly kind: 'http'; readonly url: string; readonly status?: number; readonly contains?: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** The reading is the days that the certificate is valid yet. */
  | { readonly kind: 'certificate'; readonly host: string; readonly port: number }
  /** The reading is the value of the query; `PROMETHEUS_URL` says where it is asked. */
  | { readonly kind: 'prometheus'; readonly query: string };

/** Papers that the bot can write by itself. */
export const REPORT_KINDS = ['daily', 'weekly', 'monthly', 'quarterly', 'half_yearly', 'yearly'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** A document or an activity owed by a date: 月报, 应急演练, 漏洞扫描. */
export interface DeliverablePlan extends Plan {
  readonly kind: 'report' | 'document' | 'activity';
  /** The bot drafts it of the same period. */
  readonly report?: ReportKind;
  /** `supervisor`: it is settled when the customer's side accepts it. `none`: when it is handed in. */
  readonly review: 'supervisor' | 'none';
  /** In which days lateness is counted; the due day does not count. */
  readonly lateIn: 'days' | 'workdays';
  /** Other words by which people name it. */
  readonly words: readonly string[];
}

/** How the bot's own reports are posted. */
export interface Reporting {
  /** The day's summary (日报), with the ledger's head; absent: none. */
  readonly daily?: { readonly at: CivilTime; readonly on: 'every_day' | 'workdays'; readonly calendar: string };
  /** `manager`: a drafted report is shown to the managers, and posted when one of them says so. `none`: it is posted when it is due to be drafted. */
  readonly preview: 'manager' | 'none';
}
