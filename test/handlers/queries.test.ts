import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { eventId, HOUR, MINUTE } from '../../domain/types.ts';
import { readCard } from '../cards/read-card.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
let other: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report('信用广州网站打不开了', 'wang');
  other = await desk.report('双公示系统报错500', 'chen');
});
afterEach(() => desk.store.close());

const numbers = (card: { fields: readonly { label: string }[] }) => card.fields.map(({ label }) => label);

describe('lists', () => {
  test('我的工单 has what I reported and what I handle, and only I see it', async () => {
    await desk.do('li', 'acknowledge', other);
    const mine = await desk.say('wang', '我的工单');
    expect(mine.ops).toEqual(['answer']);
    expect(numbers(mine.card())).toEqual([ticket.number]);
    expect(numbers((await desk.say('li', 'my tickets')).card())).toEqual([other.number]);
    expect((await desk.say('zhou', '我的工单')).card().title).toBe('您没有未办结的工单。');
  });

  test('未办结 has all that is not over, the oldest first', async () => {
    expect(numbers((await desk.say('zhao', '未完成')).card())).toEqual([ticket.number, other.number]);
    await desk.do('wang', 'cancel', ticket, { reason: '误报' });
    expect(numbers((await desk.say('zhao', '未完成')).card())).toEqual([other.number]);
  });

  test('超时 begins the millisecond after the due instant, and is gone when it is resolved', async () => {
    desk.now = NINE + 5 * MINUTE;
    expect((await desk.say('zhao', '超时')).card().title).toBe('没有超时的工单。');
    desk.now += 1;
    expect(numbers((await desk.say('zhao', '超时')).card())).toEqual([ticket.number, other.number]);
    await desk.do('li', 'resolve', ticket, { cause: '证书', action: '更换' });
    expect(numbers((await desk.say('zhao', '超时')).card())).toEqual([other.number]);
  });

  test('超时 shows the longest overdue first', async () => {
    desk.now = NINE + HOUR;
    const late = await desk.report('数据归集系统打不开', 'chen');
    desk.now += HOUR;
    expect(numbers((await desk.say('zhao', 'overdue')).card())).toEqual([ticket.number, other.number, late.number]);
  });

  test('a long list says how many it leaves out', async () => {
    for (let more = 0; more < 10; more += 1) await desk.report(`信用广州网站打不开了，窗口 ${more}`, 'wang');
    const card = (await desk.say('zhao', '未完成')).card();
    expect(card.fields).toHaveLength(10);
    expect(card.lines).toEqual([['共 12 张，显示 10 张']]);
  });
});

describe('工单 <number>', () => {
  test('tells who did what when, what each clock has used, and when the bot was deaf', async () => {
    desk.now = NINE + 90_000;
    await desk.do('li', 'arrive', ticket);
    await desk.store.commit(
      { contractId: desk.contract.id, now: desk.now, cause: { kind: 'none' } },
      {
        entries: [
          {
            id: eventId('d1'),
            at: NINE + 2 * MINUTE,
            type: 'bot_deaf',
            platform: 'test',
            from: NINE + MINUTE,
            to: NINE + 2 * MINUTE,
          },
          { id: eventId('d2'), at: NINE + 2 * MINUTE, type: 'bot_deaf', platform: 'wecom', from: NINE, to: NINE + 1 },
          { id: eventId('d3'), at: NINE + MINUTE, type: 'bot_deaf', platform: 'test', from: NINE - HOUR, to: NINE - 1 },
        ],
      },
    );
    desk.now = NINE + 3 * MINUTE;
    const said = await desk.say('zhao', '工单 1');
    expect(said.ops).toEqual(['post']);
    const words = readCard(said.card());
    expect(words).toContain('09:00:00 王敏 报障：「信用广州网站打不开了」');
    expect(words).toContain('09:01:30 李工 到场');
    expect(words).toContain('到场: 用时 1 分 30 秒，时限 5 分钟（09:05 前），达标');
    expect(words).toContain('解决: 用时 3 分钟，时限 2 小时（11:00 前），计时中');
    expect(words.filter((line) => line.startsWith('机器人离线'))).toEqual(['机器人离线: 09:01:00 至 09:02:00']);
  });

  test.each(['工单 2', '工单2号', '工单 GZ-260303-02', '查询 0303-2', 'ticket ２', 'show gz-260303-02'])(
    '%s',
    async (text) => {
      expect((await desk.say('zhao', text)).card().title).toContain('GZ-260303-02');
    },
  );

  test.each([
    ['工单 99', '没有找到工单「99」。发送「未办结」可查看未办结工单。'],
    ['ticket 99', 'There is no ticket "99". Send "open" to see the open ones.'],
  ])('%s', async (text, sentence) => {
    const said = await desk.say('zhao', text);
    expect(said.ops).toEqual(['answer']);
    expect(said.lines).toEqual([sentence]);
  });

  test('工单 in front of a report is a report', async () => {
    await desk.say('chen', '工单 双公示系统报错500');
    expect(await desk.tickets()).toHaveLength(3);
  });

  test('详情 on a card is for the one who taps', async () => {
    const said = await desk.tap('wang', 'show_ticket', ticket);
    expect(said.ops).toEqual(['answer']);
    expect(said.card().title).toContain(ticket.number);
  });
});

test('今日统计 counts the day’s tickets and no others', async () => {
  await desk.do('li', 'resolve', ticket, { cause: '证书', action: '更换' });
  await desk.do('wang', 'confirm', ticket, { rating: '4' });
  await desk.do('chen', 'cancel', other, { reason: '误报' });
  expect(readCard((await desk.say('zhao', '今日统计')).card())).toEqual([
    '今日统计 3月3日 (info)',
    '今日报障: 2 张',
    '按级别: 影响业务 2 张',
    '其中未办结: 0 张',
    '其中已解决: 1 张',
    '其中撤销: 1 张',
    '未办结且超时: 0 张',
    '时限达标: 5 / 5 项',
    '平均评分: 4.0 分（1 次评价）',
  ]);
  desk.now = Date.parse('2026-03-04T00:00:00+08:00');
  expect(readCard((await desk.say('zhao', 'today')).card())).toEqual([
    'Today, 03-04 (info)',
    'Reported: 0',
    'Still open: 0',
    'Resolved: 0',
    'Cancelled: 0',
    'Overdue, of all open: 0',
    'Deadlines met: none judged yet',
  ]);
});
