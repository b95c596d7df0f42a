import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinedCard } from '../../cards/same-fault-card.ts';
import { zh } from '../../cards/text.zh.ts';
import { monitorId } from '../../domain/alerts/monitor.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY, MINUTE } from '../../domain/types.ts';
import { remindDraft } from '../../handlers/remind-draft.ts';
import type { Attachment } from '../../platforms/types.ts';
import { readLine } from '../cards/read-card.ts';
import { Desk, NINE, type Said } from './harness.ts';

const RULE = { withinMs: 30 * MINUTE, same: 'join', similar: 'ask' } as const;
const IMAGE: Attachment = { kind: 'image', source: 'x' };

let desk: Desk;
let day = 0;
let main: Ticket;
beforeAll(async () => {
  desk = await Desk.open({ sameFault: RULE });
});
/** A day of its own for each test: numbers begin anew, and nothing older is near. */
beforeEach(async () => {
  day += 1;
  desk.contract = { ...desk.contract, sameFault: RULE };
  desk.now = NINE + day * DAY;
  main = await desk.report('信用广州网站打不开了');
  desk.now += 2 * MINUTE;
});

const tickets = () => desk.store.ticketsReported(desk.contract.id, NINE + day * DAY, desk.now + 1, 10);
/** As numbers of a test's day are written here. */
const sameDay = (words: string | undefined) => words?.replaceAll(/GZ-\d{6}/g, 'GZ');
const lines = (said: Said) => said.lines.map(sameDay);
const draftOn = (said: Said) => {
  const { subject } = said.card();
  if (!subject) throw new Error('the question has no subject');
  return subject;
};
/** What a ticket says by itself at once, and whether that is all for now. */
async function wokenOnce(ticket: Ticket) {
  const woke = await desk.wake(ticket);
  const { clocks } = await desk.fresh(ticket);
  expect((await desk.wake(ticket)).all).toEqual([]);
  return { ops: woke.ops, lines: lines(woke), clocks: clocks.every(({ breached }) => breached) };
}
const buttons = (said: Said) => said.card().actions.map(({ action }) => action);
/** What 不是同一故障 on the card of a report that has joined is about. */
const ownButton = (said: Said) => {
  const cards = said.all.flatMap(({ content }) => content.card ?? []);
  const subject = cards.flatMap(({ actions }) => actions).find(({ action }) => action === 'split_own')?.subject;
  if (!subject) throw new Error('no button names the report');
  return subject;
};

