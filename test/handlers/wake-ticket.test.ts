import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { loadPack } from '../../contracts/load.ts';
import { parsePackValue } from '../../contracts/schema.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { eventId, HOUR, MINUTE, SECOND } from '../../domain/types.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report();
});
afterEach(() => desk.store.close());

test('the last step of an escalation telephones whom it rings, and no step before it does', async () => {
  const { contract } = desk;
  const chains = Object.fromEntries(
    Object.entries(contract.chains).map(([key, chain]) => {
      const last = chain.escalation.length - 1;
      const escalation = chain.escalation.map((step, at) => (at === last ? { ...step, call: true as const } : step));
      return [key, { ...chain, escalation }];
    }),
  );
  const calling = await Desk.open({ chains });
  try {
    const reported = await calling.report();
    await calling.do('li', 'acknowledge', reported);
    const calls = [];
    for (const minute of [5, 20, 35]) {
      calling.now = NINE + minute * MINUTE + 1;
      const { all } = await calling.wake(reported);
      calls.push(...all.flatMap((outgoing) => (outgoing.op === 'post' ? [outgoing.calls] : [])));
    }
    expect(calls.filter((people) => people !== undefined)).toEqual([['qian']]);
  } finally {
    await calling.store.close();
  }
});

describe('a wake-up', () => {
  test('before anything is due says nothing and keeps the timer', async () => {
    desk.now = NINE + 2.5 * MINUTE - 1;
    expect((await desk.wake(ticket)).all).toEqual([]);
    expect(await desk.store.nextDueAt()).toBe(NINE + 2.5 * MINUTE);
  });

  test('several clocks at once are one post that rings who is on duty', async () => {
    desk.now = NINE + 2.5 * MINUTE;
    const said = await desk.wake(ticket);
    expect(said.lines).toEqual(['@li GZ-260303-01 响应（内控）还剩 2 分 30 秒、到场还剩 2 分 30 秒']);
    expect(said.all).toMatchObject([{ op: 'post', priority: 1 }]);
    expect(said.card().actions.map(({ action }) => action)).toEqual(['acknowledge', 'arrive', 'show_ticket']);
  });

  test('a reminder that was tapped does not go on offering the step that was taken', async () => {
    desk.now = NINE + 2.5 * MINUTE;
    const reminder = desk.handleOf(await desk.wake(ticket));
    const said = await desk.tap('li', 'acknowledge', ticket, {}, reminder);
    const settled = said.all.find((outgoing) => outgoing.op === 'refresh' && outgoing.cardKey.startsWith('notice:'));
    expect(settled).toMatchObject({ otherwise: 'leave', content: { card: { badge: '处理中' } } });
    expect(settled?.content.card?.actions.map(({ action }) => action)).toEqual(['show_ticket']);
  });

  test('a reminder that the wrong person tapped keeps its buttons for those whom it is for', async () => {
    desk.now = NINE + 2.5 * MINUTE;
    const reminder = desk.handleOf(await desk.wake(ticket));
    const said = await desk.tap('wang', 'acknowledge', ticket, {}, reminder);
    expect(said.all.map(({ op }) => op)).toEqual(['answer']);
  });

  test('run a second time says nothing more', async () => {
    desk.now = NINE + 2.5 * MINUTE;
    await desk.wake(ticket);
    expect((await desk.wake(ticket)).all).toEqual([]);
  });

  test('rings the assignee instead of who is on duty once there is one', async () => {
    await desk.do('zhou', 'acknowledge', ticket);
    desk.now = NINE + 2.5 * MINUTE;
    expect((await desk.wake(ticket)).lines).toEqual(['@zhou GZ-260303-01 到场还剩 2 分 30 秒']);
  });

  test('at the due instant the time is not over yet', async () => {
    desk.now = NINE + 4 * MINUTE;
    await desk.wake(ticket);
    desk.now = NINE + 5 * MINUTE;
    const said = await desk.wake(ticket);
    expect(said.lines.join()).not.toContain('超时');
  });

  test('a millisecond later it is a breach: first out, up the chain, and red on the card', async () => {
    desk.now = NINE + 4 * MINUTE;
    await desk.wake(ticket);
    desk.now = NINE + 5 * MINUTE + 1;
    const said = await desk.wake(ticket);
    const [refresh, post] = said.all;
    expect(refresh).toMatchObject({ op: 'refresh', otherwise: 'leave' });
    expect(said.card(0).tone).toBe('danger');
    expect(post).toMatchObject({ op: 'post', priority: 0 });
    expect(said.card(1).title).toBe('超时提醒 GZ-260303-01');
    expect(said.lines).toEqual([
      '@li @zhao GZ-260303-01 响应（内控）刚刚超时、到场刚刚超时、故障诊断还剩 5 分钟、上报主管还剩 5 分钟',
    ]);
  });

  test('a reminder that is late for another reason does not blame the connection', async () => {
    desk.now = NINE + 30 * MINUTE;
    const said = await desk.wake(ticket);
    expect(said.card(1).lines.flat().join('\n')).toContain('09:20 发出，现延迟发出');
  });

  test('after downtime says once that it is late, with the latest stage of each clock', async () => {
    desk.now = NINE + 30 * MINUTE;
    const deaf = { type: 'bot_deaf', platform: 'test', from: NINE + MINUTE, to: desk.now, reason: 'down' };
    const meta = { contractId: desk.contract.id, now: desk.now, cause: { kind: 'none' } } as const;
    await desk.store.commit(meta, { entries: [{ ...deaf, id: eventId('deaf'), at: desk.now }] });
    const said = await desk.wake(ticket);
    expect(said.all.filter(({ op }) => op === 'post')).toHaveLength(1);
    const words = said.card(1).lines.flat().join('\n');
    expect(words).toContain('因机器人离线延迟');
    expect(words.match(/离线延迟/g)).toHaveLength(1);
    expect(nextWakeAt(await desk.fresh(ticket), desk.contract)).toBe(await desk.store.nextDueAt());
  });

  test('of a ticket that moved on only sets the timer anew', async () => {
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });
    desk.now = NINE + 5 * MINUTE + SECOND;
    expect((await desk.wake(ticket)).all).toEqual([]);
    expect(await desk.store.nextDueAt()).toBe(NINE + 24 * HOUR);
  });

  test('closes what nobody confirmed, and says so', async () => {
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });
    desk.now = NINE + 24 * HOUR - 1;
    expect((await desk.wake(ticket)).all).toEqual([]);
    desk.now += 1;
    const said = await desk.wake(ticket);
    expect(said.lines).toEqual(['GZ-260303-01 解决后 1 天内未收到反馈，已自动办结。如仍有问题，请重新报障。']);
    expect((await desk.fresh(ticket)).status).toBe('closed');
    expect(await desk.store.nextDueAt()).toBeUndefined();
  });

  test('of a ticket that does not exist does no harm', async () => {
    const said = await desk.wake({ ...ticket, id: desk.missingTicket });
    expect(said.all).toEqual([]);
  });
});

