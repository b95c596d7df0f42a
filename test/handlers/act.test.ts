import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foldTicket } from '../../domain/fold.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { Ticket, TicketCommandType } from '../../domain/ticket-types.ts';
import { contractId, HOUR, MINUTE } from '../../domain/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report();
});
afterEach(() => desk.store.close());

const repaired = { cause: '证书过期', action: '更换证书' };

describe('a tap', () => {
  test('is written whole: the step, the living card, the timer at the next thing that any clock wants', async () => {
    desk.now = NINE + MINUTE;
    const said = await desk.tap('li', 'arrive', ticket);
    const after = await desk.fresh(ticket);
    expect(after).toMatchObject({ status: 'on_site', assigneeId: 'li' });
    expect(said.all).toMatchObject([{ op: 'refresh', cardKey: `ticket:${ticket.id}`, otherwise: 'post' }]);
    expect(await desk.store.nextDueAt()).toBe(nextWakeAt(after, desk.contract));
    expect(foldTicket(await desk.store.ticketEvents(ticket.id))).toEqual(after);
  });

  test('a double tap is told so in private and changes nothing', async () => {
    await desk.tap('li', 'acknowledge', ticket);
    const said = await desk.tap('li', 'acknowledge', ticket);
    expect(said.lines).toEqual(['您已于 09:00:00 完成「接单」，无需重复操作。']);
    expect(said.ops).toEqual(['answer', 'refresh']);
    expect(await desk.store.ticketEvents(ticket.id)).toHaveLength(2);
  });

  test('of two people one wins, and the other is told who', async () => {
    await desk.tap('li', 'acknowledge', ticket);
    const said = await desk.tap('zhou', 'acknowledge', ticket);
    expect(said.lines).toEqual(['李工 已于 09:00:00 完成「接单」。']);
    expect((await desk.fresh(ticket)).assigneeId).toBe('li');
  });

  test('on a card of before the reopening shows the present state instead of moving the ticket', async () => {
    await desk.do('li', 'acknowledge', ticket);
    const old = await desk.fresh(ticket);
    await desk.do('li', 'resolve', ticket, repaired);
    await desk.do('wang', 'reopen', ticket, { reason: '登录报错' });
    const said = await desk.tap('li', 'resolve', old, repaired);
    expect(said.lines).toEqual([
      '工单状态已变化，当前为「处理中」，请按最新卡片操作。',
      // Nobody writes it twice.
      '您填写的内容未提交，可复制后重新填写：',
      '「故障原因」内容：',
      '证书过期',
      '「处理措施」内容：',
      '更换证书',
    ]);
    expect(said.all[1]).toMatchObject({ op: 'refresh', otherwise: 'leave' });
    expect((await desk.fresh(ticket)).status).toBe('acknowledged');
  });

  test.each<[string, PersonKey, string]>([
    ['a reporter', 'wang', '「接单」须由工程师、项目经理操作。'],
    ['a supervisor', 'qian', '「接单」须由工程师、项目经理操作。'],
  ])('%s who may not is refused politely, and the ledger keeps it', async (_name, by, sentence) => {
    const said = await desk.tap(by, 'acknowledge', ticket);
    expect(said.lines).toEqual([sentence]);
    expect(said.ops).toEqual(['answer']);
    const entries = await desk.store.entries(desk.contract.id, ['refused'], 0, desk.now + 1);
    expect(entries.map(({ body }) => JSON.parse(body))).toMatchObject([
      { by, command: 'acknowledge', reason: 'role', ticketId: ticket.id },
    ]);
  });

  test.each([
    ['an empty form', 'resolve', {}, '「解决」（ops）：请填写：故障原因、处理措施。'],
    [
      'spaces and invisible characters',
      'resolve',
      { cause: ' \u200b', action: '重启' },
      '「解决」（ops）：已记录处理措施：「重启」；还请补充故障原因。',
    ],
    ['nobody chosen', 'transfer', {}, '「转派」（ops）：请选择：转派给。'],
  ])('%s is asked for what is missing', async (_name, action, form, sentence) => {
    await desk.do('li', 'acknowledge', ticket);
    const said = await desk.tap('li', action, await desk.fresh(ticket), form);
    expect(said.lines[0]).toBe(`GZ-260303-01${sentence}`);
    expect((await desk.fresh(ticket)).version).toBe(2);
  });

  test.each([
    ['an unknown ticket', { id: 'no-such', version: 1 }, 'acknowledge'],
    ['an unknown button', undefined, 'format_disk'],
  ])('%s gets a sentence and nothing else', async (_name, subject, action) => {
    const said = await desk.tap('li', action, subject ?? ticket);
    expect(said.lines).toEqual(['该按钮已失效，请按最新卡片操作。']);
    expect(await desk.store.ticketEvents(ticket.id)).toHaveLength(1);
  });

  test('a button of another contract’s ticket finds nothing, though the ticket exists', async () => {
    const foreign = { ...ticket, id: desk.missingTicket, contractId: contractId('another'), number: 'ZZ-260303-01' };
    const meta = { contractId: foreign.contractId, now: desk.now, cause: { kind: 'none' } } as const;
    await desk.store.commit(meta, { ticket: { next: foreign } });
    for (const action of ['acknowledge', 'show_ticket']) {
      const said = await desk.tap('li', action, foreign);
      expect(said.lines).toEqual(['该按钮已失效，请按最新卡片操作。']);
      expect(said.ops).toEqual(['answer']);
    }
    expect((await desk.fresh(foreign)).status).toBe('open');
  });

  test.each(['0', '6', '2.5', 'abc', '1e9'])('a rating of %s is refused', async (rating) => {
    await desk.do('li', 'resolve', ticket, repaired);
    const said = await desk.tap('wang', 'confirm', await desk.fresh(ticket), { rating });
    expect(said.lines).toEqual(['评分请填写 1 至 5 的整数。']);
    expect((await desk.fresh(ticket)).status).toBe('resolved');
  });

  test('a confirmation without a rating closes all the same', async () => {
    await desk.do('li', 'resolve', ticket, repaired);
    const closed = await desk.do('wang', 'confirm', ticket, { rating: '' });
    expect(closed.status).toBe('closed');
    expect(closed.rating).toBeUndefined();
    expect(await desk.store.nextDueAt()).toBeUndefined();
  });
});

