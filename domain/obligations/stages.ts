import { type Calendar, whereKnown } from '../calendar.ts';
import { workdayAfter } from '../calendar-days.ts';
import { dayOf, startOfDay } from '../civil.ts';
import { isDaytime } from '../daytime.ts';
import { offPeak } from '../off-peak.ts';
import { DAY, HOUR, type Instant } from '../types.ts';
import type { Deliverable, Inspection, Obligation } from './obligation-types.ts';
import type { DeliverablePlan } from './plan-types.ts';

/** At most so many reminders of what is overdue, or was returned. */
export const LATE_REMINDERS = 10;

/** What reminders are made by; of a plan that the pack has no more the reminders before the due instant are left out. */
export type Reminding = Pick<DeliverablePlan, 'remindBeforeMs'>;

export interface Stage {
  readonly stage: string;
  readonly at: Instant;
}

const MORNING_MS = 9 * HOUR;

/** What an obligation still wants to be told of by itself, the earliest first. Nothing, once it is done or handed in. */
export function stagesOwed(obligation: Obligation, plan: Reminding, calendar: Calendar): readonly Stage[] {
  return stagesOf(obligation, plan, calendar)
    .filter(({ stage }) => !obligation.told.includes(stage))
    .toSorted((a, b) => a.at - b.at);
}

function stagesOf(obligation: Obligation, plan: Reminding, calendar: Calendar): readonly Stage[] {
  switch (obligation.state) {
    case 'planned':
      return [{ stage: 'opens', at: obligation.opensAt }, ...untilDue(obligation, plan)];
    case 'open':
      return untilDue(obligation, plan);
    case 'owed':
      return [...untilDue(obligation, plan), ...mornings('late', obligation.dueAt, obligation, calendar)];
    case 'returned':
      return afterReturn(obligation, calendar);
    case 'missed':
      return afterNight(obligation);
    default:
      return [];
  }
}

function untilDue(obligation: Obligation, { remindBeforeMs }: Reminding): readonly Stage[] {
  const { dueAt, plannedAt = dueAt } = obligation;
  const before = remindBeforeMs.map((ms) => ({ stage: `before:${ms}`, at: daytime(plannedAt - ms, ms, obligation) }));
  return [...before, { stage: 'due', at: dueAt }];
}

/** What is due at 24:00 is nothing to wake anybody for at midnight some days before: it is told in the morning. */
function daytime(at: Instant, ms: number, { id }: Obligation): Instant {
  return ms < DAY ? at : offPeak(startOfDay(dayOf(at)) + MORNING_MS, id);
}

/** A round that was missed at night is told of in the morning, when somebody can make up for it. */
function afterNight({ id, missedAt }: Inspection): readonly Stage[] {
  if (missedAt === undefined || isDaytime(missedAt)) return [];
  const midnight = startOfDay(dayOf(missedAt));
  const day = missedAt - midnight < MORNING_MS ? midnight : midnight + DAY;
  return [{ stage: 'morning', at: offPeak(day + MORNING_MS, id) }];
}

function afterReturn(obligation: Deliverable, calendar: Calendar): readonly Stage[] {
  const last = obligation.reviews.at(-1);
  return last ? mornings(`returned:${obligation.reviews.length}`, last.at, obligation, calendar) : [];
}

/** The mornings of the workdays after the day of an instant; 24:00 belongs to the day that ends. */
function mornings(name: string, since: Instant, { id }: Obligation, calendar: Calendar): readonly Stage[] {
  return Array.from({ length: LATE_REMINDERS }, (_, index) => index + 1).flatMap((count) => {
    const day = whereKnown(() => workdayAfter(calendar, dayOf(since - 1), count));
    return day === undefined ? [] : [{ stage: `${name}:${count}`, at: offPeak(startOfDay(day) + MORNING_MS, id) }];
  });
}
