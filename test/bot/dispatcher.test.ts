import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Dispatcher, type DispatcherOptions } from '../../bot/dispatcher.ts';
import { DELIVERY_ATTEMPTS_MAX, DELIVERY_PROBE_FROM, SHUT_MAX_MS, SHUT_RINGS_AFTER_MS } from '../../bot/lane.ts';
import { LANE_LEASE_MS, LANE_RENEW_MS } from '../../bot/lane-lease.ts';
import { mortal } from '../../bot/mortal.ts';
import type { MuteSpan } from '../../bot/speech.ts';
import type { Outgoing } from '../../db/changes.ts';
import { chatId, MINUTE, personId, SECOND } from '../../domain/types.ts';
import type { Capabilities, Delivery } from '../../platforms/types.ts';
import { describeEngines } from '../support/engines.ts';
import { busyFor, FakePlatform, forbidden, shut, unavailable, unclear } from './fake-platform.ts';
import { commit, NINE, OPS, post, type Stand, setStand } from './stand.ts';

/** A process that may speak everywhere and has no timer in hand. */
const ALONE: DispatcherOptions = {
  maySpeak: () => true,
  onMute: () => undefined,
  connectedSince: () => undefined,
  isGathering: () => false,
};

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin(capabilities: Partial<Capabilities> = {}, options: Partial<DispatcherOptions> = {}) {
    const stand = await setStand(await openDatabase(), new FakePlatform(capabilities));
    stands.push(stand);
    const dispatcher = new Dispatcher(stand.deps, { ...ALONE, ...options });
    dispatcher.open();
    return { ...stand, dispatcher };
  }

  /** Lets everything leave that may, at this instant. */
  async function run(dispatcher: Dispatcher): Promise<void> {
    await dispatcher.poll();
    await dispatcher.idle();
  }

  describe('order', () => {
    test('a queue that is longer than one look at it leaves in its order too', async () => {
      const { deps, dispatcher, platform } = await begin();
      const keys = Array.from({ length: 450 }, (_, place) => `row ${place}`);
      const outbox = keys.map((key, place) => post(key, { priority: place % 2 === 0 ? 2 : 0 }));
      await commit(deps, { outbox });
      await run(dispatcher);
      expect(platform.keys).toEqual(keys);
    });

    test('rows of a chat leave in the order of their commits, whatever their priority', async () => {
      const { deps, dispatcher, platform } = await begin();
      dispatcher.take(await commit(deps, { outbox: [post('a', { priority: 2 }), post('b', { priority: 0 })] }));
      dispatcher.take(await commit(deps, { outbox: [post('c', { priority: 1 })] }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['a', 'b', 'c']);
    });

    test('a row that failed holds back those behind it, and no other chat', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      const hall = chatId('fake', 'hall');
      let isDown = true;
      platform.refuse = ({ chat }) => (isDown && chat === 'ops' ? unavailable() : undefined);
      dispatcher.take(await commit(deps, { outbox: [post('a'), post('b'), post('h', { chatId: hall })] }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['h']);

      isDown = false;
      await run(dispatcher);
      expect(platform.keys, 'not before its time').toEqual(['h']);
      clock.jumpTo(dispatcher.nextWakeAt()!);
      await run(dispatcher);
      expect(platform.keys).toEqual(['h', 'a', 'b']);
    });

    test('while a row waits for its next attempt, a new one does not bring it forward', async () => {
      const { deps, dispatcher, platform } = await begin();
      platform.refuse = () => unavailable();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      dispatcher.take(await commit(deps, { outbox: [post('b')] }));
      await dispatcher.idle();
      expect(platform.asked).toBe(1);
    });

    test('a row of another replica, which nobody handed over, is found by polling', async () => {
      const { deps, dispatcher, platform } = await begin();
      await commit(deps, { outbox: [post('a')] });
      await run(dispatcher);
      expect(platform.keys).toEqual(['a']);
      await commit(deps, { outbox: [post('b')] });
      await run(dispatcher);
      expect(platform.keys, 'also when the lane believed to know everything').toEqual(['a', 'b']);
    });
  });

  describe('a repeat', () => {
    const repeats = (delivered: readonly Delivery[]) =>
      Object.fromEntries(delivered.map(({ isRepeat = false, key }) => [key, isRepeat]));

    test('is no row that this process has just committed, whoever had the chat before', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      clock.jumpTo(clock.now() + MINUTE);
      dispatcher.take(await commit(deps, { outbox: [post('b'), post('c')] }));
      await dispatcher.idle();
      expect(repeats(platform.delivered)).toEqual({ a: false, b: false, c: false });
    });

    test('is what was in the database before this process had the chat: another may have sent it and ended', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      await commit(deps, { outbox: [post('before')] });
      await run(dispatcher);
      clock.jumpTo(NINE + 1);
      await commit(deps, { outbox: [post('since')] });
      await run(dispatcher);
      expect(repeats(platform.delivered)).toEqual({ before: true, since: false });
    });

    test.each([
      ['was refused', unavailable, false],
      ['got no clear answer', unclear, true],
    ])('is what %s: %o', async (_name, trouble, expected) => {
      const { clock, deps, dispatcher, platform } = await begin();
      const troubles = [trouble(), unavailable()];
      platform.refuse = () => troubles.shift();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      for (const _trouble of [1, 2]) {
        // Long enough for the lease to run out: nobody else has taken it.
        clock.jumpTo(clock.now() + LANE_LEASE_MS + MINUTE);
        await run(dispatcher);
      }
      expect([platform.asked, repeats(platform.delivered)]).toEqual([3, { a: expected }]);
    });

    test('is no new card in the place of a change that got no clear answer', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      const card: Outgoing = { ...post('card'), op: 'post', content: { lines: [['card']] }, cardKey: 'c' };
      dispatcher.take(await commit(deps, { outbox: [card] }));
      await dispatcher.idle();
      let changes = 0;
      platform.refuse = ({ op }) => {
        if (op !== 'update') return undefined;
        changes += 1;
        return changes === 1 ? unclear() : forbidden();
      };
      const change: Outgoing = { ...post('u'), op: 'refresh', cardKey: 'c', content: { lines: [] }, otherwise: 'post' };
      dispatcher.take(await commit(deps, { outbox: [change] }));
      await dispatcher.idle();
      clock.jumpTo(dispatcher.nextWakeAt()!);
      await run(dispatcher);
      expect([changes, repeats(platform.delivered)]).toEqual([2, { card: false, 'u:post': false }]);
    });

    test('is no row that came after this process had the one connection, however old it is', async () => {
      const { clock, deps, dispatcher, platform } = await begin({}, { connectedSince: () => NINE });
      await commit(deps, { outbox: [post('before')] });
      clock.jumpTo(NINE + 1);
      await commit(deps, { outbox: [post('since')] });
      clock.jumpTo(NINE + 10 * MINUTE);
      await run(dispatcher);
      expect(repeats(platform.delivered)).toEqual({ before: true, since: false });
    });

    test.each([
      ['just before half a lease', -1, false],
      ['after half a lease', 0, true],
    ])(
      'is one’s own row that another replica may have sent while it had the chat: %s',
      async (_name, offset, expected) => {
        const { clock, deps, dispatcher, platform } = await begin();
        const rows = await commit(deps, { outbox: [post('a')] });
        clock.jumpTo(clock.now() + LANE_LEASE_MS / 2 + offset);
        dispatcher.take(rows);
        await dispatcher.idle();
        expect(repeats(platform.delivered)).toEqual({ a: expected });
      },
    );
  });

  describe('a chat in which nothing gets through', () => {
    /** Lets so many attempts fail. */
    async function wait(dispatcher: Dispatcher, clock: Stand['clock'], attempts: number) {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
    }

    test('keeps its rows however often they were tried, as if they never had been', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      let isShut = true;
      platform.refuse = () => (isShut ? shut() : undefined);
      dispatcher.take(await commit(deps, { outbox: [post('a'), post('b')] }));
      await dispatcher.idle();
      await wait(dispatcher, clock, 2 * DELIVERY_ATTEMPTS_MAX);
      expect(await store.pendingOutbox(OPS, 10)).toMatchObject([{ attempts: 0 }, { attempts: 0 }]);
      isShut = false;
      await wait(dispatcher, clock, 1);
      expect(platform.keys).toEqual(['a', 'b']);
    });

    const ringing = (key: string): Outgoing => ({
      ...post(key),
      op: 'post',
      content: { lines: [[{ mention: personId('li') }]] },
    });

    test.each([
      ['just under half a minute', -1, []],
      ['half a minute', 0, ['b', 'c']],
    ])('rings those whom the rows behind the first one ring after %s, each once', async (_name, offset, expected) => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = () => shut();
      const outbox = [ringing('a'), ringing('b'), post('nobody'), ringing('c')];
      dispatcher.take(await commit(deps, { outbox }));
      await dispatcher.idle();
      expect(platform.rung).toEqual([]);
      clock.jumpTo(NINE + SHUT_RINGS_AFTER_MS + offset);
      await run(dispatcher);
      expect(platform.rung).toEqual(expected);
      if (expected.length === 0) return;
      dispatcher.take(await commit(deps, { outbox: [ringing('d')] }));
      await wait(dispatcher, clock, 2);
      expect([platform.rung, platform.keys]).toEqual([['b', 'c', 'd'], []]);
      platform.refuse = () => undefined;
      await wait(dispatcher, clock, 1);
      expect(platform.keys).toEqual(['a', 'b', 'nobody', 'c', 'd']);
    });

    test('goes on though nobody could be rung', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = () => shut();
      platform.ring = async () => {
        throw unavailable();
      };
      dispatcher.take(await commit(deps, { outbox: [ringing('a'), ringing('b')] }));
      await dispatcher.idle();
      clock.jumpTo(NINE + SHUT_RINGS_AFTER_MS);
      await run(dispatcher);
      platform.refuse = () => undefined;
      await wait(dispatcher, clock, 1);
      expect(platform.keys).toEqual(['a', 'b']);
    });

    test('is asked ever more rarely', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = () => shut();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      await wait(dispatcher, clock, 40);
      expect(clock.now() - NINE).toBeGreaterThan(10 * MINUTE);
    });

    test.each([
      ['just under a day', -1, 'pending'],
      ['a day', 0, 'dead'],
    ])('gives a row up at the age of %s', async (_name, offset, expected) => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      platform.refuse = () => shut();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      clock.jumpTo(NINE + SHUT_MAX_MS + offset);
      await run(dispatcher);
      expect(await store.deadLetters(10)).toHaveLength(expected === 'dead' ? 1 : 0);
    });
  });

  test('a delivery takes as much of the budget as it says', async () => {
    const { deps, dispatcher, platform } = await begin({ perMinute: 3 });
    platform.messages = 2;
    dispatcher.take(await commit(deps, { outbox: [post('a', { priority: 0 }), post('b', { priority: 0 })] }));
    dispatcher.take(await commit(deps, { outbox: [post('c', { priority: 0 })] }));
    await dispatcher.idle();
    expect([platform.keys, dispatcher.nextWakeAt()]).toEqual([['a', 'b'], NINE + MINUTE]);
  });

  describe('failures', () => {
    test('Retry-After is waited for to the millisecond', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = () => (clock.now() < NINE + 20 * SECOND ? busyFor(20 * SECOND) : undefined);
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      expect(dispatcher.nextWakeAt()).toBe(NINE + 20 * SECOND);
      clock.jumpTo(NINE + 20 * SECOND);
      await run(dispatcher);
      expect(platform.keys).toEqual(['a']);
    });

    test('what the platform refuses for good is a dead letter at once, and the next one leaves', async () => {
      const { deps, dispatcher, platform, store } = await begin();
      platform.refuse = ({ key }) => (key === 'bad' ? forbidden() : undefined);
      dispatcher.take(await commit(deps, { outbox: [post('bad'), post('good')] }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['good']);
      expect(await store.deadLetters(10)).toMatchObject([{ box: 'outbox', error: 'forbidden: not allowed' }]);
    });

    test('a dead letter that is tried again leaves', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      platform.refuse = () => forbidden();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      platform.refuse = () => undefined;
      const [letter] = await store.deadLetters(1);
      expect(await store.retryDeadLetter('outbox', letter!.id, clock.now())).toBe(true);
      await run(dispatcher);
      expect(platform.keys).toEqual(['a']);
    });

    test('one message that always fails is given up when three others have passed; it does not block its chat for an hour', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      platform.refuse = ({ key }) => (key === 'poison' ? unavailable() : undefined);
      dispatcher.take(await commit(deps, { outbox: ['poison', 'b', 'c', 'd', 'e'].map((key) => post(key)) }));
      await dispatcher.idle();
      for (let failures = 1; failures < DELIVERY_PROBE_FROM; failures += 1) {
        expect(platform.keys, `after ${failures} failures`).toEqual([]);
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
      for (const passed of [['b'], ['b', 'c']]) {
        expect(platform.keys).toEqual(passed);
        expect(await store.deadLetters(10)).toEqual([]);
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
      expect(platform.keys).toEqual(['b', 'c', 'd', 'e']);
      expect(await store.deadLetters(10)).toMatchObject([{ box: 'outbox', about: 'message poison to fake:ops' }]);
    });

    test('a message that the platform was too busy for is never given up for it, nor overtaken', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      platform.refuse = () => (platform.asked <= 2 * DELIVERY_PROBE_FROM ? busyFor(5 * SECOND) : undefined);
      dispatcher.take(await commit(deps, { outbox: [post('breach'), post('chatter')] }));
      await dispatcher.idle();
      while (platform.keys.length < 2) {
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
      expect(platform.keys).toEqual(['breach', 'chatter']);
      expect(await store.deadLetters(10)).toEqual([]);
    });

    test('a message that passes once another one has is no dead letter', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      let isDown = true;
      platform.refuse = ({ key }) => {
        if (key === 'b') isDown = false;
        return isDown ? unavailable() : undefined;
      };
      dispatcher.take(await commit(deps, { outbox: [post('a'), post('b')] }));
      await dispatcher.idle();
      while (platform.keys.length < 2) {
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
      expect(platform.keys).toEqual(['b', 'a']);
      expect(await store.deadLetters(10)).toEqual([]);
    });

    test('trouble of the database is no attempt of the message, and no silence of the platform', async () => {
      const { deps, platform, store } = await begin();
      const spans: MuteSpan[] = [];
      let isAway = true;
      const cardHandle: typeof store.cardHandle = (...card) =>
        isAway ? Promise.reject(new Error('away')) : store.cardHandle(...card);
      const options = { ...ALONE, onMute: (span: MuteSpan) => void spans.push(span) };
      const other = new Dispatcher({ ...deps, store: { ...store, cardHandle } }, options);
      other.open();
      const change = { ...post('a'), op: 'refresh' as const, cardKey: 'k', otherwise: 'post' as const };
      other.take(await commit(deps, { outbox: [change] }));
      await other.idle();
      expect(await store.pendingOutbox(OPS, 9)).toMatchObject([{ attempts: 0 }]);
      isAway = false;
      await run(other);
      expect(platform.keys).toEqual(['a:post']);
      expect(other.speech.muteSince(NINE + 60 * MINUTE)).toEqual([]);
    });

    test('a row that nobody can read is a dead letter, and its chat goes on', async () => {
      const { deps, dispatcher, platform, store } = await begin();
      const { content: _left, ...damaged } = post('damaged');
      // As another version, or a damaged disk, might have left it.
      await commit(deps, { outbox: [damaged as Outgoing, post('b')] });
      await run(dispatcher);
      expect(platform.keys).toEqual(['b']);
      expect(await store.deadLetters(9)).toMatchObject([{ error: expect.stringContaining('unreadable') }]);
    });

    test('what the database refused to mark as sent is marked with the next poll, by itself', async () => {
      const { deps, platform, store } = await begin();
      let isAway = true;
      const settleOutbox: typeof store.settleOutbox = (...rows) =>
        isAway ? Promise.reject(new Error('away')) : store.settleOutbox(...rows);
      const other = new Dispatcher({ ...deps, store: { ...store, settleOutbox } }, ALONE);
      other.open();
      other.take(await commit(deps, { outbox: [post('a')] }));
      await other.idle();
      isAway = false;
      await run(other);
      expect(await store.pendingOutbox(OPS, 9)).toEqual([]);
      expect(platform.asked).toBe(1);
    });

    test('in an outage nothing is given up, and order is kept when it ends', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      let isDown = true;
      platform.refuse = () => (isDown ? unavailable() : undefined);
      dispatcher.take(await commit(deps, { outbox: [post('a'), post('b'), post('c')] }));
      await dispatcher.idle();
      while (clock.now() < NINE + 10 * MINUTE) {
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
      expect(await store.deadLetters(10)).toEqual([]);
      isDown = false;
      clock.jumpTo(dispatcher.nextWakeAt()!);
      await run(dispatcher);
      expect(platform.keys).toEqual(['a', 'b', 'c']);
    });

    test('the last attempt makes a dead letter', async () => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      platform.refuse = () => unavailable();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      for (let failures = 1; failures < DELIVERY_ATTEMPTS_MAX; failures += 1) {
        expect(await store.deadLetters(1)).toEqual([]);
        clock.jumpTo(dispatcher.nextWakeAt()!);
        await run(dispatcher);
      }
      expect(platform.asked).toBe(DELIVERY_ATTEMPTS_MAX);
      expect(await store.deadLetters(1)).toMatchObject([{ box: 'outbox' }]);
    });
  });

  describe('the rate budget', () => {
    test('what is over it waits for its minute; the urgent goes first', async () => {
      const { clock, deps, dispatcher, platform } = await begin({ perMinute: 2 });
      const outbox = [
        post('chat 1', { priority: 2 }),
        post('chat 2', { priority: 2 }),
        post('breach', { priority: 0 }),
      ];
      dispatcher.take(await commit(deps, { outbox }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['breach', 'chat 1']);
      expect(dispatcher.nextWakeAt()).toBe(NINE + MINUTE);

      clock.jumpTo(NINE + MINUTE - 1);
      await run(dispatcher);
      expect(platform.keys).toHaveLength(2);
      clock.jumpTo(NINE + MINUTE);
      await run(dispatcher);
      expect(platform.keys).toEqual(['breach', 'chat 1', 'chat 2']);
    });

    test('what the platform has no room for lets the urgent pass, and waits as long as it was told', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = ({ isUrgent }) => (isUrgent ? undefined : busyFor(MINUTE));
      dispatcher.take(await commit(deps, { outbox: [post('chat'), post('breach', { priority: 0 })] }));
      await dispatcher.idle();
      expect(platform.keys, 'it waited behind it already').toEqual(['breach']);
      clock.jumpTo(NINE + SECOND);
      dispatcher.take(await commit(deps, { outbox: [post('more chat'), post('next breach', { priority: 0 })] }));
      await dispatcher.idle();
      // Written by another process: nobody hands it over.
      await commit(deps, { outbox: [post('third breach', { priority: 0 })] });
      await run(dispatcher);
      expect(platform.keys).toEqual(['breach', 'next breach', 'third breach']);
      expect(platform.asked, 'the chat is not tried again before').toBe(4);
      expect(dispatcher.nextWakeAt()).toBe(NINE + MINUTE);
      platform.refuse = () => undefined;
      clock.jumpTo(NINE + MINUTE);
      await run(dispatcher);
      expect(platform.keys.slice(3)).toEqual(['chat', 'more chat']);
    });

    test('where there is no room for the urgent either, nothing is tried until there is', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = () => busyFor(MINUTE);
      dispatcher.take(await commit(deps, { outbox: [post('chat'), post('breach', { priority: 0 })] }));
      await dispatcher.idle();
      clock.jumpTo(NINE + MINUTE - 1);
      dispatcher.take(await commit(deps, { outbox: [post('next breach', { priority: 0 })] }));
      await run(dispatcher);
      expect(platform.asked).toBe(2);
      platform.refuse = () => undefined;
      clock.jumpTo(NINE + MINUTE);
      await run(dispatcher);
      expect(platform.keys).toEqual(['chat', 'breach', 'next breach']);
    });

    test('an urgent change of a card does not overtake the card itself', async () => {
      const { deps, dispatcher, platform } = await begin({ perMinute: 1 });
      const card = { ...post('card', { priority: 2 }), op: 'post' as const, cardKey: 'k' };
      const urgent = {
        ...post('change', { priority: 0 }),
        op: 'refresh' as const,
        cardKey: 'k',
        otherwise: 'post' as const,
      };
      dispatcher.take(await commit(deps, { outbox: [card, urgent] }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['card']);
    });
  });

  describe('time', () => {
    test.each([
      ['at its last instant it is sent', 0, ['a']],
      ['one millisecond later it is dropped', 1, []],
    ])('a message with an end: %s', async (_name, lateMs, keys) => {
      const { clock, deps, dispatcher, platform, store } = await begin();
      await commit(deps, { outbox: [post('a', { validUntil: NINE + MINUTE })] });
      clock.jumpTo(NINE + MINUTE + lateMs);
      await run(dispatcher);
      expect(platform.keys).toEqual(keys);
      expect(await store.pendingOutbox(OPS, 10), 'either way it is settled').toEqual([]);
    });

    test('after an hour without a connection a card is shown once, as it is now', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      const change = (key: string) => ({
        ...post(key),
        op: 'refresh' as const,
        cardKey: 'k',
        otherwise: 'post' as const,
      });
      dispatcher.take(await commit(deps, { outbox: [{ ...post('card'), op: 'post', cardKey: 'k' }] }));
      await dispatcher.idle();
      dispatcher.close();
      await commit(deps, { outbox: [change('acknowledged'), post('words'), change('arrived'), change('resolved')] });
      clock.jumpTo(NINE + 60 * MINUTE);
      dispatcher.open();
      await run(dispatcher);
      expect(platform.delivered.map(({ key, op }) => `${op} ${key}`)).toEqual([
        'post card',
        'post words',
        'update resolved',
      ]);
    });
  });

  describe('a card', () => {
    const change = { ...post('change'), op: 'refresh' as const, cardKey: 'k', otherwise: 'post' as const };
    const card = { ...post('card'), op: 'post' as const, cardKey: 'k' };

    test('is changed where it stands, also by a process that did not post it', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      dispatcher.take(await commit(deps, { outbox: [card] }));
      await dispatcher.idle();
      const other = new Dispatcher({ ...deps, owner: 'another process' }, ALONE);
      other.open();
      clock.jumpTo(NINE + LANE_LEASE_MS);
      other.take(await commit(deps, { outbox: [change] }));
      await other.idle();
      expect(platform.delivered.at(-1)).toMatchObject({ op: 'update', handle: 'h:card' });
    });

    test('is posted anew where the platform refuses the change, and that one is changed next', async () => {
      const { deps, dispatcher, platform } = await begin();
      platform.refuse = (delivery) =>
        delivery.op === 'update' && delivery.handle === 'h:card' ? forbidden() : undefined;
      dispatcher.take(await commit(deps, { outbox: [card, change] }));
      await dispatcher.idle();
      dispatcher.take(await commit(deps, { outbox: [{ ...change, key: 'next' }] }));
      await dispatcher.idle();
      expect(platform.delivered.map(({ key, op }) => `${op} ${key}`)).toEqual([
        'post card',
        'post change:post',
        'update next',
      ]);
      expect(platform.delivered.at(-1)).toMatchObject({ handle: 'h:change:post' });
    });
  });

  describe('several processes', () => {
    test('a chat is served by whoever holds it; when that one is gone, by the other', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      const other = new Dispatcher({ ...deps, owner: 'another process' }, ALONE);
      other.open();
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await dispatcher.idle();
      other.take(await commit(deps, { outbox: [post('b')] }));
      await other.idle();
      expect(platform.keys).toEqual(['a']);
      await run(dispatcher);
      expect(platform.keys, 'the holder finds it').toEqual(['a', 'b']);

      other.take(await commit(deps, { outbox: [post('c')] }));
      clock.jumpTo(NINE + LANE_LEASE_MS);
      await run(other);
      expect(platform.keys, 'the lease ran out').toEqual(['a', 'b', 'c']);
      expect(platform.asked, 'nothing twice').toBe(3);
    });

    test('a delivery that takes longer than the lease is not made by another process as well', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      onTestFinished(() => void vi.useRealTimers());
      const { clock, deps, dispatcher, platform } = await begin();
      const [asked, release] = [Promise.withResolvers<void>(), Promise.withResolvers<undefined>()];
      platform.refuse = () => {
        asked.resolve();
        return release.promise;
      };
      dispatcher.take(await commit(deps, { outbox: [post('a')] }));
      await asked.promise;
      const renewed = vi.spyOn(deps.store, 'acquireLease');
      for (let ms = 0; ms <= LANE_LEASE_MS; ms += LANE_RENEW_MS) {
        clock.jumpTo(clock.now() + LANE_RENEW_MS);
        vi.advanceTimersByTime(LANE_RENEW_MS);
        await renewed.mock.results.at(-1)!.value;
      }
      const other = new Dispatcher({ ...deps, owner: 'another process' }, ALONE);
      other.open();
      await run(other);
      expect(platform.asked).toBe(1);
      release.resolve(undefined);
      await dispatcher.idle();
      expect(platform.keys).toEqual(['a']);
    });

    test('the older row of another process goes before the one that this process hands over', async () => {
      const { deps, dispatcher, platform } = await begin();
      dispatcher.take(await commit(deps, { outbox: [post('zero')] }));
      await dispatcher.idle();
      await commit(deps, { outbox: [post('1 by another process')] });
      dispatcher.take(await commit(deps, { outbox: [post('2')] }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['zero', '1 by another process', '2']);
    });

    test('who had to wait and lost the chat meanwhile does not say again what the other has said', async () => {
      const { clock, deps, dispatcher, platform } = await begin();
      platform.refuse = () => busyFor(LANE_LEASE_MS);
      dispatcher.take(await commit(deps, { outbox: [post('a'), post('b')] }));
      await dispatcher.idle();
      platform.refuse = () => undefined;
      clock.jumpTo(NINE + LANE_LEASE_MS);
      const other = new Dispatcher({ ...deps, owner: 'another process' }, ALONE);
      other.open();
      await run(other);
      expect(platform.keys).toEqual(['a', 'b']);
      const askedBefore = platform.asked;
      clock.jumpTo(NINE + 3 * LANE_LEASE_MS);
      await run(dispatcher);
      expect(platform.asked).toBe(askedBefore);
    });

    test('what a process delivered and could not mark is delivered again under the same key', async () => {
      const { clock, deps, platform } = await begin();
      const life = { isOver: false };
      const dying = new Dispatcher({ ...deps, store: mortal(deps.store, life) }, ALONE);
      dying.open();
      const killed = new Promise<void>((resolve) => {
        platform.refuse = ({ key }) => {
          life.isOver ||= key === 'b';
          if (life.isOver) setImmediate(resolve);
          return undefined;
        };
      });
      dying.take(await commit(deps, { outbox: [post('a'), post('b')] }));
      await killed;
      clock.jumpTo(NINE + LANE_LEASE_MS);
      const next = new Dispatcher({ ...deps, owner: 'next' }, ALONE);
      next.open();
      await run(next);
      expect(platform.keys).toEqual(['a', 'b']);
      expect(platform.asked).toBe(4);
    });
  });

  test('where this process must not speak rows stay as they are', async () => {
    const { deps, dispatcher, platform, store } = await begin({}, { maySpeak: () => false });
    dispatcher.take(await commit(deps, { outbox: [post('a')] }));
    await run(dispatcher);
    expect(platform.asked).toBe(0);
    expect(await store.pendingOutbox(OPS, 10)).toHaveLength(1);
  });

  test('a chat that takes nothing for more than a minute was mute from the first failure to the next delivery', async () => {
    const spans: MuteSpan[] = [];
    const { clock, deps, dispatcher, platform } = await begin({}, { onMute: (span) => spans.push(span) });
    let isDown = true;
    platform.refuse = () => (isDown ? unavailable() : undefined);
    dispatcher.take(await commit(deps, { outbox: [post('a')] }));
    await dispatcher.idle();
    clock.jumpTo(NINE + MINUTE + 1);
    isDown = false;
    await run(dispatcher);
    expect(spans).toMatchObject([{ chat: { id: OPS }, from: NINE, to: NINE + MINUTE + 1, reason: 'unavailable' }]);
  });
});
