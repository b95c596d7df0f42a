// Pictures and documents of the bot, by every way that there is, against the fake WeCom.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WECOM_WORDS } from '../../../bot/wecom.ts';
import { DAY, MINUTE } from '../../../domain/types.ts';
import type { Delivery, WireFile } from '../../../platforms/types.ts';
import { type WecomPlatform, wecomPlatform } from '../../../platforms/wecom/platform.ts';
import type { WecomSettings } from '../../../platforms/wecom/types.ts';
import { quietDeps } from '../../fakes/chat-world.ts';
import { BOT, type FakeStand, NINE, setFake } from '../../fakes/wecom/sdk-client.ts';
import { eventually } from '../../support/eventually.ts';
import { memoryNotes } from '../../support/memory-notes.ts';

const OPS = 'wrOPS';
const APP = { corpId: 'wwFILES', secret: 'FILES-APP', agentId: 1_000_002 } as const;
const MEGABYTE = 1024 * 1024;
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const AES_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';

const picture = (size = 64): WireFile => ({
  ...{ kind: 'image', name: '日报.png', mediaType: 'image/png' },
  bytes: Buffer.concat([PNG, Buffer.alloc(size - PNG.length, 1)]),
});
const paper = (size = 64, name = '周报.docx'): WireFile => ({
  ...{ kind: 'document', name, mediaType: 'application/zip' },
  bytes: Buffer.alloc(size, 7),
});

let stand: FakeStand;
let platform: WecomPlatform;
let now: number;
let heard: number;

beforeEach(async () => {
  [now, heard] = [NINE, 0];
  stand = await setFake({ apps: [APP] });
});
afterEach(async () => {
  await platform.stop();
  await stand.close();
});

const socket = (): WecomSettings['entrance'] => ({
  ...{ kind: 'socket', botId: BOT.id, secret: BOT.secret, wsUrl: stand.fake.wsUrl },
});
const callback: WecomSettings['entrance'] = { kind: 'callback', token: 'token', aesKey: AES_KEY, receiveId: '' };

async function start(entrance: WecomSettings['entrance'] = socket(), more: Partial<WecomSettings> = {}) {
  const { apiBase } = stand.fake;
  const settings = { botName: BOT.name, entrance, apiBase, webhooks: new Map([[OPS, 'HOOK']]), ...more };
  platform = wecomPlatform(settings, { ...quietDeps(() => now, []), notes: memoryNotes() }, WECOM_WORDS);
  const states: string[] = [];
  await platform.start({
    async receive() {
      heard += 1;
      return 'accepted';
    },
    connection: (state) => void states.push(state),
    trouble: () => undefined,
  });
  await eventually(() => expect(states).toEqual(['up']));
}
function pass(ms: number): void {
  now += ms;
  stand.pass(ms);
}
const send = (file: WireFile, more: Partial<Extract<Delivery, { op: 'file' }>> = {}) =>
  platform.deliver({ op: 'file', key: 'f1', chat: OPS, file, content: { lines: [], people: {} }, ...more });
/** What stands there: `image 日报.png 64`. */
const seen = (from: 'bot' | 'webhook' | 'app' = 'bot') =>
  stand.fake.rooms.messages
    .filter((message) => message.from === from)
    .map(({ file, form }) => `${form} ${file?.name ?? '-'} ${file?.bytes.length}`);
const uploads = () => stand.fake.transcript.frames('aibot_upload_media_init').length;
const privately = { to: { userId: 'li', name: '李工' } } as const;
/** Li has written to the bot in private, so that it may write to him. */
async function hearLi(): Promise<void> {
  await stand.fake.people.say({ room: { kind: 'single', userId: 'li' }, from: 'li', text: '你好' });
  await eventually(() => expect(heard).toBe(1));
  // That he has spoken is noted behind it.
  await new Promise(setImmediate);
}

