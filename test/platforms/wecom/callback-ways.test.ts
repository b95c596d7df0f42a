import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import { PlatformError } from '../../../platforms/types.ts';
import type { AppMessages } from '../../../platforms/wecom/app.ts';
import { isWecomAddress } from '../../../platforms/wecom/callback-ways.ts';
import { refusesCard } from '../../../platforms/wecom/errors.ts';
import {
  card,
  cardMessage,
  group,
  type Process,
  polled,
  said,
  settled,
  single,
  startWorld,
  streamIn,
  tapped,
  text,
  until,
  type World,
} from './callback-cast.ts';

const RESPONSE = '/cgi-bin/aibot/response';
const WEBHOOK = '/cgi-bin/webhook/send';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const addressOf = (code: string) => `${world.api.apiBase}${RESPONSE}?response_code=${code}`;
const posted = () => world.api.requests.filter(({ path }) => path === RESPONSE);

/** Somebody says something, and the response is not held back any more: a stream is under way, and an address is there. */
async function spoken(bot: Process, msgid: string, more: object = { response_url: addressOf(msgid) }) {
  const seen = bot.stored.length;
  const asked = bot.wecom.post(said(msgid, more));
  await until(() => bot.stored.length > seen);
  await world.advance(2 * SECOND);
  return streamIn((await asked).reply);
}

/** The same, where the response was used up: only the address is left. */
async function answered(bot: Process, msgid: string, more: object = { response_url: addressOf(msgid) }) {
  const seen = bot.stored.length;
  const asked = bot.wecom.post(said(msgid, more));
  await until(() => bot.stored.length > seen);
  const to = 'chattype' in more ? single : group;
  await bot.carrier.send(to, text('好的'));
  await asked;
}

/** What WeCom hears until the stream ends, when it asks every second. */
async function poll(bot: Process, id: string) {
  const { reply } = await bot.wecom.post(polled(`P${world.clock.at}`, id));
  return streamIn(reply);
}

describe('with no way open', () => {
  test.each([
    ['a group', group],
    ['a person', single],
  ])('words for %s wait until somebody speaks', async (_name, to) => {
    const bot = await world.process();
    const sending = bot.carrier.send(to, text('还有 10 分钟'));
    await expect(sending).rejects.toMatchObject({ code: 'no_way_out', retryable: true, retryAfterMs: MINUTE });
  });

  test('a card is refused as one whose words are to go instead', async () => {
    const bot = await world.process();
    const error: unknown = await bot.carrier.send(group, cardMessage()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlatformError);
    expect(error instanceof PlatformError && refusesCard(error)).toBe(true);
  });

  test('an answer to another chat is none', async () => {
    const bot = await world.process();
    await answered(bot, 'M1');
    await expect(bot.carrier.send({ kind: 'group', chatId: 'wrGROUP2' }, text('x'))).rejects.toMatchObject({
      code: 'no_way_out',
    });
    // The letter case of an id matters.
    await expect(bot.carrier.send({ kind: 'group', chatId: 'wrgroup1' }, text('x'))).rejects.toMatchObject({
      code: 'no_way_out',
    });
    expect(posted()).toEqual([]);
  });
});

