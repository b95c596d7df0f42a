import { expect, test } from 'vitest';
import { civilDate, parseCivil } from '../../domain/civil.ts';
import { obligationSubject } from '../../domain/obligations/obligation-code.ts';
import type { CheckResult, Inspection } from '../../domain/obligations/obligation-types.ts';
import type { InspectionPlan } from '../../domain/obligations/plan-types.ts';
import { DAY, eventId, HOUR, type Instant, MINUTE, personId } from '../../domain/types.ts';
import { dailyReport } from '../../handlers/daily-report.ts';
import { openedMessages, plannedEntry } from '../../handlers/inspection-open.ts';
import { wakeObligation } from '../../handlers/wake-obligation.ts';
import { readLine } from '../cards/read-card.ts';
import { inspection, inspectionPlan } from '../domain/obligation-fixture.ts';
import { Desk, NINE, Said } from './harness.ts';

const DUE = NINE + 2 * HOUR;
const rising = { unit: '%', max: 85_000, warnDays: 7 } as const;

function planOf(id: string, name: string, more: Partial<InspectionPlan> = {}): InspectionPlan {
  return inspectionPlan({ id, name, nameEn: id, remindBeforeMs: [30 * MINUTE], ...more });
}
const PLANS = [planOf('rooms', '机房巡检'), planOf('hosts', '主机巡检'), planOf('sites', '网站巡检')];

function roundOf(desk: Desk, planId: string, more: Partial<Inspection> = {}): Inspection {
  const own = { id: `round:${planId}`, planId, contractId: desk.contract.id, opensAt: NINE, dueAt: DUE };
  return inspection({ ...own, ...more });
}

async function deskWith(plans: readonly InspectionPlan[], rounds: (desk: Desk) => readonly Inspection[]) {
  const desk = await Desk.open({ inspections: plans, deliverables: [] });
  const made = rounds(desk);
  await desk.scene().commit({
    obligations: made.map((next) => ({ next })),
    entries: made.map(({ id }) => ({ id: eventId(`e:${id}`), at: NINE, type: 'inspection_opened', recordId: id })),
  });
  return desk;
}
const threeRounds = (dues: Readonly<Record<string, Instant>> = {}) =>
  deskWith(PLANS, (desk) => PLANS.map(({ id }) => roundOf(desk, id, { dueAt: dues[id] ?? DUE })));

async function round(desk: Desk, planId: string): Promise<Inspection> {
  const found = await desk.store.obligation(`round:${planId}`);
  if (found?.type !== 'inspection') throw new Error('there is no such round');
  return found;
}
/** All of them wake up, as their timers do. */
async function wakeAll(desk: Desk, at: Instant, ids = PLANS.map(({ id }) => id)): Promise<Said> {
  desk.now = at;
  const before = desk.said.length;
  for (const id of ids) await wakeObligation(desk.scene(), `round:${id}`);
  return new Said(desk.said.slice(before));
}
const receivers = (said: Said) => said.all.map((one) => 'to' in one && one.to);

test('the ledger names the plan of a round that opens otherwise than the other entries do', async () => {
  const desk = await Desk.open();
  expect(plannedEntry(roundOf(desk, 'rooms'))).toMatchObject({ type: 'inspection_opened', plan: 'rooms' });
});

test('reminders of one instant are one message, with a button that says which round it opens', async () => {
  const desk = await threeRounds();
  const said = await wakeAll(desk, DUE - 30 * MINUTE);
  expect(receivers(said)).toEqual(['li']);
  expect(said.lines).toEqual(['有 3 项巡检临近时限，请尽快完成。']);
  expect(said.card().actions.map(({ label }) => label)).toEqual(['机房巡检', '主机巡检', '网站巡检']);
});

test('a reminder of one round alone carries the round’s own card', async () => {
  const desk = await threeRounds({ hosts: DUE + HOUR, sites: DUE + HOUR });
  const said = await wakeAll(desk, DUE - 30 * MINUTE);
  expect(said.lines).toEqual(['「机房巡检」还有 30 分钟到时限，已填 0 / 2 项，请尽快完成。']);
  expect(said.card().actions.map(({ action }) => action)).toContain('inspection_all_normal');
});

test.each([
  ['just within five minutes', 5 * MINUTE, 2, 'round:hosts'],
  ['just beyond them', 5 * MINUTE + 1, 1, undefined],
])('a reminder that would follow %s is told together: %i', async (_name, behind, count, told) => {
  const desk = await threeRounds({ hosts: DUE + behind, sites: DUE + HOUR });
  const said = await wakeAll(desk, DUE - 30 * MINUTE);
  expect(said.all).toHaveLength(1);
  expect((await round(desk, 'hosts')).told).toEqual(told ? [`before:${30 * MINUTE}`] : []);
  expect(said.lines.join()).not.toContain('离线');
  const entries = await desk.store.entries(desk.contract.id, ['inspection_reminded'], 0, desk.now + 1);
  expect(entries.map(({ body }) => (JSON.parse(body) as { late: boolean }).late)).toEqual(Array(count).fill(false));
});

