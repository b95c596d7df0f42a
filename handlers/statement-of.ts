import type { Reads } from '../db/reads.ts';
import type { Member } from '../db/records.ts';
import { mainTickets } from '../domain/assessment/counted-tickets.ts';
import { deriveFacts, looksAtAttendance, looksAtObligations, looksBack } from '../domain/assessment/derive.ts';
import type { RecordedPast } from '../domain/assessment/derived.ts';
import type { Facts, Period } from '../domain/assessment/facts.ts';
import { factsOfRecords, rulesLookingBack, textIdsOf } from '../domain/assessment/facts-of-records.ts';
import { outcomeOf } from '../domain/assessment/outcome-of.ts';
import { type PackSpan, packParts } from '../domain/assessment/pack-parts.ts';
import { labelOf, type PeriodAsk, periodFor } from '../domain/assessment/period.ts';
import { asMissed } from '../domain/assessment/savable.ts';
import { type ScoreEnv, scoreTables } from '../domain/assessment/score-tables.ts';
import type { Statement, StatementPart, TableScore } from '../domain/assessment/statement.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { Contract } from '../domain/contract.ts';
import { dueInstants } from '../domain/obligations/counting.ts';
import { DAY, type Instant, type TicketId } from '../domain/types.ts';
import { deafStretches } from './deaf-spans.ts';
import { firstOfEach, tablesEver } from './givable-tables.ts';

/** Where a statement comes from: what was recorded, and the packs that were in force. */
export interface StatementSource {
  readonly store: Reads;
  /** The pack in force now: its tables' periods are meant. */
  readonly contract: Contract;
  readonly now: Instant;
  /** The packs that were in force in [from, to), in their order and without gaps. */
  packsOver(from: Instant, to: Instant): Promise<readonly PackSpan[]>;
}

export interface StatementQuestion {
  readonly ask: PeriodAsk;
  /** Ids of tables; absent: all. */
  readonly tables?: readonly string[];
  /** One department's copy, or one person's, alone. */
  readonly copy?: string;
  /** As if this ticket missed whatever of the contract's it can still miss. */
  readonly supposing?: TicketId;
}

/** One part of a statement with all that it was made of: for a forecast, for what can still be saved, for what would be if. */
export interface ScoredPart {
  readonly contract: Contract;
  readonly tables: readonly AssessmentTable[];
  readonly past: RecordedPast;
  readonly facts: Facts;
  readonly env: ScoreEnv;
}
export interface Scored {
  readonly statement: Statement;
  /** In the order of the statement's. */
  readonly parts: readonly ScoredPart[];
}

/**
 * How long before a period what matters in it may have been reported: a fault report that falls due in it, a system that is still
 * down, a fault that comes back. What is older counts by people's word alone.
 */
export const EARLIER_MS = 184 * DAY;
/** The third time within a year may have been preceded so long ago. */
const LONGEST_SPAN_MS = 366 * DAY;

/**
 * The contract's own tables for what was asked. Each is scored by its own period, so tables of several lengths are several parts; a
 * period in which a table changed is cut there. Empty `parts`: no table has such a period.
 */
export async function statementOf(source: StatementSource, question: StatementQuestion): Promise<Statement> {
  return (await scoredOf(source, question)).statement;
}

/** The statement, with what it was made of. */
export async function scoredOf(source: StatementSource, question: StatementQuestion): Promise<Scored> {
  const { contract, now, store } = source;
  // Before what it tells of is read: it never claims more than was seen.
  const [ledger, members] = await Promise.all([store.ledgerHead(contract.id), store.members(contract.id)]);
  const scored: { readonly part: StatementPart; readonly of: ScoredPart }[] = [];
  const asked = (await tablesOver(source)).filter(({ id }) => question.tables?.includes(id) ?? true);
  const periods = periodsOfTables(asked, question, contract);
  for (const period of periods) scored.push(...(await scoredPeriod(source, question, { period, members })));
  const parts = scored.map(({ part }) => part);
  const statement: Statement = {
    contractId: contract.id,
    contractName: contract.name,
    label: labelOf(question.ask, asked, contract.term),
    madeAt: now,
    parts,
    fen: sumOf(parts.flatMap(({ tables }) => tables)),
    ...(ledger && { ledger: { seq: ledger.seq, hash: ledger.hash } }),
  };
  return { statement, parts: scored.map(({ of }) => of) };
}

/** The pack's tables, and those that only an earlier pack has, of several the newest: what they were in force for is scored by them. */
async function tablesOver(source: StatementSource): Promise<readonly AssessmentTable[]> {
  return firstOfEach(await tablesEver(source), ({ id }) => id);
}

/** Without those that another table has already. */
function periodsOfTables(
  tables: readonly AssessmentTable[],
  { ask }: StatementQuestion,
  { term }: Contract,
): readonly Period[] {
  const periods = tables.flatMap((table) => periodFor(table, term, ask) ?? []);
  return [...new Map(periods.map((period) => [keyOf(period), period])).values()];
}

function keyOf({ from, isOwn, label, to }: Period): string {
  return JSON.stringify([from, to, label, isOwn]);
}

interface Group {
  readonly period: Period;
  readonly members: readonly Member[];
}

