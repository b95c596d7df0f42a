import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../domain/types.ts';
import { rule } from '../domain/fixture.ts';
import { Desk, NINE, type Said } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});

const actionsOf = (said: Said, key: string) =>
  said.all
    .filter((row) => (row.op === 'post' || row.op === 'refresh') && row.cardKey === key)
    .map(({ op, content }) => [op, ...(content.card?.actions ?? []).map(({ action }) => action)]);

describe('a request for approval', () => {
  test('is posted with the buttons that decide it', async () => {
    const ticket = await desk.report();
    const said = await desk.tap('li', 'suspend', ticket, { reason: '等待供电' });
    expect(actionsOf(said, `request:${ticket.id}:suspension`)).toEqual([
      ['post', 'approve_suspension', 'refuse_suspension', 'show_ticket'],
    ]);
  });

  test.each([
    ['approved by tap on the ticket’s card', 'tap', 'approve_suspension'],
    ['refused by tap', 'tap', 'refuse_suspension'],
    ['approved in words', 'say', '批准 1'],
    ['refused in words', 'say', '不批准'],
  ] as const)('loses its buttons when it is %s', async (_name, how, what) => {
    const ticket = await desk.report();
    const asked = await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
    const said = how === 'tap' ? await desk.tap('qian', what, asked) : await desk.say('qian', what);
    expect(actionsOf(said, `request:${ticket.id}:suspension`)).toEqual([['refresh', 'show_ticket']]);
    const { suspension } = await desk.fresh(ticket);
    expect(suspension?.approvedBy).toBe(what.startsWith('approve') || what.startsWith('批准') ? 'qian' : undefined);
  });

  test('that was tapped itself is brought up to date once', async () => {
    const ticket = await desk.report();
    const asked = await desk.tap('li', 'suspend', ticket, { reason: '等待供电' });
    const fresh = await desk.fresh(ticket);
    const handle = await desk.store.cardHandle(ticket.chatId, `request:${ticket.id}:suspension`);
    expect(asked.ops).toContain('post');
    const said = await desk.tap('qian', 'approve_suspension', fresh, {}, handle);
    expect(actionsOf(said, `request:${ticket.id}:suspension`)).toEqual([['refresh', 'show_ticket']]);
  });

  test('loses them too when it is taken back', async () => {
    const ticket = await desk.report();
    await desk.do('li', 'acknowledge', ticket);
    await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
    const said = await desk.say('li', '撤回 1');
    expect(actionsOf(said, `request:${ticket.id}:suspension`)).toEqual([['refresh', 'show_ticket']]);
  });

  test('is what a reply to its post decides', async () => {
    const ticket = await desk.report();
    await desk.report('双公示系统打不开了', 'chen');
    const asked = await desk.tap('li', 'suspend', ticket, { reason: '等待供电' });
    const post = asked.all.find((row) => row.op === 'post' && row.cardKey?.startsWith('request:'));
    const handle = post && (await desk.store.cardHandle(ticket.chatId, `request:${ticket.id}:suspension`));
    await desk.say('qian', '同意', { quote: { handle: handle ?? '' } });
    expect((await desk.fresh(ticket)).suspension?.approvedBy).toBe('qian');
  });
});

describe('同意 and 不同意', () => {
  test('mean the late entry where that is what waits', async () => {
    const ticket = await desk.report();
    await desk.do('li', 'acknowledge', ticket);
    desk.now = NINE + 20 * MINUTE;
    await desk.do('li', 'arrive', ticket);
    await desk.say('li', '补录 1 到场 09:04 机房没有信号');
    const said = await desk.say('qian', '同意 1');
    expect(said.lines).toEqual(['@li 钱监理 已同意补录 GZ-260303-01：到场 09:04，相关时限按此重新认定。']);
    expect((await desk.fresh(ticket)).milestones.arrived).toMatchObject({ at: NINE + 4 * MINUTE });
  });

  test('ask which one is meant where several tickets wait', async () => {
    const first = await desk.report();
    const second = await desk.report('双公示系统打不开了', 'chen');
    await desk.do('li', 'suspend', first, { reason: '等待供电' });
    await desk.do('zhou', 'acknowledge', second);
    desk.now = NINE + 20 * MINUTE;
    await desk.say('zhou', '补录 2 到场 09:04 机房没有信号');
    const said = await desk.say('qian', '同意');
    expect(said.card().fields.map(({ label }) => label)).toEqual(['GZ-260303-01', 'GZ-260303-02']);
    expect((await desk.fresh(first)).suspension?.approvedBy).toBeUndefined();
  });

  test('mean what waits for the one who says them: a pause for the supervisor, a date for the supplier', async () => {
    const { clocks } = desk.contract;
    desk = await Desk.open({ clocks: [...clocks, rule('critical', 'workaround', { agreed: true })] });
    const ticket = await desk.report();
    await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
    const proposed = await desk.say('wang', '约定 1 今天 20:00');
    expect(actionsOf(proposed, `request:${ticket.id}:due`)).toEqual([
      ['post', 'accept_due', 'refuse_due', 'show_ticket'],
    ]);
    const accepted = await desk.say('li', '同意 1');
    expect(actionsOf(accepted, `request:${ticket.id}:due`)).toEqual([['refresh', 'show_ticket']]);
    expect(await desk.fresh(ticket)).not.toHaveProperty('dueProposal');
    expect((await desk.fresh(ticket)).suspension?.approvedBy).toBeUndefined();
    await desk.say('qian', '同意 1');
    expect((await desk.fresh(ticket)).suspension?.approvedBy).toBe('qian');
  });

  test('of somebody who may not are refused, whatever waits', async () => {
    const ticket = await desk.report();
    await desk.do('li', 'suspend', ticket, { reason: '等待供电' });
    expect((await desk.say('zhao', '批准 1')).lines).toEqual(['「同意挂起」须由监理操作。']);
  });
});

describe('a late entry', () => {
  test('of a form that lacks the time, or has none that can be read, is asked for again, and the rest is kept', async () => {
    const ticket = await desk.report();
    const taken = await desk.do('li', 'acknowledge', ticket);
    const said = await desk.tap('li', 'enter_late', taken, { step: 'arrive', at: '刚才', reason: '没信号' });
    expect(said.lines).toEqual([
      'GZ-260303-01「补录」（ops）：已记录原因：「没信号」；不能识别时间「刚才」。例：明天 15:00。',
      '请在 10 分钟内于群内 @我 写明以上内容；不再填写请 @我 回复「算了」。',
    ]);
    const missing = await desk.tap('li', 'enter_late', taken, { step: 'arrive', at: '', reason: '没信号' });
    expect(missing.lines[0]).toBe('GZ-260303-01「补录」（ops）：已记录原因：「没信号」；还请补充实际完成时间。');
  });

  test('of a step that nobody enters late is no command', async () => {
    const ticket = await desk.report();
    const taken = await desk.do('li', 'acknowledge', ticket);
    const said = await desk.tap('li', 'enter_late', taken, { step: 'cancel', at: '09:04', reason: '没信号' });
    expect(said.lines[0]).toContain('请选择：补录的步骤。');
  });
});
