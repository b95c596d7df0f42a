import { MORNING_LISTED_MAX, type Morning, morningCard } from '../cards/morning-card.ts';
import { withRole } from '../cards/ticket-view.ts';
import type { Changes } from '../db/changes.ts';
import { HOLIDAYS_AHEAD_DAYS } from '../domain/calendar.ts';
import { civilDate, dateOfDay, dayNumber, dayOf, startOfDay, timeOfDayMs, weekdayOf } from '../domain/civil.ts';
import { isOpen, openPause } from '../domain/clocks.ts';
import type { Contract } from '../domain/contract.ts';
import { offPeak } from '../domain/off-peak.ts';
import { allGaps } from '../domain/roster-gaps.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { DAY, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { distinct, OPEN_TICKETS_MAX, overdueTickets } from './find-ticket.ts';
import type { Routine } from './routine-types.ts';
import { viewsOf } from './scene-ticket.ts';
import { tellEach } from './tell-each.ts';

/** Gaps in the roster are told so long ahead. */
const GAPS_AHEAD_MS = 3 * DAY;
/** That they are missing is told with other things, and by itself each Monday, or daily when it becomes urgent. */
const HOLIDAYS_URGENT_DAYS = 14;

/** Each day, to each manager for himself: what is open, late and due, what waits for an approval, and what is missing. */
export const managerDigest: Routine = {
  name: 'manager_digest',
  nextAt({ contract }, after) {
    if (contract.digestAt === undefined) return undefined;
    const today = offPeak(startOfDay(dayOf(after)) + timeOfDayMs(contract.digestAt), contract.id);
    return today > after ? today : today + DAY;
  },
  async changes(scene) {
    const morning = await morningOf(scene);
    if (!isWorthTelling(morning, scene.now)) return {};
    const card = morningCard(morning, scene.contract, scene.now, scene.text);
    const key = `morning:${scene.contract.id}:${civilDate(scene.now)}`;
    const outbox = await tellEach(scene, withRole(scene.members, 'manager'), (to) => ({
      key: `${key}:${to}`,
      priority: 2,
      content: { lines: [], card },
      // What is late and missing is the supplier's own affair, and the group is the customer's.
      onlyAlone: true,
    }));
    return { outbox } satisfies Changes;
  },
};

async function morningOf(scene: Scene): Promise<Morning> {
  const { contract, now, store } = scene;
  const endOfDay = startOfDay(dayOf(now) + 1);
  const [open, overdue, due] = await Promise.all([
    store.openTickets(contract.id, { limit: OPEN_TICKETS_MAX }),
    overdueTickets(scene),
    store.openTickets(contract.id, { dueBy: endOfDay, limit: OPEN_TICKETS_MAX }),
  ]);
  const dueToday = due.filter((ticket) => isDueIn(ticket, now, endOfDay));
  const listed = distinct([...overdue.tickets, ...dueToday, ...open]).slice(0, MORNING_LISTED_MAX);
  const approvals = open.filter(waitsForApproval);
  const rosterGaps = allGaps(scene, now, now + GAPS_AHEAD_MS).filter(({ kind }) => kind === 'away');
  const holidaysKnownTo = missingHolidays(contract, now);
  return {
    open: { count: open.length, isCapped: open.length === OPEN_TICKETS_MAX },
    overdue: { count: overdue.tickets.length, isCapped: overdue.isCapped },
    dueToday: dueToday.length,
    listed: await viewsOf(scene, listed),
    approvals: await viewsOf(scene, approvals),
    rosterGaps,
    ...(holidaysKnownTo !== undefined && { holidaysKnownTo }),
  };
}

/** Nothing to say is not said. */
function isWorthTelling({ open, holidaysKnownTo, rosterGaps }: Morning, now: Instant): boolean {
  if (open.count > 0 || rosterGaps.length > 0) return true;
  if (holidaysKnownTo === undefined) return false;
  const today = dayOf(now);
  return weekdayOf(today) === 0 || dayNumber(holidaysKnownTo) - today <= HOLIDAYS_URGENT_DAYS;
}

function isDueIn({ clocks }: Ticket, from: Instant, to: Instant): boolean {
  return clocks.some(
    (clock) =>
      isOpen(clock) && !openPause(clock) && clock.dueAt !== undefined && from <= clock.dueAt && clock.dueAt <= to,
  );
}

function waitsForApproval({ lateEntry, suspension }: Ticket): boolean {
  return lateEntry !== undefined || (suspension !== undefined && suspension.approvedBy === undefined);
}

/** The last day whose holidays are known, where it is near. The term may end before: faults are taken after it as well. */
function missingHolidays({ calendars }: Contract, now: Instant): string | undefined {
  const ends = Object.values(calendars).flatMap((calendar) => (calendar.kind === 'always' ? [] : calendar.spec.daysTo));
  const first = ends.toSorted()[0];
  return first !== undefined && first <= dateOfDay(dayOf(now) + HOLIDAYS_AHEAD_DAYS) ? first : undefined;
}
