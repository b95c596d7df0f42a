// 300 people at once: from the platform's delivery of an update to the delivery of the reply, with the whole program live.
// Usage: node bench/people.ts
import { setTimeout as delay } from 'node:timers/promises';
import { openStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import type { MessageUpdate } from '../platforms/types.ts';
import { mirrorPlatform } from './mirror-platform.ts';
import { benchReport, said } from './report.ts';
import { benchContract, liveBot, percentile, seat, wallClock, withDatabases } from './stage.ts';

const PEOPLE = 300;
/** Groups as they are: ten people in each. */
const CHATS = 30;
/** In conversation everybody says something this often. */
const EVERY_MS = 5_000;
const CONVERSATION_MS = 20_000;
/** One in so many messages is a report; the others ask for one's own tickets. */
const REPORT_EVERY = 4;
const WARM_UP = 60;

async function measure(engine: string, url: string, contract: Contract): Promise<void> {
  const store = await openStore(url, { clock: wallClock, random: Math.random });
  await seat(store, contract, { chats: CHATS, people: PEOPLE });
  const platform = mirrorPlatform();
  const bot = liveBot(store, platform, contract);
  await bot.start();
  for (let n = 0; n < WARM_UP; n += 1) await platform.ask(messageOf(n % PEOPLE, n));

  const talk: number[] = [];
  const until = Date.now() + CONVERSATION_MS;
  await Promise.all(
    Array.from({ length: PEOPLE }, async (_, person) => {
      await delay((person / PEOPLE) * EVERY_MS);
      for (let n = person; Date.now() < until; n += 1) {
        const [ms] = await Promise.all([platform.ask(messageOf(person, n)), delay(EVERY_MS)]);
        talk.push(ms);
      }
    }),
  );
  print(`${engine}, ${PEOPLE} people in conversation, ${PEOPLE / (EVERY_MS / 1000)} messages a second`, talk);

  const burst = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => platform.ask(messageOf(n, n))));
  print(`${engine}, ${PEOPLE} people in the same millisecond`, burst);
  await bot.stop();
}

function messageOf(person: number, n: number): MessageUpdate {
  const chat = person % CHATS;
  return n % REPORT_EVERY === 0 ? benchReport(chat, `p${person}`, ` #${n}`) : said(chat, `p${person}`, '我的工单');
}

function print(title: string, latenciesMs: readonly number[]): void {
  const [p50, p99] = [percentile(latenciesMs, 0.5), percentile(latenciesMs, 0.99)];
  const share = (p99 / AIM_MS).toFixed(2);
  console.log(`${title}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms = ${share} of the ${AIM_MS} ms allowed`);
}
/** Aim for the 99th percentile from update to delivered reply. */
const AIM_MS = 200;

await withDatabases(async (open) => {
  const contract = await benchContract();
  for (const engine of ['libsql', 'mysql'] as const) {
    await measure(engine === 'mysql' ? 'MariaDB' : 'libsql', (await open(engine)).url, contract);
  }
});
