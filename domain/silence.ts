import { addMs, whereKnown } from './calendar.ts';
import { departmentIdFor } from './clock-rules.ts';
import { calendarOf } from './clocks.ts';
import type { Audience, Contract, SilenceRule } from './contract.ts';
import { calendarKeyFor } from './contract-lookup.ts';
import { afterQuietHours } from './quiet-hours.ts';
import { IN_WORK, type Ticket } from './ticket-types.ts';
import type { Instant } from './types.ts';

/** A step of the pack's `silence` that was not posted since the last work on the ticket. */
export interface SilenceStep {
  /** From 1. */
  readonly step: number;
  readonly at: Instant;
  readonly to: readonly Audience[];
}

/**
 * Who is asked next about a ticket that was taken and of which nothing is heard. None before it was taken, while it is
 * suspended and after the resolution, and none where the table of holidays ends before.
 */
export function silenceOwed(ticket: Ticket, contract: Contract): readonly SilenceStep[] {
  const { lastWorkAt, silenceSteps = 0, suspension, status } = ticket;
  const rule = ruleFor(ticket.level, contract);
  const isHeard = !IN_WORK.includes(status) || suspension?.approvedBy !== undefined;
  if (!rule || lastWorkAt === undefined || isHeard) return [];
  const key = calendarKeyFor(contract, rule.calendar, departmentIdFor(contract, ticket));
  const calendar = calendarOf({ calendar: key }, contract);
  return rule.steps.flatMap(({ afterMs, to }, index) => {
    const at = whereKnown(() => addMs(calendar, lastWorkAt, afterMs));
    if (at === undefined || index < silenceSteps) return [];
    return [{ step: index + 1, at: afterQuietHours(at, ticket.level, contract), to }];
  });
}

/** A rule that names the level outweighs one for all. */
function ruleFor(level: string, { silence }: Contract): SilenceRule | undefined {
  return silence.find(({ levels }) => levels.includes(level)) ?? silence.find(({ levels }) => levels.length === 0);
}
