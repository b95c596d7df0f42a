import { expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { DAY, ticketId } from '../../domain/types.ts';
import type { PlatformUse } from '../../platforms/usage.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore } from './fixtures.ts';

const [A, B] = [ticketId('01TICKETA'), ticketId('01TICKETB')];
const use = (fields: Partial<PlatformUse> = {}): PlatformUse => ({
  ...{ platform: 'dingtalk', month: '2026-11', kind: 'call', count: 1 },
  ...fields,
});

describeEngines((open) => {
  test('uses add up by month and by kind, those of no ticket as well', async () => {
    const { usage } = (await freshStore(await open())).store;
    expect(await usage.ofMonth('dingtalk', '2026-11')).toEqual({ call: 0, message: 0 });
    await usage.add([]);
    await usage.add([use({ ticketId: A }), use({ kind: 'message', count: 2 })]);
    await usage.add([use({ ticketId: A, count: 3 }), use(), use({ ticketId: A })]);
    await usage.add([use({ month: '2026-12', count: 50 }), use({ platform: 'wecom', count: 70 })]);
    expect(await usage.ofMonth('dingtalk', '2026-11')).toEqual({ call: 6, message: 2 });
    expect(await usage.ofMonth('dingtalk', '2026-12')).toEqual({ call: 50, message: 0 });
    expect(await usage.ofMonth('wecom', '2026-11')).toEqual({ call: 70, message: 0 });
  });

  test('tickets come with what each has cost in the month, the dearest first', async () => {
    const { usage } = (await freshStore(await open())).store;
    await usage.add([use({ ticketId: A, count: 2 }), use({ ticketId: A, kind: 'message', count: 9 })]);
    await usage.add([use({ ticketId: B, count: 5 }), use({ count: 80 })]);
    await usage.add([use({ ticketId: A, month: '2026-10', count: 40 })]);
    expect(await usage.ofTickets('dingtalk', '2026-11')).toEqual([
      { ticketId: B, calls: 5, messages: 0 },
      { ticketId: A, calls: 2, messages: 9 },
    ]);
    expect(await usage.ofTickets('wecom', '2026-11')).toEqual([]);
  });

  test('nothing is lost where many count at once, in whatever order they name the tickets', async () => {
    const { usage } = (await freshStore(await open())).store;
    const both = [use({ ticketId: A }), use({ ticketId: B })];
    await Promise.all(Array.from({ length: 24 }, (_, index) => usage.add(index % 2 === 0 ? both : both.toReversed())));
    expect(await usage.ofMonth('dingtalk', '2026-11')).toEqual({ call: 48, message: 0 });
  });

  test.each([
    ['400 days after the month’s end it is kept', -1, 3],
    ['then it is swept, and later months stay', 0, 1],
  ])('%s', async (_name, ms, left) => {
    const { store, time } = await freshStore(await open());
    await store.usage.add([use({ ticketId: A }), use(), use({ month: '2026-12' })]);
    time.now = parseCivil('2026-12-01') + 400 * DAY + ms;
    while ((await store.sweep({ olderThan: time.now - 30 * DAY }, 1)) > 0);
    const months = ['2026-11', '2026-12'].map((month) => store.usage.ofMonth('dingtalk', month));
    expect((await Promise.all(months)).reduce((sum, { call }) => sum + call, 0)).toBe(left);
  });
});
