import { expect, test } from 'vitest';
import type { TaughtName } from '../../db/records.ts';
import { type ContractId, personId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, openTicket, someContract, T0 } from './fixtures.ts';

describeEngines((open) => {
  const named = (contractId: ContractId, name: string, fields: Partial<TaughtName> = {}): TaughtName => ({
    ...{ contractId, folded: name.toLowerCase(), name, systemId: 'website' },
    ...{ taughtBy: personId('li'), taughtAt: T0, ...fields },
  });

  test('a name that is taught is read at once, another meaning takes its place, and it can be forgotten', async () => {
    const { store } = await freshStore(await open());
    const [contract, other] = [someContract(), someContract()];
    expect(await store.taughtNames(contract)).toEqual([]);
    const [xin, shuang] = [named(contract, '小信'), named(contract, '双公示🙂 ', { taughtAt: T0 + 1 })];
    await store.commit(meta(contract), { taughtNames: [xin, shuang] });
    await store.commit(meta(other), { taughtNames: [named(other, '小信', { systemId: 'elsewhere' })] });
    expect(await store.taughtNames(contract)).toEqual([xin, shuang]);
    const anew = named(contract, '小信', { systemId: 'portal', taughtBy: personId('zhao'), taughtAt: T0 + 2 });
    await store.commit(meta(contract), { taughtNames: [anew] });
    expect(await store.taughtNames(contract)).toEqual([shuang, anew]);
    await store.commit(meta(contract), { taughtNames: [{ forgotten: anew }, { forgotten: named(contract, '无') }] });
    expect(await store.taughtNames(contract)).toEqual([shuang]);
    expect(await store.taughtNames(other)).toHaveLength(1);
  });

  test('what is read again unchanged is the same array, so that what is compiled of it is not made anew', async () => {
    const { store, time } = await freshStore(await open());
    const contract = someContract();
    await store.commit(meta(contract), { taughtNames: [named(contract, '小信')] });
    const read = await store.taughtNames(contract);
    time.now += 10_000;
    expect(await store.taughtNames(contract)).toBe(read);
  });

  test('the newest tickets come first, of any status, of this contract, up to an instant and a limit', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const at = (minutes: number) => ({ contractId: contract, reportedAt: T0 + minutes });
    const first = await openTicket(store, { ...at(0), status: 'closed' });
    const second = await openTicket(store, { ...at(1), status: 'merged' });
    const third = await openTicket(store, at(2));
    await openTicket(store, { contractId: someContract() });
    expect(await store.newestTickets(contract, T0 + 3, 9)).toEqual([third, second, first]);
    expect(await store.newestTickets(contract, T0 + 2, 9)).toEqual([second, first]);
    expect(await store.newestTickets(contract, T0 + 3, 2)).toEqual([third, second]);
  });
});
