// What the true service refuses the fake refuses: whoever is tested against it is tested against something.
import { DWClient, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { signatureOf } from '../../../platforms/dingtalk/webhook-sign.ts';
import { eventually } from '../../support/eventually.ts';
import type { Answer } from './answer.ts';
import { type FakeDingtalk, startFakeDingtalk } from './server.ts';

const NINE = 1_772_499_600_000;
const MINUTE = 60_000;
const APP = { clientId: 'dingfake', clientSecret: 'sec', robotCode: 'dingfake' } as const;
const TEMPLATE = { id: 'T.schema', name: 'T', variables: ['title', 'content', 'btns'], isPublished: true } as const;
const OPS = { kind: 'group', chatId: 'cidOPS==' } as const;

let now = NINE;
let fake: FakeDingtalk;
const clients: DWClient[] = [];

beforeEach(async () => {
  now = NINE;
  fake = await startFakeDingtalk({
    ...{ app: APP, botName: '值班铃', now: () => now },
    templates: [TEMPLATE, { ...TEMPLATE, id: 'DRAFT.schema', isPublished: false }],
  });
  fake.members.people.set('li', { userId: 'li', name: '李工' });
  fake.members.people.set('wai', { userId: 'wai', name: '外协小陈', isOutside: true });
  fake.members.addGroup({ chatId: OPS.chatId, title: '运维群', robot: { token: 'TOK', secret: 'SECsecret' } });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect();
  await fake.close();
});

const answered = z.object({ status: z.number(), body: z.unknown() });
async function request(url: string, method: string, body: unknown, headers: Record<string, string> = {}) {
  const init = { method, headers: { 'content-type': 'application/json', ...headers } };
  const response = await fetch(url, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  const text = await response.text();
  return answered.parse({ status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text });
}
async function token(): Promise<string> {
  const { body } = await request(`${fake.apiBase}/v1.0/oauth2/accessToken`, 'POST', {
    appKey: APP.clientId,
    appSecret: APP.clientSecret,
  });
  return z.object({ accessToken: z.string() }).parse(body).accessToken;
}
async function call(method: string, path: string, body: unknown, withToken?: string) {
  return request(fake.apiBase + path, method, body, { 'x-acs-dingtalk-access-token': withToken ?? (await token()) });
}

const BUTTON = {
  ...{ text: '接单', color: 'blue', status: 'normal' },
  event: { type: 'sendCardRequest', params: { actionId: 'a', params: { action: 'acknowledge.1.T' } } },
};
const PARAMS = { title: '故障', content: '打不开', btns: JSON.stringify([BUTTON]) };
const card = (more: object = {}, params: object = PARAMS) => ({
  ...{ cardTemplateId: TEMPLATE.id, outTrackId: 'K1', callbackType: 'STREAM', cardData: { cardParamMap: params } },
  openSpaceId: `dtv1.card//IM_GROUP.${OPS.chatId}`,
  imGroupOpenSpaceModel: { supportForward: false },
  imGroupOpenDeliverModel: { robotCode: APP.robotCode },
  ...more,
});
const CREATE = '/v1.0/card/instances/createAndDeliver';
const create = (more: object = {}, params: object = PARAMS) => call('POST', CREATE, card(more, params));

/** The true SDK, as far as its gateway can be another one. */
class Client extends DWClient {
  override async getEndpoint(): Promise<this> {
    const opened = await request(
      `${fake.apiBase}/v1.0/gateway/connections/open`,
      'POST',
      { clientId: APP.clientId, clientSecret: APP.clientSecret, subscriptions: this.config.subscriptions },
      { accept: 'application/json' },
    );
    const { endpoint, ticket } = z.object({ endpoint: z.string(), ticket: z.string() }).parse(opened.body);
    Reflect.set(this, 'dw_url', `${endpoint}?ticket=${ticket}`);
    return this;
  }
}
async function connect(topics: readonly string[] = [TOPIC_ROBOT, TOPIC_CARD]) {
  const options = { clientId: APP.clientId, clientSecret: APP.clientSecret, keepAlive: false };
  const client = new Client({ ...options, ...{ autoReconnect: false, subscriptions: [] } });
  clients.push(client);
  const heard: { readonly topic: string; readonly messageId: string; readonly data: unknown }[] = [];
  for (const topic of topics)
    client.registerCallbackListener(topic, ({ data, headers }) =>
      heard.push({ topic, messageId: headers.messageId, data: JSON.parse(data) }),
    );
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  await client.connect();
  return { client, heard };
}

describe('the gateway', () => {
  const open = (body: object, accept = 'application/json') =>
    request(`${fake.apiBase}/v1.0/gateway/connections/open`, 'POST', body, { accept });
  const good = { clientId: 'dingfake', clientSecret: 'sec', subscriptions: [{ type: 'EVENT', topic: '*' }] };

  test.each([
    ['a wrong secret', { ...good, clientSecret: ' sec' }, 401],
    ['nothing to subscribe to', { ...good, subscriptions: [] }, 400],
  ])('refuses %s', async (_name, body, status) => {
    expect((await open(body)).status).toBe(status);
  });

  test('answers XML to who does not ask for JSON', async () => {
    expect((await open(good, 'text/html')).body).toMatch(/^<xml>/);
  });

  test('gives a ticket for one connection, within a minute and a half', async () => {
    const use = async (waitMs: number, times: number) => {
      const { body } = await open(good);
      const { endpoint, ticket } = z.object({ endpoint: z.string(), ticket: z.string() }).parse(body);
      now += waitMs;
      const refusedBefore = fake.sockets.upgradesRefused;
      for (let time = 0; time < times; time += 1) {
        const socket = new WebSocket(`${endpoint}?ticket=${ticket}`);
        await new Promise((resolve) => {
          socket.on('open', resolve);
          socket.on('error', resolve);
        });
        socket.close();
      }
      return fake.sockets.upgradesRefused - refusedBefore;
    };
    expect(await use(0, 2)).toBe(1);
    expect(await use(89_000, 1)).toBe(0);
    expect(await use(91_000, 1)).toBe(1);
  });

  test('pushes only what was subscribed to', async () => {
    const { heard } = await connect([TOPIC_CARD]);
    expect(await fake.people.say({ room: OPS, from: 'li', text: '@值班铃 打不开' })).toBe('lost');
    expect(heard).toEqual([]);
  });
});

describe('what a person says', () => {
  test('comes without its mention, which leaves a space, and once more under another name', async () => {
    const { client, heard } = await connect();
    await fake.people.say({ room: OPS, from: 'li', text: '@值班铃 打不开' });
    await fake.people.again(undefined, 'new');
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard[0]?.data).toMatchObject({ text: { content: ' 打不开' }, conversationType: '2', senderStaffId: 'li' });
    expect(heard[0]?.data).toEqual(heard[1]?.data);
    expect(heard[0]?.messageId).not.toBe(heard[1]?.messageId);
    client.socketCallBackResponse(heard[0]?.messageId ?? '', null);
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
  });

  test('and mentions nobody is not heard in a group, and from outside comes without an id', async () => {
    const { heard } = await connect();
    expect(await fake.people.say({ room: OPS, from: 'li', text: '打不开' })).toBe('not_addressed');
    await fake.people.say({ room: OPS, from: 'wai', text: '@值班铃 打不开' });
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard[0]?.data).not.toHaveProperty('senderStaffId');
  });
});

