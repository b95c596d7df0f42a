import { beforeEach, describe, expect, test } from 'vitest';
import type { Outgoing } from '../../db/changes.ts';
import type { Contract } from '../../domain/contract.ts';
import { codeAmong, obligationSubject } from '../../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../../domain/obligations/obligation-types.ts';
import type { DeliverablePlan, Moment } from '../../domain/obligations/plan-types.ts';
import { DAY, HOUR } from '../../domain/types.ts';
import { dailyReport } from '../../handlers/daily-report.ts';
import { isDeliverable } from '../../handlers/deliverables.ts';
import { obligationsRoutine } from '../../handlers/obligations-routine.ts';
import { draftReport } from '../../handlers/report-draft.ts';
import { inspectionPlan } from '../domain/obligation-fixture.ts';
import { Desk, NINE, type PersonKey, type Said } from './harness.ts';

// Tuesday: the report of the week before and that of February have opened the day before.
const moment = (of: 'start' | 'end', count: number, at: string): Moment => ({ of, count, in: 'days', at });
function plan(id: string, name: string, over: Partial<DeliverablePlan>): DeliverablePlan {
  return {
    ...{ id, name, nameEn: id, clause: '七', kind: 'report', review: 'supervisor', lateIn: 'days', words: [] },
    ...{ calendar: 'working', times: 1, binding: 'contract', departments: [], systems: [], remindBeforeMs: [] },
    cadence: { every: 'weeks', weekday: 'mon' },
    windows: [{ opens: moment('end', 1, '09:00'), due: moment('end', 5, '24:00') }],
    ...over,
  };
}
const WEEKLY = plan('weekly', '周报', { report: 'weekly' });
const MONTHLY = plan('monthly', '月报', {
  report: 'monthly',
  cadence: { every: 'months', months: 1, from: 'calendar' },
});
const DAILY = plan('daily-report', '系统运行监控报告', {
  report: 'daily',
  review: 'none',
  cadence: { every: 'days', on: 'every_day' },
  windows: [{ opens: moment('start', 0, '08:00'), due: moment('start', 0, '24:00') }],
});

let desk: Desk;
/** @param plans what is owed; it has opened */
async function opened(plans: readonly DeliverablePlan[], changes: Partial<Contract> = {}) {
  desk = await Desk.open({ inspections: [], deliverables: plans, ...changes });
  await desk.run(obligationsRoutine);
}
async function of(planId: string): Promise<Deliverable> {
  const all = await desk.store.obligationsDue(desk.contract.id, NINE - 40 * DAY, NINE + 40 * DAY);
  const found = all.filter(isDeliverable).find((one) => one.planId === planId && one.dueAt > NINE - DAY);
  if (!found) throw new Error(`there is no ${planId}`);
  return found;
}
async function drafted(planId: string): Promise<readonly Outgoing[]> {
  const before = desk.said.length;
  await draftReport(desk.scene(), (await of(planId)).id);
  return desk.said.slice(before);
}
async function tap(by: PersonKey, action: string, planId: string, form: Record<string, string> = {}): Promise<Said> {
  const one = await of(planId);
  return desk.tap(by, action, { id: obligationSubject(one), version: one.version }, form);
}
/** No paper of these formats can be made, until it can again. */
async function without(formats: readonly string[], job: () => Promise<readonly Outgoing[]>) {
  const working = desk.papers;
  desk.papers = {
    make: async (order) => {
      if (formats.includes(order.format)) throw new Error('it can not be drawn');
      return working.make(order);
    },
  };
  return job().finally(() => {
    desk.papers = working;
  });
}
const alone = { chat: 'alone', private: true } as const;
const names = (said: readonly Outgoing[]) => said.flatMap((one) => (one.op === 'file' ? [one.file.name] : []));
const toWhom = (said: readonly Outgoing[]) =>
  said.flatMap((one) => ('to' in one && one.to !== undefined ? [String(one.to)] : []));

