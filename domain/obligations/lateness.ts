import { whereKnown } from '../calendar.ts';
import { workdaysAfter } from '../calendar-days.ts';
import { dayOf } from '../civil.ts';
import type { Contract } from '../contract.ts';
import type { Instant } from '../types.ts';
import { calendarOfPlan } from './plan-periods.ts';
import type { DeliverablePlan } from './plan-types.ts';

/**
 * How many days, or workdays, late, as the plan counts them: the due day does not count, a part of a day counts as one. 0: in time;
 * whatever is late is at least 1, though it is the due day still, or no workday since.
 * @returns undefined: the table of holidays does not reach so far
 */
export function daysLate(
  plan: Pick<DeliverablePlan, 'lateIn' | 'calendar'>,
  contract: Pick<Contract, 'calendars'>,
  dueAt: Instant,
  at: Instant,
): number | undefined {
  if (at <= dueAt) return 0;
  // What is due at 24:00 is due on the day that ends then.
  const [dueDay, day] = [dayOf(dueAt - 1), dayOf(at)];
  if (plan.lateIn === 'days') return Math.max(1, day - dueDay);
  const workdays = whereKnown(() => workdaysAfter(calendarOfPlan(contract, plan), dueDay, day));
  return workdays === undefined ? undefined : Math.max(1, workdays);
}
