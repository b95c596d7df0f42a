import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { examine } from '../../bot/doctor.ts';
import { examineContracts, examineGroups } from '../../bot/doctor-contracts.ts';
import { examineAdmins, examineInstance, examineTrial } from '../../bot/doctor-database.ts';
import { examineSettings } from '../../bot/doctor-settings.ts';
import { chatId, contractId, MINUTE } from '../../domain/types.ts';
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

/** As the examination sees a platform with these webhooks. */
function seen(chats: readonly string[] = []) {
  const webhooks = { about: 'webhook', chats, single: 'one key', form: 'CHATID=KEY' };
  return { name: 'wecom', userIdPlace: 'PLACE', botInGroupPlace: 'THERE', webhooks };
}

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
    const sample = { ...contract, id: contractId('sample') };
    const look = () => examineContracts(stand.store, [contract, sample], [seen()], []);
    expect(await look(), 'perhaps they are none of theirs, so one line').toMatchObject([
      { grade: 'warn', seen: expect.stringContaining(`${CONTRACT}, sample`) },
    ]);
    await group(stand, 'wrGROUP', true);
    expect(grades(await look(), `contract ${CONTRACT}`)).toEqual(['ok', 'bad']);
  });

  test('who can’t be rung is named, and who may bind is counted', async () => {
    const stand = await begin();
    await group(stand, 'wrGROUP', true);
    await account(stand, 'li');
    const findings = await examineContracts(stand.store, [contract], [seen()], []);
    expect(findings.map(({ grade }) => grade)).toEqual(['ok', 'ok', 'warn', 'bad']);
    expect(findings[2]?.seen).not.toContain('李工');
    const withAdmin = await examineContracts(
      stand.store,
      [contract],
      [seen()],
      [{ platform: 'wecom', userId: 'root' }],
    );
    expect(withAdmin.map(({ grade }) => grade)).toEqual(['ok', 'ok', 'warn']);
    await account(stand, 'zhao');
    const withManager = await examineContracts(stand.store, [contract], [seen()], []);
    expect(withManager.map(({ grade }) => grade)).toEqual(['ok', 'ok', 'warn']);
  });

  test('groups without a contract and webhooks without a group are named', async () => {
    const stand = await begin();
    await group(stand, 'wrGROUP', true);
    await group(stand, 'wrOTHER', false);
    const findings = await examineGroups(stand.store, seen(['wrgroup']));
    expect(findings.map(({ seen }) => seen)).toEqual([
      expect.stringContaining('wrOTHER'),
      expect.stringContaining('wrgroup'),
    ]);
  });

  test('a trial in the sandbox is named before real people come, and nothing where there was none', async () => {
    const stand = await begin();
    const look = () => examineTrial(stand.store, [contract], { now: stand.clock.now(), platforms: ['dingtalk'] });
    expect(await look()).toEqual([]);
    const id = chatId('sandbox', 'ops');
    const made = { id, platform: 'sandbox', externalId: 'ops', kind: 'group', title: '运维群' } as const;
    await stand.store.saveChat({ ...made, contractId: CONTRACT });
    const known = await stand.store.personByAccount('fake', 'li');
    await stand.store.savePerson(known!, { platform: 'sandbox', userId: 'li' });
    expect(await look()).toMatchObject([
      {
        grade: 'warn',
        seen: expect.stringContaining('1 chats, 1 made-up people, 0 tickets'),
        remedy: expect.stringMatching(/: DATABASE_URL=file:\.\/data\/dingtalk\.db$/),
      },
    ]);
  });

  test('an account of ADMINS that nobody knows, or that is none, is named', async () => {
    const stand = await begin();
    await account(stand, 'zhao');
    const admins = ['zhao', 'zhangsan', '张三'].map((userId) => ({ platform: 'wecom', userId }));
    const findings = await examineAdmins(stand.store, admins, seen());
    expect(findings).toMatchObject([
      { grade: 'ok', seen: 'zhao may bind groups' },
      { grade: 'warn', seen: expect.stringContaining('张三'), remedy: expect.stringContaining('PLACE') },
      { grade: 'warn', seen: expect.stringContaining('zhangsan') },
    ]);
  });

  test.each([
    [undefined, undefined, 'bad', 'a name of your choice'],
    [undefined, 'gz-1', 'bad', 'INSTANCE_ID=gz-1 in .env, or a name of your choice'],
    ['gz-1', undefined, 'ok', undefined],
    ['gz-1', 'gz-1', 'ok', undefined],
    ['gz-2', 'gz-1', 'bad', 'INSTANCE_ID=gz-1 in .env if this is that installation; "dutybell adopt"'],
  ] as const)('INSTANCE_ID %s on the database of %s is %s', async (instanceId, kept, grade, remedy) => {
    const instance = async () => (kept === undefined ? undefined : { id: kept });
    const config = { ...(instanceId !== undefined && { instanceId }) };
    const finding = await examineInstance(config, ['wecom'], { instance, allChats: async () => [] });
    expect(finding.grade).toBe(grade);
    expect(finding.remedy ?? '').toContain(remedy ?? '');
  });

  test.each([
    [['sandbox'], 'gz-2', /^write a new one into \.env: DATABASE_URL=file:\.\/data\/dingtalk\.db$/],
    [['sandbox'], undefined, /for example INSTANCE_ID=gz-credit-1$/],
    [['sandbox', 'dingtalk'], 'gz-2', /adopt/],
    [['sandbox', 'dingtalk'], undefined, /^INSTANCE_ID=01TRIAL in \.env/],
  ])('nobody is told to put real people on a trial: chats of %j, INSTANCE_ID %s', async (used, instanceId, remedy) => {
    const chat = { id: chatId('any', 'ops'), platform: 'any', externalId: 'ops', kind: 'group', title: '' } as const;
    const finding = await examineInstance({ ...(instanceId !== undefined && { instanceId }) }, ['dingtalk'], {
      instance: async () => ({ id: '01TRIAL' }),
      allChats: async (platform) => (platform !== undefined && used.includes(platform) ? [chat] : []),
    });
    expect(finding).toMatchObject({ grade: 'bad', remedy: expect.stringMatching(remedy) });
  });

  test('one key for several groups is bad, once more than one of them belongs to a contract', async () => {
    const stand = await begin();
    await group(stand, 'wrGROUP', true);
    await group(stand, 'wrOTHER', false);
    const webhook = async () => grades(await examineGroups(stand.store, seen(['*'])), 'webhook');
    expect(await webhook(), 'nothing rings in the other one').toEqual([]);
    await group(stand, 'wrSECOND', true);
    expect(await webhook()).toEqual(['bad']);
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
      expect(held.find(({ about }) => about === 'connection')?.seen, 'nobody answers: it may be a crash').toMatch(
        /not tried: a program that does not answer here .* 15 s/,
      );
      const answering = createServer((_request, response) => {
        response.writeHead(503).end(JSON.stringify({ reasons: ['the connection to wecom is lost: ECONNREFUSED'] }));
      });
      await new Promise<void>((resolve) => answering.listen(0, '127.0.0.1', resolve));
      const lost = await look({ PORT: String((answering.address() as AddressInfo).port) });
      await new Promise((resolve) => answering.close(resolve));
      expect(lost.find(({ about }) => about === 'connection')?.seen).toContain('a running program holds');
      expect(lost.find(({ about }) => about === 'program')).toMatchObject({
        grade: 'bad',
        seen: expect.stringContaining('is lost: ECONNREFUSED'),
        remedy: expect.stringContaining(`reach 127.0.0.1 on port ${new URL(fake.wsUrl).port}`),
      });
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
      expect(grades(findings, 'settings'), 'no ADMINS').toEqual(['ok', 'warn']);
      expect(grades(findings, 'instance'), 'no INSTANCE_ID').toEqual(['bad']);
    } finally {
      await fake.close();
    }
  });

  test('a database that was looked for in the wrong place does not cost the running program its connection', async () => {
    const fake = await startFakeWecom({ bot: BOT, now: () => Date.now() });
    try {
      const findings = await look({
        DATABASE_URL: `file:${join(folder, 'none.db')}`,
        PORT: new URL(fake.apiBase).port,
        WECOM_BOT_ID: BOT.id,
        WECOM_BOT_SECRET: BOT.secret,
        WECOM_WS_URL: fake.wsUrl,
        WECOM_API_BASE: fake.apiBase,
      });
      expect(findings.find(({ about }) => about === 'connection')?.seen).toContain('not tried');
      expect(fake.transcript.frames('aibot_subscribe')).toEqual([]);
    } finally {
      await fake.close();
    }
  });

  test('packs and folders that can’t be read are named', async () => {
    const findings = await look({
      CONTRACTS_DIR: join(folder, 'none'),
      DATABASE_URL: `file:${join(folder, 'none.db')}`,
    });
    expect(findings.find(({ about }) => about === 'packs')).toMatchObject({
      grade: 'bad',
      seen: expect.stringMatching(/there is no folder .*none; .* leave it empty/),
    });
    expect(grades(findings, 'program')).toEqual(['warn']);
  });
});

describe('settings', () => {
  test('a wrong one is named, and of WeCom nothing more is said then', async () => {
    const problems = ['WECOM_BOT_SECRET: is missing'];
    expect(await examineSettings({ admins: [] }, { problems })).toEqual([
      { grade: 'bad', about: 'settings', seen: problems[0] },
    ]);
  });

  test('without a platform the file that was looked for is named where it is not there', async () => {
    const envFile = join(folder, '.env');
    const [finding] = await examineSettings({ admins: [] }, { envFile });
    expect(finding?.remedy).toContain(`there is no file ${envFile}`);
    const [other] = await examineSettings({ admins: [] }, { envFile: join(import.meta.dirname, 'doctor.test.ts') });
    expect(other?.remedy).not.toContain('no file');
  });
});
