import { expect, test } from 'vitest';
import { chatId, MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, LEASE, someUpdate, T0 } from './fixtures.ts';

const other = { owner: 'worker-b', until: T0 + 10 * MINUTE };

describeEngines((open) => {
  test('a second delivery is a duplicate, at once as well as later', async () => {
    const { store } = await freshStore(await open());
    const update = someUpdate();
    const results = await Promise.all([1, 2, 3].map(() => store.putUpdate(update, LEASE)));
    expect(results.map((result) => result.outcome).toSorted()).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(await store.putUpdate({ ...update, platform: 'other' }, LEASE)).toMatchObject({ outcome: 'accepted' });
  });

  test.each([
    ['just before its lease ends', -1, 0],
    ['when its lease ends', 0, 1],
    ['after', 1, 1],
  ])('an update that nobody handled is claimed: %s', async (_name, offset, count) => {
    const { store } = await freshStore(await open());
    await store.putUpdate(someUpdate(), LEASE);
    expect(await store.claimUpdates(LEASE.until + offset, other, 9)).toHaveLength(count);
  });

  test('are claimed oldest first, up to the limit, and by one worker only', async () => {
    const { store } = await freshStore(await open());
    const updates = Array.from({ length: 30 }, () => someUpdate());
    for (const update of updates) await store.putUpdate(update, { ...LEASE, until: T0 });
    const claims = await Promise.all(
      ['b', 'c', 'd'].map((owner) => store.claimUpdates(T0, { owner, until: T0 + MINUTE }, 10)),
    );
    const claimed = claims.flat().map((row) => row.update.updateId);
    expect(claimed.toSorted()).toEqual(updates.map((update) => update.updateId).toSorted());
    for (const claim of claims) {
      const numbers = claim.map((row) => row.seq);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    expect(await store.claimUpdates(T0, other, 9)).toEqual([]);
  });

  test('count how often their handling began, not how often they were handed out', async () => {
    const { store } = await freshStore(await open());
    await store.putUpdate(someUpdate(), { ...LEASE, until: T0 });
    const claim = (time: number) => store.claimUpdates(T0 + time, { owner: 'b', until: T0 + time + 1 }, 9);
    const [first] = await claim(0);
    expect(await claim(1)).toMatchObject([{ attempts: 1 }]);
    expect(await store.beginUpdate(first!.seq, 'b')).toBe(2);
    expect(await store.beginUpdate(first!.seq, 'b')).toBe(3);
    expect(await store.beginUpdate(first!.seq, 'somebody else')).toBeUndefined();
    expect(await claim(2)).toMatchObject([{ attempts: 3 }]);
  });

  test('an older update of the chat waits, unless it has failed, is done, is of another chat or in one’s own hands', async () => {
    const { store } = await freshStore(await open());
    const put = async (owner: string, externalId = 'ops') => {
      const update = someUpdate({ chat: { externalId, kind: 'group' } });
      const stored = await store.putUpdate(update, { owner, until: T0 + MINUTE });
      return stored.outcome === 'accepted' ? stored.seq : 0;
    };
    const chat = chatId('sandbox', 'ops');
    const waits = (seq: number) => store.hasOlderUpdate(seq, chat, 'b');
    await put('a', 'hall');
    const own = await put('b');
    expect(await waits(await put('b'))).toBe(false);
    const first = await put('a');
    const last = await put('b');
    expect(await waits(first)).toBe(false);
    expect(await waits(last)).toBe(true);
    await store.failUpdate(first, 'a', { error: 'x', retryAt: T0 + MINUTE, now: T0 });
    expect(await waits(last)).toBe(false);
    await store.deferUpdate(own, 'b', T0 + 1);
    expect(await waits(last), 'put back by oneself').toBe(true);
    await store.claimUpdates(T0 + 1, { owner: 'a', until: T0 + MINUTE }, 9);
    await store.settleUpdate(own, 'a', T0);
    expect(await waits(last)).toBe(false);
  });

  test('a settled update is not claimed again, whatever another worker says of it', async () => {
    const { store } = await freshStore(await open());
    const put = await store.putUpdate(someUpdate(), LEASE);
    const seq = put.outcome === 'accepted' ? put.seq : 0;
    await store.settleUpdate(seq, 'worker-b', T0);
    expect((await store.counts(T0)).inboxPending).toBe(1);
    await store.settleUpdate(seq, LEASE.owner, T0);
    expect(await store.failUpdate(seq, LEASE.owner, { error: 'late', retryAt: T0, now: T0 })).toBe(false);
    expect((await store.counts(T0)).inboxPending).toBe(0);
    expect(await store.claimUpdates(LEASE.until, other, 9)).toEqual([]);
  });

  test('a failed update comes again at its time, and is a dead letter without one', async () => {
    const { store } = await freshStore(await open());
    const put = await store.putUpdate(someUpdate({ updateId: 'poison' }), LEASE);
    const seq = put.outcome === 'accepted' ? put.seq : 0;
    const retryAt = T0 + 5 * SECOND;
    await store.failUpdate(seq, LEASE.owner, { error: 'first', retryAt, now: T0 });
    expect(await store.claimUpdates(retryAt - 1, other, 9)).toEqual([]);
    expect(await store.claimUpdates(retryAt, other, 9)).toMatchObject([{ seq, attempts: 1, failures: 1 }]);
    await store.beginUpdate(seq, other.owner);
    await store.failUpdate(seq, other.owner, { error: 'boom', now: retryAt });
    expect(await store.claimUpdates(T0 + 60 * MINUTE, other, 9)).toEqual([]);
    expect(await store.deadLetters(9)).toEqual([
      { box: 'inbox', id: String(seq), at: retryAt, attempts: 2, error: 'boom', about: 'sandbox update poison' },
    ]);
    expect((await store.counts(T0)).dead).toBe(1);
    expect(await store.retryDeadLetter('inbox', String(seq), retryAt)).toBe(true);
    expect(await store.retryDeadLetter('inbox', String(seq), retryAt)).toBe(false);
    expect(await store.claimUpdates(retryAt, other, 9)).toMatchObject([{ seq, attempts: 0, failures: 0 }]);
  });
});