describe('a ticket that wakes before a new pack has come to it', () => {
  /** Tuesday 3 March ends at noon, so that its working day of eight hours ends on Wednesday. */
  const newCalendars = async () => {
    const { value } = await loadPack('contracts/guangzhou-credit.yaml');
    const pack = value as { calendars: { working: object } };
    const working = { ...pack.calendars.working, days: { '2026-03-03': ['09:00-12:00'] } };
    const edited = { ...pack, calendars: { ...pack.calendars, working } };
    return parsePackValue(edited, { holidays: chineseHolidays() });
  };
  const SIX = NINE + 9 * HOUR;

  test.each([
    ['is due by the calendars of that one', 'hash of the new one', ['calendar_changed', 'reminded'], SIX + 21 * HOUR],
    ['stays with a replica of an older pack where it is', 'hash of a newer one', ['reminded'], SIX],
  ])('%s', async (_name, hashInForce, types, dueAt) => {
    const mild = await desk.report('双公示系统导出的表格格式不对，不影响业务，不急', 'chen');
    const { calendars } = await newCalendars();
    Object.assign(desk.contract, { calendars, hash: 'hash of the new one' });
    const meta = { contractId: desk.contract.id, now: NINE + HOUR, cause: { kind: 'none' } } as const;
    const entry = { id: eventId('in force'), at: NINE + HOUR, type: 'pack_in_force', hash: hashInForce };
    await desk.store.commit(meta, { entries: [entry] });
    desk.now = SIX + 1;
    await desk.wake(mild);
    const events = await desk.store.ticketEvents(mild.id);
    expect(events.slice(1).map(({ type }) => type)).toEqual(types);
    const clock = (await desk.fresh(mild)).clocks.find(({ ruleId }) => ruleId === 'normal.resolve');
    expect(clock?.dueAt).toBe(dueAt);
    expect(clock?.stages.includes('breach')).toBe(dueAt === SIX);
  });
});

describe('a ticket that was taken, and of which nothing is heard', () => {
  const steps = [
    { afterMs: HOUR, to: ['responsible'] as const },
    { afterMs: 2 * HOUR, to: ['responsible', 'manager'] as const },
  ];
  const open = async () => {
    const quiet = await Desk.open({ clocks: [], silence: [{ levels: [], calendar: 'always', steps }] });
    const reported = await quiet.report();
    await quiet.do('li', 'acknowledge', reported);
    return { quiet, reported };
  };

  test('asks the one who took it, with a button for his answer', async () => {
    const { quiet, reported } = await open();
    quiet.now = NINE + HOUR;
    const said = await quiet.wake(reported);
    expect(said.lines).toEqual(['@li GZ-260303-01 已 1 小时没有新进展，请通报处理进展。']);
    expect(said.card().title).toBe('进展提醒 GZ-260303-01');
    expect(said.card().actions.map(({ action }) => action)).toEqual(['progress', 'show_ticket']);
    expect((await quiet.wake(reported)).all).toEqual([]);
    expect(await quiet.store.nextDueAt()).toBe(NINE + 2 * HOUR);
    await quiet.store.close();
  });

  test('tells those above him later, in words of their own', async () => {
    const { quiet, reported } = await open();
    quiet.now = NINE + 2 * HOUR;
    expect((await quiet.wake(reported)).lines).toEqual([
      '@li GZ-260303-01 已 2 小时没有新进展，请通报处理进展。',
      '@zhao GZ-260303-01（处理人 李工）已 2 小时没有新进展，请督促。',
    ]);
    await quiet.store.close();
  });
});

test.each([
  ['a reminder', true, 'notice:'],
  ['the ticket’s own card', false, 'ticket:'],
])(
  'a tap on %s is answered on that card, first of all, since platforms wait for it for seconds only',
  async (_name, isReminder, key) => {
    desk.now = NINE + 2.5 * MINUTE;
    const reminder = desk.handleOf(await desk.wake(ticket));
    const own = await desk.store.cardHandle(desk.chat('ops').id, `ticket:${ticket.id}`);
    const said = await desk.tap('li', 'acknowledge', ticket, {}, isReminder ? reminder : own, 'ops', 'token');
    const [first, ...others] = said.all;
    expect(first).toMatchObject({ op: 'refresh', cardKey: expect.stringMatching(`^${key}`), tapToken: 'token' });
    expect(others.filter((outgoing) => outgoing.op === 'refresh' && outgoing.tapToken !== undefined)).toEqual([]);
  },
);