test('rounds that are missed together are told once to whoever does them, and once to the managers', async () => {
  const desk = await threeRounds();
  const said = await wakeAll(desk, DUE);
  expect(receivers(said)).toEqual(['li', 'zhao']);
  expect(said.lines[0]).toContain('有 3 项巡检未在时限前完成');
  expect(said.card(1).fields).toHaveLength(3);
  expect((await wakeAll(desk, DUE)).all, 'a second time says nothing').toEqual([]);
});

test('rounds that are missed at night are told once in the morning, whatever minute each has there', async () => {
  const midnight = parseCivil('2026-03-04', '00:00');
  const desk = await threeRounds(Object.fromEntries(PLANS.map(({ id }) => [id, midnight])));
  expect((await wakeAll(desk, midnight)).all).toEqual([]);
  expect((await round(desk, 'rooms')).state).toBe('missed');
  const wakes = await Promise.all(
    PLANS.map(async ({ id }) => ({ id, at: (await desk.store.timer(`obligation:round:${id}`))?.fireAt ?? midnight })),
  );
  const [first] = wakes.toSorted((a, b) => a.at - b.at);
  if (!first) throw new Error('there are no rounds');
  expect(new Set(wakes.map(({ at }) => at)).size, 'each has its own minute').toBeGreaterThan(1);
  expect(first.at).toBeGreaterThan(midnight + 9 * HOUR);
  const said = await wakeAll(desk, first.at, [first.id]);
  expect(receivers(said)).toEqual(['li', 'zhao']);
  expect(said.lines[0]).toContain('有 3 项巡检未在时限前完成');
  expect((await wakeAll(desk, midnight + 10 * HOUR)).all, 'it is told once').toEqual([]);
});

test('a round that is not due yet is not missed with others', async () => {
  const desk = await threeRounds({ hosts: DUE + 1 });
  await wakeAll(desk, DUE, ['rooms']);
  expect((await round(desk, 'hosts')).state).toBe('open');
  expect((await round(desk, 'sites')).state).toBe('missed');
});

test.each([
  ['at the due instant', DUE, DUE, '按时完成1 / 1 次'],
  ['a millisecond behind it', DUE + 1, DUE + 1, '逾期补做1 次'],
  ['at the due instant, while the bot gets to it later', DUE, DUE + 3_000, '按时完成1 / 1 次'],
])('what is filled in %s, when it was found missing already, counts as it was', async (_name, at, now, figure) => {
  const desk = await deskWith([PLANS[0]!], (own) => [roundOf(own, 'rooms')]);
  await wakeAll(desk, DUE, ['rooms']);
  desk.now = now;
  await desk.say('li', '全部正常', { receivedAt: at });
  const done = await round(desk, 'rooms');
  expect(done).toMatchObject({ state: 'done', doneAt: at });
  expect('missedAt' in done).toBe(at > DUE);
  desk.now = DUE + MINUTE;
  const fields = (await desk.say('qian', '巡检统计 本月')).card().fields;
  expect(fields.map(({ label, value }) => label + readLine(value))).toContain(figure);
});

test('at the due instant a round that is open is no missed one in the figures', async () => {
  const desk = await deskWith([PLANS[0]!], (own) => [roundOf(own, 'rooms')]);
  desk.now = DUE;
  expect((await desk.say('qian', '巡检统计 本月')).card().lines.map(readLine)).toEqual(['该期间没有到期的巡检。']);
  desk.now = DUE + 1;
  const fields = (await desk.say('qian', '巡检统计 本月')).card().fields;
  expect(fields.map(({ label, value }) => label + readLine(value))).toContain('漏检1 次');
});

test('two people fill in different items, and the second is told who was faster at the same one', async () => {
  const desk = await deskWith([PLANS[0]!], (own) => [roundOf(own, 'rooms')]);
  const card = { id: '', version: (await round(desk, 'rooms')).version };
  const tap = async (by: 'li' | 'zhou', action: string, item: string) =>
    desk.tap(by, action, { ...card, id: obligationSubject(await round(desk, 'rooms'), item) });
  await tap('li', 'inspection_normal', 'site');
  const told = await tap('zhou', 'inspection_anomaly', 'site');
  expect(told.lines[0]).toContain('已由 李工 记为：正常');
  await tap('zhou', 'inspection_anomaly', 'room');
  expect((await round(desk, 'rooms')).results).toMatchObject({
    site: { outcome: 'normal', by: 'li' },
    room: { outcome: 'anomaly', by: 'zhou' },
  });
});

/** Five days of readings that rise by a point a day. */
async function deskWithDrift() {
  const disk = { id: 'disk', group: '主机', name: '磁盘', nameEn: 'Disk', reading: rising };
  const plans = [planOf('hosts', '主机巡检', { checklist: [disk] }), PLANS[0]!];
  return deskWith(plans, (desk) =>
    [5, 4, 3, 2, 1].map((ago) => {
      const at = NINE + HOUR - ago * DAY + DAY;
      const result: CheckResult = { outcome: 'normal', value: 85_000 - ago * 1_000, at, by: personId('li') };
      const opened = { opensAt: at - HOUR, dueAt: at + HOUR, state: 'done', doneAt: at } as const;
      return roundOf(desk, 'hosts', { id: `round:hosts:${ago}`, results: { disk: result }, ...opened });
    }),
  );
}

