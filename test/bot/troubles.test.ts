// What people have to settle with a platform is told, whatever the database was doing when the adapter said it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTroubles } from '../../bot/troubles.ts';
import { botOn, CONTRACT, NINE, type Stand, setStand } from './stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await setStand(':memory:');
});
afterEach(() => stand.close());

test('a trouble that could not be told is told with the next try, once', async () => {
  let isAway = true;
  const commit: typeof stand.store.commit = (...change) =>
    isAway ? Promise.reject(new Error('away')) : stand.store.commit(...change);
  const troubles = createTroubles({ ...stand.deps, store: { ...stand.store, commit } }, () => undefined);
  troubles.met('fake', { code: 'quota_low', of: 'calls' }, NINE);
  await expect(troubles.tell()).rejects.toThrow('away');
  expect(troubles.isOwed).toBe(true);
  isAway = false;
  await troubles.tell();
  expect(troubles.isOwed).toBe(false);
  await troubles.tell();
  expect(await stand.store.entries(CONTRACT, ['platform_trouble'], 0, NINE + 1)).toHaveLength(1);
});

test('a bot whose database was away when the adapter said it tells it by itself', async () => {
  let isAway = true;
  const entries: typeof stand.store.entries = (...of) =>
    isAway ? Promise.reject(new Error('away')) : stand.store.entries(...of);
  const bot = botOn(stand, { store: { ...stand.store, entries } });
  await bot.start();
  stand.platform.receiver!.trouble({ code: 'quota_low', of: 'calls' });
  await bot.settle();
  expect(stand.platform.delivered).toEqual([]);
  isAway = false;
  await bot.settle();
  expect(stand.platform.delivered).toHaveLength(1);
});