describe('the group is told when it is somebody else’s turn', () => {
  test.each<[string, () => Promise<unknown>, PersonKey, string, Record<string, string>, string]>([
    [
      'resolved',
      () => desk.do('li', 'acknowledge', ticket),
      'li',
      'resolve',
      repaired,
      '@wang GZ-260303-01 已由 李工 处理完毕，请确认是否恢复。',
    ],
    [
      'reopened',
      () => desk.do('li', 'resolve', ticket, repaired),
      'wang',
      'reopen',
      { reason: '登录报错' },
      '@li 王敏 反馈 GZ-260303-01 仍未解决：「登录报错」，请继续处理。',
    ],
    [
      'transferred',
      () => desk.do('li', 'acknowledge', ticket),
      'li',
      'transfer',
      { to: 'zhou' },
      '@zhou 李工 已将 GZ-260303-01 转派给您，请处理。',
    ],
    [
      'asked to suspend',
      () => desk.do('li', 'acknowledge', ticket),
      'li',
      'suspend',
      { reason: '等待供电' },
      '@qian 李工 申请挂起 GZ-260303-01：「等待供电」，请审批。',
    ],
    [
      'reported up',
      () => desk.do('li', 'acknowledge', ticket),
      'li',
      'report_up',
      {},
      '@qian 李工 上报 GZ-260303-01：「信用广州网站打不开了，大厅没法办业务」。',
    ],
    [
      'supplemented by the reporter',
      () => desk.do('li', 'acknowledge', ticket),
      'wang',
      'supplement',
      { text: '三个窗口' },
      '@li 王敏 补充 GZ-260303-01：「三个窗口」。',
    ],
    [
      'supplemented by the one who handles it: nobody is rung',
      () => desk.do('li', 'acknowledge', ticket),
      'li',
      'supplement',
      { text: '查看中' },
      '李工 补充 GZ-260303-01：「查看中」。',
    ],
    [
      'cancelled before anybody took it',
      async () => {},
      'wang',
      'cancel',
      { reason: '误报' },
      '@li 王敏 已撤销工单 GZ-260303-01：「误报」，无需继续处理。',
    ],
    [
      'level changed',
      async () => {},
      'qian',
      'change_level',
      { to: 'normal', reason: '只是样式' },
      '@li 钱监理 已将 GZ-260303-01 的级别改为「不影响业务」，各项时限自报障时起重新核算。',
    ],
    [
      'taken by a manager from the one to whom it was handed',
      () => desk.do('zhao', 'transfer', ticket, { to: 'li' }),
      'zhao',
      'acknowledge',
      {},
      '@li 赵经理 已接手 GZ-260303-01，由其继续处理。',
    ],
    [
      'a cancellation taken back',
      async () => {
        await desk.do('li', 'acknowledge', ticket);
        await desk.do('wang', 'cancel', ticket, { reason: '误报' });
      },
      'wang',
      'undo',
      {},
      '@li 王敏 已撤回「撤销工单」：GZ-260303-01 恢复为该操作之前的状态。',
    ],
    [
      'a resolution taken back',
      () => desk.do('li', 'resolve', ticket, repaired),
      'li',
      'undo',
      {},
      '@wang 李工 已撤回「解决」：GZ-260303-01 恢复为该操作之前的状态。',
    ],
    [
      'a transfer taken back: who had it for a minute, and who has it again',
      async () => {
        await desk.do('li', 'acknowledge', ticket);
        await desk.do('zhao', 'transfer', ticket, { to: 'zhou' });
      },
      'zhao',
      'undo',
      {},
      '@zhou @li 赵经理 已撤回「转派」：GZ-260303-01 恢复为该操作之前的状态。',
    ],
    [
      'resumed after an approved suspension',
      async () => {
        await desk.do('li', 'acknowledge', ticket);
        await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
        await desk.do('qian', 'approve_suspension', ticket);
      },
      'li',
      'resume',
      {},
      '@qian 李工 已恢复计时：GZ-260303-01，时限继续计算。',
    ],
  ])('%s', async (_name, before, by, command, form, line) => {
    await before();
    const said = await desk.tap(by, command, await desk.fresh(ticket), form);
    expect(said.lines).toEqual([line]);
    expect(said.ops).toEqual(['refresh', 'post']);
  });

  test.each<[PersonKey, TicketCommandType, string]>([
    ['li', 'cancel', '报障人'],
    ['wang', 'resolve', '工程师'],
    ['chen', 'reopen', '请由报障人'],
    ['wang', 'reopen', '不能执行'],
  ])('%s is told that he may not %s before he is asked to fill in anything', async (by, command, reason) => {
    const said = await desk.tap(by, command, ticket, {});
    expect(said.lines.join()).toMatch(new RegExp(`${reason}`));
    expect(said.lines.join()).not.toContain('请填写');
  });

  test('a tap that concerns nobody else is on the card only', async () => {
    expect((await desk.tap('li', 'acknowledge', ticket)).ops).toEqual(['refresh']);
  });

  test('an approved suspension is told to the engineer, a refused one too', async () => {
    await desk.do('li', 'acknowledge', ticket);
    await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
    const refused = await desk.tap('qian', 'refuse_suspension', await desk.fresh(ticket));
    expect(refused.lines).toEqual(['@li 钱监理 未同意挂起 GZ-260303-01，计时照常，请继续处理。']);
    await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
    const approved = await desk.tap('qian', 'approve_suspension', await desk.fresh(ticket));
    expect(approved.lines).toEqual([
      '@li 钱监理 已同意挂起 GZ-260303-01。自申请时起暂停计时：解决、进展通报。仍在计时：到场、故障诊断、上报主管。',
    ]);
  });
});

