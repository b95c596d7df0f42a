import type { StartCause } from '../domain/explain.ts';
import type { SpanWhy } from '../domain/explain-spans.ts';

/** Why a clock is due when it is due. */
export interface ExplainTexts {
  /** What may be typed besides the query's words; where more follows than a number and a clock it is no question for us. */
  readonly whyWords: readonly string[];
  readonly title: (number: string, clock: string) => string;
  /** @param start where it starts and why, @param due when it ends, or why nobody can say */
  readonly summary: (start: string, target: string, due: string) => string;
  readonly start: Readonly<Record<StartCause['kind'], (at: string, number: string) => string>>;
  /** Beside the start, where the bot got the message later. */
  readonly received: (at: string) => string;
  readonly due: (at: string) => string;
  readonly noDue: { readonly agreed: string; readonly paused: string; readonly calendar_ends: (day: string) => string };
  /** Reasons without particulars. */
  readonly why: Readonly<Record<SpanWhy['kind'], string>>;
  readonly holiday: (name: string) => string;
  readonly makeup: (name: string) => string;
  /** Reason of a pause: by whom, what he said. */
  /** @param approver empty where nobody had to approve */
  readonly suspended: (by: string, reason: string, approver: string) => string;
  readonly reopenedBy: (by: string) => string;
  readonly dayOfWeek: (day: string, weekday: number) => string;
  readonly range: (from: string, to: string) => string;
  readonly untilNow: string;
  readonly counted: (span: string, length: string, total: string) => string;
  readonly countedDays: (span: string, days: number) => string;
  readonly notCounted: (span: string, why: string) => string;
  /** Stands for the middle of a long timeline. */
  readonly middle: (countedDays: number, otherDays: number, total: string) => string;
  readonly totalOfDays: (days: number) => string;
  readonly clause: string;
  /** The same of a target that is the supplier's own. */
  readonly ownTarget: string;
  readonly calendar: string;
  readonly calendarKind: { readonly always: string; readonly working: string };
  readonly stopped: string;
  readonly stoppedAt: (at: string, used: string) => string;
  readonly judged: string;
  readonly judgedBy: (at: string) => string;
  readonly changes: string;
  readonly others: string;
  readonly othersHow: (names: string, command: string) => string;
  readonly pack: (hash: string) => string;
  readonly unknownClock: (said: string, names: string) => string;
  readonly noClocks: (number: string) => string;
}

/** 本周节假日. */
export interface HolidayTexts {
  readonly title: (from: string, to: string) => string;
  readonly none: string;
  readonly day: (days: string, what: string) => string;
  readonly off: string;
  readonly worked: string;
  readonly special: (hours: string) => string;
  /** The table of holidays ends with this day. */
  readonly unknown: (day: string) => string;
  readonly aroundTheClock: string;
  /** Of several calendars: whose days these are. */
  readonly everybody: string;
}
