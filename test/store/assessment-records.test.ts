import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AssessmentWrite } from '../../db/changes.ts';
import type { OpenStore } from '../../db/open.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { AssessmentRecord, RecordDoc } from '../../domain/assessment/records.ts';
import { canonicalJson } from '../../domain/ledger.ts';
import { DAY, HOUR, personId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, outcomes, someContract, someEntry, T0, unique } from './fixtures.ts';

const supervisor = personId('qian');
const finding: RecordDoc = {
  type: 'finding',
  finding: { id: 'finding-1', rule: 'GX1.5a', at: T0, evidence: [{ kind: 'message', ref: 'm1' }] },
  note: { id: 'text-1', hash: 'h' },
  recordedBy: supervisor,
  recordedAt: T0,
  standing: 'confirmed',
};
const signature: RecordDoc = {
  type: 'signature',
  period: '2026-Q1',
  tables: ['GX-T1'],
  statement: '{}',
  ledger: { seq: 7, hash: 'head' },
  signedBy: supervisor,
  side: 'customer',
  signedAt: T0,
  state: 'signed',
};
const DOCS: readonly RecordDoc[] = [
  finding,
  { type: 'standing', findingId: 'breach:t:r', rule: 'GX1.5a', standing: 'disputed', by: supervisor },
  { type: 'grade', rule: 'GX1.1', grader: supervisor, points: 4.5 * POINT },
  { type: 'tick', rule: 'KA196.2', grader: supervisor, tick: 'average' },
  { type: 'ratio', rule: 'GZ1.4', met: 9, total: 10, by: supervisor, evidence: [] },
  signature,
];

function someRecord(fields: Partial<AssessmentRecord> = {}): AssessmentRecord {
  return { id: unique('record'), contractId: someContract(), at: T0, version: 1, doc: finding, ...fields };
}

const changed = (seen: AssessmentRecord, doc: RecordDoc): AssessmentWrite => ({
  seen,
  next: { ...seen, version: seen.version + 1, doc },
});

async function write(store: OpenStore, ...assessment: readonly AssessmentWrite[]): Promise<void> {
  const entries = assessment.map(({ next }) => someEntry({ type: 'finding_recorded', recordId: next.id }));
  await store.commit(meta(assessment[0]?.next.contractId), { assessment, entries });
}

describeEngines((open) => {
  test.each(DOCS.map((doc) => [doc.type, doc] as const))(
    'a record comes back as it was written: %s',
    async (_type, doc) => {
      const { store } = await freshStore(await open());
      const record = someRecord({ doc });
      expect(await store.assessmentRecord(record.id)).toBeUndefined();
      await write(store, { next: record });
      expect(await store.assessmentRecord(record.id)).toEqual(record);
    },
  );

  test('those of a period come by their instants, from its first one on and before its last one', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    const at = (instant: number) => someRecord({ contractId, at: instant });
    const [before, first, last, after] = [at(T0 - 1), at(T0), at(T0 + HOUR - 1), at(T0 + HOUR)];
    await write(store, ...[after, last, before, first].map((next) => ({ next })));
    await write(store, { next: someRecord() });
    expect(await store.assessmentRecords(contractId, T0, T0 + HOUR)).toEqual([first, last]);
  });

  test('signatures are found of all periods, and nothing but signatures', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    const [second, first] = [
      someRecord({ contractId, at: T0 + 90 * DAY, doc: signature }),
      someRecord({ contractId, doc: signature }),
    ];
    await write(store, { next: second }, { next: someRecord({ contractId }) }, { next: first });
    expect(await store.signatures(contractId)).toEqual([first, second]);
  });

  test('of two who decide at once one does, and the other is asked to look again', async () => {
    const { store } = await freshStore(await open());
    const seen = someRecord();
    await write(store, { next: seen });
    const [exempted, withdrawn] = [
      changed(seen, { ...finding, standing: 'exempted' }),
      changed(seen, { ...finding, standing: 'withdrawn' }),
    ];
    const came = await outcomes([write(store, exempted), write(store, withdrawn)]);
    expect(came.toSorted()).toEqual(['version_conflict', undefined]);
    const winner = came[0] === undefined ? exempted : withdrawn;
    expect(await store.assessmentRecord(seen.id)).toEqual(winner.next);
    expect(await store.unsealedEntries(seen.contractId, 9), 'nothing of the other is written').toHaveLength(2);
  });

  test('of two who make the same record at once one does', async () => {
    const { store } = await freshStore(await open());
    const record = someRecord();
    const came = await outcomes([write(store, { next: record }), write(store, { next: record })]);
    expect(came.toSorted()).toEqual(['version_conflict', undefined]);
  });

  test('the ledger says which state of the record an entry made, and its hash', async () => {
    const { store } = await freshStore(await open());
    const record = someRecord();
    await write(store, { next: record });
    const [entry] = await store.unsealedEntries(record.contractId, 9);
    const told = { id: record.id, version: 1, hash: hash('sha256', canonicalJson(record)) };
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ type: 'finding_recorded', record: told });
    expect(entry?.body).not.toContain('recordId');
    expect(await store.recordState(record.id)).toEqual(told);
  });

  test.each<[string, (record: AssessmentRecord) => Parameters<OpenStore['commit']>[1]]>([
    ['a record without an entry', (next) => ({ assessment: [{ next }], entries: [someEntry()] })],
    ['an entry without its record', ({ id }) => ({ entries: [someEntry({ recordId: id })] })],
    [
      'a change that was not counted',
      (next) => ({ assessment: [{ seen: next, next }], entries: [someEntry({ recordId: next.id })] }),
    ],
    [
      'a record of another contract',
      (next) => ({
        assessment: [{ next: { ...next, contractId: someContract() } }],
        entries: [someEntry({ recordId: next.id })],
      }),
    ],
  ])('a mistake in the program is not written: %s', async (_name, changes) => {
    const { store } = await freshStore(await open());
    const record = someRecord();
    await expect(store.commit(meta(record.contractId), changes(record))).rejects.toMatchObject({
      code: 'assertion_failed',
    });
    expect(await store.unsealedEntries(record.contractId, 9)).toEqual([]);
  });
});
