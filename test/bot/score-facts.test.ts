import { beforeAll, describe, expect, test } from 'vitest';
import { readFacts } from '../../bot/score-facts.ts';
import { paperStatement } from '../../bot/score-papers.ts';
import { loadPackAlone } from '../../contracts/load.ts';
import { InvalidPack } from '../../contracts/problems.ts';
import { POINT } from '../../domain/assessment/points.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import { MINUTE } from '../../domain/types.ts';

const NOW = parseCivil('2026-06-01');
let contracts: readonly Contract[] = [];
beforeAll(async () => {
  const packs = ['guangzhou-credit', 'guangxi-police', 'zhangjiagang-egov', 'karamay-egov'];
  contracts = (await Promise.all(packs.map((id) => loadPackAlone(`contracts/${id}.yaml`)))).map(
    ({ contract }) => contract,
  );
});

const read = (tables: string, head = 'contract: guangzhou-credit\nperiod: P2') =>
  readFacts(`${head}\ntables:\n${tables.replace(/^/gm, '  ')}\n`, 'paper.yaml', {
    contracts,
    now: parseCivil('2026-06-01'),
  });

function problemsOf(tables: string, head?: string): string {
  try {
    read(tables, head);
  } catch (error) {
    if (error instanceof InvalidPack) return error.message;
    throw error;
  }
  return '';
}

describe('a facts file is understood as it was written', () => {
  test.each([
    ['a day is its beginning', '2025-09-15', parseCivil('2025-09-15')],
    ['a time without a zone is Beijing time', '2025-09-15 18:30', parseCivil('2025-09-15', '18:30')],
    ['a time with seconds', '2025-09-15T18:30:01', parseCivil('2025-09-15', '18:30:01')],
    ['a time in UTC', '2025-09-15T10:30:00Z', parseCivil('2025-09-15', '18:30')],
    ['a time of another zone', '2025-09-15T10:30:00+05:00', parseCivil('2025-09-15', '13:30')],
  ])('%s', (_name, said, at) => {
    expect(read(`GZ-T1: { GZ1.2: { occurrences: [{ at: "${said}" }] } }`).facts.findings).toMatchObject([{ at }]);
  });

  test('JSON is read as YAML is', () => {
    const text = JSON.stringify({
      contract: 'guangzhou-credit',
      period: 'P2',
      tables: { 'GZ-T1': { 'GZ1.4': { ratio: '9/10' } } },
    });
    const { facts } = readFacts(text, 'paper.json', { contracts, now: NOW });
    expect(facts.ratios).toMatchObject([{ rule: 'GZ1.4', met: 9, total: 10 }]);
  });

  test.each([
    ['9/10', 9, 10],
    ['97.4%', 974, 1000],
    ['100%', 100, 100],
    ['0/0', 0, 0],
  ])('the ratio %s keeps all its digits', (ratio, met, total) => {
    expect(read(`GZ-T1: { GZ1.4: { ratio: ${ratio} } }`).facts.ratios).toMatchObject([{ met, total }]);
  });

  test('an item of several rules means the one that takes such facts', () => {
    const { facts } = read('GZ-T1: { GZ1.12: { grade: 4.5 } }');
    expect(facts.grades).toMatchObject([{ rule: 'GZ1.12a', points: 4.5 * POINT }]);
  });

  test('what a paper says stands, and what it exempts stays with its reason', () => {
    const { facts } = read(
      'GZ-T1: { GZ1.2: { occurrences: [{ at: 2025-09-15 }, { at: 2025-09-16, exempted: 停电 }, { at: 2025-09-17, disputed: 已交 }] } }',
    );
    expect(facts.findings.map(({ reason, standing }) => [standing, reason])).toEqual([
      ['confirmed', undefined],
      ['exempted', '停电'],
      ['disputed', '已交'],
    ]);
  });

  test('an outage lasts from its beginning to its end', () => {
    const { facts } = read(
      'GZ-T1: { GZ1.5: { occurrences: [{ at: 2025-09-15 09:00, until: 2025-09-15 10:30, subject: 网站 }] } }',
    );
    expect(facts.findings).toMatchObject([{ elapsedMs: 90 * MINUTE, subject: '网站' }]);
  });

  test.each([
    ['2025-09-05', '2025-09-05 23:59', 0],
    ['2025-09-05', '2025-09-06 00:00', 1],
    ['2025-09-05 18:00', '2025-09-08 09:00', 3],
  ])('due %s and done %s is so many dates late', (due, done, days) => {
    const { facts } = read(`GZ-T2: { GZ2.3: { occurrences: [{ due: "${due}", done: "${done}" }] } }`);
    expect(facts.findings.reduce((sum, { quantity = 0 }) => sum + quantity, 0)).toBe(days);
  });
});

