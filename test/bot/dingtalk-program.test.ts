// The program as `dutybell start` runs it, configured for DingTalk, alone and beside WeCom: the settings lead to connections.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { type RunningProgram, startProgram } from '../../bot/start.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../fakes/dingtalk/server.ts';
import { type FakeWecom, startFakeWecom } from '../fakes/wecom/server.ts';
import { describeEngines } from '../support/engines.ts';

const APP = { clientId: 'dingAPP', clientSecret: 'APP-SECRET', robotCode: 'dingAPP' };
const BOT = { id: 'BOTID', secret: 'SECRET', name: '值班铃' };
const OPS = { kind: 'group', chatId: 'cidOPS==' } as const;
const HALL = { kind: 'group', chatId: 'wrHALL' } as const;
const WAIT = { timeout: 20_000 };

describeEngines((openDatabase, engine) => {
  let folder: string;
  let databaseUrl: string;
  let dingtalk: FakeDingtalk;
  let wecom: FakeWecom;
  const programs = new Set<RunningProgram>();
  const logged: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dutybell-dingtalk-'));
    databaseUrl = await openDatabase();
    logged.length = 0;
    dingtalk = await startFakeDingtalk({ app: APP, botName: BOT.name, now: () => Date.now() });
    dingtalk.members.people.set('wang', { userId: 'wang', name: '王敏' });
    dingtalk.members.addGroup({ chatId: OPS.chatId, title: '运维群' });
    wecom = await startFakeWecom({ bot: BOT, now: () => Date.now() });
    wecom.members.people.set('chen', { userId: 'chen', name: '陈晓' });
    wecom.members.groups.set(HALL.chatId, { chatId: HALL.chatId, title: '大厅群', hasBot: true, isOpen: false });
  });
  afterEach(async () => {
    for (const program of programs) await stop(program);
    await dingtalk.close();
    await wecom.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(env: Record<string, string>): Promise<RunningProgram> {
    const config = readConfig({
      ...{ PORT: '0', DATABASE_URL: databaseUrl, MEDIA_DIR: join(folder, 'media'), INSTANCE_ID: 'here' },
      ...{ DINGTALK_API_BASE: dingtalk.apiBase, DINGTALK_OAPI_BASE: dingtalk.oapiBase },
      ...{ DINGTALK_CLIENT_ID: APP.clientId, DINGTALK_CLIENT_SECRET: APP.clientSecret },
      ...env,
    });
    const program = await startProgram(config, pino({ level: 'warn' }, { write: (line) => void logged.push(line) }));
    programs.add(program);
    return program;
  }
  async function stop(program: RunningProgram): Promise<void> {
    programs.delete(program);
    await program.stop();
  }
  const onBoth = () =>
    start({
      ...{ WECOM_BOT_ID: BOT.id, WECOM_BOT_SECRET: BOT.secret },
      ...{ WECOM_WS_URL: wecom.wsUrl, WECOM_API_BASE: wecom.apiBase },
    });
  const textOf = async ({ url }: RunningProgram, path: string) => (await fetch(new URL(path, url))).text();
  const statusOf = async ({ url }: RunningProgram, path: string) => (await fetch(new URL(path, url))).status;
  const isConnected = () => vi.waitFor(() => expect(dingtalk.sockets.isConnected).toBe(true), WAIT);
  const codes = () => logged.map((line): { code?: string } => JSON.parse(line)).map(({ code }) => code);

  test('the Stream connection stands, what is said in a group is answered there and counted, and a stop ends it', async () => {
    const program = await start({ DINGTALK_MONTHLY_MESSAGES: '40' });
    await isConnected();
    await vi.waitFor(async () => expect(await statusOf(program, 'readyz')).toBe(200), WAIT);
    expect(await statusOf(program, '/'), 'no sandbox beside it').toBe(404);
    expect(codes()).toEqual(expect.arrayContaining(['dingtalk_no_template', 'dingtalk_no_robot']));

    await dingtalk.people.say({ room: OPS, from: 'wang', text: `@${BOT.name} 一体化平台登录不上了` });
    await vi.waitFor(() => expect(dingtalk.rooms.in(OPS).filter(({ from }) => from === 'bot')).not.toEqual([]), WAIT);
    await vi.waitFor(async () => {
      const metrics = await textOf(program, 'metrics');
      expect(metrics).toMatch(/\ndutybell_platform_quota_used\{platform="dingtalk",kind="message"\} [1-9]/);
      expect(metrics).toContain('\ndutybell_platform_quota_limit{platform="dingtalk",kind="message"} 40\n');
    }, WAIT);

    await stop(program);
    await vi.waitFor(() => expect(dingtalk.sockets.isConnected).toBe(false), WAIT);
    expect(dingtalk.log.complaints).toEqual([]);
  });

  test('beside WeCom each group is answered where it is', async () => {
    const program = await onBoth();
    await isConnected();
    await vi.waitFor(() => expect(wecom.sockets.isSubscribed).toBe(true), WAIT);
    await vi.waitFor(async () => expect(await statusOf(program, 'readyz')).toBe(200), WAIT);
    await dingtalk.people.say({ room: OPS, from: 'wang', text: `@${BOT.name} 帮助` });
    await wecom.people.say({ room: HALL, from: 'chen', text: `@${BOT.name} 帮助` });
    await vi.waitFor(() => expect(dingtalk.rooms.in(OPS).filter(({ from }) => from === 'bot')).not.toEqual([]), WAIT);
    await vi.waitFor(() => expect(wecom.rooms.in(HALL).filter(({ from }) => from === 'bot')).not.toEqual([]), WAIT);
  });

  test('a wrong secret is no reason not to start, nor to leave the other platform alone; the program says what is away', async () => {
    const program = await start({
      ...{ WECOM_BOT_ID: BOT.id, WECOM_BOT_SECRET: BOT.secret },
      ...{ WECOM_WS_URL: wecom.wsUrl, WECOM_API_BASE: wecom.apiBase },
      DINGTALK_CLIENT_SECRET: 'WRONG',
    });
    await vi.waitFor(() => expect(wecom.sockets.isSubscribed).toBe(true), WAIT);
    await vi.waitFor(async () => expect(await textOf(program, 'readyz')).toContain('dingtalk is lost'), WAIT);
    expect(await statusOf(program, 'readyz')).toBe(503);
    await wecom.people.say({ room: HALL, from: 'chen', text: `@${BOT.name} 帮助` });
    await vi.waitFor(() => expect(wecom.rooms.in(HALL).filter(({ from }) => from === 'bot')).not.toEqual([]), WAIT);
    expect(JSON.stringify(logged)).not.toContain('WRONG');
  });

  test('in HTTP mode the addresses that DingTalk calls are there, and refuse whoever has no signature', async () => {
    const port = await freePort();
    await start({
      ...{ PORT: String(port), HOST: '0.0.0.0', PUBLIC_URL: 'https://dutybell.example.gov.cn' },
      ...{ DINGTALK_MODE: 'http', DINGTALK_CARD_SECRET: 'card-secret-01234567' },
    });
    const post = (path: string) => fetch(new URL(path, `http://127.0.0.1:${port}/`), { method: 'POST', body: '{}' });
    for (const path of ['dingtalk/robot', 'dingtalk/card']) expect((await post(path)).status, path).toBe(403);
    expect(dingtalk.sockets.isConnected).toBe(false);
  });

  // A database file is for one process.
  const withReplicas = engine === 'mysql' ? test : () => undefined;
  withReplicas('of two programs one connects; the other is ready, and connects when the first one ends', async () => {
    const first = await start({});
    await isConnected();
    const second = await start({});
    await vi.waitFor(async () => expect(await statusOf(second, 'readyz')).toBe(200), WAIT);
    expect(dingtalk.sockets.live).toBe(1);
    await stop(first);
    await vi.waitFor(() => expect(dingtalk.sockets.live).toBe(1), WAIT);
    await isConnected();
  });
});

/** The program's own address is not told where PUBLIC_URL is. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
