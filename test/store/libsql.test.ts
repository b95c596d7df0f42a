import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openLibsql } from '../../db/libsql.ts';
import { openStore } from '../../db/open.ts';
import { freshStore, LEASE, meta, outcomes, someContract, someEntry, somePost, someUpdate, T0 } from './fixtures.ts';

const options = { clock: { now: () => T0 }, random: () => 0.5 };

async function someFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dutybell-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

// Settings belong to a connection: the one that writes has to have them, also after a transaction that failed.
test('the connection that writes syncs each commit to the disk', async () => {
  const engine = await openLibsql(`file:${await someFolder()}/a.db`);
  onTestFinished(() => engine.close());
  const setting = (pragma: string) =>
    engine.write((db) => db.get<Record<string, unknown>>(sql.raw(`pragma ${pragma}`)));
  const settings = async () => [await setting('journal_mode'), await setting('synchronous')];
  const full = [{ journal_mode: 'wal' }, { synchronous: 2 }];
  expect(await settings()).toEqual(full);
  await engine.write((db) => db.run(sql.raw('no sql'))).catch(() => undefined);
  expect(await settings()).toEqual(full);
});

test('the connection that reads can not write', async () => {
  const engine = await openLibsql(`file:${await someFolder()}/a.db`);
  onTestFinished(() => engine.close());
  const writing = engine.read((db) => db.run(sql.raw('create table sneaky (id int)')));
  await expect(writing).rejects.toMatchObject({ code: 'store_unreachable' });
});

test('a read neither waits for a commit in progress nor sees it, and sees it afterwards', async () => {
  const { store } = await freshStore(`file:${await someFolder()}/a.db`);
  const contract = someContract();
  const reached = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  // Of the same group: its rows are written when the second one is still building.
  const first = store.commit(meta(contract), { entries: [someEntry()] });
  const second = store.commit(meta(contract), async () => {
    reached.resolve();
    await release.promise;
    return {};
  });
  await reached.promise;
  expect(await store.unsealedEntries(contract, 9)).toEqual([]);
  release.resolve();
  await Promise.all([first, second]);
  expect(await store.unsealedEntries(contract, 9)).toHaveLength(1);
});

test('of commits that share a transaction, those that fail leave nothing and the others are kept', async () => {
  const { store } = await freshStore(`file:${await someFolder()}/a.db`);
  const contract = someContract();
  const twice = someEntry({ type: 'twice' });
  const commits = Array.from({ length: 12 }, (_, index) =>
    store
      .commit(meta(contract), {
        outbox: [somePost({ key: `post-${index}` })],
        texts: [{ ref: { id: `text-${index}`, hash: 'h' }, salt: 's', body: 'b' }],
        entries: index % 3 === 0 ? [twice, twice] : [someEntry()],
      })
      .then(() => index),
  );
  const results = await outcomes(commits);
  const failed = [0, 3, 6, 9];
  expect(results).toEqual(results.map((_, index) => (failed.includes(index) ? 'store_failed' : index)));
  expect(await store.texts(results.map((_, index) => `text-${index}`))).toHaveProperty('size', 8);
  expect((await store.counts(T0)).outboxPending).toBe(8);
});

test('a commit of one process is seen by another; both write in turn', async () => {
  const url = `file:${await someFolder()}/a.db`;
  const [one, two] = [await freshStore(url), await freshStore(url)];
  const puts = Array.from({ length: 40 }, (_, index) =>
    (index % 2 === 0 ? one : two).store.putUpdate(someUpdate(), LEASE),
  );
  const results = await Promise.all(puts);
  expect(results.every((result) => result.outcome === 'accepted')).toBe(true);
  expect((await one.store.counts(T0)).inboxPending).toBe(40);
});

// Several times: whether a statement that was refused still hampers its connection depends on the garbage collector.
test('a write waits for a foreign transaction, without standing still', async () => {
  const url = `file:${await someFolder()}/a.db`;
  const { store } = await freshStore(url);
  const foreign = createClient({ url });
  for (let time = 0; time < 5; time += 1) {
    const transaction = await foreign.transaction('write');
    const put = store.putUpdate(someUpdate(), LEASE);
    // Turns of the event loop go on while it waits.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resume) => setImmediate(resume));
    await transaction.rollback();
    expect(await put).toMatchObject({ outcome: 'accepted' });
  }
  foreign.close();
});

test('the folder of the file is made; a name with signs of an address is a name', async () => {
  const folder = await someFolder();
  const store = await openStore(`file:${folder}/new/50%25 ?#值班.db`, options);
  await store.migrate();
  await store.close();
  expect(await readdir(join(folder, 'new'))).toContain('50% ?#值班.db');
});

