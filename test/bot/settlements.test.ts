import { expect, test } from 'vitest';
import { createSettlements } from '../../bot/settlements.ts';
import type { OutboxSettlement } from '../../db/store.ts';
import { OPS } from './stand.ts';

const sent = (seq: number): OutboxSettlement => ({ seq, outcome: 'sent', chatId: OPS });
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

function settlementsOver(settleOutbox: (rows: readonly OutboxSettlement[]) => Promise<void>) {
  return createSettlements({
    store: { settleOutbox },
    clock: { now: () => 0 },
    log: quiet,
    pause: async () => undefined,
  });
}

test('what is added in one turn is written in one transaction', async () => {
  const written: number[][] = [];
  const settlements = settlementsOver(async (rows) => {
    written.push(rows.map((row) => row.seq));
  });
  for (const seq of [1, 2, 3]) settlements.add(sent(seq));
  await settlements.idle();
  expect(written).toEqual([[1, 2, 3]]);
});

test('what is added during a write is written after it', async () => {
  const written: number[] = [];
  const settlements = settlementsOver(async (rows) => {
    if (written.length === 0) settlements.add(sent(2));
    written.push(...rows.map((row) => row.seq));
  });
  settlements.add(sent(1));
  await settlements.idle();
  expect(written).toEqual([1, 2]);
});

test('a write that fails is tried again, and nothing is lost when the database stays away', async () => {
  let isAway = true;
  const written: number[] = [];
  const settlements = settlementsOver(async (rows) => {
    if (isAway) throw new Error('the database is away');
    written.push(...rows.map((row) => row.seq));
  });
  settlements.add(sent(1));
  await settlements.idle();
  expect(written).toEqual([]);
  expect(settlements.isBehind).toBe(true);
  isAway = false;
  settlements.retry();
  await settlements.idle();
  expect(written).toEqual([1]);
  settlements.add(sent(2));
  await settlements.idle();
  expect(written).toEqual([1, 2]);
});
