import type {
  Cadence,
  CheckItem,
  DeliverablePlan,
  InspectionPlan,
  Moment,
  Window,
} from '../domain/obligations/plan-types.ts';
import { type CivilTime, DAY, type DurationMs, MINUTE } from '../domain/types.ts';
import type { WrittenMoment } from './forms-obligations.ts';
import type { Pack } from './pack-schema.ts';
import { ON_REQUEST, type WrittenDeliverable, type WrittenInspection, type WrittenItem } from './schema-obligations.ts';

type WrittenPlan = WrittenInspection | WrittenDeliverable;

const OPENS_AT: CivilTime = '09:00';
const DUE_AT: CivilTime = '24:00';
const REMINDERS_OF_DAYS: readonly DurationMs[] = [30 * MINUTE];
const REMINDERS: readonly DurationMs[] = [3 * DAY, DAY];
const MONTHS = { month: 1, '2 months': 2, quarter: 3, 'half year': 6, year: 12 } as const;
const START: WrittenMoment = { of: 'start', count: 0, in: 'days' };
/** A report tells of a whole period, so it is written on the day after it. */
const AFTER: WrittenMoment = { of: 'end', count: 1, in: 'days' };

/** The rounds that a checked pack owes, in its order. */
export function inspectionsOf(pack: Pack): readonly InspectionPlan[] {
  return Object.entries(pack.inspections).map(([id, written]) => ({
    ...planOf(id, written, pack, START),
    checklist: written.checklist
      .flatMap((entry) => (typeof entry === 'string' ? (pack.checklists[entry] ?? []) : [entry]))
      .map(itemOf),
  }));
}

/** The documents and activities that a checked pack owes, in its order. */
export function deliverablesOf(pack: Pack): readonly DeliverablePlan[] {
  return Object.entries(pack.deliverables).map(([id, written]) => {
    const { kind, report, review, lateIn, words } = written;
    const plan = planOf(id, written, pack, kind === 'report' ? AFTER : START);
    return { ...plan, kind, ...(report && { report }), review, lateIn, words };
  });
}

function planOf(id: string, written: WrittenPlan, pack: Pack, opens: WrittenMoment) {
  const { name, nameEn = name, clause, times, calendar, binding, project, departments = [], systems } = written;
  const cadence = cadenceOf(written);
  const remind = written.remind ?? (cadence.every === 'days' ? REMINDERS_OF_DAYS : REMINDERS);
  const all = pack.departments.map(({ id: department }) => department);
  return {
    id,
    name,
    nameEn,
    clause,
    cadence,
    calendar,
    times,
    windows: windowsOf(written, opens),
    binding,
    ...(project !== undefined && { project }),
    departments: departments === 'all' ? all : departments,
    systems,
    remindBeforeMs: remind.toSorted((a, b) => b - a),
    ...(written.since !== undefined && { from: written.since }),
    ...(written.until !== undefined && { to: written.until }),
  };
}

function cadenceOf({ every, from = 'calendar' }: WrittenPlan): Cadence {
  if (typeof every !== 'string') return { every: 'days', on: every };
  switch (every) {
    case 'day':
      return { every: 'days', on: 'every_day' };
    case 'workday':
      return { every: 'days', on: 'workdays' };
    case 'rest day':
      return { every: 'days', on: 'rest_days' };
    case 'week':
      return { every: 'weeks', weekday: 'mon' };
    case 'service':
      return { every: 'term' };
    case ON_REQUEST:
      return { every: 'on_request' };
    default:
      return { every: 'months', months: MONTHS[every], from: from === 'service' ? 'term' : 'calendar' };
  }
}

function windowsOf({ windows, opens, due }: WrittenPlan, usual: WrittenMoment): readonly Window[] {
  if (windows) {
    return windows.map((window) => ({
      ...window,
      opens: momentOf(window.opens, OPENS_AT),
      due: momentOf(window.due, DUE_AT),
    }));
  }
  if (due === undefined) return [];
  return [{ opens: momentOf(opens ?? usual, OPENS_AT), due: momentOf(due, DUE_AT) }];
}

function momentOf({ at, ...moment }: WrittenMoment, usual: CivilTime): Moment {
  return { ...moment, at: at ?? usual };
}

function itemOf({ reading, nameEn, ...item }: WrittenItem): CheckItem {
  if (reading === undefined) return { ...item, nameEn: nameEn ?? item.name };
  const { warn, ...limits } = reading;
  const rule = { ...limits, ...(warn !== undefined && { warnDays: warn }) };
  return { ...item, nameEn: nameEn ?? item.name, reading: rule };
}
