import { expect, test } from 'vitest';
import { chatId, personId, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, someContract, T0 } from './fixtures.ts';

const li = { id: personId('li'), name: '李工' };
const account = { platform: 'sandbox', userId: 'u-li' };

describeEngines((open) => {
  test('a person is found by each of his accounts; the first one is used to mention him', async () => {
    const { store } = await freshStore(await open());
    await store.savePerson(li, account);
    await store.savePerson(li, { platform: 'sandbox', userId: 'a-second' });
    expect(await store.personByAccount('sandbox', 'u-li')).toEqual(li);
    expect(await store.personByAccount('sandbox', 'a-second')).toEqual(li);
    expect(await store.personByAccount('wecom', 'u-li')).toBeUndefined();
    expect(await store.accountOf(li.id, 'sandbox')).toEqual({ userId: 'u-li', name: '李工' });
    expect(await store.accountOf(li.id, 'wecom')).toBeUndefined();
  });

  test('an account that several updates bring at once becomes one person', async () => {
    const { store } = await freshStore(await open());
    const ids = await Promise.all(
      ['p1', 'p2', 'p3'].map((id) => store.savePerson({ id: personId(id), name: '新人' }, account)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await store.personByAccount('sandbox', 'u-li')).toEqual({ id: ids[0], name: '新人' });
    expect(await store.savePerson({ id: personId('p9'), name: '改名' }, account)).toBe(ids[0]);
    expect(await store.accountOf(ids[0]!, 'sandbox')).toEqual({ userId: 'u-li', name: '改名' });
  });

  test('members with roles, posts, duty order and department, changed and seen at once where they were changed', async () => {
    const { store } = await freshStore(await open());
    const [contract, other] = [someContract(), someContract()];
    await store.savePerson(li, account);
    await store.saveMember(contract, {
      personId: li.id,
      roles: ['engineer', 'manager'],
      posts: ['on_site'],
      dutyOrder: 2,
      department: 'hq',
    });
    await store.saveMember(other, { personId: li.id, roles: ['reporter'] });
    expect(await store.members(contract)).toEqual([
      { ...li, roles: ['engineer', 'manager'], posts: ['on_site'], dutyOrder: 2, department: 'hq' },
    ]);
    expect(await store.members(other)).toEqual([{ ...li, roles: ['reporter'], posts: [] }]);
    await store.saveMember(contract, { personId: li.id, roles: ['supervisor'] });
    expect(await store.members(contract)).toEqual([{ ...li, roles: ['supervisor'], posts: [] }]);
    expect(await store.contractsOf(li.id)).toEqual([contract, other].toSorted());
  });

  test('a change of members by another replica is seen within a second', async () => {
    const url = await open();
    const [here, there] = [await freshStore(url), await freshStore(url)];
    const contract = someContract();
    expect(await here.store.members(contract)).toEqual([]);
    await there.store.savePerson(li, account);
    await there.store.saveMember(contract, { personId: li.id, roles: ['engineer'] });
    here.time.now = T0 + SECOND;
    expect(await here.store.members(contract)).toMatchObject([{ id: 'li' }]);
  });

  test('a chat is found by its platform, its id and its contract, and can be bound to another one', async () => {
    const { store } = await freshStore(await open());
    const [contract, other] = [someContract(), someContract()];
    const unbound = {
      id: chatId('sandbox', 'ops'),
      platform: 'sandbox',
      externalId: 'ops',
      kind: 'group',
      title: '运维群 🛠',
    } as const;
    await store.saveChat(unbound);
    expect(await store.chat('sandbox', 'ops')).toEqual(unbound);
    const bound = { ...unbound, contractId: contract, department: 'hq' };
    await store.saveChat(bound);
    expect(await store.chatById(unbound.id)).toEqual(bound);
    expect(await store.chatsOf(contract)).toEqual([bound]);
    await store.saveChat({ ...unbound, contractId: other });
    expect(await store.chatsOf(contract)).toEqual([]);
    expect(await store.chat('wecom', 'ops')).toBeUndefined();
  });

  test('the sandbox keeps the newest messages of each chat, in order', async () => {
    const { store } = await freshStore(await open());
    const message = (id: string, chat: string, order: number) => ({ id, chat, order, body: `{"text":"${id} 🛠"}` });
    const messages = [
      message('a', 'ops', 1),
      message('b', 'ops', 2),
      message('c', 'ops', 3),
      message('d', 'private', 1),
    ];
    for (const kept of messages.toReversed()) await store.sandboxHistory.save(kept);
    const edited = { ...messages[2]!, body: '{"text":"edited"}' };
    await store.sandboxHistory.save(edited);
    const loaded = await store.sandboxHistory.load(2);
    expect(loaded.filter((kept) => kept.chat === 'ops')).toEqual([messages[1], edited]);
    expect(loaded.filter((kept) => kept.chat === 'private')).toEqual([messages[3]]);
    await store.sandboxHistory.clear();
    expect(await store.sandboxHistory.load(9)).toEqual([]);
  });
});