describe('a card', () => {
  test.each([
    ['without a template', { cardTemplateId: undefined }, PARAMS, 'param.cardTemplateIdEmpty'],
    ['of a template that there is not', { cardTemplateId: 'X' }, PARAMS, 'param.templateNotExist'],
    ['of one that is not published', { cardTemplateId: 'DRAFT.schema' }, PARAMS, 'param.templateUnpublished'],
    ['with a number', {}, { ...PARAMS, title: 7 }, 'param.invalid'],
    ['with a truth value', {}, { ...PARAMS, title: true }, 'param.invalid'],
    ['with a list', {}, { ...PARAMS, btns: [BUTTON] }, 'param.invalid'],
    ['without a name', { outTrackId: '' }, PARAMS, 'param.outTrackIdEmpty'],
    ['with a name of more than 100 characters', { outTrackId: 'x'.repeat(101) }, PARAMS, 'param.invalid'],
    ['to nowhere', { openSpaceId: '' }, PARAMS, 'param.openSpaceIdEmpty'],
    ['to what is no space', { openSpaceId: OPS.chatId }, PARAMS, 'param.openSpaceIdInvalid'],
    ['without a deliver model', { imGroupOpenDeliverModel: undefined }, PARAMS, 'param.openDeliverModelEmpty'],
    ['of another robot', { imGroupOpenDeliverModel: { robotCode: 'other' } }, PARAMS, 'param.invalid'],
    ['that does not say whether it may be forwarded', { imGroupOpenSpaceModel: {} }, PARAMS, 'param.invalid'],
  ])('%s is refused', async (_name, more, params, code) => {
    expect(await create(more, params)).toMatchObject({ status: 400, body: { code } });
    expect(fake.rooms.messages).toEqual([]);
    expect(fake.log.complaints).toHaveLength(1);
  });

  test('of a name that is there is refused, and changes nothing', async () => {
    await create();
    const again = await create({}, { ...PARAMS, title: 'other' });
    expect(again).toMatchObject({ status: 400, body: { code: 'param.cardAlreadyExist' } });
    expect(fake.rooms.in(OPS).map((message) => message.card?.title)).toEqual(['故障']);
  });

  test('to a group that there is not is answered with 200, and is not delivered', async () => {
    const { body, status } = await create({ openSpaceId: 'dtv1.card//IM_GROUP.cidX' });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('spaceId is illegal');
  });

  test('that is updated without the option loses what is not named, and with it keeps it', async () => {
    const update = (options: object) =>
      call('PUT', '/v1.0/card/instances', {
        outTrackId: 'K1',
        cardData: { cardParamMap: { title: 'new' } },
        ...options,
      });
    await create();
    await update({ cardUpdateOptions: { updateCardDataByKey: true } });
    expect(fake.cards.card('K1')?.params).toEqual({ ...PARAMS, title: 'new' });
    await update({});
    expect(fake.cards.card('K1')?.params).toEqual({ title: 'new' });
    expect(
      await call('PUT', '/v1.0/card/instances', { outTrackId: 'none', cardData: { cardParamMap: {} } }),
    ).toMatchObject({ status: 400, body: { code: 'param.cardNotExist' } });
    expect(await call('PUT', '/v1.0/card/instances', { outTrackId: 'K1' })).toMatchObject({
      body: { code: 'param.cardDataAndPrivateDataBothEmpty' },
    });
  });

  const tapped = () => fake.people.tap({ messageId: 'M1', from: 'li', button: () => true });
  const title = (person: string) => fake.rooms.view('M1', person)?.title;

  test('that is tapped changes for the one who tapped, and only an update changes it for all', async () => {
    const { client, heard } = await connect();
    await create();
    await tapped();
    await eventually(() => expect(heard).toHaveLength(1));
    client.socketCallBackResponse(heard[0]?.messageId ?? '', {
      cardUpdateOptions: { updateCardDataByKey: true },
      cardData: { cardParamMap: { title: '已接单' } },
    });
    await eventually(() => expect(title('li')).toBe('已接单'));
    expect(title('wang')).toBe('故障');
    const everybody = { cardParamMap: { title: '处理中' } };
    const by = { updateCardDataByKey: true };
    await call('PUT', '/v1.0/card/instances', { outTrackId: 'K1', cardData: everybody, cardUpdateOptions: by });
    expect([title('li'), title('wang')]).toEqual(['处理中', '处理中']);
    expect(fake.log.complaints).toEqual([]);
  });

  test('that is updated before the tap on it is answered is complained of', async () => {
    await connect();
    await create();
    await tapped();
    await call('PUT', '/v1.0/card/instances', { outTrackId: 'K1', cardData: { cardParamMap: PARAMS } });
    expect(fake.log.complaints.map(({ what }) => what)).toEqual([expect.stringContaining('before a tap')]);
  });

  test.each([[undefined], ['HTTP']])('with callback type %s sends no taps to the Stream', async (callbackType) => {
    const { heard } = await connect();
    if (callbackType === 'HTTP') {
      const route = { callbackRouteKey: 'R', callbackUrl: 'http://127.0.0.1:9/none' };
      await call('POST', '/v1.0/card/callbacks/register', route);
    }
    await create({ callbackType, callbackRouteKey: 'R' });
    expect(await tapped()).not.toBe('delivered');
    expect(heard).toEqual([]);
  });
});

