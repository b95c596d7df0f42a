// What a ticket costs in economy mode, by DingTalk's own meter and by ours.
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { parseScenario } from '../../bot/play/parse.ts';
import { play } from '../../bot/play/player.ts';
import { transcript, writeFailure } from '../../bot/play/transcript.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { openStore } from '../../db/open.ts';
import { type DingtalkWorld, dingtalkWorld } from '../fakes/dingtalk/world.ts';
import { describeEngines } from '../support/engines.ts';

/** Of a ticket from its report to its close. */
const CALLS_MAX = 6;
/** A file is handed over and sent. */
const DRAFT_CALLS = 2;
const MONTH = '2026-03';

const loaded = await loadContracts(join(import.meta.dirname, '../../contracts'));
const contracts = loaded.map(({ contract }) => contract);

const scenarioOf = (report: string, more = '') => `
name: 一张工单从报障到办结，其间有进展和提醒
start: 2026-03-03T09:00:00+08:00
recurring: false
chats:
  ops: {contract: guangzhou-credit, title: 信用广州运维群}
people:
  wang: {name: 王敏, role: reporter}
  li: {name: 李工, role: engineer, duty: 1}
  zhao: {name: 赵经理, role: manager}
  qian: {name: 钱监理, role: supervisor}
timeline:
  - {at: "09:00:00", by: wang, in: ops, say: "@值班铃 ${report}", expect: {tickets: 1}}
  - {at: "09:01:00", by: li, tap: acknowledge}
  - {at: "09:02:00", by: li, tap: arrive}
  - {at: "09:03:00", by: li, tap: diagnose, form: {text: 证书过期}}
  - {at: "09:04:00", by: li, tap: report_up}
  - {at: "09:20:00", by: li, tap: progress, form: {text: 新证书已签发}}
  - {at: "09:50:00", expect: {message: {contains: [进展通报, 还剩 30 分钟], mentions: [li]}}}
  - {at: "10:00:00", by: li, in: ops, say: "@值班铃 进展 1 正在部署"}
  - {at: "10:30:00", expect: {message: {contains: [解决], mentions: [li]}}}
  - {at: "10:40:00", by: li, tap: resolve, form: {cause: 证书过期, action: 更换证书}, expect: {ticket: {status: resolved}, message: {mentions: [wang], contains: [请确认]}}}
  - {at: "10:45:00", by: wang, tap: confirm, form: {rating: 5}, expect: {ticket: {status: closed}, last_card: {badge: 已办结}, verify: ok}}
${more}`;
const SCENARIO = scenarioOf('信用广州网站打不开了，大厅没法办业务');
/** Of this system each fault is owed a report, and somebody asks for the draft of it. */
const REPORTED = scenarioOf(
  '公众服务系统打不开了，大厅没法办业务',
  '  - {at: "10:50:00", by: li, in: ops, say: "@值班铃 故障报告 1"}\n',
);

async function played(url: string, more: { readonly isEconomy: boolean }, written = SCENARIO) {
  let world: DingtalkWorld | undefined;
  const scenario = parseScenario(written, { file: 'economy', contracts: contracts.map(({ id }) => id) });
  const result = await play(scenario, {
    ...{ url, contracts, log: pino({ level: 'silent' }) },
    async world(cast, now) {
      world = await dingtalkWorld(cast, zh.botName, now, { hasTemplate: true, more });
      return world;
    },
  });
  expect(result.failures, `${transcript(result, zh.botName)}\n${result.failures.map(writeFailure).join('\n')}`).toEqual(
    [],
  );
  const store = await openStore(url, { clock: { now: () => 0 }, random: () => 0 });
  onTestFinished(() => store.close());
  return {
    metered: world?.fake.metering,
    counted: await store.usage.ofMonth('dingtalk', MONTH),
    tickets: await store.usage.ofTickets('dingtalk', MONTH),
  };
}

describeEngines((open) => {
  test('a ticket costs at most six calls from its report to its close, and each of them is counted for it', async () => {
    const { counted, metered, tickets } = await played(await open(), { isEconomy: true });
    expect(counted.call).toBe(metered?.calls);
    // Nobody knows whether taps on cards are charged: they are counted.
    expect(counted.message).toBeGreaterThanOrEqual(metered?.messages ?? 0);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]?.calls).toBe(counted.call);
    expect(counted.call).toBeGreaterThan(1);
    expect(counted.call).toBeLessThanOrEqual(CALLS_MAX);
  });

  test('where the contract wants a report its draft waits until somebody asks, and is counted for the ticket', async () => {
    const { counted, metered, tickets } = await played(await open(), { isEconomy: true }, REPORTED);
    expect(counted.call).toBe(metered?.calls);
    expect(tickets).toMatchObject([{ calls: counted.call }]);
    expect(counted.call).toBeLessThanOrEqual(CALLS_MAX + DRAFT_CALLS);
  });

  test('without economy nothing is spared, and what is counted is what DingTalk charges', async () => {
    const { counted, metered } = await played(await open(), { isEconomy: false });
    expect(counted.call).toBe(metered?.calls);
    expect(counted.call).toBeGreaterThan(CALLS_MAX);
  });
});
