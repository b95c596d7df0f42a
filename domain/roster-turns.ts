import { type Calendar, WEEKDAYS, type Weekday, whereKnown } from './calendar.ts';
import { isWorkday } from './calendar-days.ts';
import { type DayNumber, dateOfDay, dayNumber, dayOf, startOfDay, timeOfDayMs, weekdayOf } from './civil.ts';
import type { Contract, Rota } from './contract.ts';
import { departmentOf, projectOf } from './contract-lookup.ts';
import type { DutyScope, Roster, RotaPlan } from './roster-types.ts';
import { type CivilDate, DAY, type Instant } from './types.ts';

/** All that duty depends on; every scene has it. */
export interface RosterGiven {
  readonly contract: { readonly calendars: Readonly<Record<string, Calendar>> };
  readonly roster: Roster;
}

/** One stretch of a planned rota that one person has: [from, to). */
export interface Turn {
  readonly rota: Rota;
  readonly plan: RotaPlan;
  /** The day on which it begins. */
  readonly day: CivilDate;
  readonly from: Instant;
  readonly to: Instant;
  /** How often the next one took over since the plan's first turn, from 0. */
  readonly index: number;
}

/** Whom duty is asked for about a system. @param departmentId of the chat, where the system has none */
export function dutyScope(contract: Contract, systemId: string | undefined, departmentId?: string): DutyScope {
  const projectId = projectOf(contract, systemId)?.id;
  const department = departmentOf(contract, systemId)?.id ?? departmentId;
  return {
    ...(systemId !== undefined && { systemId }),
    ...(projectId !== undefined && { projectId }),
    ...(department !== undefined && { departmentId: department }),
  };
}

/** A rota that names systems, projects or departments serves those alone; all its lists have to fit. */
export function serves({ systems, projects, departments }: Rota, scope: DutyScope): boolean {
  const fits = (list: readonly string[], id: string | undefined) =>
    list.length === 0 || (id !== undefined && list.includes(id));
  return fits(systems, scope.systemId) && fits(projects, scope.projectId) && fits(departments, scope.departmentId);
}

/** Somebody whom the rota serves. */
export function servedBy({ departments, projects, systems }: Rota): DutyScope {
  const [departmentId] = departments;
  const [projectId] = projects;
  const [systemId] = systems;
  return {
    ...(departmentId !== undefined && { departmentId }),
    ...(projectId !== undefined && { projectId }),
    ...(systemId !== undefined && { systemId }),
  };
}

/** The rotas of the pack that somebody is on, in the pack's order. */
export function plannedRotas({ rotas, plans }: Roster): readonly { readonly rota: Rota; readonly plan: RotaPlan }[] {
  return rotas.flatMap((rota) => {
    const plan = plans.find(({ rotaId }) => rotaId === rota.id);
    return plan && plan.order.length > 0 ? [{ rota, plan }] : [];
  });
}

/** The turn that covers an instant; of the rota's own hours only. */
export function turnAt(given: RosterGiven, rotaId: string, at: Instant): Turn | undefined {
  return turnsBetween(given, rotaId, at, at + 1)[0];
}

/** Turns of a planned rota that share an instant with [from, to), the earliest first. */
export function turnsBetween(given: RosterGiven, rotaId: string, from: Instant, to: Instant): readonly Turn[] {
  const planned = plannedRotas(given.roster).find(({ rota }) => rota.id === rotaId);
  if (!planned || to <= from) return [];
  const turns: Turn[] = [];
  // A turn that began the day before may go on.
  for (let day = dayOf(from) - 1; startOfDay(day) < to; day += 1) {
    const turn = turnOn(given, planned.rota, planned.plan, day);
    if (turn && turn.from < to && turn.to > from) turns.push(turn);
  }
  return turns;
}

/** The first beginning of a turn later than `after`, of any planned rota, within so many days. */
export function nextHandover(given: RosterGiven, after: Instant, withinDays = 31): Instant | undefined {
  const starts = plannedRotas(given.roster).flatMap(({ rota, plan }) => {
    for (let day = dayOf(after); day <= dayOf(after) + withinDays; day += 1) {
      const turn = turnOn(given, rota, plan, day);
      if (turn && turn.from > after) return [turn.from];
    }
    return [];
  });
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** Its hours where a turn begins on this day. */
export function hoursOn(rota: Rota, day: DayNumber): { readonly from: Instant; readonly to: Instant } {
  const [start, end] = [timeOfDayMs(rota.from), timeOfDayMs(rota.to)];
  const midnight = startOfDay(day);
  return { from: midnight + start, to: midnight + end + (end > start ? 0 : DAY) };
}

/** Does a turn of it begin on this day? undefined: the table of holidays does not reach so far. */
export function beginsOn({ contract }: RosterGiven, rota: Rota, day: DayNumber): boolean | undefined {
  if (rota.on === 'every_day') return true;
  if (typeof rota.on === 'object') return rota.on.some((weekday) => WEEKDAYS.indexOf(weekday) === weekdayOf(day));
  const calendar = rota.calendar === undefined ? undefined : contract.calendars[rota.calendar];
  if (!calendar) return undefined;
  const worked = whereKnown(() => isWorkday(calendar, dateOfDay(day)));
  return worked === undefined ? undefined : worked === (rota.on === 'workdays');
}

function turnOn(given: RosterGiven, rota: Rota, plan: RotaPlan, day: DayNumber): Turn | undefined {
  const first = dayNumber(plan.startsOn);
  if (day < first || beginsOn(given, rota, day) !== true) return undefined;
  return { rota, plan, day: dateOfDay(day), ...hoursOn(rota, day), index: indexOf(given, rota, first, day) };
}

function indexOf(given: RosterGiven, rota: Rota, first: DayNumber, day: DayNumber): number {
  switch (rota.rotate) {
    case 'never':
      return 0;
    case 'turn':
      return turnsBefore(given, rota, first, day);
    case 'week':
      return weeksSince(given, rota, first, day);
  }
}

function turnsBefore(given: RosterGiven, rota: Rota, first: DayNumber, day: DayNumber): number {
  if (rota.on === 'every_day') return day - first;
  let turns = 0;
  for (let before = first; before < day; before += 1) if (beginsOn(given, rota, before) === true) turns += 1;
  return turns;
}

/** Weeks begin on the rota's weekday; the plan's first turn is in the first. */
function weeksSince(given: RosterGiven, rota: Rota, first: DayNumber, day: DayNumber): number {
  let firstTurn = first;
  while (firstTurn < day && beginsOn(given, rota, firstTurn) !== true) firstTurn += 1;
  const weekday = rota.weekday ?? 'mon';
  return (weekStart(day, weekday) - weekStart(firstTurn, weekday)) / WEEKDAYS.length;
}

function weekStart(day: DayNumber, weekday: Weekday): DayNumber {
  return day - ((weekdayOf(day) - WEEKDAYS.indexOf(weekday) + WEEKDAYS.length) % WEEKDAYS.length);
}
