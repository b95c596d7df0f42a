// Several reminders that are due at once in a group become one message.
import { afterEach, describe, expect, test } from 'vitest';
import { GATHER_MAX_MS, TOGETHER_MAX_MS } from '../../bot/digest-rows.ts';
import { Dispatcher, type DispatcherOptions } from '../../bot/dispatcher.ts';
import { DELIVERY_PROBE_FROM } from '../../bot/lane.ts';
import { DIGEST_ENTRIES_MAX } from '../../cards/digest-card.ts';
import type { DigestEntry } from '../../cards/types.ts';
import type { Outgoing } from '../../db/changes.ts';
import { MINUTE, personId, ticketId } from '../../domain/types.ts';
import type { Capabilities, Delivery } from '../../platforms/types.ts';
import { describeEngines } from '../support/engines.ts';
import { FakePlatform, forbidden, unavailable } from './fake-platform.ts';
import { botOn, CONTRACT, commit, NINE, OPS, post, type Stand, saying, setStand } from './stand.ts';

/** A reminder about the ticket of that number. */
function reminder(number: string, more: Partial<DigestEntry> = {}): Outgoing {
  const isBreach = more.isBreach ?? false;
  const digest: DigestEntry = {
    language: 'zh',
    isBreach,
    number,
    words: `还剩 ${number}`,
    people: [personId('li')],
    notes: [],
    action: {
      action: 'acknowledge',
      label: `接单 ${number}`,
      style: 'primary',
      for: 'everyone',
      subject: { id: number, version: 1 },
    },
    ...more,
  };
  const base = post(`remind ${number}`, { priority: isBreach ? 0 : 1 });
  return { ...base, op: 'post', content: base.content, ticketId: ticketId(number), digest };
}

