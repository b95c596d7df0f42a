import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { zh } from '../../cards/text.zh.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { MINUTE, personId, SECOND } from '../../domain/types.ts';
import { Desk, NINE, type PersonKey, type Said } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

const summaryOf = async (ticket: Ticket | undefined) =>
  ticket && [...(await desk.store.texts([ticket.summary.id])).values()][0];
const types = async (ticket: Ticket) => (await desk.store.ticketEvents(ticket.id)).map(({ type }) => type);

/** Each part some seconds after the one before. */
async function parts(by: PersonKey, texts: readonly string[], apartMs = 10 * SECOND) {
  for (const [index, text] of texts.entries()) {
    if (index > 0) desk.now += apartMs;
    await desk.say(by, text);
  }
  return desk.tickets();
}

describe('a report in several messages', () => {
  test('is one ticket, whose clocks start at the first of them', async () => {
    const [ticket, ...more] = await parts('wang', ['信用广州', '打不开了', '3楼大厅']);
    expect(more).toEqual([]);
    expect(ticket).toMatchObject({
      systemId: 'credit-website',
      reportedAt: NINE,
      receivedAt: NINE,
      reporterId: 'wang',
    });
    expect(await summaryOf(ticket)).toBe('信用广州\n打不开了');
    expect(ticket && (await types(ticket))).toEqual(['opened', 'supplemented']);
  });

  test('that is never certain stays one question, with all of its words', async () => {
    await parts('wang', ['信用广州', '数据那块', '3楼大厅']);
    expect(await desk.tickets()).toEqual([]);
    const said = await desk.say('wang', '登记');
    expect(await summaryOf((await desk.tickets())[0])).toBe('信用广州\n数据那块\n3楼大厅');
    expect(said.ops).toContain('refresh');
  });

  test('asks once: further parts change the question where it stands', async () => {
    const first = await desk.say('wang', '信用广州');
    const second = await desk.say('wang', '3楼大厅');
    expect([first.ops, second.ops]).toEqual([['post'], ['refresh']]);
    expect(second.card().subject).toMatchObject({ id: first.card().subject?.id, version: 2 });
    expect(second.card().lines).toEqual([['「信用广州 3楼大厅」']]);
  });

  test.each([
    ['just within a minute', MINUTE, 1],
    ['later than that', MINUTE + 1, 2],
  ])('what comes %s is or is not a part', async (_name, apartMs, tickets) => {
    await parts('wang', ['信用广州', '登录不上了'], apartMs);
    await desk.say('wang', '登记');
    expect(await desk.tickets()).toHaveLength(tickets);
  });

  test('counts the minute from the part before, for three minutes at most', async () => {
    await parts('wang', ['信用广州', '3楼大厅', '2号窗口', '数据那块', '打不开了'], 40 * SECOND);
    expect(await desk.tickets()).toMatchObject([{ reportedAt: NINE }]);
    desk.now += 31 * SECOND;
    const said = await desk.say('wang', '电脑的事找张科长');
    expect(said.lines).toEqual(['@wang 请确认以下内容是否登记为故障。']);
  });

  test('two people at once are never put together', async () => {
    await desk.say('wang', '信用广州');
    await desk.say('chen', '双公示系统');
    await desk.say('chen', '打不开了');
    await desk.say('wang', '登录不上');
    expect(await desk.tickets()).toMatchObject([
      { systemId: 'credit-website', reporterId: 'wang' },
      { systemId: 'dual-publicity', reporterId: 'chen' },
    ]);
  });

  test('in another chat is another report', async () => {
    await desk.say('wang', '信用广州');
    await desk.say('wang', '登录不上了', { chat: 'other' });
    const [ticket] = await desk.tickets();
    expect(ticket?.systemId).toBeUndefined();
  });

  test('a fault of another system is no part', async () => {
    await desk.say('wang', '信用广州网站打不开了');
    await desk.say('wang', '双公示系统报错500');
    expect(await desk.tickets()).toHaveLength(2);
  });

  test.each(['另外还有个打印机没反应', '又一个电脑死机了'])('%s after a ticket is another fault', async (text) => {
    await desk.say('wang', '信用广州网站打不开了');
    await desk.say('wang', text);
    expect(await desk.tickets()).toHaveLength(2);
  });

  test('a fault that names no system is added, and he is told how to register another one', async () => {
    await desk.say('wang', '信用广州网站打不开了');
    const said = await desk.say('wang', '打印机也坏了');
    expect(said.lines.at(-1)).toBe('已补充至 GZ-260303-01。如为另一故障，请发送「登记」。');
    expect(await desk.tickets()).toHaveLength(1);
  });

  test.each(['登记', '登记 打印机也坏了', '登记 打印机也坏了，3楼'])(
    '%s after that registers it with its own time',
    async (text) => {
      await desk.say('wang', '信用广州网站打不开了');
      desk.now += 30 * SECOND;
      await desk.say('wang', '打印机也坏了');
      desk.now += 10 * MINUTE;
      await desk.say('wang', text);
      const [, other, ...more] = await desk.tickets();
      expect(more).toEqual([]);
      expect(other?.reportedAt).toBe(NINE + 30 * SECOND);
      expect(await summaryOf(other)).toContain('打印机也坏了');
      const again = await desk.say('wang', '登记');
      expect(again.lines).toEqual(['没有待登记的内容。请直接说明哪个系统出了什么问题。']);
    },
  );

  test('登记 later than ten minutes, or with other words, takes no earlier clock', async () => {
    await desk.say('wang', '信用广州网站打不开了');
    await desk.say('wang', '打印机也坏了');
    desk.now += 10 * MINUTE;
    await desk.say('wang', '登记 电话不通');
    desk.now += 1;
    await desk.say('wang', '登记');
    expect((await desk.tickets()).map(({ reportedAt }) => reportedAt)).toEqual([NINE, NINE + 10 * MINUTE]);
  });

  test('a second wish is a question of its own', async () => {
    const first = await desk.say('wang', '麻烦帮我申请开通双公示系统账号');
    desk.now += 20 * SECOND;
    const second = await desk.say('wang', '再申请导出一份3月的数据');
    expect([first.ops, second.ops]).toEqual([['post'], ['post']]);
    expect(second.card().lines).toEqual([['「再申请导出一份3月的数据」']]);
    expect(second.card().subject?.id).not.toBe(first.card().subject?.id);
  });

  test('a fault after a wish is no part of it', async () => {
    await desk.say('wang', '登记请求 申请开通双公示系统账号');
    await desk.say('wang', '打不开了，一直报错');
    await desk.say('wang', '登记');
    expect((await desk.tickets()).map(({ kind }) => kind)).toEqual(['service_request', 'incident']);
  });

  test('a system that comes after its fault is named on the ticket, with the words', async () => {
    await desk.say('wang', '登录不上了');
    const [before] = await desk.tickets();
    expect(before?.systemId).toBeUndefined();
    await desk.say('wang', '信用广州');
    const [ticket, ...more] = await desk.tickets();
    expect(more).toEqual([]);
    expect(ticket).toMatchObject({ systemId: 'credit-website', reportedAt: NINE });
  });

  test('a picture between the parts belongs to what becomes of them', async () => {
    await desk.say('wang', '信用广州');
    const said = await desk.say('wang', '', { attachments: [{ kind: 'image', source: 'a' }] });
    expect(said.lines).toEqual(['已收到图片 1，将随「信用广州」一并登记。']);
    await desk.say('wang', '打不开了');
    const [ticket] = await desk.tickets();
    expect(ticket && (await desk.store.attachmentsOf(ticket.id))).toHaveLength(1);
  });

  test('a picture that comes with a further part is not lost', async () => {
    await desk.say('wang', '信用广州');
    await desk.say('wang', '3楼大厅', { attachments: [{ kind: 'image', source: 'a' }] });
    await desk.say('wang', '打不开了', { attachments: [{ kind: 'image', source: 'b' }] });
    await desk.say('wang', '2号窗口', { attachments: [{ kind: 'image', source: 'c' }] });
    const [ticket, ...more] = await desk.tickets();
    expect(more).toEqual([]);
    expect(ticket && (await desk.store.attachmentsOf(ticket.id))).toHaveLength(3);
  });

  test.each(['谢谢', '收到'])('%s is no part', async (text) => {
    await desk.say('wang', '信用广州网站打不开了');
    await desk.say('wang', text);
    const [ticket] = await desk.tickets();
    expect(ticket && (await types(ticket))).toEqual(['opened']);
  });
});

