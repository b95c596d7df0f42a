// The true SDK under our supervisor, against the fake DingTalk.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import { type StreamTimes, streamEntrance } from '../../../platforms/dingtalk/stream-entrance.ts';
import type { Entrance, RawCallback, TapRepaint } from '../../../platforms/dingtalk/types.ts';
import type { Loss } from '../../../platforms/supervisor.ts';
import { CARD_TOPIC, ROBOT_TOPIC } from '../../fakes/dingtalk/frames.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/server.ts';
import { eventually } from '../../support/eventually.ts';

const APP = { clientId: 'dingfake', clientSecret: 'a-secret-of-the-app', robotCode: 'dingfake' };
const NINE = Date.UTC(2026, 2, 3, 1);
const group = { kind: 'group', chatId: 'cidOPS==' } as const;
const GATEWAY = 'POST /v1.0/gateway/connections/open';

let fake: FakeDingtalk;
let entrance: Entrance | undefined;
let now: number;
let heard: RawCallback[];
let states: string[];
let losses: { readonly how?: Loss['kind'] | undefined; readonly since?: number | undefined }[];
let logged: string[];
/** What is waited for, in order, and how each wait ends. */
let waits: { readonly ms: number; end(): void }[];
let onCallback: (raw: RawCallback) => Promise<TapRepaint | undefined>;

beforeEach(async () => {
  [now, heard, states, losses, logged, waits] = [NINE, [], [], [], [], []];
  onCallback = async (raw) => {
    heard.push(raw);
    return undefined;
  };
  fake = await startFakeDingtalk({ app: APP, botName: '值班铃', now: () => now });
  fake.members.addGroup({ chatId: group.chatId, title: '运维一群' });
  fake.members.people.set('wang', { userId: 'wang', name: '王五' });
});
afterEach(async () => {
  await entrance?.stop();
  entrance = undefined;
  await fake.close();
});

const note = (level: string) => (fields: object, message: string) =>
  void logged.push(`${level} ${'code' in fields ? fields.code : ''} ${message} ${JSON.stringify(fields)}`);
const codes = (level: string) => logged.filter((line) => line.startsWith(level)).map((line) => line.split(' ')[1]);

async function start(times: StreamTimes = {}, clientSecret: string = APP.clientSecret): Promise<Entrance> {
  const parts = {
    ...{ apiBase: fake.apiBase, clientId: APP.clientId, clientSecret, http: fetch, random: () => 0 },
    clock: { now: () => now },
    log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
    pause(ms: number, signal: AbortSignal) {
      const { promise, reject, resolve } = Promise.withResolvers<void>();
      waits.push({ ms, end: resolve });
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
      return promise;
    },
  };
  entrance = streamEntrance(parts, times);
  await entrance.start({
    callback: (raw) => onCallback(raw),
    connection(state, reason, how, since) {
      states.push(`${state} ${reason}`);
      losses.push({ how, since });
    },
  });
  return entrance;
}
async function connected(times: StreamTimes = {}): Promise<Entrance> {
  const started = await start(times);
  await eventually(() => expect(states).toEqual(['up connected']));
  await fake.sockets.connected();
  return started;
}
/** Ends the newest wait. @returns how long it was */
async function endWait(count: number): Promise<number> {
  await eventually(() => expect(waits).toHaveLength(count));
  const wait = waits[count - 1]!;
  now += wait.ms;
  wait.end();
  return wait.ms;
}
const say = (text: string) => fake.people.say({ room: group, from: 'wang', text: `@值班铃 ${text}` });
const idOf = ({ body }: RawCallback) => (body as { msgId: string }).msgId;
const acks = () => fake.log.all.filter(({ channel, direction }) => channel === 'socket' && direction === 'in');

