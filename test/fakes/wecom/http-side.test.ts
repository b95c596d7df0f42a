import { decryptFile } from '@wecom/aibot-node-sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeStand, markdown, setFake } from './sdk-client.ts';

const APP = { corpId: 'ww1', secret: 'APP', agentId: 1000002 };
const CALLS = { corpId: 'ww1', secret: 'CALL', agentId: 1000003, mayCall: true } as const;

let stand: FakeStand;
beforeEach(async () => {
  stand = await setFake({ apps: [APP, CALLS] });
});
afterEach(() => stand.close());

async function ask(
  path: string,
  body?: object,
): Promise<{ status: number; text: string; json: Record<string, unknown> }> {
  const response = await fetch(`${stand.fake.apiBase}${path}`, {
    method: body ? 'POST' : 'GET',
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
}
const hook = (body: object, key = 'HOOK') => ask(`/cgi-bin/webhook/send?key=${key}`, body);
const words = (content: string, more: object = {}) => ({ msgtype: 'text', text: { content, ...more } });
const token = async (secret = APP.secret) =>
  (await ask(`/cgi-bin/gettoken?corpid=${APP.corpId}&corpsecret=${secret}`)).json.access_token;
const send = async (body: object, name?: unknown) =>
  (await ask(`/cgi-bin/message/send?access_token=${String(name ?? (await token()))}`, body)).json;
const message = (touser: string, more: object = words('您好')) => ({ touser, agentid: APP.agentId, ...more });

describe('a webhook', () => {
  test('rings those whom it names, and only those who are there', async () => {
    await hook(words('请处理', { mentioned_list: ['li', 'nobody'] }));
    await hook({ msgtype: 'markdown', markdown: { content: '请<@wang>看' } });
    await hook(words('全体', { mentioned_list: ['@all'] }));
    expect(stand.fake.rooms.messages.map(({ rings }) => rings)).toEqual([['li'], ['wang'], ['wang', 'li']]);
  });

  test.each<[string, object, number]>([
    ['2048 bytes of text', words('a'.repeat(2048)), 0],
    ['2049 bytes of text', words('a'.repeat(2049)), 40058],
    ['4096 bytes of markdown', markdown('a'.repeat(4096)), 0],
    ['4097 bytes of markdown', markdown('a'.repeat(4097)), 40058],
    ['nothing', words(''), 44004],
    ['an image with a wrong sum', { msgtype: 'image', image: { base64: 'AAAA', md5: 'x' } }, 301019],
    ['an unknown kind', { msgtype: 'poll' }, 40008],
  ])('%s', async (_name, body, errcode) => {
    expect((await hook(body)).json.errcode).toBe(errcode);
  });

  test('with a wrong key is refused with status 200', async () => {
    expect(await hook(words('早'), 'WRONG')).toMatchObject({ status: 200, json: { errcode: 93000 } });
  });

  test('takes 20 a minute', async () => {
    for (let count = 0; count < 20; count += 1) await hook(words(`第${count}条`));
    expect((await hook(words('第21条'))).json.errcode).toBe(45009);
    stand.pass(60_000);
    expect((await hook(words('可以了'))).json.errcode).toBe(0);
  });
});

describe('an app', () => {
  test('gets the same token until it ends', async () => {
    const first = await token();
    expect(await token()).toBe(first);
    stand.pass(7200 * 1000);
    expect((await send(message('li'), first)).errcode).toBe(42001);
    expect(await token()).not.toBe(first);
  });

  test('whose token was taken back is told so', async () => {
    const first = await token();
    stand.fake.app.revokeTokens();
    expect((await send(message('li'), first)).errcode).toBe(40014);
  });

  test('reaches people who never spoke to the bot, and rings them', async () => {
    expect(await send(message('li|nobody'))).toMatchObject({ errcode: 0, invaliduser: 'nobody' });
    expect((await send(message('nobody'))).errcode).toBe(81013);
    expect(stand.fake.rooms.messages).toMatchObject([
      { room: { kind: 'app', userId: 'li' }, rings: ['li'], text: '您好' },
    ]);
  });

  test('drops without a word what is over 30 a minute', async () => {
    const name = await token();
    for (let count = 0; count < 31; count += 1) expect((await send(message('li'), name)).errcode).toBe(0);
    expect(stand.fake.rooms.messages).toHaveLength(30);
  });

  test('knows names', async () => {
    const { json } = await ask(`/cgi-bin/user/get?access_token=${String(await token())}&userid=li`);
    expect(json).toMatchObject({ errcode: 0, name: '李工' });
  });

  test('telephones only where it may', async () => {
    const call = async (secret: string) =>
      (await ask(`/cgi-bin/pstncc/call?access_token=${String(await token(secret))}`, { callee_userid: ['li'] })).json;
    expect((await call(APP.secret)).errcode).toBe(48002);
    expect(await call(CALLS.secret)).toMatchObject({ errcode: 0, states: [{ code: 0, userid: 'li' }] });
    expect(stand.fake.app.calls).toEqual(['li']);
  });

  test.each([
    ['/cgi-bin/gettoken?corpid=ww1&corpsecret=WRONG', 40001],
    ['/cgi-bin/gettoken?corpid=ww2&corpsecret=APP', 40013],
    ['/cgi-bin/user/get?userid=li', 41001],
  ])('%s', async (path, errcode) => {
    expect((await ask(path)).json.errcode).toBe(errcode);
  });

  test('from an address that is not listed is refused', async () => {
    const name = await token();
    stand.fake.faults.blocksAddress = true;
    expect((await send(message('li'), name)).errcode).toBe(60020);
  });

  test('can change its card once', async () => {
    const name = String(await token());
    const { response_code: code } = await send(message('li'), name);
    const change = () =>
      ask(`/cgi-bin/message/update_template_card?access_token=${name}`, {
        response_code: code,
        button: { replace_name: '已接单' },
      });
    expect((await change()).json.errcode).toBe(0);
    expect((await change()).json.errcode).toBe(40058);
  });
});

describe('the HTTP side fails', () => {
  test.each([
    ['error_500', 500, /^<html>/],
    ['not_json', 200, /^<html>/],
  ] as const)('with %s', async (fault, status, text) => {
    stand.fake.faults.http = () => fault;
    const answer = await hook(words('早'));
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
  });

  test('by never answering', async () => {
    stand.fake.faults.http = () => 'never';
    const asked = fetch(`${stand.fake.apiBase}/cgi-bin/gettoken`, { signal: AbortSignal.timeout(50) });
    await expect(asked).rejects.toThrow(/timeout/);
  });
});

describe('a file', () => {
  test('is encrypted, and to be had for five minutes', async () => {
    const bytes = Buffer.from('一张图片');
    const { aeskey, url } = stand.fake.media.put({ bytes, name: '机房 照片.png' });
    const response = await fetch(url);
    expect(response.headers.get('content-disposition')).toContain(encodeURIComponent('机房 照片.png'));
    const got = Buffer.from(await response.arrayBuffer());
    expect(decryptFile(got, aeskey ?? '')).toEqual(bytes);
    stand.pass(5 * 60_000);
    expect((await fetch(url)).status).toBe(200);
    stand.pass(1);
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(`${url}0`)).status).toBe(404);
  });
});

describe('a response_url', () => {
  test('takes one message, within the hour, and no card update', async () => {
    stand.fake.faults.givesResponseUrls = true;
    await stand.connect();
    const say = async () => {
      await stand.fake.people.say({ room: { kind: 'single', userId: 'li' }, from: 'li', text: '你好' });
      const frame = JSON.stringify(stand.fake.transcript.frames('aibot_msg_callback', 'out').at(-1));
      return new URL(/"response_url":"([^"]+)"/.exec(frame)?.[1] ?? '');
    };
    const post = async (url: URL, body: object) => (await ask(`${url.pathname}${url.search}`, body)).json.errcode;
    const url = await say();
    expect(await post(url, { response_type: 'update_template_card', template_card: {} })).toBe(40008);
    expect(await post(url, markdown('您好'))).toBe(0);
    expect(await post(url, markdown('您好'))).toBe(40058);
    const late = await say();
    stand.pass(3_600_001);
    expect(await post(late, markdown('您好'))).toBe(40058);
  });
});
