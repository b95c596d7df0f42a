// Whom a message concerns and nothing reaches where it is said gets it elsewhere.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { elsewhereFor } from '../../bot/elsewhere.ts';
import type { Outgoing } from '../../db/changes.ts';
import { chatId, personId, ticketId } from '../../domain/types.ts';
import type { Capabilities } from '../../platforms/types.ts';
import { FakePlatform } from './fake-platform.ts';
import { CONTRACT, OPS, type Stand, setStand } from './stand.ts';

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
  return spreadOut(outbox).filter(({ chatId: chat }) => chat !== OPS);
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
  expect(alone([ringing])).toEqual([ringing]);
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
