import { expect, test } from 'vitest';
import { VersionConflict } from '../../db/changes.ts';
import type { Chat } from '../../db/records.ts';
import { chatId, contractId, MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, someUpdate, T0 } from './fixtures.ts';

const owner = 'worker-a';
const lease = { owner, until: T0 + MINUTE };
const bound = (externalId: string): Chat & { contractId: NonNullable<Chat['contractId']> } => ({
  id: chatId('sandbox', externalId),
  platform: 'sandbox',
  externalId,
  kind: 'group',
  title: '群',
  contractId: contractId('contract'),
});

describeEngines((open) => {
  const parked = async (...said: readonly (readonly [id: string, at: number, externalId?: string])[]) => {
    const { store, time } = await freshStore(await open());
    for (const [updateId, at, externalId = 'ops'] of said) {
      const update = someUpdate({ updateId, chat: { externalId, kind: 'group' } });
      const put = await store.putUpdate(update, lease);
      const cause = { kind: 'update' as const, seq: put.outcome === 'accepted' ? put.seq : 0, owner };
      await store.commit({ ...meta(contractId('none'), cause), now: at }, { parksUpdate: true });
    }
    return { store, time };
  };
  const claimed = async (store: Awaited<ReturnType<typeof parked>>['store'], at: number) =>
    (await store.claimUpdates(at, { owner: 'b', until: at + MINUTE }, 9)).map((row) => row.update.updateId);

  test('a parked update is nobody’s work until its chat is bound', async () => {
    const { store } = await parked(['a', T0]);
    expect(await claimed(store, T0 + 60 * MINUTE)).toEqual([]);
    expect(await store.nextDueAt()).toBeUndefined();
    expect(await store.counts(T0)).toMatchObject({ inboxPending: 0, dead: 0 });
    expect(await store.putUpdate(someUpdate({ updateId: 'a' }), lease)).toEqual({ outcome: 'duplicate' });
  });

  test('a binding saves the chat and hands back what was said there since then, in its order, and nothing of another chat', async () => {
    const { store } = await parked(['before', T0 - 1], ['at', T0], ['after', T0 + 1], ['elsewhere', T0 + 1, 'hall']);
    const chat = { ...bound('ops'), department: 'd-1' };
    await store.commit({ ...meta(), now: T0 + 2 }, { boundChat: { chat, since: T0 } });
    expect(await store.chat('sandbox', 'ops')).toEqual(chat);
    expect(await store.nextDueAt(T0)).toBe(T0 + 2);
    expect(await claimed(store, T0 + 2)).toEqual(['at', 'after']);
  });

  test('an update that is parked when its chat has just been bound is handled anew', async () => {
    const { store } = await parked();
    const put = await store.putUpdate(someUpdate({ updateId: 'a' }), lease);
    await store.commit(meta(), { boundChat: { chat: bound('ops'), since: T0 } });
    const cause = { kind: 'update' as const, seq: put.outcome === 'accepted' ? put.seq : 0, owner };
    await store.commit({ ...meta(contractId('none'), cause), now: T0 + 1 }, { parksUpdate: true });
    expect(await claimed(store, T0 + 1)).toEqual(['a']);
  });

  test.each([
    ['nobody has bound it', undefined, undefined, 'new'],
    ['it is as it was seen', 'old', 'old', 'new'],
    ['another was seen', 'other', 'old', 'old'],
    ['it seemed to have none', undefined, 'old', 'old'],
    ['it has lost the one that was seen', 'old', undefined, 'new'],
  ])('a chat is bound only where nobody was faster: %s', async (_name, seen, before, after) => {
    const { store } = await parked();
    const { contractId: _contract, ...unbound } = bound('ops');
    await store.saveChat({ ...unbound, ...(before !== undefined && { contractId: contractId(before) }) });
    const boundChat = {
      chat: { ...unbound, contractId: contractId('new') },
      since: T0,
      ...(seen !== undefined && { seen: contractId(seen) }),
    };
    const binding = store.commit(meta(), { boundChat });
    await (after === 'new' ? binding : expect(binding).rejects.toBeInstanceOf(VersionConflict));
    expect(await store.chat('sandbox', 'ops')).toMatchObject({ contractId: after });
  });

  test('a new title, saved by somebody who had not seen the binding, does not undo it', async () => {
    const { store } = await parked();
    const { contractId: _contract, ...unbound } = bound('ops');
    await store.saveChat({ ...bound('ops'), department: 'd-1' });
    await store.saveChat({ ...unbound, title: '新群名' });
    expect(await store.chat('sandbox', 'ops')).toEqual({ ...bound('ops'), department: 'd-1', title: '新群名' });
  });

  test('what is said after the binding waits for what was handed back', async () => {
    const { store } = await parked(['a', T0]);
    await store.commit(meta(), { boundChat: { chat: bound('ops'), since: T0 } });
    const put = await store.putUpdate(someUpdate({ updateId: 'b' }), { owner: 'b', until: T0 + MINUTE });
    const seq = put.outcome === 'accepted' ? put.seq : 0;
    expect(await store.hasOlderUpdate(seq, chatId('sandbox', 'ops'), 'b')).toBe(true);
  });

  test('a parked update is swept as a handled one is', async () => {
    const { store } = await parked(['a', T0]);
    expect(await store.sweep({ olderThan: T0 }, 9)).toBe(0);
    expect(await store.sweep({ olderThan: T0 + 1 }, 9)).toBe(1);
  });

  test('the operator sees all chats, or those of one platform', async () => {
    const { store } = await freshStore(await open());
    await store.saveChat(bound('b'));
    const { contractId: _contract, ...unbound } = bound('a');
    await store.saveChat(unbound);
    await store.saveChat({ ...bound('c'), id: chatId('wecom', 'c'), platform: 'wecom' });
    const ids = async (platform?: string) => (await store.allChats(platform)).map(({ id }) => id);
    expect(await ids()).toEqual(['sandbox:a', 'sandbox:b', 'wecom:c']);
    expect(await ids('sandbox')).toEqual(['sandbox:a', 'sandbox:b']);
  });
});