test('a database in memory is separate from others, and leaves no file', async () => {
  const before = await readdir(tmpdir());
  const [one, two] = [await openStore(':memory:', options), await openStore(':memory:', options)];
  for (const store of [one, two]) await store.migrate();
  await one.putUpdate(someUpdate(), LEASE);
  expect((await one.counts(T0)).inboxPending).toBe(1);
  expect((await two.counts(T0)).inboxPending).toBe(0);
  const mine = (await readdir(tmpdir())).filter((name) => /^dutybell-[^-]+$/.test(name) && !before.includes(name));
  await one.close();
  await two.close();
  const left = await readdir(tmpdir());
  expect(mine.filter((name) => left.includes(name))).toEqual([]);
});

test.each([
  ['a file that is no database', 'text.db', /no intact database/],
  ['a folder that is a file', 'text.db/a.db', /Give this user the right|can't be opened/],
  ['a folder in place of the file', '.', /can't be opened/],
])('%s: the operator is told what and where', async (_name, path, message) => {
  const folder = await someFolder();
  await writeFile(join(folder, 'text.db'), 'this is no database, only a text '.repeat(40));
  const opening = openStore(`file:${folder}/${path}`, options);
  await expect(opening).rejects.toThrow(message);
  await expect(opening).rejects.toThrow(folder);
});

test.each([
  ['postgres://user:secret@host/db', /"postgres:…"/],
  ['', /no known kind/],
  ['file:', /names no file/],
  ['mysql://user:se#cret@host/db', /percent-encoded/],
  ['mysql://user:secret@host', /mysql:\/\/user:password@host:3306\/database/],
])('DATABASE_URL %j is refused with an example and without its password', async (url, message) => {
  const error = await openStore(url, options).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'store_url' });
  expect(String(error)).toMatch(message);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/se#?cret/);
});

test('an error of the database does not quote what people wrote', async () => {
  const { store } = await freshStore(':memory:');
  const twice = someEntry({ reason: 'a secret' });
  const error = await store.commit(meta(), { entries: [twice, twice] }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'store_failed' });
  const everything = (value: unknown): string =>
    value instanceof Error
      ? Object.getOwnPropertyNames(value)
          .map((name) => everything(Reflect.get(value, name)))
          .join()
      : (JSON.stringify(value) ?? '');
  expect(everything(error)).not.toContain('a secret');
});

describe('a database file is for one running program', () => {
  const running = (url: string) => openStore(url, { ...options, openFor: 'running' });

  test('a second one is told who has it, and changes nothing', async () => {
    const url = `file:${await someFolder()}/a.db`;
    const first = await running(url);
    onTestFinished(() => first.close());
    await expect(running(url)).rejects.toMatchObject({
      code: 'store_in_use',
      message: expect.stringContaining(`(pid ${process.pid})`),
    });
  });

  test('it is free when the first one has closed it', async () => {
    const url = `file:${await someFolder()}/a.db`;
    for (let times = 0; times < 2; times += 1) await (await running(url)).close();
  });

  test('it is free when the first one was killed', async () => {
    const folder = await someFolder();
    const url = `file:${folder}/a.db`;
    const script = `
      import { openStore } from '${join(import.meta.dirname, '../../db/open.ts')}';
      await openStore('${url}', { clock: { now: () => 0 }, random: () => 0, openFor: 'running' });
      console.log('open');
      setInterval(() => undefined, 1_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await expect(running(url)).rejects.toThrow(`(pid ${child.pid})`);
    child.kill('SIGKILL');
    await ended;
    await (await running(url)).close();
  });

  test('commands work beside it', async () => {
    const url = `file:${await someFolder()}/a.db`;
    const first = await running(url);
    onTestFinished(() => first.close());
    await first.migrate();
    const command = await openStore(url, { ...options, openFor: 'existing' });
    onTestFinished(() => command.close());
    await command.adoptInstance('x');
    expect(await first.instance()).toEqual({ id: 'x' });
  });
});

describe('a command', () => {
  const existing = (url: string) => openStore(url, { ...options, openFor: 'existing' });

  test('does not create the database that it was to look at', async () => {
    const folder = await someFolder();
    await expect(existing(`file:${folder}/typo/a.db`)).rejects.toMatchObject({
      code: 'store_missing',
      message: expect.stringContaining(`There is no Dutybell database at ${folder}/typo/a.db`),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test('does not turn another file into one', async () => {
    const folder = await someFolder();
    await writeFile(join(folder, 'a.db'), '');
    await expect(existing(`file:${folder}/a.db`)).rejects.toMatchObject({ code: 'store_missing' });
  });

  test('leaves the upgrade of an older one to "migrate"', async () => {
    const { store } = await freshStore(`file:${await someFolder()}/a.db`);
    expect(await store.schemaAge()).toBe('current');
    const url = `file:${await someFolder()}/b.db`;
    const client = createClient({ url });
    await client.execute('create table __drizzle_migrations (id integer, hash text, created_at bigint)');
    await client.execute("insert into __drizzle_migrations values (1, 'h', 1)");
    client.close();
    await expect(existing(url)).rejects.toThrow('Run "dutybell migrate" first');
  });
});
