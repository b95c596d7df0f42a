import { expect, test } from 'vitest';
import { ulidIds } from '../../bot/ids.ts';
import { planRotas } from '../../bot/rota-plans.ts';
import { personId } from '../../domain/types.ts';
import { freshStore, someContract, T0 } from '../store/fixtures.ts';
import { describeEngines } from '../support/engines.ts';

const [li, zhou] = [personId('li'), personId('zhou')];
const made = { now: T0, ids: ulidIds(() => 0.5) };

describeEngines((open) => {
  test('a plan is written once, with an entry in the ledger, and again when it has changed', async () => {
    const { store } = await freshStore(await open());
    const id = someContract();
    const day = { rotaId: 'day', startsOn: '2026-03-02', order: [li, zhou] };
    const night = { rotaId: 'night', startsOn: '2026-03-02', order: [zhou] };
    expect(await planRotas(store, { id }, [day, night], made)).toEqual(['day', 'night']);
    expect(await planRotas(store, { id }, [day, night], made)).toEqual([]);
    const turned = { ...day, order: [zhou, li] };
    expect(await planRotas(store, { id }, [turned, night], made)).toEqual(['day']);
    expect((await store.rosterOf(id, T0)).plans).toEqual([turned, night]);
    const entries = await store.entries(id, ['rota_planned'], T0, T0 + 1);
    expect(entries.map(({ body }): unknown => JSON.parse(body))).toMatchObject([day, night, turned]);
  });
});