describe('a draft', () => {
  beforeEach(() => opened([WEEKLY, MONTHLY]));

  test('is shown to the managers alone, with picture and document, once', async () => {
    const said = await drafted('weekly');
    expect(new Set(toWhom(said))).toEqual(new Set(['zhao']));
    expect(names(said).map((name) => name.split('.')[1])).toEqual(['png', 'docx']);
    expect(said[0]?.content.card?.actions.map(({ action }) => action)).toEqual(['report_publish', 'report_edit']);
    expect(await drafted('weekly')).toEqual([]);
  });

  test('without a picture is shown without it', async () => {
    expect(names(await without(['picture'], () => drafted('weekly')))).toEqual([expect.stringMatching(/docx$/u)]);
  });

  test('whose document can’t be made is left for the next try, and shown to nobody', async () => {
    await expect(without(['docx'], () => drafted('weekly'))).rejects.toThrow('drawn');
    expect((await of('weekly')).draft).toBeUndefined();
    expect(names(await drafted('weekly'))).toHaveLength(2);
  });

  test.each([
    ['wang', '发布 周报'],
    ['li', '发布 周报'],
    ['qian', '发布 周报'],
  ] as const)('%s may not publish it', async (by, words) => {
    await drafted('weekly');
    expect((await desk.say(by, words)).lines).toEqual(['报告由项目经理修改和发布。']);
    expect((await tap(by, 'report_publish', 'weekly')).lines).toEqual(['报告由项目经理修改和发布。']);
    expect((await tap(by, 'report_edit', 'weekly', { risks: '无' })).lines).toEqual(['报告由项目经理修改和发布。']);
    expect(await of('weekly')).toMatchObject({ state: 'owed', submissions: [] });
    expect((await desk.store.entries(desk.contract.id, ['refused'], 0, NINE + DAY)).length).toBe(3);
  });

  test('is published by a tap: posted in the group with its files, handed in, and the supervisor asked', async () => {
    await drafted('weekly');
    const said = await tap('zhao', 'report_publish', 'weekly');
    const posts = said.all.filter(({ op }) => op === 'post');
    expect(posts).toHaveLength(1);
    expect(names(said.all).map((name) => name.split('.')[1])).toEqual(['png', 'docx', 'xlsx']);
    expect(said.all.filter((one) => 'to' in one && one.to === 'qian')).toHaveLength(1);
    const { state, submissions } = await of('weekly');
    expect([state, submissions.map(({ files, way }) => [way, files.length])]).toEqual(['submitted', [['draft', 2]]]);
  });

  test('is published once: whoever taps again is told', async () => {
    await drafted('weekly');
    await tap('zhao', 'report_publish', 'weekly');
    expect((await tap('zhao', 'report_publish', 'weekly')).lines).toEqual(['该报告已发布。']);
    expect((await desk.say('zhao', '发布 周报')).lines).toEqual(['该报告已发布。']);
    expect((await of('weekly')).submissions).toHaveLength(1);
  });

  test('that is not made yet can’t be published, and that is said', async () => {
    expect((await desk.say('zhao', '发布 周报')).lines).toEqual(['该报告的草稿尚未生成，请稍后再试。']);
  });

  test('whose papers can’t be made is not handed in, and can be published later', async () => {
    await drafted('weekly');
    const publishing = async () => (await tap('zhao', 'report_publish', 'weekly')).all;
    await expect(without(['xlsx'], publishing)).rejects.toThrow('drawn');
    expect(await of('weekly')).toMatchObject({ state: 'owed', submissions: [] });
    await tap('zhao', 'report_publish', 'weekly');
    expect((await of('weekly')).submissions).toHaveLength(1);
  });
});

