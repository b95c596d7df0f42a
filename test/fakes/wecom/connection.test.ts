import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type FakeStand, markdown, push, setFake } from './sdk-client.ts';

let stand: FakeStand;
beforeEach(async () => {
  stand = await setFake();
});
afterEach(() => stand.close());

const sayIn = (client: ReturnType<FakeStand['client']>, content: string, group = 'wrOPS') =>
  push(client, { group }, markdown(content));
const eventOf = (client: ReturnType<FakeStand['client']>, name: 'disconnected' | 'error') =>
  new Promise<unknown>((resolve) => client.once(name, resolve));

describe('a connection', () => {
  test('counts once it has subscribed with the right secret', async () => {
    await stand.connect();
    expect(stand.fake.sockets.isSubscribed).toBe(true);
    expect(stand.fake.transcript.frames('aibot_subscribe')).toHaveLength(1);
  });

  test('with a wrong secret is refused with 853000', async () => {
    const client = stand.client({ secret: 'WRONG', maxAuthFailureAttempts: 0 });
    const error = eventOf(client, 'error');
    client.connect();
    expect(String(await error)).toContain('853000');
    expect(stand.fake.sockets.isSubscribed).toBe(false);
  });

  test('may say nothing before it has subscribed', async () => {
    stand.fake.faults.subscribe = 'silent';
    const client = stand.client();
    const open = new Promise<void>((resolve) => client.once('connected', () => resolve()));
    client.connect();
    await open;
    await expect(sayIn(client, '早')).rejects.toMatchObject({ errcode: 846609 });
    expect(stand.fake.rooms.messages).toEqual([]);
  });

  test('is told that another one took its place, and is not heard any more', async () => {
    const first = await stand.connect();
    const gone = eventOf(first, 'disconnected');
    const second = await stand.connect();
    expect(String(await gone)).toContain('New connection established');
    await sayIn(second, '我在');
    expect(stand.fake.transcript.framesAfterKick(1)).toBe(0);
    expect(stand.fake.rooms.messages.map(({ text }) => text)).toEqual(['我在']);
  });

  test('whose pings are not answered is given up by the client', async () => {
    const client = await stand.connect({ heartbeatInterval: 20, maxReconnectAttempts: 0 });
    const gone = eventOf(client, 'disconnected');
    stand.fake.faults.pongs = false;
    expect(String(await gone)).toContain('1006');
  });

  test('that has sent no ping for long is closed', async () => {
    const client = await stand.connect({ maxReconnectAttempts: 0 });
    const gone = eventOf(client, 'disconnected');
    stand.pass(89_999);
    stand.fake.sockets.closeIdle(90_000);
    expect(stand.fake.sockets.isSubscribed).toBe(true);
    stand.pass(1);
    stand.fake.sockets.closeIdle(90_000);
    await gone;
  });

  test('is not even opened while connections are refused', async () => {
    stand.fake.faults.refusesConnections = true;
    const client = stand.client({ maxReconnectAttempts: 0 });
    const error = eventOf(client, 'error');
    client.connect();
    await error;
    expect(stand.fake.sockets.count).toBe(0);
  });
});

describe('an acknowledgement', () => {
  test('echoes the request, and a refusal ends with hint and address', async () => {
    const client = await stand.connect();
    await expect(sayIn(client, '早', 'wrops')).rejects.toMatchObject({
      errcode: 93006,
      errmsg: expect.stringMatching(/^invalid chatid, hint: .*from ip: .*e=93006$/),
    });
  });

  test.each(['twice', 'with_cmd'] as const)('that comes %s is taken by the SDK', async (fate) => {
    const client = await stand.connect();
    stand.fake.faults.ack = () => fate;
    await expect(sayIn(client, '早')).resolves.toMatchObject({ errcode: 0 });
    expect(stand.fake.rooms.messages).toHaveLength(1);
  });

  test('without a number counts as a refusal', async () => {
    const client = await stand.connect();
    stand.fake.faults.ack = () => 'without_errcode';
    await expect(sayIn(client, '早')).rejects.toMatchObject({ errmsg: 'ok' });
  });

  test('that never comes leaves the message delivered and the sender unsure', async () => {
    const client = await stand.connect();
    stand.fake.faults.ack = () => 'never';
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const sent = expect(sayIn(client, '早')).rejects.toThrow('Reply ack timeout (5000ms)');
      await vi.advanceTimersByTimeAsync(5000);
      await sent;
    } finally {
      vi.useRealTimers();
    }
    await eventually(() => expect(stand.fake.rooms.messages).toHaveLength(1));
  });

  test('that is lost with its connection leaves the message delivered', async () => {
    const client = await stand.connect({ maxReconnectAttempts: 0 });
    stand.fake.faults.ack = () => 'lost_with_socket';
    await expect(sayIn(client, '早')).rejects.toThrow('closed');
    expect(stand.fake.rooms.messages).toHaveLength(1);
  });

  test('can be held', async () => {
    const client = await stand.connect();
    stand.fake.faults.ack = () => 'held';
    const sent = sayIn(client, '早');
    await eventually(() => expect(stand.fake.sockets.heldAcks).toBe(1));
    stand.fake.sockets.releaseAcks();
    await expect(sent).resolves.toMatchObject({ errcode: 0 });
  });
});

describe('a frame that is none', () => {
  test.each(['not json', 'null', '[]', '{"cmd":"aibot_msg_callback"}', '{"cmd":"what","headers":{"req_id":"1"}}'])(
    '%s harms no connection',
    async (text) => {
      const client = await stand.connect();
      stand.fake.sockets.sendRaw(text);
      await expect(sayIn(client, '还在')).resolves.toMatchObject({ errcode: 0 });
      expect(stand.heard).toEqual([]);
    },
  );
});
