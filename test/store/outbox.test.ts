import { expect, test } from 'vitest';
import { chatId, MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, someChat, someDraft, somePost, someTicket, someTimer, someUpdate, T0 } from './fixtures.ts';

describeEngines((open) => {
  test('rows are read in the order of their commits or by priority, and other chats do not mix in', async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const post = (key: string, priority: 0 | 1 | 2) => somePost({ key, chatId: chat, priority });
    await store.commit(meta(), { outbox: [post('a', 1), post('b', 2), post('c', 1)] });
    await store.commit(meta(), { outbox: [post('d', 0), somePost(), post('e', 1)] });
    const keys = async (limit: number, first: 'oldest' | 'most_urgent') =>
      (await store.pendingOutbox(chat, limit, first)).map((row) => row.outgoing.key);
    expect(await keys(9, 'oldest')).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await keys(2, 'oldest')).toEqual(['a', 'b']);
    expect(await keys(9, 'most_urgent')).toEqual(['d', 'a', 'c', 'e', 'b']);
    expect(await keys(2, 'most_urgent')).toEqual(['d', 'a']);
  });

  test('a key that is longer than its column is known by its hash: written whole, and only once', async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const long = `answer:test:${'界'.repeat(85)}`;
    const keys = [long, `${long}2`];
    await store.commit(meta(), { outbox: keys.map((key) => somePost({ key, chatId: chat })) });
    await store.commit(meta(), { outbox: [somePost({ key: long, chatId: chat })] });
    await store.commit(meta(), { outbox: keys.map((key) => somePost({ key, chatId: chat })) });
    expect((await store.pendingOutbox(chat, 9)).map((row) => row.outgoing.key)).toEqual(keys);
  });

  test('after a failure the chat waits, later messages included, and then goes on in order', async () => {
    const { store, time } = await freshStore(await open());
    const [chat, other] = [someChat(), someChat()];
    const rows = await store.commit(meta(), { outbox: ['a', 'b'].map((key) => somePost({ key, chatId: chat })) });
    await store.commit(meta(), { outbox: [somePost({ chatId: other })] });
    const retryAt = T0 + MINUTE;
    await store.failOutbox(rows[0]?.seq ?? 0, { error: '429', retryAt, now: T0, attempts: 1 });
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

  test('of the chats with rows those that wait longest come first, and only those of the platforms that are asked for', async () => {
    const { store } = await freshStore(await open());
    const chats = ['wecom', 'sandbox', 'wecom'].map((platform) => {
      const externalId = someChat();
      return { id: chatId(platform, externalId), platform, externalId, kind: 'group', title: '' } as const;
    });
    for (const [place, chat] of chats.entries()) {
      await store.saveChat(chat);
      await store.commit({ ...meta(), now: T0 - place }, { outbox: [somePost({ chatId: chat.id })] });
    }
    const [young, other, old] = chats.map((chat) => chat.id);
    expect(await store.chatsWithPending(T0, 9)).toEqual([old, other, young]);
    expect(await store.chatsWithPending(T0, 9, ['wecom'])).toEqual([old, young]);
    expect(await store.chatsWithPending(T0, 1, ['wecom'])).toEqual([old]);
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

    expect(await store.sweep({ olderThan: T0 }, 9)).toBe(0);
    expect(await store.sweep({ olderThan: T0 + 1 }, 9)).toBe(3);
    expect(await store.counts(T0)).toMatchObject({ inboxPending: 1, outboxPending: 1, dead: 1 });
    expect(await store.draft('kept')).toBeDefined();
    expect(await store.sweep({ olderThan: T0 + 2 }, 1)).toBe(2);
  });

  test('which message shows a card is forgotten when its row was swept and its ticket is done', async () => {
    const { store } = await freshStore(await open());
    const chat = someChat();
    const [open1, closed] = [someTicket(), someTicket({ status: 'closed' })];
    for (const next of [open1, closed]) await store.commit(meta(), { ticket: { next } });
    const show = async (cardKey: string, key: string) => {
      const [row] = await store.commit(meta(), { outbox: [somePost({ key, chatId: chat })] });
      await store.settleOutbox([{ seq: row!.seq, outcome: 'sent', handle: key, cardKey, chatId: chat }], T0);
    };
    await show(`ticket:${open1.id}`, 'of an open ticket');
    await show(`ticket:${closed.id}`, 'of a closed one');
    await show(`notice:${closed.id}:3`, 'a notice of it');
    await show('draft:7', 'a question');
    const keys = () =>
      Promise.all(
        ['of an open ticket', 'of a closed one', 'a notice of it', 'a question'].map((handle) =>
          store.cardKeyOf(chat, handle),
        ),
      );
    expect(await store.sweep({ olderThan: T0 }, 9)).toBe(0);
    expect(await keys(), 'their messages are young').not.toContain(undefined);
    // The messages first, what they show at the next sweep; the first page of handles is all of an open ticket.
    expect(await store.sweep({ olderThan: T0 + 1 }, 9)).toBe(4);
    expect(await store.sweep({ olderThan: T0 + 1 }, 1)).toBe(1);
    expect(await store.sweep({ olderThan: T0 + 1 }, 9)).toBe(2);
    expect(await keys()).toEqual([`ticket:${open1.id}`, undefined, undefined, undefined]);
  });
});
