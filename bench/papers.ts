// A month's report over 100,000 tickets: its figures from the database, the first time and again, and its picture, document and
// spreadsheet. Usage: node bench/papers.ts

import { sealLedgers } from '../bot/sealer.ts';
import { openStore } from '../db/open.ts';
import { reportPeriod } from '../domain/reporting/report-period.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import { MINUTE } from '../domain/types.ts';
import { reportOf } from '../handlers/report-of.ts';
import { paperBytes } from '../reports/paper-bytes.ts';
import { leadTicket, multiply } from './score-history.ts';
import { benchContract, percentile, seat, silent, wallClock, withDatabases } from './stage.ts';

const TICKETS = 100_000;
const MONTH = reportPeriod('monthly', '2026-03-01');
const APART_MS = Math.floor((MONTH.to - MONTH.from - 60 * MINUTE) / TICKETS);
const RUNS = 5;
/** Aims: of the figures, and of the picture. */
const FIGURES_MS = 2_000;
const PICTURE_MS = 300;

async function timed<T>(job: () => Promise<T>): Promise<{ readonly ms: number; readonly made: T }> {
  const start = performance.now();
  const made = await job();
  return { ms: performance.now() - start, made };
}

const told = (what: string, ms: number, allowedMs?: number): void =>
  console.log(
    `  ${what}: ${ms.toFixed(0)} ms${allowedMs === undefined ? '' : ` = ${(ms / allowedMs).toFixed(2)} of the ${allowedMs} ms allowed`}`,
  );

async function papers(report: Report): Promise<void> {
  const { tickets } = report.figures;
  // As the thread is given it: what shows no rows has none.
  const short = { ...report, figures: { ...report.figures, tickets: { ...tickets, rows: [] } } };
  const picture = () => paperBytes({ paper: 'report', format: 'picture', language: 'zh', report: short });
  told('the first picture', (await timed(picture)).ms);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) times.push((await timed(picture)).ms);
  told('a picture, p50', percentile(times, 0.5), PICTURE_MS);
  const docx = () => paperBytes({ paper: 'report', format: 'docx', language: 'zh', report: short });
  told('the document', (await timed(docx)).ms);
  const xlsx = () => paperBytes({ paper: 'report', format: 'xlsx', language: 'zh', report });
  told(`the spreadsheet with ${tickets.rows.length} rows`, (await timed(xlsx)).ms);
}

await withDatabases(async (openDatabase) => {
  const contract = await benchContract();
  for (const engine of ['libsql', 'mysql'] as const) {
    const database = await openDatabase(engine);
    const open = () => openStore(database.url, { clock: wallClock, random: Math.random });
    const filling = await open();
    await seat(filling, contract, { chats: 1, people: 1 });
    const ticket = await leadTicket(filling, contract, MONTH.from, 1);
    await sealLedgers({ store: filling, clock: wallClock, owner: 'bench', log: silent });
    await filling.close();
    await multiply(database, ticket, TICKETS, APART_MS);
    const store = await open();
    const source = {
      ...{ store, contract, now: MONTH.to },
      packsOver: async (from: number, to: number) => [{ contract, from, to }],
    };
    const figures = () => reportOf(source, { kind: 'monthly', period: MONTH });
    console.log(`${engine === 'mysql' ? 'MariaDB' : 'libsql'}, ${TICKETS} tickets in the month`);
    told('the figures, the first time', (await timed(figures)).ms, FIGURES_MS);
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) times.push((await timed(figures)).ms);
    told('the figures again, p50', percentile(times, 0.5), FIGURES_MS);
    const { made } = await timed(figures);
    await store.close();
    if (made.figures.tickets.reported !== TICKETS)
      throw new Error(`${made.figures.tickets.reported} tickets were counted`);
    if (engine === 'libsql') await papers(made);
  }
});
