import type { ContractEvent, Outgoing } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import { type ContractId, eventId, type Instant } from '../domain/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';

export interface PlatformRecord {
  readonly platform: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is recorded began then: with type and platform that names it, and a second attempt writes nothing twice. */
  readonly since: Instant;
  /** Said in each group of the platform. */
  readonly notice?: (chat: Chat) => Outgoing;
}

/**
 * Writes a ledger entry into each contract that has chats on a platform: what happens to the platform happens to all.
 * @throws what one contract met, after the others were written: to be called again
 */
export async function recordOnPlatform(deps: Deps, onWritten: OnWritten, record: PlatformRecord): Promise<void> {
  const failures: unknown[] = [];
  for (const contract of deps.contracts.keys()) {
    try {
      await recordOnce(deps, onWritten, contract, record);
    } catch (error) {
      failures.push(error);
      deps.log.error({ err: error, contractId: contract, type: record.type }, 'a record could not be written');
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function recordOnce(
  deps: Deps,
  onWritten: OnWritten,
  contract: ContractId,
  { fields, notice, platform, since, type }: PlatformRecord,
): Promise<void> {
  const chats = (await deps.store.chatsOf(contract)).filter((chat) => chat.platform === platform);
  if (chats.length === 0) return;
  const now = deps.clock.now();
  const id = eventId(`${type}:${contract}:${platform}:${since}`);
  const written = await deps.store.entries(contract, [type], since, now + 1);
  if (written.some((entry) => entry.eventId === id)) return;
  const groups = chats.filter((chat) => chat.kind === 'group');
  await startAttempt(deps, { kind: 'none' }, onWritten).commit(contract, {
    entries: [{ platform, ...fields, id, at: now, type }],
    ...(notice && { outbox: groups.map(notice) }),
  });
}

export async function recordOnContract(
  deps: Deps,
  onWritten: OnWritten,
  contract: ContractId,
  type: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const attempt = startAttempt(deps, { kind: 'none' }, onWritten);
  await attempt.commit(contract, { entries: [contractEvent(deps, type, fields)] });
}

function contractEvent(deps: Deps, type: string, fields: Readonly<Record<string, unknown>>): ContractEvent {
  const at = deps.clock.now();
  return { ...fields, id: eventId(deps.ids.next(at)), at, type };
}