describe('another person reports the same', () => {
  test('his words join the ticket, and he is told alone', async () => {
    const said = await desk.say('chen', '信用广州网站打不开');
    expect(said.ops).toEqual(['refresh', 'answer']);
    expect(sameDay(said.card(1).title)).toBe('已并入 GZ-01');
    expect(said.card(1).lines[1]).toEqual(['您是第 2 位报告人，无需另行登记，处理结果将一并告知您。']);
    expect(said.card(1).actions.map(({ action }) => action)).toEqual(['split_own', 'show_ticket']);
    expect(said.card(0).fields.find(({ label }) => label === '报障人')?.value).toEqual(['王敏等 2 人']);
    expect(await tickets()).toHaveLength(1);
  });

  test('of monitoring counts people alone, and says that monitoring was first', async () => {
    const stored = await desk.fresh(main);
    const view = {
      ticket: {
        ...stored,
        reporterId: monitorId('alertmanager'),
        merged: [{ reporterId: stored.reporterId, reportedAt: desk.now, chatId: stored.chatId }],
      },
      contract: desk.contract,
      members: [],
      onDuty: [],
      texts: new Map(),
    };
    expect(joinedCard(view, { reporterId: stored.reporterId, joinedId: 'a' }, desk.now, zh).lines[1]).toEqual([
      '监控已报告该故障，您是第 1 位报告人，无需另行登记，处理结果将一并告知您。',
    ]);
  });

  test('the ledger has his words, and the timeline shows them', async () => {
    await desk.say('chen', '信用广州网站打不开');
    const said = await desk.say('zhao', '工单 1');
    expect(said.card().lines.at(-1)).toEqual(['09:02:00 陈晓 报告同一故障：「信用广州网站打不开」']);
    expect((await desk.store.ticketEvents(main.id)).map(({ type }) => type)).toEqual(['opened', 'absorbed']);
  });

  test('he is rung by the result, and may say that it works', async () => {
    await desk.say('chen', '信用广州网站打不开');
    await desk.do('li', 'acknowledge', main);
    const said = await desk.tap('li', 'resolve', await desk.fresh(main), { cause: '证书过期', action: '已更换' });
    expect(said.lines[0]).toContain('@wang @chen');
    expect((await desk.do('chen', 'confirm', main)).status).toBe('closed');
  });

  test('a picture that came along is the ticket’s', async () => {
    await desk.say('chen', '信用广州网站打不开', { attachments: [IMAGE] });
    expect(await desk.store.attachmentsOf(main.id)).toHaveLength(1);
    expect((await desk.fresh(main)).merged?.[0]?.attachments).toHaveLength(1);
  });

  test('graver words ask the supervisors, and leave the level to them', async () => {
    main = await desk.report('双公示系统打不开了，不影响业务', 'wang');
    const said = await desk.say('chen', '双公示系统打不开，影响业务');
    expect(lines(said)).toEqual([
      '@qian 陈晓 报告了与 GZ-02 相同的故障，按其描述为「影响业务」，本工单现按「不影响业务」计时，请监理核定级别。',
    ]);
    expect(await desk.fresh(main)).toMatchObject({ level: 'normal', levelAsked: true });
  });

  test('after the window it is a ticket of its own', async () => {
    desk.now += 29 * MINUTE;
    await desk.say('chen', '信用广州网站打不开');
    expect(await tickets()).toHaveLength(2);
  });

  test('without the rule it is a ticket of its own', async () => {
    const { sameFault: _rule, ...contract } = desk.contract;
    desk.contract = contract;
    await desk.say('chen', '信用广州网站打不开');
    expect(await tickets()).toHaveLength(2);
  });
});

test('who is asked about his own report is called by no name', async () => {
  const said = await desk.say('wang', '信用广州网站数据不对');
  expect(lines(said)).toEqual(['@wang 您已于 09:00:00 报障：「信用广州网站打不开了」（GZ-01），请问是否为同一故障？']);
});