test.each([
  ['2025-09-10 09:00', 5],
  ['2026-03-01', 86],
])('judged at %s, what is not done is %d days late', (asOf, days) => {
  const head = `contract: guangzhou-credit\nperiod: P2\nasOf: ${asOf}`;
  const { facts } = read('GZ-T2: { GZ2.3: { occurrences: [{ due: 2025-09-05 }] } }', head);
  expect(facts.findings).toMatchObject([{ quantity: days }]);
});

describe('what a paper does not have was not scored', () => {
  const guangxi = 'contract: guangxi-police\nperiod: P1\nprice: 1000000';
  const scored = (tables: string) => {
    const { contract, facts, label } = read(tables, guangxi);
    const { parts } = paperStatement({
      contract,
      label,
      tables: contract.tables.map(({ id }) => id),
      now: NOW,
      factsOf: () => facts,
    });
    return parts.flatMap((part) => part.tables);
  };

  test('departments and tables that nobody scored leave their average open', () => {
    const tables = scored('GX-T2: { copies: { a: {}, l: { GX2.4a: { occurrences: 1 } } } }');
    expect(tables.map(({ copy, id }) => copy ?? id)).toEqual(['a', 'l', 'GX-W']);
    const final = tables.at(-1);
    // The tables of the others have no floor: only the final score itself stops, at nothing.
    expect(final?.total).toEqual({ min: 0, max: 99.913 * POINT });
    expect(final?.open).toContainEqual(expect.objectContaining({ why: 'part', copy: 'b' }));
    expect(final?.open).toContainEqual(expect.objectContaining({ why: 'part', name: '监理' }));
  });

  test('a table in which nothing was found is a full one', () => {
    expect(scored('GX-T1: {}').find(({ id }) => id === 'GX-T1')?.total).toEqual({ min: 100 * POINT, max: 100 * POINT });
  });
});

