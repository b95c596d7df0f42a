import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { chatId, contractId, MINUTE, personId, ticketId } from '../../domain/types.ts';
import { Desk, type PersonKey } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report();
  ticket = await desk.do('li', 'acknowledge', ticket);
});
afterEach(() => desk.store.close());

const asked = async (by: PersonKey = 'li', command = 'resolve', form: Record<string, string> = {}) =>
  desk.tap(by, command, await desk.fresh(ticket), form);
const status = async () => (await desk.fresh(ticket)).status;
const bodies = async (...refs: readonly ({ readonly id: string } | undefined)[]) => {
  const texts = await desk.store.texts(refs.flatMap((ref) => (ref ? [ref.id] : [])));
  return refs.map((ref) => ref && texts.get(ref.id));
};

describe('a tap whose form could not be asked before', () => {
  test('says what to write and how to leave it, for one person’s eyes', async () => {
    const said = await asked();
    expect(said.ops).toEqual(['answer']);
    expect(said.lines).toEqual([
      'GZ-260303-01「解决」（ops）：请填写：故障原因、处理措施。',
      '例：解决 1 原因 ＜故障原因＞ 措施 ＜处理措施＞',
      '请在 10 分钟内于群内 @我 写明以上内容；不再填写请 @我 回复「算了」。',
    ]);
  });

  test.each([
    ['with labels', '原因 证书过期 措施 更换证书'],
    ['parted by a semicolon', '证书过期；更换证书'],
    ['on two lines', '证书过期\n更换证书'],
    ['as the whole command', '解决 1 原因 证书过期 措施 更换证书'],
  ])('is done by the next words %s', async (_name, words) => {
    await asked();
    await desk.say('li', words);
    const { action, cause } = await desk.fresh(ticket);
    expect(await bodies(cause, action)).toEqual(['证书过期', '更换证书']);
    expect(await desk.store.pendingForm(desk.chat('ops').id, (await desk.fresh(ticket)).assigneeId!)).toBeUndefined();
  });

  test('is done by the command without a number, though he has several tickets', async () => {
    await desk.do('li', 'acknowledge', await desk.report('双公示系统打不开了，大厅没法办业务'));
    await asked();
    await desk.say('li', '解决 原因 证书过期 措施 更换证书');
    expect(await status()).toBe('resolved');
  });

  test('asks only for what is still missing, and keeps the rest', async () => {
    await asked();
    expect((await desk.say('li', '证书过期')).lines.slice(0, 2)).toEqual([
      'GZ-260303-01「解决」（ops）：已记录故障原因：「证书过期」；还请补充处理措施。',
      '例：解决 1 原因 ＜故障原因＞ 措施 ＜处理措施＞',
    ]);
    await desk.say('li', '更换证书；观察一天');
    const { action, cause } = await desk.fresh(ticket);
    expect(await bodies(cause, action)).toEqual(['证书过期', '更换证书；观察一天']);
  });

  test.each([
    ['cause', { action: '更换证书' }, '原因：证书过期'],
    ['action', { cause: '证书过期' }, '措施 更换证书'],
  ])('takes the label of a missing %s away', async (_name, form, words) => {
    await asked('li', 'resolve', form);
    await desk.say('li', words);
    const { action, cause } = await desk.fresh(ticket);
    expect(await bodies(cause, action)).toEqual(['证书过期', '更换证书']);
  });

  test('is answered by what was said in time, however late the bot gets to it', async () => {
    await asked();
    const said = desk.now + 10 * MINUTE;
    desk.now += 20 * MINUTE;
    await desk.say('li', '原因 证书过期 措施 更换证书', { receivedAt: said });
    expect(await status()).toBe('resolved');
    expect(await desk.tickets()).toHaveLength(1);
  });

  test.each([
    ['the last instant', 10 * MINUTE, 'resolved'],
    ['a millisecond later', 10 * MINUTE + 1, 'acknowledged'],
  ])('is answered up to %s', async (_name, after, wanted) => {
    await asked();
    desk.now += after;
    await desk.say('li', '原因 证书过期 措施 更换证书');
    expect(await status()).toBe(wanted);
  });

  test('is answered by nobody else, and nowhere else', async () => {
    await asked();
    await desk.say('zhou', '证书过期；更换证书');
    await desk.say('li', '证书过期；更换证书', { chat: 'other' });
    expect(await status()).toBe('acknowledged');
  });

  test('is answered in the private chat as well, where some platforms ask it', async () => {
    await asked();
    const said = await desk.say('li', '证书过期；更换证书', { chat: 'private-li', private: true });
    expect(await status()).toBe('resolved');
    expect(said.all.some(({ op, chatId }) => op === 'answer' && chatId === 'test:private-li')).toBe(true);
  });

  describe('about a ticket of another contract, in the private chat', () => {
    const here = { chat: 'private-li', private: true };
    const other =
      '工单 KA-260303-01 属于另一合同，请到其所在群 @我 回复。如需登记新的故障，请发送「登记」并写明故障现象。';
    const elsewhere = contractId('karamay-egov');
    beforeEach(async () => {
      const foreign = { ...ticket, id: ticketId('foreign'), contractId: elsewhere, number: 'KA-260303-01' };
      await desk.store.commit(
        { contractId: elsewhere, now: desk.now, cause: { kind: 'none' } },
        {
          ticket: { next: foreign },
          pendingForm: {
            chatId: chatId('test', 'kar'),
            personId: personId('li'),
            subject: foreign.id,
            command: 'resolve',
            input: {},
            askedAt: desk.now,
          },
        },
      );
    });

    test.each([
      ['an answer', '数据库证书过期，拒绝访问'],
      ['an answer with labels', '原因 证书过期 措施 更换证书'],
      ['the command', '解决 原因 证书过期 措施 更换证书'],
      ['the example, which has that contract’s number of the day', '解决 1 原因 证书过期 措施 更换证书'],
    ])('%s does nothing to this contract, and he is told where to say it', async (_name, words) => {
      const said = await desk.say('li', words, here);
      expect(said.lines).toEqual([other]);
      expect(await desk.tickets()).toHaveLength(1);
      expect(await status()).toBe('acknowledged');
    });

    test('a picture belongs to no ticket of this one', async () => {
      const said = await desk.say('li', '', { ...here, attachments: [{ kind: 'image', source: 's' }] });
      expect(said.lines).toEqual([other, '图片未记入，请重新发送并写明工单号。']);
      expect(await desk.store.attachmentsOf(ticket.id)).toEqual([]);
    });

    test.each([
      ['a report about a system of this one', '信用广州网站打不开了，大厅没法办业务'],
      ['what is registered in so many words', '登记 大厅没法办业务'],
    ])('%s is one', async (_name, words) => {
      await desk.say('li', words, here);
      expect(await desk.tickets()).toHaveLength(2);
    });

    test('what he was asked later about this contract is answered', async () => {
      desk.now += 1;
      await asked();
      await desk.say('li', '证书过期；更换证书', here);
      expect(await status()).toBe('resolved');
    });

    test('is left there as well', async () => {
      expect((await desk.say('li', '算了', here)).lines.join()).toContain('已取消填写');
      expect(await desk.store.pendingFormsOf(personId('li'))).toEqual([]);
    });
  });

  test.each(['算了', '取消。', 'Never mind'])('is left by %s', async (words) => {
    await asked();
    const said = await desk.say('li', words);
    expect(said.ops).toEqual(['answer']);
    await desk.say('li', '证书过期；更换证书');
    expect(await status()).toBe('acknowledged');
  });

  test('takes thanks and greetings for what they are', async () => {
    await asked();
    expect((await desk.say('li', '谢谢')).lines).toEqual(['不客气。']);
    await desk.say('li', '证书过期；更换证书');
    expect(await status()).toBe('resolved');
  });

  test('does not swallow a report about another system: it is registered, and the form still waits', async () => {
    await asked();
    await desk.say('li', '双公示系统打不开了，大厅没法办业务');
    expect(await desk.tickets()).toHaveLength(2);
    expect(await status()).toBe('acknowledged');
    await desk.say('li', '原因 双公示系统的接口打不开 措施 重启接口');
    expect(await status()).toBe('resolved');
    expect(await desk.tickets()).toHaveLength(2);
  });

  test('of whoever takes a ticket back: that the system is down is no reason, but a report', async () => {
    await asked('wang', 'cancel');
    await desk.say('wang', '信用广州网站又打不开了，大厅没法办业务');
    expect(await desk.tickets()).toHaveLength(2);
    expect(await status()).toBe('acknowledged');
    await desk.say('wang', '是我电脑断网了');
    expect(await status()).toBe('cancelled');
    expect(await desk.tickets()).toHaveLength(2);
  });

  test.each([
    ['as the answer', async () => void (await asked('wang', 'cancel')), '误报'],
    ['as the command', async () => undefined, '误报 1'],
    ['in English', async () => undefined, 'false alarm 1'],
  ])('误报 says why a ticket is cancelled %s', async (_name, before, words) => {
    await before();
    await desk.say('wang', words);
    expect(await status()).toBe('cancelled');
  });

  test('to which it is too late does not swallow a report about the same system', async () => {
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });
    await asked('wang', 'reopen');
    await desk.do('wang', 'confirm', ticket);
    await desk.say('wang', '信用广州网站打不开了，大厅没法办业务');
    expect(await desk.tickets()).toHaveLength(2);
  });

  test('of the supplier’s people takes a cause in another system for a cause', async () => {
    await asked('li', 'diagnose');
    await desk.say('li', '信用信息数据库磁盘故障');
    expect(await desk.tickets()).toHaveLength(1);
    expect((await desk.fresh(ticket)).milestones).toHaveProperty('diagnosed');
  });

  test('on a card that is too old asks for nothing', async () => {
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });
    const old = await desk.fresh(ticket);
    await desk.do('wang', 'reopen', old, { reason: '还是打不开' });
    const said = await desk.tap('li', 'resolve', ticket, {});
    expect(said.lines.join('\n')).toContain('状态已变化');
  });

  test('does not swallow commands and queries', async () => {
    await asked();
    expect((await desk.say('li', '我的工单')).card().title).toBe('我的工单');
    await desk.say('li', '到场 1');
    expect(await status()).toBe('on_site');
    await desk.say('li', '证书过期；更换证书');
    expect(await status()).toBe('resolved');
  });

  test('that somebody else was faster with says so, repeats what was written, and does not wait any longer', async () => {
    await asked('li');
    await desk.do('zhao', 'resolve', ticket, { cause: '断电', action: '恢复供电' });
    const said = await desk.say('li', '证书过期；更换证书');
    expect(said.lines.join('\n')).toContain('赵经理 已于 09:00:00 完成「解决」');
    expect(said.lines).toContain('证书过期');
    expect((await desk.say('li', '证书过期；更换证书')).lines.join()).not.toContain('赵经理 已于');
  });

  test('a later one takes its place', async () => {
    await asked('li', 'resolve');
    await asked('li', 'progress');
    await desk.say('li', '正在部署');
    expect(await status()).toBe('acknowledged');
    expect((await desk.fresh(ticket)).progress).toBeDefined();
  });
});

