// The true SDK under our supervisor, against the fake WeCom.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import type { PlatformDeps } from '../../../platforms/deps.ts';
import { socketCarrier } from '../../../platforms/wecom/socket-carrier.ts';
import type { Carrier, RawCallback } from '../../../platforms/wecom/types.ts';
import { BOT, type FakeStand, NINE, setFake } from '../../fakes/wecom/sdk-client.ts';
import { eventually } from '../../support/eventually.ts';
import { memoryNotes } from '../../support/memory-notes.ts';

const group = { kind: 'group', chatId: 'wrOPS' } as const;
const markdown = (content: string) => ({ msgtype: 'markdown', markdown: { content } }) as const;

let stand: FakeStand;
let carrier: Carrier | undefined;
let now: number;
let heard: RawCallback[];
let states: string[];
let logged: string[];
/** What is waited for, in order, and how each wait ends. */
let waits: { readonly ms: number; end(): void }[];
let onCallback: (raw: RawCallback) => Promise<void>;

beforeEach(async () => {
  stand = await setFake();
  [now, heard, states, logged, waits] = [NINE, [], [], [], []];
  onCallback = async (raw) => void heard.push(raw);
});
afterEach(async () => {
  await carrier?.stop();
  carrier = undefined;
  await stand.close();
});

const note = (level: string) => (fields: object, message: string) =>
  void logged.push(`${level} ${'code' in fields ? fields.code : ''} ${message} ${JSON.stringify(fields)}`);
