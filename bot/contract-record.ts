import type { Chat, ContractEvent, Outgoing } from '../db/store.ts';
import { type ContractId, eventId } from '../domain/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';

export interface PlatformRecord {
  readonly platform: string;
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Said in each group of the platform. */
  readonly notice?: (chat: Chat) => Outgoing;
}

/** Writes a ledger entry into each contract that has chats on a platform: what happens to the platform happens to all. */
export async function recordOnPlatform(deps: Deps, onWritten: OnWritten, record: PlatformRecord): Promise<void> {
  for (const contract of deps.contracts.keys()) {
    const chats = (await deps.store.chatsOf(contract)).filter((chat) => chat.platform === record.platform);
    if (chats.length === 0) continue;
    const { notice } = record;
    const groups = chats.filter((chat) => chat.kind === 'group');
    await startAttempt(deps, { kind: 'none' }, onWritten).commit(contract, {
      entries: [contractEvent(deps, record.type, { platform: record.platform, ...record.fields })],
      ...(notice && { outbox: groups.map(notice) }),
    });
  }
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
