// HTTP mode: what DingTalk delivers is taken, stored before it is answered, and nobody else is let in.
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../../domain/types.ts';
import type { PlatformLog } from '../../../platforms/deps.ts';
import { cardCallbackOf } from '../../../platforms/dingtalk/card-callback.ts';
import { httpEntrance, type MountedEntrance } from '../../../platforms/dingtalk/http-entrance.ts';
import { cardSignature } from '../../../platforms/dingtalk/http-sign.ts';
import type { HttpEntrance, RawCallback, RegisteredCallback, TapRepaint } from '../../../platforms/dingtalk/types.ts';
import { signatureOf } from '../../../platforms/dingtalk/webhook-sign.ts';
import { type RoutesServer, serveRoutes } from '../../support/routes-server.ts';

const START = Date.parse('2026-03-03T09:00:00+08:00');
const entrance: HttpEntrance = { kind: 'http', cardSecret: 'aSecretForTapsOnCards' };
const settings = {
  ...{ clientId: 'dingfake', clientSecret: 'sec', cardTemplateId: 'a.schema', entrance },
  publicUrl: 'https://bell.example.gov.cn/duty',
};
const robotHeaders = (at = START) => ({ timestamp: String(at), sign: signatureOf('sec', at) });
const cardHeaders = (at = START) => ({
  'x-ddpaas-signature-timestamp': String(at),
  'x-ddpaas-signature': cardSignature(entrance.cardSecret, at),
});
const said = { msgId: 'msg1', conversationType: '2', text: { content: ' 空调坏了' } };
const tapped = { type: 'actionCallback', outTrackId: 'd1', userId: '0147', content: '{}' };

interface Stage {
  now: number;
  readonly log: object[];
  readonly stored: RawCallback[];
  readonly connections: string[];
  readonly registered: RegisteredCallback[];
  readonly waits: number[];
  onCallback: () => Promise<TapRepaint | undefined>;
  onRegister: () => Promise<void>;
}

let stage: Stage;
let bot: MountedEntrance;
let server: RoutesServer;
beforeEach(async () => {
  stage = newStage();
  bot = open();
  server = await serveRoutes((router) => bot.mount(router));
});
afterEach(async () => {
  await bot.stop();
  await server.close();
});

function newStage(): Stage {
  const lists = { log: [], stored: [], connections: [], registered: [], waits: [] };
  return { now: START, ...lists, onCallback: async () => undefined, onRegister: async () => undefined };
}

function open(
  chosen: Omit<typeof settings, 'cardTemplateId'> & { cardTemplateId?: string } = settings,
): MountedEntrance {
  const note = (fields: object) => void stage.log.push(fields);
  const log: PlatformLog = { debug: note, info: note, warn: note, error: note };
  return httpEntrance({
    entrance,
    settings: chosen,
    deps: {
      clock: { now: () => stage.now },
      log,
      async pause(ms, signal) {
        stage.waits.push(ms);
        await setImmediate();
        signal.throwIfAborted();
      },
    },
    api: {
      async registerCardCallback(callback) {
        stage.registered.push(callback);
        await stage.onRegister();
      },
    },
  });
}

const start = () =>
  bot.start({
    async callback(raw) {
      const repaint = await stage.onCallback();
      stage.stored.push(raw);
      return repaint;
    },
    connection: (state) => void stage.connections.push(state),
  });

async function post(path: string, headers: Record<string, string>, body: string | object = said) {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: raw });
  return { status: response.status, text: await response.text() };
}

const refusals = () => stage.log.filter((fields) => 'reason' in fields);

describe('a robot message', () => {
  test('is stored as it came, and answered with nothing that would be said', async () => {
    await start();
    const answer = await post('/dingtalk/robot', robotHeaders());
    expect(answer).toEqual({ status: 200, text: '{"msgtype":"empty"}' });
    const deliveryId = expect.stringMatching(/^http:[0-9a-f]{40}$/);
    expect(stage.stored).toEqual([{ topic: 'message', deliveryId, receivedAt: START, body: said }]);
  });

  test('is answered only when it is stored', async () => {
    await start();
    const storing = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<void>();
    stage.onCallback = () => {
      asked.resolve();
      return storing.promise;
    };
    let isAnswered = false;
    const answer = post('/dingtalk/robot', robotHeaders()).finally(() => {
      isAnswered = true;
    });
    await asked.promise;
    await setImmediate();
    expect(isAnswered).toBe(false);
    storing.resolve(undefined);
    expect((await answer).status).toBe(200);
  });

  test('that could not be stored is to come again, and is the same delivery then', async () => {
    await start();
    stage.onCallback = () => Promise.reject(new Error('the database is away'));
    expect(await post('/dingtalk/robot', robotHeaders())).toEqual({ status: 503, text: '' });
    expect(stage.log).toMatchObject([{}, { code: 'dingtalk_callback_untaken', topic: 'message' }]);
    stage.onCallback = async () => undefined;
    await post('/dingtalk/robot', robotHeaders());
    await post('/dingtalk/robot', robotHeaders());
    await post('/dingtalk/robot', robotHeaders(START + 1));
    const [first, second, later] = stage.stored.map(({ deliveryId }) => deliveryId);
    expect(second).toBe(first);
    expect(later).not.toBe(first);
  });
});

describe('a tap on a card', () => {
  test('is answered with the card’s new state, for the one who tapped', async () => {
    await start();
    stage.onCallback = async () => ({ params: { title: '已接单' } });
    const { status, text } = await post('/dingtalk/card', cardHeaders(), tapped);
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { title: '已接单' } } },
    ]);
    expect(stage.stored).toMatchObject([{ topic: 'card', body: tapped }]);
  });

  test('is answered with nothing where nothing came in time', async () => {
    await start();
    expect(await post('/dingtalk/card', cardHeaders(), tapped)).toEqual({ status: 200, text: '{}' });
  });
});

