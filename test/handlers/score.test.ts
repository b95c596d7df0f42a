import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SHOW_SCORE_ACTION, SHOW_SCORE_ITEM_ACTION, SHOW_SCORE_OPEN_ACTION } from '../../cards/score-card.ts';
import { readScoreSubject, scoreSubject } from '../../cards/score-ref.ts';
import { SHOW_TICKET_ACTION } from '../../cards/ticket-actions.ts';
import type { Card } from '../../cards/types.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { contractId, HOUR, MINUTE } from '../../domain/types.ts';
import { whatIfQuestion } from '../../handlers/what-if.ts';
import { readCard } from '../cards/read-card.ts';
import { breach as BREACH, EVERYTHING, ruleWith, tableWith } from '../domain/assessment-record/fixture.ts';
import { Desk, NINE, type PersonKey, type Said } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report('信用广州网站打不开了', 'wang');
});
afterEach(() => desk.store.close());

/** Everything is over its time by then: response, arrival, resolution. */
async function breach(): Promise<void> {
  desk.now = NINE + 3 * HOUR;
  await desk.wake(ticket);
}

const words = (said: Said) => readCard(said.card()).join('\n');

async function tapOn(card: Card, by: PersonKey, action: string, label?: string): Promise<Said> {
  const button = card.actions.find(
    (one) => one.action === action && (label === undefined || one.label.includes(label)),
  );
  const subject = button?.subject ?? card.subject;
  if (!button || !subject) throw new Error(`no button ${action} ${label ?? ''} on ${readCard(card).join(' / ')}`);
  return desk.tap(by, action, subject);
}

async function refusals(): Promise<readonly unknown[]> {
  const entries = await desk.store.entries(desk.contract.id, ['refused'], 0, desk.now + 1);
  return entries.map(({ body }): unknown => JSON.parse(body));
}

