import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPack } from '../../contracts/load.ts';
import { MINUTE } from '../../domain/types.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

describe('several faults in one message', () => {
  const SAID = '信用广州网站打不开了，双公示系统也报错500';

  test('are a ticket each, with number, clocks, card and timer, in one commit', async () => {
    const said = await desk.say('wang', SAID);
    const tickets = await desk.tickets();
    expect(tickets).toMatchObject([
      { number: 'GZ-260303-01', systemId: 'credit-website', reportedAt: NINE, reporterId: 'wang' },
      { number: 'GZ-260303-02', systemId: 'dual-publicity', reportedAt: NINE, reporterId: 'wang' },
    ]);
    expect(said.all.filter(({ op }) => op === 'post')).toHaveLength(2);
    for (const ticket of tickets) {
      expect(ticket.clocks.length).toBeGreaterThan(0);
      expect((await desk.store.ticketEvents(ticket.id)).map(({ type }) => type)).toEqual(['opened']);
    }
    const timers = await desk.store.claimTimers(NINE + 60 * MINUTE, { token: 't', until: NINE + 61 * MINUTE }, 10);
    expect(timers.map(({ key }) => key).toSorted()).toEqual(tickets.map(({ id }) => `wake:${id}`).toSorted());
  });

  test('in private are all told to whoever said them', async () => {
    const said = await desk.say('wang', SAID, { chat: 'wang', private: true });
    const answers = said.all.filter(({ op }) => op === 'answer').flatMap(({ content }) => content.lines.flat());
    expect(answers).toEqual(['已登记为 GZ-260303-01', '已登记为 GZ-260303-02']);
  });

  test('one of which is in work already joins it, and opens no second ticket', async () => {
    const sameFault = { withinMs: 30 * MINUTE, same: 'join', similar: 'ask' } as const;
    await desk.store.close();
    desk = await Desk.open({ sameFault });
    await desk.say('chen', '双公示系统打不开了');
    desk.now += MINUTE;
    await desk.say('wang', '信用广州网站打不开了，双公示系统也打不开');
    const tickets = await desk.tickets();
    expect(tickets).toMatchObject([{ systemId: 'dual-publicity' }, { systemId: 'credit-website', reporterId: 'wang' }]);
    expect(tickets[0]?.merged).toMatchObject([{ reporterId: 'wang', reportedAt: NINE + MINUTE }]);
  });
});

describe('a wish', () => {
  const ask = async () => (await desk.say('wang', '麻烦给小李开通一个信用广州的账号')).card();

  test('is asked about as a service request, and rings who said it', async () => {
    const said = await desk.say('wang', '麻烦给小李开通一个信用广州的账号');
    expect(said.lines).toEqual(['@wang 请确认以下内容是否登记为服务请求。']);
    expect(said.card().actions.map(({ action, style }) => [action, style])).toEqual([
      ['draft_request', 'primary'],
      ['draft_incident', 'default'],
      ['draft_dismiss', 'default'],
    ]);
  });

  test.each([
    ['draft_request', 'service_request'],
    ['draft_incident', 'incident'],
  ])('%s makes a ticket of the kind %s, from what was said', async (action, kind) => {
    const card = await ask();
    desk.now += MINUTE;
    const said = await desk.tap('wang', action, card.subject ?? { id: '', version: 0 });
    expect(await desk.tickets()).toMatchObject([{ kind, reportedAt: NINE, systemId: 'credit-website' }]);
    // Nobody has said that it is grave: a wish is not timed like the gravest fault.
    expect((await desk.tickets())[0]?.level).toBe(kind === 'incident' ? 'critical' : 'normal');
    const isShown = said.card(1).fields.some(({ label, value }) => label === '类型' && value[0] === '服务请求');
    expect(isShown).toBe(kind === 'service_request');
    expect(said.lines.join('')).toContain(kind === 'incident' ? '新故障' : '新服务请求');
  });

  test.each([
    ['登记', 'service_request'],
    ['登记请求', 'service_request'],
    ['登记故障', 'incident'],
    ['登记为故障', 'incident'],
  ])('%s in words makes a ticket of the kind %s', async (text, kind) => {
    await ask();
    await desk.say('wang', text);
    expect(await desk.tickets()).toMatchObject([{ kind }]);
  });

  test('不是 makes none', async () => {
    await ask();
    await desk.say('wang', '不是');
    expect(await desk.tickets()).toEqual([]);
  });

  test('服务请求 with a text needs no question', async () => {
    await desk.say('wang', '服务请求：开通信用广州账号一个');
    expect(await desk.tickets()).toMatchObject([{ kind: 'service_request' }]);
  });

  test('is shown as such in lists', async () => {
    await ask();
    await desk.say('wang', '登记');
    expect((await desk.say('wang', '未办结')).card().fields[0]?.value.join('')).toContain('服务请求');
  });
});

