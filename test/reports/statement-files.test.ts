import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { enStatement } from '../../cards/text.en.statement.ts';
import { zhStatement } from '../../cards/text.zh.statement.ts';
import { NO_SYSTEM } from '../../domain/assessment/derive-faults.ts';
import { NO_LEAST, POINT } from '../../domain/assessment/points.ts';
import { signedText } from '../../domain/assessment/signed-statement.ts';
import type { Statement, StatementPart } from '../../domain/assessment/statement.ts';
import { statementDocx } from '../../reports/statement-docx.ts';
import { statementJson } from '../../reports/statement-json.ts';
import { paperOf } from '../../reports/statement-paper.ts';
import { statementText } from '../../reports/statement-text.ts';
import { statementXlsx } from '../../reports/statement-xlsx.ts';
import { contractWith, richPack } from '../domain/fixture.ts';
import { charge, item, none, parties, rule, span, statementOf, tableOf } from './statement-sample.ts';
import { tableOf as packTable } from './table-sample.ts';
import { filesIn } from './zipped-files.ts';

const contract = { parties, departments: [], systems: [], tables: [packTable()] };
const paper = (statement = statementOf([tableOf()]), words = zhStatement) => paperOf({ statement, contract, words });
const ATTACK = '=HYPERLINK("http://x","y")';

test('an average that is open names the departments that have not scored, once each', () => {
  const open = ['a', 'b', 'b'].map((copy) => ({ rule: 'W1', why: 'part' as const, copy }));
  const departments = [{ id: 'a', name: '监理部', nameEn: 'Supervision', aliases: [], calendars: {} }];
  const { sheets } = paperOf({
    statement: statementOf([tableOf({ open })]),
    contract: { ...contract, departments },
    words: zhStatement,
  });
  expect(sheets[0]?.notes[0]?.lines).toEqual(['W1 ：缺少组成部分的得分（监理部、b）']);
});

describe('a spreadsheet', () => {
  test('has the table in the contract’s own layout, with its figures as numbers', async () => {
    const [sheet, details] = await readXlsxFile(Buffer.from(await statementXlsx(paper(), zhStatement)));
    const rows = sheet?.data ?? [];
    const header = rows.findIndex((row) => row[0] === '序号');
    expect(rows[header]).toEqual(['序号', '考核内容', '分值', '扣分标准', '扣分', '得分', '说明']);
    expect(rows[header + 1]?.slice(0, 6)).toEqual(['1', '周报准时提交', 4, '每迟交、漏交一次扣1分（GZ1.2）', 1, 3]);
    expect(rows.flat().join('\n')).toContain('采购人考核人（签字或盖章）：');
    expect(details?.sheet).toBe('明细');
    expect(details?.data.length).toBe(10);
  });

  test('has no formula, whatever people wrote', async () => {
    const attacked = tableOf({
      sections: [
        {
          id: 's',
          name: ATTACK,
          change: span(-1),
          items: [
            item('A1', ATTACK, 4, [
              rule('A1', ATTACK, {
                charges: [charge({ note: ATTACK, subject: ATTACK, evidence: [{ kind: 'paper', ref: ATTACK }] })],
              }),
            ]),
          ],
        },
      ],
      choices: [{ about: ATTACK, chosen: ATTACK, others: [ATTACK] }],
    });
    const bytes = await statementXlsx(paper(statementOf([attacked])), zhStatement);
    for (const [name, xml] of filesIn(bytes)) {
      expect(xml, name).not.toMatch(/<f[ >]/);
      expect(xml, name).not.toMatch(/>\s*[=＝@]/);
    }
  });

  test('gives each table a sheet of its own name', async () => {
    const many = Array.from({ length: 3 }, (_, index) => tableOf({ id: `A/B*[${index}]?${'x'.repeat(40)}` }));
    const sheets = await readXlsxFile(Buffer.from(await statementXlsx(paper(statementOf(many)), zhStatement)));
    const names = sheets.map(({ sheet }) => sheet);
    expect(new Set(names).size).toBe(4);
    expect(names.every((name) => name.length <= 31 && !/[[\]:*?/\\]/.test(name))).toBe(true);
  });
});

test('a document has the table, what is open, what was chosen, and lines to sign on', async () => {
  const xml = filesIn(await statementDocx(paper(), zhStatement)).get('word/document.xml') ?? '';
  const words = xml.replace(/<[^>]+>/g, '');
  for (const said of [
    '运维服务考核表',
    '扣分标准',
    '89.9～94.996',
    '待评分',
    '总分不超过100分',
    '监理（签字或盖章）：',
    '年    月    日',
  ]) {
    expect(words).toContain(said);
  }
  expect(xml).toContain('<w:vMerge w:val="restart"/>');
});

test('a text says the total, the grade and each thing that was found', () => {
  const text = statementText(paper(), zhStatement);
  expect(text).toContain('总得分：89.9～94.996（尚有未评事项）');
  expect(text).toContain('等级：优秀～良好');
  expect(text).toContain('2026-03-04 10:20 第十周周报 -1；待确认');
  expect(text).toContain('另有 2 项，见“明细”');
});

test('what is gained is not called a loss, and a mark is told with its figure', () => {
  const { at: _, ...undated } = charge({ subject: '采购人', note: '进度良好' });
  const items = [
    item('B1', '表扬', 0, [rule('B1', '每次加2分', { points: span(2), charges: [charge({ points: span(2) })] })]),
    item('M1', '进度', 4, [rule('M1', '由采购人评分', { charges: [{ ...undated, points: none, mark: 4 * POINT }] })]),
  ];
  const change = span(2);
  const sections = ['a', 'b'].map((id) => ({ id, name: id, base: 4 * POINT, change, score: span(6), items }));
  const text = statementText(paper(statementOf([tableOf({ sections })])), zhStatement);
  expect(text).toContain('[加分 2] 每次加2分');
  expect(text).toContain('a 小计  分值 4  加分 2  得分 6');
  expect(text).not.toContain('扣分 +');
  expect(text).toContain('采购人 得 4 分；进度良好');
});

