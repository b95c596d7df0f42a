import { targetMs } from './calendar.ts';
import { calendarOf, dueOf, instantOfUse, isOpen, openPause } from './clocks.ts';
import type { Audience, Contract } from './contract.ts';
import type { Stage, TicketClock } from './ticket-types.ts';
import type { Instant } from './types.ts';

/** A stage of a clock that has not been posted, and the instant from which it is owed. */
export interface PlannedStage {
  readonly stage: Stage;
  readonly at: Instant;
  readonly to: readonly Audience[];
}

const BREACH: Stage = 'breach';

/**
 * The stages that a clock still owes, in their order; none while it is paused or after its end. Shares of the target are
 * counted in the clock's calendar, the breach comes one millisecond after the last instant that counts, and the chain goes
 * up by the wall clock from there. A stage that a posted one has overtaken is not owed any more, and none while nobody can say
 * when the clock is due.
 */
export function stagesOwed(clock: TicketClock, contract: Contract): readonly PlannedStage[] {
  if (!isOpen(clock) || openPause(clock)) return [];
  const dueAt = dueOf(clock, contract);
  if (dueAt === undefined) return [];
  const earliest = clock.armedAt ?? clock.startedAt;
  const all = [...sharesOf(clock, contract), ...overdueStages(dueAt, contract)];
  const lastPosted = all.findLastIndex((planned) => clock.stages.includes(planned.stage));
  return all.slice(lastPosted + 1).map((planned) => ({ ...planned, at: Math.max(planned.at, earliest) }));
}

/** 50 %, 80 %: named by their share, so that a pack which changes them never posts one twice. */
function sharesOf(clock: TicketClock, contract: Contract): readonly PlannedStage[] {
  const calendar = calendarOf(clock, contract);
  const target = targetMs(calendar, clock.target);
  return contract.reminders.flatMap(({ permille, to }) => {
    const at = instantOfUse(clock, calendar, Math.ceil((target * permille) / 1000));
    return at === undefined ? [] : [{ stage: `p${permille}`, at, to }];
  });
}

/** The breach itself is told even where a pack's chain does not begin with it. */
function overdueStages(dueAt: Instant, contract: Contract): readonly PlannedStage[] {
  const breach = contract.escalation.find((step) => step.afterMs === 0);
  const later = contract.escalation.filter((step) => step.afterMs > 0);
  return [
    { stage: BREACH, at: dueAt + 1, to: breach?.to ?? ['responsible', 'manager'] },
    ...later.map(({ afterMs, to }, index) => ({ stage: `e${index + 1}`, at: dueAt + afterMs, to })),
  ];
}
