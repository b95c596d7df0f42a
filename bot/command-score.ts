import { readFile, writeFile } from 'node:fs/promises';
import { enStatement } from '../cards/text.en.statement.ts';
import { zhStatement } from '../cards/text.zh.statement.ts';
import { displayName } from '../cards/ticket-view.ts';
import { loadPackAlone } from '../contracts/load.ts';
import { isPeriodLabel, type PeriodAsk } from '../domain/assessment/period.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';
import { statementOf } from '../handlers/statement-of.ts';
import { statementJson } from '../reports/statement-json.ts';
import { type PaperSource, paperOf } from '../reports/statement-paper.ts';
import { statementText } from '../reports/statement-text.ts';
import { say, withStore } from './command-store.ts';
import { currentConfig } from './config.ts';
import { historyRows } from './history-rows.ts';
import { historyTickets, lastInstant } from './history-tickets.ts';
import { InvalidQuestion } from './invalid-question.ts';
import { createLog } from './log.ts';
import { systemClock } from './main.ts';
import { type Unmasked, withMaskedTexts } from './masked-texts.ts';
import { readPacks } from './pack-folder.ts';
import { packsOver } from './packs-over.ts';
import { INSTANT_FORM, saidInstant } from './said-instant.ts';
import { historyFacts, outcomesUnder } from './score-dry-run.ts';
import { readFacts } from './score-facts.ts';
import { paperStatement } from './score-papers.ts';

export interface ScoreOptions extends Unmasked {
  readonly contract?: string;
  readonly period?: string;
  readonly table?: readonly string[];
  readonly facts?: string;
  /** A pack's file. */
  readonly dryRun?: string;
  readonly tickets?: string;
  /** An instant as people write it. */
  readonly asOf?: string;
  readonly json?: true;
  readonly xlsx?: string;
  readonly docx?: string;
  readonly lang?: 'zh' | 'en';
}

/** A statement, by whose pack, and what its people are called. */
type Scored = Pick<PaperSource, 'contract' | 'nameOfPerson' | 'statement'>;

/** Scores a period of the database, of a paper, or of another system's tickets. @throws {InvalidQuestion} {InvalidPack} */
export async function score(options: ScoreOptions): Promise<void> {
  const { docx, json, lang, xlsx } = options;
  const scored = await scoredBy(options);
  if (scored.statement.parts.length === 0) throw new InvalidQuestion(nothingScored(scored, options));
  const words = lang === 'en' ? enStatement : zhStatement;
  const paper = paperOf({ ...scored, words });
  if (json) say(JSON.stringify(statementJson(scored.statement, scored), undefined, 2));
  // The packages that write these are large: they are loaded by whoever asks for a file.
  if (xlsx !== undefined) {
    const { statementXlsx } = await import('../reports/statement-xlsx.ts');
    await save(xlsx, await statementXlsx(paper, words));
  }
  if (docx !== undefined) {
    const { statementDocx } = await import('../reports/statement-docx.ts');
    await save(docx, await statementDocx(paper, words));
  }
  if (!json && xlsx === undefined && docx === undefined) say(statementText(paper, words));
}

async function scoredBy(options: ScoreOptions): Promise<Scored> {
  const { asOf, dryRun, facts, period, tickets } = options;
  if (period !== undefined && !isPeriodLabel(period)) {
    throw new InvalidQuestion(`--period ${period}: write ${PERIOD_FORM}`);
  }
  if ((dryRun === undefined) !== (tickets === undefined)) {
    throw new InvalidQuestion('--dry-run PACK and --tickets FILE belong together: give both');
  }
  if (dryRun !== undefined && facts !== undefined) {
    throw new InvalidQuestion('--facts and --dry-run are two ways to score: give one of them');
  }
  if (asOf !== undefined && dryRun === undefined) {
    throw new InvalidQuestion(
      '--as-of belongs to --dry-run; a facts file says asOf itself, and the record is judged now',
    );
  }
  if (facts !== undefined) return ofFacts(facts, options);
  return dryRun !== undefined && tickets !== undefined ? ofHistory(dryRun, tickets, options) : ofRecord(options);
}

const PERIOD_FORM =
  '2026-Q1, 2026-07, 2026-H1, 2026, term for the whole service, or P1, P2 … for the periods of the table itself';

