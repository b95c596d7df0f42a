import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readScoreSubject } from '../../cards/score-ref.ts';
import { loadPack } from '../../contracts/load.ts';
import { findingCode, findingSubject } from '../../domain/assessment/finding-code.ts';
import type { AssessmentRecord } from '../../domain/assessment/records.ts';
import { DAY } from '../../domain/types.ts';
import { Desk, NINE } from './harness.ts';

const KARAMAY = join(import.meta.dirname, '../../contracts/karamay-egov.yaml');

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

const records = () => desk.store.assessmentRecords(desk.contract.id, NINE - 400 * DAY, NINE + 400 * DAY);
const newest = async (): Promise<AssessmentRecord> => {
  const found = (await records()).at(-1);
  if (!found) throw new Error('nothing was recorded');
  return found;
};
const codeOfNewest = async () => findingCode((await newest()).id).slice(0, 4);

describe('a report that begins like a command about scores', () => {
  test.each([
    '登记 系统 3/5 打不开',
    '登记：服务 网站打不开',
    '记录 系统 打不开',
    '记录 巡检 系统打不开',
    '一般 系统 打不开',
    '不满意 服务 太差，网站还是打不开',
    '更正：刚才说错了，是公示网站打不开',
    '打分！公示系统打不开了',
    '已抽查 页面打不开',
    '满意度评定 页面打不开',
    '考核事项 页面打不开了',
    '定稿 公示系统打不开',
    '免责 页面打不开',
    '异议：公示系统还是打不开',
    '撤回事项 网站打不开',
    '评分系统打不开了',
    '排名页面报错',
    '登记系统 3/5 打不开',
  ])('%s opens a ticket', async (text) => {
    await desk.say('wang', text);
    expect(await desk.tickets()).toHaveLength(1);
    expect(await records()).toEqual([]);
  });

  test.each(['登记 系统 3/5 打不开', '记录 系统 打不开', '更正：是公示网站打不开', '打分 公示系统打不开了'])(
    '%s of a supervisor opens one as well',
    async (text) => {
      await desk.say('qian', text);
      expect(await desk.tickets()).toHaveLength(1);
    },
  );

  test.each(['记录仪坏了', '满意度调查打不开', '不满意，响应时间太慢', '满意，系统 恢复了'])(
    '%s is not answered with who may record findings',
    async (text) => {
      const said = await desk.say('wang', text);
      expect(said.all.length).toBeGreaterThan(0);
      expect(said.lines.join()).not.toContain('考核');
    },
  );

  test.each(['定稿', '打分', '打分 GZ1.1 3', '满意 GZ1.1', '更正'])('%s of a reporter is refused', async (text) => {
    expect((await desk.say('wang', text)).lines.join()).toMatch(/由(?:采购方监理|项目经理和监理)/u);
    expect(await desk.store.entries(desk.contract.id, ['refused'], 0, NINE + DAY)).toHaveLength(1);
  });
});

describe('figures beside a finding', () => {
  test.each([
    ['a date is no number of days', '记录 GZ2.3 一期 2月5日应交，逾期 3 天', { quantity: 3 }],
    ['a date by numbers is none either', '记录 GZ2.3 一期 2026-02-05 应交，逾期 3 日', { quantity: 3 }],
    ['working days are no number of times', '记录 未巡检 李工 超过 3 个工作日未做', {}],
    ['a count is no ticket', '记录 未巡检 2 次', { quantity: 2 }],
  ])('%s', async (_name, text, facts) => {
    await desk.report();
    await desk.report('公示系统打不开了');
    await desk.say('qian', text);
    const { doc } = await newest();
    const { at, evidence, id, rule, ...said } = doc.type === 'finding' ? doc.finding : expect.fail('no finding');
    expect(said).toEqual(facts);
  });

  test('what is said to happen tomorrow has not happened', async () => {
    expect((await desk.say('qian', '记录 未巡检 明天 未做')).lines.join()).toContain('不能晚于现在');
    expect(await records()).toEqual([]);
  });
});

test('a weekday is the last one', async () => {
  // NINE is a Tuesday.
  await desk.say('qian', '记录 未巡检 周五 未做');
  expect(new Date((await newest()).at).toISOString()).toBe('2026-02-26T16:00:00.000Z');
});