describe('本季度评分', () => {
  test('answers the group with the total, what was lost and why, what is open, and the money of the other table', async () => {
    await breach();
    const said = await desk.say('zhao', '本季度评分');
    expect(said.ops).toEqual(['post']);
    const card = said.card();
    expect(card.title).toBe('运维服务考核表（2026年3月1日至5月31日）');
    expect(words(said)).toContain('暂计 89.5 分（满分 100，未评项按满分计；最低');
    expect(words(said)).toContain('−5 事件/业务完成率（GZ1.8）：0%（0 / 1）');
    expect(words(said)).toMatch(/未评: \d+ 项：运维服务方案进度完成情况/);
    expect(words(said)).toContain('运维服务质量: ████████░░ 39.5 / 50 分');
    expect(words(said)).toContain('其他考核表: GZ-T2 运维服务的考核及相应违约责任，涉及金额');
  });

  test.each(['评分', '本季度得分是多少？', '查一下本季度的评分', '考核评分 本季度', 'score this quarter', 'Scores'])(
    '%s is the same question',
    async (question) => {
      expect((await desk.say('qian', question)).card().title).toMatch(/运维服务考核表/);
    },
  );

  test.each([
    ['上季度评分', '2025年12月1日至2026年2月28日'],
    ['7月评分', '2025年7月1日至7月31日'],
    ['2025年下半年评分', '2025年7月1日至12月31日'],
    ['本合同期评分', '2025年6月1日至2026年5月31日'],
    ['评分 P1', '2025年6月1日至8月31日'],
  ])('%s is about %s', async (question, days) => {
    expect(words(await desk.say('zhao', question))).toContain(days);
  });

  test('what is no period of the contract’s own has neither grade nor money', async () => {
    const said = await desk.say('zhao', '7月评分 GZ-T1');
    expect(words(said)).toContain('非合同规定的考核周期，仅供参考');
    expect(words(said)).not.toMatch(/^(等级|涉及金额)/m);
  });

  test('tells what can still be saved, with the time that is left, until it is too late', async () => {
    desk.now = NINE + MINUTE;
    const before = words(await desk.say('zhao', '本季度评分'));
    expect(before).toContain(`还能挽回: 还剩 4 分钟：${ticket.number}`);
    await breach();
    expect(words(await desk.say('zhao', '本季度评分'))).not.toContain(`：${ticket.number} 响应`);
  });

  test.each([
    [2, true],
    [1, false],
  ])(
    'what costs nothing more, its item having had %d points, can be saved, or what does can’t',
    async (base, isTold) => {
      const found = tableWith([ruleWith('R', [{ ...BREACH, clocks: ['arrive'] }])], {
        period: { months: 3, from: 'term' },
      });
      const [section] = found.sections;
      const items = section?.items.map((item) => ({ ...item, base: base * POINT })) ?? [];
      const own = await Desk.open({ tables: [{ ...found, sections: [{ id: 's', name: '', items }] }] });
      await own.report('信用广州网站打不开了', 'wang');
      own.now = NINE + 2 * HOUR;
      const second = await own.report('信用广州网站又打不开了', 'chen');
      const shown = words(await own.say('zhao', '本季度评分'));
      expect(shown.includes(`还剩 5 分钟：${second.number}`)).toBe(isTold);
      await own.store.close();
    },
  );

  test('what takes longer and longer by steps can’t be saved', async () => {
    const steps = [{ upToMs: HOUR, points: 10 * POINT }, { points: 5 * POINT }];
    const kinds = { 'graded-by-elapsed': { by: 'mark', steps } } as const;
    const source = { source: 'elapsed', to: 'acknowledged', ...EVERYTHING } as const;
    const tables = [tableWith([ruleWith('E', [source], kinds)], { period: { months: 3, from: 'term' } })];
    const own = await Desk.open({ tables });
    const waiting = await own.report('信用广州网站打不开了', 'wang');
    own.now = NINE + 50 * MINUTE;
    const shown = words(await own.say('zhao', '本季度评分'));
    expect(shown).toMatch(new RegExp(`还剩 10 分钟：${waiting.number} 响应.*−5`, 'u'));
    own.now = NINE + 61 * MINUTE;
    expect(words(await own.say('zhao', '本季度评分'))).not.toContain('还能挽回');
    await own.store.close();
  });
});

describe('whom a score concerns', () => {
  test.each(['wang', 'li'] as const)('%s is refused politely, and that is written down', async (by) => {
    const said = await desk.say(by, '本季度评分');
    expect(said.ops).toEqual(['answer']);
    expect(said.lines).toEqual(['考核评分仅向项目经理和监理提供。如需了解，请联系他们。']);
    expect(said.all.some(({ content }) => content.card)).toBe(false);
    expect(await refusals()).toMatchObject([{ type: 'refused', command: 'score', reason: 'role', by }]);
  });

  test('a tap on the card in the group is refused to others as well', async () => {
    await breach();
    const card = (await desk.say('zhao', '本季度评分')).card();
    expect((await tapOn(card, 'li', SHOW_SCORE_ITEM_ACTION)).lines[0]).toContain('仅向项目经理和监理提供');
    expect((await desk.say('li', '排名')).lines[0]).toContain('仅向项目经理和监理提供');
    expect((await desk.say('wang', '如果 1 超时')).lines[0]).toContain('仅向项目经理和监理提供');
    expect(await refusals()).toHaveLength(3);
  });

  test('a button of another contract shows nothing', async () => {
    const subject = { id: scoreSubject({ contractId: contractId('other'), label: 'P4' }), version: 0 };
    expect((await desk.tap('zhao', SHOW_SCORE_ACTION, subject)).lines).toEqual(['该按钮已失效，请按最新卡片操作。']);
  });
});

