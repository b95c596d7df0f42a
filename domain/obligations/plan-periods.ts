import { assert } from '../assert.ts';
import { addMonths, calendarLabel, firstOfMonth, monthOf } from '../assessment/period.ts';
import { type Calendar, WEEKDAYS, type Weekday } from '../calendar.ts';
import { isWorked } from '../calendar-days.ts';
import { type DayNumber, dateOfDay, dayNumber, dayOf, weekdayOf } from '../civil.ts';
import type { Contract } from '../contract.ts';
import type { Cadence, DeliverablePlan, InspectionPlan } from './plan-types.ts';

/** One period of a plan, in days; its last day belongs to it. */
export interface PlanPeriod {
  readonly label: string;
  /** As its rhythm makes it; moments that count from its start count from here. */
  readonly whole: { readonly first: DayNumber; readonly last: DayNumber };
  /** Without what lies before or after the service, or the days on which the plan is owed. */
  readonly first: DayNumber;
  readonly last: DayNumber;
}

type Plan = InspectionPlan | DeliverablePlan;

interface Days {
  readonly first: DayNumber;
  readonly last: DayNumber;
}

/** Where the n-th period begins, counted from anywhere; which one holds a day; how people call it. */
interface Rhythm {
  placeOf(day: DayNumber): number;
  firstOf(place: number): DayNumber;
  labelOf(place: number): string;
  /** Does it fall in this period at all? */
  falls(first: DayNumber): boolean;
}

/** The periods of a plan that have not ended before the given day, in their order, one after the other as they are asked for. */
export function* periodsFrom(contract: Contract, plan: Plan, day: DayNumber): Generator<PlanPeriod> {
  const owed = owedDays(contract, plan);
  const rhythm = rhythmOf(plan.cadence, contract, calendarOfPlan(contract, plan), owed);
  if (!rhythm) return;
  for (let place = rhythm.placeOf(Math.max(day, owed.first)); ; place += 1) {
    const [first, last] = [rhythm.firstOf(place), rhythm.firstOf(place + 1) - 1];
    if (first > owed.last) return;
    if (!rhythm.falls(first)) continue;
    yield {
      label: rhythm.labelOf(place),
      whole: { first, last },
      first: Math.max(first, owed.first),
      last: Math.min(last, owed.last),
    };
  }
}

/** By which workdays and days of rest are told. @throws {AssertionFailed} the pack's checks know every key */
export function calendarOfPlan({ calendars }: Pick<Contract, 'calendars'>, { calendar }: Pick<Plan, 'calendar'>) {
  const found = calendars[calendar];
  assert(found, `unknown calendar: ${calendar}`);
  return found;
}

function owedDays({ term }: Contract, { from = term.from, to = term.to }: Plan): Days {
  return {
    first: dayNumber(from > term.from ? from : term.from),
    last: dayNumber(to < term.to ? to : term.to),
  };
}

function rhythmOf(cadence: Cadence, { term }: Contract, calendar: Calendar, owed: Days): Rhythm | undefined {
  switch (cadence.every) {
    case 'days':
      return daily((day) => isDayOf(cadence.on, calendar, day));
    case 'weeks':
      return weekly(cadence.weekday);
    case 'months':
      return cadence.from === 'term' ? monthlyFrom(term.from, cadence.months) : monthly(cadence.months);
    case 'term':
      return whole(owed);
    case 'on_request':
      return undefined;
  }
}

function daily(falls: (day: DayNumber) => boolean): Rhythm {
  return { placeOf: (day) => day, firstOf: (place) => place, labelOf: dateOfDay, falls };
}

/** What nobody can know, because the table of holidays ends before, does not fall. */
function isDayOf(on: Extract<Cadence, { every: 'days' }>['on'], calendar: Calendar, day: DayNumber): boolean {
  if (on === 'every_day') return true;
  if (typeof on === 'object') return on.some((weekday) => WEEKDAYS.indexOf(weekday) === weekdayOf(day));
  if (calendar.kind === 'working' && (day < dayOf(calendar.from) || day >= dayOf(calendar.to))) return false;
  return isWorked(calendar, day) === (on === 'workdays');
}

function weekly(weekday: Weekday): Rhythm {
  // Day 4 was a Monday.
  const anchor = 4 + WEEKDAYS.indexOf(weekday);
  const firstOf = (place: number) => anchor + place * 7;
  return {
    placeOf: (day) => Math.floor((day - anchor) / 7),
    firstOf,
    labelOf: (place) => weekLabel(firstOf(place)),
    falls: () => true,
  };
}

/** The week of ISO 8601 that holds the day: `2026-W10`. Its year is that of its Thursday. */
function weekLabel(day: DayNumber): string {
  const thursday = day - weekdayOf(day) + 3;
  const year = dateOfDay(thursday).slice(0, 4);
  const number = Math.floor((thursday - dayNumber(`${year}-01-01`)) / 7) + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

type Months = Extract<Cadence, { every: 'months' }>['months'];

function monthly(months: Months): Rhythm {
  return {
    placeOf: (day) => Math.floor(monthOf(dateOfDay(day)) / months),
    firstOf: (place) => dayNumber(firstOfMonth(place * months)),
    labelOf: (place) => (months === 2 ? twoMonthsLabel(place * 2) : calendarLabel(place * months, months)),
    falls: () => true,
  };
}

/** `2026-03+04`. */
function twoMonthsLabel(month: number): string {
  return `${calendarLabel(month, 1)}+${calendarLabel(month + 1, 1).slice(5)}`;
}

function monthlyFrom(from: string, months: Months): Rhythm {
  const firstOf = (place: number) => dayNumber(addMonths(from, place * months));
  return {
    placeOf: (day) => {
      const place = Math.floor((monthOf(dateOfDay(day)) - monthOf(from)) / months);
      return firstOf(place) > day ? place - 1 : place;
    },
    firstOf,
    labelOf: (place) => `P${place + 1}`,
    falls: () => true,
  };
}

function whole({ first, last }: Days): Rhythm {
  return {
    placeOf: (day) => (day > last ? 1 : 0),
    firstOf: (place) => (place === 0 ? first : last + place),
    labelOf: () => 'term',
    falls: () => true,
  };
}