test('a reading on its way past a limit is told in the day’s summary, of that day only', async () => {
  const desk = await deskWithDrift();
  desk.now = parseCivil('2026-03-03', '17:40');
  const summary = await desk.run(dailyReport);
  const drift = summary.card().fields.find(({ label }) => label === '趋势预警');
  expect(drift && readLine(drift.value)).toMatch(/^主机巡检「磁盘」预计 .*后越过 85 %$/);
  desk.now += DAY;
  expect((await desk.run(dailyReport)).card().fields.map(({ label }) => label)).not.toContain('趋势预警');
});

test('it is told when the next round opens, among several as well', async () => {
  const desk = await deskWithDrift();
  desk.now = NINE + 3 * HOUR;
  const fresh = { opensAt: desk.now, dueAt: desk.now + HOUR };
  const open = ['hosts', 'rooms'].map((id) => ({
    inspection: roundOf(desk, id, fresh),
    plan: desk.contract.inspections.find((plan) => plan.id === id)!,
  }));
  const said = new Said(await openedMessages(desk.scene(), open));
  expect(said.lines).toEqual(['有 2 项巡检待完成', expect.stringMatching(/^主机巡检「磁盘」预计/)]);
  const alone = new Said(await openedMessages(desk.scene(), open.slice(0, 1)));
  expect(alone.card().lines.map(readLine).join()).toContain('「磁盘」按近期走势预计');
});

/** Yesterday's round of the rooms was missed, today's is open. */
const missedAndOpen = () =>
  deskWith(PLANS.slice(0, 1), (desk) => {
    const [now, before] = [NINE, NINE - DAY].map((opensAt) => {
      const firstDay = civilDate(opensAt);
      const from = parseCivil(firstDay);
      const period = { label: firstDay, firstDay, lastDay: firstDay, from, to: from + DAY };
      return roundOf(desk, 'rooms', { opensAt, dueAt: opensAt + 2 * HOUR, period });
    });
    const yesterdays = { ...before!, id: 'round:before', state: 'missed', missedAt: before!.dueAt } as const;
    return [yesterdays, now!];
  });
const yesterday = `${Number(civilDate(NINE - DAY).slice(5, 7))}月${Number(civilDate(NINE - DAY).slice(8))}日`;

test.each([
  ['the plan’s name', '全部正常 机房巡检', 'round:rooms', 'round:before'],
  ['a date behind it', `全部正常 机房巡检 ${yesterday}`, 'round:before', 'round:rooms'],
  ['a date before it', `全部正常 ${yesterday}机房巡检`, 'round:before', 'round:rooms'],
])('of an open and a missed round %s means the other one', async (_name, words, done, left) => {
  const desk = await missedAndOpen();
  await desk.say('li', words);
  const states = await Promise.all([done, left].map((id) => desk.store.obligation(id)));
  expect(states[0]).toHaveProperty('doneAt');
  expect(states[1]).not.toHaveProperty('doneAt');
});

test.each([
  ['巡检 机房巡检 打不开', '本轮巡检没有检查项「打不开」，请写序号或名称。'],
  ['全部正常 机房巡检 1月2日', '没有找到这轮巡检。发送「巡检」可查看待完成的巡检。'],
  ['巡检 机房巡检 1月2日', '没有找到这轮巡检。发送「巡检」可查看待完成的巡检。'],
  ['巡检 ZZZZ', '没有找到这轮巡检。发送「巡检」可查看待完成的巡检。'],
])('an engineer’s %s becomes a fault report', async (words, answered) => {
  const desk = await missedAndOpen();
  expect((await desk.say('li', words)).lines).toEqual([answered]);
  expect(await desk.tickets()).toEqual([]);
});

test('a reporter’s fault that begins like a round is swallowed', async () => {
  const desk = await missedAndOpen();
  await desk.say('wang', '巡检 机房巡检 门户网站打不开了，页面报错');
  expect(await desk.tickets()).toHaveLength(1);
});

test.each([
  ['names a system', '信用广州网站打不开了', '「信用广州网站打不开了」'],
  ['is like no outcome', '已重启', '「已重启」'],
  ['begins with a figure', '3 台离线', '「3 台离线」'],
])('the answer to how an item is, which %s, is no note of it', async (_name, words, note) => {
  const desk = await deskWith([PLANS[0]!], (own) => [roundOf(own, 'rooms')]);
  await desk.say('li', '巡检 1 异常');
  const told = await desk.say('li', words);
  expect(told.card().fields.map(({ value }) => readLine(value))).toContain(note);
  expect(await desk.tickets()).toEqual([]);
});