describe('from the total to the ticket', () => {
  test('a line leads to its item, the item to the ticket that missed, and that to its timeline', async () => {
    await breach();
    const card = (await desk.say('zhao', '本季度评分')).card();
    const item = await tapOn(card, 'zhao', SHOW_SCORE_ITEM_ACTION, 'GZ1.8');
    expect(item.ops).toEqual(['answer']);
    expect(words(item)).toContain(`未达标工单: ${ticket.number}`);
    const timeline = await tapOn(item.card(), 'zhao', SHOW_TICKET_ACTION, ticket.number);
    expect(timeline.card().title).toContain(`工单 ${ticket.number}`);
    const back = await tapOn(item.card(), 'zhao', SHOW_SCORE_ACTION);
    expect(back.card().title).toBe(card.title);
  });

  test('全部评分 lists every table, each with its button', async () => {
    const card = (await desk.say('zhao', '本季度评分')).card();
    const list = (await tapOn(card, 'zhao', SHOW_SCORE_ACTION, '全部评分')).card();
    expect(list.fields.map(({ label }) => label)).toEqual([
      'GZ-T1 运维服务考核表',
      'GZ-T2 运维服务的考核及相应违约责任',
      '金额合计',
    ]);
    const money = await tapOn(list, 'zhao', SHOW_SCORE_ACTION, 'GZ-T2');
    expect(words(money)).toContain('合同未对本表规定分值');
  });

  test('未评项 tells of each item what it waits for', async () => {
    const card = (await desk.say('zhao', '本季度评分')).card();
    expect(words(await tapOn(card, 'zhao', SHOW_SCORE_OPEN_ACTION))).toContain(
      '运维服务方案进度完成情况（GZ1.1）: 待评分',
    );
  });

  test.each([
    ['评分 GZ1.8', '事件/业务完成率（GZ1.8）'],
    ['评分 事件/业务完成率', '事件/业务完成率（GZ1.8）'],
    ['上季度评分 gz1.8', '事件/业务完成率（GZ1.8）'],
    ['评分 GZ-T2', '运维服务的考核及相应违约责任（2026年3月1日至5月31日）'],
  ])('%s is typed instead of a tap', async (typed, title) => {
    expect((await desk.say('zhao', typed)).card().title).toBe(title);
  });

  test('a name that fits several is asked about, one that fits nothing is told so', async () => {
    expect((await desk.say('zhao', '本季度评分 满意度')).lines[0]).toMatch(/^「满意度」可能是：GZ1/);
    expect((await desk.say('zhao', '本季度评分 天气')).lines[0]).toContain('没有找到「天气」');
  });
});

describe('what only sounds like the question', () => {
  test.each(['本月考核评分系统打不开了', '服务评分页面打不开'])('%s is a report', async (report) => {
    await desk.say('wang', report);
    expect(await refusals()).toEqual([]);
  });

  test('确认 1 评分 5 confirms, and a bare rating is none of ours', async () => {
    await desk.do('li', 'resolve', ticket, { cause: '证书', action: '更换' });
    await desk.say('wang', '确认 1 评分 5');
    expect((await desk.fresh(ticket)).rating).toBe(5);
    await desk.say('wang', '评分 5 分');
    expect(await refusals()).toEqual([]);
  });
});