describe('something else is wrong with the same system', () => {
  let asked: Said;
  beforeEach(async () => {
    asked = await desk.say('chen', '信用广州网站数据不对', { attachments: [IMAGE] });
  });

  test('he is asked, and nothing is opened', async () => {
    expect(lines(asked)).toEqual([
      '@chen 王敏 已于 09:00:00 报障：「信用广州网站打不开了」（GZ-01），请问是否为同一故障？',
    ]);
    expect(asked.card().title).toBe('是否为同一故障？');
    expect(buttons(asked)).toEqual(['draft_same', 'draft_incident', 'draft_dismiss']);
    expect(await tickets()).toHaveLength(1);
  });

  test('是同一故障 adds it with what came along, from when it was said', async () => {
    desk.now += 10 * MINUTE;
    const said = await desk.tap('chen', 'draft_same', draftOn(asked));
    expect(sameDay(said.card(0).title)).toBe('已并入 GZ-01');
    const [report] = (await desk.fresh(main)).merged ?? [];
    expect(report).toMatchObject({ reporterId: 'chen', reportedAt: main.reportedAt + 2 * MINUTE });
    expect(await desk.store.attachmentsOf(main.id)).toMatchObject([{ id: report?.attachments?.[0] }]);
  });

  test('whoever is answered for is rung, and can take his words out', async () => {
    const said = await desk.tap('li', 'draft_same', draftOn(asked));
    expect(lines(said)).toEqual(['@chen 李工 已将您的报障并入 GZ-01。如不是同一故障，请点击「不是同一故障」。']);
    const own = said.card(2).actions.find(({ action }) => action === 'split_own');
    expect(own?.for).toEqual(['chen']);
  });

  test('the same in words', async () => {
    await desk.say('chen', '是同一故障');
    expect((await desk.fresh(main)).merged).toHaveLength(1);
  });

  test('另外登记 opens a ticket with its clocks at what was said', async () => {
    desk.now += 10 * MINUTE;
    await desk.tap('chen', 'draft_incident', draftOn(asked));
    expect((await tickets())[1]).toMatchObject({ reportedAt: main.reportedAt + 2 * MINUTE, reporterId: 'chen' });
  });

  test('不是故障 opens nothing', async () => {
    await desk.tap('chen', 'draft_dismiss', draftOn(asked));
    expect(await tickets()).toHaveLength(1);
    expect((await desk.fresh(main)).merged).toBeUndefined();
  });

  test('unanswered, those on duty are rung, with the same buttons', async () => {
    desk.now += 6 * MINUTE;
    await remindDraft(desk.scene(), draftOn(asked).id);
    const rung = desk.said.at(-1);
    expect(rung?.content.card?.title).toBe('是否为同一故障？');
    expect(sameDay(rung?.content.lines.map(readLine).join(''))).toContain('陈晓 的消息与 GZ-01 是否为同一故障');
  });

  test('answered when that ticket has ended, it gets one of its own', async () => {
    await desk.do('wang', 'cancel', main, { reason: '误报' });
    const said = await desk.tap('chen', 'draft_same', draftOn(asked));
    expect(lines(said)).toContain('GZ-01 已办结或已撤销，不能并入，已为您另行登记。');
    expect((await tickets())[1]).toMatchObject({ status: 'open', reporterId: 'chen' });
  });

  test('answered when that ticket was merged, it joins the main one', async () => {
    const other = await desk.report('双公示系统打不开了', 'wang');
    await desk.say('qian', '合并 1 到 2');
    await desk.tap('chen', 'draft_same', draftOn(asked));
    expect((await desk.fresh(other)).merged?.map(({ reporterId }) => reporterId)).toEqual(['wang', 'chen']);
  });

  test('answered when it is resolved, he is asked whether it works', async () => {
    await desk.do('li', 'acknowledge', main);
    await desk.do('li', 'resolve', main, { cause: '证书过期', action: '已更换' });
    const said = await desk.tap('chen', 'draft_same', draftOn(asked));
    const told = said.all.find(({ op }) => op === 'answer')?.content.card;
    expect(told?.actions.map(({ action }) => action)).toEqual(['confirm', 'reopen', 'split_own', 'show_ticket']);
  });
});

describe('his own words again', () => {
  test('are added to his ticket', async () => {
    const said = await desk.say('wang', '信用广州网站打不开');
    expect(lines(said)).toEqual([
      '@li 王敏 补充 GZ-01：「信用广州网站打不开」。',
      '该故障已登记，本次内容已补充至 GZ-01。如为另一故障，请发送「登记」并写明现象。',
    ]);
    expect(await tickets()).toHaveLength(1);
  });

  test.each(['另外，信用广州网站打不开', '登记 信用广州网站打不开'])('%s is another fault', async (words) => {
    await desk.say('wang', words);
    expect(await tickets()).toHaveLength(2);
  });

  test('about another system are another fault', async () => {
    await desk.say('wang', '双公示系统打不开');
    expect(await tickets()).toHaveLength(2);
  });
});

