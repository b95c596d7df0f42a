// Whom a message concerns and nothing reaches where it is said gets it elsewhere.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import { elsewhereFor } from '../../bot/elsewhere.ts';
import { LeaseLost, type Outgoing } from '../../db/changes.ts';
import { chatId, contractId, personId, ticketId } from '../../domain/types.ts';
import type { Capabilities } from '../../platforms/types.ts';
import { FakePlatform } from './fake-platform.ts';
import { CONTRACT, commit, OPS, type Stand, setStand } from './stand.ts';

const [li, wu, zhou] = [personId('li'), personId('x-wu'), personId('zhou')];
const FAR = chatId('far', 'hall');
let stand: Stand;
beforeEach(async () => {
  stand = await setStand(':memory:');
  const { store } = stand;
  await store.saveChat({
    ...{ id: FAR, platform: 'far', externalId: 'hall', kind: 'group', title: '大厅', contractId: CONTRACT },
  });
  await store.savePerson({ id: wu, name: '吴工' }, { platform: 'far', userId: 'wu' });
  await store.saveMember(CONTRACT, { personId: wu, roles: ['engineer'] });
});
afterEach(() => stand.close());

async function spread(outbox: readonly Outgoing[], far: Partial<Capabilities> = {}) {
  const platforms = [stand.platform, new FakePlatform(far, 'far')].map((one) => [one.name, one] as const);
  const spreadOut = await elsewhereFor({ store: stand.store, platforms: new Map(platforms) }, CONTRACT);
  return (spreadOut(outbox).outbox ?? []).filter(({ chatId: chat }) => chat !== OPS);
}
const ringing: Outgoing & { op: 'post' } = {
  ...{ op: 'post', key: 'k', chatId: OPS, priority: 0, ticketId: ticketId('T1'), cardKey: 'ticket:T1' },
  content: { lines: [[{ mention: li }, ' ', { mention: wu }, ' 超时']] },
};

test('a message rings there only whom it did not ring here, and names the others', async () => {
  expect(await spread([ringing])).toEqual([
    {
      ...ringing,
      key: `k@${FAR}`,
      chatId: FAR,
      content: { lines: [['李工', ' ', { mention: wu }, ' 超时'], ['（转自fake群「ops」）']] },
    },
  ]);
});

test('nothing is added where everybody is reached, or one platform is not served', async () => {
  const known = { ...ringing, content: { lines: [[{ mention: li }, ' ', { mention: zhou }]] } };
  expect(await spread([known])).toEqual([]);
  const alone = await elsewhereFor(stand.deps, CONTRACT);
  expect(alone([ringing])).toEqual({ outbox: [ringing] });
});

test('real people are never told by way of a trial', async () => {
  expect(await spread([ringing], { reachesRealPeople: true })).toEqual([]);
});

test('a telephone call, and a place in a digest, go with whom they are for', async () => {
  const digest = {
    ...{ language: 'zh' as const, isBreach: true, number: 'GZ-260303-01', words: '超时', notes: [] },
    people: [li, wu],
  };
  const [copy] = await spread([{ ...ringing, calls: [li, wu], digest }]);
  expect(copy).toMatchObject({ calls: [wu], digest: { people: [wu], notes: ['（转自fake群「ops」）'] } });
  const [uncalled] = await spread([{ ...ringing, calls: [li] }]);
  expect(uncalled).not.toHaveProperty('calls');
});

test.each([
  ['of another ticket', { ticketId: ticketId('T2') }, 1],
  ['of none', {}, 1],
  ['of none, in the same words', { content: { lines: [[{ mention: wu }, ' 超时']] } }, 0],
  ['of the same ticket', { ticketId: ticketId('T1') }, 0],
])('what is said there %s leaves out a copy only where it is the same news', async (_name, more, copied) => {
  const { cardKey: _, ticketId: __, ...base } = ringing;
  const told: Outgoing = {
    ...base,
    key: 'told',
    chatId: FAR,
    content: { lines: [[{ mention: wu }, '其他']] },
    ...more,
  };
  expect((await spread([ringing, told])).filter(({ key }) => key === `k@${FAR}`)).toHaveLength(copied);
});

test('nobody is rung twice by what the same step says in his own group', async () => {
  const told: Outgoing = { ...ringing, key: 'follow', chatId: FAR, content: { lines: [[{ mention: wu }]] } };
  expect(await spread([ringing, told])).toEqual([told]);
});

