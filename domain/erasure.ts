import { dayOf, startOfDay } from './civil.ts';
import type { Contract, PersonalDataRule } from './contract.ts';
import { DAY, type DurationMs, type Instant } from './types.ts';

/**
 * What the bot needs in order to work is kept for so long, whatever a pack says: handled updates, sent messages, questions. A pack can't
 * ask for less, so nothing of it outlives the personal data of tickets.
 */
export const WORKING_MEMORY_MS: DurationMs = 30 * DAY;

/**
 * The personal data of a ticket that ended before this is erased. Days are counted by the calendar: of one that ended at any time of a
 * day it is kept for so many whole days after that day.
 */
export function erasedBefore({ keepForMs }: PersonalDataRule, now: Instant): Instant {
  return startOfDay(dayOf(now)) - keepForMs;
}

/** The same for what belongs to no one contract: the strictest of them counts. Undefined: none of them erases anything. */
export function forgottenBefore(
  contracts: readonly Pick<Contract, 'personalData'>[],
  now: Instant,
): Instant | undefined {
  const instants = contracts.flatMap(({ personalData }) => (personalData ? erasedBefore(personalData, now) : []));
  return instants.length === 0 ? undefined : Math.max(...instants);
}
