import type { Changes } from '../db/changes.ts';
import { forwardedFile, lostFile } from '../handlers/submitted-file.ts';
import type { Attempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { contractPeople, sceneOf } from './scene.ts';

/**
 * What became of a file, with what follows where it was handed in as a document: kept, it goes on to whoever reviews it; lost, its sender
 * is told which document he has to send again.
 */
export async function withHandedIn(deps: Deps, attempt: Attempt, changes: Changes): Promise<Changes> {
  const [file] = changes.attachments ?? [];
  const contract = file && deps.contracts.get(file.contractId);
  // What belongs to a ticket is no document.
  if (!contract || (await deps.store.ticket(file.ticketId))) return changes;
  const people = await contractPeople(deps, contract);
  const scene = sceneOf(deps, { contract, ...people, language: 'zh', log: deps.log, attempt });
  if (file.state === 'kept') {
    const rows = await forwardedFile(scene, file);
    return rows.length === 0 ? changes : { ...changes, outbox: [...(changes.outbox ?? []), ...rows] };
  }
  const lost = await lostFile(scene, file);
  return lost ? { ...changes, outbox: [lost] } : changes;
}