test('nobody knows the least of a table that its grader may still take anything from', () => {
  const total = { min: NO_LEAST, max: 96 * POINT };
  const open = [{ rule: 'GZ-T1', why: 'hand_in' as const }];
  const statement = statementOf([tableOf({ total, confirmed: total, open })]);
  const text = statementText(paper(statement), zhStatement);
  expect(text).toContain(`总得分：${zhStatement.noLeast}～96（尚有未评事项）`);
  expect(text).toContain('1. 待评分方提交评分');
  expect(statementJson(statement, { contract }).parts[0]?.tables[0]).toMatchObject({
    total: { isLeastUnknown: true, max: 96 },
    open: [{ table: 'GZ-T1', why: 'hand_in' }],
  });
  expect(signedText(statement)).toContain('"total":{"isLeastUnknown":true,"max":96000000}');
});

test('downtime of no system says so', () => {
  const unnamed = item('U1', '可用性', 10, [
    rule('U1', '可用性', { measures: [{ subject: NO_SYSTEM, met: 9, total: 10 }] }),
  ]);
  const sections = [{ id: 'a', name: 'a', change: none, items: [unnamed] }];
  expect(statementText(paper(statementOf([tableOf({ sections })])), zhStatement)).toContain('未指明系统 9/10');
});

test('English words have English marks', () => {
  const statement = statementOf([tableOf({ sections: [], choices: [], bands: [], mismatch: 'none', open: [] })]);
  const ours = statementText(paper(statement, enStatement), enStatement).replaceAll(/[\p{Script=Han}]/gu, '');
  expect(
    ours
      .split('\n')
      .filter((line) => /^(Total|Period|Money)/.test(line))
      .join(' '),
  ).not.toMatch(/[（）：；～]/u);
});

test('JSON has exact numbers, and a range while something is open', () => {
  const json = statementJson(statementOf([tableOf()], 6_250_050), { contract });
  expect(json.parts[0]?.tables[0]).toMatchObject({
    total: { min: 89.9, max: 94.996 },
    isOpen: true,
    money: { min: { yuan: '0.00', fen: 0 }, max: { yuan: '62500.50', fen: 6_250_050 } },
  });
  expect(json.parts[0]?.period.from).toBe('2026-03-01T00:00:00.000+08:00');
  expect(JSON.stringify(json)).not.toContain('undefined');
});

describe('where a change of the tables cut the period', () => {
  const split = (): Statement => {
    const { parts, ...rest } = statementOf([tableOf({ bands: [], fen: { min: 0, max: 0 } })]);
    const stretch = (part: StatementPart): StatementPart => ({
      ...part,
      period: { ...part.period, isOwn: false },
      isSplit: true,
    });
    return { ...rest, parts: parts.flatMap((part) => [stretch(part), stretch(part)]) };
  };

  test('each stretch has a sheet that says so, and none tells what is owed for the whole', () => {
    const { sheets } = paper(split());
    expect(sheets).toHaveLength(2);
    for (const { facts, totals } of sheets) {
      expect(facts.find(({ label }) => label === '考核期')?.text).toContain(zhStatement.split);
      expect(totals.map(({ label }) => label)).not.toContain('应扣金额');
    }
  });

  test('each stretch is marked in JSON', () => {
    expect(statementJson(split(), { contract }).parts.map(({ isSplit }) => isSplit)).toEqual([true, true]);
    expect(statementJson(statementOf([tableOf()]), { contract }).parts[0]).not.toHaveProperty('isSplit');
  });
});

test('what is recorded by an id is told by its name, beside the id in JSON', () => {
  const { departments, systems } = contractWith(richPack());
  const [system] = systems;
  const charges = [system?.id ?? '', 'u-17', '三号点位'].map((subject) => charge({ subject, at: 0 }));
  const items = [item('A1', 'A', 4, [rule('A1', 'A', { charges })])];
  const statement = statementOf([
    tableOf({ copy: 'u-17', sections: [{ id: 's', name: 'S', change: span(0), items }] }),
  ]);
  const names = {
    contract: { ...contract, departments, systems },
    nameOfPerson: (id: string) => (id === 'u-17' ? '李工' : id),
  };
  const { sheets } = paperOf({ statement, words: zhStatement, ...names });
  expect(sheets[0]?.details.map(({ subject }) => subject)).toEqual([system?.name, '李工', '三号点位']);
  const table = statementJson(statement, names).parts[0]?.tables[0];
  expect(table).toMatchObject({ copy: 'u-17', copyName: '李工' });
  expect(table?.sections[0]?.items[0]?.rules[0]?.charges).toMatchObject([
    { subject: system?.id, subjectName: system?.name },
    { subject: 'u-17', subjectName: '李工' },
    { subject: '三号点位' },
  ]);
});

test('what the pack chose beside its tables is missing from the paper, or from the JSON', () => {
  const statement = statementOf([tableOf()]);
  const [sheet] = paper(statement).sheets;
  const [note] = sheet?.notes.filter(({ heading }) => heading === zhStatement.headings.contractChoices) ?? [];
  expect(note?.lines).toHaveLength(1);
  expect(note?.lines[0]).toContain('周末是否计时');
  expect(statementJson(statement, { contract }).parts[0]?.choices).toEqual([
    { about: '周末是否计时', chosen: '计时', others: ['不计时'], clause: '六' },
  ]);
});
