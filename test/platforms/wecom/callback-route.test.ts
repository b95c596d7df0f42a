import { connect } from 'node:net';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import type { CallbackClient } from '../../fakes/wecom/callback-client.ts';
import {
  AES_KEY,
  card,
  type Forgery,
  forge,
  group,
  type Process,
  polled,
  START,
  said,
  settled,
  startWorld,
  streamIn,
  TOKEN,
  tapped,
  text,
  until,
  type World,
} from './callback-cast.ts';

let world: World;
let bot: Process;
let wecom: CallbackClient;
beforeEach(async () => {
  world = await startWorld();
  bot = await world.process();
  ({ wecom } = bot);
});
afterEach(() => world.close());

const refusals = () => world.log.filter(({ code }) => code === 'wecom_callback_refused').map(({ reason }) => reason);

describe('the check of the address', () => {
  test('answers the plain number and nothing else', async () => {
    expect(await wecom.verify('6815712637894912')).toEqual({ status: 200, text: '6815712637894912' });
  });

  test('works before the bot has started, and where the plus signs of base64 came as spaces', async () => {
    const early = await world.process({ isStarted: false });
    const sealed = '734H5rOppjjhWnfkswouTB9E/qUmq1X3Y0vXLUuoJtYhkN1byyzumvfC+Z4BtWFx2FLSzrbazvBYds0+dx/sjw==';
    const query = `msg_signature=d20436d2c9bfb8e0b56c141263f35441d23e433d&timestamp=1780000000&nonce=1234567890`;
    const response = await fetch(`${early.url}?${query}&echostr=${sealed}`);
    expect([response.status, await response.text()]).toEqual([200, '6815712637894912']);
  });

  test.each([
    ['a wrong signature', '1', { signature: '0'.repeat(40) }, 'signature_wrong'],
    ['an old timestamp', '1', { timestamp: (START - 6 * MINUTE) / SECOND }, 'timestamp_off'],
    ["another's id", '1', { receiveId: 'ww0123456789abcdef' }, 'receive_id_wrong'],
    ['the text of a message', JSON.stringify(said('M1')), {}, 'no_echo'],
  ])('refuses %s', async (_name, echo, mistakes, reason) => {
    expect(await wecom.verify(echo, mistakes)).toEqual({ status: 403, text: '' });
    expect(refusals()).toEqual([reason]);
  });

  test('refuses a question without its parts', async () => {
    const response = await fetch(`${bot.url}?msg_signature=a&msg_signature=b`);
    expect([response.status, await response.text()]).toEqual([403, '']);
  });
});

describe('a forged request is refused, told nothing, and reaches nobody', () => {
  const huge = JSON.stringify({ encrypt: 'A'.repeat(600 * 1_024) });
  const forgeries: readonly (readonly [string, Forgery, string])[] = [
    ['a wrong signature', { signature: '0'.repeat(40) }, 'signature_wrong'],
    ['a signature in another form', { signature: 'x' }, 'query_incomplete'],
    ['a wrong receive id', { receiveId: 'ww0123456789abcdef' }, 'receive_id_wrong'],
    ['bad padding', { encrypt: badlyPadded() }, 'undecryptable'],
    ['a cipher text that ends in the middle', { encrypt: 'AAAA' }, 'undecryptable'],
    ['an old timestamp', { timestamp: String((START - 5 * MINUTE) / SECOND - 1) }, 'timestamp_off'],
    ['a timestamp of the future', { timestamp: String((START + 5 * MINUTE) / SECOND + 1) }, 'timestamp_off'],
    ['a huge body', { raw: huge }, 'too_large'],
    ['a body without end', { raw: 'x'.repeat(2_000_000) }, 'too_large'],
    ['no JSON', { raw: '<xml/>' }, 'not_json'],
    ['no object', { raw: 'null' }, 'not_encrypted'],
    ['no encrypt field', { raw: '{"a":1}' }, 'not_encrypted'],
    ['an encrypt field that is no text', { raw: '{"encrypt":1}' }, 'not_encrypted'],
    ['no JSON inside', { message: 'hello' }, 'not_json'],
    ['no object inside', { message: '"hello"' }, 'not_json'],
  ];

  test.each(forgeries)('%s', async (_name, forgery, reason) => {
    expect(await forge(bot.url, START, forgery)).toEqual({ status: 403, text: '' });
    expect(refusals()).toEqual([reason]);
    expect(bot.stored).toEqual([]);
  });

  test('the log says each reason once a minute, and never what came', async () => {
    for (let times = 0; times < 3; times += 1) await forge(bot.url, START, { signature: '0'.repeat(40) });
    await world.advance(MINUTE);
    await forge(bot.url, START, { signature: '0'.repeat(40) });
    expect(world.log).toEqual([
      { code: 'wecom_callback_refused', reason: 'signature_wrong' },
      { code: 'wecom_callback_refused', reason: 'signature_wrong', unsaid: 2 },
    ]);
  });
});

