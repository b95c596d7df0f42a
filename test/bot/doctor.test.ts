import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { examine } from '../../bot/doctor.ts';
import { examineContract, examineGroups } from '../../bot/doctor-contracts.ts';
import { chatId, MINUTE } from '../../domain/types.ts';
import type { Finding } from '../../platforms/finding.ts';
import { startFakeWecom } from '../fakes/wecom/server.ts';
import { describeEngines } from '../support/engines.ts';
import { CONTRACT, contract, type Stand, setStand } from './stand.ts';

const BOT = { id: 'aib-1', secret: 'the-secret', name: '值班铃' };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dutybell-doctor-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const grades = (findings: readonly Finding[], about: string) =>
  findings.filter((finding) => finding.about === about).map(({ grade }) => grade);

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin() {
    const url = await openDatabase();
    const stand = await setStand(url);
    stands.push(stand);
    return { ...stand, url };
  }

  async function group(stand: Stand, externalId: string, isBound: boolean) {
    const id = chatId('wecom', externalId);
    const chat = { id, platform: 'wecom', externalId, kind: 'group', title: '' } as const;
    await stand.store.saveChat({ ...chat, ...(isBound && { contractId: CONTRACT }) });
  }

  async function account(stand: Stand, key: string) {
    const known = await stand.store.personByAccount('fake', key);
    if (!known) throw new Error(`nobody is ${key}`);
    await stand.store.savePerson(known, { platform: 'wecom', userId: key });
  }

  test('a contract without a group or people of the platform is no help to anybody', async () => {
    const stand = await begin();
    const look = () => examineContract(stand.store, contract, 'wecom', []);
    expect(grades(await look(), `contract ${CONTRACT}`), 'perhaps it is none of theirs').toEqual(['warn']);
    await group(stand, 'wrGROUP', true);
    expect(grades(await look(), `contract ${CONTRACT}`)).toEqual(['ok', 'bad']);
  });

  test('who can’t be rung is named, and who may bind is counted', async () => {
    const stand = await begin();
    await group(stand, 'wrGROUP', true);
    await account(stand, 'li');
    const findings = await examineContract(stand.store, contract, 'wecom', []);
    expect(findings.map(({ grade }) => grade)).toEqual(['ok', 'ok', 'warn', 'bad']);
    expect(findings[2]?.seen).not.toContain('李工');
    const withAdmin = await examineContract(stand.store, contract, 'wecom', [{ platform: 'wecom', userId: 'root' }]);
    expect(withAdmin.map(({ grade }) => grade)).toEqual(['ok', 'ok', 'warn']);
    await account(stand, 'zhao');
    const withManager = await examineContract(stand.store, contract, 'wecom', []);
    expect(withManager.map(({ grade }) => grade)).toEqual(['ok', 'ok', 'warn']);
  });

  test('groups without a contract and webhooks without a group are named', async () => {
    const stand = await begin();
    await group(stand, 'wrGROUP', true);
    await group(stand, 'wrOTHER', false);
    const findings = await examineGroups(stand.store, 'wecom', new Map([['wrgroup', 'key']]));
    expect(findings.map(({ seen }) => seen)).toEqual([
      expect.stringContaining('wrOTHER'),
      expect.stringContaining('wrgroup'),
    ]);
    const one = await examineGroups(stand.store, 'wecom', new Map([['*', 'key']]));
    expect(grades(one, 'webhook'), 'one key would ring two groups').toEqual(['bad']);
  });

  test('the connection is tried where nobody has it, and left alone where a program does', async () => {
    const { url, ...stand } = await begin();
    await stand.store.adoptInstance('here');
    const fake = await startFakeWecom({ bot: BOT, now: () => Date.now() });
    try {
      const env = {
        DATABASE_URL: url,
        INSTANCE_ID: 'here',
        MEDIA_DIR: join(folder, 'media'),
        PORT: '9',
        WECOM_BOT_ID: BOT.id,
        WECOM_BOT_SECRET: BOT.secret,
        WECOM_WS_URL: fake.wsUrl,
        WECOM_API_BASE: fake.apiBase,
      };
      const look = (more: Record<string, string> = {}) =>
        examine(readConfig({ ...env, ...more }), {
          clock: { now: () => Date.now() },
          random: Math.random,
          http: fetch,
          send: false,
        });
      const free = await look();
      expect(free.find(({ about }) => about === 'connection')?.seen).toContain('accepts');
      expect(grades(free, 'instance')).toEqual(['ok']);
      expect(
        await stand.store.acquireLease('connection:wecom', 'program', Date.now(), MINUTE),
        'it was given back',
      ).toBe(true);
      const held = await look();
      expect(held.find(({ about }) => about === 'connection')?.seen).toContain('running program');
      const copy = await look({ INSTANCE_ID: 'a-copy' });
      expect(grades(copy, 'instance')).toEqual(['bad']);
      expect(copy.find(({ about }) => about === 'connection')?.seen).toContain('not the installation');
      expect(JSON.stringify([free, held, copy])).not.toContain(BOT.secret);
    } finally {
      await fake.close();
    }
  });
});

describe('before the first start', () => {
  const look = (env: Record<string, string>) =>
    examine(readConfig({ PORT: '9', MEDIA_DIR: join(folder, 'media'), ...env }), {
      ...{ clock: { now: () => Date.now() }, random: Math.random, http: fetch, send: false },
    });

  test('no database is no mistake, and the credentials are tried', async () => {
    const fake = await startFakeWecom({ bot: BOT, now: () => Date.now() });
    try {
      const findings = await look({
        DATABASE_URL: `file:${join(folder, 'none.db')}`,
        WECOM_BOT_ID: BOT.id,
        WECOM_BOT_SECRET: BOT.secret,
        WECOM_WS_URL: fake.wsUrl,
        WECOM_API_BASE: fake.apiBase,
      });
      expect(grades(findings, 'database')).toEqual(['warn']);
      expect(grades(findings, 'connection')).toEqual(['ok']);
      expect(grades(findings, 'settings'), 'no INSTANCE_ID, no ADMINS').toEqual(['ok', 'bad', 'warn']);
    } finally {
      await fake.close();
    }
  });

  test('packs and folders that can’t be read are named', async () => {
    const findings = await look({
      CONTRACTS_DIR: join(folder, 'none'),
      DATABASE_URL: `file:${join(folder, 'none.db')}`,
    });
    expect(grades(findings, 'packs')).toEqual(['bad']);
    expect(grades(findings, 'program')).toEqual(['warn']);
  });
});
