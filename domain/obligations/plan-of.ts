import type { Contract } from '../contract.ts';
import type { Deliverable, Inspection, Obligation } from './obligation-types.ts';
import type { DeliverablePlan, InspectionPlan } from './plan-types.ts';

type Lists = Pick<Contract, 'inspections' | 'deliverables'>;
type Of<T extends Obligation['type']> = Pick<Extract<Obligation, { readonly type: T }>, 'type' | 'planId'>;

/** Of either list; undefined: there is none of that id. */
export function planNamed(
  { deliverables = [], inspections = [] }: Partial<Lists>,
  id: string,
): InspectionPlan | DeliverablePlan | undefined {
  return inspections.find((plan) => plan.id === id) ?? deliverables.find((plan) => plan.id === id);
}

/** The plan that it was made by; undefined: the pack that is in force now has none of that id any more. */
export function planOf(contract: Lists, of: Of<Inspection['type']>): InspectionPlan | undefined;
export function planOf(contract: Lists, of: Of<Deliverable['type']>): DeliverablePlan | undefined;
export function planOf(
  contract: Lists,
  of: Pick<Obligation, 'type' | 'planId'>,
): InspectionPlan | DeliverablePlan | undefined;
export function planOf(
  { deliverables, inspections }: Lists,
  { planId, type }: Pick<Obligation, 'type' | 'planId'>,
): InspectionPlan | DeliverablePlan | undefined {
  return type === 'inspection'
    ? inspections.find(({ id }) => id === planId)
    : deliverables.find(({ id }) => id === planId);
}
