import { beforeAll, describe, expect, test } from 'vitest';
import { HOUR } from '../../domain/types.ts';
import { bareName } from '../../handlers/teach-words.ts';
import { Desk, type PersonKey } from './harness.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
const taught = async () =>
  (await desk.store.taughtNames(desk.contract.id)).map(({ name, systemId }) => `${name}=${systemId}`);
const forgetAll = async () => {
  for (const { name } of await desk.store.taughtNames(desk.contract.id)) await desk.say('li', `忘记 ${name}`);
};

describe('记住', () => {
  test.each([
    ['记住 小信 = 信用广州网站', '小信=credit-gz'],
    ['记住：小信是信用广州网站', '小信=credit-gz'],
    ['记住小信就是官网。', '小信=credit-gz'],
    ['记住「小信」＝「官网」', '小信=credit-gz'],
    ['记住 官网 简称 小信', '小信=credit-gz'],
    ['记住 信用广州网站 = 小信', '小信=credit-gz'],
    ['remember xin = credit website', 'xin=credit-gz'],
    ['remember xin is the homepage', undefined],
  ])('%s', async (said, expected) => {
    const [website] = desk.contract.systems;
    await forgetAll();
    await desk.say('li', said);
    const wanted = expected?.replace('credit-gz', website?.id ?? '');
    expect(await taught()).toEqual(wanted === undefined ? [] : [wanted]);
  });

  test('is told in the group, is in the ledger, and another meaning takes its place', async () => {
    await forgetAll();
    const { all, lines } = await desk.say('zhao', '记住 小信 = 信用广州网站');
    expect(all.map(({ op }) => op)).toEqual(['post']);
    expect(lines[0]).toContain('赵经理 已记录叫法：「小信」指 信用广州网站');
    expect((await desk.say('qian', '记住 小信 = 信用广州网站')).lines[0]).toContain('无需重复');
    const anew = await desk.say('qian', '记住 小信 = 双公示系统');
    expect(anew.lines[0]).toContain('由 信用广州网站 改为 双公示管理系统');
    const entries = await desk.store.entries(desk.contract.id, ['name_taught'], 0, desk.now + 1);
    expect(JSON.parse(entries.at(-1)?.body ?? '')).toMatchObject({
      ...{ type: 'name_taught', by: 'qian', name: '小信', before: desk.contract.systems[0]?.id },
    });
    expect((await desk.say('wang', '叫法')).lines).toEqual(['已记录的系统叫法', '双公示管理系统：「小信」']);
    expect((await desk.say('li', '叫法')).lines.at(-1)).toContain('记住 叫法 = 信用广州网站');
  });

  test.each<[PersonKey, string, string]>([
    ['wang', '记住 小信 = 信用广州网站', '监理人员维护'],
    ['li', '记住 信 = 信用广州网站', '过短'],
    ['li', '记住 系统 = 信用广州网站', '日常用语'],
    ['li', '记住 接单 = 信用广州网站', '日常用语'],
    ['li', '记住 官网 = 双公示系统', '已指 信用广州网站'],
    ['li', '记住 王敏 = 信用广州网站', '人员、部门或地点'],
    ['li', `记住 ${'长'.repeat(21)} = 信用广州网站`, '最多 20 个字'],
    ['li', '记住 小信 = 信用广洲网站', '您是否指：信用广州网站'],
    ['li', '记住 小信 = 食堂', '没有「食堂」'],
  ])('%s: %s', async (by, said, answer) => {
    await forgetAll();
    const { all, lines } = await desk.say(by, said);
    expect(lines.join()).toContain(answer);
    expect(all.map(({ op }) => op)).toEqual(['answer']);
    expect(await taught()).toEqual([]);
  });

  test.each([
    ['记住这个网站打不开了，快来看', 1],
    ['记住密码了但是网站登录不上', 1],
    ['记住我说的话', 0],
  ])('%s is no lesson', async (said, tickets) => {
    const before = (await desk.tickets()).length;
    const { lines } = await desk.say('li', said);
    expect((await desk.tickets()).length - before).toBe(tickets);
    expect(lines.join()).not.toMatch(/叫法|系统清单/u);
  });
});

describe('忘记', () => {
  test('a name is forgotten in the group and in the ledger', async () => {
    await forgetAll();
    await desk.say('li', '记住 小信 = 信用广州网站');
    expect((await desk.say('chen', '忘记 小信')).lines[0]).toContain('请联系他们');
    expect(await taught()).toHaveLength(1);
    expect((await desk.say('qian', '忘记「小信」')).lines[0]).toContain('已删除叫法：「小信」');
    expect(await taught()).toEqual([]);
    expect((await desk.say('li', '忘记 小信')).lines[0]).toContain('没有记录过叫法「小信」');
    expect((await desk.say('li', '叫法')).lines[0]).toBe('尚未记录系统叫法。');
  });

  test('忘记 密码了，登录不上网站 is a report', async () => {
    const before = (await desk.tickets()).length;
    await desk.say('wang', '忘记 密码了，信用广州网站登录不上');
    expect(await desk.tickets()).toHaveLength(before + 1);
  });
});

test('of a long text no more is looked at than a name may take', () => {
  expect(bareName(`小${' '.repeat(19_000)}信`)).toBe('小');
});

test('a report with a taught name is about its system', async () => {
  await forgetAll();
  await desk.say('li', '记住 老信用 = 双公示系统');
  const ticket = await desk.report('老信用打不开了', 'chen');
  expect(ticket.systemId).toBe(desk.contract.systems.find(({ name }) => name === '双公示管理系统')?.id);
  await desk.say('li', '忘记 老信用');
  expect((await desk.fresh(ticket)).systemId).toBe(ticket.systemId);
});

test('who tells the system of a report that named none learns once that a name can be taught', async () => {
  const hints = async (by: PersonKey) => {
    desk.now += 2 * HOUR;
    const ticket = await desk.report('小鹿系统打不开了', 'wang');
    expect(ticket.systemId).toBeUndefined();
    const { lines } = await desk.tap(by, 'change_system', ticket, {
      to: desk.contract.systems[0]?.id ?? '',
      reason: '',
    });
    return lines.filter((line) => line.includes('记住 叫法 = 信用广州网站'));
  };
  expect(await hints('li')).toHaveLength(1);
  expect(await hints('li')).toEqual([]);
  expect(await hints('qian')).toHaveLength(1);
});
