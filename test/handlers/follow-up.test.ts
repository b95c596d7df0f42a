import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
let card: { readonly handle: string };
beforeEach(async () => {
  desk = await Desk.open();
  card = { handle: desk.handleOf(await desk.say('wang', '信用广州网站打不开了')) };
  [ticket] = (await desk.tickets()) as [Ticket];
});
afterEach(() => desk.store.close());

const types = async (of = ticket) => (await desk.store.ticketEvents(of.id)).map(({ type }) => type);
const resolved = () => desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });

describe('a reply to the ticket’s card', () => {
  test('is added to the ticket, even if it reads like a report', async () => {
    await desk.say('wang', '双公示也打不开', { quote: card });
    expect(await types()).toEqual(['opened', 'supplemented']);
    expect(await desk.tickets()).toHaveLength(1);
  });

  test('a reply to a reminder, to an announcement or to the timeline belongs to the ticket too', async () => {
    desk.now = NINE + 4 * MINUTE;
    const quotes = [
      desk.handleOf(await desk.wake(ticket)),
      desk.handleOf(await desk.say('wang', '工单 1')),
      desk.handleOf(await desk.say('wang', '补充 1 三个窗口')),
    ];
    for (const handle of quotes) await desk.say('wang', '已等候多时', { quote: { handle } });
    expect((await types()).filter((type) => type === 'supplemented')).toHaveLength(4);
  });

  test('is recognised by the number in the quoted text where the platform names no message', async () => {
    await desk.say('wang', '三个窗口都不行', { quote: { text: 'GZ-260303-01 信用广州网站' } });
    expect(await types()).toEqual(['opened', 'supplemented']);
  });

  test.each<[string, PersonKey, string, string]>([
    ['a command without a number', 'li', '接单', 'acknowledged'],
    ['the same in English', 'li', 'ack', 'acknowledged'],
    ['the ticket’s own number', 'li', '接单 1', 'acknowledged'],
    ['a bare number that is part of what is said', 'wang', '补充 3 个窗口', 'supplemented'],
  ])('%s acts on that ticket', async (_name, by, text, type) => {
    const other = await desk.report('双公示系统报错500', 'chen');
    await desk.say(by, text, { quote: card });
    expect(await types()).toEqual(['opened', type]);
    expect(await types(other)).toEqual(['opened']);
  });

  test('another ticket’s full number goes before the quoted card', async () => {
    const other = await desk.report('双公示系统报错500', 'chen');
    await desk.say('li', '接单 GZ-260303-02', { quote: card });
    expect((await desk.fresh(other)).assigneeId).toBe('li');
    expect((await desk.fresh(ticket)).status).toBe('open');
  });

  test.each(['谢谢', '收到', '好的'])('%s is no evidence and stays out of the ticket', async (text) => {
    await desk.say('wang', text, { quote: card });
    expect(await types()).toEqual(['opened']);
  });

  test('a card of another chat means nothing here', async () => {
    await desk.say('chen', '三个窗口都不行，双公示系统报错', { quote: card, chat: 'other' });
    expect(await types()).toEqual(['opened']);
  });
});