describe('what a facts file can’t say is told with its place and the remedy', () => {
  test.each([
    [
      'a contract that there is not',
      'GZ-T1: {}',
      'contract: nowhere\nperiod: P2',
      'there is no contract "nowhere"; write one of guangzhou-credit',
    ],
    ['no period', 'GZ-T1: {}', 'contract: guangzhou-credit', 'the period is missing; write period: 2026-Q1'],
    ['a period that is none', 'GZ-T1: {}', 'contract: guangzhou-credit\nperiod: Q9', 'period: there is no period "Q9"'],
    [
      'a period that the table has not',
      'GZ-T1: {}',
      'contract: guangzhou-credit\nperiod: P9',
      'tables.GZ-T1: GZ-T1 has no period P9',
    ],
  ])('%s', (_name, tables, head, message) => {
    expect(problemsOf(tables, head)).toContain(message);
  });

  test.each([
    [
      'an unknown table',
      'GZ-T9: {}',
      '4:3: tables.GZ-T9: guangzhou-credit has no table "GZ-T9"; write one of GZ-T1, GZ-T2',
    ],
    [
      'an unknown item',
      'GZ-T1: { GZ1.99: { grade: 1 } }',
      'tables.GZ-T1.GZ1.99: there is no item or rule "GZ1.99" in this table; write one of GZ1.1, GZ1.2',
    ],
    [
      'no occurrences',
      'GZ-T1: { GZ1.2: { occurrences: 0 } }',
      'GZ1.2.occurrences: is no number of occurrences; write 1 to 10000, or leave it out',
    ],
    ['a fact of another kind', 'GZ-T1: { GZ1.2: { ratio: 9/10 } }', 'GZ1.2 (count) takes no ratio; write occurrences'],
    [
      'a mark over the points',
      'GZ-T1: { GZ1.1: { grade: 4.01 } }',
      'tables.GZ-T1.GZ1.1.grade: 4.01 is outside what is printed; write 0 to 4',
    ],
    [
      'more met than there were',
      'GZ-T1: { GZ1.4: { ratio: 11/10 } }',
      '"11/10" is no ratio; write how many were met of how many, such as 9/10',
    ],
    [
      'a time before the period',
      'GZ-T1: { GZ1.2: { occurrences: [2025-08-31 23:59:59] } }',
      'it lies outside the period P2; write a time from 2025-09-01 to 2025-11-30',
    ],
    ['a time after the period', 'GZ-T1: { GZ1.2: { occurrences: [2025-12-01] } }', 'it lies outside the period P2'],
    [
      'an occurrence without its time',
      'GZ-T1: { GZ1.2: { occurrences: [{ what: 迟交 }] } }',
      'occurrences[0].at: it is missing; write when it was',
    ],
    [
      'a day that there is not',
      'GZ-T1: { GZ1.2: { occurrences: [{ at: 2025-09-31 }] } }',
      '"2025-09-31" is no instant; write a day such as 2026-03-04',
    ],
    [
      'a key that there is not',
      'GZ-T1: { GZ1.2: { occurences: 1 } }',
      'tables.GZ-T1.GZ1.2.occurences: there is no such key',
    ],
    [
      'an end before the beginning',
      'GZ-T1: { GZ1.5: { occurrences: [{ at: 2025-09-15 10:00, until: 2025-09-15 09:00 }] } }',
      'until: it is before `at`',
    ],
    [
      'a copy of a table that has none',
      'GZ-T1: { copies: { a: { GZ1.1: { grade: 1 } } } }',
      'GZ-T1 has no copies; write the rules of GZ-T1 directly below it',
    ],
    [
      'a figure where the text prints it',
      'GZ-T1: { GZ1.2: { occurrences: [{ at: 2025-09-15, points: 2 }] } }',
      'what GZ1.2 costs is printed; delete it',
    ],
  ])('%s', (_name, tables, message) => {
    expect(problemsOf(tables)).toContain(message);
  });

  const guangxi = 'contract: guangxi-police\nperiod: P1';
  test.each([
    [
      'a table for departments of which none is there',
      'GX-T2: {}',
      'no copy of GX-T2 is in the file; write each that was scored: copies: { a: {} }',
    ],
    [
      'days of what is counted by itself',
      'GX-T1: { GX1.3a: { occurrences: [{ at: 2025-03-01, days: 5 }] } }',
      'days: GX1.3a does not count days; delete it',
    ],
    [
      'times of what is counted by days',
      'GX-T1: { GX1.1: { occurrences: [{ due: 2025-01-05, done: 2025-01-08, times: 1 }] } }',
      'times: GX1.1 counts days; delete it',
    ],
    [
      'days beside the dates that say them',
      'GX-T1: { GX1.1: { occurrences: [{ due: 2025-01-05, done: 2025-01-08, days: 9 }] } }',
      'days: the dates say it too; delete it',
    ],
    [
      'a department’s table without a department',
      'GX-T2: { GX2.1: { occurrences: 1 } }',
      'each copy of GX-T2 is about a department; put it below copies: {',
    ],
    [
      'an unknown department',
      'GX-T2: { copies: { nowhere: { GX2.1: { occurrences: 1 } } } }',
      'GX-T2 has no copy "nowhere"; write one of ',
    ],
    [
      'a bare number where each has its figure',
      'GX-T1: { GX1.4a: { occurrences: 2 } }',
      'for GX1.4a it matters what each one was',
    ],
    [
      'an exemption of nothing',
      'GX-T1: { GX1.3b: { exemptions: [{ event: 断电, reason: 第三方 }] } }',
      'it exempts nothing that stands in this file',
    ],
  ])('%s', (_name, tables, message) => {
    expect(problemsOf(tables, guangxi)).toContain(message);
  });

  test.each([4.999, 20.001])('%d points lie outside the printed range of 5 to 20', (points) => {
    const day = '{ at: 2024-10-15, what: 数据泄露 }'.replace('}', `, points: ${points} }`);
    expect(problemsOf(`GX-T1: { GX1.4a: { occurrences: [${day}] } }`, guangxi)).toContain(
      `${points} is outside what is printed; write 5 to 20`,
    );
  });

  const zhangjiagang = 'contract: zhangjiagang-egov\nperiod: term';
  test.each([
    ['a mark between two that are printed', 'ZA1.10: { grade: 4 }', 'write 5, 3, 1, 0'],
    ['a mark between two brackets', 'ZA1.3: { grade: 9.5 }', 'write 10, 7 to 9, 4 to 6, 0 to 3'],
    [
      'a figure of another bracket than that of the time',
      'ZA1.2: { occurrences: [{ at: 2024-11-01, took: 24h1s, points: 8 }] }',
      'write 5 to 7',
    ],
    [
      'a length said twice',
      'ZA1.2: { occurrences: [{ at: 2024-11-01, took: 24h, until: 2024-11-03 }] }',
      '`took` says it too; delete it',
    ],
  ])('%s', (_name, facts, remedy) => {
    expect(problemsOf(`ZA-1: { ${facts} }`, zhangjiagang)).toContain(remedy);
  });

  test.each([
    ['24h', 8],
    ['24h1s', 7],
    ['48h', 5],
  ])('what took %s may have %d points', (took, points) => {
    const day = `{ at: 2024-11-01, took: ${took}, points: ${points} }`;
    expect(problemsOf(`ZA-1: { ZA1.2: { occurrences: [${day}] } }`, zhangjiagang)).toBe('');
  });

  test('percentages of several subjects are not added up where one of all is compared', () => {
    expect(problemsOf('GZ-T1: { GZ1.4: { ratios: { a: 50%, b: 99.99% } } }')).toContain('takes no ratios; write ratio');
  });

  test('all mistakes are told at once', () => {
    const said = problemsOf(
      'GZ-T1: { GZ1.1: { grade: 9 }, GZ1.99: { grade: 1 }, GZ1.4: { grade: 1, occurrences: 1 } }',
    );
    expect(said.split('\n').length).toBeGreaterThanOrEqual(3);
  });
});
