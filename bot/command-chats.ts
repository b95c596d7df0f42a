import { type Changes, type CommitMeta, VersionConflict } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import { eventId, type Ids, type Instant } from '../domain/types.ts';
import { bindingChanges, PARKED_WITHIN_MS } from '../handlers/bind-chat.ts';
import { departmentIn } from '../handlers/binding-words.ts';
import { say, withStore } from './command-store.ts';
import { InvalidConfig } from './config.ts';
import { ulidIds } from './ids.ts';
import { systemClock } from './main.ts';
import { readPacks } from './pack-folder.ts';

export interface BindOptions {
  /** Id or name of a department of the contract. */
  readonly department?: string;
}

/** Every chat that the bot has met, and whose it is. */
export async function listChats(): Promise<void> {
  await withStore(async (store) => {
    const chats = await store.allChats();
    if (chats.length === 0) return say('The bot has met no chat yet.');
    for (const chat of chats.toSorted(byBinding)) say(lineOf(chat));
    say('Say whose a group is with: dutybell chats bind CHAT CONTRACT [--department DEPARTMENT]');
  });
}

export async function bindChat(chat: string, contract: string, options: BindOptions): Promise<void> {
  await withStore(async (store, config) => {
    const contracts = (await readPacks(config.contractsDir)).map((loaded) => loaded.contract);
    const made = { now: systemClock.now(), ids: ulidIds(Math.random) };
    for (const line of await takeBinding(store, contracts, { chat, contract, ...options }, made)) say(line);
  });
}

export interface Wish extends BindOptions {
  /** Id of a chat, what the platform calls it, or its title. */
  readonly chat: string;
  readonly contract: string;
}

/** @throws {InvalidConfig} there is no such chat, contract or department, or somebody bound the chat at the same moment */
export async function takeBinding(
  store: Store,
  contracts: readonly Contract[],
  wish: Wish,
  made: { readonly now: Instant; readonly ids: Ids },
): Promise<readonly string[]> {
  const { ids, now } = made;
  const chat = meantChat(await store.allChats(), wish.chat);
  const contract = contracts.find(({ id }) => id === wish.contract);
  if (typeof chat === 'string' || !contract) {
    const known = contracts.map(({ id }) => id).join(', ');
    throw new InvalidConfig([
      ...(typeof chat === 'string' ? [chat] : []),
      ...(contract ? [] : [`There is no contract ${wish.contract}; write one of ${known}`]),
    ]);
  }
  const department = wish.department === undefined ? undefined : departmentIn(wish.department, contract);
  if (wish.department !== undefined && !department) {
    const known = contract.departments.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none';
    throw new InvalidConfig([`${contract.id} has no department ${wish.department}; it has ${known}`]);
  }
  if (chat.contractId === contract.id && chat.department === department?.id) return [`${lineOf(chat)}: nothing to do`];
  const changes = bindingChanges({ chat, contract, department, since: now - PARKED_WITHIN_MS, at: now }, ids);
  await bind(store, { contractId: contract.id, now, cause: { kind: 'none' } }, changes);
  // Once it is so: a ledger must not tell of a move that failed.
  if (chat.contractId !== undefined && chat.contractId !== contract.id) {
    const entry = { id: eventId(ids.next(now)), at: now, type: 'chat_unbound', chatId: chat.id, to: contract.id };
    await store.commit({ contractId: chat.contractId, now, cause: { kind: 'none' } }, { entries: [entry] });
  }
  const bound = await store.chatById(chat.id);
  return [`bound: ${lineOf(bound ?? chat)}`];
}

async function bind(store: Store, meta: CommitMeta, changes: Changes): Promise<void> {
  try {
    await store.commit(meta, changes);
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
    throw new InvalidConfig(['Somebody bound this chat at the same moment; see "dutybell chats", and run this again']);
  }
}

/** @returns what is wrong where it is not one chat */
function meantChat(chats: readonly Chat[], said: string): Chat | string {
  const exact = chats.filter(({ id }) => id === said);
  const called = chats.filter(({ externalId, title }) => externalId === said || title === said);
  const [only, ...more] = exact.length > 0 ? exact : called;
  if (only && more.length === 0) return only;
  const remedy = 'write its id; "dutybell chats" lists them';
  if (!only) return `The bot has met no chat ${said}; ${remedy}`;
  return `Several chats are called ${said}: ${called.map(({ id }) => id).join(', ')}; ${remedy}`;
}

/** Those that wait for somebody first. */
function byBinding(a: Chat, b: Chat): number {
  const rank = ({ contractId, kind }: Chat) => (contractId === undefined && kind === 'group' ? 0 : 1);
  return rank(a) - rank(b) || (a.id < b.id ? -1 : 1);
}

function lineOf({ contractId, department, id, kind, title }: Chat): string {
  const name = title === '' ? '' : ` "${title}"`;
  return `${id}${name} (${kind}): ${contractId ?? 'no contract'}${department === undefined ? '' : `, ${department}`}`;
}
