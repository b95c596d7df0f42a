import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { Desk } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.do('li', 'acknowledge', await desk.report());
});
afterEach(() => desk.store.close());

test.each([
  '挂起 1 挂起原因',
  '挂起 1 ＜挂起原因＞',
  '挂起 1 <原因>',
  '挂起 1 「原因」',
  '挂起 1 ……',
  '解决 1 原因 ＜故障原因＞ 措施 ＜处理措施＞',
  '解决 1 原因 …… 措施 ……',
  '诊断 1 ＜初步判断的原因＞',
  '进展 1 目前的处理进展',
  'suspend 1 ‹reason›',
])('%s is only the example, and asks nobody for anything', async (words) => {
  const said = await desk.say('li', words);
  expect(said.ops).toEqual(['answer']);
  expect(said.lines.join()).toMatch(/是示例中的提示文字，请换成实际内容|only the example/u);
  const { status, suspension, clocks } = await desk.fresh(ticket);
  expect([status, suspension, clocks]).toEqual([ticket.status, undefined, ticket.clocks]);
});

test.each(['等待机房恢复供电', '原因是等待供电', '＜机房＞停电'])('%s is a reason', async (reason) => {
  await desk.say('li', `挂起 1 ${reason}`);
  expect((await desk.fresh(ticket)).suspension).toBeDefined();
});

test('what a form takes is judged alike', async () => {
  await desk.tap('li', 'suspend', ticket, { reason: '例：等待机房恢复供电' });
  expect((await desk.fresh(ticket)).suspension).toBeUndefined();
});
