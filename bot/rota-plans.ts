import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { RotaPlan } from '../domain/roster-types.ts';
import { eventId, type Ids, type Instant } from '../domain/types.ts';

/**
 * Puts people on a contract's rotas, and says so in the ledger. A plan that stands already is left as it is.
 * @returns the rotas whose plan is another one now
 */
export async function planRotas(
  store: Pick<Store, 'commit' | 'rosterOf'>,
  { id }: Pick<Contract, 'id'>,
  plans: readonly RotaPlan[],
  { now, ids }: { readonly now: Instant; readonly ids: Ids },
): Promise<readonly string[]> {
  if (plans.length === 0) return [];
  const standing = (await store.rosterOf(id, now)).plans;
  const changed = plans.filter((plan) => !standing.some((other) => isSamePlan(plan, other)));
  if (changed.length === 0) return [];
  await store.commit(
    { contractId: id, now, cause: { kind: 'none' } },
    {
      roster: changed.map((plan) => ({ kind: 'plan', plan })),
      entries: changed.map((plan) => ({ ...plan, id: eventId(ids.next(now)), at: now, type: 'rota_planned' })),
    },
  );
  return changed.map(({ rotaId }) => rotaId);
}

function isSamePlan(plan: RotaPlan, other: RotaPlan): boolean {
  return (
    plan.rotaId === other.rotaId && plan.startsOn === other.startsOn && plan.order.join('\n') === other.order.join('\n')
  );
}
