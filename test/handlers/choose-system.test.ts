import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadPackAlone } from '../../contracts/load.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { DAY, MINUTE } from '../../domain/types.ts';
import { likelySystems } from '../../handlers/named-system.ts';
import { Desk, type Said } from './harness.ts';

const HARDLY_ANY = '系统报错500';

let contract: Contract;
let desk: Desk;
let ticket: Ticket;
beforeAll(async () => {
  const path = join(import.meta.dirname, '../../contracts/zhangjiagang-egov.yaml');
  ({ contract } = await loadPackAlone(path));
  desk = await Desk.open(contract);
});
afterAll(() => desk.store.close());
beforeEach(async () => {
  // What was asked of the ticket before is forgotten.
  desk.now += 60 * MINUTE;
  ticket = await desk.report(HARDLY_ANY);
});

const nameOf = (id: string | undefined) => contract.systems.find((system) => system.id === id)?.name;
const named = async () => nameOf((await desk.fresh(ticket)).systemId);
const buttons = (said: Said) => said.card().actions.filter(({ action }) => action === 'name_system');
const daily = () => String(Number(ticket.number.slice(-2)));
const type = (name: string) => desk.say('li', `换系统 ${daily()} ${name}`);

test('a tap without a name asks for one, by which words it can be given, and how it is typed', async () => {
  const other = await Desk.open(contract);
  const first = await other.report(HARDLY_ANY);
  const { lines, all } = await other.tap('li', 'change_system', first);
  expect(lines.join('\n')).toContain('请写明所属系统，全称、简称、习惯叫法或所属单位均可。');
  expect(lines.join('\n')).toContain('例：改系统 1 ＜系统名称＞');
  // Nothing speaks for any of them.
  expect(all.every(({ content }) => content.card === undefined)).toBe(true);
  await other.store.close();
});

describe('a name is enough', () => {
  test.each([
    ['a part of it', '救助', '社会救助管理平台维护'],
    ['an alias', '党政通', '数字平台党政通运维项目'],
    ['its sound', '阳光新访', '阳光信访系统张家港数据运维服务'],
    ['a slip', '统一省份认证', '数字平台统一身份认证运维项目'],
    ['a name in quotes', '「阳光信访」经核实', '阳光信访系统张家港数据运维服务'],
    ['a name in the brackets of the example', '＜阳光新访＞', '阳光信访系统张家港数据运维服务'],
  ])('%s', async (_how, said, meant) => {
    await type(said);
    expect(await named()).toBe(meant);
  });

  test('one that the group was taught', async () => {
    await desk.say('li', '记住 小太阳 = 阳光信访');
    await type('小太阳，经核实');
    expect(await named()).toBe('阳光信访系统张家港数据运维服务');
  });

  test('in the form as well as typed', async () => {
    await desk.tap('li', 'change_system', ticket, { to: '阳光新访', reason: '' });
    expect(await named()).toBe('阳光信访系统张家港数据运维服务');
  });
});

describe('where several fit', () => {
  test('nothing is changed, and at most five are offered with their whole names and numbers', async () => {
    const said = await type('民政局的');
    expect(await named()).toBeUndefined();
    expect(said.ops).toEqual(['answer']);
    expect(said.lines[0]).toContain('「民政局的」可能是以下系统，请选择或回复序号确认，或写得更具体。');
    expect(buttons(said)).toHaveLength(5);
    expect(said.card().lines.flat()).toContain('2. 社会救助管理平台维护');
    expect(buttons(said)[1]?.label).toBe('社会救助管理平台维护 2');
  });

  test('more than are shown is said so', async () => {
    const said = await type('视频会议');
    expect(buttons(said)).toHaveLength(5);
    expect(said.lines[0]).toContain('仅列出前几个');
  });

  test.each([
    ['a number', '2', '社会救助管理平台维护'],
    ['a full-width number', '３', '市银龄互助志愿服务系统维护项目'],
    ['a name that says more', '祭奠平台', '祭奠平台手机版运维服务'],
    ['another one', '阳光信访', '阳光信访系统张家港数据运维服务'],
  ])('%s answers', async (_how, said, meant) => {
    await type('民政局的');
    await desk.say('li', said);
    expect(await named()).toBe(meant);
  });

  test('a tap answers, and what was written as the reason before is kept', async () => {
    const said = await desk.tap('li', 'change_system', ticket, { to: '民政局的', reason: '现场核实' });
    await desk.tap('li', 'name_system', buttons(said)[1]?.subject ?? { id: '', version: 0 });
    expect(await named()).toBe('社会救助管理平台维护');
    const change = (await desk.store.ticketEvents(ticket.id)).find((event) => event.type === 'system_changed');
    const reason = change?.type === 'system_changed' ? change.reason : undefined;
    expect((await desk.store.texts([reason?.id ?? ''])).get(reason?.id ?? '')).toBe('现场核实');
  });

  test('a number that was not offered names nothing', async () => {
    await type('民政局的');
    const said = await desk.say('li', '9');
    expect(await named()).toBeUndefined();
    expect(said.lines[0]).toContain('未找到与「9」相符的系统');
  });

  test('a fault that is said instead is registered', async () => {
    const before = (await desk.tickets()).length;
    await type('民政局的');
    await desk.say('li', '打印机打不开了');
    expect(await desk.tickets()).toHaveLength(before + 1);
  });
});

