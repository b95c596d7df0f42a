import type { ClockName, ClockRule, Contract } from './contract.ts';

/** A clock that starts again whenever it was met: the hourly progress. */
export function isRecurring(clock: { readonly clock: ClockName }): boolean {
  return clock.clock === 'update';
}

/**
 * The rules that bind a ticket of this level and system: every one that says so, since every printed clause binds.
 * Without a system, rules for certain systems do not bind. 故障报告 is owed after the fault; its clock starts with the
 * deliverables, not with the report.
 */
export function bindingRules(contract: Contract, level: string, systemId: string | undefined): readonly ClockRule[] {
  return contract.clocks.filter(
    (rule) =>
      rule.clock !== 'fault_report' &&
      (rule.levels.length === 0 || rule.levels.includes(level)) &&
      (rule.systems.length === 0 || (systemId !== undefined && rule.systems.includes(systemId))),
  );
}

/** Is it the same promise, be it with another target? */
export function isSamePromise(one: Promised, other: Promised): boolean {
  return one.clock === other.clock && one.binding === other.binding;
}

type Promised = Pick<ClockRule, 'clock' | 'binding'>;