describe('a nonce is good once', () => {
  async function heard(forgery: Forgery, process = bot) {
    const asked = forge(process.url, START, forgery);
    await until(() => process.stored.length > 0);
    await process.carrier.send(group, text('好的'));
    return asked;
  }

  test('another message with it is refused, by each replica', async () => {
    const other = await world.process();
    expect(await heard({ nonce: '77' })).toMatchObject({ status: 200 });
    for (const { url } of [bot, other]) {
      const again = await forge(url, START, { nonce: '77', message: JSON.stringify(said('M2')) });
      expect(again).toEqual({ status: 403, text: '' });
    }
    expect(refusals()).toEqual(['nonce_replayed', 'nonce_replayed']);
    expect([bot.stored.length, other.stored.length]).toEqual([1, 0]);
  });

  test.each([
    [20 * SECOND, 200],
    [20 * SECOND + 1, 403],
    [5 * MINUTE, 403],
  ])('the very same request, %d ms later, is answered with %d', async (laterMs, status) => {
    const request = { nonce: '77', encrypt: encrypt(AES_KEY, JSON.stringify(said('M1')), '') };
    const first = await heard(request);
    await world.advance(laterMs);
    // Signed as before: the timestamp is the old one.
    const second = await forge(bot.url, START, request);
    expect([second.status, bot.stored.length]).toEqual([status, 1]);
    if (status === 200) expect(opened(second.text)).toBe(opened(first.text));
  });
});