test('a suspension approved after the resolution names no clock as standing still', async () => {
  await desk.do('li', 'acknowledge', ticket);
  await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
  await desk.do('li', 'resolve', ticket, { cause: '停电', action: '恢复供电' });
  const approved = await desk.tap('qian', 'approve_suspension', await desk.fresh(ticket));
  expect(approved.lines).toEqual(['@li 钱监理 已同意挂起 GZ-260303-01。自申请时起的等待时间不计入可暂停的时限。']);
});

describe('typed commands', () => {
  test('do the same as taps, and are answered in the group', async () => {
    expect((await desk.say('li', '接单 1')).lines).toEqual(['李工 已接单：GZ-260303-01']);
    expect((await desk.say('li', '到场')).lines).toEqual(['李工 已到场：GZ-260303-01']);
    expect((await desk.say('li', '解决1 原因 证书过期 措施 更换证书')).lines).toEqual([
      '@wang GZ-260303-01 已由 李工 处理完毕，请确认是否恢复。',
    ]);
    expect((await desk.say('wang', '确认 1 5')).lines).toEqual(['王敏 已确认恢复，评分 5 分，GZ-260303-01 办结']);
    expect(await desk.fresh(ticket)).toMatchObject({ status: 'closed', rating: 5 });
  });

  test('without a number mean the one ticket that offers it to this person', async () => {
    await desk.do('li', 'acknowledge', ticket);
    const other = await desk.report('双公示系统报错500', 'chen');
    await desk.say('zhou', '接单');
    expect(await desk.fresh(other)).toMatchObject({ assigneeId: 'zhou' });
    await desk.say('li', '到场');
    expect(await desk.fresh(ticket)).toMatchObject({ status: 'on_site' });
    expect(await desk.fresh(other)).toMatchObject({ status: 'acknowledged' });
  });

  test('that may mean several ask which, and do nothing', async () => {
    await desk.report('双公示系统报错500', 'chen');
    const said = await desk.say('li', '接单');
    expect(said.ops).toEqual(['answer']);
    expect(said.card().title).toBe('请说明对哪张工单执行「接单」：');
    expect(said.card().fields.map(({ label }) => label)).toEqual(['GZ-260303-01', 'GZ-260303-02']);
    expect((await desk.tickets()).map(({ status }) => status)).toEqual(['open', 'open']);
  });

  test('of another chat’s ticket need the number', async () => {
    expect((await desk.say('li', '接单', { chat: 'other' })).lines).toEqual(['没有可以执行「接单」的工单。']);
    const said = await desk.say('li', '接单 1', { chat: 'other' });
    expect((await desk.fresh(ticket)).assigneeId).toBe('li');
    expect(said.all.map(({ op, chatId }) => [op, chatId])).toEqual([
      ['refresh', 'test:ops'],
      ['answer', 'test:other'],
    ]);
  });

  test('that name nobody or no level say what would be right', async () => {
    await desk.do('li', 'acknowledge', ticket);
    expect((await desk.say('li', '转派 1 孙工')).lines).toEqual(['没有找到「孙工」。可转派给：周工、赵经理。']);
    expect((await desk.say('qian', '改级 1 一般')).lines).toEqual(['请写明级别：影响业务、不影响业务。']);
    expect((await desk.say('li', '解决 1 更换了证书')).lines).toEqual([
      'GZ-260303-01「解决」（ops）：已记录故障原因：「更换了证书」；还请补充处理措施。',
      '例：解决 1 原因 ＜故障原因＞ 措施 ＜处理措施＞',
      '请在 10 分钟内于群内 @我 写明以上内容；不再填写请 @我 回复「算了」。',
    ]);
  });

  test.each<[string, PersonKey, string]>([
    ['a report that begins like a command', 'chen', '上报 双公示系统打不开了'],
    ['a report behind 登记', 'chen', '登记 双公示系统打不开了'],
    ['a reporter’s 解决, which asks for it', 'chen', '解决 双公示系统打不开的问题，报错500'],
    ['an English sentence', 'chen', 'resume upload fails, the dual publicity system is down'],
  ])('%s is not taken for one: %s %s', async (_name, by, text) => {
    await desk.say(by, text);
    expect(await desk.tickets()).toHaveLength(2);
    expect((await desk.fresh(ticket)).version).toBe(ticket.version);
  });

  test('撤回 takes back the last own step within two minutes, a confirmation too', async () => {
    await desk.do('li', 'resolve', ticket, repaired);
    await desk.do('wang', 'confirm', ticket, { rating: '5' });
    desk.now += 2 * MINUTE;
    expect((await desk.say('wang', '撤回')).lines).toEqual([
      '王敏 已撤回「确认恢复」：GZ-260303-01 恢复为该操作之前的状态。',
    ]);
    expect((await desk.fresh(ticket)).status).toBe('resolved');
    expect(await desk.store.nextDueAt()).toBe(nextWakeAt(await desk.fresh(ticket), desk.contract));
  });

  test('撤回 later than that does nothing', async () => {
    await desk.do('li', 'acknowledge', ticket);
    desk.now += 2 * MINUTE + 1;
    expect((await desk.say('li', '撤回 1')).lines).toEqual(['操作已超过 2 分钟，不能撤回。']);
    expect((await desk.fresh(ticket)).status).toBe('acknowledged');
  });
});