async function scoredPeriod(source: StatementSource, question: StatementQuestion, { members, period }: Group) {
  const { contract, now } = source;
  const isOfPeriod = (table: AssessmentTable) => {
    const own = periodFor(table, contract.term, question.ask);
    return own !== undefined && keyOf(own) === keyOf(period);
  };
  const split = packParts(await source.packsOver(period.from, period.to), period);
  const scoredTables = split.flatMap(({ contract: { tables } }) => tables).filter(isOfPeriod);
  const past = await pastOf(source, scoredTables, {
    period,
    members,
    supposing: question.supposing,
  });
  const said = await saidOf(source, past, { period, lookingBack: rulesLookingBack(scoredTables) });
  return split.flatMap(({ contract: inForce, isSplit, period: stretch }) => {
    const tables = inForce.tables.filter(isOfPeriod);
    // Periods are cut by the service as it is now, whichever pack scores them.
    const ofPart = { ...past, contract: { ...inForce, term: contract.term } };
    const facts = factsOfRecords(deriveFacts(tables, ofPart, stretch), said, stretch);
    const isWithinOwn = isSplit === true && period.isOwn;
    const env = { ...envOf(inForce, { period: stretch, now, members }), ...(isWithinOwn && { isWithinOwn }) };
    const scores = scoreTables(tables, facts, env).filter((score) => isAsked(score, question));
    if (scores.length === 0) return [];
    const part: StatementPart = {
      packHash: inForce.hash,
      period: stretch,
      ...(isSplit && { isSplit }),
      choices: inForce.choices,
      tables: scores,
    };
    return [{ part, of: { contract: inForce, tables, past: ofPart, facts, env } }];
  });
}

function isAsked({ copy, id }: TableScore, question: StatementQuestion): boolean {
  return (question.tables?.includes(id) ?? true) && (question.copy === undefined || copy === question.copy);
}

function envOf(
  contract: Contract,
  { members, now, period }: { readonly period: Period; readonly now: Instant; readonly members: readonly Member[] },
): ScoreEnv {
  return {
    period,
    now,
    termFrom: contract.term.from,
    ...(contract.priceFen !== undefined && { priceFen: contract.priceFen }),
    projectPriceFen: (project) => contract.projects.find(({ id }) => id === project)?.priceFen,
    people: members
      .filter(({ posts, roles }) => posts.includes('on_site') || roles.includes('engineer'))
      .map(({ id }) => id),
  };
}

interface Wanted extends Group {
  readonly supposing?: TicketId | undefined;
}

async function pastOf(
  { contract, now, store }: StatementSource,
  tables: readonly AssessmentTable[],
  { members, period, supposing }: Wanted,
): Promise<RecordedPast> {
  const since = period.from - EARLIER_MS;
  const [own, earlier, attendance, obligations, deafness] = await Promise.all([
    store.ticketOutcomes(contract.id, period.from, period.to),
    looksBack(tables) ? store.ticketOutcomes(contract.id, since, period.from) : [],
    looksAtAttendance(tables) ? store.attendanceBetween(contract.id, period.firstDay, period.lastDay) : [],
    looksAtObligations(tables) ? store.obligationsDue(contract.id, ...dueInstants(contract, period)) : [],
    deafStretches({ store, contract, now }, since, Math.max(now, period.to)),
  ]);
  const outcomes = await withFollowers(store, [...earlier, ...own]);
  return {
    contract,
    outcomes:
      supposing === undefined
        ? outcomes
        : outcomes.map((outcome) => (outcome.ticketId === supposing ? asMissed(outcome, now) : outcome)),
    attendance,
    obligations,
    members,
    deafness,
    now,
  };
}

/** Reports that follow one of these and came after the period: what they missed was its miss. */
export async function withFollowers(
  store: Pick<Reads, 'ticket'>,
  outcomes: readonly TicketOutcome[],
): Promise<readonly TicketOutcome[]> {
  const followed = outcomes.filter(({ absorbed }) => absorbed !== undefined);
  if (followed.length === 0) return outcomes;
  const known = new Set(outcomes.map(({ ticketId }) => ticketId));
  const missing = followed.flatMap(({ absorbed = [] }) => absorbed).filter((id) => !known.has(id));
  const later = await Promise.all(missing.map((id) => store.ticket(id)));
  return [...outcomes, ...later.flatMap((ticket) => (ticket ? [outcomeOf(ticket)] : []))];
}

async function saidOf(
  { contract, now, store }: StatementSource,
  { deafness, outcomes }: RecordedPast,
  { lookingBack, period }: { readonly lookingBack: ReadonlySet<string>; readonly period: Period },
) {
  const since = period.from - (lookingBack.size > 0 ? LONGEST_SPAN_MS : EARLIER_MS);
  const records = await store.assessmentRecords(contract.id, since, Math.max(period.to, now) + 1);
  const texts = await store.texts(textIdsOf(records));
  return { records, texts, deafness, mains: mainTickets(outcomes), lookingBack, whole: period };
}

function sumOf(scores: readonly TableScore[]) {
  return {
    min: scores.reduce((sum, { fen }) => sum + fen.min, 0),
    max: scores.reduce((sum, { fen }) => sum + fen.max, 0),
  };
}