describe('an answer', () => {
  test('is sealed with the nonce of the request, for the same receiver', async () => {
    const corporation = await world.process({ receiveId: 'ww0123456789abcdef' });
    const asked = forge(corporation.url, START, { nonce: '42', receiveId: 'ww0123456789abcdef' });
    await until(() => corporation.stored.length === 1);
    await corporation.carrier.send(group, text('好的'));
    const { encrypt: sealed, msgsignature, nonce, timestamp } = JSON.parse((await asked).text);
    expect([nonce, timestamp]).toEqual(['42', START / SECOND]);
    expect(msgsignature).toBe(getSignature(TOKEN, timestamp, nonce, sealed));
    expect(decrypt(AES_KEY, sealed).id).toBe('ww0123456789abcdef');
  });

  test('comes only after the message is stored', async () => {
    const storing = Promise.withResolvers<void>();
    bot.onStore = () => storing.promise;
    const asked = wecom.post(said('M1'));
    await until(() => world.nonces() === 1);
    await settled();
    const sending = bot.carrier.send(group, text('好的'));
    await settled();
    expect(bot.waiting()).toBe(1);
    storing.resolve();
    await sending;
    expect(streamIn((await asked).reply)).toMatchObject({ finish: true, content: '好的' });
  });

  test('is a text at once', async () => {
    const asked = wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    await bot.carrier.send(group, text('已建单'));
    const { reply, status } = await asked;
    expect(status).toBe(200);
    expect(reply).toEqual({
      msgtype: 'stream',
      stream: { id: expect.stringMatching(/^[\w-]{8,64}$/), finish: true, content: '已建单' },
    });
  });

  test('is a card at once', async () => {
    const asked = wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    await bot.carrier.send(group, { msgtype: 'template_card', template_card: card('d7') });
    expect((await asked).reply).toEqual({ msgtype: 'template_card', template_card: card('d7') });
  });

  test('goes to the chat that it is for', async () => {
    const inGroup = wecom.post(said('M1'));
    const inPrivate = wecom.post(said('M2', { chattype: 'single', chatid: undefined }));
    await until(() => bot.stored.length === 2);
    await bot.carrier.send({ kind: 'single', userId: 'lisi' }, text('私下'));
    await bot.carrier.send(group, text('在群里'));
    expect(streamIn((await inPrivate).reply).content).toBe('私下');
    expect(streamIn((await inGroup).reply).content).toBe('在群里');
  });

  test('to two messages of a chat goes to the older one first, and each gets one', async () => {
    const first = wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    const second = wecom.post(said('M2'));
    await until(() => bot.stored.length === 2);
    await bot.carrier.send(group, text('一'));
    await bot.carrier.send(group, text('二'));
    expect(streamIn((await first).reply).content).toBe('一');
    expect(streamIn((await second).reply).content).toBe('二');
  });

  test.each([
    ['an event that is no tap', said('E1', { msgtype: 'event', event: { eventtype: 'enter_chat' } })],
    ['what has no sender', { msgid: 'E2', msgtype: 'event', event: { eventtype: 'x' } }],
  ])('to %s is empty, at once', async (_name, body) => {
    expect(await wecom.post(body)).toEqual({ status: 200 });
    expect(bot.stored).toMatchObject([{ reqId: `callback:${body.msgid}`, receivedAt: START, body }]);
  });
});

describe('what can not be stored', () => {
  test('is to be sent again, and is taken then with the same nonce', async () => {
    bot.onStore = () => Promise.reject(new Error('the database is away'));
    const request = { nonce: '77', encrypt: encrypt(AES_KEY, JSON.stringify(said('M1')), '') };
    expect(await forge(bot.url, START, request)).toEqual({ status: 503, text: '' });
    bot.onStore = async () => undefined;
    const again = forge(bot.url, START, request);
    await until(() => bot.stored.length === 1);
    await bot.carrier.send(group, text('好的'));
    expect((await again).status).toBe(200);
  });

  test('is to be sent again also where the nonce can not be noted', async () => {
    world.areNotesAway = true;
    expect(await wecom.post(said('M1'))).toEqual({ status: 503 });
    expect(bot.stored).toEqual([]);
  });

  test('takes no answer with it: that goes another way', async () => {
    world.api.answers('/cgi-bin/webhook/send', { errcode: 0 });
    const other = await world.process({ hasWebhook: true });
    const storing = Promise.withResolvers<void>();
    other.onStore = () => storing.promise;
    const asked = other.wecom.post(said('M1'));
    await until(() => world.nonces() === 1);
    await settled();
    const sending = other.carrier.send(group, text('还有 10 分钟'));
    storing.reject(new Error('the database is away'));
    await sending;
    expect((await asked).status).toBe(503);
    expect(world.api.bodies('/cgi-bin/webhook/send')).toHaveLength(1);
  });

  test.each(['before its start', 'after its stop'])('%s the bot asks WeCom to come again', async (when) => {
    const process = await world.process({ isStarted: when === 'after its stop' });
    if (when === 'after its stop') await process.carrier.stop();
    expect(await process.wecom.post(said('M1'))).toEqual({ status: 503 });
    expect(process.connections).toEqual(when === 'after its stop' ? ['up', 'down'] : []);
  });
});

