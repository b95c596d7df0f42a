// What the tender of Guangzhou prints, written down once more by hand: the model must not read the pack that it checks.
import { chineseHolidays } from '../../contracts/holidays.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../domain/types.ts';

export type PlainLevel = 'critical' | 'normal';
export type PlainClock = 'respond' | 'arrive' | 'diagnose' | 'report_up' | 'resolve' | 'update';

export interface PlainRule {
  readonly clock: PlainClock;
  readonly targetMs: number;
  /** 5×8, where not around the clock. */
  readonly isWorkingTime: boolean;
  readonly isPausable: boolean;
}

const around = (clock: PlainClock, targetMs: number, isPausable = false): PlainRule => ({
  clock,
  targetMs,
  isPausable,
  isWorkingTime: false,
});

export const RULES: Readonly<Record<PlainLevel, readonly PlainRule[]>> = {
  critical: [
    around('respond', 5 * MINUTE),
    around('arrive', 5 * MINUTE),
    around('diagnose', 10 * MINUTE),
    around('report_up', 10 * MINUTE),
    around('resolve', 2 * HOUR, true),
    around('update', HOUR, true),
  ],
  normal: [
    around('respond', 10 * MINUTE),
    around('arrive', 30 * MINUTE),
    around('diagnose', 10 * MINUTE),
    around('report_up', HOUR),
    { clock: 'resolve', targetMs: 8 * HOUR, isWorkingTime: true, isPausable: true },
  ],
};

/** Shares of the target, and what comes after the due time. */
export const SHARES: readonly (readonly [stage: string, permille: number])[] = [
  ['p500', 500],
  ['p800', 800],
];
export const AFTER_DUE: readonly (readonly [stage: string, afterMs: number])[] = [
  ['breach', 1],
  ['e1', 15 * MINUTE],
  ['e2', 30 * MINUTE],
];

const { days: statutory } = chineseHolidays();
const OFFSET = 8 * HOUR;
const MORNING = [9 * HOUR, 12 * HOUR] as const;
const AFTERNOON = [13 * HOUR, 18 * HOUR] as const;

/** The working spans of the day that holds this instant, and the first instant of the next day. */
export function workOfDay(at: Instant): {
  readonly spans: readonly (readonly [Instant, Instant])[];
  readonly next: Instant;
} {
  const midnight = Math.floor((at + OFFSET) / DAY) * DAY - OFFSET;
  const next = midnight + DAY;
  if (!isWorkday(midnight)) return { spans: [], next };
  return { spans: [MORNING, AFTERNOON].map(([from, to]) => [midnight + from, midnight + to] as const), next };
}

function isWorkday(midnight: Instant): boolean {
  const local = new Date(midnight + OFFSET);
  const said = statutory[local.toISOString().slice(0, 10)];
  if (said !== undefined) return said === 'workday';
  return local.getUTCDay() >= 1 && local.getUTCDay() <= 5;
}
