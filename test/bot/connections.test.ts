// A platform that takes one connection only: of several replicas one is connected, and another takes over.
import { afterEach, describe, expect, test } from 'vitest';
import { CONNECTION_LEASE_MS, HOLD_EVERY_MS } from '../../bot/connections.ts';
import { CRASH_GAP_MS } from '../../bot/presence.ts';
import type { Bot } from '../../bot/types.ts';
import { zh } from '../../cards/text.zh.ts';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { FakePlatform } from './fake-platform.ts';
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
