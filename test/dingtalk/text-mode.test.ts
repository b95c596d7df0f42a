// DingTalk without a card template: what the group reads, and whom a link reaches.
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { parseScenario } from '../../bot/play/parse.ts';
import { play } from '../../bot/play/player.ts';
import { transcript, writeFailure } from '../../bot/play/transcript.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { dingtalkWorld } from '../fakes/dingtalk/world.ts';
import type { Room } from '../fakes/rooms.ts';

const PUBLIC_URL = 'https://bell.example.gov.cn';
const loaded = await loadContracts(join(import.meta.dirname, '../../contracts'));
const contracts = loaded.map(({ contract }) => contract);

const SCENARIO = `
name: 没有卡片模板的一张工单
start: 2026-03-03T09:00:00+08:00
recurring: false
chats:
  ops: {contract: guangzhou-credit, title: 信用广州运维群}
people:
  wang: {name: 王敏, role: reporter}
  li: {name: 李工, role: engineer, duty: 1}
  qian: {name: 钱监理, role: supervisor}
timeline:
  - {at: "09:00:00", by: wang, in: ops, say: "@值班铃 信用广州网站打不开了，大厅没法办业务", expect: {tickets: 1}}
  - {at: "09:01:00", by: li, in: ops, say: "@值班铃 接单 1"}
  - {at: "09:02:00", by: li, in: ops, say: "@值班铃 到场 1"}
  - {at: "09:03:00", by: li, in: ops, say: "@值班铃 诊断 1 证书过期"}
  - {at: "09:04:00", by: li, in: ops, say: "@值班铃 上报 1"}
  - {at: "09:20:00", by: li, in: ops, say: "@值班铃 解决 1 原因 证书过期 措施 更换证书"}
  - {at: "09:25:00", by: wang, in: ops, say: "@值班铃 确认 1", expect: {ticket: {status: closed}}}
`;

async function played(more: { readonly isEconomy: boolean; readonly hasTemplate?: boolean }) {
  const { hasTemplate = false, isEconomy } = more;
  const scenario = parseScenario(SCENARIO, { file: 'text', contracts: contracts.map(({ id }) => id) });
  let world: Awaited<ReturnType<typeof dingtalkWorld>> | undefined;
  const result = await play(scenario, {
    ...{ url: ':memory:', contracts, log: pino({ level: 'silent' }) },
    async world(cast, now) {
      world = await dingtalkWorld(cast, zh.botName, now, { hasTemplate, more: { isEconomy, publicUrl: PUBLIC_URL } });
      return world;
    },
  });
  expect(result.failures, `${transcript(result, zh.botName)}\n${result.failures.map(writeFailure).join('\n')}`).toEqual(
    [],
  );
  const { links } = world?.fake.robot ?? {};
  const said = (room: Room) => (world?.fake.rooms.in(room) ?? []).filter(({ from }) => typeof from !== 'object');
  return {
    group: said({ kind: 'group', chatId: 'ops' }),
    /** The titles of each message's links. */
    linksOf: (userId: string) =>
      said({ kind: 'single', userId }).map(({ id }) => (links?.get(id) ?? []).map(({ title }) => title)),
  };
}

test('each step is one short message, with what is due and what is to be typed next', async () => {
  const { group } = await played({ isEconomy: false });
  expect(group).toHaveLength(7);
  const steps = group.slice(1);
  for (const { text } of steps) expect(text.length, text).toBeLessThan(220);
  expect(steps[0]?.text).toMatch(/李工 已接单.*\[?［?处理中.*时限：到场 09:05 前.*下一步：@值班铃 发送「到场 1」。/s);
  expect(steps[1]?.text).toMatch(/已到场.*时限：故障诊断 09:10 前.*下一步：@值班铃 发送「诊断 1 [^」]*」或「解决 1/s);
  expect(steps[4]?.text).toMatch(/请确认是否恢复.*下一步：@值班铃 发送「确认 1」或「仍未解决 1 [^」]*」。/s);
  for (const { text } of group) expect(text.match(/「/g)?.length ?? 0, text).toBeLessThan(9);
});

test('whoever takes the next step gets his links, once for each step that makes it his', async () => {
  const { linksOf } = await played({ isEconomy: false });
  const [opened, acknowledged, arrived, ...more] = linksOf('li');
  expect([opened?.[0], acknowledged?.[0], arrived?.[0], more]).toEqual(['接单', '到场', '解决', []]);
  const [resolved, ...others] = linksOf('wang');
  expect([resolved?.slice(0, 2), others]).toEqual([['确认恢复', '仍未解决'], []]);
});

test.each([true, false])(
  'in economy nobody gets links, and the ring says what to type: template %s',
  async (hasTemplate) => {
    const { group, linksOf } = await played({ isEconomy: true, hasTemplate });
    expect([linksOf('li'), linksOf('wang')].flat(2)).toEqual([]);
    const ring = group.find(({ rings, text }) => rings.includes('wang') && text.includes('请确认'));
    expect(ring?.text).toMatch(/发送「确认 1」或「仍未解决 1 [^」]*」/);
  },
);