describe('a tap', () => {
  test('is answered with the new card within its window', async () => {
    const asked = wecom.post(tapped('T1'));
    await until(() => bot.stored.length === 1);
    await world.advance(3_999);
    await bot.carrier.answerTap(bot.stored[0]?.reqId ?? '', card('d1', '李四已接单'));
    expect((await asked).reply).toEqual({
      response_type: 'update_template_card',
      template_card: card('d1', '李四已接单'),
    });
  });

  test('that gets none is answered with nothing, and can not be answered any more', async () => {
    const asked = wecom.post(tapped('T1'));
    await until(() => bot.stored.length === 1);
    await world.advance(4_000);
    expect(await asked).toEqual({ status: 200 });
    await expect(bot.carrier.answerTap('callback:T1', card())).rejects.toMatchObject({
      code: 'tap_expired',
      retryable: false,
    });
  });

  test('is no place for a message: WeCom would not show it', async () => {
    const asked = wecom.post(
      tapped('T1', { response_url: `${world.api.apiBase}/cgi-bin/aibot/response?response_code=RC1` }),
    );
    await until(() => bot.stored.length === 1);
    await bot.carrier.send(group, text('已接单'));
    expect(world.api.bodies('/cgi-bin/aibot/response')).toEqual([text('已接单')]);
    await world.advance(4_000);
    expect(await asked).toEqual({ status: 200 });
  });

  test('of two people each gets his own answer', async () => {
    const both = [wecom.post(tapped('T1')), wecom.post(tapped('T2', { from: { userid: 'wang' } }))];
    await until(() => bot.stored.length === 2);
    await bot.carrier.answerTap('callback:T2', card('d1', '二'));
    await bot.carrier.answerTap('callback:T1', card('d1', '一'));
    expect((await Promise.all(both)).map(({ reply }) => reply)).toMatchObject([
      { template_card: { main_title: { title: '一' } } },
      { template_card: { main_title: { title: '二' } } },
    ]);
  });

  test('is no message: that takes no new state of a card', async () => {
    const asked = wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    await expect(bot.carrier.answerTap('callback:M1', card())).rejects.toMatchObject({ code: 'tap_expired' });
    await world.advance(2_000);
    await asked;
  });

  test('answered by another replica than the one that holds it is no answer', async () => {
    const other = await world.process();
    const asked = wecom.post(tapped('T1'));
    await until(() => bot.stored.length === 1);
    await expect(other.carrier.answerTap('callback:T1', card())).rejects.toMatchObject({ code: 'tap_expired' });
    await world.advance(4_000);
    await asked;
  });
});

