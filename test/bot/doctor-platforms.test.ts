// One program on WeCom and DingTalk: what is right on one of them is no fault of the other.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfig, readUsableConfig } from '../../bot/config.ts';
import { examine } from '../../bot/doctor.ts';
import { examineContracts } from '../../bot/doctor-contracts.ts';
import { examinedPlatforms } from '../../bot/doctor-platforms.ts';
import { examineSettings } from '../../bot/doctor-settings.ts';
import { examineUsage } from '../../bot/doctor-usage.ts';
import { chatId, MINUTE, ticketId } from '../../domain/types.ts';
import type { Finding } from '../../platforms/finding.ts';
import type { PlatformUse } from '../../platforms/usage.ts';
import { startFakeDingtalk } from '../fakes/dingtalk/server.ts';
import { startFakeWecom } from '../fakes/wecom/server.ts';
import { describeEngines } from '../support/engines.ts';
import { CONTRACT, contract, NINE, type Stand, setStand } from './stand.ts';

const BOTH = {
  WECOM_BOT_ID: 'aib-1',
  WECOM_BOT_SECRET: 'the-secret',
  DINGTALK_CLIENT_ID: 'ding-1',
  DINGTALK_CLIENT_SECRET: 'another-secret',
};
const PLATFORMS = examinedPlatforms(readConfig(BOTH));
const MONTH = '2026-03';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dutybell-doctor-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const seen = (findings: readonly Finding[]) => findings.map((finding) => finding.seen);

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

  async function group({ store }: Stand, platform: string) {
    const externalId = `${platform}-group`;
    const chat = { id: chatId(platform, externalId), platform, externalId, kind: 'group', title: '' } as const;
    await store.saveChat({ ...chat, contractId: CONTRACT });
  }

  async function account({ store }: Stand, key: string, platform: string, isGuest?: true) {
    const known = await store.personByAccount('fake', key);
    if (!known) throw new Error(`nobody is ${key}`);
    await store.savePerson(known, { platform, userId: key, ...(isGuest && { isGuest }) });
  }

  const look = ({ store }: Stand) => examineContracts(store, [contract], PLATFORMS, []);

  test('a contract that is at home on one platform is not told of the other', async () => {
    const stand = await begin();
    await group(stand, 'wecom');
    for (const key of ['li', 'zhao']) await account(stand, key, 'wecom');
    expect(seen(await look(stand)).join()).not.toContain('dingtalk');
  });

  test('a contract that is nowhere is named once, with both ways to begin', async () => {
    const stand = await begin();
    expect(await look(stand)).toMatchObject([
      {
        grade: 'warn',
        seen: expect.stringContaining('wecom or dingtalk'),
        remedy: expect.stringMatching(/on wecom add the bot.*, or on dingtalk add the bot/),
      },
    ]);
  });

  test('whoever has an account on one of its platforms can be rung', async () => {
    const stand = await begin();
    for (const platform of ['wecom', 'dingtalk']) await group(stand, platform);
    const before = await (async () => {
      await account(stand, 'zhao', 'wecom');
      return seen(await look(stand)).find((said) => said.startsWith('can’t be rung'));
    })();
    expect(before).toContain('李工');
    await account(stand, 'li', 'dingtalk');
    expect(seen(await look(stand)).join()).not.toContain('李工');
  });

  test('a group of a platform on which nobody has an account is bad', async () => {
    const stand = await begin();
    for (const platform of ['wecom', 'dingtalk']) await group(stand, platform);
    for (const key of ['li', 'zhao']) await account(stand, key, 'wecom');
    const bad = (await look(stand)).filter(({ grade }) => grade === 'bad');
    expect(seen(bad)).toEqual(['nobody of it has an account of dingtalk']);
  });

  test('people without a user id are named with what to release, and are not reached', async () => {
    const stand = await begin();
    await group(stand, 'dingtalk');
    await account(stand, 'zhao', 'dingtalk');
    await account(stand, 'li', 'dingtalk', true);
    const findings = await look(stand);
    expect(findings.find(({ seen: said }) => said.includes('without a user id'))).toMatchObject({
      grade: 'warn',
      seen: expect.stringContaining('李工'),
      remedy: expect.stringContaining('版本管理与发布'),
    });
    expect(seen(findings).find((said) => said.startsWith('can’t be rung'))).toContain('李工');
  });

  describe('the month’s quota', () => {
    const config = readConfig({ ...BOTH, DINGTALK_MONTHLY_CALLS: '100', DINGTALK_MONTHLY_MESSAGES: '10' });
    const use = (count: number, more: Partial<PlatformUse> = {}): PlatformUse => ({
      ...{ platform: 'dingtalk', month: MONTH, kind: 'call', count },
      ...more,
    });

    test.each([
      [79, 'ok'],
      [80, 'warn'],
      [99, 'warn'],
      [100, 'bad'],
    ])('%i of 100 calls is %s', async (used, grade) => {
      const { store } = await begin();
      await store.usage.add([use(used)]);
      const [calls, messages] = await examineUsage(store, config, 'dingtalk', NINE);
      expect(calls).toMatchObject({ grade, seen: expect.stringContaining(`${used} of 100 calls`) });
      expect(messages).toMatchObject({ grade: 'ok', seen: expect.stringContaining('0 of 10 messages') });
    });

    test('tickets: the mean, the dearest, and for how many more the rest is enough', async () => {
      const { store } = await begin();
      await store.usage.add([
        use(10),
        use(8, { ticketId: ticketId('A') }),
        use(4, { ticketId: ticketId('B') }),
        use(5, { month: '2026-02', ticketId: ticketId('A') }),
      ]);
      const [, , tickets] = await examineUsage(store, config, 'dingtalk', NINE);
      expect(tickets?.seen).toBe(
        '6.0 calls a ticket on average; the dearest: A (8), B (4); what is left is enough for about 13 more',
      );
    });

    test('another platform charges nothing', async () => {
      const { store } = await begin();
      expect(await examineUsage(store, config, 'wecom', NINE)).toEqual([]);
    });
  });

  test('each connection has its own lease: that of one is tried where a program holds the other', async () => {
    const { url, ...stand } = await begin();
    await stand.store.adoptInstance('here');
    await stand.store.acquireLease('connection:wecom', 'program', Date.now(), MINUTE);
    const fakes = await startFakes();
    try {
      const findings = await fakes.examine({ DATABASE_URL: url, INSTANCE_ID: 'here' });
      expect(findings.find(({ about }) => about === 'wecom connection')?.seen).toContain('not tried');
      expect(findings.find(({ about }) => about === 'dingtalk connection')?.seen).toContain('lets the bot connect');
      expect(
        await stand.store.acquireLease('connection:dingtalk', 'program', Date.now(), MINUTE),
        'it was given back',
      ).toBe(true);
    } finally {
      await fakes.close();
    }
  });

  test('a copy does not connect to either', async () => {
    const { url, ...stand } = await begin();
    await stand.store.adoptInstance('here');
    const fakes = await startFakes();
    try {
      const findings = await fakes.examine({ DATABASE_URL: url, INSTANCE_ID: 'a-copy' });
      for (const name of ['wecom', 'dingtalk'])
        expect(findings.find(({ about }) => about === `${name} connection`)?.seen).toContain('not the installation');
      expect(fakes.dingtalk.gateway.opens).toBe(0);
    } finally {
      await fakes.close();
    }
  });
});

