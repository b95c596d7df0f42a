// What was handed in as the bot made it is evidence: its file is compared with the hash that was recorded.
import { afterEach, expect, test } from 'vitest';
import { memoryMedia } from '../../bot/media-folder.ts';
import { verifyContract } from '../../bot/verify-rows.ts';
import { deliverable, REPORT_DUE, submission } from '../domain/obligation-fixture.ts';
import { freshStore, meta, someContract, someEntry, unique } from '../store/fixtures.ts';
import { createLibsqlDatabase, type TemporaryDatabase } from '../support/engines.ts';

const databases: TemporaryDatabase[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.remove();
});

/** A report that was handed in, returned and handed in again, and the summary of a day with its picture. */
async function begin() {
  const database = await createLibsqlDatabase();
  databases.push(database);
  const { store } = await freshStore(database.url);
  const media = memoryMedia();
  const [first, second, picture] = await Promise.all(
    ['first', 'second', 'picture'].map((words) => media.keep(Buffer.from(words))),
  );
  if (!first || !second || !picture) throw new Error('nothing was kept');
  const contract = someContract();
  const owed = deliverable({ contractId: contract, id: unique('report') });
  const posted = (hash: string) => submission(REPORT_DUE, { way: 'draft', files: [{ hash, name: '周报.docx' }] });
  const once = { ...owed, version: 2, state: 'submitted' as const, submissions: [posted(first)] };
  const twice = { ...once, version: 3, submissions: [posted(first), posted(second)] };
  const opened = someEntry({ type: 'deliverable_opened', recordId: owed.id });
  await store.commit(meta(contract), { obligations: [{ next: owed }], entries: [opened] });
  const steps = [
    { seen: owed, next: once },
    { seen: once, next: twice },
  ];
  for (const { next, seen } of steps) {
    const fields = { type: 'deliverable_submitted', way: 'draft', submission: next.submissions.length };
    const entries = [someEntry({ ...fields, recordId: owed.id })];
    await store.commit(meta(contract), { obligations: [{ seen, next }], entries });
  }
  await store.commit(meta(contract), { entries: [someEntry({ type: 'daily_report_posted', picture })] });
  await store.commit(meta(contract), { entries: [someEntry({ type: 'daily_report_posted' })] });
  return { store, contract, media, hashes: { first, second, picture } };
}

test('files that are as they were recorded are no damage, and without the folder nothing is said of them', async () => {
  const { contract, media, store } = await begin();
  expect(await verifyContract(store, contract, media)).toMatchObject({ ok: true });
  expect(await verifyContract(store, contract)).toMatchObject({ ok: true });
});

test.each([
  ['first', 'missing', 'file_missing'],
  ['first', 'changed', 'file_changed'],
  ['second', 'missing', 'file_missing'],
  ['second', 'changed', 'file_changed'],
  ['picture', 'missing', 'file_missing'],
  ['picture', 'changed', 'file_changed'],
] as const)('of what the bot made, the %s one is found to be %s', async (which, state, problem) => {
  const { contract, hashes, store } = await begin();
  const media = { check: async (hash: string) => (hash === hashes[which] ? state : 'intact') };
  const found = { ok: false, problem, hash: hashes[which], eventId: expect.any(String) };
  expect(await verifyContract(store, contract, media)).toEqual(found);
});
