// A message becomes a ticket with its card in the outbox: how fast, next to bare transactions that write the same rows.
// Both in turns in one process, so that only their ratio matters. Usage: node bench/intake.ts
import { bareLibsql } from './intake-bare-libsql.ts';
import { bareMysql } from './intake-bare-mysql.ts';
import type { Contender } from './intake-contender.ts';
import { ours } from './intake-ours.ts';
import { harvest } from './intake-rows.ts';
import { benchContract, percentile, withDatabases } from './stage.ts';

const ROUNDS = 7;
const WARM_UP = 150;
const MESSAGES = { 1: 200, 32: 640 } as const;

interface Round {
  readonly perSecond: number;
  /** Of this process, for each message. */
  readonly cpuMicros: number;
}

async function round(contender: Contender, atOnce: 1 | 32): Promise<Round> {
  const messages = MESSAGES[atOnce];
  const cpu = process.cpuUsage();
  const start = performance.now();
  let begun = 0;
  const worker = async (chat: number): Promise<void> => {
    while (begun < messages) {
      begun += 1;
      await contender.handleOne(chat);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, chat) => worker(chat)));
  const seconds = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  return { perSecond: messages / seconds, cpuMicros: (used.user + used.system) / messages };
}

async function compare(title: string, product: Contender, bare: Contender, atOnce: 1 | 32): Promise<void> {
  const ratios: number[] = [];
  const products: Round[] = [];
  const bares: Round[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const [a, b] = [await round(product, atOnce), await round(bare, atOnce)];
    ratios.push(a.perSecond / b.perSecond);
    products.push(a);
    bares.push(b);
  }
  const median = (rounds: readonly Round[], of: keyof Round): string =>
    percentile(
      rounds.map((each) => each[of]),
      0.5,
    ).toFixed(0);
  console.log(
    `${title}, ${atOnce} at once: ${percentile(ratios, 0.5).toFixed(2)} of bare` +
      ` (${median(products, 'perSecond')} and ${median(bares, 'perSecond')} a second;` +
      ` CPU of this process ${median(products, 'cpuMicros')} and ${median(bares, 'cpuMicros')} µs a message)`,
  );
}

/** Statements for one message, as the server counts them: where the rest goes. */
async function statements(contender: Contender): Promise<string> {
  const before = await contender.statements?.();
  const messages = 50;
  for (let message = 0; message < messages; message += 1) await contender.handleOne(0);
  const after = await contender.statements?.();
  // Asking is a statement too.
  return before === undefined || after === undefined ? '?' : ((after - before - 1) / messages).toFixed(1);
}

await withDatabases(async (open) => {
  const contract = await benchContract();
  for (const engine of ['mysql', 'libsql'] as const) {
    const product = await ours((await open(engine)).url, contract);
    for (let message = 0; message < WARM_UP; message += 1) await product.handleOne(message % 32);
    const rows = await harvest(product.url);
    const makeBare = engine === 'mysql' ? bareMysql : bareLibsql;
    const bare = await makeBare(product.url, rows);
    for (let message = 0; message < WARM_UP; message += 1) await bare.handleOne(message % 32);
    const title = `message to ticket and card, ${engine === 'mysql' ? 'MariaDB' : 'libsql'}`;
    if (engine === 'mysql') {
      console.log(`${title}: ${await statements(product)} statements a message, bare ${await statements(bare)}`);
    }
    await compare(title, product, bare, 1);
    await compare(title, product, bare, 32);
    await product.close();
    await bare.close();
  }
});
