import { beforeEach, describe, expect, test } from 'vitest';
import { obligationSubject } from '../../domain/obligations/obligation-code.ts';
import type { Deliverable } from '../../domain/obligations/obligation-types.ts';
import type { DeliverablePlan, Moment } from '../../domain/obligations/plan-types.ts';
import { DAY } from '../../domain/types.ts';
import { isDeliverable } from '../../handlers/deliverables.ts';
import { obligationsRoutine } from '../../handlers/obligations-routine.ts';
import { wakeObligation } from '../../handlers/wake-obligation.ts';
import type { Attachment } from '../../platforms/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

const moment = (of: 'start' | 'end', count: number, at: string): Moment => ({ of, count, in: 'days', at });

function plan(id: string, name: string, nameEn: string, over: Partial<DeliverablePlan> = {}): DeliverablePlan {
  return {
    ...{ id, name, nameEn, clause: '七', kind: 'report', review: 'supervisor', lateIn: 'days', words: [] },
    ...{
      cadence: { every: 'months', months: 1, from: 'calendar' },
      calendar: 'working',
      times: 1,
      binding: 'contract',
    },
    windows: [{ opens: moment('start', 0, '09:00'), due: moment('start', 4, '24:00') }],
    ...{ departments: [], systems: [], remindBeforeMs: [DAY] },
    ...over,
  };
}

const MONTHLY = plan('monthly', '运维服务月报', 'Monthly report', { words: ['月报'] });
const DRILL = plan('drill', '应急演练', 'Drill', {
  kind: 'activity',
  cadence: { every: 'months', months: 3, from: 'calendar' },
  windows: [{ opens: moment('start', 0, '09:00'), due: moment('end', 0, '24:00') }],
});
const LOG = plan('log', '运维台账', 'Log', { kind: 'document', review: 'none' });
const PLANS = [MONTHLY, DRILL, LOG];
const REPORT: readonly Attachment[] = [{ kind: 'file', name: '3月运维服务月报.docx', source: 's1' }];
const OTHER: readonly Attachment[] = [{ kind: 'file', name: '资料.pdf', source: 's2' }];

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ inspections: [], deliverables: PLANS });
  await desk.run(obligationsRoutine);
});

async function of(planId: string): Promise<Deliverable> {
  const all = await desk.store.obligationsDue(desk.contract.id, NINE - 400 * DAY, NINE + 400 * DAY);
  const found = all.filter(isDeliverable).find((one) => one.planId === planId);
  if (!found) throw new Error(`there is no ${planId}`);
  return found;
}
async function stateOf(planId: string): Promise<string> {
  return (await of(planId)).state;
}
async function tap(by: PersonKey, action: string, planId: string, form: Record<string, string> = {}, version?: number) {
  const one = await of(planId);
  return desk.tap(by, action, { id: obligationSubject(one), version: version ?? one.version }, form);
}
/** What is said because it wakes up. */
async function woken(id: string) {
  const before = desk.said.length;
  await wakeObligation(desk.scene(), id);
  return desk.said.slice(before);
}
const alone = { chat: 'alone', private: true } as const;

