import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VersionConflict } from '../../db/changes.ts';
import { type Instant, MINUTE, type TicketId } from '../../domain/types.ts';
import type { Attachment } from '../../platforms/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

const image: Attachment = { kind: 'image', source: 'https://example.com/1', validUntil: NINE + 5 * MINUTE };
const log: Attachment = { kind: 'file', name: '故障\u202e日志\n.txt', source: 'https://example.com/2' };
const attachments = [image];
const picture = (by: PersonKey, how: object = {}) => desk.say(by, '', { attachments, ...how });
const kept = async (id: TicketId) => (await desk.store.attachmentsOf(id)).map(({ kind }) => kind);
const added = async () =>
  (await desk.store.entries(desk.contract.id, ['attachment_added'], 0, desk.now + 1)).map(({ body }) =>
    JSON.parse(body),
  );
const fieldOf = (card: { fields: readonly { label: string; value: readonly unknown[] }[] }) =>
  card.fields.filter(({ label }) => label === '附件').map(({ value }) => value.join(''));
const later = (ms: number): Instant => (desk.now += ms);

describe('pictures beside words', () => {
  test('belong to the ticket that the words open, are on its card, and are to be fetched at once', async () => {
    const said = await desk.say('wang', '信用广州网站打不开了', { attachments: [image, image, log] });
    const [ticket] = await desk.tickets();
    expect(fieldOf(said.card())).toEqual(['图片 2、文件 1']);
    expect(await desk.store.attachmentsOf(ticket!.id)).toMatchObject([
      { kind: 'image', personId: 'wang', state: 'waiting', source: image.source, validUntil: image.validUntil },
      { kind: 'image' },
      { kind: 'file', name: '故障日志 .txt' },
    ]);
    const [first] = await desk.store.attachmentsOf(ticket!.id);
    expect(await desk.store.timer(`media:${first!.id}`)).toEqual({ fireAt: desk.now, isDead: false });
  });

  test('are in the ledger without their names, which could never be erased there', async () => {
    await desk.say('wang', '信用广州网站打不开了', { attachments: [log] });
    const [ticket] = await desk.tickets();
    const entries = await added();
    expect(entries).toMatchObject([{ type: 'attachment_added', by: 'wang', ticketId: ticket!.id, kind: 'file' }]);
    expect(JSON.stringify(entries)).not.toContain('日志');
  });

  test.each([
    ['a typed command', '解决 1 原因 证书过期 措施 更换证书'],
    ['an answer to what was asked', '原因 证书过期 措施 更换证书'],
  ])('of %s belong to its ticket', async (_name, words) => {
    const ticket = await desk.report();
    await desk.tap('li', 'resolve', ticket, {});
    await desk.say('li', words, { attachments });
    expect((await desk.fresh(ticket)).status).toBe('resolved');
    expect(await kept(ticket.id)).toEqual(['image']);
  });

  test('of words in doubt belong to the ticket that is registered from them', async () => {
    const said = await desk.say('wang', '信用广州网站', { attachments });
    const { subject } = said.card();
    await desk.tap('li', 'draft_incident', subject!);
    const [ticket] = await desk.tickets();
    expect(await kept(ticket!.id)).toEqual(['image']);
    expect(await added()).toMatchObject([{ draftId: subject!.id }]);
  });

  test('of half an answer are not lost with the other half', async () => {
    const ticket = await desk.report();
    await desk.tap('li', 'resolve', ticket, {});
    await desk.say('li', '原因 证书过期', { attachments });
    expect(await kept(ticket.id)).toEqual(['image']);
    await desk.say('li', '措施 更换证书');
    expect((await desk.fresh(ticket)).status).toBe('resolved');
    expect(await added()).toHaveLength(1);
  });

  test('that somebody quotes are marked: he need not have sent them', async () => {
    const ticket = await desk.report();
    await desk.say('li', '补充 1 见图', { attachments: [{ ...image, quoted: true }, image] });
    const entries = await added();
    expect(entries.map(({ quoted }) => quoted)).toEqual([true, undefined]);
    expect(await kept(ticket.id)).toEqual(['image', 'image']);
  });
});

