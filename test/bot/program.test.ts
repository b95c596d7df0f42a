// The whole program under a virtual clock: start, crash, stop, and what it promises across them.
import { afterEach, describe, expect, test } from 'vitest';
import { advance } from '../../bot/advance.ts';
import { movableClock } from '../../bot/clock.ts';
import { verifyLedger } from '../../bot/verify.ts';
import { chatId, MINUTE } from '../../domain/types.ts';
import type { Update } from '../../platforms/types.ts';
import { describeEngines } from '../support/engines.ts';
import { FakePlatform, unavailable } from './fake-platform.ts';
import { botOn, CONTRACT, commit, NINE, OPS, post, type Stand, saying, setStand, tapping } from './stand.ts';

const REPORT = '信用广州网站打不开了，大厅没法办业务';

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
  const openTickets = ({ store }: Stand) => store.openTickets(CONTRACT, { limit: 100 });

  test('nothing happens between two settlements', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    await stand.platform.receiver!.receive(saying(REPORT));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await openTickets(stand)).toEqual([]);
    await bot.settle();
    expect(await openTickets(stand)).toHaveLength(1);
    expect(stand.platform.delivered).toHaveLength(1);
  });

  test('after a settlement everything is sealed and a sign of life is left', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    await stand.platform.receiver!.receive(saying(REPORT));
    stand.clock.jumpTo(NINE + 1);
    await bot.settle();
    expect(await verifyLedger(stand.store, CONTRACT)).toMatchObject({ ok: true, entries: 2, unsealed: 0 });
    expect(await stand.store.presence('fake')).toBe(NINE + 1);
  });

  test('what was received before a kill is handled by the next process, once', async () => {
    const stand = await begin();
    const first = botOn(stand, { store: await stand.reopen() });
    await first.start();
    await stand.platform.receiver!.receive(saying(REPORT));
    const { receiver } = stand.platform;
    first.kill();
    await expect(receiver!.receive(saying(REPORT))).rejects.toThrow('the process is gone');
    const next = botOn(stand);
    await next.start();
    await advance(next, stand.clock, NINE + MINUTE);
    expect(await openTickets(stand)).toHaveLength(1);
    expect(stand.platform.keys.filter((key) => !key.startsWith('deaf:') && !key.startsWith('remind:'))).toHaveLength(1);
  });

  test('a kill in the middle of a delivery: it is delivered again under its key, and the chat goes on', async () => {
    const stand = await begin();
    const { clock, platform } = stand;
    const first = botOn(stand, { store: await stand.reopen() });
    await first.start();
    await platform.receiver!.receive(saying(REPORT));
    const asked = new Promise<void>((resolve) => {
      platform.refuse = () => {
        first.kill();
        setImmediate(resolve);
        return undefined;
      };
    });
    void first.settle();
    await asked;
    platform.refuse = () => undefined;
    const next = botOn(stand);
    await next.start();
    await platform.receiver!.receive(saying(`登记 ${REPORT}`));
    await advance(next, clock, NINE + 30_000);
    expect(new Set(platform.keys).size).toBe(platform.keys.length);
    expect(platform.keys).toHaveLength(2);
    expect(await stand.store.pendingOutbox(OPS, 10)).toEqual([]);
  });

  test('a stop finishes what is in hand, gives back what it held, and says so in the ledger', async () => {
    const stand = await begin();
    const bot = botOn(stand, { store: await stand.reopen() });
    await bot.start();
    await stand.platform.receiver!.receive(saying(REPORT));
    await bot.stop();
    expect(stand.platform.delivered).toHaveLength(1);
    expect(stand.platform.receiver).toBeUndefined();
    expect(bot.health.live()).toBe(false);
    const farewells = await stand.store.entries(CONTRACT, ['bot_stopped'], 0, NINE + 1);
    expect(farewells).toHaveLength(1);
    expect(await verifyLedger(stand.store, CONTRACT)).toMatchObject({ ok: true, unsealed: 0 });
    expect(await stand.store.acquireLease(`lane:${OPS}`, 'another process', NINE, 1)).toBe(true);
  });

  test('the pack in force is recorded once, not at every start', async () => {
    const stand = await begin();
    for (let starts = 0; starts < 2; starts += 1) {
      const bot = botOn(stand, { store: await stand.reopen() });
      await bot.start();
      await bot.stop();
    }
    const entries = await stand.store.entries(CONTRACT, ['pack_in_force'], 0, NINE + 1);
    expect(entries).toHaveLength(1);
    expect(JSON.parse(entries[0]!.body)).toMatchObject({ hash: (await stand.store.packInForce(CONTRACT))?.hash });
  });

  describe('running the clock forward', () => {
    test('lets every reminder happen at its own instant', async () => {
      const stand = await begin();
      const bot = botOn(stand);
      await bot.start();
      await stand.platform.receiver!.receive(saying(REPORT));
      await bot.settle();
      await advance(bot, stand.clock, NINE + 30 * MINUTE);
      const reminded = await stand.store.entries(CONTRACT, ['reminded'], 0, NINE + 31 * MINUTE);
      const instants = reminded.map((entry) => entry.recordedAt - NINE);
      expect(instants.length).toBeGreaterThan(3);
      expect(instants).toEqual([...new Set(instants)].sort((a, b) => a - b));
      expect(reminded.every(({ body }) => !body.includes('"late":true'))).toBe(true);
      expect(stand.clock.now()).toBe(NINE + 30 * MINUTE);
    });

    test('goes to the next instant at which something is due, and stays where nothing is', async () => {
      const stand = await begin();
      const bot = botOn(stand);
      await bot.start();
      await advance(bot, stand.clock, 'next');
      expect(stand.clock.now()).toBe(NINE);
      await stand.platform.receiver!.receive(saying(REPORT));
      await advance(bot, stand.clock, 'next');
      expect(stand.clock.now()).toBeGreaterThan(NINE);
      expect(stand.platform.keys.at(-1)).toMatch(/^remind:/);
    });

    test('does not stand still at what is due and can not leave', async () => {
      const stand = await begin(new FakePlatform({ perMinute: 1 }));
      const bot = botOn(stand);
      await bot.start();
      for (let times = 0; times < 3; times += 1) await stand.platform.receiver!.receive(saying('你好'));
      await bot.settle();
      expect(stand.platform.delivered).toHaveLength(1);
      expect(await bot.nextDueAt()).toBe(NINE + MINUTE);
      await advance(bot, stand.clock, NINE + 2 * MINUTE);
      expect(stand.platform.delivered).toHaveLength(3);
    });
  });

  describe('the installation', () => {
    const real = () => new FakePlatform({ reachesRealPeople: true });

    async function startAs(stand: Stand, instanceId: string | undefined) {
      const bot = botOn(stand, { store: await stand.reopen(), ...(instanceId !== undefined && { instanceId }) });
      await bot.start();
      const { receiver } = stand.platform;
      await receiver?.receive(saying('你好'));
      await bot.settle();
      const { reasons } = await bot.health.ready();
      await bot.stop();
      return { isConnected: receiver !== undefined, reasons, delivered: stand.platform.delivered.length };
    }

    test('an empty database becomes the one of the first process, which speaks', async () => {
      const stand = await begin(real());
      expect(await startAs(stand, 'gz-1')).toMatchObject({ reasons: [], delivered: 1 });
      expect(await stand.store.instance()).toEqual({ id: 'gz-1' });
    });

    test.each([
      ['another one', 'copy', 'run "dutybell adopt"'],
      ['none', undefined, 'put INSTANCE_ID=gz-1 into .env, or a name of your choice'],
    ])(
      'a process of %s neither takes the connection nor says anything to real people',
      async (_name, instanceId, remedy) => {
        const stand = await begin(real());
        await stand.store.adoptInstance('gz-1');
        await commit(stand.deps, { outbox: [post('left by gz-1')] });
        const { delivered, isConnected, reasons } = await startAs(stand, instanceId);
        expect({ delivered, isConnected }).toEqual({ delivered: 0, isConnected: false });
        expect(reasons.join()).toContain(remedy);
        expect(await stand.store.pendingOutbox(OPS, 10), 'what waited waits').toHaveLength(1);
        expect(await startAs(stand, 'gz-1'), 'and is said by the right one').toMatchObject({ delivered: 2 });
      },
    );

    test.each([
      [
        'a trial is left to it, and nobody is told to adopt it',
        'wecom',
        /a trial in the sandbox.*DATABASE_URL=file:\.\/data\/wecom\.db\.$/,
      ],
      ['a trial and then by real people is theirs', 'fake', /^The database belongs to .* run "dutybell adopt"\.$/],
    ])('a database that was used for %s', async (_name, platform, reason) => {
      const stand = await begin(new FakePlatform({ reachesRealPeople: true }, platform));
      await stand.store.adoptInstance('01TRIAL');
      expect((await startAs(stand, 'gz-1')).reasons.join()).not.toContain('sandbox');
      const chat = { platform: 'sandbox', externalId: 'ops', kind: 'group', title: '' } as const;
      await stand.store.saveChat({ ...chat, id: chatId('sandbox', 'ops') });
      expect((await startAs(stand, 'gz-1')).reasons.join()).toMatch(reason);
    });

    test('nobody real is reached through the sandbox, so a copy may speak there', async () => {
      const stand = await begin();
      await stand.store.adoptInstance('gz-1');
      expect(await startAs(stand, 'copy')).toMatchObject({ reasons: [], delivered: 1 });
    });
  });

  test('a chat that takes nothing for more than a minute is in the ledger, at once and with its end', async () => {
    const stand = await begin();
    const { clock, platform, store } = stand;
    const bot = botOn(stand);
    await bot.start();
    platform.refuse = () => (clock.now() < NINE + 2 * MINUTE ? unavailable() : undefined);
    await platform.receiver!.receive(saying('你好'));
    await bot.settle();
    await advance(bot, clock, NINE + 90_000);
    expect((await bot.health.ready()).reasons.join()).toContain('fake has taken no message since 2026-03-03T01:00:00');
    await advance(bot, clock, NINE + 5 * MINUTE);
    const [began] = await store.entries(CONTRACT, ['bot_mute_began'], 0, clock.now() + 1);
    expect(JSON.parse(began!.body)).toMatchObject({ platform: 'fake', chat: OPS, from: NINE });
    expect(began!.at, 'while it lasted').toBeLessThan(NINE + 2 * MINUTE);
    const [entry] = await store.entries(CONTRACT, ['bot_mute'], 0, clock.now() + 1);
    expect(JSON.parse(entry!.body)).toMatchObject({ platform: 'fake', from: NINE, reason: 'unavailable' });
    expect(JSON.parse(entry!.body).to).toBeGreaterThanOrEqual(NINE + 2 * MINUTE);
    expect((await bot.health.ready()).ready).toBe(true);
  });

  test('what an adopted copy was to say before stays unsaid', async () => {
    const stand = await begin(new FakePlatform({ reachesRealPeople: true }));
    await stand.store.adoptInstance('gz-1');
    await commit(stand.deps, { outbox: [post('left by gz-1')] });
    await stand.store.adoptInstance('gz-1');
    expect(await stand.store.pendingOutbox(OPS, 10), 'nothing changed').toHaveLength(1);
    await stand.store.adoptInstance('gz-2');
    const bot = botOn(stand, { instanceId: 'gz-2' });
    await bot.start();
    await bot.settle();
    expect(stand.platform.keys).toEqual([]);
  });

  test('a platform that can not be started counts as disconnected and is tried again; the bot runs', async () => {
    const stand = await begin();
    const { platform } = stand;
    const start = platform.start.bind(platform);
    let isRefused = true;
    platform.start = (receiver) => (isRefused ? Promise.reject(new Error('wrong secret')) : start(receiver));
    const bot = botOn(stand);
    await bot.start();
    expect((await bot.health.ready()).reasons).toEqual(['the connection to fake is lost: it could not be started']);
    isRefused = false;
    await bot.settle();
    expect((await bot.health.ready()).reasons).toEqual([]);
    expect(platform.receiver).toBeDefined();
  });

  test('one row that nobody can read is a dead letter; reminders go on', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    await stand.platform.receiver!.receive(saying(REPORT));
    await bot.settle();
    const { receivedAt: _left, ...damaged } = saying('x');
    // As another version, or a damaged disk, might have left it.
    await stand.store.putUpdate(damaged as Update, { owner: 'old version', until: NINE });
    await advance(bot, stand.clock, NINE + 30 * MINUTE);
    expect(stand.platform.keys.some((key) => key.startsWith('remind:'))).toBe(true);
    expect(await stand.store.deadLetters(9)).toMatchObject([
      { box: 'inbox', error: expect.stringContaining('unreadable') },
    ]);
  });

  test('what was left at a crash is handled before timers fire', async () => {
    const stand = await begin();
    const first = botOn(stand, { store: await stand.reopen() });
    await first.start();
    await stand.platform.receiver!.receive(saying(REPORT));
    await first.settle();
    const due = (await first.nextDueAt())!;
    stand.clock.jumpTo(due - 1);
    const [ticket] = await openTickets(stand);
    await stand.platform.receiver!.receive(tapping('acknowledge', ticket!.id, ticket!.version, 'li'));
    first.kill();
    stand.clock.jumpTo(due + 30_000);
    const next = botOn(stand);
    await next.start();
    await next.settle();
    const types = (await stand.store.ticketEvents(ticket!.id)).map((event) => event.type);
    expect(types.slice(0, 2)).toEqual(['opened', 'acknowledged']);
  });

  test('a stop refuses at once what is still said and comes again, and leaves nothing held', async () => {
    const stand = await begin(new FakePlatform({ replaysMissed: true }));
    const bot = botOn(stand, { store: await stand.reopen() });
    await bot.start();
    const { receiver } = stand.platform;
    const stopping = bot.stop();
    await expect(receiver!.receive(saying(REPORT))).rejects.toMatchObject({ code: 'stopping' });
    await stopping;
    expect((await stand.store.counts(NINE)).inboxPending).toBe(0);
  });

  test('what is said while the bot stops, and does not come again, is kept: the next process has it', async () => {
    const stand = await begin();
    const bot = botOn(stand, { store: await stand.reopen() });
    await bot.start();
    const { receiver } = stand.platform;
    const stopping = bot.stop();
    await expect(receiver!.receive(saying(REPORT))).resolves.toBe('accepted');
    await stopping;
    const next = botOn(stand);
    await next.start();
    await next.settle();
    expect(await openTickets(stand)).toHaveLength(1);
  });

  test('live: an update is answered without anybody asking, and the seal follows', async () => {
    const stand = await begin();
    const bot = botOn(stand, { store: await stand.reopen(), drive: 'live' });
    await bot.start();
    const answered = new Promise<void>((resolve) => {
      stand.platform.refuse = () => {
        setImmediate(resolve);
        return undefined;
      };
    });
    await stand.platform.receiver!.receive(saying(REPORT));
    await answered;
    expect(stand.platform.delivered).toHaveLength(1);
    expect(bot.health.live()).toBe(true);
    await bot.stop();
    expect(await verifyLedger(stand.store, CONTRACT)).toMatchObject({ ok: true, unsealed: 0 });
  });

  test('live: on a fast-forward every message leaves at the instant at which it became due', async () => {
    let base = NINE;
    // Time passes with every glance at it, as it does while a real database works.
    const clock = movableClock({
      now: () => {
        base += 40;
        return base;
      },
    });
    const leftAt: number[] = [];
    const dueAt = new Set<number>();
    const platform = new FakePlatform();
    platform.refuse = async () => {
      await new Promise(setImmediate);
      leftAt.push(clock.now());
      return undefined;
    };
    const stand = await setStand(await openDatabase(), platform, clock);
    stands.push(stand);
    const store = await stand.reopen();
    const slow: typeof store = {
      ...store,
      // Whoever gets a timer has it in hand only a while later.
      async claimTimers(...args) {
        const rows = await store.claimTimers(...args);
        for (const row of rows) dueAt.add(row.fireAt);
        if (rows.length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
        return rows;
      },
    };
    const bot = botOn(stand, { store: slow, drive: 'live' });
    await bot.start();
    await platform.receiver!.receive(saying(REPORT));
    await advance(bot, clock, clock.now());
    const [ticket] = await openTickets(stand);
    leftAt.length = 0;
    await advance(bot, clock, ticket!.reportedAt + 30 * MINUTE);
    expect(leftAt.length).toBeGreaterThan(5);
    expect(leftAt.filter((at) => !dueAt.has(at))).toEqual([]);
    await bot.stop();
  });
});