describe('a report that joined by mistake', () => {
  let joined: Said;
  beforeEach(async () => {
    joined = await desk.say('chen', '信用广州网站打不开', { attachments: [IMAGE] });
    desk.now += 5 * MINUTE;
  });
  const opened = async () => (await tickets()).find(({ id }) => id !== main.id);

  test('leaves by its reporter’s tap, with its own time, words and pictures', async () => {
    const said = await desk.tap('chen', 'split_own', ownButton(joined));
    expect(lines(said)).toContain('@li 陈晓 已将本人的报障从 GZ-01 拆出，另立工单 GZ-02，按原报障时间计时。');
    const own = await opened();
    expect(own).toMatchObject({ reporterId: 'chen', reportedAt: main.reportedAt + 2 * MINUTE, status: 'open' });
    expect(await desk.store.attachmentsOf(own?.id ?? main.id)).toHaveLength(1);
    expect(await desk.store.attachmentsOf(main.id)).toHaveLength(0);
    expect(await desk.fresh(main)).not.toHaveProperty('merged');
  });

  test.each([
    ['chen', '拆分 1'],
    ['zhao', '拆分 1'],
    ['qian', '拆分 1 1'],
  ] as const)('leaves as %s types %s', async (by, words) => {
    await desk.say(by, words);
    expect(await opened()).toMatchObject({ reporterId: 'chen', reportedAt: main.reportedAt + 2 * MINUTE });
  });

  test.each([
    ['li', '拆分 1', '拆分由项目经理或监理操作；报告人可拆出本人的报障。'],
    ['wang', '拆分 1', '拆分由项目经理或监理操作；报告人可拆出本人的报障。'],
    ['zhao', '拆分 1 2', 'GZ-01 没有可拆分的报障。'],
    ['zhao', '拆分 9', '没有找到工单「9」。发送「未办结」可查看未办结工单。'],
    ['zhao', '拆分', '请写明工单编号，例：拆分 7'],
  ] as const)('%s: %s is refused', async (by, words, answer) => {
    expect(lines(await desk.say(by, words))).toEqual([answer]);
    expect(await opened()).toBeUndefined();
  });

  test('tapped twice takes nobody else’s out, though a manager might', async () => {
    const own = ownButton(await desk.say('zhao', '信用广州网站打不开了'));
    await desk.tap('zhao', 'split_own', own);
    const again = await desk.tap('zhao', 'split_own', own);
    expect(lines(again)).toEqual(['该报障已从 GZ-01 拆出，见 GZ-02。']);
    expect((await desk.fresh(main)).merged?.map(({ reporterId }) => reporterId)).toEqual(['chen']);
  });

  test('is not taken out by somebody else’s tap', async () => {
    const said = await desk.tap('wang', 'split_own', ownButton(joined));
    expect(lines(said)).toEqual(['拆分由项目经理或监理操作；报告人可拆出本人的报障。']);
    expect(await opened()).toBeUndefined();
  });

  test.each([
    ['', 'another_report'],
    ['no-such-ticket', ''],
  ])('is not found by a forged button: %s%s', async (ticket, report) => {
    const id = `${ticket || main.id}${report && `|${report}`}`;
    const { version } = ownButton(joined);
    const said = await desk.tap('chen', 'split_own', { id, version });
    expect(said.lines).toEqual([zh.system.unknownAction]);
  });

  describe('and another one of the same person', () => {
    let second: Said;
    beforeEach(async () => {
      second = await desk.tap('chen', 'draft_same', draftOn(await desk.say('chen', '信用广州网站数据不对')));
      desk.now += MINUTE;
    });
    const left = async () => (await desk.fresh(main)).merged?.map(({ reportedAt }) => (reportedAt - NINE) % DAY);

    test('leave by their own buttons, however often each is tapped', async () => {
      await desk.tap('chen', 'split_own', ownButton(joined));
      const again = await desk.tap('chen', 'split_own', ownButton(joined));
      expect(lines(again)).toEqual(['该报障已从 GZ-01 拆出，见 GZ-02。']);
      expect(await left()).toEqual([7 * MINUTE]);
      await desk.tap('chen', 'split_own', ownButton(second));
      expect(await left()).toBeUndefined();
    });

    test('are named by their buttons after the ticket was merged', async () => {
      const other = await desk.report('双公示系统打不开了', 'wang');
      await desk.say('qian', '合并 1 到 2');
      await desk.tap('chen', 'split_own', ownButton(joined));
      const again = await desk.tap('chen', 'split_own', ownButton(joined));
      expect(lines(again)).toEqual(['该报障已从 GZ-02 拆出，见 GZ-03。']);
      const reports = (await desk.fresh(other)).merged?.map(({ reporterId }) => reporterId);
      expect(reports).toEqual(['wang', 'chen']);
    });

    test('are chosen from a list by a button of before, which names none', async () => {
      const list = await desk.tap('chen', 'split_own', await desk.fresh(main));
      expect(list.card().fields.map(({ value }) => value[0])).toEqual([
        '09:02:00 陈晓：「信用广州网站打不开」',
        '09:07:00 陈晓：「信用广州网站数据不对」',
      ]);
      const [, take] = list.card().actions;
      if (!take?.subject) throw new Error('the second report has no button');
      expect(take.for).toContain('chen');
      await desk.tap('chen', take.action, take.subject);
      expect(await left()).toEqual([2 * MINUTE]);
      // Which of the two it stood under nobody knows.
      const again = await desk.tap('chen', 'split_own', await desk.fresh(main));
      expect(again.card().fields).toHaveLength(1);
      expect(await left()).toEqual([2 * MINUTE]);
    });
  });

  test('leaves by a button of before, once', async () => {
    await desk.tap('chen', 'split_own', await desk.fresh(main));
    expect(await opened()).toMatchObject({ reporterId: 'chen' });
    const again = await desk.tap('chen', 'split_own', await desk.fresh(main));
    expect(lines(again)).toEqual(['该报障已从 GZ-01 拆出，见 GZ-02。']);
  });

  test('is over its limits at once as words that are registered late are: told in one message, to all', async () => {
    desk.now += 3 * 60 * MINUTE;
    await desk.tap('chen', 'split_own', ownButton(joined));
    const own = await opened();
    if (!own) throw new Error('it did not leave');
    const { clocks, lines: told, ops } = await wokenOnce(own);
    expect(ops).toEqual(['refresh', 'post']);
    expect(told).toEqual([
      expect.stringMatching(/^@li @zhao @qian GZ-02 响应（内控）已超时.*、到场已超时.*、解决已超时/),
    ]);
    expect(clocks).toBe(true);
    await desk.say('chen', '双公示系统');
    desk.now += 3 * 60 * MINUTE;
    await desk.say('chen', '登记');
    const registered = (await tickets()).at(-1);
    if (!registered) throw new Error('it was not registered');
    const late = await wokenOnce(registered);
    expect(late).toMatchObject({ ops, clocks });
    expect(late.lines[0]).toContain('@li @zhao @qian GZ-03 响应（内控）已超时');
  });

  test('one of several is chosen from a list, which is shown again once it has changed', async () => {
    await desk.say('qian', '信用广州网站打不开了');
    const list = await desk.say('zhao', '拆分 1');
    expect(list.card().fields.map(({ label, value }) => [label, ...value])).toEqual([
      ['1', '09:02:00 陈晓：「信用广州网站打不开」'],
      ['2', '09:07:00 钱监理：「信用广州网站打不开了」'],
    ]);
    const [, second] = list.card().actions;
    if (!second?.subject) throw new Error('the second report has no button');
    await desk.tap('zhao', second.action, second.subject);
    expect(await opened()).toMatchObject({ reporterId: 'qian' });
    const again = await desk.tap('zhao', second.action, second.subject);
    expect(lines(again)).toEqual(['该工单的报障列表已有变化，请按最新列表重新选择。']);
    expect(again.card().fields.map(({ value }) => value)).toEqual([['09:02:00 陈晓：「信用广州网站打不开」']]);
    expect(await tickets()).toHaveLength(2);
  });

  test('is taken from an older list as long as it stands where it stood', async () => {
    await desk.say('qian', '信用广州网站打不开了');
    const [first] = (await desk.say('zhao', '拆分 1')).card().actions;
    if (!first?.subject) throw new Error('the first report has no button');
    desk.now += 8 * MINUTE;
    await desk.do('li', 'acknowledge', main);
    await desk.say('zhou', '信用广州网站打不开了');
    await desk.tap('zhao', first.action, first.subject);
    expect(await opened()).toMatchObject({ reporterId: 'chen' });
  });

  test('is among his tickets as long as it is joined, and marked', async () => {
    await desk.say('zhou', '信用广州网站打不开');
    const mine = async () => (await desk.say('zhou', '我的工单')).card().fields.at(-1);
    const label = main.number;
    expect(await mine()).toMatchObject({ label, value: [expect.any(String), expect.stringContaining('已并入报障')] });
    await desk.tap('zhou', 'split_own', await desk.fresh(main));
    expect(await mine()).toMatchObject({ label: label.replace('-01', '-02'), value: [expect.any(String)] });
  });

  test('leaves for a day after the ticket has ended, and no longer', async () => {
    await desk.do('wang', 'cancel', main, { reason: '误报' });
    desk.now += DAY;
    await desk.tap('chen', 'split_own', await desk.fresh(main));
    expect(await opened()).toMatchObject({ reporterId: 'chen', status: 'open' });
  });
});

