import type { Drift, RoundView } from '../cards/inspection-view.ts';
import type { NewText } from '../db/changes.ts';
import type { Inspection, Obligation } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import type { CheckItem, InspectionPlan } from '../domain/obligations/plan-types.ts';
import { driftOf, type Point, TREND_POINTS } from '../domain/obligations/trend.ts';
import type { Scene } from './context.ts';

/** Rounds that a course is made of. */
export const COURSE_ROUNDS = 12;

/** A round with its plan; undefined where the pack that is in force has the plan no more. */
export interface Round {
  readonly inspection: Inspection;
  readonly plan: InspectionPlan;
}

export function roundsOf({ contract }: Pick<Scene, 'contract'>, obligations: readonly Obligation[]): readonly Round[] {
  return obligations.flatMap((inspection) => {
    if (inspection.type !== 'inspection') return [];
    const plan = planOf(contract, inspection);
    return plan ? [{ inspection, plan }] : [];
  });
}

/** With all that lists of them show: no courses of readings. */
export async function listedViews(
  scene: Scene,
  rounds: readonly Round[],
  fresh: readonly NewText[] = [],
): Promise<readonly RoundView[]> {
  const known = new Map(fresh.map(({ body, ref }) => [ref.id, body]));
  const missing = rounds.flatMap(({ inspection }) => textIds(inspection)).filter((id) => !known.has(id));
  const stored = missing.length > 0 ? await scene.store.texts(missing) : new Map<string, string>();
  const texts = new Map([...stored, ...known]);
  const { contract, members } = scene;
  return rounds.map((round) => ({ ...round, contract, members, texts, series: new Map(), drifts: [] }));
}

/** With all that its own card shows. */
export async function roundView(scene: Scene, round: Round, fresh: readonly NewText[] = []): Promise<RoundView> {
  const [views, points] = await Promise.all([listedViews(scene, [round], fresh), readingsOf(scene, round)]);
  const series = new Map([...points].map(([id, list]) => [id, list.map(({ value }) => value)]));
  const [view = { ...round, contract: scene.contract, members: scene.members, texts: new Map(), series, drifts: [] }] =
    views;
  return { ...view, series, drifts: driftsOf(round.plan.checklist, points) };
}

/** Readings of the plan's rounds up to this one, of the same department, by item, the oldest first. */
export async function readingsOf(
  { store }: Pick<Scene, 'store'>,
  { inspection, plan }: Round,
): Promise<ReadonlyMap<string, readonly Point[]>> {
  if (plan.checklist.every(({ reading }) => reading === undefined)) return new Map();
  const { contractId, department, opensAt } = inspection;
  // Those of the other departments lie between its own.
  const limit = COURSE_ROUNDS * Math.max(1, plan.departments.length);
  const before = await store.obligationsOfPlan(contractId, plan.id, {
    ...{ type: 'inspection', openedBefore: opensAt, limit },
  });
  const rounds = [inspection, ...before.filter((one) => one.type === 'inspection')]
    .filter((round) => round.department === department)
    .toReversed();
  return courses(plan, rounds);
}

/** @param rounds of one plan and department, the oldest first */
export function courses(
  { checklist }: Pick<InspectionPlan, 'checklist'>,
  rounds: readonly Inspection[],
): ReadonlyMap<string, readonly Point[]> {
  return new Map(
    checklist
      .filter(({ reading }) => reading !== undefined)
      .map(({ id }) => [
        id,
        rounds.flatMap(({ results }): Point[] => {
          const result = results[id];
          return result?.value === undefined ? [] : [{ at: result.at, value: result.value }];
        }),
      ]),
  );
}

export function driftsOf(
  checklist: readonly CheckItem[],
  points: ReadonlyMap<string, readonly Point[]>,
): readonly Drift[] {
  return checklist.flatMap((item) => {
    const course = points.get(item.id) ?? [];
    if (!item.reading || course.length < TREND_POINTS) return [];
    const drift = driftOf(course, item.reading);
    return drift ? [{ item, limit: drift.limit, crossesAt: drift.crossesAt }] : [];
  });
}

function textIds({ occasion, results }: Inspection): readonly string[] {
  return [occasion?.text, ...Object.values(results).map(({ note }) => note)].flatMap((ref) => (ref ? [ref.id] : []));
}
