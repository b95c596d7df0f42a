import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY, MINUTE } from '../../domain/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

let desk: Desk;
let ticket: Ticket;
beforeEach(async () => {
  desk = await Desk.open();
  ticket = await desk.report('信用广州网站打不开了');
  desk.now = NINE + 2 * MINUTE;
});
afterEach(() => desk.store.close());

const types = async (of = ticket) => (await desk.store.ticketEvents(of.id)).map(({ type }) => type);
const actionsOf = (card: { readonly actions: readonly { readonly action: string }[] }) =>
  card.actions.map(({ action }) => action);

describe('好了 about a ticket in work', () => {
  test.each(['好了', '修好了', '已经恢复了'])('%s of who handles it asks him for cause and action', async (text) => {
    await desk.do('li', 'acknowledge', ticket);
    const said = await desk.say('li', text);
    expect(said.card()).toMatchObject({ title: 'GZ-260303-01 是否已解决？' });
    expect(actionsOf(said.card())).toEqual(['resolve', 'show_ticket']);
    expect(said.card().actions[0]?.form?.map(({ name }) => name)).toEqual(['cause', 'action']);
    expect((await desk.fresh(ticket)).status).toBe('acknowledged');
  });

  test('the card resolves with its form', async () => {
    await desk.do('li', 'acknowledge', ticket);
    const { subject } = (await desk.say('li', '好了')).card();
    await desk.tap('li', 'resolve', subject ?? { id: '', version: 0 }, { cause: '证书过期', action: '更换证书' });
    expect((await desk.fresh(ticket)).status).toBe('resolved');
  });

  test('of two that he handles he is asked which', async () => {
    const other = await desk.report('双公示系统报错500', 'chen');
    for (const one of [ticket, other]) await desk.do('li', 'acknowledge', one);
    const said = await desk.say('li', '好了');
    expect(said.card().fields).toHaveLength(2);
    expect(said.card().actions.filter(({ action }) => action === 'resolve')).toHaveLength(2);
    expect(said.card().footnote).toBe('例：回复「1 好了」');
    expect((await desk.say('li', '2 好了')).card().title).toBe('GZ-260303-02 是否已解决？');
  });

  test('of who reported it is put down, and who handles it is asked, in one message', async () => {
    await desk.do('li', 'acknowledge', ticket);
    const said = await desk.say('wang', '好了');
    expect(await types()).toEqual(['opened', 'acknowledged', 'supplemented']);
    const rung = said.lines.filter((line) => line.includes('@li'));
    expect(rung).toEqual(['@li 王敏 反馈 GZ-260303-01 已恢复，请核实；如已处理完毕，请点击「解决」填写原因和措施。']);
    expect(said.all.flatMap(({ content }) => content.card ?? []).flatMap(actionsOf)).toContain('resolve');
  });

  test('before anybody has taken it those on duty are asked', async () => {
    expect((await desk.say('wang', '好了')).lines[0]).toContain('@li 王敏 反馈');
  });

  test.each<[string, PersonKey]>([
    ['材料准备好了', 'li'],
    ['材料准备好了', 'wang'],
    ['好了', 'chen'],
    ['好了', 'zhou'],
  ])('%s of %s, who means something else, asks nobody', async (text, by) => {
    await desk.do('li', 'acknowledge', ticket);
    const said = await desk.say(by, text);
    expect(said.all.flatMap(({ content }) => content.card ?? []).map(({ title }) => title)).toEqual([]);
    expect(await types()).toEqual(['opened', 'acknowledged']);
  });
});

describe('还是不行 after the end', () => {
  const closed = async (of = ticket) => {
    await desk.do('li', 'resolve', of, { cause: '证书过期', action: '更换证书' });
    await desk.do('wang', 'confirm', of);
  };

  test.each([
    ['just within a day', DAY, 2],
    ['later', DAY + 1, 1],
  ])('%s of the closing is, or is not, a new ticket that names the old one', async (_name, afterMs, tickets) => {
    await closed();
    desk.now += afterMs;
    const said = await desk.say('wang', '还是不行');
    const all = await desk.tickets();
    expect(all).toHaveLength(tickets);
    if (tickets === 2) {
      expect(all[1]).toMatchObject({ systemId: 'credit-website', reportedAt: desk.now });
      const texts = await desk.store.texts([all[1]?.summary.id ?? '']);
      expect([...texts.values()]).toEqual(['还是不行（信用广州网站，原工单 GZ-260303-01）']);
      const shown = desk.said.flatMap(({ content }) => content.card?.lines ?? []).flat();
      expect(shown).toContain('「还是不行」（信用广州网站，原工单 GZ-260303-01）');
      expect(said.lines.join('')).toContain('信用广州网站：「还是不行」。');
    }
  });

  test('of somebody else asks', async () => {
    await closed();
    expect((await desk.say('chen', '还是不行')).lines).toEqual(['@chen 请确认以下内容是否登记为故障。']);
  });

  test('of two that have ended asks, about the newer one', async () => {
    await closed();
    const other = await desk.report('双公示系统报错500', 'wang');
    await closed(other);
    const said = await desk.say('wang', '还是不行');
    expect(await desk.tickets()).toHaveLength(2);
    expect(said.card().lines.flat().join('')).toContain('原工单 GZ-260303-02');
  });
});

describe('a question how far it is', () => {
  test.each(['到哪一步了', '有人来吗', '几点能好', '到场了', '修好了吗？', '信用广州什么时候能好', 'any update?'])(
    '%s is answered with how his ticket stands, and opens and asks nothing',
    async (text) => {
      await desk.do('li', 'acknowledge', ticket);
      const said = await desk.say('wang', text);
      expect(said.all).toHaveLength(1);
      expect(said.lines.join('')).toContain('GZ-260303-01');
      expect(said.lines.join('')).toContain('09:02');
      expect(said.card().fields.map(({ label }) => label)).toEqual(expect.arrayContaining([expect.anything()]));
      expect(await types()).toEqual(['opened', 'acknowledged']);
    },
  );

  test('says who is called while nobody has taken it', async () => {
    expect((await desk.say('wang', '有人来吗')).lines).toEqual([
      'GZ-260303-01 信用广州网站：待接单。尚未接单，值班：李工。',
    ]);
  });

  test('of several of his asks which one', async () => {
    await desk.report('双公示系统报错500', 'wang');
    const { actions, fields, title } = (await desk.say('wang', '到哪一步了')).card();
    expect([title, fields.length]).toEqual(['您想查询哪张工单？', 2]);
    expect(actions.map(({ label }) => label)).toEqual(['查看 1', '查看 2']);
    expect((await desk.say('wang', '双公示系统到哪一步了')).lines.join('')).toContain('GZ-260303-02');
    expect((await desk.say('wang', '1 到哪一步了')).lines.join('')).toContain('GZ-260303-01');
  });

  test('of somebody without a ticket is no question about one', async () => {
    const said = await desk.say('chen', '有人来吗');
    expect(said.lines.join('')).not.toContain('GZ-260303-01');
  });

  test('到场了 of an engineer is the command', async () => {
    await desk.do('li', 'acknowledge', ticket);
    await desk.say('li', '到场了');
    expect((await desk.fresh(ticket)).status).toBe('on_site');
  });
});
