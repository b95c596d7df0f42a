import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createTimers, TIMER_LEASE_MS, type Timers } from '../../bot/timers.ts';
import type { NewTimer } from '../../db/changes.ts';
import { contractId, MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, commit, NINE, OPS, type Stand, saying, setStand } from './stand.ts';

const timer = (subject: string): NewTimer => ({
  key: `wake:${subject}`,
  kind: 'wake_ticket',
  subject,
  fireAt: NINE + MINUTE,
});

/** Fires what is due. @returns how many */
async function fired(timers: Timers): Promise<number> {
  timers.open();
  const taken = await timers.takeUp();
  await timers.idle();
  return taken;
}

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin() {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    return stand;
  }

  test('a timer fires at its instant, not before, and once', async () => {
    const { clock, deps } = await begin();
    const timers = createTimers(deps, () => undefined);
    await commit(deps, { setTimers: [timer('no such ticket')] });
    clock.jumpTo(NINE + MINUTE - 1);
    expect(await fired(timers)).toBe(0);
    clock.jumpTo(NINE + MINUTE);
    expect(await fired(timers)).toBe(1);
    clock.jumpTo(NINE + 60 * MINUTE);
    expect(await fired(timers)).toBe(0);
  });

  test('a line of its log names its subject once', async () => {
    const { clock, deps } = await begin();
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
    await commit(deps, {
      setTimers: [timer('no such ticket'), { ...timer('no such draft'), key: 'remind:x', kind: 'remind_draft' }],
    });
    clock.jumpTo(NINE + MINUTE);
    await fired(createTimers({ ...deps, log }, () => undefined));
    expect(lines.map((line) => line.match(/"(ticketId|draftId)"/g)?.length)).toContain(1);
    expect(lines.filter((line) => (line.match(/"(ticketId|draftId)"/g)?.length ?? 0) > 1)).toEqual([]);
  });

  test('of two processes one fires it', async () => {
    const { clock, deps } = await begin();
    await commit(deps, { setTimers: [timer('a'), timer('b')] });
    clock.jumpTo(NINE + MINUTE);
    const one = createTimers(deps, () => undefined);
    const other = createTimers({ ...deps, owner: 'other' }, () => undefined);
    const counts = await Promise.all([fired(one), fired(other)]);
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
  });

  test('a timer that a crashed process held is fired by another when the lease has run out', async () => {
    const { clock, deps, store } = await begin();
    await commit(deps, { setTimers: [timer('a')] });
    clock.jumpTo(NINE + MINUTE);
    await store.claimTimers(clock.now(), { token: 'crashed', until: clock.now() + TIMER_LEASE_MS }, 10);
    const timers = createTimers(deps, () => undefined);
    expect(await fired(timers)).toBe(0);
    clock.jumpTo(clock.now() + TIMER_LEASE_MS);
    expect(await fired(timers)).toBe(1);
    expect(await store.nextDueAt()).toBeUndefined();
  });

  test('a timer that takes longer than a lease stays with whoever fires it, and is not fired again by himself', async () => {
    const { clock, deps, store } = await begin();
    await commit(deps, { setTimers: [timer('a')] });
    clock.jumpTo(NINE + MINUTE);
    const drawn = Promise.withResolvers<void>();
    const slow: typeof store = {
      ...store,
      async ticket(id) {
        await drawn.promise;
        return store.ticket(id);
      },
    };
    let written = 0;
    const onWritten = () => {
      written += 1;
    };
    const timers = createTimers({ ...deps, store: slow }, onWritten);
    const other = createTimers({ ...deps, owner: 'other' }, onWritten);
    timers.open();
    expect(await timers.takeUp()).toBe(1);
    for (let waited = 0; waited < 2 * TIMER_LEASE_MS; waited += SECOND) {
      clock.jumpTo(clock.now() + SECOND);
      expect([await timers.takeUp(), await other.takeUp()]).toEqual([0, 0]);
    }
    drawn.resolve();
    await timers.idle();
    expect(written).toBe(1);
    expect(await store.nextDueAt()).toBeUndefined();
  });

  test('a timer that fails is tried again, and others fire', async () => {
    const { clock, deps, store } = await begin();
    const orphaned = { ...deps, contracts: new Map() };
    await commit(deps, { setTimers: [timer('a')] });
    clock.jumpTo(NINE + MINUTE);
    await fired(createTimers(orphaned, () => undefined));
    expect(await store.deadLetters(1)).toEqual([]);
    const retryAt = await store.nextDueAt();
    expect(retryAt).toBeGreaterThan(clock.now());
    expect(retryAt).toBeLessThanOrEqual(clock.now() + SECOND);
    clock.jumpTo(retryAt!);
    expect(await fired(createTimers(deps, () => undefined))).toBe(1);
    expect(await store.nextDueAt()).toBeUndefined();
  });

  test('a timer that hangs does not hold up the next one', async () => {
    const { clock, deps, store } = await begin();
    const begun: string[] = [];
    const hanging = {
      ...deps,
      store: {
        ...store,
        ticket: (id: string) => {
          begun.push(id);
          return id === 'hangs' ? new Promise<undefined>(() => undefined) : Promise.resolve(undefined);
        },
      },
    };
    await commit(deps, { setTimers: [timer('hangs')] });
    clock.jumpTo(NINE + MINUTE);
    const timers = createTimers(hanging, () => undefined);
    timers.open();
    expect(await timers.takeUp()).toBe(1);
    const fine = { ...timer('fine'), fireAt: NINE + MINUTE + 1 };
    await commit(deps, { setTimers: [fine] });
    clock.jumpTo(NINE + MINUTE + 1);
    expect(await timers.takeUp()).toBe(1);
    await expect.poll(() => timers.size).toBe(1);
    expect(begun).toEqual(['hangs', 'fine']);
  });

  describe('with the whole program', () => {
    test('a reminder is posted at its instant', async () => {
      const stand = await begin();
      const { clock, platform, store } = stand;
      const bot = botOn(stand);
      await bot.start();
      await platform.receiver!.receive(saying('信用广州网站打不开了，大厅没法办业务'));
      await bot.settle();
      expect(platform.delivered).toHaveLength(1);

      const due = await bot.nextDueAt();
      expect(due).toBeGreaterThan(NINE);
      clock.jumpTo(due! - 1);
      await bot.settle();
      expect(platform.delivered).toHaveLength(1);
      clock.jumpTo(due!);
      await bot.settle();
      expect(platform.delivered).toHaveLength(2);
      expect(platform.delivered[1]?.key).toMatch(/^remind:/);
      expect(await store.pendingOutbox(OPS, 10)).toEqual([]);
      await bot.stop();
    });
  });

  test('the ticket of a contract whose pack is gone keeps its timer', async () => {
    const { clock, deps, store } = await begin();
    await store.commit(
      { contractId: contractId('gone'), now: NINE, cause: { kind: 'none' } },
      { setTimers: [timer('a')] },
    );
    clock.jumpTo(NINE + MINUTE);
    expect(await fired(createTimers(deps, () => undefined))).toBe(1);
    expect(await store.nextDueAt()).toBeGreaterThan(clock.now());
  });
});
