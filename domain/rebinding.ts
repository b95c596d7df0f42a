import { clockId, clockOfRule, closeOpenPause, endChanges, lastRound, roundOf } from './clock-changes.ts';
import { type Bound, bindingRules, isRecurring, isSamePromise, waitsForRequest } from './clock-rules.ts';
import { isOpen, isOver } from './clocks.ts';
import type { ClockRule, Contract } from './contract.ts';
import { suspensionPauses } from './suspension.ts';
import type { Breach, ClockChange, Pause, Stage, Ticket, TicketClock } from './ticket-types.ts';
import type { Instant } from './types.ts';

interface Rebinding {
  readonly ticket: Ticket;
  readonly contract: Contract;
  readonly now: Instant;
}

/**
 * What another level or system does to a ticket's clocks (design §6): an open clock gets the new target from its original
 * start, with its pauses and its stages; one that has breached stays breached; a stopped one is not judged again. A promise
 * that is not made any more ends without judgement, or as breached if it was; a new one counts from the report. Only the
 * recurring progress counts from the change: nothing was owed in the rounds before. What waits for the customer's word by the
 * new rule does not run.
 */
export function rebindingChanges(ticket: Ticket, to: Bound, contract: Contract, now: Instant): readonly ClockChange[] {
  const change: Rebinding = { ticket, contract, now };
  const rules = bindingRules(contract, to);
  const open = ticket.clocks.filter(isOpen);
  const isKept = (clock: TicketClock) => rules.some((rule) => isBoundBy(clock, rule));

  const leaving = open.filter((clock) => !isKept(clock));
  const starts: ClockChange[] = [];
  for (const rule of rules.filter((candidate) => !open.some((clock) => isBoundBy(clock, candidate)))) {
    const isWaiting = waitsForRequest(rule, contract, ticket.reportedAt);
    const at = leaving.findIndex((clock) => isSamePromise(rule, clock) && !(isWaiting && ranFromReport(clock, ticket)));
    const [old] = at < 0 ? [] : leaving.splice(at, 1);
    if (old) starts.push({ op: 'start', clock: retargeted(change, rule, old), replaces: old.id });
    else if (isRecurring(rule) || !(isWaiting || wasJudged(ticket, rule))) {
      starts.push({ op: 'start', clock: added(change, rule) });
    }
  }
  return [...leaving.flatMap((clock) => endChanges(clock, contract, now)), ...starts];
}

/** The same rule counts by other hours where the system belongs to another department. */
function isBoundBy(clock: TicketClock, rule: ClockRule): boolean {
  return clock.ruleId === rule.id && clock.calendar === rule.calendar;
}

/** Nobody of the customer's had to ask for it. */
function ranFromReport(clock: TicketClock, ticket: Ticket): boolean {
  return clock.startedAt === ticket.reportedAt;
}

function wasJudged(ticket: Ticket, rule: ClockRule): boolean {
  return ticket.clocks.some((clock) => clock.stoppedAt !== undefined && isSamePromise(rule, clock));
}

function retargeted({ ticket, contract, now }: Rebinding, rule: ClockRule, old: TicketClock): TicketClock {
  const round = roundOf(old);
  const isStillAgreed = 'agreed' in rule.target && 'until' in old.target;
  return clockOfRule(isStillAgreed ? { ...rule, target: old.target } : rule, contract, {
    startedAt: old.startedAt,
    now,
    round,
    pauses: rule.pausable
      ? withSuspensions(old, suspensionPauses(ticket, old.startedAt))
      : closeOpenPause(old.pauses, now),
    stages: [...new Set([...old.stages, ...postedStages(ticket, clockId(rule.id, round))])],
    breach: keptBreach(old, now),
  });
}

/** What was over stays over: the due instant that it missed is remembered, since the clock gets another. */
function keptBreach(old: TicketClock, now: Instant): Breach | undefined {
  const dueAt = old.breach?.dueAt ?? old.dueAt;
  if (!isOver(old, now) || dueAt === undefined) return undefined;
  const isFixed = old.breach?.by === 'level_change' ? old.breach.unpausable : !old.pausable;
  return { dueAt, at: old.breach?.at ?? now, by: 'level_change', ...(isFixed && { unpausable: true }) };
}

function added({ ticket, contract, now }: Rebinding, rule: ClockRule): TicketClock {
  const startedAt = isRecurring(rule) ? now : ticket.reportedAt;
  const round = isRecurring(rule) ? 1 + lastRound(ticket.clocks, rule) : undefined;
  return clockOfRule(rule, contract, {
    startedAt,
    now,
    round,
    pauses: rule.pausable ? suspensionPauses(ticket, startedAt) : [],
    stages: postedStages(ticket, clockId(rule.id, round)),
  });
}

/** The clock ran under this very rule before and became void: what was posted then is not posted again. */
export function postedStages(ticket: Ticket, id: string): readonly Stage[] {
  return ticket.clocks.find((clock) => clock.id === id)?.stages ?? [];
}

function withSuspensions(old: TicketClock, suspended: readonly Pause[]): readonly Pause[] {
  const others = old.pauses.filter((pause) => pause.cause !== 'suspended');
  return [...others, ...suspended].toSorted((a, b) => a.from - b.from);
}