describe('what managers write', () => {
  beforeEach(async () => {
    await opened([WEEKLY, MONTHLY]);
    await drafted('weekly');
  });
  const fieldsOf = (said: Said) => said.card().fields.map(({ label, value }) => `${label} ${value.join('')}`);

  test('by the form, only what was filled in is changed', async () => {
    await tap('zhao', 'report_edit', 'weekly', { summary: '运行平稳', risks: '磁盘将满', proposals: '' });
    const said = await tap('zhao', 'report_edit', 'weekly', { summary: '', risks: '磁盘已扩容', proposals: '' });
    expect(said.lines[0]).toBe('已写入草稿：存在的风险。');
    expect(fieldsOf(said)).toEqual(expect.arrayContaining(['工作综述 运行平稳', '存在的风险 磁盘已扩容']));
    expect(said.all).toHaveLength(1);
  });

  test('by an empty form nothing, and it is said how', async () => {
    expect((await tap('zhao', 'report_edit', 'weekly')).lines[0]).toContain('请写明内容');
    expect((await desk.say('zhao', '修改报告 周报', alone)).lines[0]).toContain('请写明内容');
  });

  test.each([
    ['风险 磁盘将满', '磁盘将满'],
    ['风险：磁盘将满', '磁盘将满'],
    ['风险 周报 磁盘将满', '磁盘将满'],
    ['修改风险 磁盘将满', '磁盘将满'],
  ])('%j goes into the only draft', async (words, written) => {
    expect(fieldsOf(await desk.say('zhao', words, alone))).toContain(`存在的风险 ${written}`);
  });

  test('of several drafts the one that is named, coded or quoted; else it is asked which', async () => {
    await drafted('monthly');
    const code = codeAmong(await of('monthly'));
    const which = (await desk.say('zhao', '风险 磁盘将满', alone)).lines[0] ?? '';
    expect(which).toContain('有多份草稿待发布');
    expect(which).toContain(code);
    expect((await desk.say('zhao', '风险 月报 磁盘将满', alone)).card().title).toContain('月报');
    expect((await desk.say('zhao', `风险 ${code} 磁盘将满`, alone)).card().title).toContain('月报');
    const quote = { text: `草稿……「发布 ${code}」` };
    expect((await desk.say('zhao', '风险 磁盘将满', { ...alone, quote })).card().title).toContain('月报');
    expect((await desk.say('zhao', '发布', alone)).lines[0]).toContain('有多份草稿待发布');
    expect((await of('weekly')).draft).not.toHaveProperty('risks');
  });

  test('a part of a report’s name is a word of what is written', async () => {
    await opened([{ ...WEEKLY, name: '系统缺陷分析报告' }]);
    await drafted('weekly');
    expect(fieldsOf(await desk.say('zhao', '风险 系统 响应变慢', alone))).toContain('存在的风险 系统 响应变慢');
  });

  test('is in what is published', async () => {
    await desk.say('zhao', '工作建议 尽快扩容', alone);
    const said = await desk.say('zhao', '发布', alone);
    const post = said.all.find(({ op }) => op === 'post');
    expect(JSON.stringify(post?.content.card)).toContain('尽快扩容');
  });
});

test('a report that was returned is written into and published again, with its own post', async () => {
  await opened([WEEKLY]);
  await drafted('weekly');
  await tap('zhao', 'report_publish', 'weekly');
  await desk.say('qian', '退回 周报 缺少风险分析');
  expect(await of('weekly')).toMatchObject({ state: 'returned' });
  await desk.say('zhao', '风险 磁盘将满', alone);
  const again = await desk.say('zhao', '发布 周报', alone);
  expect(again.all.filter(({ op }) => op === 'post')).toHaveLength(1);
  expect(await of('weekly')).toMatchObject({ state: 'submitted', submissions: [{}, {}] });
  await desk.say('qian', '通过 周报');
  expect((await desk.say('zhao', '发布 周报', alone)).lines[0]).toContain('已审核通过');
  expect((await tap('zhao', 'report_edit', 'weekly', { risks: '无' })).lines[0]).toContain('已审核通过');
});

