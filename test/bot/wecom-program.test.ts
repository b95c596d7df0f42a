// The program as `dutybell start` runs it, configured for WeCom: the settings lead to a connection, and a word to an answer.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { type RunningProgram, startProgram } from '../../bot/start.ts';
import { type FakeWecom, startFakeWecom } from '../fakes/wecom/server.ts';
import { describeEngines } from '../support/engines.ts';

const BOT = { id: 'BOTID', secret: 'SECRET', name: '值班铃' };
const OPS = { kind: 'group', chatId: 'wrOPS' } as const;
const WAIT = { timeout: 20_000 };

describeEngines((openDatabase, engine) => {
  let folder: string;
  let databaseUrl: string;
  let fake: FakeWecom;
  const programs = new Set<RunningProgram>();
  const logged: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dutybell-wecom-'));
    databaseUrl = await openDatabase();
    logged.length = 0;
    fake = await startFakeWecom({ bot: BOT, now: () => Date.now() });
    fake.members.people.set('wang', { userId: 'wang', name: '王敏' });
    fake.members.groups.set(OPS.chatId, { chatId: OPS.chatId, title: '运维群', hasBot: true, isOpen: false });
  });
  afterEach(async () => {
    for (const program of programs) await stop(program);
    await fake.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(wecom: Record<string, string>): Promise<RunningProgram> {
    const config = readConfig({
      PORT: '0',
      DATABASE_URL: databaseUrl,
      MEDIA_DIR: join(folder, 'media'),
      INSTANCE_ID: 'here',
      WECOM_API_BASE: fake.apiBase,
      ...wecom,
    });
    const program = await startProgram(config, pino({ level: 'warn' }, { write: (line) => void logged.push(line) }));
    programs.add(program);
    return program;
  }
  async function stop(program: RunningProgram): Promise<void> {
    programs.delete(program);
    await program.stop();
  }
  const connected = () => start({ WECOM_BOT_ID: BOT.id, WECOM_BOT_SECRET: BOT.secret, WECOM_WS_URL: fake.wsUrl });
  const statusOf = async ({ url }: RunningProgram, path: string) => (await fetch(new URL(path, url))).status;
  const subscribed = () => fake.transcript.frames('aibot_subscribe').length;

  test('the long connection stands, what is said in a group is answered there, and a stop ends it', async () => {
    const program = await connected();
    await vi.waitFor(() => expect(fake.sockets.isSubscribed).toBe(true), WAIT);
    await vi.waitFor(async () => expect(await statusOf(program, 'readyz')).toBe(200), WAIT);
    expect(await statusOf(program, '/'), 'no sandbox beside it').toBe(404);

    await fake.people.say({ room: OPS, from: 'wang', text: `@${BOT.name} 一体化平台登录不上了` });
    await vi.waitFor(() => expect(fake.rooms.in(OPS).filter(({ from }) => from === 'bot')).not.toEqual([]), WAIT);

    await stop(program);
    await vi.waitFor(() => expect(fake.sockets.isSubscribed).toBe(false), WAIT);
  });

  test('a wrong secret is no reason not to start; the program says that it is not ready', async () => {
    const program = await start({ WECOM_BOT_ID: BOT.id, WECOM_BOT_SECRET: 'WRONG', WECOM_WS_URL: fake.wsUrl });
    await vi.waitFor(async () => expect(await statusOf(program, 'readyz')).toBe(503), WAIT);
    expect(await (await fetch(new URL('readyz', program.url))).json()).toMatchObject({
      reasons: [expect.stringMatching(/the connection to wecom is lost: .*853000/)],
    });
    const refusals = logged.filter((line) => line.includes('"wecom_refused"'));
    expect(
      refusals.map((line) => line.split('"platform"').length - 1),
      'a key of a line stands there once',
    ).toEqual([1]);
  });

  test('in callback mode the address that WeCom calls is there, and refuses whoever has no signature', async () => {
    const program = await start({
      HOST: '0.0.0.0',
      WECOM_CALLBACK_TOKEN: 'token',
      WECOM_CALLBACK_AES_KEY: 'k'.repeat(43),
    });
    expect(await statusOf(program, 'wecom/callback?echostr=x')).toBe(403);
  });

  test.each(['the long connection', 'the callback URL'])(
    'a stop by %s is known as one at the next start, before any group belongs to a contract',
    async (way) => {
      const again = () =>
        way === 'the callback URL'
          ? start({ HOST: '0.0.0.0', WECOM_CALLBACK_TOKEN: 'token', WECOM_CALLBACK_AES_KEY: 'k'.repeat(43) })
          : connected();
      const isReady = (program: RunningProgram) =>
        vi.waitFor(async () => expect(await statusOf(program, 'readyz')).toBe(200), WAIT);
      const first = await again();
      if (way === 'the long connection') await vi.waitFor(() => expect(fake.sockets.isSubscribed).toBe(true), WAIT);
      await isReady(first);
      await stop(first);
      await isReady(await again());
      const deafness = () => logged.map((line) => JSON.parse(line)).filter(({ code }) => code === 'bot_deaf');
      await vi.waitFor(() => expect(deafness()).toMatchObject([{ platform: 'wecom', reason: 'stopped' }]), WAIT);
    },
  );

  // A database file is for one process.
  const withReplicas = engine === 'mysql' ? test : () => undefined;
  withReplicas('of two programs one connects; the other is ready, and connects when the first one ends', async () => {
    const first = await connected();
    await vi.waitFor(() => expect(fake.sockets.isSubscribed).toBe(true), WAIT);
    const second = await connected();
    await vi.waitFor(async () => expect(await statusOf(second, 'readyz')).toBe(200), WAIT);
    expect(subscribed()).toBe(1);
    await stop(first);
    await vi.waitFor(() => expect(subscribed()).toBe(2), WAIT);
    await vi.waitFor(() => expect(fake.sockets.isSubscribed).toBe(true), WAIT);
  });
});
