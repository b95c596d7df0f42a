// A bot in a process of its own, which the test kills whenever it likes.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { pino } from 'pino';
import { steadyClock } from '../../bot/clock.ts';
import { ulidIds } from '../../bot/ids.ts';
import { createBot } from '../../bot/main.ts';
import { openStore } from '../../db/open.ts';
import { childPlatform } from './child-platform.ts';
import { crashContract } from './contract.ts';
import { listen } from './http.ts';
import { shortLeases } from './short-leases.ts';
import { childArguments, update } from './wire.ts';

const LEASE_MS = 500;

const { databaseUrl, parentUrl, seed } = childArguments.parse(JSON.parse(process.argv[2] ?? ''));
const clock = steadyClock({ wall: () => Date.now(), steady: () => performance.now() });
let drawn = 0;
const random = (): number => {
  drawn += 1;
  return createHash('sha256').update(`${seed}:${drawn}`).digest().readUInt32BE(0) / 2 ** 32;
};

const contract = await crashContract();
// One that is killed would leave nothing of what it has compiled to the next.
flushCompileCache();
// Loading takes longer than living does here: the next process loads while this one works, and is then told to begin.
await once(process.stdin, 'data');
// The test may itself be killed: nobody would end this process then.
process.stdin.resume().once('end', () => process.exit(1));

const store = await openStore(databaseUrl, { clock, random });
const platform = childPlatform(parentUrl);
const bot = createBot({
  store: shortLeases(store, LEASE_MS),
  clock,
  ids: ulidIds(random),
  random,
  platforms: [platform],
  contracts: [contract],
  log: pino({ level: 'warn' }, pino.destination(2)),
  drive: 'live',
  instanceId: 'crash-test',
});
await bot.start();

const server = await listen(async (path, body) => {
  if (path === '/counts') return { status: 200, body: await store.counts(clock.now()) };
  if (path === '/stop') {
    setImmediate(() => void stop());
    return { status: 200, body: {} };
  }
  const { receiver } = platform;
  if (!receiver) return { status: 503, body: {} };
  const received = update.parse(body);
  // 200 only when the update is stored: this is what the platform takes for an acknowledgement.
  return { status: 200, body: { outcome: await receiver.receive({ ...received, receivedAt: clock.now() }) } };
});
process.stdout.write(`${JSON.stringify({ port: server.port })}\n`);

async function stop(): Promise<void> {
  await bot.stop();
  await server.close();
  process.exit(0);
}