test('without a preview it is posted and handed in by itself', async () => {
  await opened([WEEKLY], { reporting: { ...desk.contract.reporting, preview: 'none' } });
  const said = await drafted('weekly');
  expect(said.filter(({ op }) => op === 'post')).toHaveLength(1);
  expect(await of('weekly')).toMatchObject({ state: 'submitted', submissions: [{ way: 'draft' }] });
  expect(await drafted('weekly')).toEqual([]);
});

describe('to ask for one', () => {
  beforeEach(() => opened([WEEKLY]));

  test.each([
    ['周报', '第 9 周'],
    ['周报 现在', '第 10 周'],
    ['周报 W8', '第 8 周'],
    ['周报 上周', '第 9 周'],
    ['日报', '3月3日'],
    ['日报 昨天', '3月2日'],
    ['月报 1月', '2026年1月'],
    ['季报 第四季度', '2025年第四季度'],
    ['半年报 上半年', '2026年上半年'],
    ['年报', '2025年'],
  ])('%j is that of %s, with both papers, and nothing is handed in', async (words, period) => {
    const said = await desk.say('qian', words);
    expect(said.card().title).toContain(period);
    expect(names(said.all).map((name) => name.split('.')[1])).toEqual(['png', 'docx', 'xlsx']);
    expect((await of('weekly')).submissions).toEqual([]);
  });

  test('is for the supplier and the supervisors', async () => {
    expect((await desk.say('wang', '周报')).lines).toEqual(['报告由运维方和监理查看。']);
    for (const by of ['li', 'zhao', 'qian'] as const)
      expect((await desk.say(by, '周报')).card().title).toContain('周报');
  });

  test('shows a manager the draft that waits', async () => {
    await drafted('weekly');
    expect((await desk.say('zhao', '周报')).card().badge).toBe('草稿');
    expect((await desk.say('li', '周报')).card().badge).toBeUndefined();
  });

  test('of no period it is said how', async () => {
    expect((await desk.say('li', '周报 甲乙丙')).lines[0]).toContain('未能识别「甲乙丙」');
    expect((await desk.say('li', '年报 2027年')).lines[0]).toMatch(/未能识别|尚未开始/u);
  });
});

// Whatever else is open, a fault that is reported becomes a ticket or is asked about.
describe('a report of a fault that begins with one of these words', () => {
  beforeEach(async () => {
    await opened([WEEKLY, { ...MONTHLY, name: '系统缺陷分析报告' }]);
    await drafted('weekly');
    await drafted('monthly');
  });

  const faults = [
    '发布 信用广州网站打不开了',
    '发布信用广州网站打不开了',
    '发布 系统 打不开了',
    '周报系统打不开，信用广州网站登录不上',
    '周报 信用广州网站打不开了',
    '日报：信用广州网站登录不上',
    '月报 系统打不开',
    '风险预警平台登录不上，信用广州网站也打不开',
    '风险 信用广州网站打不开了',
    '综述 信用广州网站打不开了',
    '工作建议 页面打不开了，信用广州网站报错',
    '修改报告 信用广州网站打不开了',
    '改报告 信用广州网站保存失败打不开',
  ];
  test.each(faults.flatMap((words) => (['wang', 'li'] as const).map((by) => [words, by] as const)))(
    '%j of %s is no command',
    async (words, by) => {
      const said = await desk.say(by, words);
      const isAsked = said.all.some(({ content }) =>
        content.card?.actions.some(({ action }) => action.startsWith('draft_')),
      );
      expect((await desk.tickets()).length === 1 || isAsked).toBe(true);
      expect(await of('weekly')).toMatchObject({ state: 'owed', submissions: [] });
    },
  );

  test.each([
    ['发布 信用广州网站打不开了'],
    ['风险预警平台登录不上，信用广州网站也打不开'],
    ['周报系统打不开，信用广州网站登录不上'],
    ['周报 信用广州网站打不开了'],
  ])('%j of a manager neither', async (words) => {
    await desk.say('zhao', words);
    expect(await desk.tickets()).toHaveLength(1);
    expect((await of('weekly')).draft).not.toHaveProperty('risks');
  });
});