describe('a reporter’s word about a resolved ticket', () => {
  test.each<[string, PersonKey, string, string]>([
    ['still broken', 'wang', '还是不行', 'reopened'],
    ['still broken, said by the supervisor', 'qian', '还是打不开', 'reopened'],
    ['it works', 'wang', '好了', 'confirmed'],
    ['resolved, in the reporter’s mouth', 'wang', '已解决', 'confirmed'],
    ['anything else', 'wang', '刚才是三个窗口', 'supplemented'],
    ['somebody else’s “it works” closes nothing', 'chen', '好了', 'supplemented'],
    ['somebody else’s “still broken” reopens nothing', 'chen', '还是不行', 'supplemented'],
  ])('%s', async (_name, by, text, type) => {
    await resolved();
    await desk.say(by, text, { quote: card });
    expect((await types()).at(-1)).toBe(type);
  });

  test.each(['材料准备好了', '饭好了', '我昨天把密码改好了', '好了，明天下午三点开会讨论合同续签'])(
    '%s closes nothing: it is asked',
    async (text) => {
      await resolved();
      const said = await desk.say('wang', text, { quote: card });
      expect(await types()).toEqual(['opened', 'resolved']);
      expect(said.all.flatMap(({ content }) => content.card?.actions ?? []).map(({ action }) => action)).toEqual(
        expect.arrayContaining(['confirm', 'reopen']),
      );
    },
  );

  test.each(['好了', '网站好了', '现在可以了', '已经恢复了，谢谢', '信用广州网站能打开了', 'the site is back up'])(
    '%s confirms',
    async (text) => {
      await resolved();
      await desk.say('wang', text, { quote: card });
      expect((await types()).at(-1)).toBe('confirmed');
    },
  );

  test.each<[string, string, number | undefined]>([
    ['确认', 'confirmed', undefined],
    ['确认 1', 'confirmed', undefined],
    ['确认 1 5', 'confirmed', 5],
    ['确认 1 评分 4 分', 'confirmed', 4],
    ['确认 5', 'confirmed', 5],
    ['确认，谢谢', 'confirmed', undefined],
    ['确认 1 谢谢', 'confirmed', undefined],
    ['关闭 1', 'confirmed', undefined],
    ['关单 1', 'confirmed', undefined],
    ['确认 还是打不开，3个窗口都不行', 'reopened', undefined],
    ['确认 1 还是打不开，3个窗口都不行', 'reopened', undefined],
    ['确认 1 2小时就修好了，很满意', 'resolved', undefined],
    ['确认 1 9', 'resolved', undefined],
  ])('%s: no complaint closes a ticket, and no number in a sentence is a rating', async (text, type, rating) => {
    await resolved();
    await desk.say('wang', text);
    expect((await types()).at(-1)).toBe(type);
    expect((await desk.fresh(ticket)).rating).toBe(rating);
  });

  test('needs no quote where there is only one ticket that it can mean', async () => {
    await resolved();
    await desk.say('wang', '还是不行');
    expect(await types()).toEqual(['opened', 'resolved', 'reopened']);
  });

  test('仍未解决 without more is its own reason', async () => {
    await resolved();
    const said = await desk.say('wang', '仍未解决');
    expect(said.lines).toEqual(['@li 王敏 反馈 GZ-260303-01 仍未解决：「仍未解决」，请继续处理。']);
  });
});

describe('a follow-up without a quote', () => {
  test('补充 goes to the speaker’s only ticket', async () => {
    await desk.say('wang', '补充：三个窗口都不行');
    expect(await types()).toEqual(['opened', 'supplemented']);
  });

  test('补充 with two tickets of his own asks which, and is not lost', async () => {
    await desk.report('双公示系统报错500', 'wang');
    const said = await desk.say('wang', '补充 三个窗口都不行');
    expect(said.card().fields).toHaveLength(2);
    expect(said.card().footnote).toContain('补充 1');
  });

  test('that names another system is a report of its own', async () => {
    await desk.say('wang', '双公示系统还是打不开');
    expect(await desk.tickets()).toHaveLength(2);
    expect(await types()).toEqual(['opened']);
  });

  test('of somebody who has no ticket is taken for what it is', async () => {
    await desk.say('chen', '双公示系统还是打不开');
    expect(await desk.tickets()).toMatchObject([{ reporterId: 'wang' }, { reporterId: 'chen' }]);
  });
});

