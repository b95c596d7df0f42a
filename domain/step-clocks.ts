import { stopChanges } from './clock-changes.ts';
import { isOpen } from './clocks.ts';
import type { ClockName } from './contract.ts';
import type { Env } from './env.ts';
import type { ClockChange, LateStep, Ticket } from './ticket-types.ts';

/** Clocks that a step stops, those of the earlier steps that it implies included. Whoever works has responded. */
export const STOPPED_BY = {
  acknowledge: ['respond'],
  arrive: ['respond', 'arrive'],
  diagnose: ['respond', 'arrive', 'diagnose'],
  work_around: ['respond', 'arrive', 'diagnose', 'workaround'],
  report_up: ['respond', 'report_up'],
  progress: ['respond'],
  suspend: ['respond'],
  resolve: ['respond', 'arrive', 'diagnose', 'report_up', 'workaround', 'resolve', 'update'],
} as const satisfies Record<LateStep | 'progress' | 'suspend', readonly ClockName[]>;

/**
 * The clocks that a step stops on this ticket. A diagnosis that is owed before anybody has to be there is made from afar
 * (远程诊断): it is no arrival.
 */
export function stoppedBy(step: LateStep, ticket: Ticket): readonly ClockName[] {
  const names = STOPPED_BY[step];
  const isFromAfar = step === 'diagnose' && firstDue(ticket, 'diagnose') < firstDue(ticket, 'arrive');
  return isFromAfar ? names.filter((name) => name !== 'arrive') : names;
}

/** Infinity where no such clock has a due instant. */
function firstDue(ticket: Ticket, name: ClockName): number {
  const owed = ticket.clocks.filter(({ clock, voidedAt }) => clock === name && voidedAt === undefined);
  return Math.min(...owed.map(({ dueAt = Infinity }) => dueAt));
}

/** Ends the open clocks of these names with their judgement. */
export function stopping(ticket: Ticket, names: readonly ClockName[], env: Env): readonly ClockChange[] {
  return ticket.clocks
    .filter((clock) => isOpen(clock) && names.includes(clock.clock))
    .flatMap((clock) => stopChanges(clock, env.contract, env.now));
}

/** Ends all open clocks without judgement. */
export function voiding(ticket: Ticket, { now }: Env): readonly ClockChange[] {
  return ticket.clocks.filter(isOpen).map(({ id }) => ({ op: 'void', id, at: now }));
}