describe('the limits', () => {
  test('of a token: wrong, expired, revoked', async () => {
    const good = await token();
    expect((await call('POST', CREATE, card(), 'wrong')).body).toMatchObject({ code: 'InvalidAuthentication' });
    expect(await token()).toBe(good);
    now += 7_200_000;
    expect((await call('POST', CREATE, card(), good)).status).toBe(400);
    fake.faults.tokenRefusal = 'unauthorized';
    expect((await call('POST', CREATE, card(), good)).status).toBe(401);
    expect(await token()).not.toBe(good);
  });

  test('of twenty calls a second for each path', async () => {
    const good = await token();
    for (let place = 1; place <= 20; place += 1) await call('POST', CREATE, card({ outTrackId: `K${place}` }), good);
    const late = await call('POST', CREATE, card({ outTrackId: 'K21' }), good);
    expect(late).toMatchObject({ status: 403, body: { code: expect.stringContaining('QpsLimitForAppkeyAndApi') } });
    now += 1000;
    expect((await call('POST', CREATE, card({ outTrackId: 'K21' }), good)).status).toBe(200);
  });

  test('of a path that there is not', async () => {
    expect((await call('POST', '/v1.0/im/interactiveCards/send', {})).status).toBe(404);
    expect(fake.log.complaints).toHaveLength(1);
  });
});