describe('the address that came with a callback', () => {
  test.each([
    ['a text', text('还有 10 分钟')],
    ['a card', cardMessage('d9')],
  ])('takes %s, once', async (_name, message) => {
    const bot = await world.process();
    await answered(bot, 'M1');
    await bot.carrier.send(group, message);
    expect(posted()).toMatchObject([{ method: 'POST', query: { response_code: 'M1' }, body: message }]);
    await expect(bot.carrier.send(group, text('再来'))).rejects.toMatchObject({ code: 'no_way_out' });
    expect(posted()).toHaveLength(1);
  });

  test('comes with a tap as well', async () => {
    const bot = await world.process();
    const asked = bot.wecom.post(tapped('T1', { response_url: addressOf('T1') }));
    await until(() => bot.stored.length === 1);
    await bot.carrier.answerTap('callback:T1', card());
    await asked;
    await bot.carrier.send(group, text('已接单'));
    expect(posted()).toHaveLength(1);
  });

  test.each([
    [HOUR - MINUTE, true],
    [HOUR - MINUTE + 1, false],
  ])('%d ms later: it is used is %s', async (laterMs, isUsed) => {
    const bot = await world.process();
    await answered(bot, 'M1');
    await world.advance(laterMs);
    const sent = await bot.carrier.send(group, text('晚了')).then(
      () => true,
      () => false,
    );
    expect([sent, posted().length]).toEqual([isUsed, isUsed ? 1 : 0]);
  });

  test('survives a restart', async () => {
    const before = await world.process();
    await answered(before, 'M1');
    await before.kill();
    const after = await world.process();
    await after.carrier.send(group, text('重启后'));
    expect(posted()).toHaveLength(1);
  });

  test('is taken by one of several replicas only', async () => {
    const replicas = [await world.process(), await world.process()];
    for (const msgid of ['M1', 'M2']) await answered(replicas[0] as Process, msgid);
    await Promise.all(replicas.map((one, index) => one.carrier.send(group, text(`${index}`))));
    expect(
      posted()
        .map(({ query: { response_code } }) => response_code)
        .toSorted(),
    ).toEqual(['M1', 'M2']);
  });

  test('that ends soonest is used first', async () => {
    const bot = await world.process();
    await answered(bot, 'M1');
    await world.advance(MINUTE);
    await answered(bot, 'M2');
    await bot.carrier.send(group, text('一'));
    expect(posted().map(({ query: { response_code } }) => response_code)).toEqual(['M1']);
  });

  test.each([
    ['a text', text('一'), 'an unknown number', 860001],
    ['a text', text('一'), 'one that may be about the message', 40058],
    ['a card', cardMessage(), 'an unknown number', 860001],
    ['a card', cardMessage(), 'one that may be about the card', 40058],
  ])('that is spent already passes %s on to the next (%s)', async (_name, message, _number, errcode) => {
    const bot = await world.process();
    for (const msgid of ['M1', 'M2']) {
      await answered(bot, msgid);
      await world.advance(SECOND);
    }
    world.api.answers(RESPONSE, { errcode, errmsg: 'response_code' }, { errcode: 0 });
    await bot.carrier.send(group, message);
    expect(posted().map(({ query: { response_code } }) => response_code)).toEqual(['M1', 'M2']);
    await expect(bot.carrier.send(group, text('再来'))).rejects.toMatchObject({ code: 'no_way_out' });
  });

  test.each([
    ['a server that is down', { status: 502, raw: 'bad gateway' }],
    ['a lost connection', 'hang up' as const],
    ['a busy server', { errcode: -1, errmsg: 'system busy' }],
  ])('is good again after %s', async (_name, reply) => {
    const bot = await world.process();
    await answered(bot, 'M1');
    world.api.answers(RESPONSE, reply, { errcode: 0 });
    await expect(bot.carrier.send(group, text('一'))).rejects.toMatchObject({ retryable: true });
    await bot.carrier.send(group, text('一'));
    expect(posted()).toHaveLength(2);
  });

  test('is kept for the words when it does not take the card', async () => {
    const bot = await world.process();
    await answered(bot, 'M1');
    world.api.answers(RESPONSE, { errcode: 40016, errmsg: 'button count' }, { errcode: 0 });
    await expect(bot.carrier.send(group, cardMessage())).rejects.toMatchObject({ code: '40016', retryable: false });
    await bot.carrier.send(group, text('接单 12'));
    expect(posted().map(({ body }) => body)).toEqual([cardMessage(), text('接单 12')]);
  });

  test('tells of a card that it has had before, whose address is still good', async () => {
    const bot = await world.process();
    await answered(bot, 'M1');
    world.api.answers(RESPONSE, { errcode: 42014, errmsg: 'task_id' }, { errcode: 0 });
    await expect(bot.carrier.send(group, cardMessage())).rejects.toMatchObject({ code: '42014' });
    await bot.carrier.send(group, text('一'));
    expect(posted()).toHaveLength(2);
  });

  test.each(['http://169.254.169.254/latest', 'https://evil.example/x', 'file:///etc/passwd', 'no address'])(
    'at %s is not kept, and the message is taken all the same',
    async (address) => {
      const bot = await world.process();
      await answered(bot, 'M1', { response_url: address });
      expect(bot.stored).toHaveLength(1);
      await expect(bot.carrier.send(group, text('x'))).rejects.toMatchObject({ code: 'no_way_out' });
    },
  );

  test('is in no log', async () => {
    const bot = await world.process();
    await answered(bot, 'SECRETCODE1');
    world.api.answers(RESPONSE, { errcode: 860001, errmsg: 'invalid response_code SECRETCODE1' });
    await expect(bot.carrier.send(group, text('x'))).rejects.toMatchObject({ code: 'no_way_out' });
    expect(JSON.stringify(world.log)).not.toContain('SECRETCODE1');
    expect(world.log).toHaveLength(1);
  });
});