describe('如果 1 超时', () => {
  test.each(['如果 1 超时', '如果1号单超时', '如果工单 1 超时了？', 'what if 1 is overdue'])(
    '%s tells the scores before and after',
    async (question) => {
      desk.now = NINE + MINUTE;
      const said = await desk.say('zhao', question);
      expect(said.card().title).toContain(ticket.number);
      expect(words(said)).toMatch(/→/);
      expect((await desk.fresh(ticket)).clocks.some(({ breach: missed }) => missed)).toBe(false);
    },
  );

  test('of a ticket that is resolved there is nothing to suppose, of an unknown one nothing to tell', async () => {
    await desk.do('li', 'resolve', ticket, { cause: '证书', action: '更换' });
    await desk.do('wang', 'confirm', ticket);
    desk.now = NINE + MINUTE;
    expect((await desk.say('zhao', '如果 99 超时')).lines[0]).toContain('没有找到工单「99」');
  });

  test('a long message is no question: its spaces are not tried in all their ways', () => {
    const asked = (spaces: number) => whatIfQuestion().test(`如果${' '.repeat(spaces)}12号单超时`);
    expect([1, 100, 160, 19_000].map(asked)).toEqual([true, true, false, false]);
    expect(whatIfQuestion().test(`如果${' '.repeat(19_000)}网站`)).toBe(false);
  });

  test('a sentence that begins so is no question for a score', async () => {
    await desk.say('wang', '如果网站打不开了怎么办');
    await desk.say('wang', '如果 3 个人都登录不了');
    expect(await refusals()).toEqual([]);
  });
});

test('排名 of a contract that assesses nobody by name says so', async () => {
  expect((await desk.say('zhao', '排名')).lines).toEqual(['本合同没有按人员考核的考核表，不作排名。']);
});

test('a contract without tables has no score', async () => {
  const bare = await Desk.open({ tables: [] });
  expect((await bare.say('zhao', '本季度评分')).lines).toEqual(['本合同未载明考核表，没有可供计算的评分。']);
  await bare.store.close();
});

test.each([
  { contractId: contractId('c'), label: '@2026-03-03' },
  { contractId: contractId('c'), label: 'P4', page: 0 },
  { contractId: contractId('c'), label: 'P4', table: 'GX-T2', copy: '部门|一', item: 'GX2.1', page: 3 },
  { contractId: contractId('c'), label: 'P4', table: 'GZ-T1', since: NINE },
])('a button carries %j and hands it back', (ref) => {
  expect(readScoreSubject(scoreSubject(ref))).toEqual(ref);
  expect(scoreSubject(ref)).toMatch(/^[\x21-\x7e]+$/);
});

test.each(['', '0193a', 'c|', 'c|%E0%A4%A|x', 'c|P4|t|||9999', 'c|P4|t|||1|soon', 'c|P4|t|||1|2|more'])(
  '%j is no score',
  (subject) => {
    expect(readScoreSubject(subject)).toBeUndefined();
  },
);

describe('of a quarter in which the tables changed', () => {
  /** From 11:00 on the first table counts from another base. */
  function changeTables(): void {
    const { contract } = desk;
    const [table, ...others] = contract.tables;
    if (!table) throw new Error('the contract has no table');
    const base = (table.base ?? 0) * 2;
    const later = { ...contract, hash: 'later', tables: [{ ...table, base }, ...others] };
    desk.earlierPacks = async (from, to) => [
      { contract, from, to: NINE + 2 * HOUR },
      { contract: later, from: NINE + 2 * HOUR, to },
    ];
  }

  test('the stretches are listed, none as the score of the whole, and each leads to its own card', async () => {
    await breach();
    changeTables();
    const list = await desk.say('zhao', '本季度评分');
    expect(words(list)).toContain('各段不合并计分');
    const stretches = list.card().actions.filter(({ label }) => label.startsWith('GZ-T1'));
    expect(stretches.map(({ label }) => label)).toEqual(['GZ-T1 3月1日起', 'GZ-T1 3月3日起']);
    const cards: Card[] = [];
    for (const { label } of stretches) cards.push((await tapOn(list.card(), 'zhao', SHOW_SCORE_ACTION, label)).card());
    const bases = cards.map(({ badge }) => badge?.replace(/^.*\/ /, ''));
    expect(bases.toSorted()).toEqual(['100 分', '200 分']);
    for (const card of cards) expect(readCard(card).join()).not.toContain('等级');
    const item = await tapOn(cards[0] ?? list.card(), 'zhao', SHOW_SCORE_ITEM_ACTION);
    expect(item.card().title).toMatch(/GZ1\.\d/);
  });
});