async function ofRecord({ contract: wanted, period, table, unmasked }: ScoreOptions): Promise<Scored> {
  return withStore(async (opened, { contractsDir }) => {
    const store = withMaskedTexts(opened, { ...(unmasked && { unmasked }) });
    const contracts = (await readPacks(contractsDir)).map(({ contract }) => contract);
    const contract = contractAmong(contracts, wanted);
    const now = systemClock.now();
    const ask: PeriodAsk = period === undefined ? { day: civilDate(now), back: 0 } : { label: period };
    const log = createLog('error');
    const over = (from: Instant, to: Instant) => packsOver({ store, log }, contract, from, to);
    const tables = tablesOf(contract, table);
    const statement = await statementOf({ store, contract, now, packsOver: over }, { ask, ...(tables && { tables }) });
    const members = await store.members(contract.id);
    const names = new Map(members.map(({ id, name }) => [String(id), displayName(name)]));
    return { statement, contract, nameOfPerson: (id) => names.get(id) ?? id };
  });
}

async function ofFacts(file: string, { contract: wanted, period, table }: ScoreOptions): Promise<Scored> {
  const text = await textOf('--facts', file);
  const contracts = (await readPacks(currentConfig().contractsDir)).map(({ contract }) => contract);
  const now = systemClock.now();
  const read = readFacts(text, file, {
    contracts,
    ...(wanted !== undefined && { contract: wanted }),
    ...(period !== undefined && { period }),
    now,
  });
  const { asOf, contract, facts, label, people } = read;
  const statement = paperStatement({
    contract,
    label,
    tables: tablesOf(contract, table) ?? contract.tables.map(({ id }) => id),
    people,
    now,
    ...(asOf !== undefined && { asOf }),
    factsOf: () => facts,
  });
  return { statement, contract };
}

async function ofHistory(pack: string, tickets: string, { asOf: said, period, table }: ScoreOptions): Promise<Scored> {
  const wanted = said === undefined ? undefined : saidInstant(said);
  if (said !== undefined && wanted === undefined) throw new InvalidQuestion(`--as-of ${said}: write ${INSTANT_FORM}`);
  await fileOf('--dry-run', pack);
  const { contract } = await loadPackAlone(pack);
  const rows = await historyRows(await fileOf('--tickets', tickets), tickets);
  const history = historyTickets(rows, contract, tickets);
  const outcomes = outcomesUnder(contract, history, tickets);
  const now = systemClock.now();
  // An export ends some day: what was open on that day is no later than that.
  const asOf = wanted ?? lastInstant(history) ?? now;
  const statement = paperStatement({
    contract,
    ...(period !== undefined && { label: period }),
    instants: outcomes.map(({ reportedAt }) => reportedAt),
    tables: tablesOf(contract, table) ?? contract.tables.map(({ id }) => id),
    now,
    asOf,
    factsOf: (tables, of) => historyFacts(tables, contract, { outcomes, period: of, now: asOf }),
  });
  return { statement, contract };
}

export function contractAmong(contracts: readonly Contract[], wanted: string | undefined): Contract {
  const known = contracts.map(({ id }) => id).join(', ');
  const [only, ...more] = wanted === undefined ? contracts : contracts.filter(({ id }) => id === wanted);
  if (only && more.length === 0) return only;
  if (wanted === undefined) throw new InvalidQuestion(`say which contract: --contract with one of ${known}`);
  throw new InvalidQuestion(`--contract ${wanted}: write one of ${known}`);
}

/** Those that were named, in whatever order. @returns undefined: none was */
function tablesOf({ id, tables }: Contract, wanted: readonly string[] | undefined): readonly string[] | undefined {
  const known = tables.map((table) => table.id);
  const unknown = wanted?.find((one) => !known.includes(one));
  if (unknown === undefined) return wanted;
  throw new InvalidQuestion(
    known.length === 0 ? `${id} has no tables` : `--table ${unknown}: write one of ${known.join(', ')}`,
  );
}

function nothingScored({ contract }: Scored, { dryRun, period }: ScoreOptions): string {
  if (contract.tables.length === 0)
    return 'the pack has no assessment tables; docs/assessment.md says how one is written';
  if (period !== undefined) return `--period ${period}: no table has such a period; write ${PERIOD_FORM}`;
  if (dryRun === undefined) return `no table has a period today; say --period with ${PERIOD_FORM}`;
  return 'no ticket was reported within the term of the pack; correct its term, or give --period, such as 2026-Q1';
}

async function textOf(option: string, file: string): Promise<string> {
  return (await fileOf(option, file)).toString('utf8');
}

async function fileOf(option: string, file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EISDIR') throw new InvalidQuestion(`${option} ${file}: it is a folder; name the file`);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new InvalidQuestion(`${option} ${file}: there is no such file`);
  });
}

/** What a place on the disk may have against a file, that whoever asks can settle. */
const UNWRITABLE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENAMETOOLONG']);

/** Writes what was asked for, and says where. @throws {InvalidQuestion} it can't be written there */
export async function save(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!UNWRITABLE.has(String(code))) throw error;
    throw new InvalidQuestion(
      `${file}: it can't be written (${code}); name a file in a folder that exists and is yours`,
    );
  });
  process.stderr.write(`${file}\n`);
}
