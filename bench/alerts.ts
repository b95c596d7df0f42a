// A storm of monitoring: 1,000 alerts, each a request of its own, as fast as they can be sent. How long each waits for its 202, how
// long until all are handled, what they leave behind, and how long people wait meanwhile. Usage: node bench/alerts.ts
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { mountAlerts } from '../bot/alert-route.ts';
import { listen } from '../bot/http.ts';
import { createMetrics } from '../bot/metrics.ts';
import type { Bot } from '../bot/types.ts';
import { openStore } from '../db/open.ts';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import { HOUR } from '../domain/types.ts';
import type { Delivery } from '../platforms/types.ts';
import { mirrorPlatform } from './mirror-platform.ts';
import { benchReport } from './report.ts';
import { benchContract, ids, liveBot, percentile, seat, silent, wallClock, withDatabases } from './stage.ts';

const POSTS = 1_000;
/** Requests that are on their way at once. */
const AT_ONCE = 32;
/** During the storm so many people report something, each in a group of his own, one after the other. */
const PEOPLE = 20;
const TOKEN = 'a-token-of-many-letters';
/** Aims: for the 202, for people's replies, and for all to be handled. */
const AIM_MS = { answer: 500, reply: 1_000, handled: 10_000 };
const LOOK_EVERY_MS = 10;
const GIVE_UP_MS = 120_000;

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** @returns ms until the answer */
async function post(url: string, place: number, at: number): Promise<number> {
  const body = JSON.stringify({
    name: 'InstanceDown',
    state: 'firing',
    summary: '双公示系统节点无响应',
    labels: { instance: `node-${place}`, job: 'blackbox', region: 'gz' },
    started_at: new Date(at).toISOString(),
  });
  const headers = { 'x-dutybell-token': TOKEN, 'content-type': 'application/json' };
  const start = performance.now();
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(`${url}/plain`, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    sent.once('error', reject).end(body);
  });
  if (status !== 202) throw new Error(`an alert was answered ${status}`);
  return performance.now() - start;
}

async function storm(url: string): Promise<readonly number[]> {
  const waits: number[] = [];
  let begun = 0;
  const sender = async (): Promise<void> => {
    while (begun < POSTS) {
      begun += 1;
      waits.push(await post(url, begun, Date.now()));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return waits;
}

async function untilHandled(store: Store): Promise<void> {
  const start = performance.now();
  while ((await store.counts(Date.now())).inboxPending > 0) {
    if (performance.now() - start > GIVE_UP_MS) throw new Error('the alerts were not handled');
    await delay(LOOK_EVERY_MS);
  }
}

async function measure(title: string, url: string, contract: Contract): Promise<void> {
  const store = await openStore(url, { clock: wallClock, random: Math.random });
  await seat(store, contract, { chats: PEOPLE + 1, people: PEOPLE + 1 });
  const platform = mirrorPlatform();
  const inGroup: Delivery[] = [];
  const heard = {
    ...platform,
    deliver: (delivery: Delivery) => {
      if (delivery.chat === 'g0') inGroup.push(delivery);
      return platform.deliver(delivery);
    },
  };
  const bot: Bot = liveBot(store, heard, contract);
  await bot.start();
  const given = { bot, store, clock: wallClock, log: silent };
  const server = await listen({
    ...{ host: '127.0.0.1', port: 0, metrics: createMetrics() },
    ...given,
    mount: (router) => mountAlerts(router, { token: TOKEN }, { ...given, ids }),
  });
  for (let place = 1; place <= 2; place += 1) await platform.ask(benchReport(place, `p${place}`));
  const start = performance.now();
  const sent = storm(new URL(`/alerts/${contract.id}`, server.url).href);
  const replies: number[] = [];
  for (let place = 3; place <= PEOPLE; place += 1) replies.push(await platform.ask(benchReport(place, `p${place}`)));
  const asked = performance.now() - start;
  const waits = await sent;
  const answered = performance.now() - start;
  await untilHandled(store);
  const handled = performance.now() - start;
  const tickets = (await store.ticketsReported(contract.id, Date.now() - HOUR, Date.now() + HOUR, PEOPLE)).filter(
    ({ systemId }) => systemId === 'dual-publicity',
  );
  const events = await Promise.all(tickets.map(({ id }) => store.ticketEvents(id)));
  const line = (what: string, ms: number, aim: number) =>
    `${what} ${ms.toFixed(0)} ms = ${(ms / aim).toFixed(2)} of the ${aim} ms allowed`;
  console.log(
    `${title}: ${line('202 p99', percentile(waits, 0.99), AIM_MS.answer)} (median ${percentile(waits, 0.5).toFixed(0)} ms, all after ${answered.toFixed(0)} ms)`,
  );
  console.log(`  ${line('all handled after', handled, AIM_MS.handled)}`);
  console.log(
    `  ${line('people, slowest reply', Math.max(...replies), AIM_MS.reply)} (median ${percentile(replies, 0.5).toFixed(0)} ms, ${replies.length} within ${asked.toFixed(0)} ms)`,
  );
  console.log(
    `  left: ${tickets.length} ticket(s), ${inGroup.length} message(s), ${events.flat().length} ledger entry(ies) of them`,
  );
  await server.close();
  await bot.stop();
}

await withDatabases(async (open) => {
  const contract = await benchContract();
  for (const engine of ['libsql', 'mysql'] as const) {
    await measure(engine === 'mysql' ? 'MariaDB' : 'libsql', (await open(engine)).url, contract);
  }
});
agent.destroy();