describe('still wrong, or works again, of somebody with several tickets', () => {
  let other: Ticket;
  const actions = (said: Awaited<ReturnType<Desk['say']>>) =>
    said.card().actions.map(({ action, label, subject }) => [action, label, subject?.id]);
  beforeEach(async () => {
    other = await desk.report('双公示系统报错500', 'wang');
    desk.now += 5 * MINUTE;
  });
  const resolve = (of: Ticket) => desk.do('li', 'resolve', of, { cause: '证书过期', action: '更换证书' });

  test('还是不行 reopens the one that waits for him, whatever else is open', async () => {
    await resolved();
    await desk.say('wang', '还是不行');
    expect((await types()).at(-1)).toBe('reopened');
    expect(await types(other)).toEqual(['opened']);
  });

  test('and with a system its own one, though it says a fault', async () => {
    await resolved();
    await resolve(other);
    await desk.say('wang', '双公示还是不行啊，还是登不上');
    expect((await types(other)).at(-1)).toBe('reopened');
    expect(await types()).toEqual(['opened', 'resolved']);
    expect(await desk.tickets()).toHaveLength(2);
  });

  test.each([
    ['an hour and more', HOUR + 1, 'reopened'],
    ['less than an hour', HOUR, 'resolved'],
  ])('of two that wait, the first for %s, means the later one or asks', async (_name, apartMs, type) => {
    await resolved();
    desk.now += apartMs;
    await resolve(other);
    await desk.say('wang', '还是不行');
    expect((await types(other)).at(-1)).toBe(type);
    expect((await types()).at(-1)).toBe('resolved');
  });

  test('of two that wait asks, with buttons for each, and registers nothing', async () => {
    await resolved();
    await resolve(other);
    const said = await desk.say('wang', '还是不行');
    expect(said.card().title).toBe('您指的是哪张工单？');
    expect(actions(said)).toEqual([
      ['reopen', '仍未解决 1', ticket.id],
      ['show_ticket', '查看 1', ticket.id],
      ['reopen', '仍未解决 2', other.id],
      ['show_ticket', '查看 2', other.id],
    ]);
    expect(said.card().footnote).toBe('例：回复「1 还是不行」');
    expect(await desk.tickets()).toHaveLength(2);
  });

  test.each<[string, string]>([
    ['1 还是不行', 'reopened'],
    ['还是不行 1', 'reopened'],
    ['1号还是不行', 'reopened'],
    ['GZ-260303-01 还是不行', 'reopened'],
    ['1 好了', 'confirmed'],
    ['好了 1', 'confirmed'],
    ['1，可以了', 'confirmed'],
  ])('%s means the ticket of the number', async (text, type) => {
    await resolved();
    await resolve(other);
    await desk.say('wang', text);
    expect((await types()).at(-1)).toBe(type);
    expect(await types(other)).toEqual(['opened', 'resolved']);
  });

  test('a number of a window is none of a ticket', async () => {
    await resolved();
    await resolve(other);
    await desk.say('wang', '1 号窗口还是不行');
    expect(await types()).toEqual(['opened', 'resolved']);
  });

  test('a number of somebody else’s ticket means nothing', async () => {
    await resolved();
    await desk.say('chen', '1 还是不行');
    expect((await types()).at(-1)).toBe('resolved');
  });

  test('还是不行 while all are in work asks which, and opens nothing', async () => {
    const said = await desk.say('wang', '还是不行');
    expect(said.card().title).toBe('您指的是哪张工单？');
    expect(actions(said).map(([action]) => action)).toEqual(['show_ticket', 'show_ticket']);
    expect(await desk.tickets()).toHaveLength(2);
  });

  test('好了 confirms the one that waits', async () => {
    await resolved();
    await desk.say('wang', '好了');
    expect((await types()).at(-1)).toBe('confirmed');
  });

  test.each(['好了', '可以了'])('%s asks which where two wait, and where none does', async (text) => {
    expect((await desk.say('wang', text)).card().title).toBe('您指的是哪张工单？');
    await resolved();
    await resolve(other);
    expect(actions(await desk.say('wang', text)).map(([action]) => action)).toEqual([
      'confirm',
      'show_ticket',
      'confirm',
      'show_ticket',
    ]);
  });

  test('好了 and the number of one in work asks who handles it', async () => {
    const said = await desk.say('wang', '2 好了');
    expect(said.lines.join('')).toContain('反馈 GZ-260303-02 已恢复');
  });
});

describe('a finished ticket', () => {
  beforeEach(async () => {
    await resolved();
    await desk.do('wang', 'confirm', ticket);
  });

  test('takes no supplement, and says why', async () => {
    const said = await desk.say('wang', '补充：刚才是三个窗口', { quote: card });
    expect(said.lines).toEqual(['工单当前为「已办结」，不能执行「补充」。']);
  });

  test.each(['还是不行', '又不行了，三个窗口都这样'])(
    '%s in a reply to it is a new fault of the same system, that names the old one',
    async (text) => {
      await desk.say('wang', text, { quote: card });
      const opened = (await desk.tickets()).at(-1);
      expect(opened).toMatchObject({ number: 'GZ-260303-02', systemId: 'credit-website', status: 'open' });
      const texts = await desk.store.texts(opened ? [opened.summary.id] : []);
      expect([...texts.values()]).toEqual([`${text}（信用广州网站，原工单 GZ-260303-01）`]);
    },
  );

  test.each(['还是不行', '又不行了，三个窗口都这样'])(
    '%s in a reply to it after more than a day asks whether it is a new fault',
    async (text) => {
      desk.now += DAY + MINUTE;
      const said = await desk.say('wang', text, { quote: card });
      expect(said.lines).toEqual(['@wang 请确认以下内容是否登记为故障。']);
      expect(said.card().lines.flat().join('')).toBe(`「${text}」（信用广州网站，原工单 GZ-260303-01）`);
      await desk.say('wang', '登记');
      expect((await desk.tickets()).at(-1)).toMatchObject({ systemId: 'credit-website', status: 'open' });
    },
  );

  test('a fault in a reply to it becomes a new ticket', async () => {
    await desk.say('wang', '信用广州网站又打不开了', { quote: card });
    expect(await desk.tickets()).toHaveLength(2);
  });
});
