import type { Changes, ContractEvent, NewTimer } from '../db/changes.ts';
import type { Contract } from '../domain/contract.ts';
import type { ObligationStep } from '../domain/obligations/obligation-refusal.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import { wakeAt } from '../domain/obligations/wake-obligation.ts';
import { offPeak } from '../domain/off-peak.ts';
import { eventId, type Instant, type PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What was decided about one of them: a step of a decision, with what it was decided on. */
export interface DecidedObligation extends Pick<ObligationStep, 'next' | 'entry'> {
  /** As it was read; absent: it is new. */
  readonly seen?: Obligation;
  /** Who did it; absent: the bot by itself. */
  readonly by?: PersonId;
}

export type ObligationChanges = Required<Pick<Changes, 'obligations' | 'entries' | 'setTimers' | 'clearTimers'>>;

/** Of the timer by which one of them is reminded of, and found missing. */
export function obligationKey(id: string): string {
  return `obligation:${id}`;
}

/** When it wakes up next; undefined: it wants nothing any more, or the pack in force has its plan no more. */
export function obligationTimer(contract: Contract, obligation: Obligation): NewTimer | undefined {
  const plan = planOf(contract, obligation);
  const calendar = plan && contract.calendars[plan.calendar];
  const fireAt = plan && calendar && wakeAt(obligation, plan, calendar);
  if (fireAt === undefined) return undefined;
  return { key: obligationKey(obligation.id), kind: 'wake_obligation', subject: obligation.id, fireAt };
}

/** Its timer was moved: it wakes up when it has to. */
export function onlyItsTimer(contract: Contract, obligation: Obligation): Pick<Changes, 'setTimers'> {
  const timer = obligationTimer(contract, obligation);
  return timer ? { setTimers: [timer] } : {};
}

/** The rows, their entries, and the timers by which each wakes up next: all that a commit needs of them. */
export function obligationWrites(
  { contract, ids, now }: Pick<Scene, 'contract' | 'ids' | 'now'>,
  decided: readonly DecidedObligation[],
): ObligationChanges {
  const timers = decided.map(({ next }) => obligationTimer(contract, next));
  return {
    obligations: decided.map(({ next, seen }) => ({ next, ...(seen && { seen }) })),
    entries: decided.map(
      ({ by, entry, next }): ContractEvent => ({
        ...{ id: eventId(ids.next(now)), at: now, ...(by !== undefined && { by }) },
        ...{ ...entry, recordId: next.id },
      }),
    ),
    setTimers: [
      ...timers.flatMap((timer) => timer ?? []),
      ...decided.flatMap((one) => (isToBeDrafted(contract, one) ? draftTimer(one.next, now) : [])),
    ],
    clearTimers: decided.flatMap(({ next }, place) => (timers[place] ? [] : [{ key: obligationKey(next.id) }])),
  };
}

/** A report that the bot writes is drafted as soon as it has opened. */
function isToBeDrafted(contract: Contract, { next, seen }: DecidedObligation): boolean {
  const report = next.type === 'deliverable' ? planOf(contract, next)?.report : undefined;
  // The day's summary is one that is owed each day, unless the bot was down then.
  const isSummary = report === 'daily' && contract.reporting.daily !== undefined && next.missedAt === undefined;
  return report !== undefined && !isSummary && !seen;
}

/** Each is drafted in a transaction of its own. */
export function draftTimer({ id, opensAt }: Pick<Obligation, 'id' | 'opensAt'>, now: Instant): NewTimer {
  return { key: `draft:${id}`, kind: 'draft_report', subject: id, fireAt: Math.max(now, offPeak(opensAt, id)) };
}
