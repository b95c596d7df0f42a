// What people said about a score, and did of what they owe, is money: each record is compared with the entry that made it.
import { createClient } from '@libsql/client';
import { afterEach, expect, test } from 'vitest';
import { verifyContract } from '../../bot/verify-rows.ts';
import type { OpenStore } from '../../db/open.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { AssessmentRecord } from '../../domain/assessment/records.ts';
import { personId } from '../../domain/types.ts';
import { inspection, ROUND_DUE, roundDone } from '../domain/obligation-fixture.ts';
import { freshStore, meta, someContract, someEntry, T0, unique } from '../store/fixtures.ts';
import { createLibsqlDatabase, type TemporaryDatabase } from '../support/engines.ts';

const databases: TemporaryDatabase[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.remove();
});

const graded = (record: Pick<AssessmentRecord, 'id' | 'contractId'>, version: number, points: number) => ({
  ...record,
  at: T0,
  version,
  doc: { type: 'grade' as const, rule: 'GX1.1', grader: personId('qian'), points: points * POINT },
});

async function grade(store: OpenStore, next: AssessmentRecord, seen?: AssessmentRecord): Promise<void> {
  const entries = [someEntry({ type: 'grade_given', recordId: next.id })];
  await store.commit(meta(next.contractId), { assessment: [{ next, ...(seen && { seen }) }], entries });
}

/** A grade that was given and then changed, and another one. */
async function begin(): Promise<{
  store: OpenStore;
  contract: AssessmentRecord['contractId'];
  id: string;
  url: string;
}> {
  const database = await createLibsqlDatabase();
  databases.push(database);
  const { store } = await freshStore(database.url);
  const contractId = someContract();
  const id = unique('grade');
  await grade(store, graded({ contractId, id }, 1, 5));
  await grade(store, graded({ contractId, id }, 2, 4), graded({ contractId, id }, 1, 5));
  await grade(store, graded({ contractId, id: unique('grade') }, 1, 3));
  return { store, contract: contractId, id, url: database.url };
}

test('what nobody touched is what was recorded', async () => {
  const { contract, store } = await begin();
  expect(await store.recordedContracts()).toEqual([contract]);
  expect(await verifyContract(store, contract)).toMatchObject({ ok: true });
});

test.each([
  [
    'another mark',
    `update assessment_records set doc = replace(doc, '4000000', '5000000') where id = '@'`,
    'record_changed',
  ],
  ['another period', `update assessment_records set at = at - 1 where id = '@'`, 'record_changed'],
  ['no document', `update assessment_records set doc = '{' where id = '@'`, 'record_changed'],
  [
    'the mark that was given first',
    `update assessment_records set version = 1, doc = replace(doc, '4000000', '5000000') where id = '@'`,
    'record_changed',
  ],
  ['a version that nobody made', `update assessment_records set version = 3 where id = '@'`, 'record_changed'],
  ['a type by which it is not found', `update assessment_records set type = 'tick' where id = '@'`, 'record_changed'],
  ['nothing at all', `delete from assessment_records where id = '@'`, 'record_lost'],
])('who changes a record behind the bot’s back is found: %s', async (_name, statement, problem) => {
  const { contract, id, store, url } = await begin();
  const client = createClient({ url });
  await client.execute(statement.replace('@', id));
  client.close();
  expect(await verifyContract(store, contract)).toEqual({ ok: false, problem, recordId: id });
});

test('a record that nothing in the ledger tells of is found', async () => {
  const { contract, store, url } = await begin();
  const client = createClient({ url });
  await client.execute(
    `insert into assessment_records select 'forged', contract_id, at, type, version, doc from assessment_records limit 1`,
  );
  client.close();
  const found = { ok: false, problem: 'record_changed', recordId: 'forged' };
  expect(await verifyContract(store, contract)).toEqual(found);
});

/** A round that was made, and then missed. */
async function beginRound() {
  const database = await createLibsqlDatabase();
  databases.push(database);
  const { store } = await freshStore(database.url);
  const contractId = someContract();
  const seen = inspection({ contractId, id: unique('round') });
  const next = roundDone(undefined, { contractId, id: seen.id, version: 2 });
  for (const obligation of [{ next: seen }, { seen, next }]) {
    const entries = [someEntry({ type: 'inspection_missed', recordId: seen.id })];
    await store.commit(meta(contractId), { obligations: [obligation], entries });
  }
  return { store, contract: contractId, id: seen.id, url: database.url };
}

test('a round that nobody touched is what was recorded', async () => {
  const { contract, store } = await beginRound();
  expect(await store.recordedContracts()).toEqual([contract]);
  expect(await verifyContract(store, contract)).toMatchObject({ ok: true });
});

test.each([
  ['done in time', `set doc = replace(doc, '"missed"', '"done"')`, 'record_changed'],
  ['due later', `set doc = replace(doc, '${ROUND_DUE}', '${ROUND_DUE + 1}')`, 'record_changed'],
  ['due in another period for whoever looks for it', 'set due_at = due_at - 1', 'record_changed'],
  ['open to nobody', 'set is_open = 0', 'record_changed'],
  ['of another plan', `set plan_id = 'other'`, 'record_changed'],
  ['of another contract', `set contract_id = 'other'`, 'record_changed'],
  ['no document', `set doc = '{'`, 'record_changed'],
  ['a version that nobody made', 'set version = 3', 'record_changed'],
  ['nothing at all', undefined, 'record_lost'],
])('who changes a round behind the bot’s back is found: %s', async (_name, change, problem) => {
  const { contract, id, store, url } = await beginRound();
  const client = createClient({ url });
  await client.execute(change === undefined ? 'delete from obligations' : `update obligations ${change}`);
  client.close();
  expect(await verifyContract(store, contract)).toEqual({ ok: false, problem, recordId: id });
});

test('what is written while it looks is no damage', async () => {
  const { contract, id, store } = await begin();
  let isFirst = true;
  const busy: OpenStore = {
    ...store,
    async sealedEntries(...asked) {
      const seen = await store.assessmentRecord(id);
      if (isFirst) await grade(store, graded({ contractId: contract, id }, 3, 2), seen);
      if (isFirst) await grade(store, graded({ contractId: contract, id: unique('grade') }, 1, 1));
      isFirst = false;
      return store.sealedEntries(...asked);
    },
  };
  expect(await verifyContract(busy, contract)).toMatchObject({ ok: true });
  expect((await store.assessmentRecord(id))?.version).toBe(3);
});
