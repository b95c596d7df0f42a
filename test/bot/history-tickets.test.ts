import { beforeAll, describe, expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { historyRows } from '../../bot/history-rows.ts';
import { historyTickets } from '../../bot/history-tickets.ts';
import { historyFacts, outcomesUnder } from '../../bot/score-dry-run.ts';
import { paperStatement } from '../../bot/score-papers.ts';
import { loadPackAlone } from '../../contracts/load.ts';
import { InvalidPack } from '../../contracts/problems.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';

let contract: Contract;
beforeAll(async () => {
  ({ contract } = await loadPackAlone('contracts/guangzhou-credit.yaml'));
});

const HEADER = '工单号,报障时间,到场时间,解决时间,级别,挂起时间,恢复计时时间';
const csv = (...lines: string[]) => Buffer.from([HEADER, ...lines].join('\n'));
const ticketsOf = async (bytes: Buffer, file = 'export.csv') =>
  historyTickets(await historyRows(bytes, file), contract, file);
const outcomesOf = async (...lines: string[]) => outcomesUnder(contract, await ticketsOf(csv(...lines)), 'export.csv');
const problemsOf = async (bytes: Buffer): Promise<string> => {
  try {
    outcomesUnder(contract, await ticketsOf(bytes), 'export.csv');
    return '';
  } catch (error) {
    if (error instanceof InvalidPack) return error.message;
    throw error;
  }
};
const missed = async (line: string): Promise<readonly string[]> => {
  const [outcome] = await outcomesOf(line);
  return (outcome?.clocks ?? [])
    .filter(({ binding, breached }) => breached && binding === 'contract')
    .map(({ clock }) => clock);
};

describe('tickets of another system count as they would have counted', () => {
  test.each([
    ['1,2025-09-01 09:00,2025-09-01 09:05,2025-09-01 11:00,影响业务', [], 'at its last instant'],
    ['1,2025-09-01 09:00,2025-09-01 09:05:01,2025-09-01 11:00,影响业务', ['arrive'], 'a second after five minutes'],
    ['1,2025-09-01 09:00,2025-09-01 09:05,2025-09-01 11:00:01,影响业务', ['resolve'], 'a second after two hours'],
  ])('%s', async (line, clocks, _why) => {
    expect((await missed(line)).filter((clock) => clock === 'arrive' || clock === 'resolve')).toEqual(clocks);
  });

  test('a spreadsheet says the same as CSV', async () => {
    const cell = (date: string) => ({ value: new Date(`${date}Z`), type: Date, format: 'yyyy-mm-dd hh:mm:ss' });
    const sheet = await writeXlsxFile([
      ['工单号', '报障时间', '到场时间', '解决时间', '备注'].map((value) => ({ value, type: String })),
      [
        { value: 'A-1', type: String },
        cell('2025-09-01T09:00:00'),
        cell('2025-09-01T09:05:00'),
        cell('2025-09-01T11:00:00'),
        null,
      ],
    ]).toBuffer();
    const [fromSheet] = await ticketsOf(sheet, 'export.xlsx');
    const [fromCsv] = await ticketsOf(csv('A-1,2025/9/1 9:00,2025-09-01 09:05,2025-09-01T11:00:00,,,'));
    expect({ ...fromSheet, row: undefined }).toEqual({ ...fromCsv, row: undefined });
    expect(fromSheet?.reportedAt).toBe(parseCivil('2025-09-01', '09:00'));
  });

  test('a statement is made of them', async () => {
    const outcomes = await outcomesOf(
      '1,2025-09-01 09:00,2025-09-01 09:30,2025-09-01 10:00,影响业务',
      '2,2025-09-02 09:00,2025-09-02 09:05,2025-09-02 10:00,影响业务',
      '3,2025-12-02 09:00,2025-12-02 09:05,2025-12-02 10:00,影响业务',
    );
    const now = parseCivil('2026-06-01');
    const { parts } = paperStatement({
      contract,
      instants: outcomes.map(({ reportedAt }) => reportedAt),
      tables: ['GZ-T1'],
      now,
      factsOf: (tables, period) => historyFacts(tables, contract, { outcomes, period, now }),
    });
    expect(parts.map(({ period }) => period.label)).toEqual(['P2', 'P3']);
    const rules = parts[0]?.tables[0]?.sections.flatMap(({ items }) => items.flatMap((item) => item.rules)) ?? [];
    expect(rules.find(({ id }) => id === 'GZ1.6')?.measures).toMatchObject([{ met: 1, total: 2 }]);
  });
});

describe('a row that can’t be is told with its line', () => {
  test.each([
    ['no time of the report', '1,,,,', 'export.csv:2:2: reported: it is missing; write it as 2026-03-04 10:20'],
    ['a time that is none', '1,昨天,,,', 'export.csv:2:2: reported: "昨天" is no time'],
    [
      'a step before the report',
      '1,2025-09-01 09:00,2025-09-01 08:59,,',
      'export.csv:2:3: arrived: it is before the report',
    ],
    [
      'a step after the resolution',
      '1,2025-09-01 09:00,2025-09-01 12:00,2025-09-01 11:00,',
      'arrived: it is after the resolution',
    ],
    [
      'a level of another contract',
      '1,2025-09-01 09:00,,,特急',
      'export.csv:2:5: level: there is no level "特急" for it; write one of critical, normal',
    ],
    [
      'a pause that ends before it began',
      '1,2025-09-01 09:00,,,,,2025-09-01 09:10',
      'resumed: the ticket was not suspended before',
    ],
  ])('%s', async (_name, line, message) => {
    expect(await problemsOf(csv(line))).toContain(message);
  });

  test('two without a number are told so, and not that they are one', async () => {
    const said = await problemsOf(csv(',2025-09-01 09:00,,,', ',2025-09-02 09:00,,,'));
    expect(said.match(/it is missing/gu)).toHaveLength(2);
    expect(said).not.toContain('is in line');
  });

  test('a number twice, and a header without what is needed', async () => {
    expect(await problemsOf(csv('1,2025-09-01 09:00', '1,2025-09-02 09:00'))).toContain(
      'export.csv:3:1: number: the number 1 is in line 2 too',
    );
    await expect(historyRows(Buffer.from('编号,备注\n1,2'), 'a.csv')).rejects.toThrow(
      'the first row lacks the column reported',
    );
  });

  test.each([
    ['也许', '', '"也许" is neither yes nor no; write one of yes'],
    ['是', '2025-09-01 10:00', 'export.csv:2:4: cancelled: it was resolved'],
    ['是', '', ''],
    ['否', '2025-09-01 10:00', ''],
  ])('cancelled %s and resolved "%s"', async (cancelled, resolved, message) => {
    const text = `工单号,报障时间,解决时间,取消\n1,2025-09-01 09:00,${resolved},${cancelled}`;
    const said = await problemsOf(Buffer.from(text));
    expect(message === '' ? said : said.includes(message)).toBe(message === '' ? '' : true);
  });

  test('a title with a semicolon does not make the commas part of the titles', async () => {
    const rows = await historyRows(Buffer.from('工单号,报障时间,备注;说明\n1,2025-09-01 09:00,a;b'), 'a.csv');
    expect(rows.map(({ cells }) => cells)).toEqual([{ number: '1', reported: '2025-09-01 09:00' }]);
  });

  test('what is no spreadsheet', async () => {
    await expect(historyRows(Buffer.from('no'), 'a.xlsx')).rejects.toThrow('a.xlsx:1:1: it is no spreadsheet');
  });
});
