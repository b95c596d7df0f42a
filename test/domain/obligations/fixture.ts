// Made-up plans, on the true holidays of 2025 and 2026.
import { parseCivil } from '../../../domain/civil.ts';
import type { Contract } from '../../../domain/contract.ts';
import { obligationOf } from '../../../domain/obligations/obligation-of.ts';
import type { Deliverable, Inspection } from '../../../domain/obligations/obligation-types.ts';
import { type Occurrence, occurrencesDue } from '../../../domain/obligations/occurrences.ts';
import type {
  CheckItem,
  DeliverablePlan,
  InspectionPlan,
  Moment,
  Window,
} from '../../../domain/obligations/plan-types.ts';
import { DAY, type Instant, MINUTE } from '../../../domain/types.ts';
import { contractWith } from '../fixture.ts';
import { calendars } from '../roster-fixture.ts';

/** `2026-03-03 09:00`. */
export const at = (text: string): Instant => parseCivil(text.slice(0, 10), text.slice(11) || '00:00');

export const moment = (
  of: Moment['of'],
  count: number,
  time: string,
  extra: Partial<Pick<Moment, 'in' | 'shifts'>> = {},
): Moment => ({ of, count, in: 'days', at: time, ...extra });

export const window = (opens: Moment, due: Moment): Window => ({ opens, due });
/** From 08:30 to 10:30 of the first day. */
export const morning = window(moment('start', 0, '08:30'), moment('start', 0, '10:30'));

export const item = (id: string, extra: Partial<CheckItem> = {}): CheckItem => ({
  id,
  group: 'Rooms',
  name: id,
  nameEn: id,
  ...extra,
});

const plan = {
  nameEn: 'Plan',
  name: 'Plan',
  clause: 'clause',
  calendar: 'working',
  times: 1,
  binding: 'contract' as const,
  departments: [],
  systems: [],
};

export const inspectionPlan = (fields: Partial<InspectionPlan> = {}): InspectionPlan => ({
  ...plan,
  id: 'daily',
  cadence: { every: 'days', on: 'workdays' },
  windows: [morning],
  remindBeforeMs: [30 * MINUTE],
  checklist: [
    item('temperature', { reading: { unit: '℃', min: 18_000, max: 27_000, warnDays: 7 } }),
    item('water', { photo: true }),
    item('logs'),
  ],
  ...fields,
});

export const deliverablePlan = (fields: Partial<DeliverablePlan> = {}): DeliverablePlan => ({
  ...plan,
  id: 'monthly',
  kind: 'report',
  cadence: { every: 'months', months: 1, from: 'calendar' },
  windows: [window(moment('end', 1, '09:00'), moment('end', 5, '24:00'))],
  remindBeforeMs: [3 * DAY, DAY],
  report: 'monthly',
  review: 'supervisor',
  lateIn: 'days',
  words: [],
  ...fields,
});

/** In service from 1 June 2025 to 31 May 2026 where nothing else is said. */
export const contractOf = (
  plans: readonly (InspectionPlan | DeliverablePlan)[],
  changes: Partial<Contract> = {},
): Contract =>
  contractWith({
    calendars,
    inspections: plans.filter((one) => 'checklist' in one),
    deliverables: plans.filter((one) => 'review' in one),
    ...changes,
  });

/** The round of a plan that is due on a day, as it was made at its opening. */
export function roundOf(fields: Partial<InspectionPlan> = {}, day = '2026-03-03'): Inspection {
  const contract = contractOf([inspectionPlan(fields)]);
  const made = obligationOf(...firstDueOn(contract, day));
  if (made.type !== 'inspection') throw new Error('no inspection is due on that day');
  return made;
}

/** What a plan wants handed in on a day, as it was made at its opening. */
export function owedOf(fields: Partial<DeliverablePlan> = {}, day = '2026-03-05'): Deliverable {
  const contract = contractOf([deliverablePlan(fields)]);
  const made = obligationOf(...firstDueOn(contract, day));
  if (made.type !== 'deliverable') throw new Error('no deliverable is due on that day');
  return made;
}

function firstDueOn(contract: Contract, day: string): [Occurrence, Contract, Instant] {
  const [first] = occurrencesDue(contract, at(day) + 1, at(day) + DAY + 1);
  if (!first) throw new Error(`nothing is due on ${day}`);
  return [first, contract, first.opensAt];
}
