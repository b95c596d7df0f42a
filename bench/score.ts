// The score of a quarter of 1,000,000 ledger entries: how long it takes, the first time and again after a change, next to the bare
// SELECT of the same rows, and what it takes of the memory. Usage: node bench/score.ts
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sealLedgers } from '../bot/sealer.ts';
import { type OpenStore, openStore } from '../db/open.ts';
import { parseCivil } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { MINUTE } from '../domain/types.ts';
import { statementOf } from '../handlers/statement-of.ts';
import { ENTRIES, leadTicket, multiply, statements } from './score-history.ts';
import { type BenchDatabase, benchContract, percentile, seat, silent, wallClock, withDatabases } from './stage.ts';

const TICKETS = Math.ceil(1_000_000 / ENTRIES);
const QUARTER = { from: parseCivil('2026-01-01'), to: parseCivil('2026-04-01') };
/** The last hour is left for those that are added. */
const APART_MS = Math.floor((QUARTER.to - QUARTER.from - 60 * MINUTE) / TICKETS);
const READS = 5;
const CHANGES = 100;
/** Aims: of the first answer, and of each one after it. */
const FIRST_MS = 1_000;
const AGAIN_MS = 50;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
/** Megabytes that are in use. */
function memory(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

interface Timed {
  readonly ms: number;
  /** What this process has worked: on a machine that others share the wall says little. */
  readonly cpuMs: number;
}

async function timed(job: () => Promise<unknown>): Promise<Timed> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await job();
  const { system, user } = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (system + user) / 1_000 };
}

const middle = (times: readonly Timed[], share = 0.5): Timed => ({
  ms: percentile(
    times.map(({ ms }) => ms),
    share,
  ),
  cpuMs: percentile(
    times.map(({ cpuMs }) => cpuMs),
    share,
  ),
});

const open = (url: string) => openStore(url, { clock: wallClock, random: Math.random });
const sealAll = (store: OpenStore) => sealLedgers({ store, clock: wallClock, owner: 'bench', log: silent });

async function fill(database: BenchDatabase, contract: Contract): Promise<void> {
  const store = await open(database.url);
  await seat(store, contract, { chats: 1, people: 1 });
  const ticket = await leadTicket(store, contract, QUARTER.from, 1);
  await sealAll(store);
  await store.close();
  await multiply(database, ticket, TICKETS, APART_MS);
}

/** Median of the same rows without the store. */
async function bare(database: BenchDatabase, contract: Contract): Promise<Timed> {
  const run = await statements(database);
  const rows = `SELECT id, reported_at, writes, outcome FROM tickets
    WHERE contract_id = '${contract.id}' AND reported_at >= ${QUARTER.from} AND reported_at < ${QUARTER.to} ORDER BY reported_at, id`;
  const times: Timed[] = [];
  for (let read = 0; read < READS; read += 1) times.push(await timed(() => run(rows)));
  await run(undefined);
  return middle(times);
}

const ticketsOf = (store: OpenStore, contract: Contract) => store.ticketOutcomes(contract.id, QUARTER.from, QUARTER.to);

type Answer = (store: OpenStore, contract: Contract) => Promise<unknown>;
const ANSWERS: Readonly<Record<string, Answer>> = {
  tickets: ticketsOf,
  statement: (store, contract) =>
    statementOf(
      { store, contract, now: QUARTER.to, packsOver: async (from, to) => [{ contract, from, to }] },
      { ask: { label: '2026-Q1' } },
    ),
};

/** Median of answers of which each is its store's first. */
async function first(database: BenchDatabase, contract: Contract, answer: Answer): Promise<Timed> {
  const times: Timed[] = [];
  for (let read = 0; read < READS; read += 1) {
    const store = await open(database.url);
    times.push(await timed(() => answer(store, contract)));
    await store.close();
  }
  return middle(times);
}

/** Each time after another ticket has come; every second time its entries are not sealed yet. */
async function again(store: OpenStore, contract: Contract, answer: Answer): Promise<readonly Timed[]> {
  const times: Timed[] = [];
  const before = (await ticketsOf(store, contract)).length;
  for (let change = 1; change <= CHANGES; change += 1) {
    await leadTicket(store, contract, QUARTER.to - 1, before - TICKETS + change + 1);
    if (change % 2 === 0) await sealAll(store);
    times.push(await timed(() => answer(store, contract)));
  }
  const after = (await ticketsOf(store, contract)).length;
  if (after !== before + CHANGES) throw new Error(`${after - before} of ${CHANGES} new tickets were seen`);
  return times;
}

async function measure(database: BenchDatabase, contract: Contract): Promise<void> {
  const name = database.engine === 'mysql' ? 'MariaDB' : 'libsql';
  const select = await bare(database, contract);
  console.log(`${name}, ${TICKETS * ENTRIES} entries of ${TICKETS} tickets: the bare SELECT ${told(select)}`);
  for (const [what, answer] of Object.entries(ANSWERS)) {
    const cold = await first(database, contract, answer);
    const store = await open(database.url);
    const empty = memory();
    await answer(store, contract);
    const full = memory();
    const times = await again(store, contract, answer);
    const later = memory();
    await store.close();
    const usual = middle(times);
    console.log(
      `  ${what}: first ${told(cold)} = ${(cold.ms / FIRST_MS).toFixed(2)} of the ${FIRST_MS} ms allowed = ` +
        `${(cold.ms / select.ms).toFixed(2)} times the bare SELECT; after a change p50 ${told(usual)}, p99 ${told(middle(times, 0.99))}; ` +
        `p50 = ${(usual.ms / AGAIN_MS).toFixed(2)} of the ${AGAIN_MS} ms allowed = ${(usual.ms / select.ms).toFixed(3)} times the bare SELECT; ` +
        `memory ${(full - empty).toFixed(0)} MB, ${(later - empty).toFixed(0)} MB after ${CHANGES} changes`,
    );
  }
}

const told = ({ cpuMs, ms }: Timed): string => `${ms.toFixed(1)} ms (CPU ${cpuMs.toFixed(1)} ms)`;

await withDatabases(async (openDatabase) => {
  const contract = await benchContract();
  for (const engine of ['libsql', 'mysql'] as const) {
    const database = await openDatabase(engine);
    const { ms } = await timed(() => fill(database, contract));
    console.log(`${engine}: filled in ${(ms / 1_000).toFixed(0)} s`);
    await measure(database, contract);
  }
});
