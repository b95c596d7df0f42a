import { clockId, clockOfRule, closeOpenPause, lastRound, roundOf, stopChanges } from './clock-changes.ts';
import { bindingRules, isRecurring, isSamePromise } from './clock-rules.ts';
import { isOpen, isOver } from './clocks.ts';
import type { ClockRule, Contract } from './contract.ts';
import { suspensionPauses } from './suspension.ts';
import type { Breach, ClockChange, Pause, Stage, Ticket, TicketClock } from './ticket-types.ts';
import type { Instant } from './types.ts';

interface LevelChange {
  readonly ticket: Ticket;
  readonly contract: Contract;
  readonly now: Instant;
}

/**
 * What another level does to a ticket's clocks (design §6): an open clock gets the new target from its original start, with
 * its pauses and its stages; one that has breached stays breached; a stopped one is not judged again. A promise that the
 * new level does not have ends without judgement, or as breached if it was; a new one counts from the report. Only the
 * recurring progress counts from the change: nothing was owed in the rounds before.
 */
export function levelChanges(ticket: Ticket, to: string, contract: Contract, now: Instant): readonly ClockChange[] {
  const change: LevelChange = { ticket, contract, now };
  const rules = bindingRules(contract, to, ticket.systemId);
  const open = ticket.clocks.filter(isOpen);
  const isKept = (clock: TicketClock) => rules.some((rule) => rule.id === clock.ruleId);

  const leaving = open.filter((clock) => !isKept(clock));
  const starts: ClockChange[] = [];
  for (const rule of rules.filter((candidate) => !open.some((clock) => clock.ruleId === candidate.id))) {
    const at = leaving.findIndex((clock) => isSamePromise(rule, clock));
    const [old] = at < 0 ? [] : leaving.splice(at, 1);
    if (old) starts.push({ op: 'start', clock: retargeted(change, rule, old), replaces: old.id });
    else if (isRecurring(rule) || !wasJudged(ticket, rule)) starts.push({ op: 'start', clock: added(change, rule) });
  }
  return [...leaving.flatMap((clock) => endChanges(clock, change)), ...starts];
}

function wasJudged(ticket: Ticket, rule: ClockRule): boolean {
  return ticket.clocks.some((clock) => clock.stoppedAt !== undefined && isSamePromise(rule, clock));
}

function retargeted({ ticket, contract, now }: LevelChange, rule: ClockRule, old: TicketClock): TicketClock {
  const round = roundOf(old);
  return clockOfRule(rule, contract, {
    startedAt: old.startedAt,
    now,
    round,
    pauses: rule.pausable ? merged(old, suspensionPauses(ticket, old.startedAt)) : closeOpenPause(old.pauses, now),
    stages: [...new Set([...old.stages, ...postedStages(ticket, clockId(rule.id, round))])],
    breach: keptBreach(old, now),
  });
}

/** What was over stays over: the due instant that it missed is remembered, since the clock gets another. */
function keptBreach(old: TicketClock, now: Instant): Breach | undefined {
  const dueAt = old.breach?.dueAt ?? old.dueAt;
  if (!isOver(old, now) || dueAt === undefined) return undefined;
  return { dueAt, at: old.breach?.at ?? now, by: 'level_change' };
}

function added({ ticket, contract, now }: LevelChange, rule: ClockRule): TicketClock {
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
function postedStages(ticket: Ticket, id: string): readonly Stage[] {
  return ticket.clocks.find((clock) => clock.id === id)?.stages ?? [];
}

function merged(old: TicketClock, suspended: readonly Pause[]): readonly Pause[] {
  const others = old.pauses.filter((pause) => pause.cause !== 'suspended');
  return [...others, ...suspended].toSorted((a, b) => a.from - b.from);
}

function endChanges(clock: TicketClock, { contract, now }: LevelChange): readonly ClockChange[] {
  return isOver(clock, now) ? stopChanges(clock, contract, now) : [{ op: 'void', id: clock.id, at: now }];
}
