import { driftWords } from '../cards/inspection-card.ts';
import type { Inspection } from '../domain/obligations/obligation-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { COURSE_ROUNDS, courses, driftsOf } from './inspection-view.ts';

/** Readings that were taken since then and are on their way past a limit: 机房日常巡检 温度 …, one for each item and department. */
export async function driftsSince(scene: Scene, from: Instant): Promise<readonly string[]> {
  const { contract, now, store, text } = scene;
  const told = contract.inspections.map(async (plan): Promise<readonly string[]> => {
    if (plan.checklist.every(({ reading }) => reading?.warnDays === undefined)) return [];
    const limit = COURSE_ROUNDS * Math.max(1, plan.departments.length);
    const filter = { type: 'inspection', openedBefore: now + 1, limit } as const;
    const found = await store.obligationsOfPlan(contract.id, plan.id, filter);
    const rounds = found.filter((one): one is Inspection => one.type === 'inspection');
    return [...Map.groupBy(rounds, ({ department }) => department)].flatMap(([department, own]) => {
      const points = courses(plan, own.toReversed());
      const recent = driftsOf(plan.checklist, points).filter(
        ({ item }) => (points.get(item.id)?.at(-1)?.at ?? 0) >= from,
      );
      const unit = contract.departments.find(({ id }) => id === department)?.name;
      const name = [text.language === 'en' ? plan.nameEn : plan.name, ...(unit === undefined ? [] : [unit])].join(' ');
      return recent.map((drift) => text.inspection.driftShort({ plan: name, ...driftWords(drift, now, text) }));
    });
  });
  return (await Promise.all(told)).flat();
}