describe('a choice that could not be asked before', () => {
  test('is a card with the choices and the button', async () => {
    const card = (await asked('li', 'transfer')).card();
    expect(card).toMatchObject({ title: 'GZ-260303-01 转派', asksForm: true, subject: { id: ticket.id, version: 2 } });
    expect(card.fields).toMatchObject([{ label: '转派给', value: ['周工、赵经理'] }]);
    expect(card.actions).toMatchObject([
      { action: 'transfer', for: ['li'], form: [{ name: 'to', type: 'select' }], hint: '回复「转派 1 ＜姓名＞」' },
    ]);
  });

  test.each([
    ['chosen there', async () => desk.tap('li', 'transfer', await desk.fresh(ticket), { to: 'zhou' })],
    ['written', async () => desk.say('li', '周工')],
  ])('is done when it is %s', async (_name, answer) => {
    await asked('li', 'transfer');
    await answer();
    expect((await desk.fresh(ticket)).assigneeId).toBe('zhou');
  });

  test('of what nobody is called is asked again; a report instead is none', async () => {
    await asked('li', 'transfer');
    expect((await desk.say('li', '孙工')).lines).toEqual(['没有找到「孙工」。可转派给：周工、赵经理。']);
    await desk.say('li', '信用广州网站又打不开了');
    expect((await desk.fresh(ticket)).assigneeId).toBe('li');
    await desk.say('li', '周工');
    expect((await desk.fresh(ticket)).assigneeId).toBe('zhou');
  });

  test('is asked as well where a command was typed without it', async () => {
    expect((await desk.say('li', '转派 1')).card().asksForm).toBe(true);
    await desk.say('li', '周工');
    expect((await desk.fresh(ticket)).assigneeId).toBe('zhou');
  });

  test('keeps what was written before where the card does not ask it again, and what was emptied is empty', async () => {
    await asked('li', 'transfer', { to: '', reason: '请假' });
    expect((await desk.store.pendingFormsOf(personId('li')))[0]?.input).toEqual({ reason: '请假' });
    await desk.tap('li', 'transfer', await desk.fresh(ticket), { to: '', reason: '' });
    expect((await desk.store.pendingFormsOf(personId('li')))[0]?.input).toEqual({});
    await asked('li', 'transfer', { to: '', reason: '请假' });
    await desk.tap('li', 'transfer', await desk.fresh(ticket), { to: '' });
    expect((await desk.store.pendingFormsOf(personId('li')))[0]?.input).toEqual({ reason: '请假' });
  });

  test('beside a text is asked for in words', async () => {
    const said = await asked('qian', 'change_level');
    expect(said.lines[0]).toBe('GZ-260303-01「改级别」（ops）：请填写：改为、原因。');
    expect((await desk.say('qian', '不影响业务')).lines[0]).toBe('GZ-260303-01「改级别」（ops）：请填写：原因。');
    await desk.say('qian', '有替代办法，不影响业务');
    expect((await desk.fresh(ticket)).level).toBe('normal');
  });
});

test('a drop-down in which nothing was chosen says so', async () => {
  const said = await desk.tap('li', 'nothing_chosen', ticket);
  expect(said.ops).toEqual(['answer']);
  expect(said.lines).toEqual(['请先在下拉框中选择操作，再点击「执行」。']);
});
