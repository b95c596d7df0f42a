import { afterEach, describe, expect, test, vi } from 'vitest';
import { CRASH_GAP_MS, createPresence, DEAF_MIN_MS } from '../../bot/presence.ts';
import type { Bot } from '../../bot/types.ts';
import { zh } from '../../cards/text.zh.ts';
import { DAY, MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { FakePlatform } from './fake-platform.ts';
import { botOn, CONTRACT, NINE, type Stand, setStand } from './stand.ts';

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin(platform = new FakePlatform()): Promise<Stand> {
    const stand = await setStand(await openDatabase(), platform);
    stands.push(stand);
    return stand;
  }

  const deafness = async (stand: Stand) => {
    const entries = await stand.store.entries(CONTRACT, ['bot_deaf'], 0, Number.MAX_SAFE_INTEGER);
    return entries.map((entry): unknown => JSON.parse(entry.body));
  };
  const said = ({ platform }: Stand) => platform.delivered.map(({ chat, content }) => [chat, content.lines]);

  /** A bot ran and ended at nine; the next one starts after the gap. */
  async function restartAfter(stand: Stand, gapMs: number, end: 'kill' | 'stop') {
    const first = botOn(stand, { store: await stand.reopen() });
    await first.start();
    await first.settle();
    if (end === 'kill') first.kill();
    else await first.stop();
    stand.clock.jumpTo(NINE + gapMs);
    const next = botOn(stand);
    await next.start();
    await next.settle();
    return next;
  }

  test('the first start of an installation is no deafness', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    await bot.settle();
    expect(await deafness(stand)).toEqual([]);
    expect(stand.platform.delivered).toEqual([]);
  });

  test.each([
    ['two signs of life after a kill', CRASH_GAP_MS, 'kill', 0, 0],
    ['one millisecond more', CRASH_GAP_MS + 1, 'kill', 1, 0],
    ['an ordered stop, however short', 1, 'stop', 1, 0],
    ['a minute, which the groups need not know', DEAF_MIN_MS, 'stop', 1, 0],
    ['one millisecond more, which they need to', DEAF_MIN_MS + 1, 'stop', 1, 2],
  ] as const)('deafness across a restart: %s', async (_name, gapMs, end, recorded, notices) => {
    const stand = await begin();
    await restartAfter(stand, gapMs, end);
    expect(await deafness(stand)).toHaveLength(recorded);
    expect(said(stand)).toHaveLength(notices);
  });

  describe('of several replicas', () => {
    const presenceOf = (stand: Stand, owner: string) => createPresence({ ...stand.deps, owner }, () => undefined, true);

    test('one that never was connected leaves no sign of life, so that deafness shows', async () => {
      const stand = await begin();
      const hearing = presenceOf(stand, 'hearing');
      await hearing.connection('fake', 'up', 'connected', { at: NINE });
      const idle = presenceOf(stand, 'idle');
      for (let beats = 0; beats < 12; beats += 1) {
        stand.clock.jumpTo(stand.clock.now() + 10 * SECOND);
        await idle.beat();
      }
      expect(await stand.store.presence('fake')).toBe(NINE);
      await idle.connection('fake', 'up', 'connected', { at: stand.clock.now() });
      expect(await deafness(stand)).toMatchObject([{ from: NINE, to: NINE + 2 * MINUTE }]);
    });

    test('the lost connection of one is no deafness while another hears', async () => {
      const stand = await begin();
      const [one, other] = [presenceOf(stand, 'one'), presenceOf(stand, 'other')];
      for (const each of [one, other]) await each.connection('fake', 'up', 'connected', { at: NINE });
      await one.connection('fake', 'down', 'kicked', { at: NINE });
      for (let beats = 0; beats < 12; beats += 1) {
        stand.clock.jumpTo(stand.clock.now() + 10 * SECOND);
        await other.beat();
      }
      await one.connection('fake', 'up', 'connected', { at: stand.clock.now() });
      expect(await deafness(stand)).toEqual([]);
    });
  });

  test('what could not be recorded at the return of a connection is recorded with the next sign of life', async () => {
    const stand = await begin();
    let isAway = false;
    const commit: typeof stand.store.commit = (...change) =>
      isAway ? Promise.reject(new Error('away')) : stand.store.commit(...change);
    const presence = createPresence({ ...stand.deps, store: { ...stand.store, commit } }, () => undefined, true);
    await presence.connection('fake', 'up', 'connected', { at: NINE });
    await presence.connection('fake', 'down', 'kicked', { at: NINE });
    stand.clock.jumpTo(NINE + 5 * SECOND);
    isAway = true;
    await expect(presence.connection('fake', 'up', 'connected', { at: stand.clock.now() })).rejects.toThrow('away');
    isAway = false;
    await presence.beat();
    await presence.beat();
    expect(await deafness(stand)).toMatchObject([{ from: NINE, to: NINE + 5 * SECOND }]);
  });

  test.each([
    ['kill', 'crashed'],
    ['stop', 'stopped'],
  ] as const)('after a %s the ledger says from when, to when, and that it was %s', async (end, reason) => {
    const stand = await begin();
    await restartAfter(stand, 4 * MINUTE, end);
    expect(await deafness(stand)).toMatchObject([{ platform: 'fake', from: NINE, to: NINE + 4 * MINUTE, reason }]);
  });

  describe.each([
    ['several connections', {}],
    ['one connection only', { oneConnection: true } as const],
  ])('on a platform with %s an ordered stop is no crash', (_name, capabilities) => {
    const GAP = CRASH_GAP_MS + 4 * SECOND;

    async function deafnessAfterStop(stand: Stand, first: Bot) {
      await first.settle();
      await first.stop();
      stand.clock.jumpTo(NINE + GAP);
      const next = botOn(stand);
      await next.start();
      await next.settle();
      return deafness(stand);
    }

    test('also where no contract had a group yet', async () => {
      const stand = await begin(new FakePlatform(capabilities));
      const unbound = { ...(await stand.reopen()), chatsOf: async () => [] };
      const first = botOn(stand, { store: unbound });
      await first.start();
      expect(await deafnessAfterStop(stand, first)).toMatchObject([{ reason: 'stopped' }]);
    });

    test('also while the connection was away', async () => {
      const stand = await begin(new FakePlatform(capabilities));
      const first = botOn(stand, { store: await stand.reopen() });
      await first.start();
      stand.platform.receiver!.connection('down', 'kicked');
      expect(await deafnessAfterStop(stand, first)).toMatchObject([{ reason: 'stopped' }]);
    });

    test('but a crash after one is', async () => {
      const stand = await begin(new FakePlatform(capabilities));
      const second = await restartAfter(stand, GAP, 'stop');
      stand.clock.jumpTo(stand.clock.now() + SECOND);
      await second.settle();
      second.kill();
      // Longer than what the killed one holds.
      stand.clock.jumpTo(stand.clock.now() + MINUTE);
      const third = botOn(stand, { store: await stand.reopen() });
      await third.start();
      await third.settle();
      expect((await deafness(stand)).at(-1)).toMatchObject({ reason: 'crashed' });
    });
  });

  test('each group is asked once to say again what was said meanwhile', async () => {
    const stand = await begin();
    await restartAfter(stand, 4 * MINUTE, 'kill');
    const notice = [[zh.system.wasDeaf('09:00', '09:04')]];
    expect(said(stand)).toEqual(
      expect.arrayContaining([
        ['ops', notice],
        ['hall', notice],
      ]),
    );
    expect(said(stand)).toHaveLength(2);
  });

  test('a silence over midnight names the days', async () => {
    const stand = await begin();
    await restartAfter(stand, DAY, 'stop');
    const notice = zh.system.wasDeaf(`${zh.time.day(3, 3)} 09:00`, `${zh.time.day(3, 4)} 09:00`);
    expect(said(stand)[0]).toEqual([expect.any(String), [[notice]]]);
  });

  test('where the platform delivers later what was said meanwhile, nobody is asked', async () => {
    const stand = await begin(new FakePlatform({ replaysMissed: true }));
    await restartAfter(stand, 4 * MINUTE, 'kill');
    expect(await deafness(stand)).toHaveLength(1);
    expect(said(stand)).toEqual([]);
  });

  test('of two processes that start at once one records it', async () => {
    const stand = await begin();
    const first = botOn(stand, { store: await stand.reopen() });
    await first.start();
    first.kill();
    stand.clock.jumpTo(NINE + 4 * MINUTE);
    const bots = [botOn(stand), botOn(stand, { store: await stand.reopen() })];
    await Promise.all(bots.map((bot) => bot.start()));
    for (const bot of bots) await bot.settle();
    expect(await deafness(stand)).toHaveLength(1);
  });

  test('a clock that is run forward is no deafness', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    await bot.settle();
    stand.clock.jumpTo(NINE + 60 * MINUTE);
    await bot.clockMoved();
    await bot.settle();
    expect(await deafness(stand)).toEqual([]);
    expect(await stand.store.presence('fake')).toBe(NINE + 60 * MINUTE);
  });

  test('a lost connection is deafness from its end to its return, also a short one; groups are told of a long one', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    const { clock, platform } = stand;
    for (const awayMs of [5 * SECOND, 2 * MINUTE]) {
      platform.receiver!.connection('down', 'kicked');
      await bot.settle();
      expect((await bot.health.ready()).reasons).toEqual(['the connection to fake is lost: kicked']);
      clock.jumpTo(clock.now() + awayMs);
      platform.receiver!.connection('up', 'connected');
      await bot.settle();
    }
    expect(await deafness(stand)).toMatchObject([
      { from: NINE, to: NINE + 5 * SECOND, reason: 'disconnected', detail: 'kicked' },
      { from: NINE + 5 * SECOND, to: NINE + 125 * SECOND, reason: 'disconnected' },
    ]);
    expect(said(stand)).toHaveLength(2);
    expect((await bot.health.ready()).ready).toBe(true);
  });

  test.each([
    ['as long as the platform says', 5 * SECOND, 0],
    ['one millisecond longer', 5 * SECOND + 1, 2],
  ])('deafness that is %s', async (_name, awayMs, notices) => {
    const stand = await begin(new FakePlatform({ deafMinMs: 5 * SECOND }));
    const bot = botOn(stand);
    await bot.start();
    stand.platform.receiver!.connection('down', 'disconnect notice');
    await bot.settle();
    stand.clock.jumpTo(NINE + awayMs);
    stand.platform.receiver!.connection('up', 'connected');
    await bot.settle();
    expect(said(stand)).toHaveLength(notices);
    expect(await deafness(stand)).toMatchObject([{ from: NINE, to: NINE + awayMs }]);
  });

  test('deafness begins when nothing was heard any more, whatever signs of life this process left until it noticed', async () => {
    const stand = await begin(new FakePlatform({ oneConnection: true }));
    const bot = botOn(stand);
    await bot.start();
    for (let beats = 1; beats <= 6; beats += 1) {
      stand.clock.jumpTo(NINE + beats * 10 * SECOND);
      await bot.settle();
    }
    stand.platform.receiver!.connection('down', 'silent', 'lost', NINE + SECOND);
    await bot.settle();
    stand.clock.jumpTo(NINE + 62 * SECOND);
    stand.platform.receiver!.connection('up', 'connected');
    await bot.settle();
    expect(await deafness(stand)).toMatchObject([{ from: NINE + SECOND, to: NINE + 62 * SECOND, detail: 'silent' }]);
    expect(said(stand)).toHaveLength(2);
  });

  describe('a process that dies while the connection is away', () => {
    test.each(['kill', 'stop'] as const)(
      'was deaf since nothing was heard, whatever signs of life it left: %s',
      async (end) => {
        const stand = await begin(new FakePlatform({ oneConnection: true }));
        const first = botOn(stand, { store: await stand.reopen() });
        await first.start();
        for (let beats = 1; beats <= 6; beats += 1) {
          stand.clock.jumpTo(NINE + beats * 10 * SECOND);
          await first.settle();
        }
        stand.platform.receiver!.connection('down', 'silent', 'lost', NINE + SECOND);
        await first.settle();
        if (end === 'kill') first.kill();
        else await first.stop();
        stand.clock.jumpTo(NINE + 6 * MINUTE);
        const next = botOn(stand);
        await next.start();
        await next.settle();
        expect(await deafness(stand)).toMatchObject([{ from: NINE + SECOND, to: NINE + 6 * MINUTE }]);
      },
    );

    test.each([
      ['is written before the silence is noted', NINE + 10 * SECOND],
      ['is the first after what was heard last', NINE],
    ])('was deaf since nothing was heard, also where a sign of life under way %s', async (_name, before) => {
      const stand = await begin(new FakePlatform({ oneConnection: true }));
      const held = Promise.withResolvers<void>();
      let isHeld = false;
      const beat: typeof stand.store.beat = async (platform, seen, at) => {
        if (isHeld && at > NINE + 10 * SECOND) {
          isHeld = false;
          await held.promise;
        }
        return stand.store.beat(platform, seen, at);
      };
      const presenceRead: typeof stand.store.presence = async (platform) => {
        const seen = await stand.store.presence(platform);
        // Between this look and what is written after it.
        if (!isHeld && isLost) {
          isLost = false;
          held.resolve();
          await beating;
        }
        return seen;
      };
      let isLost = false;
      const store = { ...stand.store, beat, presence: presenceRead };
      const presence = createPresence({ ...stand.deps, store }, () => undefined, true);
      await presence.connection('fake', 'up', 'connected', { at: NINE });
      stand.clock.jumpTo(before);
      await presence.beat();
      stand.clock.jumpTo(NINE + 20 * SECOND);
      isHeld = true;
      const beating = presence.beat();
      await vi.waitFor(() => expect(isHeld).toBe(false));
      isLost = true;
      await presence.connection('fake', 'down', 'silent', { at: stand.clock.now(), since: NINE + SECOND });
      held.resolve();
      await beating;
      expect(await stand.store.presence('fake')).toBeLessThanOrEqual(NINE + SECOND);
    });

    test('takes no sign of life back where another replica may have heard', async () => {
      const stand = await begin();
      const presence = createPresence(stand.deps, () => undefined, true);
      await presence.connection('fake', 'up', 'connected', { at: NINE });
      stand.clock.jumpTo(NINE + 10 * SECOND);
      await presence.beat();
      await presence.connection('fake', 'down', 'silent', { at: stand.clock.now(), since: NINE });
      expect(await stand.store.presence('fake')).toBe(NINE + 10 * SECOND);
    });

    test('was deaf from the moment at which it went', async () => {
      const stand = await begin();
      const first = botOn(stand, { store: await stand.reopen() });
      await first.start();
      stand.platform.receiver!.connection('down', 'kicked');
      await first.settle();
      stand.clock.jumpTo(NINE + 5 * MINUTE);
      await first.settle();
      first.kill();
      stand.clock.jumpTo(NINE + 6 * MINUTE);
      const next = botOn(stand);
      await next.start();
      await next.settle();
      expect(await deafness(stand)).toMatchObject([{ from: NINE, to: NINE + 6 * MINUTE, reason: 'crashed' }]);
    });
  });
});
