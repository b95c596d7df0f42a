// A long history for the benchmark of scores: one ticket that the domain has led from its report to its confirmation, and copies of it.
import { createClient } from '@libsql/client';
import { createConnection } from 'mysql2/promise';
import type { OpenStore } from '../db/open.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { ticketNumber } from '../domain/number.ts';
import { decide, openTicket } from '../domain/ticket.ts';
import type { Ticket, TicketCommand, TicketEvent } from '../domain/ticket-types.ts';
import { type Actor, chatId, eventId, type Instant, MINUTE, personId, ticketId } from '../domain/types.ts';
import { type BenchDatabase, ids, PLATFORM } from './stage.ts';

const LI: Actor = { id: personId('li'), roles: ['engineer'] };
const QIAN: Actor = { id: personId('qian'), roles: ['supervisor'] };
const text = () => ({ id: ids.next(Date.now()), hash: 'f'.repeat(64) });
const LIFE: readonly (readonly [actor: Actor, step: () => TicketCommand])[] = [
  [LI, () => ({ type: 'acknowledge' })],
  [LI, () => ({ type: 'progress', text: text() })],
  [LI, () => ({ type: 'arrive' })],
  [LI, () => ({ type: 'diagnose', text: text() })],
  [LI, () => ({ type: 'progress', text: text() })],
  [LI, () => ({ type: 'work_around', text: text() })],
  [LI, () => ({ type: 'progress', text: text() })],
  [LI, () => ({ type: 'supplement', text: text() })],
  [LI, () => ({ type: 'progress', text: text() })],
  [LI, () => ({ type: 'resolve', cause: text(), action: text() })],
  [QIAN, () => ({ type: 'confirm', rating: 5 })],
];
/** Entries of the ledger that one such ticket leaves. */
export const ENTRIES = LIFE.length + 1;

/** A ticket as people leave it: each step some minutes after the one before. */
export async function leadTicket(
  store: OpenStore,
  contract: Contract,
  reportedAt: Instant,
  place: number,
): Promise<Ticket> {
  const id = ticketId(ids.next(reportedAt));
  let now = reportedAt;
  const env = () => ({ now, contract, newEventId: () => eventId(ids.next(now)) });
  const opened = openTicket(
    {
      id,
      number: ticketNumber(contract.numberPrefix, civilDate(reportedAt), place),
      chatId: chatId(PLATFORM, 'g0'),
      kind: 'incident',
      level: 'critical',
      levelReason: { code: 'default' },
      reporterId: personId('p0'),
      summary: text(),
      reportedAt,
      receivedAt: reportedAt,
    },
    env(),
  );
  let { ticket } = opened;
  const events: TicketEvent[] = [...opened.events];
  for (const [actor, step] of LIFE) {
    now += 3 * MINUTE;
    const decision = decide(ticket, step(), actor, env());
    if (!decision.ok) throw new Error(`the bench's ticket was refused a step: ${decision.refusal.reason}`);
    ticket = decision.ticket;
    events.push(...decision.events);
  }
  await store.commit({ contractId: contract.id, now, cause: { kind: 'none' } }, { ticket: { next: ticket }, events });
  return ticket;
}

/** How many copies one statement makes: none grows without bounds. */
const COPIES_AT_ONCE = 5_000;

const TICKET_COPIES = `INSERT INTO tickets (id, contract_id, number, daily_number, month_day, is_open, reporter_id, assignee_id, reported_at,
     next_due_at, breached, writes, doc, outcome)
   WITH RECURSIVE n(i) AS (SELECT @first UNION ALL SELECT i + 1 FROM n WHERE i < @last)
   SELECT CONCAT(id, '-', i), contract_id, CONCAT(number, '-', i), daily_number, month_day, is_open, reporter_id, assignee_id,
     reported_at + i * @apart, next_due_at, breached, writes, REPLACE(doc, '@id', CONCAT('@id-', i)),
     REPLACE(REPLACE(REPLACE(outcome, '"@id"', CONCAT('"@id-', i, '"')), '"@number"', CONCAT('"@number-', i, '"')),
       '@reportedAt', CONCAT('', reported_at + i * @apart))
   FROM tickets, n WHERE id = '@id'`;
const LEDGER_COPIES = `INSERT INTO ledger (event_id, contract_id, ticket_id, ticket_writes, at, recorded_at, type, body, seal_seq, seal_hash)
   WITH RECURSIVE n(i) AS (SELECT @first UNION ALL SELECT i + 1 FROM n WHERE i < @last)
   SELECT CONCAT(event_id, '-', i), contract_id, CONCAT(ticket_id, '-', i), ticket_writes, at + i * @apart, recorded_at, type,
     REPLACE(body, '@id', CONCAT('@id-', i)), seal_seq + i * ${ENTRIES}, seal_hash
   FROM ledger, n WHERE ticket_id = '@id'`;

/** As many tickets in all, one after the other, with their sealed entries. @param apartMs between one report and the next */
export async function multiply(
  database: BenchDatabase,
  ticket: Ticket,
  tickets: number,
  apartMs: number,
): Promise<void> {
  const run = await statements(database);
  for (let first = 1; first < tickets; first += COPIES_AT_ONCE) {
    const last = Math.min(first + COPIES_AT_ONCE, tickets) - 1;
    const values = { first, last, apart: apartMs, id: ticket.id, number: ticket.number, reportedAt: ticket.reportedAt };
    for (const copies of [TICKET_COPIES, LEDGER_COPIES]) {
      await run(copies.replace(/@(\w+)/g, (_, name) => String(Reflect.get(values, name))));
    }
  }
  await run(`UPDATE ledger_heads SET seq = ${tickets * ENTRIES}`);
  await run(database.engine === 'mysql' ? 'ANALYZE TABLE tickets, ledger' : 'ANALYZE');
  await run(undefined);
}

/** Runs statements past the store on a connection that ends with an absent one. */
export async function statements({
  engine,
  url,
}: BenchDatabase): Promise<(sql: string | undefined) => Promise<unknown>> {
  if (engine === 'libsql') {
    const client = createClient({ url });
    return async (sql) => (sql === undefined ? client.close() : client.execute(sql));
  }
  const connection = await createConnection(url);
  await connection.query(`SET SESSION max_recursive_iterations = ${2 * COPIES_AT_ONCE}`);
  return (sql) => (sql === undefined ? connection.end() : connection.query(sql));
}
