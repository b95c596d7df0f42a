import { isWorkingAt, whereKnown } from './calendar.ts';
import { isWorkday } from './calendar-days.ts';
import { civilDate } from './civil.ts';
import { calendarOf } from './clocks.ts';
import type { ClockName, ClockRule, Contract } from './contract.ts';
import { calendarKeyFor, departmentOf, systemOf } from './contract-lookup.ts';
import type { Instant } from './types.ts';

/** What decides which rules bind a ticket, and by whose hours. */
export interface Bound {
  readonly level: string;
  readonly systemId?: string | undefined;
  /** Of the chat; a system that belongs to a department outweighs it. */
  readonly departmentId?: string | undefined;
  /** By which the rules of certain hours are chosen. */
  readonly reportedAt: Instant;
}

/** A clock that starts again whenever it was met: the hourly progress. */
export function isRecurring(clock: { readonly clock: ClockName }): boolean {
  return clock.clock === 'update';
}

/**
 * The rules that bind such a ticket from its report on, each with the calendar that the department means by it. Of rules for the
 * same promise those with the most telling scope bind: systems, then profiles, then projects, then none. Those of other hours
 * than the report's do not take part.
 */
export function bindingRules(contract: Contract, bound: Bound): readonly ClockRule[] {
  return rulesFor(contract, bound).filter((rule) => rule.clock !== 'fault_report');
}

/** 故障报告 is owed after the fault: these count from the resolution. */
export function faultReportRules(contract: Contract, bound: Bound): readonly ClockRule[] {
  return rulesFor(contract, bound).filter((rule) => rule.clock === 'fault_report');
}

function rulesFor(contract: Contract, bound: Bound): readonly ClockRule[] {
  const system = systemOf(contract, bound.systemId);
  const isIn = (ids: readonly string[], id: string | undefined) =>
    ids.length === 0 || (id !== undefined && ids.includes(id));
  const departmentId = departmentIdFor(contract, bound);
  const keyFor = (key: string) => calendarKeyFor(contract, key, departmentId);
  const isOfHours = ({ reportedIn, reportedOutside }: ClockRule) =>
    (reportedIn === undefined || isWithin(contract, keyFor(reportedIn), bound.reportedAt)) &&
    (reportedOutside === undefined || !isWithin(contract, keyFor(reportedOutside), bound.reportedAt));
  const matching = contract.clocks.filter(
    (rule) =>
      isIn(rule.levels, bound.level) &&
      isIn(rule.systems, system?.id) &&
      isIn(rule.profiles, system?.profile) &&
      isIn(rule.projects, system?.project) &&
      isOfHours(rule),
  );
  const isOutweighed = (rule: ClockRule) =>
    matching.some((other) => isSamePromise(other, rule) && scopeRank(other) > scopeRank(rule));
  return matching
    .filter((rule) => !isOutweighed(rule))
    .map((rule) => ({
      ...rule,
      calendar: keyFor(rule.calendar),
      ...(rule.onRequestOutside !== undefined && { onRequestOutside: keyFor(rule.onRequestOutside) }),
    }));
}

/** An instant of which nobody knows it counts as within the hours: there the shorter targets are, the strict reading until told otherwise. */
function isWithin(contract: Contract, calendar: string, at: Instant): boolean {
  return whereKnown(() => isWorkingAt(calendarOf({ calendar }, contract), at)) ?? true;
}

function scopeRank({ systems, profiles, projects }: ClockRule): number {
  if (systems.length > 0) return 3;
  if (profiles.length > 0) return 2;
  return projects.length > 0 ? 1 : 0;
}

/** Whose hours count: the department whose system it is, else the one whose chat it is. */
export function departmentIdFor(
  contract: Contract,
  { systemId, departmentId }: Pick<Bound, 'systemId' | 'departmentId'>,
): string | undefined {
  return departmentOf(contract, systemId)?.id ?? departmentId;
}

/**
 * Does the rule's clock wait for the customer's word (要求到场) for a report of this instant? A day of which nobody knows whether
 * it is one of rest counts as a working day: the strict reading until told otherwise.
 */
export function waitsForRequest(rule: ClockRule, contract: Contract, reportedAt: Instant): boolean {
  if (rule.onRequestOutside === undefined) return false;
  const calendar = calendarOf({ calendar: rule.onRequestOutside }, contract);
  return whereKnown(() => !isWorkday(calendar, civilDate(reportedAt))) ?? false;
}

/** Is it the same promise, be it with another target? */
export function isSamePromise(one: Promised, other: Promised): boolean {
  return one.clock === other.clock && one.binding === other.binding;
}

type Promised = Pick<ClockRule, 'clock' | 'binding'>;