test('a card is brought up to date where it may be shown too, once, and is never posted for that', async () => {
  const refresh: Outgoing = {
    ...{ op: 'refresh', key: 'r', chatId: OPS, cardKey: 'ticket:T1', priority: 1, otherwise: 'post', tapToken: 't' },
    content: { lines: [] },
  };
  const { tapToken: _, ...there } = refresh;
  expect(await spread([refresh])).toEqual([{ ...there, key: `r@${FAR}`, chatId: FAR, otherwise: 'leave' }]);
  const tapped = { ...there, key: 'own', chatId: FAR };
  expect(await spread([refresh, tapped])).toEqual([tapped]);
});

test('an answer goes to a platform on which he is', async () => {
  const answer: Outgoing = {
    ...{ op: 'answer', key: 'a', chatId: OPS, to: wu, priority: 1, onlyAlone: true },
    content: { lines: [] },
  };
  expect(await spread([answer, { ...answer, key: 'b', to: li }])).toEqual([{ ...answer, chatId: FAR }]);
});

describe('whom no group of the contract reaches', () => {
  const reads: string[] = [];
  const alone = chatId('far', 'user:wu');
  const asked = async (row: Outgoing) => {
    reads.length = 0;
    const store = new Proxy(stand.store, {
      get(target, name) {
        reads.push(String(name));
        return Reflect.get(target, name);
      },
    });
    const platforms = [stand.platform, new FakePlatform({}, 'far')].map((one) => [one.name, one] as const);
    return (await elsewhereFor({ store, platforms: new Map(platforms) }, CONTRACT))([row]);
  };
  beforeEach(async () => {
    const hall = (await stand.store.chatById(FAR))!;
    await stand.store.saveChat({ ...hall, department: 'other' });
    for (const key of ['a', 'b', 'c', 'd']) {
      const id = await stand.store.savePerson({ id: personId(key), name: key }, { platform: 'far', userId: key });
      await stand.store.saveMember(CONTRACT, { personId: id, roles: ['reporter'] });
    }
  });

  test('a commit that concerns none of them makes no private chat, and costs three reads at most', async () => {
    const row = { ...ringing, content: { lines: [[{ mention: li }]] } };
    expect(await asked(row)).toEqual({ outbox: [row] });
    expect(reads.length).toBeLessThanOrEqual(3);
    expect((await stand.store.allChats('far')).map(({ id }) => id)).toEqual([FAR]);
  });

  test('he alone gets a private chat who is told something, and for no more reads', async () => {
    await commit(stand.deps, await asked(ringing));
    expect(reads.length).toBeLessThanOrEqual(3);
    expect((await stand.store.allChats('far')).map(({ id }) => id)).toEqual([FAR, alone]);
    expect(await stand.store.pendingOutbox(alone, 5)).toHaveLength(1);
  });

  test('the private chat stays the other contract’s that had it first', async () => {
    const own = { id: alone, platform: 'far', externalId: 'user:wu', kind: 'private', title: '吴工' } as const;
    await stand.store.saveChat({ ...own, contractId: contractId('another') });
    await commit(stand.deps, await asked(ringing));
    expect(await stand.store.chatById(alone)).toEqual({ ...own, contractId: 'another' });
    expect(await stand.store.pendingOutbox(alone, 5)).toHaveLength(1);
  });
});

test('a handler whose time is over while others are looked up commits nothing', async () => {
  const far = new FakePlatform({}, 'far');
  const platforms = new Map([stand.platform, far].map((one) => [one.name, one] as const));
  const store = {
    ...stand.store,
    async chatsOf(...of: Parameters<typeof stand.store.chatsOf>) {
      attempt.end();
      return stand.store.chatsOf(...of);
    },
  };
  const attempt = startAttempt({ ...stand.deps, store, platforms }, { kind: 'none' }, () => undefined);
  await expect(attempt.commit(CONTRACT, { outbox: [ringing] })).rejects.toThrow(LeaseLost);
  expect(await stand.store.pendingOutbox(OPS, 5)).toEqual([]);
});

describe('a file', () => {
  const file: Outgoing & { op: 'file' } = {
    ...{ op: 'file', key: 'f', chatId: OPS, priority: 1, content: { lines: [['周报.docx']] } },
    file: { hash: '0'.repeat(64), name: '周报.docx', mediaType: 'application/zip', size: 7 },
  };

  test('for a group stands in one', async () => {
    expect(await spread([file])).toEqual([]);
  });

  test('for somebody of another platform goes there, and for one of this platform stays', async () => {
    expect(await spread([{ ...file, to: wu }])).toEqual([{ ...file, to: wu, chatId: FAR }]);
    expect(await spread([{ ...file, to: li }])).toEqual([]);
  });
});
