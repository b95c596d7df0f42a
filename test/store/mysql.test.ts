import { sql } from 'drizzle-orm';
import { createConnection } from 'mysql2/promise';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Engine } from '../../db/engine.ts';
import { openMysql } from '../../db/mysql.ts';
import { migrateMysql } from '../../db/mysql-migrate.ts';
import { openStore } from '../../db/open.ts';
import { createMysqlDatabase } from '../support/engines.ts';
import { startMariadb } from '../support/private-mariadb.ts';
import { freshStore, LEASE, meta, someEntry, someUpdate, T0 } from './fixtures.ts';

const options = { clock: { now: () => T0 }, random: () => 0.5 };
const missing = inject('mariadbMissing');

async function someDatabase(): Promise<string> {
  const database = await createMysqlDatabase(inject('mariadbUrl'));
  onTestFinished(() => database.remove());
  return database.url;
}

/** An engine with a table of two rows, `t`. */
async function engineWithRows(): Promise<{ engine: Engine; attempts: unknown[] }> {
  const attempts: unknown[] = [];
  const log = { debug: (fields: object) => void attempts.push(fields) };
  const engine = await openMysql(await someDatabase(), { random: () => 0.5, log });
  onTestFinished(() => engine.close());
  await engine.migrate();
  await engine.write((db) => engine.upsert(db, engine.tables.presence, rowsOf(0), upsertOn(engine)));
  return { engine, attempts };
}
const rowsOf = (seenAt: number) => ['a', 'b'].map((platform) => ({ platform, seenAt }));
const upsertOn = (engine: Engine) => ({ key: [engine.tables.presence.platform], set: ['seenAt' as const] });

describe.skipIf(missing)(`mysql${missing && ` (${missing})`}`, () => {
  test('a deadlock is tried again and both transactions are written once', async () => {
    const { engine, attempts } = await engineWithRows();
    const { presence } = engine.tables;
    const bothHoldOne = Promise.withResolvers<void>();
    let holders = 0;
    const addTo = (first: string, second: string) =>
      engine.write(async (db) => {
        for (const platform of [first, second]) {
          await db
            .update(presence)
            .set({ seenAt: sql`${presence.seenAt} + 1` })
            .where(sql`${presence.platform} = ${platform}`);
          holders += 1;
          if (holders === 2) bothHoldOne.resolve();
          await bothHoldOne.promise;
        }
      });
    await Promise.all([addTo('a', 'b'), addTo('b', 'a')]);
    expect(attempts).toMatchObject([{ attempt: 1, error: 'ER_LOCK_DEADLOCK' }]);
    expect(await engine.read((db) => db.select().from(presence))).toEqual(rowsOf(2));
  });

  test('an update that changes nothing still reports the rows that it found', async () => {
    const { engine } = await engineWithRows();
    const result = await engine.write((db) => db.update(engine.tables.presence).set({ seenAt: 0 }));
    expect(engine.matched(result)).toBe(2);
  });

  test("every session is strict, in UTC and at READ COMMITTED, whatever the server's defaults", async () => {
    const url = await someDatabase();
    const engine = await openMysql(`${url}?timezone=local&charset=latin1`, { random: () => 0.5 });
    onTestFinished(() => engine.close());
    await engine.migrate();
    const { instance } = engine.tables;
    await engine.write((db) => db.insert(instance).values({ slot: 1, id: 'one' }));
    const settings = {
      level: sql`@@session.tx_isolation`,
      zone: sql`@@session.time_zone`,
      mode: sql<string>`@@session.sql_mode`,
      charset: sql`@@session.character_set_client`,
    };
    const [row] = await engine.write((db) => db.select(settings).from(instance));
    expect(row).toMatchObject({ level: 'READ-COMMITTED', zone: '+00:00', charset: 'utf8mb4' });
    expect(row?.mode).toContain('STRICT_ALL_TABLES');
  });

  test('more transactions than connections that read while they build do not block each other', async () => {
    const { store } = await freshStore(await someDatabase());
    const commits = Array.from({ length: 40 }, () =>
      store.commit(meta(), async () => {
        await store.counts(T0);
        return { entries: [someEntry()] };
      }),
    );
    await Promise.all(commits);
    expect((await store.counts(T0)).unsealed).toBe(40);
  });

  test('a server that was killed and came back is used again; what was answered is still there', async () => {
    const server = await startMariadb();
    onTestFinished(() => server.stop());
    const connection = await createConnection(server.url(''));
    await connection.query('create database dutybell_restart');
    await connection.end();
    const { store } = await freshStore(server.url('dutybell_restart'));
    await store.putUpdate(someUpdate(), LEASE);
    await Promise.all(Array.from({ length: 10 }, () => store.ping()));

    await server.crash();
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unreachable' });
    await expect(store.putUpdate(someUpdate(), LEASE)).rejects.toMatchObject({ code: 'store_unreachable' });
    await server.restart();

    expect((await store.counts(T0)).inboxPending).toBe(1);
    await store.commit(meta(), { entries: [someEntry()] });
    expect((await store.counts(T0)).unsealed).toBe(1);
  });

  test('a replica that waits too long for another one to upgrade says so and touches nothing', async () => {
    const url = await someDatabase();
    const database = new URL(url).pathname.slice(1);
    const [holder, late] = [await createConnection(url), await createConnection(url)];
    await holder.query('do get_lock(?, 0)', [`dutybell migrate ${database}`]);
    await expect(migrateMysql(late, database, 0)).rejects.toMatchObject({ code: 'store_migration' });
    const [tables] = await late.query('show tables');
    expect(tables).toEqual([]);
    await holder.end();
    await migrateMysql(late, database, 5);
    await late.end();
  });

  test.each([
    ['nobody listens there', (url: URL) => Object.assign(url, { port: '1' }), /does not answer \(ECONNREFUSED\)/],
    [
      'the password is wrong',
      (url: URL) => Object.assign(url, { password: 'wrong-secret' }),
      /refused user "dutybell"/,
    ],
    [
      'there is no such database',
      (url: URL) => Object.assign(url, { pathname: '/dutybell_none' }),
      /no database "dutybell_none".*CREATE DATABASE/,
    ],
    [
      'the user has no right to it',
      (url: URL) => Object.assign(url, { pathname: '/mysql' }),
      /may not use database "mysql"|Grant/,
    ],
    [
      'the host is unknown',
      (url: URL) => Object.assign(url, { hostname: 'db.invalid' }),
      /host db\.invalid.* is not known/,
    ],
  ])('when %s the operator is told, without the password', async (_name, change, message) => {
    const url = change(new URL(`${inject('mariadbUrl')}dutybell_x`));
    const error = await openStore(url.href, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store_unreachable', message: expect.stringMatching(message) });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong-secret');
  });

  test('an error of the database does not quote what people wrote', async () => {
    const { store } = await freshStore(await someDatabase());
    const twice = someEntry({ reason: 'a secret' });
    const error = await store.commit(meta(), { entries: [twice, twice] }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'store_failed', cause: { code: 'ER_DUP_ENTRY' } });
    expect(JSON.stringify(Object.entries(Reflect.get(Object(error), 'cause')))).not.toContain('a secret');
  });

  test('a value that does not fit is refused, not cut off', async () => {
    const { store } = await freshStore(await someDatabase());
    const put = store.putUpdate(someUpdate({ updateId: 'x'.repeat(256) }), LEASE);
    await expect(put).rejects.toMatchObject({ code: 'store_failed' });
    expect(await store.putUpdate(someUpdate({ updateId: 'x'.repeat(255) }), LEASE)).toMatchObject({
      outcome: 'accepted',
    });
  });
});
