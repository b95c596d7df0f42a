import { type DeafStretch, wasDeaf } from '../assessment/deaf-stretch.ts';
import { isJudged, isMissed } from '../assessment/outcome-time.ts';
import type { ClockOutcome, TicketOutcome } from '../assessment/ticket-outcome.ts';
import { CLOCK_NAMES } from '../contract.ts';
import type { Instant } from '../types.ts';
import type { ClockFigures, DeafSpan, MissedClock } from './report-types.ts';
import { isWithin, type TicketsOfPeriod } from './ticket-figures.ts';

interface OneClock {
  readonly ticket: TicketOutcome;
  readonly clock: ClockOutcome;
}

/**
 * Of the contract's clocks alone, by name in the order of a ticket's course. A ticket's clocks count in the period of its report; a fault
 * report, as in the score, in that of its due date. Of the rounds of one rule that were met one is counted.
 */
export function clockFigures(
  { counted, now, period }: Pick<TicketsOfPeriod, 'counted' | 'now' | 'period'>,
  deafness: readonly DeafStretch[],
): readonly ClockFigures[] {
  const all = counted.flatMap((ticket): OneClock[] =>
    ticket.clocks.flatMap((clock) => {
      if (clock.binding !== 'contract') return [];
      const { clock: name, dueAt } = clock;
      const at = name === 'fault_report' && dueAt !== undefined ? dueAt - 1 : ticket.reportedAt;
      return isWithin(period, at) ? { ticket, clock } : [];
    }),
  );
  const byName = Map.groupBy(all, ({ clock }) => clock.clock);
  return CLOCK_NAMES.flatMap((name) => {
    const clocks = byName.get(name);
    return clocks ? { clock: name, ...judged(clocks, now, deafness) } : [];
  });
}

function judged(clocks: readonly OneClock[], now: Instant, deafness: readonly DeafStretch[]) {
  const missed = clocks.filter(({ clock }) => isMissed(clock, now));
  const met = clocks.filter(({ clock }) => isJudged(clock, now)).length - missed.length;
  const running = clocks.filter(({ clock }) => clock.stoppedAt === undefined && !isJudged(clock, now)).length;
  const cases = missed
    .map((one) => missedClock(one, now, deafness))
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.number < b.number ? -1 : 1));
  return { met, missed: missed.length, running, cases };
}

function missedClock({ clock, ticket }: OneClock, now: Instant, deafness: readonly DeafStretch[]): MissedClock {
  const { dueAt, startedAt, stoppedAt } = clock;
  const { chatId, number, systemId } = ticket;
  const until = stoppedAt ?? now;
  // What an earlier level missed is due later by now, or over in a way that this instant does not say.
  const overMs = dueAt === undefined || until <= dueAt ? undefined : until - dueAt;
  return {
    number,
    ...(systemId !== undefined && { systemId }),
    ...(dueAt !== undefined && { dueAt }),
    ...(stoppedAt !== undefined && { stoppedAt }),
    ...(overMs !== undefined && { overMs }),
    ...(wasDeaf(deafness, { from: startedAt, to: until }, chatId) && { isInDeafness: true as const }),
  };
}

/** Cut to the period and to what has passed of it. */
export function deafSpans(
  deafness: readonly DeafStretch[],
  { now, period }: Pick<TicketsOfPeriod, 'now' | 'period'>,
): readonly DeafSpan[] {
  return deafness
    .map(({ from, platform, to }) => ({
      from: Math.max(from, period.from),
      to: Math.min(to, period.to, now),
      ...(platform !== undefined && { platform }),
    }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
}
