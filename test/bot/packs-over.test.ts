import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { packsOver } from '../../bot/packs-over.ts';
import { loadPack } from '../../contracts/load.ts';
import { type OpenStore, openStore } from '../../db/open.ts';
import type { Contract } from '../../domain/contract.ts';

const stores: OpenStore[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

const told: string[] = [];
const log = {
  error: (fields: object) => {
    told.push(String(Reflect.get(fields, 'packHash')));
  },
};

async function shelf() {
  const store = await openStore(':memory:', { clock: { now: () => 0 }, random: () => 0.5 });
  await store.migrate();
  stores.push(store);
  const { contract, value } = await loadPack(join(import.meta.dirname, '../../contracts/guangzhou-credit.yaml'));
  const save = (hash: string, since: number, body = JSON.stringify(value)) =>
    store.savePack({ contractId: contract.id, hash, since, body });
  const over = async (from: number, to: number, present: Contract = contract) =>
    (await packsOver({ store, log }, present, from, to)).map((span) => [span.contract.hash, span.from, span.to]);
  return { contract, save, over };
}

test('without a saved pack the period has none', async () => {
  const { contract, over } = await shelf();
  expect(await over(10, 20)).toEqual([[contract.hash, 10, 20]]);
});

test('a pack counts before it was in force, or until after the next one was', async () => {
  const { save, over } = await shelf();
  await save('first', 10);
  await save('second', 20);
  expect(await over(0, 30)).toEqual([
    ['first', 0, 20],
    ['second', 20, 30],
  ]);
  expect(await over(0, 20)).toEqual([['first', 0, 20]]);
  expect(await over(0, 5)).toEqual([['first', 0, 5]]);
  expect(await over(20, 30)).toEqual([['second', 20, 30]]);
  expect(await over(19, 21)).toEqual([
    ['first', 19, 20],
    ['second', 20, 21],
  ]);
});

test('a saved pack that can’t be read leaves a gap, or nobody is told', async () => {
  const { save, over } = await shelf();
  await save('good', 10);
  await save('damaged', 20, '{');
  await save('later', 30);
  expect(await over(0, 40)).toEqual([
    ['good', 0, 30],
    ['later', 30, 40],
  ]);
  expect(told).toContain('damaged');
});

test('the pack in hand is read again from the store', async () => {
  const { contract, save, over } = await shelf();
  await save(contract.hash, 10, 'not even JSON');
  expect(await over(0, 40)).toEqual([[contract.hash, 0, 40]]);
});