describe('a fault of which several systems may be meant', () => {
  beforeEach(async () => {
    const { contract } = await loadPack(join(import.meta.dirname, '../../contracts/karamay-egov.yaml'));
    await desk.store.close();
    desk = await Desk.open(contract);
  });
  const buttons = (card: ReturnType<Awaited<ReturnType<typeof desk.say>>['card']>) =>
    card.actions.filter(({ action }) => action === 'name_system');

  test('opens its ticket at once, and asks who said it for the system', async () => {
    const said = await desk.say('wang', '用户中心登录不上了');
    expect(await desk.tickets()).toMatchObject([{ status: 'open', reportedAt: NINE }]);
    expect((await desk.tickets())[0]?.systemId).toBeUndefined();
    const card = said.card(1);
    expect(buttons(card).map(({ subject }) => subject?.id.split('|')[1])).toEqual(['paas-users', 'edu-users']);
    expect(card.actions.map(({ action, label }) => [action, label]).at(2)).toEqual(['change_system', '其他系统']);
    expect(said.lines.some((line) => line.startsWith('@wang'))).toBe(true);
  });

  test('a tap names it, once; the card says so afterwards, and a second tap changes nothing', async () => {
    const said = await desk.say('wang', '用户中心登录不上了');
    const [first, second] = buttons(said.card(1));
    desk.now += MINUTE;
    const done = await desk.tap('wang', 'name_system', first?.subject ?? { id: '', version: 0 });
    expect(await desk.tickets()).toMatchObject([{ systemId: 'paas-users', reportedAt: NINE }]);
    expect(done.ops).toContain('refresh');
    const again = await desk.tap('wang', 'name_system', second?.subject ?? { id: '', version: 0 });
    expect(again.ops).toEqual(['answer']);
    expect(await desk.tickets()).toMatchObject([{ systemId: 'paas-users' }]);
  });

  test('somebody else who reports can not name it, and a forged system names nothing', async () => {
    const said = await desk.say('wang', '用户中心登录不上了');
    const [first] = buttons(said.card(1));
    await desk.tap('chen', 'name_system', first?.subject ?? { id: '', version: 0 });
    const [id = ''] = first?.subject?.id.split('|') ?? [];
    await desk.tap('wang', 'name_system', { id: `${id}|no-such-system`, version: 1 });
    await desk.tap('wang', 'name_system', { id: 'nothing', version: 1 });
    expect((await desk.tickets())[0]?.systemId).toBeUndefined();
  });
});

describe('a service request is not for the supplier to make of a fault', () => {
  const DOUBT = '信用广州网站是不是有问题';

  test.each([
    ['li', 0],
    ['zhao', 0],
    ['qian', 1],
    ['wang', 1],
  ] as const)('%s answers 登记为服务请求 to words in doubt', async (by, registered) => {
    const asked = await desk.say('wang', DOUBT);
    await desk.tap(by, 'draft_request', asked.card().subject ?? { id: '', version: 0 });
    expect(await desk.tickets()).toHaveLength(registered);
  });

  test('his own words that state a fault are none, those that wish are', async () => {
    const said = await desk.say('li', '登记请求 信用广州网站打不开了');
    expect(said.lines).toEqual(['该内容不是服务请求，须由报告人或监理登记为服务请求；如确为故障，您可登记为故障。']);
    await desk.say('li', '登记请求 申请开通信用广州网站账号');
    expect(await desk.tickets()).toMatchObject([{ kind: 'service_request', reporterId: 'li' }]);
  });

  test('a fault follows no service request by his word', async () => {
    await desk.say('wang', '登记请求 申请开通信用广州网站账号，影响业务');
    await desk.say('chen', '信用广州网站打不开了');
    const said = await desk.say('zhao', '合并 2 到 1');
    expect(said.lines[0]).toMatch(/请监理合并/);
    await desk.say('qian', '合并 2 到 1');
    expect((await desk.tickets())[1]?.status).toBe('merged');
  });
});
