import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../domain/types.ts';
import type { PlatformNotes } from '../../../platforms/notes.ts';
import { createApiClient } from '../../../platforms/wecom/api-client.ts';
import { createDirectory, type Directory } from '../../../platforms/wecom/directory.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

const GET = '/cgi-bin/user/get';
const ok = { errcode: 0, errmsg: 'ok' };
const log = { debug: () => undefined, info: () => undefined, error: () => undefined };

let server: ApiServer;
let now: number;
let notes: PlatformNotes;
let warnings: string[];
let directories: Directory[];
/** Whose name was asked for, as soon as the request leaves. */
let asked: string[];

beforeEach(async () => {
  server = await startApiServer();
  server.answers('/cgi-bin/gettoken', { ...ok, access_token: 'token-1', expires_in: 720_000 });
  server.answers(GET, ({ query }) => ({ ...ok, userid: query.userid, name: `${query.userid}工` }));
  now = Date.UTC(2026, 2, 2, 1);
  notes = memoryNotes();
  warnings = [];
  directories = [];
  asked = [];
});
afterEach(async () => {
  for (const directory of directories) directory.stop();
  await server.close();
});

function open({ isConfigured = true } = {}): Directory {
  const clock = { now: () => now };
  const http: typeof fetch = (input, init) => {
    const url = new URL(String(input));
    if (url.pathname === GET) asked.push(url.searchParams.get('userid') ?? '');
    return fetch(input, init);
  };
  const api = createApiClient(server, { clock, http });
  const app = { corpId: 'ww1', secret: 'app-secret', agentId: 1 };
  const warn = (_fields: object, message: string) => void warnings.push(message);
  const directory = createDirectory(isConfigured ? app : undefined, { api, clock, notes, log: { ...log, warn } });
  directories.push(directory);
  return directory;
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await setImmediate();
}
/** His first message, and all that follows from it. */
async function meet(directory: Directory, userId: string): Promise<void> {
  const before = asked.length;
  await directory.nameOf(userId);
  await until(() => asked.length > before);
  await until(async () => (await directory.nameOf(userId)) !== undefined);
}

test('the first message does not wait for the name, a later one has it', async () => {
  const directory = open();
  expect(await directory.nameOf('li')).toBeUndefined();
  await until(async () => (await directory.nameOf('li')) === 'li工');
  expect(asked).toEqual(['li']);
});

test('a name is believed for a day', async () => {
  const directory = open();
  await meet(directory, 'li');
  now += DAY - 1;
  expect(await directory.nameOf('li')).toBe('li工');
  now += 2;
  server.answers(GET, { ...ok, name: '李工程师' });
  expect(await directory.nameOf('li')).toBeUndefined();
  await until(async () => (await directory.nameOf('li')) === '李工程师');
});

test('a name is known after a restart, and to another replica', async () => {
  await meet(open(), 'li');
  expect(await open().nameOf('li')).toBe('li工');
  expect(asked).toEqual(['li']);
});

test('many messages of many people ask once for each', async () => {
  const directory = open();
  const people = Array.from({ length: 20 }, (_, index) => `u${index}`);
  await Promise.all([...people, ...people, ...people].map((userId) => directory.nameOf(userId)));
  await until(async () => (await directory.nameOf('u19')) !== undefined);
  expect(asked.toSorted()).toEqual(people.toSorted());
});

test('without an app nobody is asked', async () => {
  const directory = open({ isConfigured: false });
  expect(await directory.nameOf('li')).toBeUndefined();
  await setImmediate();
  expect(server.requests).toEqual([]);
});

test.each([
  ['the app may not see', { errcode: 60_011, errmsg: 'no privilege' }],
  ['does not exist', { errcode: 60_111, errmsg: 'userid not found' }],
  ['is named by his id only', { ...ok, name: 'wang' }],
  ['has no name', { ...ok, name: ' ' }],
  ['is answered without a name', ok],
])('a person who %s is asked for again after an hour; others are not kept waiting', async (_name, answer) => {
  const directory = open();
  server.answers(GET, ({ query }) => (query.userid === 'wang' ? answer : { ...ok, name: '李工' }));
  await directory.nameOf('wang');
  await meet(directory, 'li');
  now += HOUR - 1;
  await directory.nameOf('wang');
  await setImmediate();
  expect(asked).toEqual(['wang', 'li']);
  now += 1;
  await directory.nameOf('wang');
  await until(() => asked.length === 3);
  expect(warnings).toEqual([]);
});

test.each([
  ['its server is not allowed', { errcode: 60_020, errmsg: 'ip' }],
  ['WeCom is away', { status: 502, raw: '' }],
])('when %s nobody is asked for ten minutes, and it is said once', async (_name, answer) => {
  const directory = open();
  server.answers(GET, answer);
  await directory.nameOf('li');
  await until(() => warnings.length > 0);
  now += 10 * MINUTE - 1;
  await directory.nameOf('li');
  await directory.nameOf('wang');
  await setImmediate();
  expect(asked).toEqual(['li']);
  now += 1;
  server.answers(GET, { ...ok, name: '李工' });
  await meet(directory, 'li');
  expect(warnings).toHaveLength(1);
});

test('nobody is asked for after the stop, and what was under way has no effect', async () => {
  const directory = open();
  await directory.nameOf('li');
  await until(() => asked.length > 0);
  directory.stop();
  await directory.nameOf('wang');
  const other = open();
  await meet(other, 'zhao');
  expect(asked).toEqual(['li', 'zhao']);
  expect(await notes.get('wecom', 'name:li', now)).toBeUndefined();
  expect(warnings).toEqual([]);
});

test('without an app no name is looked for anywhere', async () => {
  notes = { ...notes, get: () => Promise.reject(new Error('the database was asked')) };
  expect(await open({ isConfigured: false }).nameOf('li')).toBeUndefined();
});
