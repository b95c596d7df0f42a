// From a person's message with a picture in a WeCom group to the file on disk: the true SDK, adapter and program on the fake WeCom.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ulidIds } from '../../bot/ids.ts';
import { createBot } from '../../bot/main.ts';
import { openMediaFolder } from '../../bot/media-folder.ts';
import type { Bot } from '../../bot/types.ts';
import { verifyContract } from '../../bot/verify-rows.ts';
import { WECOM_WORDS } from '../../bot/wecom.ts';
import { chatId, MINUTE } from '../../domain/types.ts';
import { wecomPlatform } from '../../platforms/wecom/platform.ts';
import { BOT, setFake } from '../fakes/wecom/sdk-client.ts';
import { createLibsqlDatabase } from '../support/engines.ts';
import { eventually } from '../support/eventually.ts';
import { CONTRACT, contract, packValue, setStand } from './stand.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const HASH = createHash('sha256').update(PNG).digest('hex');
const OPS = 'wrOPS';
const group = { kind: 'group', chatId: OPS } as const;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function begin() {
  const database = await createLibsqlDatabase();
  ends.push(() => database.remove());
  const stand = await setStand(database.url);
  ends.push(() => stand.close());
  const wecom = await setFake();
  ends.push(() => wecom.close());
  const folder = await mkdtemp(join(tmpdir(), 'dutybell-media-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));

  const { clock, deps, store } = stand;
  const chat = { id: chatId('wecom', OPS), platform: 'wecom', externalId: OPS, kind: 'group', title: '' } as const;
  await store.saveChat({ ...chat, contractId: CONTRACT });
  const wang = await store.personByAccount('fake', 'wang');
  if (!wang) throw new Error('nobody is wang');
  await store.savePerson(wang, { platform: 'wecom', userId: 'wang' });

  const { log, random } = deps;
  const { fake } = wecom;
  const platform = wecomPlatform(
    {
      botName: BOT.name,
      entrance: { kind: 'socket', botId: BOT.id, secret: BOT.secret, wsUrl: fake.wsUrl },
      apiBase: fake.apiBase,
      webhooks: new Map(),
    },
    {
      ...{ clock, log, random, notes: store.notes, http: fetch },
      pause: (_ms, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    },
    WECOM_WORDS,
  );
  const media = await openMediaFolder(folder, clock);
  const bot: Bot = createBot({
    ...{ clock, random, log, media, store, ids: ulidIds(random) },
    platforms: [platform],
    contracts: [contract],
    packValues: new Map([[CONTRACT, packValue]]),
    routines: [],
    drive: 'manual',
    instanceId: 'here',
  });
  await bot.start();
  ends.push(() => bot.stop());
  await eventually(() => expect(fake.transcript.frames('aibot_subscribe')).toHaveLength(1));
  const pass = (ms: number) => {
    clock.jumpTo(clock.now() + ms);
    wecom.pass(ms);
  };
  return { bot, fake, folder, media, pass, store };
}

/** A report with a picture, as it came to the bot. @returns its ticket */
async function reported(
  { bot, fake, store }: Awaited<ReturnType<typeof begin>>,
  images: readonly { bytes: Buffer; name?: string }[],
) {
  const text = `@${BOT.name} 信用广州网站打不开了，大厅没法办业务`;
  expect(await fake.people.say({ room: group, from: 'wang', text, images })).toBe('delivered');
  return eventually(async () => {
    await bot.settle();
    const [ticket] = await store.openTickets(CONTRACT, { limit: 1 });
    expect(ticket).toBeDefined();
    const found = await store.attachmentsOf(ticket!.id);
    expect(found.every(({ state }) => state !== 'waiting')).toBe(true);
    return found;
  });
}

test('a picture of a report is decrypted and kept, and the whole ledger agrees', async () => {
  const world = await begin();
  const [picture] = await reported(world, [{ bytes: PNG, name: '打印机.png' }]);
  expect(picture).toMatchObject({ state: 'kept', hash: HASH, mediaType: 'image/png', name: '打印机.png' });
  expect(picture?.source, 'its key is forgotten').toBeUndefined();
  expect(await readFile(join(world.folder, HASH.slice(0, 2), HASH))).toEqual(PNG);
  expect(await verifyContract(world.store, CONTRACT, world.media)).toMatchObject({ ok: true });
});

test('a program in the place of a picture is not kept, and its sender is told', async () => {
  const world = await begin();
  const [picture] = await reported(world, [{ bytes: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(99)]) }]);
  expect(picture).toMatchObject({ state: 'lost', lostWhy: 'type_refused' });
  await world.bot.settle();
  expect(JSON.stringify(world.fake.rooms.messages)).toContain('类型不在允许范围内');
});

test('after WeCom’s five minutes a picture is lost, and that is said', async () => {
  const world = await begin();
  world.fake.faults.http = (path) => (path.startsWith('/media/') ? 'error_500' : 'answered');
  const text = `@${BOT.name} 信用广州网站打不开了，大厅没法办业务`;
  await world.fake.people.say({ room: group, from: 'wang', text, images: [{ bytes: PNG }] });
  await eventually(async () => {
    await world.bot.settle();
    expect(await world.store.openTickets(CONTRACT, { limit: 1 })).toHaveLength(1);
  });
  world.pass(5 * MINUTE + 1);
  world.fake.faults.http = () => 'answered';
  await world.bot.settle();
  const [ticket] = await world.store.openTickets(CONTRACT, { limit: 1 });
  expect(await world.store.attachmentsOf(ticket!.id)).toMatchObject([{ state: 'lost', lostWhy: 'expired' }]);
  expect(JSON.stringify(world.fake.rooms.messages)).toContain('请重新发送');
});
