import { expect, test } from 'vitest';
import { MINUTE } from '../../domain/types.ts';
import type { PlatformNote } from '../../platforms/notes.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, T0 } from './fixtures.ts';

const UNTIL = T0 + MINUTE;
const note = (key: string, fields: Partial<PlatformNote> = {}): PlatformNote => ({
  platform: 'wecom',
  key,
  value: `value of ${key}`,
  until: UNTIL,
  ...fields,
});

describeEngines((open) => {
  test.each([
    ['just before its end', UNTIL - 1, true],
    ['at its end', UNTIL, true],
    ['just after its end', UNTIL + 1, false],
  ])('a note is live %s', async (_name, at, isLive) => {
    const { notes } = (await freshStore(await open())).store;
    await notes.put(note('nonce:a'), T0);
    expect(await notes.get('wecom', 'nonce:a', at)).toBe(isLive ? 'value of nonce:a' : undefined);
    expect(await notes.add(note('nonce:a', { until: at + 1 }), at), 'it may be added again').toBe(!isLive);
    expect(await notes.take('wecom', 'nonce:', isLive ? at : at + 2)).toEqual(
      isLive ? { key: 'nonce:a', value: 'value of nonce:a' } : undefined,
    );
  });

  test('of many who add a note at once one is told that it is new', async () => {
    const { notes } = (await freshStore(await open())).store;
    const added = await Promise.all(Array.from({ length: 12 }, () => notes.add(note('nonce:b'), T0)));
    expect(added.filter((isNew) => isNew)).toHaveLength(1);
    const again = await Promise.all([1, 2, 3].map(() => notes.add(note('nonce:b', { until: UNTIL * 2 }), UNTIL + 1)));
    expect(again.filter((isNew) => isNew)).toHaveLength(1);
  });

  test('a note is written over', async () => {
    const { notes } = (await freshStore(await open())).store;
    await notes.put(note('spoke:li'), T0);
    await notes.put(note('spoke:li', { value: 'again', until: UNTIL + 5 }), T0);
    expect(await notes.get('wecom', 'spoke:li', UNTIL + 5)).toBe('again');
    expect(await notes.get('dingtalk', 'spoke:li', T0)).toBeUndefined();
  });

  test('the note that ends soonest is taken, by one caller, and only of that beginning to the letter', async () => {
    const { notes } = (await freshStore(await open())).store;
    await notes.put(note('url:Chat:late', { until: UNTIL + 2 }), T0);
    await notes.put(note('url:Chat:soon', { until: UNTIL + 1 }), T0);
    await notes.put(note('url:chat:other letter case'), T0);
    await notes.put(note('url:Chat', { value: 'shorter' }), T0);
    await notes.put(note('url:Chat:over', { until: T0 - 1 }), T0);
    await notes.put(note('url:Chat:elsewhere', { platform: 'dingtalk' }), T0);
    const taken = await Promise.all([1, 2, 3].map(() => notes.take('wecom', 'url:Chat:', T0)));
    expect(taken.map((it) => it?.key).toSorted()).toEqual(['url:Chat:late', 'url:Chat:soon', undefined]);
    const { store } = await freshStore(await open());
    await store.notes.put(note('url:Chat:late', { until: UNTIL + 2 }), T0);
    await store.notes.put(note('url:Chat:soon', { until: UNTIL + 1 }), T0);
    expect((await store.notes.take('wecom', 'url:Chat:', T0))?.key).toBe('url:Chat:soon');
  });

  test('sweeping leaves the notes that are live', async () => {
    const { store, time } = await freshStore(await open());
    for (const key of ['a', 'b', 'c']) await store.notes.put(note(key), T0);
    await store.notes.put(note('live', { until: UNTIL + 1 }), T0);
    time.now = UNTIL + 1;
    expect(await store.sweep({ olderThan: T0 }, 100)).toBe(3);
    expect(await store.notes.get('wecom', 'live', time.now)).toBe('value of live');
  });
});