describe('what the robot says', () => {
  const group = (more: object) =>
    call('POST', '/v1.0/robot/groupMessages/send', {
      ...{ robotCode: APP.robotCode, openConversationId: OPS.chatId, msgKey: 'sampleMarkdown' },
      msgParam: JSON.stringify({ title: 't', text: 'x' }),
      ...more,
    });
  test.each([
    ['that is no JSON', { msgParam: 'x' }, 'invalidParameter.msgParam.invalid'],
    ['with a field too many', { msgParam: '{"title":"t","text":"x","at":[]}' }, 'invalidParameter.msgParam.invalid'],
    ['of an unknown kind', { msgKey: 'sampleNew' }, 'invalidParameter.msgKey.invalid'],
    [
      'that is too long',
      { msgParam: JSON.stringify({ title: 't', text: 'x'.repeat(15_000) }) },
      'invalidParameter.msgParam.tooLong',
    ],
    ['to no group', { openConversationId: 'cidX' }, 'invalid.openConversationId'],
    ['as another robot', { robotCode: 'x' }, 'resource.not.found'],
  ])('%s is refused', async (_name, more, code) => {
    expect(await group(more)).toMatchObject({ status: 400, body: { code } });
  });

  test('to people reaches those of the organisation, and names the others', async () => {
    const send = (userIds: readonly string[]) =>
      call('POST', '/v1.0/robot/oToMessages/batchSend', {
        ...{ robotCode: APP.robotCode, userIds, msgKey: 'sampleText', msgParam: '{"content":"x"}' },
      });
    expect((await send(['li', 'wai'])).body).toMatchObject({ invalidStaffIdList: ['wai'] });
    expect((await send(Array.from({ length: 21 }, (_, place) => `p${place}`))).status).toBe(400);
  });
});

describe('a webhook', () => {
  const say = (url: string, text: string, atUserIds: readonly string[] = []) =>
    request(url, 'POST', { msgtype: 'text', text: { content: text }, at: { atUserIds } });
  const robotUrl = (secret = 'SECsecret', at = now) =>
    `${fake.oapiBase}/robot/send?${new URLSearchParams({ access_token: 'TOK', timestamp: `${at}`, sign: signatureOf(secret, at) })}`;
  const errcode = ({ body }: Answer | { body: unknown }) => z.object({ errcode: z.number() }).parse(body).errcode;

  test('of a session ends after its hour and a half', async () => {
    const { until, url } = fake.webhooks.openSession(OPS);
    expect(errcode(await say(url, 'x'))).toBe(0);
    now = until + 1;
    expect(errcode(await say(url, 'x'))).toBe(300001);
  });

  test('rings whom it lists and names', async () => {
    const { url } = fake.webhooks.openSession(OPS);
    await say(url, '@li 请接单', ['li']);
    await say(url, '请接单', ['li']);
    expect(fake.rooms.in(OPS).map(({ rings, text }) => [text, rings])).toEqual([
      ['@李工 请接单', ['li']],
      ['请接单', []],
    ]);
    expect(fake.log.complaints).toHaveLength(1);
  });

  test.each([
    ['with a wrong signature', () => robotUrl('other')],
    ['of two hours ago', () => robotUrl('SECsecret', now - 120 * MINUTE)],
  ])('of a robot %s is refused', async (_name, url) => {
    expect(errcode(await say(url(), 'x'))).toBe(310000);
  });

  test('is silenced for ten minutes by its twenty-first message in a minute', async () => {
    for (let place = 1; place <= 20; place += 1) expect(errcode(await say(robotUrl(), 'x'))).toBe(0);
    expect(errcode(await say(robotUrl(), 'x'))).toBe(130101);
    now += 9 * MINUTE;
    expect(errcode(await say(robotUrl(), 'x'))).toBe(130101);
    now += MINUTE;
    expect(errcode(await say(robotUrl(), 'x'))).toBe(0);
  });

  test('says once what it is given twice under one id', async () => {
    const twice = { msgtype: 'text', text: { content: 'x' }, msgUuid: 'U1' };
    await request(robotUrl(), 'POST', twice);
    await request(robotUrl(), 'POST', twice);
    expect(fake.rooms.in(OPS)).toHaveLength(1);
  });
});

test('a file can be fetched while its code and its address hold', async () => {
  const code = fake.media.put({ bytes: Buffer.from('a picture') });
  const ask = (downloadCode: string) =>
    call('POST', '/v1.0/robot/messageFiles/download', { downloadCode, robotCode: APP.robotCode });
  const { downloadUrl } = z.object({ downloadUrl: z.string() }).parse((await ask(code)).body);
  expect(await (await fetch(downloadUrl)).text()).toBe('a picture');
  now += 11 * MINUTE;
  expect((await fetch(downloadUrl)).status).toBe(403);
  now += 120 * MINUTE;
  expect((await ask(code)).body).toMatchObject({ code: 'invalidParameter.robotCode.downloadCode' });
});