const deps: PlatformDeps = {
  clock: { now: () => now },
  random: () => 0,
  log: { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') },
  pause(ms, signal) {
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    waits.push({ ms, end: resolve });
    signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
    return promise;
  },
  notes: memoryNotes(),
  http: fetch,
};

async function start(secret: string = BOT.secret, times: { heartbeatMs?: number; acceptWithinMs?: number } = {}) {
  const entrance = { kind: 'socket', botId: BOT.id, secret, wsUrl: stand.fake.wsUrl } as const;
  carrier = socketCarrier(entrance, deps, times);
  await carrier.start({
    callback: (raw) => onCallback(raw),
    connection: (state, reason) => void states.push(`${state} ${reason}`),
  });
  return carrier;
}
async function connected() {
  const started = await start();
  await eventually(() => expect(states).toEqual(['up connected']));
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
const codes = (level: string) => logged.filter((line) => line.startsWith(level)).map((line) => line.split(' ')[1]);

describe('the connection', () => {
  test('comes again by itself after each loss, with a new client', async () => {
    await connected();
    stand.fake.sockets.breakAll();
    expect(await endWait(1)).toBe(1_000);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    stand.fake.sockets.closeAll(1001);
    expect(await endWait(2)).toBe(2_000);
    await eventually(() =>
      expect(states).toEqual(['up connected', 'down code: 1006', 'up connected', 'down code: 1001', 'up connected']),
    );
    expect([stand.fake.sockets.count, stand.fake.sockets.subscriptions]).toEqual([1, 3]);
  });

  test('is tried for ever where there is nobody', async () => {
    stand.fake.faults.refusesConnections = true;
    await start();
    const lengths: number[] = [];
    for (let wait = 1; wait <= 8; wait += 1) lengths.push(await endWait(wait));
    expect(lengths).toEqual([1, 2, 4, 8, 16, 30, 30, 30].map((seconds) => seconds * 1000));
    stand.fake.faults.refusesConnections = false;
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    expect(states).toHaveLength(2);
  });

  test('whose subscription is never answered is given up', async () => {
    stand.fake.faults.subscribe = 'silent';
    await start(BOT.secret, { acceptWithinMs: 30 });
    await eventually(() => expect(states).toEqual(['down no answer to the handshake']));
    stand.fake.faults.subscribe = 'answered';
    await endWait(1);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    await eventually(() => expect(stand.fake.sockets.count).toBe(1));
  });

  test('that answers no ping is given up', async () => {
    await start(BOT.secret, { heartbeatMs: 15 });
    await eventually(() => expect(states).toEqual(['up connected']));
    stand.fake.faults.pongs = false;
    await eventually(() => expect(states.at(-1)).toBe('down code: 1006'));
  });

  test('that another instance took is not fought for', async () => {
    await connected();
    stand.fake.sockets.takeOver();
    await eventually(() => expect(states.at(-1)).toMatch(/^down WeCom reports another connection/));
    expect(codes('error')).toEqual(['wecom_kicked']);
    expect(await endWait(1)).toBeGreaterThanOrEqual(MINUTE);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    expect(stand.fake.transcript.framesAfterKick(1)).toBe(0);
    stand.fake.sockets.takeOver();
    expect(await endWait(2)).toBe(2 * MINUTE);
  });

  test('with a wrong secret is tried rarely, and loudly', async () => {
    await start('WRONG');
    expect(await endWait(1)).toBe(5 * MINUTE);
    expect(states).toEqual([expect.stringContaining('853000')]);
    expect(codes('error')).toEqual(['wecom_refused']);
    expect(logged.join()).not.toContain('WRONG');
  });

  test('that is refused for too many subscriptions is tried again soon', async () => {
    stand.fake.faults.subscribe = 'too_many';
    await start();
    expect(await endWait(1)).toBe(1_000);
    expect(codes('error')).toEqual([]);
  });

  test('ends with a stop, and may be started again', async () => {
    const first = await connected();
    await first.stop();
    await eventually(() => expect(stand.fake.sockets.count).toBe(0));
    expect(states).toEqual(['up connected']);
    await first.start({ callback: async () => undefined, connection: (state) => void states.push(state) });
    await eventually(() => expect(states).toEqual(['up connected', 'up']));
  });

  test('is stopped while it waits', async () => {
    stand.fake.faults.refusesConnections = true;
    const waiting = await start();
    await eventually(() => expect(waits).toHaveLength(1));
    await waiting.stop();
    expect(stand.fake.sockets.subscriptions).toBe(0);
  });
});

describe('what people say', () => {
  const say = (text: string) => stand.fake.people.say({ room: group, from: 'wang', text: `@值班铃 ${text}` });

  test('comes with its request and the instant of its arrival', async () => {
    await connected();
    await say('打不开');
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard[0]).toMatchObject({ receivedAt: NINE, reqId: expect.any(String), body: { msgid: 'MSG1' } });
  });

  test('is in no log line', async () => {
    await connected();
    await say('密码是八个八');
    await eventually(() => expect(heard).toHaveLength(1));
    expect(logged.join('\n')).not.toContain('八个八');
    expect(logged.join('\n')).not.toContain(BOT.secret);
    // The SDK's own lines are there nevertheless.
    expect(logged.join('\n')).toContain('aibot_msg_callback');
  });

  test('is kept until it can be stored, with the instant of its arrival', async () => {
    await connected();
    let failures = 2;
    onCallback = async (raw) => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      heard.push(raw);
    };
    await say('打不开');
    expect(await endWait(1)).toBe(1_000);
    expect(await endWait(2)).toBe(2_000);
    await eventually(() => expect(heard).toHaveLength(1));
    expect(heard[0]?.receivedAt).toBe(NINE);
    expect(codes('error')).toEqual([]);
  });

  test('is stored before a stop is over', async () => {
    const started = await connected();
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    onCallback = async (raw) => {
      begun.resolve();
      await written;
      heard.push(raw);
    };
    await say('打不开');
    await begun.promise;
    const stopped = started.stop();
    await eventually(() => expect(stand.fake.sockets.count).toBe(0));
    setImmediate(write);
    await stopped;
    expect(heard).toHaveLength(1);
  });

  test('is stored in the order in which it was said in its chat, though the first one fails for a while', async () => {
    await connected();
    let isAway = true;
    const stored: unknown[] = [];
    onCallback = async ({ body }) => {
      const text = JSON.stringify(body);
      if (isAway && text.includes('甲')) throw new Error('the database is away');
      stored.push(/[甲乙丙]/.exec(text)?.[0]);
    };
    await say('甲');
    await say('乙');
    await stand.fake.people.say({ room: { kind: 'single', userId: 'li' }, from: 'li', text: '丙' });
    await eventually(() => expect([stored, waits.length]).toEqual([['丙'], 1]));
    isAway = false;
    await endWait(1);
    await eventually(() => expect(stored).toEqual(['丙', '甲', '乙']));
  });

  test('that can never be stored is said loudly, and harms nothing', async () => {
    await connected();
    onCallback = () => Promise.reject(new Error('no'));
    await say('打不开');
    for (let wait = 1; wait <= 74; wait += 1) expect(await endWait(wait)).toBeLessThanOrEqual(4_000);
    expect(now - NINE).toBeGreaterThan(4.5 * MINUTE);
    await eventually(() => expect(codes('error')).toEqual(['wecom_unstored']));
    onCallback = async (raw) => void heard.push(raw);
    await say('还在吗');
    await eventually(() => expect(heard).toHaveLength(1));
  });

  test.each(['not json', 'null', '[]', '{}', '{"cmd":"aibot_msg_callback"}', '{"cmd":"nobody_knows","headers":{}}'])(
    'the frame %s harms nothing',
    async (frame) => {
      await connected();
      stand.fake.sockets.sendRaw(frame);
      stand.fake.sockets.sendRaw('{"cmd":"aibot_msg_callback","body":{"msgtype":"text"}}');
      await say('在');
      await eventually(() => expect(heard.at(-1)?.body).toMatchObject({ msgid: 'MSG1' }));
      expect(states).toEqual(['up connected']);
    },
  );
});