describe('what is owed', () => {
  test('stands in 待交材料, the earliest due first, and only staff may ask', async () => {
    const card = (await desk.say('zhao', '待交材料')).card();
    expect(card.fields.map(({ label }) => label.slice(5))).toEqual(
      expect.arrayContaining(['运维服务月报（2026年3月）', '应急演练（2026年第一季度）', '运维台账（2026年3月）']),
    );
    expect(card.actions.every(({ action }) => action === 'deliver_submit')).toBe(true);
    expect((await desk.say('wang', '待交材料')).lines[0]).toContain('由项目经理、工程师和监理查询');
  });

  test('is handed in with its file in one message, and the supervisors are asked', async () => {
    const said = await desk.say('zhao', '提交 月报', { attachments: REPORT });
    expect(await stateOf('monthly')).toBe('submitted');
    expect(said.lines[0]).toMatch(/^已提交「运维服务月报（2026年3月）」.*按期。已请监理审核。$/);
    expect(said.all.filter(({ op }) => op === 'answer').map((one) => 'to' in one && one.to)).toEqual(['zhao', 'qian']);
    expect(said.card().actions.map(({ action }) => action)).toEqual(['deliver_accept', 'deliver_return']);
    expect((await of('monthly')).submissions[0]?.attachments).toHaveLength(1);
  });

  test.each([
    ['提交月报'],
    ['提交 运维服务月报'],
    ['提交 3月月报'],
    ['提交 月报 3月份'],
    ['提交 《运维服务月报》'],
    ['提交 本月月报'],
    ['submit monthly report March'],
    ['报送 月报 2026-03'],
  ])('%j means it', async (words) => {
    await desk.say('li', words, { attachments: REPORT });
    expect(await stateOf('monthly')).toBe('submitted');
  });

  test('by its code', async () => {
    const card = (await desk.say('zhao', '待交材料')).card();
    const label = card.fields.find(({ label: one }) => one.includes('月报'))?.label ?? '';
    await desk.say('zhao', `提交 ${label.slice(0, 4)}`, { attachments: REPORT });
    expect(await stateOf('monthly')).toBe('submitted');
  });

  test.each([['提交月报失败，页面打不开'], ['提交 月报 的时候信用广州网站打不开了']])(
    '%j of a user is a report of a fault, and nothing handed in',
    async (words) => {
      await desk.say('wang', words);
      expect(await stateOf('monthly')).toBe('owed');
      expect(await desk.tickets()).toHaveLength(1);
    },
  );

  test('another month than the one that is open is not taken for it', async () => {
    const said = await desk.say('zhao', '提交 月报 4月', { attachments: REPORT });
    expect(await stateOf('monthly')).toBe('owed');
    expect(said.lines[0]).toContain('2026年4月');
  });

  test('is nobody else’s to hand in, and the ledger keeps that he tried', async () => {
    const said = await desk.say('qian', '提交 月报', { attachments: REPORT });
    expect(said.lines[0]).toContain('由项目经理和工程师办理');
    expect(await stateOf('monthly')).toBe('owed');
    expect(await desk.store.entries(desk.contract.id, ['refused'], 0, NINE + DAY)).toHaveLength(1);
  });
});

describe('the file comes later', () => {
  test('within ten minutes, alone with the bot, after a tap or words', async () => {
    expect((await tap('zhao', 'deliver_submit', 'monthly')).lines[0]).toContain('10 分钟内发送');
    await desk.say('zhao', '', { ...alone, attachments: OTHER });
    expect(await stateOf('monthly')).toBe('submitted');
  });

  test.each([
    [10 * 60_000, 'submitted'],
    [10 * 60_000 + 1, 'owed'],
  ])('%d ms after: %s', async (later, state) => {
    await desk.say('zhao', '提交 月报', alone);
    desk.now = NINE + later;
    await desk.say('zhao', '', { ...alone, attachments: OTHER });
    expect(await stateOf('monthly')).toBe(state);
  });

  test('words in its place submit nothing, unless they say that it was handed in on paper', async () => {
    await desk.say('zhao', '提交 月报', alone);
    await desk.say('zhao', '好的，马上发', alone);
    expect(await stateOf('monthly')).toBe('owed');
    await desk.say('zhao', '线下 已送达科信办', alone);
    expect(await of('monthly')).toMatchObject({ state: 'submitted', submissions: [{ way: 'words' }] });
  });

  test('or he gives it up', async () => {
    await desk.say('zhao', '提交 月报', alone);
    expect((await desk.say('zhao', '算了', alone)).lines[0]).toContain('未提交');
    await desk.say('zhao', '', { ...alone, attachments: REPORT });
    expect(await stateOf('monthly')).toBe('owed');
  });
});

