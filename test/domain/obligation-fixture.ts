// Made-up rounds and deliverables, and the plans that they follow.
import { civilDate, parseCivil } from '../../domain/civil.ts';
import type { Deliverable, Inspection, Submission } from '../../domain/obligations/obligation-types.ts';
import type { DeliverablePlan, InspectionPlan } from '../../domain/obligations/plan-types.ts';
import { contractId, type Instant, personId } from '../../domain/types.ts';

export const ROUND_OPENS: Instant = parseCivil('2026-02-02', '08:30');
export const ROUND_DUE: Instant = parseCivil('2026-02-02', '10:30');
/** The end of its day, which is the first instant of the next one. */
export const REPORT_DUE: Instant = parseCivil('2026-02-06');

const plan = {
  clause: 'c',
  calendar: 'working',
  times: 1,
  binding: 'contract',
  departments: [],
  systems: [],
  remindBeforeMs: [],
} as const;

/** Every workday, 08:30 to 10:30. */
export function inspectionPlan(changes: Partial<InspectionPlan> = {}): InspectionPlan {
  const moment = { of: 'start', count: 0, in: 'days' } as const;
  return {
    ...plan,
    id: 'daily',
    name: '日常巡检',
    nameEn: 'Daily inspection',
    cadence: { every: 'days', on: 'workdays' },
    windows: [{ opens: { ...moment, at: '08:30' }, due: { ...moment, at: '10:30' } }],
    checklist: [
      { id: 'site', group: '网站', name: '首页', nameEn: 'Home page' },
      {
        id: 'room',
        group: '机房',
        name: '温度',
        nameEn: 'Temperature',
        reading: { unit: '℃', min: 18_000, max: 27_000 },
      },
    ],
    ...changes,
  };
}

/** Every week, until the end of its fourth day. */
export function deliverablePlan(changes: Partial<DeliverablePlan> = {}): DeliverablePlan {
  return {
    ...plan,
    id: 'weekly',
    name: '周报',
    nameEn: 'Weekly report',
    kind: 'report',
    cadence: { every: 'weeks', weekday: 'mon' },
    windows: [
      {
        opens: { of: 'start', count: 0, in: 'days', at: '09:00' },
        due: { of: 'start', count: 3, in: 'days', at: '24:00' },
      },
    ],
    review: 'supervisor',
    lateIn: 'days',
    words: [],
    ...changes,
  };
}

function base(planId: string, opensAt: Instant, dueAt: Instant) {
  const day = civilDate(opensAt);
  return {
    id: `test:${planId}:${day}`,
    contractId: contractId('test'),
    planId,
    packHash: 'pack-hash',
    version: 1,
    period: { from: opensAt, to: dueAt, label: day, firstDay: day, lastDay: day },
    window: 0,
    ordinal: 1,
    binding: 'contract',
    opensAt,
    dueAt,
    told: [],
  } as const;
}

export function inspection(changes: Partial<Inspection> = {}): Inspection {
  return { ...base('daily', ROUND_OPENS, ROUND_DUE), type: 'inspection', state: 'open', results: {}, ...changes };
}

/** That nobody did, or did then. */
export function roundDone(doneAt: Instant | undefined, changes: Partial<Inspection> = {}): Inspection {
  if (doneAt === undefined) return inspection({ state: 'missed', missedAt: ROUND_DUE, ...changes });
  return inspection({ state: 'done', doneAt, doneBy: personId('li'), ...changes });
}

export function deliverable(changes: Partial<Deliverable> = {}): Deliverable {
  const opensAt = parseCivil('2026-02-02', '09:00');
  const own = { type: 'deliverable', state: 'owed', submissions: [], reviews: [] } as const;
  return { ...base('weekly', opensAt, REPORT_DUE), ...own, ...changes };
}

export function submission(at: Instant, changes: Partial<Submission> = {}): Submission {
  return { at, by: personId('li'), way: 'file', files: [{ hash: 'f00d', name: '周报.docx' }], ...changes };
}