describe('不是 on a card of before further words', () => {
  const subjectOf = (said: Said) => {
    const { subject } = said.card();
    if (!subject) throw new Error('the question has no subject');
    return subject;
  };
  const open = async () => (await desk.store.newestOpenDraft(desk.chat('ops').id, personId('wang'), NINE))?.body;

  test('dismisses nothing, and shows the newest card, whose 不是 does', async () => {
    const old = subjectOf(await desk.say('wang', '信用广州'));
    await desk.say('wang', '数据那块');
    const said = await desk.tap('wang', 'draft_dismiss', old);
    expect(said.lines).toEqual([zh.advice.outdated]);
    expect(said.ops).toEqual(['answer', 'refresh']);
    expect(said.card().lines).toEqual([['「信用广州 数据那块」']]);
    expect(await open()).toBe('信用广州\n数据那块');
    await desk.tap('wang', 'draft_dismiss', subjectOf(said));
    expect(await open()).toBeUndefined();
  });

  test('dismisses no words that came to a picture', async () => {
    const old = subjectOf(await desk.say('wang', '', { attachments: [{ kind: 'image', source: 'a' }] }));
    await desk.say('wang', '信用广州');
    await desk.tap('wang', 'draft_dismiss', old);
    expect(await open()).toBe('信用广州');
  });

  test('dismisses the same words, whatever has been suggested about them meanwhile', async () => {
    await desk.say('wang', '信用广州');
    const shown = subjectOf(await desk.say('wang', '数据那块'));
    const seen = await desk.store.draft(shown.id);
    if (!seen) throw new Error('nothing is asked');
    const next = {
      ...seen,
      version: seen.version + 1,
      details: { ...seen.details, suggestion: { kind: 'none' } as const },
    };
    await desk.scene().commit({ rewordedDraft: { seen, next } });
    await desk.tap('wang', 'draft_dismiss', shown);
    expect(await open()).toBeUndefined();
  });

  test('登记为故障 on it registers all of the words', async () => {
    const old = subjectOf(await desk.say('wang', '信用广州'));
    await desk.say('wang', '数据那块');
    await desk.tap('wang', 'draft_incident', old);
    expect(await summaryOf((await desk.tickets())[0])).toBe('信用广州\n数据那块');
  });
});
