// What the real packs owe in a quarter, counted by walking through the days with the host's own calendar.
import { expect, test } from 'vitest';
import { loadContracts } from '../../../contracts/load.ts';
import { isWorkday } from '../../../domain/calendar-days.ts';
import type { Contract } from '../../../domain/contract.ts';
import { nextOpening, occurrencesDue, occurrencesOpening } from '../../../domain/obligations/occurrences.ts';
import type { Cadence, DeliverablePlan, InspectionPlan, Moment } from '../../../domain/obligations/plan-types.ts';
import type { CivilDate } from '../../../domain/types.ts';
import { at } from './fixture.ts';

type Plan = InspectionPlan | DeliverablePlan;

const loaded = await loadContracts(new URL('../../../contracts/', import.meta.url).pathname);
const contracts = loaded.map(({ contract }) => contract);

const plus = (date: CivilDate, days: number): CivilDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
/** The same day so many months later, or the last one of a shorter month. */
function plusMonths(date: CivilDate, months: number): CivilDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}
const weekday = (date: CivilDate) => ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][new Date(date).getUTCDay()];

function isWorkedOn({ calendars }: Contract, { calendar }: Plan, date: CivilDate): boolean {
  const found = calendars[calendar];
  if (!found) throw new Error(`no calendar ${calendar}`);
  return isWorkday(found, date);
}

/** Every day on which a period of this rhythm begins, from long before the service until its end, and the day behind the last one. */
function starts(contract: Contract, plan: Plan): readonly CivilDate[] {
  const { term } = contract;
  const { cadence } = plan;
  if (cadence.every === 'on_request') return [];
  if (cadence.every === 'term') return [later(term.from, plan.from), plus(sooner(term.to, plan.to), 1)];
  if (cadence.every === 'months' && cadence.from === 'term') {
    const all = Array.from({ length: 200 }, (_, index) => plusMonths(term.from, index * cadence.months));
    const end = all.findIndex((date) => date > term.to);
    return all.slice(0, end + 1);
  }
  const days: CivilDate[] = [];
  for (let date = `${Number(term.from.slice(0, 4)) - 1}-01-01`; ; date = plus(date, 1)) {
    if (!begins(cadence, date)) continue;
    days.push(date);
    if (date > term.to) return days;
  }
}

function begins(cadence: Cadence, date: CivilDate): boolean {
  if (cadence.every === 'days') return true;
  if (cadence.every === 'weeks') return weekday(date) === cadence.weekday;
  return cadence.every === 'months' && date.endsWith('-01') && (Number(date.slice(5, 7)) - 1) % cadence.months === 0;
}

const later = (a: CivilDate, b: CivilDate = a) => (a > b ? a : b);
const sooner = (a: CivilDate, b: CivilDate = a) => (a < b ? a : b);

/** The days on which a plan is due, one for each window and period. */
function dueDays(contract: Contract, plan: Plan): readonly { readonly on: CivilDate; readonly time: string }[] {
  const [from, to] = [later(contract.term.from, plan.from), sooner(contract.term.to, plan.to)];
  const all = starts(contract, plan);
  return all.slice(0, -1).flatMap((start, index) => {
    const [end, whole] = [sooner(plus(all[index + 1] ?? start, -1), to), plus(all[index + 1] ?? start, -1)];
    if (whole < from || start > to || !isMeant(contract, plan, start)) return [];
    return plan.windows.flatMap(({ due, opens }) => {
      const on = momentDay(contract, plan, due, start, end);
      const open = momentDay(contract, plan, opens, start, end);
      const opensTooLate = opens.of === 'start' && open > end && open <= whole;
      if (on < from || opensTooLate) return [];
      return [{ on: due.of === 'start' && on > end && on <= whole ? end : on, time: due.at }];
    });
  });
}

function isMeant(contract: Contract, plan: Plan, date: CivilDate): boolean {
  if (plan.cadence.every !== 'days' || plan.cadence.on === 'every_day') return true;
  if (typeof plan.cadence.on === 'object') return plan.cadence.on.some((one) => one === weekday(date));
  return isWorkedOn(contract, plan, date) === (plan.cadence.on === 'workdays');
}

function momentDay(contract: Contract, plan: Plan, moment: Moment, start: CivilDate, end: CivilDate): CivilDate {
  let date = moment.of === 'start' ? start : end;
  if (moment.in === 'days') {
    date = plus(date, moment.count);
    while (moment.shifts && !isWorkedOn(contract, plan, date)) date = plus(date, 1);
    return date;
  }
  if (moment.of === 'start') date = plus(date, -1);
  for (let left = Math.abs(moment.count); left > 0; ) {
    date = plus(date, Math.sign(moment.count));
    if (isWorkedOn(contract, plan, date)) left -= 1;
  }
  return date;
}

/** Due at 24:00 of a day is due at the next day's first instant. */
const dueInstant = ({ on, time }: { readonly on: CivilDate; readonly time: string }) =>
  time === '24:00' ? at(plus(on, 1)) : at(`${on} ${time}`);

/** The first two quarters, of which the first may begin within a month, and the last month with what falls due after the service. */
const spans = contracts.flatMap((contract) => {
  const [first, last] = [contract.term.from, contract.term.to].map((date) => `${date.slice(0, 7)}-01`);
  if (first === undefined || last === undefined) return [];
  return [
    [contract.id, 'first quarter', contract, first, plusMonths(first, 3)] as const,
    [contract.id, 'second quarter', contract, plusMonths(first, 3), plusMonths(first, 6)] as const,
    [contract.id, 'last month and after', contract, last, plusMonths(last, 4)] as const,
  ];
});

test.each(spans)('%s owes in its %s what the calendar says', (_, __, contract, from, to) => {
  const plans = [...contract.inspections, ...contract.deliverables];
  const counted = plans.map((plan) => {
    const due = dueDays(contract, plan)
      .map(dueInstant)
      .filter((instant) => instant >= at(from) && instant < at(to));
    return [plan.id, due.length * plan.times * Math.max(1, plan.departments.length)] as const;
  });
  const found = occurrencesDue(contract, at(from), at(to));
  expect(plans.map((plan) => [plan.id, found.filter((one) => one.plan === plan).length])).toEqual(counted);
  expect(found.length).toBeGreaterThan(50);
});

test.each(contracts.map((contract) => [contract.id, contract] as const))(
  '%s opens the same whether it is asked for a whole quarter or woken opening by opening',
  (_, contract) => {
    const from = at(contract.term.from);
    const to = at(plusMonths(contract.term.from, 3));
    const woken = [];
    for (let now = from - 1; ; ) {
      const next = nextOpening(contract, now);
      if (next === undefined || next > to) break;
      woken.push(...occurrencesOpening(contract, now, next));
      now = next;
    }
    expect(woken).toEqual(occurrencesOpening(contract, from - 1, to));
  },
);
