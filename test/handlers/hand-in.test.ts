// An average of graders waits for each of them.
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadPack } from '../../contracts/load.ts';
import type { Contract } from '../../domain/contract.ts';
import { DAY } from '../../domain/types.ts';
import { Desk, NINE, type Said } from './harness.ts';

const GUANGXI = join(import.meta.dirname, '../../contracts/guangxi-police.yaml');
/** A year of the service that is over. */
const TERM = { from: '2025-01-01', to: '2026-12-31' } as const;
let pack: Contract;
beforeAll(async () => {
  pack = (await loadPack(GUANGXI)).contract;
});

let desk: Desk;
beforeEach(async () => {
  const { departments, tables } = pack;
  desk = await Desk.open({ departments, tables, term: TERM });
  desk.now = Date.parse('2026-01-06T10:00:00+08:00');
});

const handedIn = async () =>
  (await desk.store.assessmentRecords(desk.contract.id, NINE - 800 * DAY, NINE + 400 * DAY))
    .map(({ doc }) => doc)
    .filter(({ type }) => type === 'handed_in');
const entries = async (type: string) =>
  (await desk.store.entries(desk.contract.id, [type], 0, NINE + 400 * DAY)).length;
const words = (said: Said) => said.lines.join();

describe('提交评分', () => {
  test('keeps the copy and the period, with an entry of its own', async () => {
    expect(words(await desk.say('qian', '提交评分 GX-T2 刑事侦查总队'))).toMatch(
      /已提交 第1考核期 GX-T2 .*F总队.*的评分/u,
    );
    expect(await handedIn()).toEqual([{ type: 'handed_in', table: 'GX-T2', copy: 'f', by: 'qian' }]);
    expect(await entries('table_handed_in')).toBe(1);
    expect(words(await desk.say('qian', '提交评分 gx-t2 F总队 P1'))).toContain('已有相同记录');
    expect(await entries('table_handed_in')).toBe(1);
  });

  test.each([
    ['a word of the table', '提交评分 监理评分', [{ type: 'handed_in', table: 'GX-T1', by: 'qian' }]],
    ['English', 'hand in GX-T2 department b P1', [{ type: 'handed_in', table: 'GX-T2', copy: 'b', by: 'qian' }]],
  ])('takes %s', async (_what, text, expected) => {
    await desk.say('qian', text);
    expect(await handedIn()).toEqual(expected);
  });

  test.each([
    ['no department', '提交评分 GX-T2', /GX-T2 须写明对象：A总队/u],
    ['no such table', '提交评分 GX-T9', /没有找到考核表「GX-T9」.*提交评分 GX-T1/u],
    ['a period that nobody can read', '提交评分 GX-T1 上上期', /没有考核周期「上上期」/u],
    ['a period that runs', '提交评分 GX-T1 P2', /考核周期尚未结束/u],
    ['the average itself', '提交评分 GX-W', /不参与加权平均/u],
  ])('is not taken with %s, and it says why', async (_what, text, expected) => {
    expect(words(await desk.say('qian', text))).toMatch(expected);
    expect(await handedIn()).toEqual([]);
  });

  test('is refused to the supplier, and that is on record', async () => {
    await desk.say('zhao', '提交评分 GX-T1');
    expect(await handedIn()).toEqual([]);
    expect(await entries('refused')).toBe(1);
  });
});

describe('a year that is over', () => {
  const final = async () => (await desk.say('qian', '评分 P1 GX-W')).card();

  test('has no final score and no money before all thirteen have handed in', async () => {
    const before = JSON.stringify(await final());
    expect(before).toContain('暂计 100 分（满分 100，未评项按满分计；最低 0 分）');
    expect(before).toContain('扣减系数20%');
    await desk.say('qian', '提交评分 GX-T1');
    for (const { id, name } of pack.departments) if (id !== 'f') await desk.say('qian', `提交评分 GX-T2 ${name}`);
    expect(JSON.stringify(await final())).toContain('最低 0 分');
    await desk.say('qian', '提交评分 GX-T2 F总队');
    expect(await handedIn()).toHaveLength(13);
    // What is graded beside the average changes nothing of it.
    expect(JSON.stringify(await final())).not.toContain('最低');
  });

  test('a department’s own card says that its least is not known', async () => {
    const card = JSON.stringify((await desk.say('qian', '评分 P1 GX-T2 F总队')).card());
    expect(card).toContain('下限未定');
    expect(card).toContain('待评分方提交评分');
  });

  test('each table that is not handed in is asked for, and its form takes it', async () => {
    const card = (await desk.say('qian', '打分')).card();
    const waiting = card.fields.filter(({ value }) => value[0] === '待提交评分');
    expect(waiting).toHaveLength(13);
    expect(card.footnote).toContain('提交评分 GX-T1');
    await desk.tap('qian', 'hand_in', card.subject ?? { id: '', version: 0 }, { table: 'GX-T2|f' });
    expect(await handedIn()).toMatchObject([{ table: 'GX-T2', copy: 'f' }]);
    await desk.tap('qian', 'hand_in', card.subject ?? { id: '', version: 0 }, { table: 'GX-T2|nobody' });
    expect(await handedIn()).toHaveLength(1);
  });

  test('can’t be signed before, and the refusal names what is missing', async () => {
    expect(words(await desk.say('qian', '确认定稿 P1'))).toMatch(/尚不能定稿。未评：GX-T1/u);
  });
});
