import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanText } from '../../domain/plain-text.ts';
import { MINUTE } from '../../domain/types.ts';
import { readCard } from '../cards/read-card.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

describe('a report', () => {
  test('becomes a ticket with number, system, level, running clocks and the one on duty rung', async () => {
    const said = await desk.say('wang', '信用广州网站打不开了，大厅没法办业务');
    const [ticket] = await desk.tickets();
    expect(ticket).toMatchObject({
      number: 'GZ-260303-01',
      systemId: 'credit-website',
      level: 'critical',
      levelReason: { code: 'sign' },
      status: 'open',
      reporterId: 'wang',
      reportedAt: NINE,
    });
    expect(said.lines).toEqual([
      '@li 新故障 GZ-260303-01 信用广州网站：「打不开了，大厅没法办业务」。请于 09:05 前接单。',
    ]);
    expect(said.all[0]).toMatchObject({ op: 'post', cardKey: `ticket:${ticket?.id}`, priority: 1 });
    expect(said.card().subject).toEqual({ id: ticket?.id, version: ticket?.version });
    // The first thing that any clock wants: half of five minutes.
    expect(await desk.store.nextDueAt()).toBe(NINE + 2.5 * MINUTE);
  });

  test('numbers of a day follow each other and start again the next day', async () => {
    await desk.report();
    expect((await desk.report('双公示系统报错500')).number).toBe('GZ-260303-02');
    desk.now = Date.parse('2026-03-04T00:00:00+08:00');
    expect((await desk.report()).number).toBe('GZ-260304-01');
  });

  test.each([
    ['four minutes and 59 seconds before receipt: believed', -299_000, -299_000],
    ['five minutes before receipt: believed', -300_000, -300_000],
    ['more than five minutes before receipt: a held-back message, the receipt counts', -300_001, 0],
    ['after its receipt: a wrong clock', 1, 0],
  ])('its own time %s', async (_name, sentOffset, startOffset) => {
    await desk.say('wang', '信用广州网站打不开了', { sentAt: NINE + sentOffset });
    const [ticket] = await desk.tickets();
    expect(ticket?.reportedAt).toBe(NINE + startOffset);
    expect(ticket?.receivedAt).toBe(NINE);
  });

  test('in English is answered in English, and so is whatever happens to its ticket', async () => {
    const said = await desk.say('wang', 'the public credit website is down, cannot open it');
    expect(said.lines).toEqual([
      '@li New incident GZ-260303-01 Credit Guangzhou website: “the public credit website is down, cannot open…”. Please acknowledge by 09:05.',
    ]);
    expect(said.card().badge).toBe('Open');
    const [ticket] = await desk.tickets();
    const acknowledged = await desk.tap('li', 'acknowledge', ticket!);
    expect(acknowledged.card().badge).toBe('In progress');
  });

  test('in a private chat goes before the group, and the reporter is told the number in private', async () => {
    const said = await desk.say('wang', '信用广州网站打不开了', { chat: 'wang-private', private: true });
    const [ticket] = await desk.tickets();
    expect(ticket?.chatId).toBe('test:ops');
    expect(said.all.map(({ op, chatId }) => [op, chatId])).toEqual([
      ['post', 'test:ops'],
      ['answer', 'test:wang-private'],
    ]);
    expect(said.lines.at(-1)).toBe('已登记为 GZ-260303-01');
  });

  test.each([
    '补充 双公示系统报错500',
    '进展 双公示系统打不开了',
    '仍未解决 双公示系统打不开',
    '合并 双公示系统报表打不开了',
    '故障报告 双公示系统打不开了',
    '补录 双公示系统打不开了',
  ])('behind a command’s word, with no ticket that it could be for, is still a report: %s', async (text) => {
    await desk.say('chen', text);
    expect(await desk.tickets()).toMatchObject([{ reporterId: 'chen', systemId: 'dual-publicity' }]);
  });

  test('not said to the bot is none of its business', async () => {
    const said = await desk.say('wang', '信用广州网站打不开了', { addressed: false });
    expect(said.all).toEqual([]);
    expect(await desk.tickets()).toEqual([]);
  });
});

describe('what is no report opens no ticket', () => {
  test.each([
    ['a greeting', '你好', '您好，我在。请直接说明哪个系统出了什么问题，我来登记工单。'],
    ['thanks', '谢谢，辛苦了', '不客气。'],
    ['a greeting with thanks', '早上好，辛苦了', '您好，我在。请直接说明哪个系统出了什么问题，我来登记工单。'],
    ['an acknowledgement', '收到', '好的。如需报障，请说明系统和现象。'],
    ['an English greeting', 'hello', 'Hello. Tell me which system has what problem, and I will register a ticket.'],
  ])('%s', async (_name, text, answer) => {
    const said = await desk.say('wang', text);
    expect(said.lines).toEqual([answer]);
    expect(await desk.tickets()).toEqual([]);
  });

  test('a question gets an answer and the offer to register it', async () => {
    const said = await desk.say('wang', '请问信用报告怎么下载？');
    expect(said.lines[0]).toContain('请值班人员解答');
    expect(said.card().actions.map(({ action }) => action)).toEqual(['draft_incident', 'draft_dismiss']);
    expect(await desk.tickets()).toEqual([]);
  });

  test.each(['', '   ', '\u200b\u202e'])('nothing but the bot’s name (%j) gets help', async (text) => {
    expect((await desk.say('wang', text)).card().title).toBe('值班铃使用说明');
  });

  test('a group is greeted as a whole and shown what the bot is good for', async () => {
    const said = await desk.join('chen');
    expect(said.lines).toEqual(['大家好，我是值班铃。']);
    expect(said.card().actions.map(({ action }) => action)).toContain('show_my_tickets');
  });
});

describe('hostile text', () => {
  const nasty = [
    ['8,000 characters', `信用广州网站打不开了${'啊'.repeat(8_000)}`],
    ['right-to-left overrides and zero-width characters', '信用\u202e广州网站\u200b打不开了\u2066'],
    ['control characters', '信用广州网站\u0000\u001b[31m打不开了'],
    ['emoji of many code points', `信用广州网站打不开了${'👨‍👩‍👧'.repeat(500)}`],
    ['markup and a faked mention', '信用广州网站打不开了 <script>alert(1)</script> **x** [a](http://b) <@all> @李工'],
  ] as const;

  test.each(nasty)('%s opens one ticket whose card shows it as plain text', async (_name, text) => {
    const said = await desk.say('wang', text);
    expect(await desk.tickets()).toHaveLength(1);
    const card = said.card();
    const shown = card.lines[0] ?? [];
    // One run of data: nothing in it can ring or be bold.
    expect(shown.map((run) => typeof run)).toEqual(['string']);
    expect(cleanText(readCard(card).join('\n'))).toBe(readCard(card).join('\n'));
    expect([...new Intl.Segmenter().segment(String(shown[0]))].length).toBeLessThanOrEqual(122);
    expect(said.lines).toHaveLength(1);
    expect(said.lines[0]).toMatch(/^@li 新故障 GZ-260303-01 信用广州网站：.*打不开了.*。请于 09:05 前接单。$/u);
    expect([...new Intl.Segmenter().segment(said.lines[0] ?? '')].length).toBeLessThan(70);
  });

  test('the whole of a long report is kept, and only its hash is in the ticket', async () => {
    const text = `信用广州网站打不开了${'啊'.repeat(8_000)}`;
    const ticket = await desk.report(text);
    const kept = await desk.store.texts([ticket.summary.id]);
    expect(kept.get(ticket.summary.id)).toBe(text);
    expect(JSON.stringify(ticket)).not.toContain('啊');
  });
});
