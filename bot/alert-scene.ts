import { setImmediate } from 'node:timers/promises';
import { NO_ALERT_GROUP } from '../domain/alerts/alert-rules.ts';
import type { AlertNotice } from '../domain/alerts/alert-types.ts';
import { monitorId } from '../domain/alerts/monitor.ts';
import { assert } from '../domain/assert.ts';
import type { Contract } from '../domain/contract.ts';
import type { ContractId } from '../domain/types.ts';
import type { AlertScene } from '../handlers/alert.ts';
import { groupOfAlert } from '../handlers/alert-place.ts';
import type { Log } from '../handlers/context.ts';
import { ALERTS, type AlertUpdate } from '../platforms/types.ts';
import type { Attempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { contractPeople, sceneOf } from './scene.ts';

/** What one request of monitoring brought. */
export interface AlertPost {
  readonly contractId: ContractId;
  readonly notices: readonly AlertNotice[];
  /** A second request with the same key changes nothing. */
  readonly key: string;
}

/** One update for each group of alerts, since each may be a ticket of its own. Their ids are the same whenever the request comes again. */
export async function alertUpdates(
  deps: Deps,
  { contractId, key, notices }: AlertPost,
): Promise<readonly AlertUpdate[]> {
  const contract = contractIn(deps, contractId);
  const said = { contract, ...(await contractPeople(deps, contract)) };
  const receivedAt = deps.clock.now();
  const placed = [];
  for (const notice of notices) {
    placed.push({ notice, group: groupOfAlert(said, notice) });
    // A request may hold thousands, and people's messages come meanwhile.
    await setImmediate();
  }
  const groups = Map.groupBy(placed, ({ group }) => group.groupKey);
  return [...groups.values()].map((of, index) => ({
    groupKey: NO_ALERT_GROUP,
    ...of[0]?.group,
    platform: ALERTS,
    type: 'alert',
    // Two contracts may be told the same.
    updateId: `${contractId}:${key}:${index}`,
    chat: { externalId: contractId, kind: 'group' },
    from: { userId: monitorId(of[0]?.notice.source ?? 'plain') },
    contractId,
    notices: of.map(({ notice }) => notice),
    receivedAt,
  }));
}

export async function alertScene(deps: Deps, update: AlertUpdate, attempt: Attempt, log: Log): Promise<AlertScene> {
  const contract = contractIn(deps, update.contractId);
  const people = await contractPeople(deps, contract);
  return { ...sceneOf(deps, { contract, ...people, language: 'zh', log, attempt }), update };
}

function contractIn({ contracts }: Deps, id: ContractId): Contract {
  const contract = contracts.get(id);
  assert(contract, `no pack of the contract ${id} is loaded; put it back into CONTRACTS_DIR`);
  return contract;
}
