import { beforeEach, describe, expect, test } from 'vitest';
import type { RecordDoc } from '../../domain/assessment/records.ts';
import { contractId, DAY } from '../../domain/types.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

const docs = async (): Promise<readonly RecordDoc[]> =>
  (await desk.store.assessmentRecords(desk.contract.id, NINE - 400 * DAY, NINE + 400 * DAY)).map(({ doc }) => doc);
const entries = async (type: string) =>
  (await desk.store.entries(desk.contract.id, [type], 0, NINE + 400 * DAY)).length;
const subject = async () => (await desk.say('qian', '打分')).card().subject ?? { id: '', version: 0 };

describe('a tap that brings no words, as from WeCom,', () => {
  test.each([
    ['give_grade', 'GZ1.1 3.5', { type: 'grade', rule: 'GZ1.1', points: 3_500_000 }],
    ['give_ratio', 'GZ1.4 9/10', { type: 'ratio', rule: 'GZ1.4', met: 9, total: 10 }],
  ])('on %s asks for them, and his next words are it', async (action, reply, kept) => {
    const asked = await desk.tap('qian', action, await subject());
    expect(asked.all.flatMap(({ content }) => content.card ?? [])).toEqual([]);
    expect(asked.lines.join()).toMatch(/请回复项目编号.*例：「GZ1\.\d+ /u);
    await desk.say('qian', reply);
    expect(await docs()).toMatchObject([kept]);
    await desk.say('qian', reply);
    expect(await docs()).toHaveLength(1);
  });

  test('is refused to whom grading is none of his, before anything is asked', async () => {
    await desk.tap('zhao', 'give_grade', await subject());
    expect(await entries('refused')).toBe(1);
  });
});

describe('打分', () => {
  test.each([
    ['of a period that has not begun', 'P4', /尚未开始/u],
    ['of one that there is not', 'P9', /没有考核周期「P9」，请写明周期，例：「第\d考核期」/u],
  ])('%s is not taken', async (_what, period, words) => {
    desk.now = Date.parse('2025-10-15T10:00:00+08:00');
    expect((await desk.say('qian', `打分 GZ1.1 3 ${period}`)).lines.join()).toMatch(words);
    expect(await docs()).toEqual([]);
  });

  test('twice with the same reason is kept once, with another reason twice', async () => {
    await desk.say('qian', '打分 GZ1.1 3 进度滞后');
    expect((await desk.say('qian', '打分 GZ1.1 3 进度滞后')).lines.join()).toContain('已有相同记录');
    expect(await entries('grade_given')).toBe(1);
    await desk.say('qian', '打分 GZ1.1 3 资料不全');
    expect(await entries('grade_given')).toBe(2);
  });
});

test('登记 0/0 says what follows from it', async () => {
  expect((await desk.say('qian', '登记 GZ1.4 0/0')).lines.join()).toContain('本期没有应完成的事项');
});

describe('记录', () => {
  test('of what many items are called offers no more than every platform shows, told apart by their tables', async () => {
    const [table] = desk.contract.tables;
    const [section] = table?.sections ?? [];
    const item = table?.sections.flatMap(({ items }) => items).find(({ id }) => id === 'GZ1.9');
    const [rule] = item?.rules ?? [];
    if (!table || !section || !item || !rule) throw new Error('the table has no such item');
    const tables = Array.from({ length: 11 }, (_, place) => ({
      ...table,
      id: `T${place}`,
      name: `考核表${place}`,
      sections: [{ ...section, items: [{ ...item, id: `I${place}`, rules: [{ ...rule, id: `I${place}` }] }] }],
    }));
    const several = await Desk.open({ tables });
    const said = await several.say('qian', '记录 未巡检 李工');
    const field = said.card().actions[0]?.form?.[0];
    const labels = field?.type === 'select' ? field.options.map(({ label }) => label) : [];
    expect(labels).toHaveLength(9);
    expect(labels[3]).toBe('I3 巡检按时按质完成情况（考核表3）');
    expect(said.lines.join()).toContain('I10 巡检按时按质完成情况（考核表10）');
  });

  test('alone tells what can be recorded table by table', async () => {
    const said = (await desk.say('qian', '记录')).lines.join();
    for (const { id } of desk.contract.tables) expect(said).toContain(`${id} `);
    const [table] = desk.contract.tables;
    expect((await desk.say('qian', `记录 ${table?.id ?? ''}`)).lines.join()).toContain('可记录');
  });
});

test('a word of a sentence that might be a code does not make a score', async () => {
  await desk.report();
  let derived = 0;
  const { ticketOutcomes } = desk.store;
  desk.store.ticketOutcomes = (...args) => {
    derived += 1;
    return ticketOutcomes.call(desk.store, ...args);
  };
  await desk.say('qian', 'confirm done');
  expect(derived).toBe(0);
  await desk.say('qian', 'confirm K7QF');
  expect(derived).toBeGreaterThan(0);
});

describe('in private, of somebody with several contracts,', () => {
  const NAME = '另一合同';
  const moved = ['ZZ-T', 'ZZ1', 'ZZ1.1'] as const;
  beforeEach(() => {
    const [table] = desk.contract.tables;
    const item = table?.sections[0]?.items.find(({ id }) => id === 'GZ1.4');
    if (!table || !item) throw new Error('the table has no such item');
    const [rule] = item.rules;
    if (!rule) throw new Error('the item has no rule');
    const section = {
      ...table.sections[0]!,
      items: [{ ...item, id: moved[1], name: '别处项目', rules: [{ ...rule, id: moved[2], words: [] }] }],
    };
    const tables = [{ ...table, id: moved[0], sections: [section] }];
    desk.elsewhere = { ...desk.contract, id: contractId('other'), name: NAME, tables };
  });

  test.each([
    ['of what only the other one has', `登记 ${moved[2]} 11/10`, NAME],
    ['of what the chat’s own has', '登记 GZ1.4 11/10', ''],
    ['where nothing is named', '打分', ''],
  ])('an answer names the contract: %s', async (_what, words, named) => {
    const { lines } = await desk.say('qian', words, { private: true });
    expect(lines[0]).toBe(`合同：${named === '' ? desk.contract.name : named}`);
  });

  test('in a group nothing has to be named', async () => {
    expect((await desk.say('qian', '登记 GZ1.4 11/10')).lines.join()).not.toContain('合同：');
  });
});
