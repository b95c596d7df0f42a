import { civilDate, dayRange } from '../civil.ts';
import type { Contract } from '../contract.ts';
import type { Instant } from '../types.ts';
import type { Inspection, Obligation } from './obligation-types.ts';
import type { Occurrence } from './occurrences.ts';
import { calendarOfPlan } from './plan-periods.ts';
import type { InspectionPlan } from './plan-types.ts';
import { stagesOwed } from './stages.ts';

/** Under which id an occurrence is kept: the same whenever it is made again. */
export function obligationId({ id }: Pick<Contract, 'id'>, occurrence: Occurrence): string {
  const { department, ordinal, period, plan, type, window } = occurrence;
  const parts = [id, type, plan.id, period.label, `${window + 1}.${ordinal}`];
  return [...parts, ...(department === undefined ? [] : [department])].join(':');
}

/**
 * What is kept of an occurrence, as version 1. Reminders that are over by `now` count as told: the opening says it all. One that is past
 * due, because nothing ran when it opened, is missed at once; what is told of it is for whoever makes it.
 */
export function obligationOf(occurrence: Occurrence, contract: Contract, now: Instant): Obligation {
  const { department, dueAt, opensAt, ordinal, period, plan, plannedAt, window } = occurrence;
  const isOverdue = now > dueAt;
  const base = {
    id: obligationId(contract, occurrence),
    ...{ contractId: contract.id, planId: plan.id, packHash: contract.hash, version: 1 },
    ...{ period, window, ordinal, ...(department !== undefined && { department }) },
    ...{ binding: plan.binding, opensAt, dueAt, ...(plannedAt !== undefined && { plannedAt }) },
    told: [],
  };
  const made: Obligation =
    occurrence.type === 'inspection'
      ? { ...base, type: 'inspection', state: opensAt > now ? 'planned' : 'open', results: {} }
      : { ...base, type: 'deliverable', state: opensAt > now ? 'planned' : 'owed', submissions: [], reviews: [] };
  const overtaken = stagesOwed(made, plan, calendarOfPlan(contract, plan)).filter(
    ({ at, stage }) => stage !== 'opens' && (stage === 'due' ? isOverdue : at <= Math.max(now, opensAt)),
  );
  const told = overtaken.map(({ stage }) => stage);
  if (!isOverdue) return { ...made, told };
  return made.type === 'inspection'
    ? { ...made, told, state: 'missed', missedAt: now }
    : { ...made, told, missedAt: now };
}

/**
 * Rounds that somebody asked for: 特巡, 重保. One for each window, in their order; the occasion's `groupId` holds them together and is part
 * of their ids. A window that has begun is open at once.
 */
export function requestedInspections(
  contract: Contract,
  plan: InspectionPlan,
  asked: {
    readonly windows: readonly { readonly opensAt: Instant; readonly dueAt: Instant }[];
    readonly occasion: NonNullable<Inspection['occasion']>;
    readonly department?: string;
  },
  now: Instant,
): readonly Inspection[] {
  const { department, occasion, windows } = asked;
  return windows.map(({ dueAt, opensAt }, index): Inspection => {
    const made: Inspection = {
      type: 'inspection',
      id: [contract.id, 'inspection', plan.id, occasion.groupId, index + 1].join(':'),
      ...{ contractId: contract.id, planId: plan.id, packHash: contract.hash, version: 1 },
      ...{ period: stretch(opensAt, dueAt), window: 0, ordinal: index + 1 },
      ...(department !== undefined && { department }),
      ...{ binding: plan.binding, opensAt, dueAt, told: [], occasion, results: {} },
      state: opensAt > now ? 'planned' : 'open',
    };
    const overtaken = stagesOwed(made, plan, calendarOfPlan(contract, plan)).filter(
      ({ at, stage }) => stage.startsWith('before:') && at <= Math.max(now, opensAt),
    );
    return { ...made, told: overtaken.map(({ stage }) => stage) };
  });
}

/** From the day of the opening to that of the due instant; called by the first of them. */
function stretch(opensAt: Instant, dueAt: Instant): Inspection['period'] {
  const [firstDay, lastDay] = [civilDate(opensAt), civilDate(dueAt - 1)];
  return { from: dayRange(firstDay).from, to: dayRange(lastDay).to, label: firstDay, firstDay, lastDay };
}