describe('a callback that WeCom sends again', () => {
  test('while the first is open, gets the same answer; it is stored once', async () => {
    const first = wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    const second = wecom.post(said('M1'));
    await until(() => world.nonces() === 2);
    await settled();
    await bot.carrier.send(group, text('已建单'));
    const replies = [(await first).reply, (await second).reply];
    expect(replies[0]).toEqual(replies[1]);
    expect(streamIn(replies[0]).content).toBe('已建单');
    expect(bot.stored).toHaveLength(1);
  });

  test.each(['the same process', 'another replica', 'the process after a restart'])('later, to %s', async (where) => {
    const first = wecom.post(tapped('T1'));
    await until(() => bot.stored.length === 1);
    await bot.carrier.answerTap('callback:T1', card('d1', '已接单'));
    const { reply } = await first;
    const next = where === 'the same process' ? bot : await world.process();
    if (where === 'the process after a restart') await bot.kill();
    expect((await next.wecom.post(tapped('T1'))).reply).toEqual(reply);
    expect(bot.stored.length + (next === bot ? 0 : next.stored.length)).toBe(1);
  });

  test('after the first was answered with nothing, is answered with nothing', async () => {
    const first = wecom.post(tapped('T1'));
    await until(() => bot.stored.length === 1);
    await world.advance(4_000);
    await first;
    expect(await wecom.post(tapped('T1'))).toEqual({ status: 200 });
    expect(bot.stored).toHaveLength(1);
  });

  test('after the first stream began, gets the same stream', async () => {
    const first = wecom.post(said('M1'));
    await until(() => bot.stored.length === 1);
    await world.advance(2_000);
    const { reply } = await first;
    expect(streamIn(reply)).toMatchObject({ finish: false, content: '正在处理' });
    expect((await wecom.post(said('M1'))).reply).toEqual(reply);
    const other = await world.process();
    expect((await other.wecom.post(said('M1'))).reply).toEqual(reply);
  });

  test('because the connection was lost, still gets the answer', async () => {
    await lostPost(said('M1'));
    const second = wecom.post(said('M1'));
    await until(() => bot.stored.length === 2);
    await bot.carrier.send(group, text('已建单'));
    expect(streamIn((await second).reply).content).toBe('已建单');
  });

  test('because the process was killed after it had stored it, gets the answer of the next one', async () => {
    const first = forge(bot.url, START);
    await until(() => bot.stored.length === 1);
    await bot.kill();
    await expect(first).rejects.toThrow();
    const next = await world.process();
    const second = next.wecom.post(said('M1'));
    await until(() => next.stored.length === 1);
    await next.carrier.send(group, text('已建单'));
    expect(streamIn((await second).reply).content).toBe('已建单');
  });

  test('after its answer went another way, is answered with nothing', async () => {
    const address = `${world.api.apiBase}/cgi-bin/aibot/response?response_code=RC1`;
    await lostPost(said('M1', { response_url: address }));
    await bot.carrier.send(group, text('已建单'));
    expect(world.api.bodies('/cgi-bin/aibot/response')).toHaveLength(1);
    const second = wecom.post(said('M1'));
    await until(() => bot.stored.length === 2);
    await world.advance(2_000);
    expect(await second).toEqual({ status: 200 });
  });
});

test('a sender who hangs up in the middle of his request is no matter', async () => {
  const { hostname, port } = new URL(bot.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /wecom/callback HTTP/1.1\r\nhost: bot\r\ncontent-length: 100\r\n\r\n{"encrypt":');
  await until(() => bot.waiting() === 1);
  socket.destroy();
  await until(() => refusals().length === 1);
  expect(refusals()).toEqual(['cut_off']);
});

test('stopping answers with nothing whoever waits: what he said is stored', async () => {
  const asked = wecom.post(said('M1'));
  await until(() => bot.stored.length === 1);
  await bot.carrier.stop();
  expect(await asked).toEqual({ status: 200 });
});

test('a request for a stream that nobody knows ends it', async () => {
  const { reply } = await wecom.post(polled('P1', 'long-ago'));
  expect(streamIn(reply)).toEqual({ id: 'long-ago', finish: true, content: '消息已收到' });
  expect(bot.stored).toEqual([]);
});

function opened(sealed: string): string {
  return decrypt(AES_KEY, JSON.parse(sealed).encrypt).message;
}

/** The last byte says that one byte is padding, and there are more. */
function badlyPadded(): string {
  const sealed = Buffer.from(encrypt(AES_KEY, 'hello', '', Buffer.from('abcdefghijklmnop')), 'base64');
  // A byte of the block before changes the same byte of the last one.
  sealed[14] = (sealed[14] ?? 0) ^ 1;
  return sealed.toString('base64');
}

/** A request whose sender has lost his connection by the time of its answer. */
async function lostPost(message: object): Promise<void> {
  const lost = new AbortController();
  const first = forge(bot.url, START, { message: JSON.stringify(message) }, lost.signal);
  await until(() => bot.stored.length === 1);
  lost.abort();
  await expect(first).rejects.toThrow();
  await until(() => bot.waiting() === 0);
}
