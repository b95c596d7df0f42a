// What several benchmarks share: databases to measure on, people, and how figures are printed.
import { join } from 'node:path';
import { pino } from 'pino';
import { ulidIds } from '../bot/ids.ts';
import { createBot } from '../bot/main.ts';
import type { Bot } from '../bot/types.ts';
import { loadContracts } from '../contracts/load.ts';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import { type Clock, chatId, personId, type Role } from '../domain/types.ts';
import type { Platform } from '../platforms/types.ts';
import { createLibsqlDatabase, createMysqlDatabase, type Engine } from '../test/support/engines.ts';
import { type PrivateMariadb, startMariadb } from '../test/support/private-mariadb.ts';

export const PLATFORM = 'bench';
export const wallClock: Clock = { now: () => Date.now() };
export const ids = ulidIds(Math.random);
export const silent = pino({ level: 'silent' });

export interface BenchDatabase {
  readonly engine: Engine;
  readonly url: string;
  remove(): Promise<void>;
}

/** A MariaDB of our own and the folder for libsql files, removed afterwards whatever happens. */
export async function withDatabases(
  job: (open: (engine: Engine) => Promise<BenchDatabase>) => Promise<void>,
): Promise<void> {
  let mariadb: PrivateMariadb | undefined;
  const opened: BenchDatabase[] = [];
  try {
    mariadb = await startMariadb();
    const serverUrl = mariadb.url('');
    await job(async (engine) => {
      const made = engine === 'libsql' ? await createLibsqlDatabase() : await createMysqlDatabase(serverUrl);
      const database = { engine, url: made.url, remove: () => made.remove() };
      opened.push(database);
      return database;
    });
  } finally {
    for (const database of opened) await database.remove();
    await mariadb?.stop();
  }
}

export async function benchContract(): Promise<Contract> {
  const packs = await loadContracts(join(import.meta.dirname, '../contracts'));
  const loaded = packs.find(({ contract }) => contract.id === 'guangzhou-credit');
  if (!loaded) throw new Error('the pack guangzhou-credit is gone');
  return loaded.contract;
}

/** Groups `g0` … and reporters `p0` …, with a small team that serves them. */
export async function seat(store: Store, contract: Contract, sizes: { chats: number; people: number }): Promise<void> {
  await store.migrate();
  for (let place = 0; place < sizes.chats; place += 1) {
    const key = `g${place}`;
    const id = chatId(PLATFORM, key);
    await store.saveChat({
      id,
      platform: PLATFORM,
      externalId: key,
      kind: 'group',
      title: key,
      contractId: contract.id,
    });
  }
  const team: readonly (readonly [string, Role])[] = [
    ['li', 'engineer'],
    ['zhou', 'engineer'],
    ['zhao', 'manager'],
    ['qian', 'supervisor'],
  ];
  const reporters = Array.from({ length: sizes.people }, (_, place) => [`p${place}`, 'reporter'] as const);
  for (const [key, role] of [...team, ...reporters]) {
    await store.savePerson({ id: personId(key), name: key }, { platform: PLATFORM, userId: key });
    const duty = key === 'li' ? { dutyOrder: 1 } : {};
    await store.saveMember(contract.id, { personId: personId(key), roles: [role], ...duty });
  }
}

/** The whole program live on a database and a platform. */
export function liveBot(store: Store, platform: Platform, contract: Contract): Bot {
  return createBot({
    store,
    clock: wallClock,
    ids,
    random: Math.random,
    platforms: [platform],
    contracts: [contract],
    log: silent,
    drive: 'live',
  });
}

/** @param share between 0 and 1: 0.5 is the median */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
