import { expect, test } from 'vitest';
import { personId } from '../../domain/types.ts';
import { obligationWrites } from '../../handlers/obligation-commit.ts';
import { contractWith } from '../domain/fixture.ts';
import { inspection, inspectionPlan, ROUND_DUE, ROUND_OPENS, roundDone } from '../domain/obligation-fixture.ts';

let made = 0;
const scene = {
  now: ROUND_OPENS,
  contract: contractWith({ inspections: [inspectionPlan()] }),
  ids: {
    next: () => {
      made += 1;
      return `id${made}`;
    },
  },
};

test('a round that opens is not written with its entry, or nothing wakes it when it is due', () => {
  const next = inspection();
  const writes = obligationWrites(scene, [{ next, entry: { type: 'inspection_opened' } }]);
  expect(writes).toMatchObject({
    obligations: [{ next }],
    entries: [{ type: 'inspection_opened', at: ROUND_OPENS, recordId: next.id }],
    setTimers: [{ key: `obligation:${next.id}`, kind: 'wake_obligation', subject: next.id, fireAt: ROUND_DUE }],
    clearTimers: [],
  });
  expect(writes.entries[0]).not.toHaveProperty('by');
});

test('a round that is done goes on reminding, or its entry does not say who did it', () => {
  const seen = inspection();
  const next = roundDone(ROUND_OPENS, { version: 2 });
  const entry = { type: 'inspection_done', items: 2 };
  const writes = obligationWrites(scene, [{ seen, next, entry, by: personId('li') }]);
  expect(writes).toMatchObject({
    obligations: [{ seen, next }],
    entries: [{ type: 'inspection_done', by: 'li', items: 2, recordId: next.id }],
    setTimers: [],
    clearTimers: [{ key: `obligation:${next.id}` }],
  });
});

test('several of one commit share an entry’s id, or one of them is lost', () => {
  const all = ['a', 'b'].map((id) => ({ next: inspection({ id }), entry: { type: 'inspection_opened' } }));
  const writes = obligationWrites(scene, all);
  expect(new Set(writes.entries.map(({ id }) => id)).size).toBe(2);
  expect(writes.entries.map(({ recordId }) => recordId)).toEqual(['a', 'b']);
  expect(writes.setTimers.map(({ subject }) => subject)).toEqual(['a', 'b']);
});

test('what the pack has no plan of any more still wakes somebody', () => {
  const next = inspection({ planId: 'gone' });
  const writes = obligationWrites(scene, [{ next, entry: { type: 'inspection_opened' } }]);
  expect(writes).toMatchObject({ setTimers: [], clearTimers: [{ key: `obligation:${next.id}` }] });
});
