import { clockId, clockOfRule } from './clock-changes.ts';
import { bindingRules, isSamePromise, waitsForRequest } from './clock-rules.ts';
import type { ClockName, ClockRule, Contract } from './contract.ts';
import { postedStages } from './rebinding.ts';
import { suspensionPauses } from './suspension.ts';
import type { ClockChange, Ticket } from './ticket-types.ts';
import type { Instant } from './types.ts';

/** Rules whose clock waits for the customer's word: it was neither asked for nor done yet. */
export function waitingRules(ticket: Ticket, contract: Contract): readonly ClockRule[] {
  return bindingRules(contract, ticket).filter(
    (rule) =>
      waitsForRequest(rule, contract, ticket.reportedAt) &&
      !isDone(rule.clock, ticket) &&
      !ticket.clocks.some((clock) => clock.voidedAt === undefined && isSamePromise(rule, clock)),
  );
}

function isDone(clock: ClockName, { milestones, reportedUp }: Ticket): boolean {
  switch (clock) {
    case 'respond':
      return milestones.acknowledged !== undefined;
    case 'arrive':
      return milestones.arrived !== undefined;
    case 'diagnose':
      return milestones.diagnosed !== undefined;
    case 'workaround':
      return milestones.worked_around !== undefined;
    case 'report_up':
      return reportedUp !== undefined;
    case 'resolve':
    case 'update':
    case 'fault_report':
      return false;
  }
}

/** 要求到场: what waits starts. @param start.startedAt from where it counts: the request */
export function requestChanges(
  rules: readonly ClockRule[],
  ticket: Ticket,
  contract: Contract,
  start: { readonly startedAt: Instant; readonly now: Instant },
): readonly ClockChange[] {
  return rules.map((rule) => {
    const pauses = rule.pausable ? suspensionPauses(ticket, start.startedAt) : [];
    const round = rule.clock === 'update' ? 1 : undefined;
    const stages = postedStages(ticket, clockId(rule.id, round));
    const clock = clockOfRule(rule, contract, { ...start, round, pauses, stages });
    return { op: 'start', clock };
  });
}
