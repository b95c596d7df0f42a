import { withRole } from '../cards/ticket-view.ts';
import type { Inspection } from '../domain/obligations/obligation-types.ts';
import type { InspectionPlan } from '../domain/obligations/plan-types.ts';
import { onDuty } from '../domain/roster.ts';
import { dutyScope } from '../domain/roster-turns.ts';
import type { DutyScope } from '../domain/roster-types.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** Who does a round: the first of those on duty when it opens, or who is it by now where it was not done by its due instant. */
export function inspectorsOf(
  scene: Scene,
  plan: Pick<InspectionPlan, 'systems' | 'project'>,
  { department, dueAt, opensAt }: Pick<Inspection, 'department' | 'dueAt' | 'opensAt'>,
): readonly PersonId[] {
  const at = scene.now > dueAt ? scene.now : opensAt;
  return onDuty(scene, at, scopeOf(scene, plan, department)).slice(0, 1);
}

function scopeOf(
  { contract }: Scene,
  { project, systems }: Pick<InspectionPlan, 'systems' | 'project'>,
  department: string | undefined,
): DutyScope {
  const scope = dutyScope(contract, systems.length === 1 ? systems[0] : undefined, department);
  const projectId = scope.projectId ?? project;
  const departmentId = scope.departmentId ?? contract.projects.find(({ id }) => id === projectId)?.department;
  return {
    ...scope,
    ...(projectId !== undefined && { projectId }),
    ...(departmentId !== undefined && { departmentId }),
  };
}

/** The supplier's managers, but for those who are told otherwise. */
export function managersBeside({ members }: Scene, told: readonly PersonId[]): readonly PersonId[] {
  return withRole(members, 'manager').filter((id) => !told.includes(id));
}
