import { and, asc, eq, gte, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { ContractId, Instant } from '../domain/types.ts';
import type { Access, Db } from './engine.ts';
import { outcomeOfCells } from './outcome-column.ts';
import { outcomesOf, sharedTexts } from './outcome-rows.ts';

/** What is read of a page is garbage by the next one, so it stays young. */
const PAGE = 2_000;

/** What was reported in [from, to). */
export interface Stretch {
  readonly contract: ContractId;
  readonly from: Instant;
  readonly to: Instant;
}
/** In the order of their reports. */
export async function outcomesBetween(access: Access, stretch: Stretch): Promise<readonly TicketOutcome[]> {
  const outcomes: TicketOutcome[] = [];
  const shared = sharedTexts();
  for (let last: Place | undefined; ; ) {
    const page = nextPage(access, stretch, last);
    const atOnce = access.engine.name === 'libsql' ? await readAtOnce(access, page, shared) : undefined;
    const read = atOnce ?? (await readEach(access, page, shared));
    for (const outcome of read.outcomes) outcomes.push(outcome);
    last = read.last;
    if (!last) return outcomes;
  }
}

/** Where a page ended; the next one is behind it. */
interface Place {
  readonly reportedAt: Instant;
  readonly id: string;
}
interface Page {
  readonly outcomes: readonly TicketOutcome[];
  /** Absent: it was the last page. */
  readonly last: Place | undefined;
}

const nextPage =
  ({ tables: { tickets } }: Access, { contract, from, to }: Stretch, last: Place | undefined) =>
  (db: Db) => {
    const { id, outcome, reportedAt, writes } = tickets;
    const isNext = and(
      eq(tickets.contractId, contract),
      gte(reportedAt, last?.reportedAt ?? from),
      lt(reportedAt, to),
      // Behind the last one. As an "or" SQLite would look for each half by itself, and sort.
      last && sql`not (${reportedAt} = ${last.reportedAt} and ${id} <= ${last.id})`,
    );
    return db
      .select({ id, reportedAt, writes, outcome })
      .from(tickets)
      .where(isNext)
      .orderBy(asc(reportedAt), asc(id))
      .limit(PAGE);
  };
type PageQuery = ReturnType<typeof nextPage>;

/**
 * The rows of a page as one text: the driver of libsql takes several times as long over rows as the database over what is in them.
 * On a server it is the other way round.
 * @returns undefined where a row has no outcome that holds: then each row has to be looked at
 */
async function readAtOnce(
  { engine }: Access,
  query: PageQuery,
  shared: (text: string) => string,
): Promise<Page | undefined> {
  const [all] = await engine.read((db) => {
    const page = query(db).as('page');
    const text = sql<string | null>`group_concat(concat('[', ${page.writes}, ',', ${page.outcome}, ']'))`;
    return db.select({ rows: sql`count(*)`.mapWith(Number), text }).from(page);
  });
  const rows = rowsOf(all?.text ?? '');
  if (rows?.length !== all?.rows) return undefined;
  const outcomes = (rows ?? []).flatMap(([writes, cells]) => {
    const outcome = outcomeOfCells(cells, shared);
    return outcome?.writes === writes ? outcome : [];
  });
  if (outcomes.length !== all?.rows) return undefined;
  outcomes.sort(byReport);
  const last = outcomes[PAGE - 1];
  return { outcomes, last: last && { reportedAt: last.reportedAt, id: last.ticketId } };
}

const writesAndCells = z.array(z.tuple([z.number(), z.unknown()]));

function rowsOf(text: string): z.infer<typeof writesAndCells> | undefined {
  try {
    return writesAndCells.parse(JSON.parse(`[${text}]`));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

async function readEach(access: Access, query: PageQuery, shared: (text: string) => string): Promise<Page> {
  const rows = await access.engine.read(query);
  return { outcomes: await outcomesOf(access, rows, shared), last: rows[PAGE - 1] };
}

export function byReport(a: TicketOutcome, b: TicketOutcome): number {
  return a.reportedAt - b.reportedAt || (a.ticketId < b.ticketId ? -1 : 1);
}