describe('a file alone, in private', () => {
  test('is asked about, and is what he says', async () => {
    const asked = await desk.say('zhao', '', { ...alone, attachments: REPORT });
    expect(asked.card().actions.map(({ action }) => action)).toEqual(['deliver_submit']);
    expect(await stateOf('monthly')).toBe('owed');
    await tapAlone('monthly');
    const done = await of('monthly');
    expect(done).toMatchObject({ state: 'submitted', submissions: [{ way: 'file' }] });
    expect(done.submissions[0]?.attachments).toHaveLength(1);
  });

  test('is what he types, too', async () => {
    await desk.say('zhao', '', { ...alone, attachments: OTHER });
    await desk.say('zhao', '提交 台账', alone);
    expect(await stateOf('log')).toBe('accepted');
  });

  test('of somebody of the customer’s is none', async () => {
    const said = await desk.say('wang', '', { ...alone, attachments: REPORT });
    expect(
      said.all.some(({ content }) => content.card?.actions.some(({ action }) => action === 'deliver_submit')),
    ).toBe(false);
  });

  async function tapAlone(planId: string) {
    const one = await of(planId);
    return desk.tap(
      'zhao',
      'deliver_submit',
      { id: obligationSubject(one), version: one.version },
      {},
      undefined,
      'alone',
    );
  }
});

describe('an activity', () => {
  test('is handed in with words', async () => {
    await desk.say('li', '提交 应急演练 3月3日完成，12人参加');
    expect(await of('drill')).toMatchObject({ state: 'submitted', submissions: [{ way: 'words' }] });
  });

  test('asks for them', async () => {
    expect((await desk.say('li', '提交 演练')).lines[0]).toContain('开展情况');
    await desk.say('li', '3月3日完成，12人参加');
    expect(await stateOf('drill')).toBe('submitted');
  });

  test('of a form that was tapped twice is handed in once', async () => {
    const { version } = await of('drill');
    await tap('li', 'deliver_submit', 'drill', { note: '完成' }, version);
    const again = await tap('li', 'deliver_submit', 'drill', { note: '完成' }, version);
    expect((await of('drill')).submissions).toHaveLength(1);
    expect(again.lines[0]).toContain('待审核');
  });
});

test.each([['通过 运维'], ['退回 运维']])(
  '%j where several of that name are owed says that nothing is to be reviewed',
  async (words) => {
    const said = await desk.say('qian', words);
    expect(said.lines.join()).toContain('目前没有待审核的材料');
    expect(await stateOf('monthly')).toBe('owed');
  },
);

describe('a review', () => {
  beforeEach(async () => {
    await desk.say('li', '提交 月报', { attachments: REPORT });
  });

  test.each([['通过'], ['通过 月报'], ['审核通过 月报 3月'], ['同意 月报'], ['pass monthly report']])(
    '%j accepts',
    async (words) => {
      const said = await desk.say('qian', words);
      expect(await stateOf('monthly')).toBe('accepted');
      expect(said.all.map((one) => 'to' in one && one.to)).toEqual(['qian', 'li', 'zhao']);
    },
  );

  test('退回 with its reason; then it is handed in again, and the first one says when', async () => {
    const said = await desk.say('qian', '退回 月报 缺少巡检统计');
    expect(await stateOf('monthly')).toBe('returned');
    expect(said.lines.join('\n')).toContain('缺少巡检统计');
    desk.now = NINE + 5 * DAY;
    const again = await desk.say('li', '提交 月报', { attachments: OTHER });
    expect(again.lines[0]).toContain('按期');
    expect(await of('monthly')).toMatchObject({ state: 'submitted', submissions: [{ at: NINE }, { at: desk.now }] });
  });

  test('退回 without a reason asks for it, by tap and by words', async () => {
    expect((await tap('qian', 'deliver_return', 'monthly')).lines[0]).toContain('原因');
    expect(await stateOf('monthly')).toBe('submitted');
    await desk.say('qian', '缺少附件');
    expect(await stateOf('monthly')).toBe('returned');
  });

  test('is no business of the supplier’s', async () => {
    const said = await desk.say('zhao', '通过 月报');
    expect(said.lines[0]).toContain('审核由采购方监理办理');
    expect(await stateOf('monthly')).toBe('submitted');
  });

  test('by a card that shows an earlier file is refused, and the present one is shown', async () => {
    const { version } = await of('monthly');
    await desk.say('li', '提交 月报', { attachments: OTHER });
    const said = await tap('qian', 'deliver_accept', 'monthly', {}, version);
    expect(said.lines[0]).toContain('已有变化');
    expect(said.card().actions).toHaveLength(2);
    expect(await stateOf('monthly')).toBe('submitted');
  });

  test('twice is once', async () => {
    await tap('qian', 'deliver_accept', 'monthly');
    expect((await tap('qian', 'deliver_accept', 'monthly')).lines[0]).toContain('审核通过');
    expect((await of('monthly')).reviews).toHaveLength(1);
  });

  test('同意 of a ticket is still a ticket’s', async () => {
    const ticket = await desk.report();
    await desk.do('li', 'acknowledge', ticket);
    await desk.say('qian', `同意 ${ticket.number}`);
    expect(await stateOf('monthly')).toBe('submitted');
  });

  test.each([['通过 VPN 访问信用广州网站打不开了'], ['通过堡垒机登录不上信用广州网站']])(
    '%j of a user is a report',
    async (words) => {
      await desk.say('wang', words);
      expect(await stateOf('monthly')).toBe('submitted');
      expect(await desk.store.newestOpenDraft(desk.chat('ops').id, undefined, 0).then(Boolean)).toBe(
        (await desk.tickets()).length === 0,
      );
    },
  );
});

