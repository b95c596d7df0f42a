import { beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY } from '../../domain/types.ts';
import { readLine } from '../cards/read-card.ts';
import { Desk, Said } from './harness.ts';

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
      '@chen @li @qian 赵经理 已将 GZ-260303-02 并入 GZ-260303-01（同一故障），后续处理和通知以 GZ-260303-01 为准。',
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
    const said = await desk.say('qian', '合并 3 到 1', { chat: 'other' });
    const told = said.all.filter(({ op }) => op === 'post').map(({ chatId }) => chatId);
    expect(told).toEqual(['test:other', 'test:ops']);
  });

  test('by which the supplier would escape is refused with what to do, recorded, and a supervisor’s to do', async () => {
    await desk.do('qian', 'change_level', main, { to: 'normal', reason: '核定' });
    const said = await desk.say('zhao', '合并 2 到 1');
    expect(said.lines).toEqual(['主工单级别为「不影响业务」，轻于本工单，如确为同一故障，请监理合并。']);
    expect((await desk.fresh(other)).status).toBe('open');
    expect((await desk.say('qian', '合并 2 到 1')).lines).toEqual([
      '@chen @li 钱监理 已将 GZ-260303-02 并入 GZ-260303-01（同一故障），后续处理和通知以 GZ-260303-01 为准。',
    ]);
  });

  test.each([
    ['合并 2 到 9', 'GZ-260303-02「合并」（ops）：没有找到工单「9」。发送「未办结」可查看未办结工单。'],
    ['合并 2 到 隔壁那张', 'GZ-260303-02「合并」（ops）：没有找到工单「隔壁那张」。发送「未办结」可查看未办结工单。'],
    ['合并 2', 'GZ-260303-02「合并」（ops）：请填写：主工单编号。'],
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

describe('a report of another group that was merged', () => {
  let third: Ticket;
  /** What each group is told, by its key. */
  const told = (said: Said) =>
    said.all
      .filter(({ op }) => op === 'post')
      .map(({ chatId, content }) => [chatId, content.lines.map(readLine).join('')]);
  const resolve = async () => desk.tap('li', 'resolve', await desk.fresh(main), { cause: '证书过期', action: '更换' });
  beforeEach(async () => {
    await desk.say('chen', '信用广州网站打不开了', { chat: 'other' });
    [third] = (await desk.tickets()).filter(({ chatId }) => chatId === 'test:other') as [Ticket];
    await desk.say('zhao', '合并 3 到 1', { chat: 'other' });
    main = await desk.do('li', 'acknowledge', main);
    expect((await desk.fresh(third)).status).toBe('merged');
  });

  test('is told there of the resolution, with the buttons that judge it', async () => {
    const said = await resolve();
    expect(told(said)).toEqual([
      ['test:ops', '@wang GZ-260303-01 已由 李工 处理完毕，请确认是否恢复。'],
      ['test:other', '@chen GZ-260303-01 已由 李工 处理完毕，请确认是否恢复。'],
    ]);
    const card = said.all.find(({ op, chatId }) => op === 'post' && chatId === 'test:other')?.content.card;
    expect(card?.actions.map(({ action, for: people }) => [action, people])).toEqual([
      ['confirm', ['wang', 'chen', 'qian']],
      ['reopen', ['wang', 'chen', 'qian']],
      ['show_ticket', 'everyone'],
    ]);
  });

  test.each([
    ['好了', 'closed', '陈晓 已确认 GZ-260303-01 恢复，工单已办结。'],
    ['还是打不开', 'acknowledged', '陈晓 反馈 GZ-260303-01 仍未解决：「还是打不开」，请继续处理。'],
  ])('is judged by its reporter’s words there: %s', async (words, status, sentence) => {
    await resolve();
    const said = await desk.say('chen', words, { chat: 'other' });
    expect((await desk.fresh(main)).status).toBe(status);
    expect(told(said)).toContainEqual(['test:other', sentence]);
  });

  test('has no say there for others', async () => {
    await resolve();
    await desk.say('wang', '好了', { chat: 'other' });
    expect((await desk.fresh(main)).status).toBe('resolved');
  });

  test('a tap in its group settles the card that was tapped', async () => {
    const said = await resolve();
    const handle = desk.handleOf(new Said(said.all.filter(({ chatId }) => chatId === 'test:other')));
    const tapped = await desk.tap('chen', 'confirm', await desk.fresh(main), {}, handle, 'other');
    expect((await desk.fresh(main)).status).toBe('closed');
    const settled = tapped.all.filter(({ op, chatId }) => op === 'refresh' && chatId === 'test:other');
    expect(settled.map(({ content }) => content.card?.badge)).toEqual(['已办结']);
  });

  test('is told that the resolution was taken back, and that the ticket closed by itself', async () => {
    await resolve();
    const undone = await desk.say('li', '撤回');
    expect(told(undone)).toContainEqual([
      'test:other',
      '@chen 李工 已撤回「解决」：GZ-260303-01 恢复为该操作之前的状态。',
    ]);
    await resolve();
    desk.now += DAY + 1;
    const closed = told(await desk.wake(main)).filter(([, words]) => words?.includes('自动办结'));
    expect(closed.map(([chat]) => chat)).toEqual(['test:ops', 'test:other']);
  });
});
