import { readFile } from 'node:fs/promises';
import { createClient } from '@libsql/client';
import {
  type DrizzleMySQLSnapshotJSON,
  type DrizzleSQLiteSnapshotJSON,
  generateMySQLDrizzleJson,
  generateMySQLMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { createConnection } from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../db/open.ts';
import * as mysqlSchema from '../../db/schema.mysql.ts';
import * as sqliteSchema from '../../db/schema.sqlite.ts';
import { describeEngines, type Engine } from '../support/engines.ts';
import { freshStore, outcomes, someUpdate, T0 } from './fixtures.ts';

const migrations = new URL('../../db/migrations/', import.meta.url);

async function newestSnapshot(dialect: 'sqlite' | 'mysql'): Promise<string> {
  const journal: { entries: { tag: string }[] } = JSON.parse(
    await readFile(new URL(`${dialect}/meta/_journal.json`, migrations), 'utf8'),
  );
  const number = journal.entries.at(-1)?.tag.slice(0, 4);
  return readFile(new URL(`${dialect}/meta/${number}_snapshot.json`, migrations), 'utf8');
}

describeEngines((open) => {
  test('a command creates no tables in an empty database, and says that there is none', async () => {
    const url = await open();
    const options = { clock: { now: () => T0 }, random: () => 0.5 };
    const { store } = await freshStore(url);
    expect(await store.schemaAge()).toBe('current');

    const empty = await open();
    const looking = await openStore(empty, options);
    onTestFinished(() => looking.close());
    expect(await looking.schemaAge()).toBe('none');
    await expect(openStore(empty, { ...options, openFor: 'existing' })).rejects.toMatchObject({
      code: 'store_missing',
    });
    expect(await looking.schemaAge(), 'still').toBe('none');
  });
});

// When this fails: npm run db:generate, and read what it wrote.
test('the migrations lead to the schema: sqlite', async () => {
  const newest: DrizzleSQLiteSnapshotJSON = JSON.parse(await newestSnapshot('sqlite'));
  const schema = await generateSQLiteDrizzleJson({ ...sqliteSchema }, newest.id);
  expect(await generateSQLiteMigration(newest, schema)).toEqual([]);
});

test('the migrations lead to the schema: mysql', async () => {
  const newest: DrizzleMySQLSnapshotJSON = JSON.parse(await newestSnapshot('mysql'));
  const schema = await generateMySQLDrizzleJson({ ...mysqlSchema }, newest.id);
  expect(await generateMySQLMigration(newest, schema)).toEqual([]);
});

test('a schema that has changed since is noticed', async () => {
  const newest: DrizzleSQLiteSnapshotJSON = JSON.parse(await newestSnapshot('sqlite'));
  const { packs, ...rest } = sqliteSchema;
  expect(packs).toBeDefined();
  expect(await generateSQLiteMigration(newest, await generateSQLiteDrizzleJson(rest, newest.id))).not.toEqual([]);
});

describeEngines((open, engine) => {
  test('migrating again changes nothing', async () => {
    const { store } = await freshStore(await open());
    await store.putUpdate(someUpdate(), { owner: 'a', until: T0 });
    await store.migrate();
    expect((await store.counts(T0)).inboxPending).toBe(1);
  });

  test('several replicas that start at once all find the tables', async () => {
    const url = await open();
    const stores = await Promise.all(
      Array.from({ length: 4 }, () => openStore(url, { clock: { now: () => T0 }, random: () => 0.5 })),
    );
    expect(await outcomes(stores.map((store) => store.migrate()))).toEqual(Array(4).fill(undefined));
    const puts = await Promise.all(stores.map((store) => store.putUpdate(someUpdate(), { owner: 'a', until: T0 })));
    expect(new Set(puts.map((put) => put.outcome))).toEqual(new Set(['accepted']));
    await Promise.all(stores.map((store) => store.close()));
  });

  test('a database that a newer version has upgraded is refused', async () => {
    const url = await open();
    const { store } = await freshStore(url);
    const future = Date.UTC(2100, 0);
    await execute(engine, url, `insert into __drizzle_migrations (hash, created_at) values ('future', ${future})`);
    await expect(store.migrate()).rejects.toMatchObject({ code: 'store_migration' });
  });

  test("another program's table of the same name is not taken for ours", async () => {
    const url = await open();
    await execute(engine, url, 'create table tickets (id int)');
    const store = await openStore(url, { clock: { now: () => T0 }, random: () => 0.5 });
    await expect(store.migrate()).rejects.toThrow(/tickets|tables that this program did not expect/);
    await store.close();
  });
});

async function execute(engine: Engine, url: string, statement: string): Promise<void> {
  if (engine === 'libsql') {
    const client = createClient({ url });
    await client.execute(statement);
    client.close();
    return;
  }
  const connection = await createConnection(url);
  await connection.query(statement);
  await connection.end();
}
