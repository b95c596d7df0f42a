import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foldTicket } from '../../domain/fold.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY } from '../../domain/types.ts';
import { Desk } from './harness.ts';

const INVITATION = '如需评价，请在群内 @我 发送「确认 1 5」（1–5 分，5 分为最高）。';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report();
  for (const [command, form] of [
    ['acknowledge', {}],
    ['resolve', { cause: '证书过期', action: '更换证书' }],
  ] as const) {
    ticket = await desk.do('li', command, await desk.fresh(ticket), form);
  }
});
afterEach(() => desk.store.close());

const fresh = () => desk.fresh(ticket);
const events = () => desk.store.ticketEvents(ticket.id);

describe('a confirmation', () => {
  test.each([
    ['可以了，5分', 5],
    ['好了，五星好评', 5],
    ['可以了 4分', 4],
    ['可以了，给5分', 5],
    ['好了，评5分', 5],
    ['恢复了，评分 3', 3],
    ['确认 1 谢谢，5 分', 5],
    ['确认 1 四星', 4],
  ])('%s gives the rating that it says', async (words, rating) => {
    await desk.say('wang', words);
    expect(await fresh()).toMatchObject({ status: 'closed', rating });
  });

  test.each([
    ...['可以了', '可以了，谢谢', '好了 1', '确认 1'],
    ...['可以了，用了 3分', '可以了，用了3分', '可以了，3分钟', '可以了，大概 3分', '确认 1 谢谢，用了 3分'],
  ])('%s rates nothing', async (words) => {
    const said = await desk.say('wang', words);
    expect((await fresh()).status).toBe('closed');
    expect((await fresh()).rating).toBeUndefined();
    expect(said.lines).toEqual(['王敏 已确认恢复，GZ-260303-01 办结', INVITATION]);
  });

  test('in private invites without a mention', async () => {
    const said = await desk.say('wang', '确认 1', { chat: 'user:wang', private: true });
    expect(said.lines).toContain('如需评价，请发送「确认 1 5」（1–5 分，5 分为最高）。');
  });

  test('the word that only announces a rating is refused, and closes nothing', async () => {
    expect((await desk.say('wang', '确认 1 评分')).lines).toEqual(['评分请填写 1 至 5 的整数。']);
    expect((await fresh()).status).toBe('resolved');
  });

  test('by a tap invites to rate where nothing asked for it, and only him whose report it is', async () => {
    expect((await desk.tap('wang', 'confirm', await fresh())).lines).toContain(INVITATION);
  });

  test.each([
    ['with a form that was left empty', 'wang', { rating: '' }],
    ['of a supervisor', 'qian', {}],
  ] as const)('%s invites to nothing', async (_name, by, form) => {
    expect((await desk.tap(by, 'confirm', await fresh(), form)).lines).not.toContain(INVITATION);
    expect((await fresh()).status).toBe('closed');
  });
});

describe('a rating after the end', () => {
  beforeEach(async () => {
    await desk.tap('wang', 'confirm', await fresh());
  });

  test.each(['5分', '5 分。', '给5分', '评5分', '五星', '确认 1 5', '确认 5', '确认 评分 5'])(
    '%s counts, and moves nothing else',
    async (words) => {
      const before = await fresh();
      expect((await desk.say('wang', words)).lines).toEqual(['已记录 王敏 对 GZ-260303-01 的评分：5 分。']);
      const after = await fresh();
      expect(after.rating).toBe(5);
      expect([after.status, after.closedAt, after.clocks]).toEqual([before.status, before.closedAt, before.clocks]);
      expect(foldTicket(await events())).toEqual(after);
    },
  );

  test.each(['1', '１', '1。', '一'])(
    'a bare %s, which says 收到 as often, is none, and he is told what is',
    async (words) => {
      expect((await desk.say('wang', words)).lines).toEqual(['如为评价，请在群内 @我 发送「1 分」。']);
      expect((await fresh()).rating).toBeUndefined();
      await desk.say('wang', '1 分');
      expect((await fresh()).rating).toBe(1);
    },
  );

  test.each(['收到', '用了3分', '3分钟', '3分钟就好了', '用时 3分'])('%s is none', async (words) => {
    await desk.say('wang', words);
    expect((await fresh()).rating).toBeUndefined();
  });

  test.each([
    ['a day later', DAY, 5],
    ['a millisecond after that', DAY + 1, undefined],
  ])('%s', async (_name, after, rating) => {
    desk.now += after;
    await desk.say('wang', '确认 0303-1 5');
    expect((await fresh()).rating).toBe(rating);
  });

  test('is given once', async () => {
    await desk.say('wang', '确认 1 5');
    await desk.say('wang', '确认 1 1');
    expect((await fresh()).rating).toBe(5);
  });

  test('is none of the supplier’s, and none of another reporter’s', async () => {
    await desk.say('li', '确认 1 5');
    await desk.say('chen', '确认 1 1');
    expect((await fresh()).rating).toBeUndefined();
  });

  test('can be taken back, and the ticket stays closed', async () => {
    await desk.say('wang', '确认 1 5');
    await desk.say('wang', '撤回 1');
    expect((await fresh()).rating).toBeUndefined();
    expect((await fresh()).status).toBe('closed');
  });

  test('is not asked for again by 算了, and a bare 确认 means the ticket that waits', async () => {
    const other = await desk.report('双公示系统打不开了，大厅没法办业务');
    await desk.do('li', 'resolve', await desk.do('li', 'acknowledge', other), { cause: 'a', action: 'b' });
    expect((await desk.say('wang', '算了')).lines.join()).not.toContain('未执行');
    await desk.say('wang', '确认');
    expect((await desk.fresh(other)).status).toBe('closed');
  });
});