describe('a ticket that has a system already', () => {
  test('is given another one by a tap as well, unless somebody has done so since', async () => {
    await type('阳光信访');
    const said = await desk.say('qian', `改系统 ${daily()} 民政局的`);
    const [first, second] = buttons(said);
    await desk.tap('qian', 'name_system', first?.subject ?? { id: '', version: 0 });
    expect(await named()).toBe('智慧民政信息管理平台项目维护服务');
    const late = await desk.tap('qian', 'name_system', second?.subject ?? { id: '', version: 0 });
    expect(late.ops).toEqual(['answer']);
    expect(await named()).toBe('智慧民政信息管理平台项目维护服务');
  });

  test('is never offered its own', async () => {
    await type('社会救助管理平台');
    const said = await desk.say('qian', `改系统 ${daily()} 民政局的`);
    expect(said.card().lines.flat().join('')).not.toContain('社会救助管理平台');
  });

  test('is told so where nothing but its own was named', async () => {
    await type('阳光信访');
    const said = await desk.say('qian', `改系统 ${daily()} 应该是阳光信访`);
    expect(said.lines.join('')).toContain('工单的系统已是「阳光信访系统张家港数据运维服务」。');
    expect(said.lines.join('')).not.toContain('未找到');
  });

  test('keeps it where somebody taps who may not, and he is not shown the id of the button', async () => {
    await type('阳光信访');
    const [, second] = buttons(await desk.say('qian', `改系统 ${daily()} 民政局的`));
    const said = await desk.tap('chen', 'name_system', second?.subject ?? { id: '', version: 0 });
    expect(said.lines).toEqual(['「改系统」须由监理操作。']);
    expect(await named()).toBe('阳光信访系统张家港数据运维服务');
  });

  test('names it in the headline of its card, and leaves the reporter’s words alone', async () => {
    const said = await type('救助');
    expect(said.card().title).toBe(`${ticket.number} 社会救助管理平台维护`);
    expect(said.card().lines[0]).toEqual([`「${HARDLY_ANY}」`]);
  });
});

describe('where nothing is said', () => {
  const offered = (said: Said) => said.card().lines.flat().slice(1);

  test('those come first that the ticket’s words speak of, then those that its group had lately', async () => {
    const other = await Desk.open(contract);
    await other.say('chen', '阳光信访打不开了');
    await other.say('chen', '一网通办打不开了', { chat: 'other' });
    const vague = await other.report('档案的那个系统报错500');
    expect(vague.systemId).toBeUndefined();
    const said = await other.say('li', `换系统 ${Number(vague.number.slice(-2))}`);
    expect(said.lines.join('')).toContain('可能涉及以下系统，请选择或回复序号；其他系统请直接写名称。');
    expect(offered(said)).toEqual([
      '1. 档案软件维护服务项目',
      '2. 综合档案馆业务软件及民生档案共享平台维护服务',
      '3. 智慧档案馆运维',
      '4. 阳光信访系统张家港数据运维服务',
    ]);
    await other.store.close();
  });

  test('those of the ticket’s department follow, and what was had long ago is left out', async () => {
    const ofSchool = { ...ticket, id: desk.missingTicket, departmentId: 'party-school' };
    const later = { ...desk.scene(), now: desk.now + 40 * DAY };
    expect((await likelySystems(later, ofSchool)).map(nameOf)).toEqual(['党校精密空调运维项目']);
  });
});

test('a wrong name that resembles two is asked about, though one of them is nearer', async () => {
  const said = await type('阳光信报系统');
  expect(await named()).toBeUndefined();
  expect(said.card().lines.flat()).toContain('1. 阳光信访系统张家港数据运维服务');
});

test.each(['阳光信访还是社会救助平台', '阳光信访吗', '阳光信访不是'])(
  'who has not decided yet changes nothing: %s',
  async (said) => {
    const asked = await type(said);
    expect(await named()).toBeUndefined();
    expect(asked.card().lines.flat().join('')).toContain('阳光信访系统张家港数据运维服务');
  },
);

test('a system that is only mentioned behind another one is not taken for it', async () => {
  await type('不是一网通办，是阳光信访');
  expect(await named()).toBeUndefined();
});

test('what nothing goes by is told so, with what may be typed', async () => {
  const said = await type('哔哩哔哩');
  expect(await named()).toBeUndefined();
  expect(said.lines.join('\n')).toContain('未找到与「哔哩哔哩」相符的系统');
  expect(said.lines.join('\n')).toContain(`例：改系统 ${daily()} ＜系统名称＞`);
});

test('who writes English is answered so', async () => {
  const said = await desk.say('li', `change system ${daily()} OA`);
  expect(said.lines[0]).toContain('may be one of these');
  expect(await named()).toBeUndefined();
});

describe('a list is left where a card can show it', () => {
  test.each([
    [8, 'select'],
    [9, 'text'],
  ])('of %i systems: %s', async (count, kind) => {
    const other = await Desk.open({ ...contract, systems: contract.systems.slice(0, count) });
    const said = await other.say('wang', HARDLY_ANY);
    const form = said.card().actions.find(({ action }) => action === 'change_system')?.form;
    expect(form?.[0]?.type).toBe(kind);
    await other.store.close();
  });
});
