import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { MINUTE } from '../../domain/types.ts';
import { readCard } from '../cards/read-card.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report('信用广州网站打不开了，大厅没法办业务', 'wang');
});
afterEach(() => desk.store.close());

describe('解释', () => {
  test.each(['解释 1', '解释1', '为什么 1', '为什么1？', 'explain 1', 'why 1?'])(
    '%s explains the clock that is due first, to whoever asks',
    async (said) => {
      const answer = await desk.say('chen', said);
      expect(answer.ops).toEqual(['answer']);
      expect(answer.card().title).toMatch(new RegExp(`${ticket.number} (响应|Respond|到场|Arrive)`));
      expect(readCard(answer.card())[2]).toContain('09:00–09:05');
    },
  );

  test.each(['解释 1 解决', '解释 1 resolve', '为什么 1 解决', 'why 1 critical.resolve'])(
    '%s names a clock',
    async (said) => {
      expect(readCard((await desk.say('wang', said)).card()).join()).toMatch(/09:00–11:00/);
    },
  );

  test('in a reply it is the ticket that is replied to', async () => {
    const posted = await desk.say('chen', '双公示系统报错500');
    const answer = await desk.say('wang', '解释', { quote: { handle: desk.handleOf(posted) } });
    expect(answer.card().title).toContain('GZ-260303-02');
  });

  test('when all has ended it is the time to resolve', async () => {
    desk.now = NINE + 40 * MINUTE;
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换' });
    const lines = readCard((await desk.say('wang', '解释 1')).card());
    expect(lines[0]).toContain('解决 [达标]');
    expect(lines).toContain('完成: 09:40:00，用时 40 分钟');
  });

  test('a clock that the ticket has not is told which it has', async () => {
    expect((await desk.say('wang', '解释 1 午饭')).lines.join()).toMatch(/没有「午饭」时限。可查询：.*解决/);
  });

  test('a ticket that is not there is told so', async () => {
    expect((await desk.say('wang', '解释 99')).lines.join()).toContain('99');
  });

  test('a question that is no question for us is heard as what it is', async () => {
    await desk.say('chen', '为什么 1 个人都登录不了双公示系统');
    expect(await desk.tickets()).toHaveLength(2);
  });
});

describe('本周节假日', () => {
  test('names the days of this week and the next, to everybody', async () => {
    desk.now = Date.parse('2026-09-30T10:00:00+08:00');
    const answer = await desk.say('li', '本周节假日');
    expect(answer.ops).toEqual(['post']);
    expect(readCard(answer.card())).toEqual([
      '本周及下周节假日 9月28日 至 10月11日 (info)',
      '10月1日（周四） 至 10月7日（周三）：国庆节放假',
      '10月10日（周六）：国庆节调休上班',
    ]);
  });

  test('in English too', async () => {
    expect((await desk.say('li', 'holidays this week')).card().title).toBe(
      'Holidays of this week and the next, 03-02 to 03-15',
    );
  });
});