async function startFakes() {
  const now = () => Date.now();
  const bot = { id: BOTH.WECOM_BOT_ID, secret: BOTH.WECOM_BOT_SECRET, name: '值班铃' };
  const app = { clientId: BOTH.DINGTALK_CLIENT_ID, clientSecret: BOTH.DINGTALK_CLIENT_SECRET, robotCode: 'ding-1' };
  const wecom = await startFakeWecom({ bot, now });
  const dingtalk = await startFakeDingtalk({ app, botName: '值班铃', now });
  const env = {
    ...BOTH,
    PORT: '9',
    MEDIA_DIR: join(folder, 'media'),
    WECOM_WS_URL: wecom.wsUrl,
    WECOM_API_BASE: wecom.apiBase,
    DINGTALK_API_BASE: dingtalk.apiBase,
    DINGTALK_OAPI_BASE: dingtalk.oapiBase,
  };
  return {
    dingtalk,
    examine: (more: Record<string, string>) =>
      examine(readConfig({ ...env, ...more }), { clock: { now }, random: Math.random, http: fetch, send: false }),
    /** As the command does, with what can be used of the settings. */
    look(more: Record<string, string>) {
      const { config, problems } = readUsableConfig({ ...env, ...more });
      const tools = { clock: { now }, random: Math.random, http: fetch, send: false, problems };
      return examine(config, tools);
    },
    async close() {
      await wecom.close();
      await dingtalk.close();
    },
  };
}