test.each([
  ['https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=1', true],
  ['https://other.weixin.qq.com/x', true],
  ['https://qyapi.weixin.qq.com:8443/x', false],
  ['http://qyapi.weixin.qq.com/x', false],
  ['https://weixin.qq.com.evil.example/x', false],
  ['https://evilweixin.qq.com/x', false],
  ['https://user:secret@qyapi.weixin.qq.com/x', false],
  ['https://qyapi.weixin.qq.com@evil.example/x', false],
  ['https://127.0.0.1/x', false],
  ['http://localhost:8080/x', false],
  ['https://gateway.example/x', false],
])('answers are posted to %s: %s', (address, isTaken) => {
  expect(isWecomAddress(address, 'https://qyapi.weixin.qq.com')).toBe(isTaken);
});

test.each([
  ['https://gateway.example:8443/x', 'https://gateway.example:8443', true],
  ['https://api.gateway.example/x', 'https://gateway.example', true],
  ['http://gateway.example/x', 'https://gateway.example', false],
  ['https://evilgateway.example/x', 'https://gateway.example', false],
  ['https://gateway.example.evil.example/x', 'https://gateway.example', false],
  ['http://127.0.0.1:9/x', 'http://127.0.0.1:8', true],
  ['http://10.0.0.1/x', 'http://127.0.0.1:8', false],
])('with a gateway answers are posted to %s (%s): %s', (address, apiBase, isTaken) => {
  expect(isWecomAddress(address, apiBase)).toBe(isTaken);
});

describe('a stream', () => {
  test('begins after two seconds, not before', async () => {
    const bot = await world.process();
    const asked = bot.wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    await world.advance(2 * SECOND - 1);
    expect(bot.waiting()).toBe(1);
    await world.advance(1);
    expect(streamIn((await asked).reply)).toMatchObject({ finish: false, content: '正在处理' });
  });

  test('is continued until the answer is there, and repeats it to who asks again', async () => {
    const bot = await world.process();
    const { id } = await spoken(bot, 'M1', {});
    expect(await poll(bot, id)).toEqual({ id, finish: false, content: '正在处理' });
    const sending = bot.carrier.send(group, text('已建单'));
    await settled();
    expect(await poll(bot, id)).toEqual({ id, finish: true, content: '已建单' });
    await world.advance(SECOND);
    await sending;
    expect(await poll(bot, id)).toEqual({ id, finish: true, content: '已建单' });
  });

  test('is asked for at any replica, also after a restart', async () => {
    const first = await world.process();
    const { id } = await spoken(first, 'M1', {});
    await first.kill();
    const [speaker, asked] = [await world.process(), await world.process()];
    const sending = speaker.carrier.send(group, text('已建单'));
    await settled();
    expect(await poll(asked, id)).toMatchObject({ finish: true, content: '已建单' });
    await world.advance(SECOND);
    await sending;
  });

  test('that WeCom does not ask for any more is left for another way', async () => {
    const bot = await world.process({ hasWebhook: true });
    await spoken(bot, 'M1', {});
    const sending = bot.carrier.send(group, text('已建单'));
    await settled();
    await world.advance(8 * SECOND);
    await sending;
    expect(world.api.bodies(WEBHOOK)).toMatchObject([{ markdown: { content: '已建单' } }]);
  });

  test.each([
    [5 * MINUTE - 1, { finish: false, content: '正在处理' }],
    [5 * MINUTE, { finish: true, content: '消息已收到' }],
  ])('after %d ms without an answer says %o', async (laterMs, wanted) => {
    const bot = await world.process();
    const { id } = await spoken(bot, 'M1', {});
    await world.advance(laterMs);
    expect(await poll(bot, id)).toMatchObject(wanted);
  });

  test('that is about to end says nothing new', async () => {
    const bot = await world.process();
    await spoken(bot, 'M1', {});
    await world.advance(5 * MINUTE - 15 * SECOND + 1);
    await expect(bot.carrier.send(group, text('晚了'))).rejects.toMatchObject({ code: 'no_way_out' });
  });

  test('takes no card: that goes to the address, and the stream says where to look', async () => {
    const bot = await world.process();
    const { id } = await spoken(bot, 'M1');
    await bot.carrier.send(group, cardMessage('d9'));
    expect(posted()).toMatchObject([{ body: cardMessage('d9') }]);
    expect(await poll(bot, id)).toMatchObject({ finish: true, content: '见下方卡片' });
  });

  test('takes the words of a card that found no way', async () => {
    const bot = await world.process();
    const { id } = await spoken(bot, 'M1', {});
    await expect(bot.carrier.send(group, cardMessage())).rejects.toMatchObject({ code: 'no_card_here' });
    const sending = bot.carrier.send(group, text('工单 12；回复“接单 12”'));
    await settled();
    expect(await poll(bot, id)).toMatchObject({ finish: true, content: '工单 12；回复“接单 12”' });
    await world.advance(SECOND);
    await sending;
  });

  test('of each message takes one answer, the oldest first', async () => {
    const bot = await world.process();
    const ids = [(await spoken(bot, 'M1', {})).id, (await spoken(bot, 'M2', {})).id];
    for (const [index, id] of ids.entries()) {
      const sending = bot.carrier.send(group, text(`${index}`));
      await settled();
      expect(await poll(bot, id)).toMatchObject({ finish: true, content: `${index}` });
      await world.advance(SECOND);
      await sending;
    }
  });
});