const cardOf = (delivery: Delivery | undefined) => delivery?.content.card;
const numbersIn = (delivery: Delivery | undefined) => cardOf(delivery)?.fields.map(({ label }) => label);

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin(capabilities: Partial<Capabilities> = {}, options: Partial<DispatcherOptions> = {}) {
    const stand = await setStand(await openDatabase(), new FakePlatform(capabilities));
    stands.push(stand);
    const alone: DispatcherOptions = {
      maySpeak: () => true,
      onMute: () => undefined,
      connectedSince: () => undefined,
      isGathering: () => false,
    };
    const dispatcher = new Dispatcher(stand.deps, { ...alone, ...options });
    dispatcher.open();
    return { ...stand, dispatcher };
  }

  async function run(dispatcher: Dispatcher): Promise<void> {
    await dispatcher.poll();
    await dispatcher.idle();
  }

  test('whom one of them telephones the message telephones, once', async () => {
    const { deps, dispatcher, platform } = await begin();
    const calling = (number: string) => ({ ...reminder(number), op: 'post' as const, calls: [personId('zhao')] });
    dispatcher.take(await commit(deps, { outbox: [reminder('1'), calling('2'), calling('3')] }));
    await dispatcher.idle();
    expect(platform.delivered).toMatchObject([{ op: 'post', calls: [{ userId: 'zhao' }] }]);
  });

  test('two become one message that rings each person once, and both are settled', async () => {
    const { deps, dispatcher, platform, store } = await begin();
    const outbox = [reminder('1'), reminder('2', { people: [personId('li'), personId('zhao')] })];
    dispatcher.take(await commit(deps, { outbox }));
    await dispatcher.idle();
    expect(platform.delivered).toHaveLength(1);
    const [digest] = platform.delivered;
    expect(numbersIn(digest)).toEqual(['1', '2']);
    const rung = digest?.content.lines
      .flat()
      .flatMap((run) => (typeof run === 'object' && 'mention' in run ? run.mention.userId : []));
    expect(rung).toEqual(['li', 'zhao']);
    expect(cardOf(digest)?.actions.map(({ action, subject }) => [action, subject?.id])).toEqual([
      ['acknowledge', '1'],
      ['acknowledge', '2'],
      ['show_due_soon', undefined],
    ]);
    expect(await store.pendingOutbox(OPS, 10)).toEqual([]);
  });

  test('one alone is posted as it always was', async () => {
    const { deps, dispatcher, platform } = await begin();
    dispatcher.take(await commit(deps, { outbox: [reminder('1')] }));
    await dispatcher.idle();
    expect(platform.delivered).toMatchObject([{ key: 'remind 1', content: { lines: [['remind 1']] } }]);
  });

  test.each([
    ['a moment short of a minute', MINUTE - 1, undefined],
    ['a minute', MINUTE, '因通信中断延迟送达：所列剩余时间以 09:00:00 为准。'],
  ])('after %s of waiting its time left is said to be as of when it was written', async (_name, waited, note) => {
    const { clock, deps, dispatcher, platform } = await begin();
    await commit(deps, { outbox: [reminder('1'), post('no reminder')] });
    clock.jumpTo(NINE + waited);
    await run(dispatcher);
    const [late, other] = platform.delivered.map(({ content }) => content.lines.flat());
    expect(late).toEqual(['remind 1', ...(note === undefined ? [] : [note])]);
    expect(other).toEqual(['no reminder']);
  });

  test('it counts tickets, however many reminders there are of one', async () => {
    const { deps, dispatcher, platform } = await begin();
    const twice = { ...reminder('1', { isBreach: true }), key: 'remind 1 again' };
    dispatcher.take(await commit(deps, { outbox: [reminder('1', { isBreach: true }), twice, reminder('2')] }));
    await dispatcher.idle();
    const [digest] = platform.delivered;
    expect(cardOf(digest)).toMatchObject({ title: '2 张工单提醒', badge: '其中 1 张已超时' });
    expect(digest?.content.lines.flat().at(-1)).toContain('有 2 张工单提醒');
    expect(cardOf(digest)?.actions.at(-1)).toMatchObject({
      action: 'show_overdue',
      label: '超时工单',
      command: '超时',
    });
  });

  test('what is over its time comes first, and colours the card', async () => {
    const { deps, dispatcher, platform } = await begin();
    const outbox = [reminder('near'), reminder('over', { isBreach: true })];
    dispatcher.take(await commit(deps, { outbox }));
    await dispatcher.idle();
    expect(numbersIn(platform.delivered[0])).toEqual(['over', 'near']);
    expect(cardOf(platform.delivered[0])?.tone).toBe('danger');
  });

  test.each([
    ['twenty-five are one message, of which six have a button', 25, [25]],
    ['as many as a message takes are one', DIGEST_ENTRIES_MAX, [DIGEST_ENTRIES_MAX]],
    ['two more are a second one', DIGEST_ENTRIES_MAX + 2, [DIGEST_ENTRIES_MAX, 2]],
  ])('%s', async (_name, count, sizes) => {
    const { deps, dispatcher, platform } = await begin();
    const outbox = Array.from({ length: count }, (_, place) => reminder(`${place}`));
    dispatcher.take(await commit(deps, { outbox }));
    await dispatcher.idle();
    expect(platform.delivered.map((delivery) => numbersIn(delivery)?.length)).toEqual(sizes);
    expect(cardOf(platform.delivered[0])?.actions).toHaveLength(7);
  });

  test('other messages between them keep their order, and a ticket is not reminded of before its card is there', async () => {
    const { deps, dispatcher, platform } = await begin();
    const opening: Outgoing = { ...post('card of 2'), op: 'post', content: { lines: [] }, ticketId: ticketId('2') };
    const outbox = [reminder('1'), opening, reminder('2'), reminder('3')];
    dispatcher.take(await commit(deps, { outbox }));
    await dispatcher.idle();
    expect(platform.delivered.map((delivery) => numbersIn(delivery) ?? delivery.key)).toEqual([
      ['1', '3'],
      'card of 2',
      'remind 2',
    ]);
  });

  test('a second attempt of the same ones has the same key', async () => {
    const { clock, deps, dispatcher, platform } = await begin();
    const keys: string[] = [];
    platform.refuse = ({ key }) => (keys.push(key) === 1 ? unavailable() : undefined);
    dispatcher.take(await commit(deps, { outbox: [reminder('1'), reminder('2')] }));
    await dispatcher.idle();
    clock.jumpTo(dispatcher.nextWakeAt()!);
    await run(dispatcher);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  test.each([
    ['one', ['1']],
    ['several', ['1', '2']],
  ])('%s whose fate is unknown are tried again under their key, though another has come', async (_name, numbers) => {
    const { clock, deps, dispatcher, platform } = await begin();
    const keys: string[] = [];
    platform.refuse = ({ key }) => (keys.push(key) === 1 ? unavailable() : undefined);
    dispatcher.take(await commit(deps, { outbox: numbers.map((number) => reminder(number)) }));
    await dispatcher.idle();
    dispatcher.take(await commit(deps, { outbox: [reminder('late', { isBreach: true })] }));
    clock.jumpTo(dispatcher.nextWakeAt()!);
    await run(dispatcher);
    expect(keys[1]).toBe(keys[0]);
    expect(keys.at(-1)).toBe('remind late');
  });

  test('after a kill between the answer and its record they leave under the same key, though another has come', async () => {
    const { clock, deps, platform, store } = await begin();
    const keys: string[] = [];
    platform.refuse = ({ key }) => void keys.push(key);
    const unrecorded = { ...deps, store: { ...store, settleOutbox: () => new Promise<void>(() => undefined) } };
    const parts: DispatcherOptions = {
      maySpeak: () => true,
      onMute: () => undefined,
      connectedSince: () => undefined,
      isGathering: () => false,
    };
    const killed = new Dispatcher(unrecorded, parts);
    killed.open();
    killed.take(await commit(deps, { outbox: [reminder('1'), reminder('2')] }));
    while (keys.length === 0) await new Promise((resolve) => setImmediate(resolve));
    clock.jumpTo(NINE + TOGETHER_MAX_MS + 1);
    await commit(deps, { outbox: [reminder('late', { isBreach: true })] });
    const next = new Dispatcher(deps, parts);
    next.open();
    await run(next);
    expect(keys).toEqual([keys[0], keys[0], 'remind late']);
    expect(platform.delivered.map((delivery) => numbersIn(delivery)?.length ?? 1)).toEqual([2, 1]);
  });

  test.each([
    ['as long after the first as reminders of an outage are one message', TOGETHER_MAX_MS, 1],
    ['later than that', TOGETHER_MAX_MS + 1, 2],
  ])('one that was written %s', async (_name, afterMs, count) => {
    const { clock, deps, dispatcher, platform } = await begin();
    await commit(deps, { outbox: [reminder('1')] });
    clock.jumpTo(NINE + afterMs);
    await commit(deps, { outbox: [reminder('2')] });
    await run(dispatcher);
    expect(platform.delivered).toHaveLength(count);
  });

  test('where the platform refuses them as one message, each leaves by itself', async () => {
    const { deps, dispatcher, platform, store } = await begin();
    platform.refuse = ({ key }) => (key.startsWith('digest:') ? forbidden() : undefined);
    dispatcher.take(await commit(deps, { outbox: [reminder('1'), reminder('2')] }));
    await dispatcher.idle();
    expect(platform.keys).toEqual(['remind 1', 'remind 2']);
    expect(await store.deadLetters(9)).toEqual([]);
  });

  test('one that fails again and again does not take the others with it', async () => {
    const { clock, deps, dispatcher, platform } = await begin();
    platform.refuse = ({ content, key }) =>
      key === 'remind bad' || content.card?.fields.some(({ label }) => label === 'bad') ? unavailable() : undefined;
    const outbox = ['bad', 'b', 'c'].map((number) => reminder(number));
    dispatcher.take(await commit(deps, { outbox }));
    await dispatcher.idle();
    for (let failures = 1; failures < DELIVERY_PROBE_FROM; failures += 1) {
      clock.jumpTo(dispatcher.nextWakeAt()!);
      await run(dispatcher);
    }
    expect(platform.delivered.map(numbersIn)).toEqual([['b', 'c']]);
  });

  describe('while timers are in hand', () => {
    test('a reminder waits for the others of its instant', async () => {
      let inHand = true;
      const { deps, dispatcher, platform } = await begin({}, { isGathering: () => inHand });
      dispatcher.take(await commit(deps, { outbox: [reminder('1')] }));
      await dispatcher.idle();
      expect(platform.delivered).toEqual([]);
      dispatcher.take(await commit(deps, { outbox: [reminder('2')] }));
      inHand = false;
      dispatcher.gathered();
      await dispatcher.idle();
      expect(platform.delivered.map(numbersIn)).toEqual([['1', '2']]);
    });

    test.each([
      ['just before, it still waits', -1, 0],
      ['then it leaves', 0, 1],
    ])('no longer than its limit: %s', async (_name, offset, count) => {
      const { clock, deps, dispatcher, platform } = await begin({}, { isGathering: () => true });
      dispatcher.take(await commit(deps, { outbox: [reminder('1')] }));
      await dispatcher.idle();
      expect(dispatcher.nextWakeAt()).toBe(NINE + GATHER_MAX_MS);
      clock.jumpTo(NINE + GATHER_MAX_MS + offset);
      await run(dispatcher);
      expect(platform.delivered).toHaveLength(count);
    });

    test('what is no reminder does not wait', async () => {
      const { deps, dispatcher, platform } = await begin({}, { isGathering: () => true });
      dispatcher.take(await commit(deps, { outbox: [post('an answer')] }));
      await dispatcher.idle();
      expect(platform.keys).toEqual(['an answer']);
    });
  });

  describe('with a short budget', () => {
    test('a breach does not wait for the minute that chatter has used up', async () => {
      const { clock, deps, dispatcher, platform } = await begin({ perMinute: 5 });
      const chatter = Array.from({ length: 9 }, (_, place) => post(`chat ${place}`, { priority: 1 }));
      dispatcher.take(await commit(deps, { outbox: chatter }));
      await dispatcher.idle();
      expect(platform.keys).toHaveLength(4);
      clock.jumpTo(NINE + 1);
      dispatcher.take(await commit(deps, { outbox: [reminder('over', { isBreach: true })] }));
      await dispatcher.idle();
      expect(platform.keys.at(-1)).toBe('remind over');
      clock.jumpTo(NINE + MINUTE - 1);
      await run(dispatcher);
      expect(platform.keys, 'chatter waits for its own minute').toHaveLength(5);
    });

    test('a digest with a breach in it is urgent, also where the breach came last', async () => {
      const { deps, dispatcher, platform } = await begin();
      dispatcher.take(await commit(deps, { outbox: [reminder('1'), reminder('over', { isBreach: true })] }));
      await dispatcher.idle();
      dispatcher.take(await commit(deps, { outbox: [reminder('2'), reminder('3')] }));
      await dispatcher.idle();
      expect(platform.delivered.map(({ isUrgent }) => isUrgent)).toEqual([true, undefined]);
    });

    test('several reminders need one place', async () => {
      const { deps, dispatcher, platform } = await begin({ perMinute: 2 });
      const outbox = [
        post('chat', { priority: 2 }),
        reminder('1'),
        reminder('2'),
        reminder('over', { isBreach: true }),
      ];
      dispatcher.take(await commit(deps, { outbox }));
      await dispatcher.idle();
      expect(platform.delivered.map((delivery) => numbersIn(delivery) ?? delivery.key)).toEqual([
        ['over', '1', '2'],
        'chat',
      ]);
    });
  });

  test('with the whole program: two tickets that are due at the same instant are one message', async () => {
    const stand = await begin();
    const bot = botOn(stand);
    await bot.start();
    const { receiver } = stand.platform;
    await receiver!.receive(saying('信用广州网站打不开了，大厅没法办业务'));
    await receiver!.receive(saying('双公示系统登录不上，业务办不了', { from: 'chen' }));
    await bot.settle();
    expect(await stand.store.openTickets(CONTRACT, { limit: 9 })).toHaveLength(2);
    const before = stand.platform.delivered.length;
    stand.clock.jumpTo((await bot.nextDueAt())!);
    await bot.settle();
    const later = stand.platform.delivered.slice(before);
    expect(later.map((delivery) => numbersIn(delivery))).toEqual([['GZ-260303-01', 'GZ-260303-02']]);
    await bot.stop();
  });
});
