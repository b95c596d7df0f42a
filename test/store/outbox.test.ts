import { expect, test } from 'vitest';
import { MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, someChat, someDraft, somePost, someTimer, someUpdate, T0 } from './fixtures.ts';

describeEngines((open) => {
  test('rows leave by priority, then in the order of their commits, and other chats do not mix in', async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const post = (key: string, priority: 0 | 1 | 2) => somePost({ key, chatId: chat, priority });
    await store.commit(meta(), { outbox: [post('a', 1), post('b', 2), post('c', 1)] });
    await store.commit(meta(), { outbox: [post('d', 0), somePost(), post('e', 1)] });
    const keys = async (limit: number) => (await store.pendingOutbox(chat, limit)).map((row) => row.outgoing.key);
    expect(await keys(9)).toEqual(['d', 'a', 'c', 'e', 'b']);
    expect(await keys(2)).toEqual(['d', 'a']);
  });

  test('after a failure the chat waits, later messages included, and then goes on in order', async () => {
    const { store, time } = await freshStore(await open());
    const [chat, other] = [someChat(), someChat()];
    const rows = await store.commit(meta(), { outbox: ['a', 'b'].map((key) => somePost({ key, chatId: chat })) });
    await store.commit(meta(), { outbox: [somePost({ chatId: other })] });
    const retryAt = T0 + MINUTE;
    await store.failOutbox(rows[0]?.seq ?? 0, { error: '429', retryAt, now: T0 });
    await store.commit(meta(), { outbox: [somePost({ key: 'c', chatId: chat })] });

    expect(await store.chatsWithPending(T0, 9)).toEqual([other]);
    expect(await store.chatsWithPending(retryAt - 1, 9)).toEqual([other]);
    expect((await store.chatsWithPending(retryAt, 9)).toSorted()).toEqual([chat, other].toSorted());
    const pending = await store.pendingOutbox(chat, 9);
    expect(pending.map((row) => [row.outgoing.key, row.attempts, row.dueAt])).toEqual([
      ['a', 1, retryAt],
      ['b', 0, retryAt],
      ['c', 0, T0],
    ]);
    const [first] = await store.pendingOutbox(other, 9);
    await store.settleOutbox([{ seq: first?.seq ?? 0, outcome: 'sent', chatId: other }], T0);
    time.now = T0 + 1;
    expect(await store.nextDueAt()).toBe(retryAt);
  });

  test('settled rows are gone, and a settled row stays as it was settled first', async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const rows = await store.commit(meta(), {
      outbox: ['a', 'b', 'c', 'd'].map((key) => somePost({ key, chatId: chat })),
    });
    const [a = 0, b = 0, c = 0] = rows.map((row) => row.seq);
    await store.settleOutbox(
      [
        { seq: a, outcome: 'sent', chatId: chat },
        { seq: b, outcome: 'dropped', error: 'too late' },
        { seq: c, outcome: 'dead', error: 'refused' },
      ],
      T0,
    );
    await store.settleOutbox([{ seq: a, outcome: 'dead', error: 'again' }], T0);
    expect((await store.pendingOutbox(chat, 9)).map((row) => row.outgoing.key)).toEqual(['d']);
    expect(await store.deadLetters(9)).toEqual([
      { box: 'outbox', id: String(c), at: T0, attempts: 0, error: 'refused', about: `message c to ${chat}` },
    ]);
    expect(await store.retryDeadLetter('outbox', String(c), T0 + 5)).toBe(true);
    expect((await store.pendingOutbox(chat, 9)).map((row) => row.outgoing.key)).toEqual(['c', 'd']);
    expect(await store.retryDeadLetter('outbox', String(b), T0)).toBe(false);
    expect(await store.retryDeadLetter('outbox', 'no number', T0)).toBe(false);
  });

  test("a living card's handle is the newest one; older messages still name the card", async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const rows = await store.commit(meta(), { outbox: ['a', 'b', 'c'].map((key) => somePost({ key, chatId: chat })) });
    const sent = rows.map((row) => ({ seq: row.seq, outcome: 'sent' as const, chatId: chat, cardKey: 'ticket:7' }));
    await store.settleOutbox([{ ...sent[0]!, handle: 'first' }], T0);
    await store.settleOutbox(
      [
        { ...sent[2]!, handle: 'third' },
        { ...sent[1]!, handle: 'third' },
      ],
      T0,
    );
    expect(await store.cardHandle(chat, 'ticket:7')).toBe('third');
    expect(await store.cardKeyOf(chat, 'first')).toBe('ticket:7');
    expect(await store.cardKeyOf(someChat(), 'first')).toBeUndefined();
    expect(await store.cardHandle(chat, 'ticket:8')).toBeUndefined();
  });

  test('nextDueAt is the earliest of timers, updates to take over and messages', async () => {
    const { store } = await freshStore(await open());
    expect(await store.nextDueAt()).toBeUndefined();
    await store.commit(meta(), { setTimers: [someTimer({ fireAt: T0 + 9 * MINUTE })] });
    expect(await store.nextDueAt()).toBe(T0 + 9 * MINUTE);
    await store.putUpdate(someUpdate(), { owner: 'a', until: T0 + 5 * MINUTE });
    expect(await store.nextDueAt()).toBe(T0 + 5 * MINUTE);
    await store.commit(meta(), { outbox: [somePost()] });
    expect(await store.nextDueAt()).toBe(T0);
  });

  test('sweeping deletes what is done and old, not what is pending, dead or young', async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const rows = await store.commit(meta(), {
      outbox: ['old', 'dead', 'young', 'pending'].map((key) => somePost({ key, chatId: chat })),
    });
    const [old = 0, dead = 0, young = 0] = rows.map((row) => row.seq);
    await store.settleOutbox(
      [
        { seq: old, outcome: 'sent', chatId: chat },
        { seq: dead, outcome: 'dead', error: 'x' },
      ],
      T0,
    );
    await store.settleOutbox([{ seq: young, outcome: 'sent', chatId: chat }], T0 + 1);
    const handled = await store.putUpdate(someUpdate(), { owner: 'a', until: T0 });
    await store.settleUpdate(handled.outcome === 'accepted' ? handled.seq : 0, 'a', T0);
    await store.putUpdate(someUpdate(), { owner: 'a', until: T0 });
    await store.commit(meta(), { newDraft: someDraft() });
    await store.commit(meta(), { newDraft: someDraft({ id: 'kept', receivedAt: T0 + 1 }) });

    expect(await store.sweep(T0, 9)).toBe(0);
    expect(await store.sweep(T0 + 1, 9)).toBe(3);
    expect(await store.counts(T0)).toMatchObject({ inboxPending: 1, outboxPending: 1, dead: 1 });
    expect(await store.draft('kept')).toBeDefined();
    expect(await store.sweep(T0 + 2, 1)).toBe(2);
  });
});