describe('the order of ways', () => {
  test('response, stream, address, webhook', async () => {
    const bot = await world.process({ hasWebhook: true });
    const { id } = await spoken(bot, 'M1');
    const asked = bot.wecom.post(said('M2', {}));
    await until(() => bot.stored.length === 2);
    await bot.carrier.send(group, text('一'));
    expect(streamIn((await asked).reply).content).toBe('一');
    const second = bot.carrier.send(group, text('二'));
    await settled();
    expect((await poll(bot, id)).content).toBe('二');
    await world.advance(SECOND);
    await second;
    await bot.carrier.send(group, text('三'));
    await bot.carrier.send(group, text('四'));
    expect(posted().map(({ body }) => body)).toEqual([text('三')]);
    expect(world.api.bodies(WEBHOOK)).toEqual([text('四')]);
  });

  test('words that are too long for the webhook go in parts, all of them', async () => {
    const bot = await world.process({ hasWebhook: true });
    const long = Array.from({ length: 400 }, (_, line) => `${line}：等待处理的工单`).join('\n');
    await bot.carrier.send(group, text(long));
    const contents = world.api
      .bodies(WEBHOOK)
      .map((body) => (body as { markdown: { content: string } }).markdown.content);
    expect(contents.join('\n')).toBe(long);
    expect(contents.every((content) => Buffer.byteLength(content) <= 4_096)).toBe(true);
  });

  test('a person whom nothing else reaches gets it from the app, as plain words', async () => {
    const told: unknown[] = [];
    const app: AppMessages = {
      ...deaf,
      async send(userIds, content) {
        told.push([userIds, content]);
        return [];
      },
    };
    const bot = await world.process({ app });
    await bot.carrier.send(single, text('**工单 12** 快超时'));
    expect(told).toEqual([[['lisi'], '工单 12 快超时']]);
  });

  test('a person whom the app does not reach either waits', async () => {
    const bot = await world.process({ app: { ...deaf, send: async (userIds) => userIds } });
    await expect(bot.carrier.send(single, text('x'))).rejects.toMatchObject({ code: 'no_way_out' });
  });

  test('the app is for persons, never in the place of a group', async () => {
    const bot = await world.process({ app: deaf });
    await expect(bot.carrier.send(group, text('x'))).rejects.toMatchObject({ code: 'no_way_out' });
  });
});

/** Whoever it is told of, it takes; and it has no files. */
const deaf: AppMessages = { send: async () => [], sendFile: async () => false };