describe('a picture without words', () => {
  test('belongs to the ticket whose card it replies to; whoever has to act is rung', async () => {
    const other = await desk.report('双公示系统打不开了，大厅没法办业务');
    const ticket = await desk.report();
    later(MINUTE);
    const said = await picture('wang', { quote: { text: `工单 ${other.number}` } });
    expect(await kept(other.id)).toEqual(['image']);
    expect(await kept(ticket.id)).toEqual([]);
    expect(said.lines).toEqual([`@li 王敏 为 ${other.number} 补充了附件：图片 1。`]);
    expect(fieldOf(said.card())).toEqual(['图片 1']);
  });

  test('belongs to what was reported just before, though another ticket is older', async () => {
    await desk.report('双公示系统打不开了，大厅没法办业务');
    later(10 * MINUTE + 1);
    const ticket = await desk.report();
    later(10 * MINUTE);
    await picture('wang');
    expect(await kept(ticket.id)).toEqual(['image']);
  });

  test('of somebody with several older tickets is asked about', async () => {
    const tickets = [await desk.report('双公示系统打不开了，大厅没法办业务'), await desk.report()];
    later(10 * MINUTE + 1);
    const said = await picture('wang');
    expect(said.lines.join()).toContain('您有多张未办结的工单');
    expect(await Promise.all(tickets.map(({ id }) => kept(id)))).toEqual([[], []]);
  });

  test('belongs to his only open ticket, however old', async () => {
    const ticket = await desk.report();
    later(300 * MINUTE);
    await picture('wang');
    expect(await kept(ticket.id)).toEqual(['image']);
  });

  test('belongs to the ticket for which something is asked of him', async () => {
    await desk.report('双公示系统打不开了，大厅没法办业务');
    const ticket = await desk.do('li', 'acknowledge', await desk.report());
    await desk.tap('li', 'resolve', ticket, {});
    await picture('li');
    expect(await kept(ticket.id)).toEqual(['image']);
    await desk.say('li', '证书过期；更换证书');
    expect((await desk.fresh(ticket)).status).toBe('resolved');
  });

  test('belongs to the question about what he said just before', async () => {
    const { subject } = (await desk.say('wang', '信用广州网站')).card();
    expect((await picture('wang')).lines).toEqual(['已收到图片 1，将随「信用广州网站」一并登记。']);
    await desk.tap('wang', 'draft_incident', subject!);
    const [ticket] = await desk.tickets();
    expect(await kept(ticket!.id)).toEqual(['image']);
  });

  test('that belongs to nothing may be a report: its sender is asked for words, and those on duty can register it', async () => {
    const said = await picture('wang');
    expect(said.lines).toEqual(['@wang 请说明是哪个系统、出了什么问题；如确为故障，也可直接点击「登记为故障」。']);
    await desk.tap('li', 'draft_incident', said.card().subject!);
    const [ticket] = await desk.tickets();
    expect(await kept(ticket!.id)).toEqual(['image']);
  });

  test.each([
    ['within ten minutes', 10 * MINUTE, ['image']],
    ['not a millisecond later', 10 * MINUTE + 1, []],
  ])('goes with the report that follows %s', async (_name, after, wanted) => {
    const asked = await picture('wang');
    later(after);
    const said = await desk.say('wang', '信用广州网站打不开了');
    const [ticket] = await desk.tickets();
    expect(await kept(ticket!.id)).toEqual(wanted);
    expect(ticket!.reportedAt).toBe(desk.now);
    const answer = (await desk.store.draft(asked.card().subject!.id))?.answer;
    expect(answer).toBe(wanted.length > 0 ? `ticket:${ticket!.id}` : undefined);
    expect(said.all.filter(({ op }) => op === 'refresh')).toHaveLength(wanted.length);
  });

  test('goes with it as well where both were parked and are handled later', async () => {
    const sent = desk.now;
    later(20 * MINUTE);
    await picture('wang', { receivedAt: sent });
    await desk.say('wang', '信用广州网站打不开了', { receivedAt: sent + MINUTE });
    const [ticket] = await desk.tickets();
    expect(await kept(ticket!.id)).toEqual(['image']);
  });

  test('goes with words in doubt: one question, one ticket, and nobody is rung about the picture by itself', async () => {
    const asked = await picture('wang');
    later(MINUTE / 2);
    const said = await desk.say('wang', '双公示系统');
    expect(said.card().subject!.id).toBe(asked.card().subject!.id);
    expect(said.card().lines.flat().join()).toContain('双公示系统');
    later(MINUTE);
    await desk.tap('li', 'draft_incident', asked.card().subject!);
    await desk.tap('li', 'draft_incident', said.card().subject!);
    const [ticket, ...more] = await desk.tickets();
    expect(more).toEqual([]);
    expect(await kept(ticket!.id)).toEqual(['image']);
    expect(ticket!.reportedAt).toBe(NINE + MINUTE / 2);
    expect(await desk.store.timer(`draft:${said.card().subject!.id}`)).toBeUndefined();
  });

  test('goes with what is no question, from which on those on duty are rung', async () => {
    const { subject } = (await picture('wang')).card();
    later(MINUTE);
    await desk.say('wang', '双公示系统');
    expect(await desk.store.timer(`draft:${subject!.id}`)).toEqual({ fireAt: NINE + 6 * MINUTE, isDead: false });
  });

  test('to a ticket that is over is refused, as words are', async () => {
    const ticket = await desk.do('wang', 'cancel', await desk.report(), { reason: '误报' });
    const quote = { text: `工单 ${ticket.number}` };
    const said = await picture('wang', { quote });
    expect(said.lines).toEqual([
      ...(await desk.say('wang', '补充 1 见图')).lines,
      '图片未记入，请重新发送并写明工单号。',
    ]);
    expect(await kept(ticket.id)).toEqual([]);
  });

  test('never draws a card that is older than the ticket: who was faster is seen', async () => {
    const ticket = await desk.report();
    const { attachmentsOf } = desk.store;
    desk.store.attachmentsOf = async (id) => {
      desk.store.attachmentsOf = attachmentsOf;
      await desk.do('li', 'acknowledge', ticket);
      return attachmentsOf(id);
    };
    await expect(picture('wang')).rejects.toBeInstanceOf(VersionConflict);
    expect(await kept(ticket.id)).toEqual([]);
    await picture('wang');
    expect(await kept(ticket.id)).toEqual(['image']);
  });

  test('of somebody else does not go with it', async () => {
    await picture('chen');
    await desk.say('wang', '信用广州网站打不开了');
    const [ticket] = await desk.tickets();
    expect(await kept(ticket!.id)).toEqual([]);
  });

  test('with a greeting is one as well', async () => {
    const ticket = await desk.report();
    await desk.say('wang', '您好', { attachments });
    expect(await kept(ticket.id)).toEqual(['image']);
  });
});