describe('by itself', () => {
  const DUE = Date.parse('2026-03-06T00:00:00+08:00');

  test('reminds the managers once, of all together', async () => {
    const { id } = await of('monthly');
    desk.now = Date.parse('2026-03-05T09:30:00+08:00');
    const said = await woken(id);
    expect(said.map((one) => 'to' in one && one.to)).toEqual(['zhao']);
    expect(said[0]?.content.lines[0]).toEqual(['材料提醒：2 项']);
    expect(await woken(id)).toEqual([]);
    expect(await woken((await of('log')).id)).toEqual([]);
  });

  test('finds it missing at the due instant and not before', async () => {
    const { id } = await of('monthly');
    desk.now = DUE - 1;
    await woken(id);
    expect((await of('monthly')).missedAt).toBeUndefined();
    desk.now = DUE;
    await woken(id);
    expect((await of('monthly')).missedAt).toBe(DUE);
  });

  test.each([
    ['2026-03-05T23:59:59.999+08:00', '按期'],
    ['2026-03-06T00:00:00.000+08:00', '按期'],
    ['2026-03-06T00:00:00.001+08:00', '逾期 1 天'],
    ['2026-03-07T10:00:00.000+08:00', '逾期 2 天'],
  ])('handed in at %s it is %s', async (at, lateness) => {
    desk.now = Date.parse(at);
    expect((await desk.say('zhao', '提交 月报', { attachments: REPORT })).lines[0]).toContain(lateness);
  });
});

describe('several that one period owes alike', () => {
  const TWICE = { ...DRILL, id: 'experts', name: '专家支持', nameEn: 'Experts', words: [], times: 2 };
  const all = async () =>
    (await desk.store.obligationsDue(desk.contract.id, NINE - 400 * DAY, NINE + 400 * DAY)).filter(isDeliverable);

  test('the first one is not taken, or he is asked', async () => {
    desk = await Desk.open({ inspections: [], deliverables: [TWICE] });
    await desk.run(obligationsRoutine);
    await desk.say('li', '提交 专家支持 专家到场排查');
    const states = (await all()).toSorted((a, b) => a.ordinal - b.ordinal).map(({ state }) => state);
    expect(states).toEqual(['submitted', 'owed']);
  });

  test('buttons of a choice read alike', async () => {
    desk = await Desk.open({ inspections: [], deliverables: [TWICE] });
    await desk.run(obligationsRoutine);
    expect((await desk.say('li', '提交')).card().actions.map(({ label }) => label)).toEqual(['1/2', '2/2']);
  });
});