test('a mistyped code is never taken for the only finding that waits', async () => {
  await desk.say('qian', '记录 未巡检 李工');
  const said = await desk.say('zhao', '异议 K7QF 已巡检');
  expect(said.lines.join()).toContain('没有找到考核事项「K7QF」');
  expect(await newest()).toMatchObject({ version: 1 });
});

test('a finding that is withdrawn over an objection is told of, and on record, as withdrawn', async () => {
  await desk.say('qian', '记录 未巡检 李工');
  const code = await codeOfNewest();
  await desk.say('zhao', `异议 ${code} 已巡检`);
  const said = await desk.say('qian', `撤回 ${code}`);
  expect(said.lines.join()).toContain(`已撤回考核事项 ${code}，不再计分`);
  const of = (type: string) => desk.store.entries(desk.contract.id, [type], 0, NINE + DAY);
  expect([(await of('finding_withdrawn')).length, (await of('dispute_withdrawn')).length]).toEqual([1, 0]);
});

test('thanks are no reason for an objection', async () => {
  await desk.say('qian', '记录 未巡检 李工');
  await desk.say('zhao', `异议 ${await codeOfNewest()}`);
  await desk.say('zhao', '谢谢');
  expect(await newest()).toMatchObject({ version: 1 });
});

test.each(['更正', '记录', '打分', '异议'])('%s with a very long word is answered shortly', async (word) => {
  const said = await desk.say('qian', `${word} ${'长'.repeat(5000)}`);
  expect(said.all).toHaveLength(1);
  expect(said.lines.join().length).toBeLessThan(400);
});

test('a button of another contract does nothing', async () => {
  await desk.say('qian', '记录 未巡检 李工');
  const { at, id, version } = await newest();
  const subject = { id: findingSubject('another' as typeof desk.contract.id, { at, id }), version };
  expect((await desk.tap('qian', 'finding_withdraw', subject)).lines.join()).not.toContain('已撤回');
  expect(await newest()).toMatchObject({ version: 1 });
});

test('a mark by the card belongs to the period that the card is about, whenever it is tapped', async () => {
  desk.now = Date.parse('2026-03-02T10:00:00+08:00');
  const { subject } = (await desk.say('qian', '打分')).card();
  desk.now += 60 * DAY;
  await desk.tap('qian', 'give_grade', subject ?? expect.fail('no subject'), {
    rule: 'GZ1.1',
    points: '3',
    note: '本季度',
  });
  const of = await desk.store.assessmentRecords(desk.contract.id, 0, desk.now);
  const found = of.find(({ doc }) => doc.type === 'grade');
  expect(found?.id).toContain(subject?.id.split('|')[1]?.replace('-', ':'));
  expect(found?.doc).toHaveProperty('note');
});

test('确认定稿 without a period never reaches an older one', async () => {
  desk.now = Date.parse('2026-12-31T10:00:00+08:00');
  const { subject } = (await desk.say('qian', '定稿')).card();
  expect(subject).toBeDefined();
  const said = await desk.say('qian', '确认定稿');
  expect(said.lines.join()).toContain('尚不能定稿');
});

describe('where a contract assesses people and has many tables', () => {
  const said = async (text: string) => {
    const { contract } = await loadPack(KARAMAY);
    desk = await Desk.open(contract);
    desk.now = Date.parse('2023-04-11T10:00:00+08:00');
    return desk.say('qian', text);
  };

  test('nobody of the customer’s side gets a score of his own', async () => {
    expect((await said('记录 KA03.1a 王敏 迟到')).lines.join()).toContain('请写明人员姓名');
    expect(await desk.store.assessmentRecords(desk.contract.id, 0, NINE)).toEqual([]);
    expect((await desk.say('qian', '李工')).card().title).toContain('考核事项');
  });

  test.each(['记录 态度差 李工', '打分'])(
    'the forms of %s tell in private of which contract they are',
    async (text) => {
      const { actions, subject } = (await said(text)).card();
      for (const action of actions) {
        expect(readScoreSubject((action.subject ?? subject)?.id ?? '')?.contractId).toBe(desk.contract.id);
      }
    },
  );
});