describe('what the bot says', () => {
  test('goes to a group or to a person', async () => {
    const started = await connected();
    await stand.fake.people.say({ room: { kind: 'single', userId: 'li' }, from: 'li', text: '你好' });
    await started.send(group, markdown('早'));
    await started.send({ kind: 'single', userId: 'li' }, markdown('你好，李工'));
    const said = stand.fake.rooms.messages.filter(({ from }) => from === 'bot');
    expect(said.map(({ room, text }) => [room, text])).toEqual([
      [group, '早'],
      [{ kind: 'single', userId: 'li' }, '你好，李工'],
    ]);
  });

  test('is put off without a connection', async () => {
    const started = await connected();
    stand.fake.sockets.breakAll();
    await eventually(() => expect(states).toHaveLength(2));
    await expect(started.send(group, markdown('早'))).rejects.toMatchObject({ code: 'not_connected', retryable: true });
  });

  test('is put off where the connection is not what it seems, and a new one is made', async () => {
    const started = await connected();
    stand.fake.faults.refuse = () => ({ errcode: 846609, errmsg: 'aibot websocket not subscribed' });
    await expect(started.send(group, markdown('早'))).rejects.toMatchObject({ code: '846609', retryable: true });
    stand.fake.faults.refuse = () => undefined;
    expect(await endWait(1)).toBe(1_000);
    await eventually(() => expect(states.at(-1)).toBe('up connected'));
    await started.send(group, markdown('早'));
    expect(stand.fake.rooms.messages).toHaveLength(1);
  });

  test('is unsure when the connection breaks before the answer', async () => {
    const started = await connected();
    stand.fake.faults.ack = () => 'lost_with_socket';
    await expect(started.send(group, markdown('早'))).rejects.toMatchObject({
      code: 'connection_lost',
      retryable: true,
    });
    expect(stand.fake.rooms.messages).toHaveLength(1);
  });

  test.each(['twice', 'with_cmd'] as const)('counts as said when it is acknowledged %s', async (fate) => {
    const started = await connected();
    stand.fake.faults.ack = () => fate;
    await expect(started.send(group, markdown('早'))).resolves.toBeUndefined();
    await expect(started.send(group, markdown('再说一句'))).resolves.toBeUndefined();
  });

  test('is refused with the meaning of the number', async () => {
    const started = await connected();
    stand.fake.members.groups.get('wrOPS')!.hasBot = false;
    await expect(started.send(group, markdown('早'))).rejects.toMatchObject({ code: '93001', retryable: true });
    expect(codes('error')).toEqual(['wecom_93001']);
  });
});
