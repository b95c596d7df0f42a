import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { parseScenario } from '../../bot/play/parse.ts';
import type { Played } from '../../bot/play/play-state.ts';
import { play } from '../../bot/play/player.ts';
import { sandboxWorld } from '../../bot/play/sandbox-world.ts';
import { writeFailure } from '../../bot/play/transcript.ts';
import { zhStatement } from '../../cards/text.zh.statement.ts';
import { zh } from '../../cards/text.zh.ts';
import { displayName } from '../../cards/ticket-view.ts';
import { loadContracts } from '../../contracts/load.ts';
import { paperOf } from '../../reports/statement-paper.ts';
import { statementText } from '../../reports/statement-text.ts';
import { describeEngines } from '../support/engines.ts';

// Each lives through a period of a contract; the head of its file works out by hand what the kept statement must say.
const FOLDER = join(import.meta.dirname, '../scenarios/periods');
const PERIODS = [
  { file: 'gz-quarter', contractId: 'guangzhou-credit', label: 'P2', tables: ['GZ-T1', 'GZ-T2'] },
  {
    file: 'gx-months',
    contractId: 'guangxi-police',
    label: 'P1',
    tables: ['GX-T1', 'GX-T2', 'GX-W'],
    copies: ['e', 'h', 'k', 'l'],
  },
  { file: 'ka-quarter', contractId: 'karamay-egov', label: 'P1', tables: ['KA-12', 'KA-06.6', 'KA-06.10'] },
  { file: 'zjg-service', contractId: 'zhangjiagang-egov', label: 'term', tables: ['ZA-1'] },
  { file: 'hq-year', contractId: 'hengqin-police', label: 'P1', tables: ['HQ-1'] },
];
type Kept = (typeof PERIODS)[number];

const contracts = (await loadContracts(join(import.meta.dirname, '../../contracts'))).map(({ contract }) => contract);

describeEngines((open, engine) => {
  let opened: Promise<string> | undefined;

  // A statement is made of what both engines are held to elsewhere; of the second one a quarter is enough.
  test.each(engine === 'mysql' ? PERIODS.slice(0, 1) : PERIODS)(
    '$file comes to the statement that was worked out by hand',
    async (kept) => {
      opened ??= open();
      const file = join(FOLDER, `${kept.file}.yaml`);
      const scenario = parseScenario(readFileSync(file, 'utf8'), { file, contracts: contracts.map(({ id }) => id) });
      const options = { url: await opened, contracts, log: pino({ level: 'silent' }), wantsScores: true };
      const played = await play(scenario, { ...options, world: (cast, now) => sandboxWorld(cast, zh.botName, now) });
      expect(played.failures.map(writeFailure)).toEqual([]);
      expect(new Set(played.end.ledgers.map(({ verified }) => verified))).toEqual(new Set(['ok']));
      const text = statementOf(played, kept);
      await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, `statements/${kept.file}.txt`));
    },
  );
});

/** As `score` prints it. */
function statementOf({ cast, scores }: Played, { contractId, copies, label, tables }: Kept): string {
  const contract = contracts.find(({ id }) => id === contractId);
  const found = scores.find((statement) => statement.contractId === contractId && statement.label === label);
  if (!contract || !found) throw new Error(`no score of ${contractId} ${label}`);
  // Of the pack and the ledger the hashes, which are other ones whenever a comment of a pack is.
  const { ledger: _, ...statement } = found;
  const parts = statement.parts.map((part) => ({
    ...part,
    tables: part.tables.filter(
      ({ copy, id }) => tables.includes(id) && (copy === undefined || !copies || copies.includes(copy)),
    ),
  }));
  const names = new Map(cast.people.map(({ id, name }) => [String(id), displayName(name)]));
  const source = { contract, words: zhStatement, nameOfPerson: (id: string) => names.get(id) ?? id };
  const paper = paperOf({ ...source, statement: { ...statement, parts } });
  return withoutPack(statementText(paper, zhStatement));
}

function withoutPack(text: string): string {
  const line = `${zhStatement.labels.pack}${zhStatement.colon}`;
  return text
    .split('\n')
    .filter((one) => !one.startsWith(line))
    .join('\n');
}