describe('by the long connection', () => {
  beforeEach(() => start());

  test('a picture is shown as one, and a document under its name', async () => {
    await send(picture());
    await send(paper(), { key: 'f2' });
    expect(seen()).toEqual(['image 日报.png 64', 'file 周报.docx 64']);
  });

  test('a large file is brought in pieces', async () => {
    await send(paper(3 * MEGABYTE + 5));
    expect(seen()).toEqual([`file 周报.docx ${3 * MEGABYTE + 5}`]);
  });

  test.each<[string, () => WireFile, string]>([
    ['of exactly 10 MB', () => picture(10 * MEGABYTE), `image 日报.png ${10 * MEGABYTE}`],
    ['of one byte more', () => picture(10 * MEGABYTE + 1), `file 日报.png ${10 * MEGABYTE + 1}`],
    ['of a kind that WeCom does not draw', () => ({ ...picture(), mediaType: 'image/webp' }), 'file 日报.png 64'],
  ])('a picture %s goes as what WeCom takes', async (_name, file, shown) => {
    await send(file());
    expect(seen()).toEqual([shown]);
  });

  test('a document of more than 20 MB is refused for good, without a word to WeCom', async () => {
    await send(paper(20 * MEGABYTE));
    const larger = send(paper(20 * MEGABYTE + 1), { key: 'f2' });
    await expect(larger).rejects.toMatchObject({ code: 'too_large', retryable: false });
    expect(uploads()).toBe(1);
  });

  test('the same file for several is handed over once, and anew when WeCom holds it no longer', async () => {
    await send(paper());
    await send(paper(), { key: 'f2' });
    expect([uploads(), seen().length]).toEqual([1, 2]);
    pass(3 * DAY);
    await send(paper(), { key: 'f3' });
    expect([uploads(), seen().length]).toEqual([2, 3]);
  });

  test('a repetition by this process shows nothing twice', async () => {
    await send(paper());
    await send(paper(), { isRepeat: true });
    expect(seen()).toHaveLength(1);
  });

  test('it counts in the conversation’s minute, and what is too much waits for the next one', async () => {
    for (let count = 0; count < 24; count += 1) await send(paper(), { key: `k${count}` });
    const tooMuch = send(paper(), { key: 'more' });
    await expect(tooMuch).rejects.toMatchObject({ code: 'rate_limited', retryable: true });
    await send(paper(), { key: 'urgent', isUrgent: true });
    expect(stand.fake.transcript.refusals()).toEqual([]);
    pass(MINUTE);
    await send(paper(), { key: 'more' });
  });

  test('more than 30 uploads in a minute wait, before WeCom refuses them', async () => {
    const chats = ['user:li', OPS];
    await hearLi();
    const all = Array.from({ length: 31 }, (_, count) =>
      send(paper(64, `${count}.docx`), { key: `k${count}`, chat: chats[count % 2]! }).catch((error: unknown) => error),
    );
    const failed = (await Promise.all(all)).filter((result) => result instanceof Error);
    expect(failed).toMatchObject([{ code: 'rate_limited', retryable: true }]);
    expect(stand.fake.transcript.refusals()).toEqual([]);
  });

  test('to one person it goes into his chat with the bot, and nobody of the group sees it', async () => {
    await hearLi();
    expect(await send(paper(), privately)).toEqual({ messages: 0 });
    expect(stand.fake.rooms.in({ kind: 'group', chatId: OPS }).filter(({ from }) => from === 'bot')).toEqual([]);
    expect(stand.fake.rooms.in({ kind: 'single', userId: 'li' }).map(({ form }) => form)).toContain('file');
  });

  test('to one whom nothing reaches it is refused for good, so that its words are said', async () => {
    await expect(send(paper(), privately)).rejects.toMatchObject({ code: 'unreachable', retryable: false });
  });

  test('without a connection it waits', async () => {
    await platform.stop();
    await expect(send(paper())).rejects.toMatchObject({ code: 'not_connected', retryable: true, isShut: true });
    expect(seen()).toEqual([]);
  });
});

describe('by the self-built app', () => {
  beforeEach(() => start(socket(), { app: APP }));

  test('whoever has never spoken to the bot gets it', async () => {
    await send(paper(), privately);
    await send(picture(), { ...privately, key: 'f2' });
    expect(seen('app')).toEqual(['file 周报.docx 64', 'image 日报.png 64']);
  });

  test('somebody out of its sight does not', async () => {
    const sending = send(paper(), { to: { userId: 'nobody' } });
    await expect(sending).rejects.toMatchObject({ code: 'unreachable', retryable: false });
  });
});

describe('by the callback URL', () => {
  test('a group gets it from its webhook', async () => {
    await start(callback);
    await send(paper());
    await send(picture(), { key: 'f2' });
    expect(seen('webhook')).toEqual(['file 周报.docx 64', 'image - 64']);
  });

  test.each([
    [2 * MEGABYTE, 'image - 2097152'],
    [2 * MEGABYTE + 1, 'file 日报.png 2097153'],
  ])('a webhook shows a picture of at most 2 MB: %i', async (size, shown) => {
    await start(callback);
    await send(picture(size));
    expect(seen('webhook')).toEqual([shown]);
  });

  test('a group without a webhook gets words instead, and so does a person without the app', async () => {
    await start(callback, { webhooks: new Map() });
    await expect(send(paper())).rejects.toMatchObject({ code: 'no_file_here', retryable: false });
    await expect(send(paper(), { key: 'f2', chat: 'user:li' })).rejects.toMatchObject({ code: 'no_file_here' });
  });

  test('a person gets it from the app', async () => {
    await start(callback, { app: APP });
    await send(paper(), privately);
    await send(paper(), { key: 'f2', chat: 'user:li' });
    expect(seen('app')).toEqual(['file 周报.docx 64', 'file 周报.docx 64']);
  });

  test.each([
    ['answers with a page', 'not_json', 'bad_answer'],
    ['is broken', 'error_500', 'http_500'],
  ] as const)('an upload whose server %s is tried again, and nothing counts as said', async (_name, fate, code) => {
    await start(callback);
    stand.fake.faults.http = (path) => (path === '/cgi-bin/webhook/upload_media' ? fate : 'answered');
    await expect(send(paper())).rejects.toMatchObject({ code, retryable: true });
    stand.fake.faults.http = () => 'answered';
    await send(paper());
    expect(seen('webhook')).toHaveLength(1);
  });
});
