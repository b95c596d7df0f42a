import { describe, expect, test } from 'vitest';
import type { NewTimer } from '../../db/changes.ts';
import { type Instant, MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, someTimer, T0 } from './fixtures.ts';

const lease = { token: 'one', until: T0 + MINUTE };

describeEngines((open) => {
  test.each([
    ['just before', -1, 0],
    ['at its instant', 0, 1],
    ['after', 1, 1],
  ])('a timer is claimed %s', async (_name, offset, count) => {
    const { store } = await freshStore(await open());
    await store.commit(meta(), { setTimers: [someTimer()] });
    expect(await store.claimTimers(T0 + offset, { ...lease, until: T0 + MINUTE }, 9)).toHaveLength(count);
  });

  test('several workers at once get different timers, and all of them', async () => {
    const { store } = await freshStore(await open());
    const setTimers = Array.from({ length: 40 }, (_, index) => someTimer({ fireAt: T0 - index }));
    await store.commit(meta(), { setTimers });
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd'].map((token) => store.claimTimers(T0, { ...lease, token }, 10)),
    );
    const keys = claims.flat().map((timer) => timer.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.toSorted()).toEqual(setTimers.map((timer) => timer.key).toSorted());
  });

  test('a timer whose worker died is taken over when the lease ends', async () => {
    const { store } = await freshStore(await open());
    await store.commit(meta(), { setTimers: [someTimer()] });
    await store.claimTimers(T0, lease, 9);
    const next = { token: 'two', until: lease.until + MINUTE };
    expect(await store.claimTimers(lease.until - 1, next, 9)).toEqual([]);
    expect(await store.claimTimers(lease.until, next, 9)).toMatchObject([{ leaseToken: 'two', attempts: 2 }]);
  });

  test('a lease that is renewed ends later, and only for whoever holds it', async () => {
    const { store } = await freshStore(await open());
    const [mine, other] = [someTimer(), someTimer({ fireAt: T0 + 1 })];
    await store.commit(meta(), { setTimers: [mine, other] });
    await store.claimTimers(T0, lease, 9);
    await store.claimTimers(T0 + 1, { ...lease, token: 'other' }, 9);
    const until = lease.until + MINUTE;
    await store.renewTimers(
      [mine, other].map(({ key }) => ({ key, leaseToken: lease.token })),
      until,
    );
    await store.renewTimers([], until + MINUTE);
    const next = { token: 'two', until: until + MINUTE };
    expect(await store.claimTimers(until - 1, next, 9)).toMatchObject([{ key: other.key }]);
    expect(await store.claimTimers(until, next, 9)).toMatchObject([{ key: mine.key }]);
  });

  test('the commit that it caused ends it; a second one finds the lease lost', async () => {
    const { store } = await freshStore(await open());
    const timer = someTimer();
    await store.commit(meta(), { setTimers: [timer] });
    await store.claimTimers(T0, lease, 9);
    const cause = { kind: 'timer', key: timer.key, leaseToken: 'one' } as const;
    await store.commit(meta(undefined, cause), {});
    await expect(store.commit(meta(undefined, cause), {})).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await store.nextDueAt()).toBeUndefined();
  });

  test('the commit that it caused may set it again', async () => {
    const { store } = await freshStore(await open());
    const timer = someTimer();
    await store.commit(meta(), { setTimers: [timer] });
    await store.claimTimers(T0, lease, 9);
    const later = { ...timer, fireAt: T0 + 2 * MINUTE };
    await store.commit(meta(undefined, { kind: 'timer', key: timer.key, leaseToken: 'one' }), { setTimers: [later] });
    expect(await store.claimTimers(later.fireAt - 1, { token: 'two', until: T0 }, 9)).toEqual([]);
    expect(await store.claimTimers(later.fireAt, { token: 'two', until: T0 }, 9)).toMatchObject([
      { ...later, attempts: 1 },
    ]);
  });

  test.each([
    ['set anew', (key: string) => ({ setTimers: [someTimer({ key, fireAt: T0 + MINUTE })] })],
    ['cleared', (key: string) => ({ clearTimers: [{ key }] })],
  ])('a claimed timer that is %s meanwhile is lost to its worker', async (_name, change) => {
    const { store } = await freshStore(await open());
    const timer = someTimer();
    await store.commit(meta(), { setTimers: [timer] });
    await store.claimTimers(T0, lease, 9);
    await store.commit(meta(), change(timer.key));
    const late = store.commit(meta(undefined, { kind: 'timer', key: timer.key, leaseToken: 'one' }), {
      setTimers: [timer],
    });
    await expect(late).rejects.toMatchObject({ code: 'lease_lost' });
  });

  test('a failed timer comes again at its time, and is a dead letter without one', async () => {
    const { store } = await freshStore(await open());
    const timer = someTimer({ subject: 'ticket-7' });
    await store.commit(meta(), { setTimers: [timer] });
    await store.claimTimers(T0, lease, 9);
    await store.failTimer(timer.key, 'somebody else', { error: 'no', now: T0 });
    await store.failTimer(timer.key, 'one', { error: 'first', retryAt: T0 + 10, now: T0 });
    expect(await store.claimTimers(T0 + 9, lease, 9)).toEqual([]);
    expect(await store.claimTimers(T0 + 10, lease, 9)).toMatchObject([{ attempts: 2 }]);
    await store.failTimer(timer.key, 'one', { error: 'boom', now: T0 + 10 });
    const about = `timer ${timer.key} for ticket-7`;
    expect(await store.deadLetters(9)).toEqual([
      { box: 'timer', id: timer.key, at: T0 + 10, attempts: 2, error: 'boom', about },
    ]);
    expect(await store.nextDueAt()).toBeUndefined();
    expect(await store.retryDeadLetter('timer', timer.key, T0 + 20)).toBe(true);
    expect(await store.claimTimers(T0 + 20, lease, 9)).toMatchObject([{ key: timer.key, attempts: 1 }]);
  });

  test('the last of several settings in one commit counts', async () => {
    const { store } = await freshStore(await open());
    const setTimers = [1, 3, 2].map((minutes) => someTimer({ key: 'wake', fireAt: T0 + minutes * MINUTE }));
    await store.commit(meta(), { setTimers });
    expect(await store.nextDueAt()).toBe(T0 + 2 * MINUTE);
  });

  describe('a timer whose place is checked first', () => {
    const set = (timer: NewTimer, replaces: NonNullable<NewTimer['replaces']>, fireAt: Instant) => ({
      setTimers: [{ ...timer, replaces, fireAt }],
    });

    test('is written where there is none, and leaves one that is there', async () => {
      const { store } = await freshStore(await open());
      const timer = someTimer();
      await store.commit(meta(), set(timer, 'none', T0 + 5));
      await store.commit(meta(), set(timer, 'none', T0 + 9));
      expect(await store.timer(timer.key)).toEqual({ fireAt: T0 + 5, isDead: false });
    });

    test('takes the place of one that was given up', async () => {
      const { store } = await freshStore(await open());
      const timer = someTimer();
      await store.commit(meta(), { setTimers: [timer] });
      await store.claimTimers(T0, lease, 9);
      await store.failTimer(timer.key, 'one', { error: 'boom', now: T0 });
      expect(await store.timer(timer.key)).toEqual({ fireAt: T0, isDead: true });
      await store.commit(meta(), set(timer, 'none', T0 + 9));
      expect(await store.timer(timer.key)).toEqual({ fireAt: T0 + 9, isDead: false });
      expect(await store.claimTimers(T0 + 9, lease, 9)).toMatchObject([{ attempts: 1, fireAt: T0 + 9 }]);
    });

    test.each([
      ['moves one that is set for the instant it was read with', T0 + 5, T0 + 9],
      ['leaves one that was moved since it was read', T0 + 4, T0 + 5],
    ])('%s', async (_name, replaces, fireAt) => {
      const { store } = await freshStore(await open());
      const timer = someTimer({ fireAt: T0 + 5 });
      await store.commit(meta(), { setTimers: [timer] });
      await store.commit(meta(), set(timer, replaces, T0 + 9));
      expect(await store.timer(timer.key)).toMatchObject({ fireAt });
      expect(await store.claimTimers(fireAt - 1, lease, 9), 'not before').toEqual([]);
      expect(await store.claimTimers(fireAt, lease, 9)).toHaveLength(1);
    });

    test('leaves one that a worker fires at this moment', async () => {
      const { store } = await freshStore(await open());
      const timer = someTimer();
      await store.commit(meta(), { setTimers: [timer] });
      await store.claimTimers(T0, lease, 9);
      await store.commit(meta(), set(timer, T0, T0 + 9));
      await store.commit(meta(undefined, { kind: 'timer', key: timer.key, leaseToken: 'one' }), {});
      expect(await store.timer(timer.key)).toBeUndefined();
    });
  });
});
