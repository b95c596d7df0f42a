import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mayBind } from '../../handlers/bind-chat.ts';
import { contractIn, departmentIn, wishIn } from '../../handlers/binding-words.ts';
import { Desk, type PersonKey } from './harness.ts';

const hq = { id: 'hq', name: '总队机关', nameEn: 'Headquarters', aliases: ['机关'], calendars: {} };

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ departments: [hq] });
});
afterEach(() => desk.store.close());

const opened = async () => (await desk.tickets()).length;

describe('绑定 in a group that has its contract', () => {
  test.each(['绑定', '绑定。', '绑定 2', '绑定 广州信用', 'bind'])(
    '%s says which, and who changes it',
    async (words) => {
      const said = await desk.say('wang', words);
      expect(said.ops).toEqual(['answer']);
      expect(said.lines.join()).toMatch(/广州信用|Guangzhou/u);
      expect(said.lines[1]).toContain('dutybell chats bind test:ops guangzhou-credit');
    },
  );

  test('is no command where a sentence goes on', async () => {
    await desk.say('wang', '绑定手机号的页面打不开了，信用广州网站');
    await desk.say('wang', '绑定 手机号失败，信用广州网站打不开了');
    expect(await opened()).toBe(2);
  });

  test.each<[PersonKey, string]>([
    ['zhao', '绑定 总队机关'],
    ['qian', '绑定 机关'],
    ['qian', '绑定 2 headquarters'],
  ])('%s names the department by %s', async (by, words) => {
    const said = await desk.say(by, words);
    expect(said.ops).toEqual(['post']);
    expect(await desk.store.chatById(desk.chat('ops').id)).toMatchObject({ department: 'hq', title: 'ops' });
    const entries = await desk.store.entries(desk.contract.id, ['chat_bound'], 0, desk.now + 1);
    expect(entries.map(({ body }) => JSON.parse(body))).toMatchObject([{ by, department: 'hq' }]);
  });

  test.each<PersonKey>(['wang', 'li'])('%s may not', async (by) => {
    expect((await desk.say(by, '绑定 机关')).lines.join()).toContain('须由该合同的项目经理、监理或系统管理员操作');
    expect(await desk.store.chatById(desk.chat('ops').id)).not.toHaveProperty('department');
  });

  test('a tap on a card that was answered says so', async () => {
    const said = await desk.tap('zhao', 'bind_chat', { id: 'karamay-egov', version: 1 });
    expect(said.lines[0]).toBe('本群已绑定「广州信用」');
  });

  test('a private chat needs none', async () => {
    const said = await desk.say('wang', '绑定', { chat: 'private-wang', private: true });
    expect(said.lines.join()).toContain('私聊无需绑定');
  });
});

test('who answers for the contract may bind; a supervisor who works for the supplier may not', () => {
  const may = (...roles: Parameters<typeof mayBind>[0]['roles']) => mayBind({ roles, isAdmin: false });
  expect([may('manager'), may('supervisor')]).toEqual([true, true]);
  expect([may(), may('reporter'), may('engineer'), may('engineer', 'supervisor')]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(mayBind({ roles: [], isAdmin: true })).toBe(true);
});

describe('what is typed', () => {
  test.each([
    ['绑定', ''],
    ['绑定 1', '1'],
    ['绑定1', '1'],
    ['绑定：广州信用', '广州信用'],
    ['BIND 2 hq', '2 hq'],
    ['绑定手机号', undefined],
    ['我要绑定', undefined],
  ])('%s', (said, wish) => expect(wishIn(said)).toBe(wish));

  test.each([
    ['1', 'a', ''],
    ['２ 审计处', 'b', '审计处'],
    ['b', 'b', ''],
    ['乙合同', 'b', ''],
    ['乙合同二期', 'c', ''],
    ['甲合同，审计处', 'a', '审计处'],
    ['乙合', 'b', ''],
    ['甲合 审计处', 'a', '审计处'],
    ['乙', undefined, ''],
    ['乙合同三期', undefined, ''],
    ['21', undefined, ''],
    ['', undefined, ''],
  ])('%s is the contract %s', (said, id, rest) => {
    const named = [
      ['a', '甲合同'],
      ['b', '乙合同'],
      ['c', '乙合同二期'],
    ] as const;
    const contracts = named.map(([of, name]) => ({
      ...desk.contract,
      id: of as typeof desk.contract.id,
      name,
      shortName: name,
    }));
    const found = contractIn(said, contracts, contracts.slice(0, 2));
    expect(found?.contract.id).toBe(id);
    if (found) expect(found.rest).toBe(rest);
  });

  test('a department is its whole name: 机 is none', () => {
    expect(departmentIn('机', desk.contract)).toBeUndefined();
    expect(departmentIn(' 总队机关 ', desk.contract)).toBe(hq);
  });
});
