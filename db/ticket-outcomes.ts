import { and, eq, gt, isNull, type SQL } from 'drizzle-orm';
import type { TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { ContractId } from '../domain/types.ts';
import type { Access, Db } from './engine.ts';
import { byReport, outcomesBetween, type Stretch } from './outcome-pages.ts';
import { readTickets } from './outcome-rows.ts';
import type { Reads } from './reads.ts';

/** What is kept in memory, of all periods together; the one that was asked for longest ago goes first. */
const KEPT_MAX = 150_000;
/** Where the ledger has more new entries than this the stretch is read anew. */
const NEWS_MAX = 20_000;

/** What was read of a stretch, and the ledger's newest seal at that time. */
interface Kept {
  readonly outcomes: readonly TicketOutcome[];
  readonly seal: number;
}
interface News {
  readonly tickets: readonly string[];
  readonly seal: number;
}

/**
 * A stretch is read once, and from then on only the tickets of which the ledger says something new. Seals tell what is new: they
 * number a contract's entries without gaps in the order in which they were seen to be committed, whoever committed them, and what
 * has none yet is looked at each time. The numbers of rows could not: a transaction may show up below one that was seen before.
 */
export function ticketOutcomesPart(access: Access): Pick<Reads, 'ticketOutcomes'> & { forget(): void } {
  const kept = new Map<string, Kept>();
  const turns = new Map<string, Promise<readonly TicketOutcome[]>>();
  const refresh = async (key: string, stretch: Stretch) => {
    const now = await upToDate(access, stretch, kept.get(key));
    kept.delete(key);
    kept.set(key, now);
    dropOldest(kept);
    return now.outcomes;
  };
  return {
    ticketOutcomes(contract, from, to) {
      const key = `${contract}\n${from}\n${to}`;
      // What is being read for somebody else may have begun before the commit that this one asks about.
      const before = turns.get(key) ?? Promise.resolve([]);
      const mine = before.then(
        () => refresh(key, { contract, from, to }),
        () => refresh(key, { contract, from, to }),
      );
      turns.set(key, mine);
      const leave = () => turns.get(key) === mine && turns.delete(key);
      mine.then(leave, leave);
      return mine;
    },
    forget: () => kept.clear(),
  };
}

function dropOldest(kept: Map<string, Kept>): void {
  let total = 0;
  for (const { outcomes } of kept.values()) total += outcomes.length;
  for (const [key, { outcomes }] of kept) {
    if (total <= KEPT_MAX) return;
    kept.delete(key);
    total -= outcomes.length;
  }
}

async function upToDate(access: Access, stretch: Stretch, before: Kept | undefined): Promise<Kept> {
  const known = before && (await newsSince(access, stretch.contract, before.seal));
  if (before && known) return withNews(access, stretch, before, known);
  const read = await readStretch(access, stretch);
  // A ticket may have moved past the reader. Where too many wait for their seal this is left to the next time.
  const news = await newsSince(access, stretch.contract, read.seal);
  return news ? withNews(access, stretch, read, news) : read;
}

async function withNews(access: Access, stretch: Stretch, { outcomes }: Kept, { seal, tickets }: News): Promise<Kept> {
  return { outcomes: withFresh(outcomes, await readTickets(access, tickets), stretch), seal };
}

/** @returns undefined where they are more than is worth looking at one by one */
async function newsSince(
  { engine, tables: { ledger } }: Access,
  contract: ContractId,
  seal: number,
): Promise<News | undefined> {
  const entries = (db: Db, isWanted: SQL) =>
    db
      .select({ id: ledger.ticketId, seal: ledger.sealSeq })
      .from(ledger)
      .where(and(eq(ledger.contractId, contract), isWanted));
  // One statement, so that no entry is sealed between two looks; two halves, each of which an index finds.
  const rows = await engine.read((db) =>
    entries(db, gt(ledger.sealSeq, seal))
      .unionAll(entries(db, isNull(ledger.sealSeq)))
      .limit(NEWS_MAX + 1),
  );
  if (rows.length > NEWS_MAX) return undefined;
  return {
    tickets: [...new Set(rows.flatMap(({ id }) => id ?? []))],
    seal: rows.reduce((newest, row) => Math.max(newest, row.seal ?? 0), seal),
  };
}

/** The head comes first: whatever is committed while the tickets are read is news afterwards. */
async function readStretch(access: Access, stretch: Stretch): Promise<Kept> {
  const { ledgerHeads } = access.tables;
  const isHead = eq(ledgerHeads.contractId, stretch.contract);
  const [head] = await access.engine.read((db) => db.select({ seq: ledgerHeads.seq }).from(ledgerHeads).where(isHead));
  return { outcomes: await outcomesBetween(access, stretch), seal: head?.seq ?? 0 };
}

/** What changed takes its place; a ticket whose report is an earlier one by now may have come in or gone. */
function withFresh(
  outcomes: readonly TicketOutcome[],
  fresh: readonly TicketOutcome[],
  { from, to }: Stretch,
): readonly TicketOutcome[] {
  if (fresh.length === 0) return outcomes;
  const newest = new Map(fresh.map((outcome) => [outcome.ticketId, outcome]));
  const kept = outcomes.filter(({ ticketId, writes }) => {
    const read = newest.get(ticketId);
    if (!read) return true;
    if (read.writes > writes) return false;
    newest.delete(ticketId);
    return true;
  });
  const come = [...newest.values()].filter(({ reportedAt }) => reportedAt >= from && reportedAt < to);
  if (come.length === 0 && kept.length === outcomes.length) return outcomes;
  return kept.concat(come).sort(byReport);
}
