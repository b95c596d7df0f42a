// 100,000 open tickets with running clocks on MariaDB: how late due reminders leave, and what a look at the timers costs
// when nothing is due. Usage: node bench/reminders.ts
import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { type OpenStore, openStore } from '../db/open.ts';
import type { Store } from '../db/store.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { ticketNumber } from '../domain/number.ts';
import { openTicket } from '../domain/ticket.ts';
import { chatId, DAY, eventId, type Instant, MINUTE, personId, ticketId } from '../domain/types.ts';
import type { Delivery } from '../platforms/types.ts';
import { mirrorPlatform } from './mirror-platform.ts';
import { benchContract, ids, liveBot, PLATFORM, percentile, seat, wallClock, withDatabases } from './stage.ts';

const OPEN_TICKETS = 100_000;
const FEW = 1_000;
const CHATS = 200;
/** Reminders that fall due, one each so many milliseconds. */
const DUE = 2_000;
const DUE_EVERY_MS = 20;
/** Half of the five minutes in which somebody has to respond. */
const FIRST_REMINDER_MS = 2.5 * MINUTE;
const LOOKS = 200;
/** The aim for the 99th percentile. */
const AIM_MS = 1_000;

/** A ticket that was reported then, as the program writes it, with its timer. @returns its id */
async function writeTicket(store: Store, contract: Contract, reportedAt: Instant, place: number): Promise<string> {
  const id = ticketId(ids.next(reportedAt));
  const day = civilDate(reportedAt);
  const { ticket, events } = openTicket(
    {
      id,
      number: ticketNumber(contract.numberPrefix, day, place + 1),
      chatId: chatId(PLATFORM, `g${place % CHATS}`),
      kind: 'incident',
      level: 'critical',
      levelReason: { code: 'default' },
      reporterId: personId('p0'),
      summary: { id: `text-${id}`, hash: '' },
      reportedAt,
      receivedAt: reportedAt,
    },
    { now: reportedAt, contract, newEventId: () => eventId(ids.next(reportedAt)) },
  );
  await store.commit(
    { contractId: contract.id, now: reportedAt, cause: { kind: 'none' } },
    {
      ticket: { next: ticket },
      events,
      setTimers: [{ key: `wake:${id}`, kind: 'wake_ticket', subject: id, fireAt: reportedAt + FIRST_REMINDER_MS }],
    },
  );
  return id;
}

/** Copies of the first tickets, whose reminders are days away. */
async function multiply(url: string, times: number): Promise<void> {
  const connection = await createConnection(url);
  const later = Date.now() + 10 * DAY;
  await connection.query('UPDATE timers SET fire_at = ?, state_at = ?', [later, later]);
  for (let copy = 1; copy < times; copy += 1) {
    const mark = `-${copy}`;
    await connection.query(
      `INSERT INTO tickets (id, contract_id, number, daily_number, month_day, is_open, reporter_id, assignee_id, reported_at,
         next_due_at, breached, writes, doc)
       SELECT CONCAT(id, ?), contract_id, CONCAT(number, ?), daily_number, month_day, is_open, reporter_id, assignee_id,
         reported_at, next_due_at, breached, writes, REPLACE(doc, CAST(id AS CHAR), CONCAT(id, ?))
       FROM tickets WHERE id NOT LIKE '%-%'`,
      [mark, mark, mark],
    );
    await connection.query(
      `INSERT INTO timers (timer_key, kind, subject, contract_id, fire_at, state, state_at, lease_token, attempts, error)
       SELECT CONCAT(timer_key, ?), kind, CONCAT(subject, ?), contract_id, fire_at, state, state_at, NULL, 0, NULL
       FROM timers WHERE timer_key NOT LIKE '%-%'`,
      [mark, mark],
    );
  }
  await connection.query('ANALYZE TABLE tickets, timers');
  await connection.end();
}

/** Mean of one look at the timers with nothing due. @returns ms */
async function idleLook(store: OpenStore): Promise<number> {
  const start = performance.now();
  for (let look = 0; look < LOOKS; look += 1) {
    const now = Date.now();
    const claimed = await store.claimTimers(now, { token: `bench:${look}`, until: now + MINUTE }, 100);
    if (claimed.length > 0) throw new Error('a timer was due that should not be');
    await store.nextDueAt(now);
  }
  return (performance.now() - start) / LOOKS;
}

async function lateness(store: OpenStore, contract: Contract): Promise<void> {
  const first = Date.now() + 30_000;
  const plannedAt = new Map<string, Instant>();
  for (let place = 0; place < DUE; place += 1) {
    const at = first + place * DUE_EVERY_MS;
    plannedAt.set(await writeTicket(store, contract, at - FIRST_REMINDER_MS, FEW + place), at);
  }
  if (Date.now() > first) throw new Error('the machine is too slow to write the tickets in time');
  const mirror = mirrorPlatform();
  const lateMs: number[] = [];
  const platform = {
    ...mirror,
    async deliver(delivery: Delivery) {
      const planned = plannedAt.get(/^remind:([^:]+):/.exec(delivery.key)?.[1] ?? '');
      if (planned !== undefined) lateMs.push(Date.now() - planned);
      return mirror.deliver(delivery);
    },
  };
  const bot = liveBot(store, platform, contract);
  await bot.start();
  await delay(first + DUE * DUE_EVERY_MS + 5_000 - Date.now());
  await bot.stop();
  const [p50, p99] = [percentile(lateMs, 0.5), percentile(lateMs, 0.99)];
  const share = (p99 / AIM_MS).toFixed(2);
  console.log(
    `${lateMs.length} of ${DUE} reminders, ${1_000 / DUE_EVERY_MS} a second: ` +
      `late by p50 ${p50} ms, p99 ${p99} ms = ${share} of the ${AIM_MS} ms allowed`,
  );
}

await withDatabases(async (open) => {
  const contract = await benchContract();
  const { url } = await open('mysql');
  const store = await openStore(url, { clock: wallClock, random: Math.random });
  await seat(store, contract, { chats: CHATS, people: 1 });
  for (let place = 0; place < FEW; place += 1) await writeTicket(store, contract, Date.now() - MINUTE, place);
  await multiply(url, 1);
  await idleLook(store);
  const few = await idleLook(store);
  await multiply(url, OPEN_TICKETS / FEW);
  await idleLook(store);
  const many = await idleLook(store);
  console.log(
    `a look with nothing due: ${few.toFixed(2)} ms with ${FEW} open tickets, ${many.toFixed(2)} ms with ${OPEN_TICKETS}: ` +
      `${(many / few).toFixed(2)} times as much`,
  );
  await lateness(store, contract);
});