test('whatever is done, the stored ticket is the fold of its ledger and its timer is the next wake-up', async () => {
  const steps: [PersonKey, string, Record<string, string>][] = [
    ['li', 'acknowledge', {}],
    ['li', 'diagnose', { text: '证书过期' }],
    ['li', 'progress', { text: '申请证书' }],
    ['li', 'suspend', { reason: '等待签发' }],
    ['qian', 'approve_suspension', {}],
    ['li', 'resume', {}],
    ['qian', 'change_level', { to: 'normal', reason: '已有替代' }],
    ['li', 'transfer', { to: 'zhou', reason: '换班' }],
    ['zhou', 'resolve', repaired],
    ['wang', 'reopen', { reason: '又不行' }],
    ['zhou', 'undo', {}],
    ['zhou', 'resolve', repaired],
    ['wang', 'confirm', { rating: '4' }],
  ];
  for (const [by, command, form] of steps) {
    desk.now += HOUR / 10;
    await desk.tap(by, command, await desk.fresh(ticket), form);
    const after = await desk.fresh(ticket);
    expect(foldTicket(await desk.store.ticketEvents(ticket.id))).toEqual(after);
    expect(await desk.store.nextDueAt()).toBe(nextWakeAt(after, desk.contract));
  }
  expect((await desk.fresh(ticket)).status).toBe('closed');
});
