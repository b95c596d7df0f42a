// A platform that takes one connection only: of several replicas one is connected, and another takes over.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { CONNECTION_LEASE_MS, HOLD_EVERY_MS, LINELESS_MAX_MS } from '../../bot/connections.ts';
import { CRASH_GAP_MS } from '../../bot/presence.ts';
import type { Bot } from '../../bot/types.ts';
import { zh } from '../../cards/text.zh.ts';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { FakePlatform, unavailable } from './fake-platform.ts';
import { botOn, CONTRACT, commit, NINE, post, type Stand, saying, setStand } from './stand.ts';

describeEngines((openDatabase, engine) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  interface Replica {
    readonly bot: Bot;
    readonly platform: FakePlatform;
  }

  async function begin(count: number): Promise<{ stand: Stand; replicas: readonly Replica[] }> {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    const replicas: Replica[] = [];
    for (let replica = 0; replica < count; replica += 1) {
      const platform = new FakePlatform({ oneConnection: true });
      const bot = botOn(stand, { platform, store: await stand.reopen() });
      await bot.start();
      await bot.settle();
      replicas.push({ bot, platform });
    }
    return { stand, replicas };
  }
  const two = async () => {
    const { replicas, stand } = await begin(2);
    return { stand, one: replicas[0]!, other: replicas[1]! };
  };
  const isConnected = ({ platform }: Replica) => platform.receiver !== undefined;
  const deafness = async ({ store }: Stand) => {
    const entries = await store.entries(CONTRACT, ['bot_deaf'], 0, Number.MAX_SAFE_INTEGER);
    return entries.map((entry): unknown => JSON.parse(entry.body));
  };

  test('a process that is alone connects, hears and speaks', async () => {
    const { replicas, stand } = await begin(1);
    const [one] = replicas;
    expect(await one!.platform.receiver?.receive(saying('一体化平台登录不上了'))).toBe('accepted');
    await one!.bot.settle();
    expect(one!.platform.delivered).not.toEqual([]);
    stand.clock.jumpTo(NINE + MINUTE);
    await one!.bot.settle();
    expect(isConnected(one!), 'however far the clock leaps').toBe(true);
  });

  test('a start that takes its time keeps the connection', async () => {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    const store = await stand.reopen();
    let asked = 0;
    let answered = 0;
    const acquireLease: typeof store.acquireLease = async (name, ...lease) => {
      if (name === 'connection:fake') asked += 1;
      const isOurs = await store.acquireLease(name, ...lease);
      if (name === 'connection:fake') answered += 1;
      return isOurs;
    };
    const platform = new FakePlatform({ oneConnection: true });
    platform.start = () => new Promise(() => undefined);
    const bot = botOn(stand, { platform, store: { ...store, acquireLease }, drive: 'live' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const starting = bot.start();
      // Its first hold, and the first of those that are repeated.
      while (answered < 2) await nextTurn();
      await nextTurn();
      await vi.advanceTimersByTimeAsync(HOLD_EVERY_MS);
      expect(asked).toBe(3);
      await vi.advanceTimersByTimeAsync(10 * SECOND);
      await starting;
    } finally {
      vi.useRealTimers();
      bot.kill();
    }
  });

  test('a stop ends a platform whose start is still under way, and once more what comes of it', async () => {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    const platform = new FakePlatform({ oneConnection: true });
    const begun = Promise.withResolvers<void>();
    const connected = Promise.withResolvers<void>();
    platform.start = () => {
      begun.resolve();
      return connected.promise;
    };
    let stops = 0;
    platform.stop = async () => {
      stops += 1;
      connected.resolve();
    };
    const bot = botOn(stand, { platform, store: await stand.reopen() });
    void bot.start();
    await begun.promise;
    await bot.stop();
    expect(stops).toBe(2);
  });

  test('a holder without a line that is alone on a file keeps its connection', async () => {
    if (engine === 'mysql') return;
    const { replicas, stand } = await begin(1);
    const [one] = replicas;
    one!.platform.receiver!.connection('down', 'no way out');
    stand.clock.jumpTo(NINE + 10 * MINUTE);
    await one!.bot.settle();
    expect(isConnected(one!)).toBe(true);
  });

  // A database file is for one process.
  const ofReplicas = engine === 'mysql' ? describe : () => undefined;
  ofReplicas('of several replicas', () => {
    test('one is connected; the other is ready, and leaves no sign of life', async () => {
      const { one, other, stand } = await two();
      expect([one, other].map(isConnected)).toEqual([true, false]);
      expect(await other.bot.health.ready()).toEqual({ ready: true, reasons: [] });
      stand.clock.jumpTo(NINE + HOLD_EVERY_MS);
      await other.bot.settle();
      expect(await stand.store.presence('fake')).toBe(NINE);
    });

    test('the one that is connected says what the other one has to say', async () => {
      const { one, other, stand } = await two();
      await commit(stand.deps, { outbox: [post('a')] });
      await other.bot.settle();
      expect(other.platform.asked).toBe(0);
      await one.bot.settle();
      expect(one.platform.keys).toEqual(['a']);
    });

    test.each([
      ['not before its lease ends', CONNECTION_LEASE_MS - 1, false],
      ['when its lease ends', CONNECTION_LEASE_MS, true],
    ])('after a kill the other one takes over: %s', async (_name, afterMs, isOver) => {
      const { one, other, stand } = await two();
      one.bot.kill();
      expect(await other.bot.nextDueAt(), 'it looks again').toBe(NINE + HOLD_EVERY_MS);
      await commit(stand.deps, { outbox: [post('a')] });
      stand.clock.jumpTo(NINE + afterMs);
      await other.bot.settle();
      expect(isConnected(other)).toBe(isOver);
      expect(other.platform.keys.includes('a')).toBe(isOver);
    });

    test('the seconds until then are in the ledger and told in the groups, though they are few', async () => {
      const { one, other, stand } = await two();
      one.bot.kill();
      stand.clock.jumpTo(NINE + CONNECTION_LEASE_MS);
      expect(CONNECTION_LEASE_MS).toBeLessThan(CRASH_GAP_MS);
      await other.bot.settle();
      expect(await deafness(stand)).toMatchObject([{ from: NINE, to: NINE + CONNECTION_LEASE_MS, reason: 'crashed' }]);
      const notice = [[zh.system.wasDeaf('09:00', '09:01')]];
      const told = other.platform.delivered.map(({ chat, content }) => ({ chat, lines: content.lines }));
      expect(told.toSorted((a, b) => (a.chat < b.chat ? -1 : 1))).toEqual([
        { chat: 'hall', lines: notice },
        { chat: 'ops', lines: notice },
      ]);
    });

    test('an ordered stop gives the connection back at once, and the other one records it without a word', async () => {
      const { one, other, stand } = await two();
      await one.bot.stop();
      stand.clock.jumpTo(NINE + SECOND);
      await other.bot.settle();
      expect([one, other].map(isConnected)).toEqual([false, true]);
      expect(await deafness(stand)).toMatchObject([{ from: NINE, to: NINE + SECOND, reason: 'stopped' }]);
      expect(other.platform.delivered).toEqual([]);
    });

    test('one that was asleep past its lease gives up its connection, and takes it back when the other one ends', async () => {
      const { one, other, stand } = await two();
      stand.clock.jumpTo(NINE + MINUTE);
      await other.bot.settle();
      expect([one, other].map(isConnected), 'it does not know yet').toEqual([true, true]);
      await one.bot.settle();
      expect([one, other].map(isConnected)).toEqual([false, true]);
      expect(await one.bot.health.ready()).toEqual({ ready: true, reasons: [] });
      expect(await deafness(stand)).toHaveLength(1);

      await other.bot.stop();
      stand.clock.jumpTo(NINE + MINUTE + SECOND);
      await one.bot.settle();
      expect(isConnected(one)).toBe(true);
      expect(await deafness(stand)).toMatchObject([
        {},
        { from: NINE + MINUTE, to: NINE + MINUTE + SECOND, reason: 'stopped' },
      ]);
    });

    describe('without a line to the platform', () => {
      /** The holder's line has been gone for so long; it has looked at its lease all the while. */
      async function lineless(replica: Replica, stand: Stand, forMs: number, how?: 'kicked' | 'refused') {
        replica.platform.receiver!.connection('down', 'no way out', how);
        await replica.bot.settle();
        for (let passedMs = HOLD_EVERY_MS; passedMs < forMs; passedMs += HOLD_EVERY_MS) {
          stand.clock.jumpTo(NINE + passedMs);
          await replica.bot.settle();
        }
        stand.clock.jumpTo(NINE + forMs);
        await replica.bot.settle();
      }

      test.each([
        ['not within a minute', LINELESS_MAX_MS, undefined, false],
        ['after it', LINELESS_MAX_MS + 1, undefined, true],
        ['not where another program has taken its place', 5 * MINUTE, 'kicked', false],
        ['not where the secret is wrong, which it is for all', 5 * MINUTE, 'refused', false],
      ] as const)('the holder lets the other one try: %s', async (_name, forMs, how, isOver) => {
        const { one, other, stand } = await two();
        await lineless(one, stand, forMs, how);
        await other.bot.settle();
        expect([one, other].map(isConnected)).toEqual([!isOver, isOver]);
      });

      test('it is recorded as a lost line, no crash; whoever has yielded stands by, ready', async () => {
        const { one, other, stand } = await two();
        await lineless(one, stand, LINELESS_MAX_MS + 1);
        await other.bot.settle();
        for (let holds = 0; holds < 3; holds += 1) await one.bot.settle();
        expect([one, other].map(isConnected)).toEqual([false, true]);
        expect(await one.bot.health.ready()).toEqual({ ready: true, reasons: [] });
        expect(await deafness(stand)).toMatchObject([
          { from: NINE, to: NINE + LINELESS_MAX_MS + 1, reason: 'disconnected' },
        ]);
      });

      test('where nobody else wants it, it passes over two turns and tries again; all the while it is not ready', async () => {
        const { replicas, stand } = await begin(1);
        const [one] = replicas;
        await lineless(one!, stand, LINELESS_MAX_MS + 1);
        expect(isConnected(one!)).toBe(false);
        expect(await one!.bot.nextDueAt(), 'it looks again').toBe(stand.clock.now() + HOLD_EVERY_MS);
        const turns: boolean[] = [];
        for (let turn = 1; turn <= 3; turn += 1) {
          expect((await one!.bot.health.ready()).reasons).toEqual([expect.stringContaining('no way out')]);
          stand.clock.jumpTo(stand.clock.now() + HOLD_EVERY_MS);
          await one!.bot.settle();
          turns.push(isConnected(one!));
        }
        expect(turns).toEqual([false, false, true]);
        expect(await deafness(stand), 'one absence').toMatchObject([
          { from: NINE, to: stand.clock.now(), reason: 'disconnected' },
        ]);
      });
    });

    test('that it could not speak ends with its turn: it is ready again, and the ledger has the end', async () => {
      const { one, other, stand } = await two();
      one.platform.refuse = unavailable;
      await commit(stand.deps, { outbox: [post('a')] });
      await one.bot.settle();
      stand.clock.jumpTo(NINE + 2 * MINUTE);
      await one.bot.settle();
      expect((await one.bot.health.ready()).reasons).toEqual([expect.stringContaining('has taken no message')]);

      stand.clock.jumpTo(NINE + 3 * MINUTE);
      await other.bot.settle();
      await one.bot.settle();
      expect(await one.bot.health.ready()).toEqual({ ready: true, reasons: [] });
      const mute = await stand.store.entries(CONTRACT, ['bot_mute'], 0, Number.MAX_SAFE_INTEGER);
      expect(mute.map(({ body }): unknown => JSON.parse(body))).toMatchObject([{ from: NINE, to: NINE + 3 * MINUTE }]);
    });

    test('while the database is away the connection stays, so that the adapter can keep what it hears', async () => {
      const stand = await setStand(await openDatabase());
      stands.push(stand);
      let isAway = false;
      const store = await stand.reopen();
      const acquireLease: typeof store.acquireLease = (...lease) =>
        isAway ? Promise.reject(new Error('away')) : store.acquireLease(...lease);
      const platform = new FakePlatform({ oneConnection: true });
      const bot = botOn(stand, { platform, store: { ...store, acquireLease } });
      await bot.start();
      isAway = true;
      stand.clock.jumpTo(NINE + MINUTE);
      await expect(bot.settle()).rejects.toThrow('away');
      expect(platform.receiver).toBeDefined();
      isAway = false;
      await bot.settle();
      expect(platform.receiver).toBeDefined();
    });

    test('what a connection says that was given up is no news', async () => {
      const { one, other, stand } = await two();
      const receiver = one.platform.receiver!;
      stand.clock.jumpTo(NINE + MINUTE);
      await other.bot.settle();
      await one.bot.settle();
      receiver.connection('down', 'kicked');
      await one.bot.settle();
      expect(await one.bot.health.ready()).toEqual({ ready: true, reasons: [] });
    });
  });
});