describe('who is not DingTalk, or sends what it never does,', () => {
  const huge = 'x'.repeat(600 * 1_024);
  test.each([
    ['unsigned', '/dingtalk/robot', {}, said, 403, 'unsigned'],
    ['signed for taps', '/dingtalk/robot', { ...cardHeaders() }, said, 403, 'unsigned'],
    ['signed for messages', '/dingtalk/card', { ...robotHeaders() }, tapped, 403, 'unsigned'],
    ['an hour late', '/dingtalk/robot', robotHeaders(START - HOUR - 1), said, 403, 'timestamp_off'],
    [
      'by another secret',
      '/dingtalk/robot',
      { ...robotHeaders(), sign: signatureOf('x', START) },
      said,
      403,
      'signature_wrong',
    ],
    ['no JSON', '/dingtalk/robot', robotHeaders(), '<xml/>', 400, 'not_json'],
    ['nothing', '/dingtalk/card', cardHeaders(), '', 400, 'not_json'],
    ['too much', '/dingtalk/robot', robotHeaders(), huge, 413, 'too_large'],
  ])('is refused: %s', async (_name, path, headers, body, status, reason) => {
    await start();
    expect(await post(path, headers, body)).toEqual({ status, text: '' });
    expect(refusals()).toEqual([{ code: 'dingtalk_callback_refused', reason }]);
    expect(stage.stored).toEqual([]);
  });

  test('fills no log: each reason is told once a minute', async () => {
    await start();
    for (let times = 0; times < 3; times += 1) await post('/dingtalk/robot', {});
    stage.now += MINUTE;
    await post('/dingtalk/robot', {});
    expect(refusals()).toMatchObject([{ reason: 'unsigned' }, { reason: 'unsigned', unsaid: 2 }]);
  });

  const copies = () =>
    stage.log.filter((fields) => 'code' in fields && fields.code === 'dingtalk_callback_twice_signed');

  test('is told of, once a minute, who says several things with one signature; both are taken', async () => {
    await start();
    for (const text of ['一', '二', '三']) {
      expect((await post('/dingtalk/robot', robotHeaders(), { ...said, text })).status).toBe(200);
    }
    expect(copies()).toHaveLength(1);
    stage.now += MINUTE;
    await post('/dingtalk/robot', robotHeaders(START), { ...said, text: '四' });
    expect(copies()).toMatchObject([{}, { unsaid: 1 }]);
    expect(stage.stored).toHaveLength(4);
  });

  test('is not told of where the very same comes again, or other things come with other signatures', async () => {
    await start();
    await post('/dingtalk/robot', robotHeaders());
    await post('/dingtalk/robot', robotHeaders());
    await post('/dingtalk/robot', robotHeaders(START + 1), { ...said, text: '二' });
    await post('/dingtalk/card', cardHeaders(), tapped);
    expect(copies()).toEqual([]);
  });

  test('gets nothing by other methods', async () => {
    await start();
    for (const method of ['GET', 'PUT']) {
      const response = await fetch(`${server.url}/dingtalk/robot`, { method });
      expect(response.status).toBe(405);
    }
  });
});

describe('before its start and after its stop', () => {
  test('the bot asks DingTalk to come again, and tells how it is connected', async () => {
    expect((await post('/dingtalk/robot', robotHeaders())).status).toBe(503);
    await start();
    await bot.stop();
    expect((await post('/dingtalk/robot', robotHeaders())).status).toBe(503);
    expect(stage.connections).toEqual(['up', 'down']);
    expect(stage.stored).toEqual([]);
  });

  test('it can be started again', async () => {
    await start();
    await bot.stop();
    await start();
    expect((await post('/dingtalk/robot', robotHeaders())).status).toBe(200);
  });
});

describe('the address for taps', () => {
  test('is registered at the start, under the route that the cards name', async () => {
    await start();
    const route = cardCallbackOf(settings);
    expect(stage.registered).toEqual([
      {
        callbackRouteKey: 'dutybell-dingfake',
        callbackUrl: 'https://bell.example.gov.cn/duty/dingtalk/card',
        apiSecret: entrance.cardSecret,
      },
    ]);
    expect(route).toEqual({ callbackType: 'HTTP', callbackRouteKey: 'dutybell-dingfake' });
    expect(cardCallbackOf({ ...settings, entrance: { kind: 'stream' } })).toEqual({ callbackType: 'STREAM' });
  });

  test('is tried again, less and less often, without keeping the bot from hearing', async () => {
    let failures = 6;
    const isDone = Promise.withResolvers<void>();
    stage.onRegister = async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('no permission');
      isDone.resolve();
    };
    await start();
    expect((await post('/dingtalk/robot', robotHeaders())).status).toBe(200);
    await isDone.promise;
    expect(stage.waits).toEqual([MINUTE, 5 * MINUTE, 30 * MINUTE, 6 * HOUR, 6 * HOUR, 6 * HOUR]);
    expect(stage.log).toContainEqual(expect.objectContaining({ code: 'dingtalk_card_callback_unregistered' }));
  });

  test('is not tried any more after the stop', async () => {
    stage.onRegister = () => Promise.reject(new Error('no permission'));
    await start();
    await bot.stop();
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    const tried = stage.registered.length;
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    expect(stage.registered.length).toBe(tried);
  });

  test('is not registered where there are no cards', async () => {
    const { cardTemplateId: _none, ...without } = settings;
    bot = open(without);
    await start();
    expect(stage.registered).toEqual([]);
  });
});