describe('the connection', () => {
  test('asks for what the bot hears, and for nothing that costs more', async () => {
    await connected();
    expect(fake.log.requests(GATEWAY)).toEqual([
      {
        clientId: APP.clientId,
        clientSecret: APP.clientSecret,
        ua: 'dutybell',
        subscriptions: [ROBOT_TOPIC, CARD_TOPIC].map((topic) => ({ type: 'CALLBACK', topic })),
      },
    ]);
  });

  test('comes again by itself after each loss, with a new client, and there is never more than one', async () => {
    await connected();
    fake.sockets.breakAll();
    expect(await endWait(1)).toBe(1 * SECOND);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    fake.sockets.closeAll(1001);
    expect(await endWait(2)).toBe(2 * SECOND);
    await eventually(() =>
      expect(states).toEqual(['up connected', 'down code 1006', 'up connected', 'down code 1001', 'up connected']),
    );
    expect([fake.sockets.live, fake.gateway.opens]).toEqual([1, 3]);
  });

  test.each([
    ['html', 'down the gateway answered HTTP 503'],
    ['busy', 'down the gateway answered HTTP 500 system.busy'],
    ['bad_request', 'down the gateway answered HTTP 400 invalidParameter'],
    ['empty', 'down the gateway names no place to connect to'],
  ] as const)('is tried again where the gateway’s answer is %s', async (answer, reason) => {
    fake.faults.gateway = answer;
    await start();
    await eventually(() => expect(waits).toHaveLength(1));
    expect(states[0]).toContain(reason);
    expect(losses[0]?.how).toBe('lost');
    fake.faults.gateway = 'answered';
    expect(await endWait(1)).toBe(1 * SECOND);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
  });

  test('whose gateway never answers is given up', async () => {
    fake.faults.gateway = 'never';
    await start({ acceptWithinMs: 30 });
    await eventually(() => expect(states).toEqual(['down no answer to the handshake']));
  });

  test('whose upgrade hangs is given up', async () => {
    fake.faults.upgradesHang = true;
    await start({ acceptWithinMs: 60 });
    await eventually(() => expect(states).toEqual(['down no answer to the handshake']));
  });

  test('that is refused again and again makes no storm, and one line in the end', async () => {
    fake.faults.upgradesRefused = 6;
    await start();
    const lengths: number[] = [];
    for (let wait = 1; wait <= 6; wait += 1) lengths.push(await endWait(wait));
    expect(lengths).toEqual([1, 2, 4, 8, 16, 30].map((seconds) => seconds * SECOND));
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    expect([fake.gateway.opens, fake.sockets.upgrades, fake.sockets.live]).toEqual([7, 7, 1]);
  });

  test('with a wrong secret is tried rarely, and loudly', async () => {
    await start({}, 'WRONG-SECRET');
    expect(await endWait(1)).toBe(5 * MINUTE);
    expect(states[0]).toContain('authFailed');
    expect(codes('error')).toEqual(['dingtalk_refused']);
    expect(logged.join()).not.toContain('WRONG-SECRET');
  });

  test('is made with tickets of any characters', async () => {
    fake.faults.hasOddTickets = true;
    await connected();
    expect(fake.sockets.live).toBe(1);
  });

  test('stands whether the server says that it is registered or not', async () => {
    fake.faults.registers = false;
    await connected();
    await say('在吗');
    await eventually(() => expect(heard).toHaveLength(1));
  });

  test('on which nothing comes back is dead, since the last sign of life', async () => {
    await connected({ pingEveryMs: 15 });
    fake.faults.pongs = false;
    now += 90 * SECOND;
    await eventually(() => expect(states.at(-1)).toBe('down nothing has been heard for a while'));
    expect(losses.at(-1)?.since).toBe(NINE);
    fake.faults.pongs = true;
    await endWait(1);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    await eventually(() => expect(fake.sockets.live).toBe(1));
  });

  test('that breaks was deaf since the last sign of life, and one that is closed properly was not', async () => {
    await connected();
    now += 15 * SECOND;
    fake.sockets.breakAll();
    await eventually(() => expect(losses.at(-1)).toEqual({ how: 'lost', since: NINE }));
    await endWait(1);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    fake.sockets.closeAll(1001);
    await eventually(() => expect(losses.at(-1)).toEqual({ how: 'lost', since: undefined }));
  });

  test('that is answered lives on', async () => {
    await connected({ pingEveryMs: 5 });
    fake.sockets.ping('one');
    await eventually(() => expect(fake.sockets.pongs).toEqual([JSON.stringify({ opaque: 'one' })]));
    fake.sockets.keepAlive();
    fake.sockets.ping('two');
    await eventually(() => expect(fake.sockets.pongs).toHaveLength(2));
    expect(states).toEqual(['up connected']);
  });

  test('ends with a stop, and may be started again', async () => {
    const first = await connected();
    await first.stop();
    await eventually(() => expect(fake.sockets.live).toBe(0));
    expect(states).toEqual(['up connected']);
    await first.start({ callback: async () => undefined, connection: (state) => void states.push(state) });
    await eventually(() => expect(states).toEqual(['up connected', 'up']));
  });

  test('is stopped while it waits, and opens none afterwards', async () => {
    fake.faults.upgradesRefused = 1;
    const waiting = await start();
    await eventually(() => expect(waits).toHaveLength(1));
    await waiting.stop();
    expect([fake.gateway.opens, fake.sockets.live]).toEqual([1, 0]);
  });

  test('says nothing on the console', async () => {
    const spies = (['info', 'warn', 'error', 'log'] as const).map((method) => vi.spyOn(console, method));
    try {
      const started = await connected();
      fake.faults.upgradesRefused = 1;
      fake.sockets.breakAll();
      await endWait(1);
      await endWait(2);
      await eventually(() => expect(states.at(-1)).toBe('up connected'));
      await started.stop();
      expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });
});

describe('the notice that a connection ends', () => {
  test('is followed by a new connection at once; the old one stays for what is owed to it', async () => {
    await connected({ lingerMs: 10 * SECOND });
    const stored = Promise.withResolvers<void>();
    onCallback = async (raw) => {
      heard.push(raw);
      if (heard.length === 1) await stored.promise;
      return undefined;
    };
    await say('打不开');
    await eventually(() => expect(heard).toHaveLength(1));
    fake.sockets.announceDisconnect();
    await eventually(() => expect(states).toHaveLength(3));
    expect([fake.sockets.live, waits]).toEqual([2, []]);
    expect(states[1]).toContain('persistent connection is timeout');
    stored.resolve();
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    await say('还在吗');
    await eventually(() => expect(heard).toHaveLength(2));
    fake.sockets.closeAnnounced();
    await eventually(() => expect(fake.sockets.live).toBe(1));
    expect([states.length, fake.log.complaints]).toEqual([3, []]);
  });

  test('makes the time without a line deafness', async () => {
    await connected();
    fake.faults.gateway = 'busy';
    fake.sockets.announceDisconnect();
    expect(await say('听得到吗')).toBe('lost');
    await eventually(() => expect(waits).toHaveLength(1));
    expect(losses.at(-1)).toEqual({ how: 'lost', since: undefined });
    fake.faults.gateway = 'answered';
    expect(await endWait(1)).toBe(1 * SECOND);
    await eventually(() => expect(states.map((state) => state.split(' ')[0])).toEqual(['up', 'down', 'up']));
  });

  test('to each new connection at once is no reason for a storm', async () => {
    await connected();
    fake.sockets.announceDisconnect();
    await eventually(() => expect(states).toHaveLength(3));
    fake.sockets.announceDisconnect();
    expect(await endWait(1)).toBe(1 * SECOND);
  });
});

describe('what people say', () => {
  test('comes as it was delivered, is stored, and only then acknowledged', async () => {
    await connected();
    const stored = Promise.withResolvers<void>();
    onCallback = async (raw) => {
      heard.push(raw);
      await stored.promise;
      return undefined;
    };
    await say('打不开');
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ topic: 'message', receivedAt: NINE, body: { msgtype: 'text' } });
    expect(acks()).toEqual([]);
    stored.resolve();
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(acks()[0]?.what).toMatchObject({ code: 200, data: '{"response":null}' });
    expect(fake.log.complaints).toEqual([]);
  });

  test('is tried again until it can be stored, with the instant of its arrival, and acknowledged then', async () => {
    await connected();
    let failures = 2;
    onCallback = async (raw) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      heard.push(raw);
      return undefined;
    };
    await say('打不开');
    expect(await endWait(1)).toBe(1 * SECOND);
    expect(acks()).toEqual([]);
    expect(await endWait(2)).toBe(2 * SECOND);
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(heard.map(({ receivedAt }) => receivedAt)).toEqual([NINE]);
  });

  test('that can never be stored is said loudly and not acknowledged', async () => {
    await connected();
    onCallback = () => Promise.reject(new Error('no'));
    await say('打不开');
    for (let wait = 1; wait <= 74; wait += 1) await endWait(wait);
    await eventually(() => expect(codes('error')).toEqual(['dingtalk_unstored']));
    expect(acks()).toEqual([]);
  });

  test('is stored in the order in which it was said in its chat, though the first one fails for a while', async () => {
    await connected();
    let isAway = true;
    const stored: unknown[] = [];
    onCallback = async ({ body }) => {
      const text = JSON.stringify(body);
      if (isAway && text.includes('甲')) throw new Error('the database is away');
      stored.push(/[甲乙丙]/.exec(text)?.[0]);
      return undefined;
    };
    await say('甲');
    await say('乙');
    await fake.people.say({ room: { kind: 'single', userId: 'wang' }, from: 'wang', text: '丙' });
    await eventually(() => expect([stored, waits.length]).toEqual([['丙'], 1]));
    isAway = false;
    await endWait(1);
    await eventually(() => expect(stored).toEqual(['丙', '甲', '乙']));
  });

  test('is in no log line', async () => {
    await connected();
    await say('密码是八个八');
    fake.sockets.sendRaw('{"密码是八个八');
    await eventually(() => expect(codes('warn')).toEqual(['dingtalk_frame']));
    expect(logged.join('\n')).not.toContain('八个八');
    expect(logged.join('\n')).not.toContain(APP.clientSecret);
  });

  test('on a connection that is gone by then is not acknowledged on another one', async () => {
    await connected();
    const stored = Promise.withResolvers<void>();
    onCallback = async (raw) => {
      heard.push(raw);
      if (heard.length === 1) await stored.promise;
      return undefined;
    };
    await say('打不开');
    await eventually(() => expect(heard).toHaveLength(1));
    fake.sockets.breakAll();
    await endWait(1);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    stored.resolve();
    fake.faults.redelivers = 'new_message_id';
    now += MINUTE;
    await eventually(() => expect(fake.sockets.isConnected).toBe(true));
    expect(fake.pushes.redeliver()).toBe(1);
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(heard.map(idOf)).toEqual([idOf(heard[0]!), idOf(heard[0]!)]);
    expect(fake.log.complaints).toEqual([]);
  });

  test.each([
    ['no JSON', 'not json'],
    ['nothing', 'null'],
    ['a list', '[]'],
    ['no headers', '{"type":"SYSTEM"}'],
    ['no headers of a callback', '{"type":"CALLBACK","data":"{}"}'],
    ['a kind that nobody knows', '{"type":"NOBODY","headers":{"topic":"x","messageId":"m"}}'],
    ['a topic that nobody knows', '{"type":"CALLBACK","headers":{"topic":"/v1.0/x","messageId":"m"},"data":"{}"}'],
    ['data that is no JSON', `{"type":"CALLBACK","headers":{"topic":"${ROBOT_TOPIC}","messageId":"m"},"data":"{"}`],
    ['data that is an object', `{"type":"CALLBACK","headers":{"topic":"${ROBOT_TOPIC}","messageId":"m"},"data":{}}`],
    ['no id', `{"type":"CALLBACK","headers":{"topic":"${ROBOT_TOPIC}"},"data":"{}"}`],
    ['a mega of text', `{"type":"SYSTEM","headers":{"topic":"x"},"data":"${'x'.repeat(1_000_000)}"}`],
  ])('a frame with %s harms nothing', async (_name, frame) => {
    await connected();
    fake.sockets.sendRaw(frame);
    await say('在');
    await eventually(() => expect(heard.at(-1)?.body).toMatchObject({ text: { content: ' 在' } }));
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(states).toEqual(['up connected']);
  });

  test('behind a byte-order mark is understood', async () => {
    await connected();
    const headers = { topic: ROBOT_TOPIC, messageId: 'm' };
    fake.sockets.sendRaw(`\uFEFF${JSON.stringify({ type: 'CALLBACK', headers, data: '{"msgId":"B"}' })}`);
    await eventually(() => expect(heard[0]?.body).toEqual({ msgId: 'B' }));
  });

  test('does not stop because somebody throws', async () => {
    await connected();
    onCallback = (raw) => {
      heard.push(raw);
      if (heard.length === 1) throw new Error('thrown, not rejected');
      return Promise.resolve(undefined);
    };
    await say('一');
    await endWait(1);
    await say('二');
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
  });
});

describe('a tap', () => {
  test('is answered with what its card becomes', async () => {
    await connected();
    onCallback = async () => ({ params: { title: '已接单' } });
    fake.people.tapRaw({ userId: 'wang' });
    await eventually(() => expect(acks()).toHaveLength(1));
    expect(acks()[0]?.what).toMatchObject({
      code: 200,
      data: JSON.stringify({
        response: { cardUpdateOptions: { updateCardDataByKey: true }, cardData: { cardParamMap: { title: '已接单' } } },
      }),
    });
  });

  test('that waits for its answer holds up nothing that is said or tapped', async () => {
    await connected();
    const answered = Promise.withResolvers<undefined>();
    onCallback = async (raw) => {
      heard.push(raw);
      return raw.topic === 'card' ? answered.promise : undefined;
    };
    fake.people.tapRaw({ userId: 'wang' });
    fake.people.tapRaw({ userId: 'li' });
    await say('打不开');
    await eventually(() => expect(heard.map(({ topic }) => topic)).toEqual(['card', 'card', 'message']));
    await eventually(() => expect(acks()).toHaveLength(1));
    answered.resolve(undefined);
    await eventually(() => expect(acks()).toHaveLength(3));
  });
});
