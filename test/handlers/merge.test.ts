import { beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { Desk } from './harness.ts';

let desk: Desk;
let main: Ticket;
let other: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  main = await desk.report();
  other = await desk.report('信用广州网站登录不上', 'chen');
});

describe('a merging', () => {
  test('is one line in the group, and both cards change', async () => {
    await desk.do('li', 'acknowledge', main);
    const said = await desk.say('zhao', '合并 2 到 1');
    expect(said.lines).toEqual([
      '@chen @li 赵经理 已将 GZ-260303-02 并入 GZ-260303-01（同一故障），后续处理和通知以 GZ-260303-01 为准。',
    ]);
    const cards = said.all.flatMap(({ content: { card } }) => (card ? [[card.title, card.badge]] : []));
    expect(cards).toEqual([
      ['GZ-260303-02 信用广州网站', '已合并'],
      ['GZ-260303-01 信用广州网站', '处理中'],
    ]);
    expect((await desk.fresh(other)).status).toBe('merged');
    expect((await desk.fresh(main)).merged?.map(({ number }) => number)).toEqual(['GZ-260303-02']);
  });

  test('across groups is told in both', async () => {
    await desk.say('wang', '双公示系统打不开了', { chat: 'other' });
    const said = await desk.say('zhao', '合并 3 到 1', { chat: 'other' });
    const told = said.all.filter(({ op }) => op === 'post').map(({ chatId }) => chatId);
    expect(told).toEqual(['test:other', 'test:ops']);
  });

  test.each([
    ['合并 2 到 9', '没有找到工单「9」。发送「未完成」可查看在办工单。'],
    ['合并 2 到 隔壁那张', '没有找到工单「隔壁那张」。发送「未完成」可查看在办工单。'],
    ['合并 2', '请填写：主工单编号。'],
    ['合并 2 到 2', '工单不能并入其自身，请写明另一张主工单。'],
  ])('%s is asked about', async (words, answer) => {
    expect((await desk.say('zhao', words)).lines[0]).toBe(answer);
    expect((await desk.fresh(other)).status).toBe('open');
  });
});

describe('a merged ticket', () => {
  beforeEach(async () => {
    await desk.do('li', 'acknowledge', main);
    await desk.say('zhao', '合并 2 到 1');
  });

  test('refuses a tap and says where to go', async () => {
    const said = await desk.tap('li', 'acknowledge', await desk.fresh(other));
    expect(said.lines).toEqual([
      '工单当前为「已合并」，不能执行「接单」。本工单已并入 GZ-260303-01，请在主工单上操作。',
    ]);
  });

  test('passes on what is added to it', async () => {
    const said = await desk.say('chen', '补充 2 三个窗口都不行');
    expect(said.lines).toEqual(['@li 陈晓 补充 GZ-260303-01：「三个窗口都不行」。']);
  });

  test('its reporter’s words without a number belong to the main one', async () => {
    expect((await desk.say('chen', '还是打不开')).lines).toEqual(['@li 陈晓 补充 GZ-260303-01：「还是打不开」。']);
  });

  test('its reporter is told of the result', async () => {
    const said = await desk.tap('li', 'resolve', await desk.fresh(main), { cause: '证书过期', action: '更换' });
    expect(said.lines).toEqual(['@wang @chen GZ-260303-01 已由 李工 处理完毕，请确认是否恢复。']);
  });

  test('is not among the open ones', async () => {
    const said = await desk.say('li', '未完成');
    expect(said.card().fields.map(({ label }) => label)).toEqual(['GZ-260303-01']);
  });
});
