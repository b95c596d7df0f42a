import { clockUse, isOpen, openPause } from './clocks.ts';
import type { Contract } from './contract.ts';
import type { Ticket, TicketClock } from './ticket-types.ts';
import { type DurationMs, HOUR, type Instant } from './types.ts';

/** What is due within this is due soon, … */
export const SOON_MS: DurationMs = 2 * HOUR;
/** … and so is what has used up this much of its target, however long that is. */
const SOON_PERMILLE = 800;

/** Does the clock run, and is its time nearly over? What is over is not near any more. */
export function isDueSoon(clock: TicketClock, contract: Contract, now: Instant): boolean {
  if (!isOpen(clock) || openPause(clock)) return false;
  const { dueAt, targetMs, usedMs } = clockUse(clock, contract, now);
  if (dueAt === undefined || now > dueAt) return false;
  if (dueAt - now <= SOON_MS) return true;
  return usedMs !== undefined && targetMs !== undefined && usedMs * 1000 >= targetMs * SOON_PERMILLE;
}

/** The earliest due instant of the ticket's clocks that are due soon; undefined where none is. */
export function dueSoonAt({ clocks }: Ticket, contract: Contract, now: Instant): Instant | undefined {
  const dues = clocks.filter((clock) => isDueSoon(clock, contract, now)).flatMap(({ dueAt }) => dueAt ?? []);
  return dues.length === 0 ? undefined : Math.min(...dues);
}
