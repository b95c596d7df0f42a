import { nextRound, restartChanges } from './clock-changes.ts';
import type { ClockName } from './contract.ts';
import type { Env } from './env.ts';
import { voiding } from './step-clocks.ts';
import {
  type ClockChange,
  MILESTONES,
  type Milestone,
  type MilestoneMark,
  type Ticket,
  type TicketClock,
} from './ticket-types.ts';
import type { PersonId } from './types.ts';

/**
 * 仍未解决: what the resolution alone stopped runs on without the time in between, or afresh where the pack restarts it; then the
 * first time stays judged as it was. That is the resolve clock, the last progress round, and whatever nobody did but by saying
 * that the fault was resolved: arriving, diagnosing, a workaround, telling the lead. Whoever worked has responded. The fault
 * report that the resolution wanted is not owed any more.
 */
export function reopeningChanges(ticket: Ticket, by: PersonId, env: Env): readonly ClockChange[] {
  const resolvedAt = ticket.milestones.resolved?.at ?? Infinity;
  const judged = ticket.clocks.filter((clock) => clock.voidedAt === undefined);
  const isNewest = (clock: TicketClock) => judged.findLast((other) => other.ruleId === clock.ruleId) === clock;
  const again = judged
    .filter(({ clock }) => isOwedAgain(clock, ticket))
    // One that began after the instant to which the resolution was dated back stopped at its own start.
    .filter((clock) => clock.stoppedAt !== undefined && clock.stoppedAt >= resolvedAt && isNewest(clock))
    .flatMap((clock): readonly ClockChange[] =>
      env.contract.reopen === 'resume'
        ? restartChanges(clock, env.contract, { now: env.now, by })
        : [{ op: 'start', clock: nextRound(clock, ticket.clocks, env.contract, { now: env.now, pauses: [] }) }],
    );
  return [...voiding(ticket, env), ...again];
}

function isOwedAgain(clock: ClockName, { milestones, reportedUp }: Ticket): boolean {
  switch (clock) {
    case 'resolve':
    case 'update':
      return true;
    case 'arrive':
      return milestones.arrived?.byResolution ?? false;
    case 'diagnose':
      return milestones.diagnosed?.byResolution ?? false;
    case 'workaround':
      return milestones.worked_around?.byResolution ?? false;
    case 'report_up':
      return reportedUp?.byResolution ?? false;
    case 'respond':
    case 'fault_report':
      return false;
  }
}

/** What was done, without the resolution and what was only said with it. */
export function withoutResolution(ticket: Ticket): Ticket {
  const { cause, action, reportedUp, milestones, ...rest } = ticket;
  const kept: Partial<Record<Milestone, MilestoneMark>> = {};
  for (const name of MILESTONES) {
    const mark = milestones[name];
    if (mark && !mark.byResolution && name !== 'resolved') kept[name] = mark;
  }
  const isTold = reportedUp !== undefined && !reportedUp.byResolution;
  return { ...rest, milestones: kept, ...(isTold && { reportedUp }) };
}