test('a ticket that was merged leaves as a new one with its old time', async () => {
  await desk.say('chen', '登记 信用广州网站登录不上');
  await desk.say('zhao', '合并 2 到 1');
  await desk.say('zhao', '拆分 1');
  const [, merged, again] = await tickets();
  expect(merged?.status).toBe('merged');
  expect(again).toMatchObject({ status: 'open', reportedAt: merged?.reportedAt });
  expect(sameDay(again?.number)).toBe('GZ-03');
  const old = await desk.say('zhao', '工单 2');
  expect(sameDay(readLine(old.card().lines.at(-1) ?? []))).toBe('已拆出为 GZ-03，请在该工单上操作。');
});

test('what leaves somebody else’s ticket goes to the one that its reporter has of the same system', async () => {
  await desk.say('chen', '信用广州网站打不开');
  const own = await desk.report('登记 信用广州网站登录不上', 'chen');
  const said = await desk.tap('chen', 'split_own', await desk.fresh(main));
  expect(await tickets()).toHaveLength(2);
  expect(lines(said)).toContain('@li 陈晓 已将本人的报障从 GZ-01 拆出，并入本人已报的同一系统工单 GZ-02。');
  expect(await desk.fresh(main)).not.toHaveProperty('merged');
  expect((await desk.fresh(own)).merged).toMatchObject([
    { reporterId: 'chen', reportedAt: main.reportedAt + 2 * MINUTE },
  ]);
});