describe('the day’s summary', () => {
  const at = NINE + 9 * HOUR;
  async function summary(): Promise<readonly Outgoing[]> {
    desk.now = at;
    return (await desk.run(dailyReport)).all;
  }
  const fieldOf = (said: readonly Outgoing[], label: string) =>
    said[0]?.content.card?.fields.find((one) => one.label === label)?.value.join('');

  test('hands in the report that is owed each day, which it then does not name as owed', async () => {
    await opened([DAILY, WEEKLY]);
    const said = await summary();
    expect(names(said).map((name) => name.split('.')[1])).toEqual(['png', 'docx']);
    expect(await of('daily-report')).toMatchObject({ state: 'accepted', submissions: [{ way: 'draft', at }] });
    expect(fieldOf(said, '待交材料') ?? '').not.toContain('系统运行监控报告');
  });

  test('is posted without its picture, and says so', async () => {
    await opened([DAILY]);
    const said = await without(['picture'], summary);
    expect(said[0]?.op).toBe('post');
    expect(JSON.stringify(said[0]?.content)).toContain('图表暂未生成');
    expect(await of('daily-report')).toMatchObject({ state: 'accepted' });
  });

  test('is posted though nothing can be drawn or written; the report is drafted as soon as it can', async () => {
    await opened([DAILY]);
    const said = await without(['picture', 'docx'], summary);
    expect(said.map(({ op }) => op)).toEqual(['post']);
    const owed = await of('daily-report');
    expect(owed).toMatchObject({ state: 'owed', submissions: [] });
    const timers = await desk.store.claimTimers(at, { token: 'desk', until: at + 1 }, 50);
    expect(timers.filter(({ kind }) => kind === 'draft_report').map(({ subject }) => subject)).toContain(owed.id);
    expect(names(await drafted('daily-report'))).toHaveLength(2);
  });

  test('names the rounds of the day that nobody did, those of one plan once, and none of another day', async () => {
    const windows = inspectionPlan().windows;
    const due = { of: 'start', count: 0, in: 'days', at: '17:00' } as const;
    desk = await Desk.open({
      deliverables: [],
      inspections: [
        inspectionPlan({ id: 'room', name: '机房巡检', times: 3, windows: windows.map((one) => ({ ...one, due })) }),
        inspectionPlan({
          ...{ id: 'year', name: '年度巡检', cadence: { every: 'months', months: 12, from: 'calendar' } },
          windows: [{ opens: moment('start', 0, '09:00'), due: moment('end', 0, '24:00') }],
        }),
        inspectionPlan({
          id: 'own',
          name: '内部巡检',
          binding: 'internal',
          windows: windows.map((one) => ({ ...one, due })),
        }),
      ],
    });
    await desk.run(obligationsRoutine);
    const said = await summary();
    expect(fieldOf(said, '未完成的巡检')).toBe('机房巡检 ×3');
    expect(fieldOf(said, '巡检')).toContain('应巡检 3 次');
  });

  test('names what is owed within days, the most urgent first, no more than a phone shows', async () => {
    await opened(
      Array.from({ length: 9 }, (_, place) =>
        plan(`p${place}`, `材料${place}`, {
          kind: 'document',
          cadence: { every: 'days', on: 'every_day' },
          windows: [{ opens: moment('start', 0, '00:00'), due: moment('start', 0, '24:00') }],
        }),
      ),
    );
    const owed = fieldOf(await summary(), '待交材料') ?? '';
    expect(owed.split('；')).toHaveLength(7);
    expect(owed).toMatch(/；另有 3 项$/u);
  });
});
