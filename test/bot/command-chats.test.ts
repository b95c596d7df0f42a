import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeBinding } from '../../bot/command-chats.ts';
import { alwaysCalendar } from '../../domain/calendar.ts';
import { chatId, contractId, MINUTE } from '../../domain/types.ts';
import { CONTRACT, type Stand, saying, setStand } from './stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await setStand(':memory:');
});
afterEach(() => stand.close());

const made = () => ({ now: stand.clock.now(), ids: stand.deps.ids });
const contracts = () => {
  const [one] = [...stand.deps.contracts.values()];
  const hq = { id: 'hq', name: '总队', nameEn: 'Headquarters', aliases: ['机关'], calendars: { always: 'always' } };
  const other = { ...one!, id: contractId('other'), departments: [hq], calendars: { always: alwaysCalendar() } };
  return [one!, other];
};
const bind = (wish: Parameters<typeof takeBinding>[2]) => takeBinding(stand.store, contracts(), wish, made());
const meet = (externalId: string, title: string) =>
  stand.store.saveChat({ id: chatId('fake', externalId), platform: 'fake', externalId, kind: 'group', title });

describe('an operator says whose a group is', () => {
  test.each([
    ['its id', 'fake:new'],
    ['what the platform calls it', 'new'],
    ['its title', '新群'],
  ])('by %s', async (_name, chat) => {
    await meet('new', '新群');
    expect(await bind({ chat, contract: CONTRACT })).toEqual([`bound: fake:new "新群" (group): ${CONTRACT}`]);
    expect(await stand.store.chat('fake', 'new')).toMatchObject({ contractId: CONTRACT, title: '新群' });
    const entries = await stand.store.entries(CONTRACT, ['chat_bound'], 0, stand.clock.now() + 1);
    expect(entries.map(({ body }) => JSON.parse(body))).toMatchObject([{ chatId: 'fake:new' }]);
    expect(await bind({ chat, contract: CONTRACT })).toEqual([`fake:new "新群" (group): ${CONTRACT}: nothing to do`]);
  });

  test('and moves it to another contract, department included: both ledgers have it', async () => {
    await meet('new', '新群');
    await bind({ chat: 'new', contract: CONTRACT });
    await bind({ chat: 'new', contract: 'other', department: '机关' });
    expect(await stand.store.chat('fake', 'new')).toMatchObject({ contractId: 'other', department: 'hq' });
    const typed = async (contract: string, type: string) =>
      (await stand.store.entries(contractId(contract), [type], 0, stand.clock.now() + 1)).map(({ body }) =>
        JSON.parse(body),
      );
    expect(await typed('other', 'chat_bound')).toMatchObject([{ before: CONTRACT, department: 'hq' }]);
    expect(await typed(CONTRACT, 'chat_unbound')).toMatchObject([{ to: 'other', chatId: 'fake:new' }]);
  });

  test('a move that fails is in neither ledger', async () => {
    await meet('new', '新群');
    await bind({ chat: 'new', contract: CONTRACT });
    const commit: typeof stand.store.commit = (meta, changes) =>
      typeof changes === 'object' && changes.boundChat
        ? Promise.reject(new Error('away'))
        : stand.store.commit(meta, changes);
    const moving = takeBinding({ ...stand.store, commit }, contracts(), { chat: 'new', contract: 'other' }, made());
    await expect(moving).rejects.toThrow('away');
    const unbound = await stand.store.entries(CONTRACT, ['chat_unbound'], 0, stand.clock.now() + 1);
    expect(unbound).toEqual([]);
  });

  test('and is told where somebody in the group was faster', async () => {
    await meet('new', '新群');
    const seen = await stand.store.allChats();
    await bind({ chat: 'new', contract: CONTRACT });
    const late = takeBinding(
      { ...stand.store, allChats: async () => seen },
      contracts(),
      { chat: 'new', contract: 'other' },
      made(),
    );
    await expect(late).rejects.toThrow('Somebody bound this chat at the same moment');
    expect(await stand.store.chat('fake', 'new')).toMatchObject({ contractId: CONTRACT });
  });

  test('and what was said there in the last half hour is handled', async () => {
    await meet('new', '新群');
    const update = { ...saying('打不开'), chat: { externalId: 'new', kind: 'group' as const } };
    const put = await stand.store.putUpdate(update, { owner: 'w', until: stand.clock.now() + MINUTE });
    const cause = { kind: 'update' as const, seq: put.outcome === 'accepted' ? put.seq : 0, owner: 'w' };
    await stand.store.commit({ contractId: contractId('-'), now: stand.clock.now(), cause }, { parksUpdate: true });
    await bind({ chat: 'new', contract: CONTRACT });
    const lease = { owner: 'w', until: stand.clock.now() + MINUTE };
    expect(await stand.store.claimUpdates(stand.clock.now(), lease, 10)).toHaveLength(1);
  });

  test.each([
    ['a chat that nobody met', { chat: 'nowhere', contract: CONTRACT }, 'met no chat nowhere'],
    ['two of one title', { chat: '同名', contract: CONTRACT }, 'Several chats are called 同名: fake:a, fake:b'],
    ['an unknown contract', { chat: 'a', contract: 'none' }, 'no contract none; write one of'],
    ['both, which are named at once', { chat: 'nowhere', contract: 'none' }, /no chat nowhere.*\n.*no contract none/],
    ['an unknown department', { chat: 'a', contract: 'other', department: '财务' }, 'it has hq (总队)'],
  ])('but not for %s', async (_name, wish, message) => {
    await meet('a', '同名');
    await meet('b', '同名');
    await expect(bind(wish)).rejects.toThrow(message);
  });
});
