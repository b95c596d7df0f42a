import type { Calendar } from '../calendar.ts';
import { LATE_AFTER_MS } from '../reminders.ts';
import type { DurationMs, Instant } from '../types.ts';
import { type ObligationEntry, obligationEntry } from './obligation-refusal.ts';
import type { Deliverable, Inspection, Obligation } from './obligation-types.ts';
import { type Reminding, type Stage, stagesOwed } from './stages.ts';

/** Something that is told by itself. */
export interface ToldStage {
  /**
   * `opens`: one that was planned opens. `before:<ms>`: so long before it is planned or due. `due`: it was not there. `morning`: an
   * inspection that was missed at night. `late:<n>`: the n-th
   * workday after the due day. `returned:<k>:<n>`: the n-th workday after the k-th review, which returned it.
   */
  readonly stage: string;
  /** When it should have been told. */
  readonly at: Instant;
  /** It is told more than a minute after that: the bot was down. */
  readonly late: boolean;
}

export interface ObligationWake<T extends Obligation = Obligation> {
  /** Its version is the seen one's and 1. */
  readonly next: T;
  /** What has come since, the oldest first. Only the last one is told, the others are overtaken. Never empty. */
  readonly stages: readonly [ToldStage, ...ToldStage[]];
  readonly entry: ObligationEntry;
}

/** Where its timer belongs. @returns undefined when it wants nothing by itself any more */
export function wakeAt(obligation: Obligation, plan: Reminding, calendar: Calendar): Instant | undefined {
  return stagesOwed(obligation, plan, calendar)[0]?.at;
}

/**
 * What an obligation wants by itself at `now`: a planned one opens, one that is not there at its due instant is missed, people are
 * reminded.
 * @param aheadMs what comes within this is told now as well, and is not late
 * @returns undefined when nothing; at the same instant a second call never finds anything
 */
export function wake(
  obligation: Inspection,
  plan: Reminding,
  calendar: Calendar,
  now: Instant,
  aheadMs?: DurationMs,
): ObligationWake<Inspection> | undefined;
export function wake(
  obligation: Deliverable,
  plan: Reminding,
  calendar: Calendar,
  now: Instant,
  aheadMs?: DurationMs,
): ObligationWake<Deliverable> | undefined;
export function wake(
  obligation: Obligation,
  plan: Reminding,
  calendar: Calendar,
  now: Instant,
  aheadMs?: DurationMs,
): ObligationWake | undefined;
export function wake(
  obligation: Obligation,
  plan: Reminding,
  calendar: Calendar,
  now: Instant,
  aheadMs: DurationMs = 0,
): ObligationWake | undefined {
  const come = stagesOwed(obligation, plan, calendar).filter(({ at }) => at <= now + aheadMs);
  const [first, ...others] = come.map((stage) => toldAt(stage, now));
  if (!first) return undefined;
  const names = come.map(({ stage }) => stage);
  const last = others.at(-1) ?? first;
  return {
    next: { ...moved(obligation, names, now), version: obligation.version + 1, told: [...obligation.told, ...names] },
    stages: [first, ...others],
    entry: obligationEntry(entryType(obligation.type, names), obligation, { stage: last.stage, late: last.late }),
  };
}

function moved(obligation: Obligation, stages: readonly string[], now: Instant): Obligation {
  const isMissed = stages.includes('due');
  if (obligation.type === 'inspection') {
    if (isMissed) return { ...obligation, state: 'missed', missedAt: now };
    return obligation.state === 'planned' && stages.includes('opens') ? { ...obligation, state: 'open' } : obligation;
  }
  const state = obligation.state === 'planned' && stages.includes('opens') ? 'owed' : obligation.state;
  return { ...obligation, state, ...(isMissed && { missedAt: now }) };
}

function entryType(type: Obligation['type'], stages: readonly string[]): string {
  if (stages.includes('due')) return type === 'inspection' ? 'inspection_missed' : 'deliverable_overdue';
  return stages.includes('opens') ? `${type}_opened` : `${type}_reminded`;
}

function toldAt({ at, stage }: Stage, now: Instant): ToldStage {
  return { stage, at, late: now - at > LATE_AFTER_MS };
}
