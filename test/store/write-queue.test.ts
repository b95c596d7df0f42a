import { expect, test } from 'vitest';
import { type EachJob, GROUP_MAX, WriteQueue } from '../../db/write-queue.ts';
import { outcomes } from './fixtures.ts';

/** A database that is a list: a savepoint is its length, for groups of several. It notes each transaction that it has committed. */
function listDatabase(fails: { commit?: boolean } = {}) {
  const rows: string[] = [];
  const commits: string[][] = [];
  const inSavepoint: EachJob<string[]> = async (job) => {
    const savepoint = rows.length;
    try {
      return await job(rows);
    } catch (error) {
      rows.length = savepoint;
      throw error;
    }
  };
  const queue = new WriteQueue<string[]>(async ({ run, size }) => {
    const before = rows.length;
    try {
      await run(size === 1 ? (job) => job(rows) : inSavepoint);
      if (fails.commit) throw new Error('disk full');
    } catch (error) {
      rows.length = before;
      throw error;
    }
    commits.push(rows.slice(before));
  });
  return { queue, rows, commits };
}

test('jobs that wait share a transaction, in their order, and get their own results', async () => {
  const { queue, commits } = listDatabase();
  const jobs = ['a', 'b', 'c'].map((row) => queue.add(async (rows) => rows.push(row)));
  expect(await Promise.all(jobs)).toEqual([1, 2, 3]);
  expect(commits).toEqual([['a', 'b', 'c']]);
});

test.each([
  [GROUP_MAX - 1, 1],
  [GROUP_MAX, 1],
  [GROUP_MAX + 1, 2],
])('%i jobs take %i transactions', async (count, transactions) => {
  const { queue, commits } = listDatabase();
  await Promise.all(Array.from({ length: count }, (_, index) => queue.add(async (rows) => rows.push(String(index)))));
  expect(commits).toHaveLength(transactions);
  expect(commits.flat()).toEqual(Array.from({ length: count }, (_, index) => String(index)));
});

test('a job that fails is rolled back alone and rejected with its own error', async () => {
  const { queue, rows } = listDatabase();
  const refusal = Object.assign(new Error('no'), { code: 'version_conflict' });
  const results = await outcomes([
    queue.add(async (list) => list.push('a')),
    queue.add(async (list) => {
      list.push('half');
      throw refusal;
    }),
    queue.add(async (list) => list.push('c')),
  ]);
  expect(results).toEqual([1, 'version_conflict', 2]);
  expect(rows).toEqual(['a', 'c']);
});

test('a job that fails alone leaves nothing, though it has no savepoint, and the next one works', async () => {
  const { commits, queue, rows } = listDatabase();
  const refused = queue.add(async (list) => {
    list.push('half');
    throw Object.assign(new Error('no'), { code: 'version_conflict' });
  });
  expect(await outcomes([refused])).toEqual(['version_conflict']);
  expect(rows).toEqual([]);
  await queue.add(async (list) => list.push('a'));
  expect(commits).toEqual([['a']]);
});

test('nothing is resolved before the commit; when it fails all of the group are rejected, and the next group works', async () => {
  const fails = { commit: true };
  const { queue, rows } = listDatabase(fails);
  const group = await Promise.allSettled(['a', 'b'].map((row) => queue.add(async (list) => list.push(row))));
  expect(group).toMatchObject(Array(2).fill({ status: 'rejected', reason: { message: 'disk full' } }));
  fails.commit = false;
  await queue.add(async (list) => list.push('c'));
  expect(rows).toEqual(['c']);
});

test('one transaction runs at a time; jobs that come meanwhile are the next group', async () => {
  const { queue, commits } = listDatabase();
  let second: Promise<number> | undefined;
  await queue.add(async (rows) => {
    second = queue.add(async (list) => list.push('second'));
    // A turn of the event loop, in which a second transaction would start if it could.
    await new Promise((resume) => setImmediate(resume));
    return rows.push('first');
  });
  await second;
  expect(commits).toEqual([['first'], ['second']]);
});

test('closing waits for what was accepted and refuses more', async () => {
  const { queue, rows } = listDatabase();
  const accepted = queue.add(async (list) => list.push('a'));
  await queue.close();
  expect(rows).toEqual(['a']);
  await accepted;
  expect(() => queue.add(async (list) => list.push('b'))).toThrow('closed');
});