describe('settings', () => {
  test('both platforms are named, and ADMINS of both', async () => {
    const findings = await examineSettings(readConfig(BOTH), {});
    expect(seen(findings)).toEqual([
      'WeCom by the long connection, as "值班铃"',
      'DingTalk by the Stream connection, as "值班铃"',
      expect.stringContaining('ADMINS is empty'),
    ]);
    expect(findings.at(-1)?.remedy).toContain('ADMINS=wecom:USERID,dingtalk:USERID');
  });

  test('a wrong one of DingTalk is named, and nothing more is said of it', async () => {
    const problems = ['DINGTALK_CLIENT_SECRET: is missing'];
    expect(seen(await examineSettings({ admins: [] }, { problems }))).toEqual(problems);
  });

  test('a setting that is refused is not called missing as well', async () => {
    const wrong = {
      DINGTALK_ROBOTS: 'abc:',
      DINGTALK_CARD_TEMPLATE_ID: 'abc.schema',
      WECOM_WEBHOOK_KEY: 'abc',
      INSTANCE_ID: '一号',
      ADMINS: 'dingtalk:0147...',
      PORT: '9',
    };
    const fakes = await startFakes();
    try {
      const DATABASE_URL = `file:${join(folder, 'none.db')}`;
      const none = await fakes.look({ PORT: '9', DATABASE_URL });
      expect(seen(none).filter((said) => /is empty|(?:is|none is) set|not set/.test(said))).toHaveLength(6);
      const refused = await fakes.look({ ...wrong, DATABASE_URL });
      expect(refused.filter(({ about }) => about === 'settings').map(({ grade }) => grade)).toEqual([
        ...['bad', 'bad', 'bad', 'bad', 'bad'],
        ...['ok', 'ok'],
      ]);
      expect(seen(refused).filter((said) => /is empty|(?:is|none is) set|not set/.test(said))).toEqual([]);
    } finally {
      await fakes.close();
    }
  });

  test('DingTalk is not looked at by the Stream connection where DINGTALK_MODE is misspelt', async () => {
    const { config, problems } = readUsableConfig({ ...BOTH, DINGTALK_MODE: 'htpp', ADMINS: 'wecom:li' });
    expect(examinedPlatforms(config).map(({ name }) => name)).toEqual(['wecom']);
    expect(seen(await examineSettings(config, { problems }))).toEqual([
      expect.stringMatching(/^DINGTALK_MODE: the value "htpp" can't be used; write stream or http$/),
      'WeCom by the long connection, as "值班铃"',
    ]);
  });

  test.each(['/dingtalk/robot', '/dingtalk/card', '/wecom/callback'])(
    'PUBLIC_URL that ends in an address of ours is named with how to write it: %s',
    async (path) => {
      const { config, problems } = readUsableConfig({ ...BOTH, PUBLIC_URL: `https://bot.example${path}/` });
      const [first] = seen(await examineSettings(config, { problems }));
      expect(first).toMatch(new RegExp(`adds ${path} to it by itself; write PUBLIC_URL=https://bot.example$`));
    },
  );
});

test('before the first start both are tried, and the headings say whose a finding is', async () => {
  const fakes = await startFakes();
  try {
    const findings = await fakes.examine({ DATABASE_URL: `file:${join(folder, 'none.db')}` });
    expect(findings.filter(({ about }) => about.endsWith(' connection'))).toMatchObject([
      { about: 'wecom connection', grade: 'ok' },
      { about: 'dingtalk connection', grade: 'ok' },
    ]);
    expect(JSON.stringify(findings)).not.toMatch(/the-secret|another-secret/);
  } finally {
    await fakes.close();
  }
});
