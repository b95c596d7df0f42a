// The same tests, word for word, on both database engines.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { afterAll, describe, inject } from 'vitest';
import { scratchFolder } from './scratch-folder.ts';

export type Engine = 'libsql' | 'mysql';

/** Makes a new empty database and returns its DATABASE_URL. It is removed when the suite is over. */
export type OpenDatabase = () => Promise<string>;

export interface TemporaryDatabase {
  url: string;
  remove(): Promise<void>;
}

/**
 * Runs a suite once for each engine. Close your connections in the suite's own `afterAll`/`afterEach`.
 * @example
 * describeEngines((open) => {
 *   test('a stored ticket comes back', async () => {
 *     const store = await openStore(await open());
 *   });
 * });
 */
export function describeEngines(
  suite: (open: OpenDatabase, engine: Engine) => void,
  engines: readonly Engine[] = ['libsql', 'mysql'],
): void {
  if (engines.includes('libsql'))
    describe('libsql', () =>
      suite(
        removedAfterwards(() => createLibsqlDatabase(scratchFolder())),
        'libsql',
      ));

  if (!engines.includes('mysql')) return;
  const missing = inject('mariadbMissing');
  if (missing) describe.skip(`mysql (${missing})`, () => suite(() => Promise.reject(new Error(missing)), 'mysql'));
  else
    describe('mysql', () =>
      suite(
        removedAfterwards(() => createMysqlDatabase(inject('mariadbUrl'))),
        'mysql',
      ));
}

/** @param within where its folder is made; absent: on the disk, whose speed a benchmark is to see */
export async function createLibsqlDatabase(within: string = tmpdir()): Promise<TemporaryDatabase> {
  const folder = await mkdtemp(join(within, 'dutybell-libsql-'));
  return {
    url: `file:${join(folder, 'dutybell.db')}`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** @param serverUrl what `startMariadb().url('')` says */
export async function createMysqlDatabase(serverUrl: string): Promise<TemporaryDatabase> {
  const name = `dutybell_${randomBytes(6).toString('hex')}`;
  await execute(serverUrl, `CREATE DATABASE ${name}`);
  return { url: `${serverUrl}${name}`, remove: () => execute(serverUrl, `DROP DATABASE ${name}`) };
}

function removedAfterwards(create: () => Promise<TemporaryDatabase>): OpenDatabase {
  const opened: TemporaryDatabase[] = [];
  afterAll(async () => {
    for (const database of opened) await database.remove();
  });
  return async () => {
    const database = await create();
    opened.push(database);
    return database.url;
  };
}

async function execute(serverUrl: string, statement: string): Promise<void> {
  const connection = await createConnection(serverUrl);
  try {
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