describe('pictures that nothing takes', () => {
  test.each<[string, PersonKey, string]>([
    ['a refused command', 'wang', '接单 1'],
    ['a command for a ticket that there is not', 'wang', '补充 99 见图'],
    ['a query', 'wang', '工单 1'],
    ['a list', 'li', '我的工单'],
    ['a command whose words nobody understands', 'li', '转派 1 孙工'],
    ['an answer that leaves it', 'li', '算了'],
  ])('of %s: their sender is told, in the answer where there is one', async (_name, by, words) => {
    const ticket = await desk.report();
    await desk.tap('li', 'resolve', ticket, {});
    const said = await desk.say(by, words, { attachments: [image, image, log] });
    expect(said.lines.filter((line) => line === '图片、文件未记入，请重新发送并写明工单号。')).toHaveLength(1);
    expect(said.ops.filter((op) => op === 'answer')).toHaveLength(1);
    expect(await kept(ticket.id)).toEqual([]);
    expect(await added()).toEqual([]);
  });

  test('beside a question to everybody: an answer of its own', async () => {
    const ticket = await desk.report();
    await desk.do('li', 'resolve', ticket, { cause: '证书过期', action: '更换证书' });
    const said = await desk.say('wang', '确认 1 首页的字体和以前不一样', { attachments });
    expect(said.ops).toEqual(['post', 'answer']);
    expect(said.lines.at(-1)).toBe('图片未记入，请重新发送并写明工单号。');
  });

  test('are not spoken of where they are taken, or where the bot is not spoken to', async () => {
    await desk.report();
    const said = [
      ...(await desk.say('wang', '补充 1 见图', { attachments })).lines,
      ...(await desk.say('wang', '见图', { attachments, addressed: false })).lines,
    ];
    expect(said.join()).not.toContain('未记入');
  });
});

test('the timeline names each file, who sent it, and what became of it', async () => {
  const ticket = await desk.report();
  await desk.say('wang', '补充 1 见日志', { attachments: [image, log, image] });
  const [first, second] = await desk.store.attachmentsOf(ticket.id);
  const { source: _one, validUntil: _until, ...keptOne } = first!;
  const { source: _other, ...lostOne } = second!;
  await desk.store.commit(
    { contractId: desk.contract.id, now: desk.now, cause: { kind: 'none' } },
    {
      attachments: [
        { ...keptOne, state: 'kept', hash: 'a'.repeat(64), size: 131_072, mediaType: 'image/png' },
        { ...lostOne, state: 'lost', lostWhy: 'expired' },
      ],
    },
  );
  expect(fieldOf((await desk.say('li', '工单 1')).card())).toEqual([
    '09:00:00 王敏 图片（128 KB）',
    '09:00:00 王敏 文件 故障日志 .txt（未能保存）',
    '09:00:00 王敏 图片（接收中）',
  ]);
  const done = await desk.tap('li', 'acknowledge', ticket);
  expect(fieldOf(done.card())).toEqual(['图片 2、1 个未能保存']);
});
