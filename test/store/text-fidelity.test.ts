import { expect, test } from 'vitest';
import { describeEngines } from '../support/engines.ts';
import {
  freshStore,
  LEASE,
  meta,
  openTicket,
  someChat,
  someContract,
  someEntry,
  somePost,
  someUpdate,
  T0,
  unique,
} from './fixtures.ts';

describeEngines((open) => {
  test.each([
    ['emoji and rare characters', '🚒👩🏽‍🚒 𠮷野家'],
    ['trailing spaces', 'a  '],
    ['right-to-left and zero-width marks', '\u202Eabc\u200B'],
    ['a null character', 'a\u0000b'],
    ['quotes and backslashes', `'; DROP TABLE tickets; -- \\' "`],
    ['a lone surrogate', 'a\uD83D'],
    ['20,000 characters', '故'.repeat(20_000)],
  ])('a message of %s comes back as it was', async (_name, text) => {
    const { store } = await freshStore(await open());
    const update = someUpdate({ text, from: { userId: 'wang', name: text.slice(0, 40) } });
    await store.putUpdate(update, { ...LEASE, until: T0 });
    expect(await store.claimUpdates(T0, LEASE, 1)).toMatchObject([{ update }]);
    const contract = someContract();
    const [row] = await store.commit(meta(contract), {
      outbox: [somePost({}, text)],
      entries: [someEntry({ reason: text })],
    });
    expect(row && (await store.pendingOutbox(row.outgoing.chatId, 9))).toEqual([row]);
    const [entry] = await store.unsealedEntries(contract, 1);
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ reason: text });
  });

  test('a text of people comes back as it was', async () => {
    const { store } = await freshStore(await open());
    const bodies = ['🚒 急', ' 前后空格 ', '故'.repeat(20_000)];
    const texts = bodies.map((body) => ({ ref: { id: unique('text'), hash: 'h' }, salt: 's', body }));
    await store.commit(meta(), { texts });
    expect([...(await store.texts(texts.map((text) => text.ref.id))).values()].toSorted()).toEqual(bodies.toSorted());
  });

  // A collation that folds case or pads with spaces would lose the second message as a duplicate of the first.
  test.each([['Case'], ['case'], ['case '], ['cäse'], ['case\u200B']])('the id %j is an id of its own', async (id) => {
    const { store } = await freshStore(await open());
    const others = ['Case', 'case', 'case ', 'cäse', 'case\u200B'].filter((other) => other !== id);
    for (const updateId of others) await store.putUpdate(someUpdate({ updateId }), LEASE);
    expect(await store.putUpdate(someUpdate({ updateId: id }), LEASE)).toMatchObject({ outcome: 'accepted' });
    expect(await store.putUpdate(someUpdate({ updateId: id }), LEASE)).toEqual({ outcome: 'duplicate' });
    for (const number of others) await openTicket(store, { number });
    const ticket = await openTicket(store, { number: id });
    expect(await store.ticketByNumber(ticket.contractId, id)).toEqual(ticket);
    const chat = someChat();
    for (const key of [...others, id]) await store.commit(meta(), { outbox: [somePost({ key, chatId: chat })] });
    expect(await store.pendingOutbox(chat, 9)).toHaveLength(5);
  });
});
