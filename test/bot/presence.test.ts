import { afterEach, describe, expect, test } from 'vitest';
import { DEAF_MIN_MS } from '../../bot/presence.ts';
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
    ['a minute is within the signs of life', DEAF_MIN_MS, 0],
    ['one millisecond more is deafness', DEAF_MIN_MS + 1, 1],
  ])('%s', async (_name, gapMs, recorded) => {
    const stand = await begin();
    await restartAfter(stand, gapMs, 'kill');
    expect(await deafness(stand)).toHaveLength(recorded);
  });

  test.each([
    ['kill', 'crashed'],
    ['stop', 'stopped'],
  ] as const)('after a %s the ledger says from when, to when, and that it was %s', async (end, reason) => {
    const stand = await begin();
    await restartAfter(stand, 4 * MINUTE, end);
    expect(await deafness(stand)).toMatchObject([{ platform: 'fake', from: NINE, to: NINE + 4 * MINUTE, reason }]);
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
      expect((await bot.health.ready()).reasons).toEqual(['the connection to fake is lost']);
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

  describe('a process that dies while the connection is away', () => {
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