describe('a ticket with a picture, and one that had joined it, follow a ticket of another system', () => {
  beforeEach(async () => {
    await desk.say('chen', '双公示系统打不开了', { attachments: [IMAGE] });
    await desk.say('qian', '双公示系统打不开', { attachments: [IMAGE] });
    await desk.say('qian', '合并 2 到 1');
  });

  test.each([
    ['the ticket', '拆分 1 1', 'chen'],
    ['what had joined it', '拆分 1 2', 'qian'],
  ] as const)('%s leaves with its own picture and its own system', async (_name, words, reporterId) => {
    await desk.say('zhao', words);
    const own = (await tickets()).at(-1);
    expect(own).toMatchObject({ reporterId, systemId: 'dual-publicity', status: 'open' });
    expect(own && (await desk.store.attachmentsOf(own.id))).toHaveLength(1);
  });
});

test('of two who report at the same moment in two groups the slower one joins', async () => {
  desk.now += 31 * MINUTE;
  const before = (await tickets()).length;
  const reports = [
    () => desk.say('wang', '信用广州网站打不开了'),
    () => desk.say('chen', '信用广州网站打不开', { chat: 'other' }),
  ];
  const outcomes = await Promise.allSettled(reports.map((report) => report()));
  const slower = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  expect(slower).toMatchObject([{ code: 'version_conflict' }]);
  // As the inbox does it.
  await reports[outcomes.findIndex(({ status }) => status === 'rejected')]?.();
  const [ticket, ...more] = (await tickets()).slice(before);
  expect(more).toEqual([]);
  expect(ticket?.merged).toHaveLength(1);
});
