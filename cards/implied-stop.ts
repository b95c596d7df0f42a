import type { MilestoneMark, Ticket, TicketClock } from '../domain/ticket-types.ts';
import type { Catalogue } from './catalogue.ts';

/** The clocks of a step that somebody has to take himself. Whoever works on a ticket has responded to it. */
const MARK_OF = {
  arrive: ({ milestones }) => milestones.arrived,
  diagnose: ({ milestones }) => milestones.diagnosed,
  workaround: ({ milestones }) => milestones.worked_around,
  report_up: ({ reportedUp }) => reportedUp,
} satisfies Readonly<Record<string, (ticket: Ticket) => MilestoneMark | undefined>>;

/**
 * How a clock came to stop whose step nobody took: a later one implied it.
 * @returns undefined where it was taken, and of every other clock
 */
export function impliedStop(stopped: TicketClock, ticket: Ticket, text: Catalogue): string | undefined {
  const { clock, stoppedAt } = stopped;
  if (!isOwnStep(clock) || stoppedAt === undefined) return undefined;
  const mark = MARK_OF[clock](ticket);
  if (mark === undefined || mark.at > stoppedAt) {
    return hasNextRound(stopped, ticket) ? text.card.impliedByResolution[clock] : undefined;
  }
  if (!mark.implied || mark.at !== stoppedAt) return undefined;
  return mark.byResolution === true ? text.card.impliedByResolution[clock] : text.card.impliedByStep;
}

/**
 * A reopening took back what only the resolution before it had implied, and started the clock afresh. What another level or
 * system, or a merge, has ended comes back as no round of the same rule that starts behind its end.
 */
function hasNextRound({ ruleId, stoppedAt = Infinity }: TicketClock, { clocks }: Ticket): boolean {
  return clocks.some((other) => other.ruleId === ruleId && other.startedAt >= stoppedAt);
}

function isOwnStep(clock: string): clock is keyof typeof MARK_OF {
  return Object.hasOwn(MARK_OF, clock);
}
