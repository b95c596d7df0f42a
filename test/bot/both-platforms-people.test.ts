// One contract with a group on WeCom and one on DingTalk, in one process. Guests, managers, and a platform in trouble.
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR, personId, SECOND } from '../../domain/types.ts';
import { begin, closeAll, DOWN, rung, SEATS, said, ticketOf } from './both-platforms.ts';
import { CONTRACT, NINE } from './stand.ts';

afterEach(closeAll);

describe('a guest of DingTalk', () => {
  const seats = { ...SEATS, gu: { name: '顾问', roles: [], on: ['dingtalk'], isGuest: true } } as const;
  const from = { userId: 'outsider', name: '外部联系人', isGuest: true } as const;

  test('reports, is told once what he can do, and is no reporter of the contract’s', async () => {
    const both = await begin();
    await both.say('dingtalk', 'x', DOWN, { from });
    const first = both.seen('dingtalk');
    expect(said(first)).toContain('未能识别您的钉钉企业账号');
    expect(await ticketOf(both)).toMatchObject({ status: 'open' });
    const member = (await both.store.members(CONTRACT)).find(({ name }) => name === from.name);
    expect(member?.roles).toEqual([]);
    await both.say('dingtalk', 'x', '未办结', { from });
    expect(said(both.seen('dingtalk'))).not.toContain('未能识别');
  });

  test.each(['接单 1', '转派 1 李工', '同意 1', '定级 1 严重'])('can not say %s', async (typed) => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    const before = await ticketOf(both);
    await both.say('dingtalk', 'x', typed, { from });
    expect(await ticketOf(both)).toEqual(before);
  });

  test('is named and not rung, nor written to alone; his own report is his to confirm', async () => {
    const both = await begin();
    await both.say('dingtalk', 'x', DOWN, { from });
    await both.say('dingtalk', 'li', '接单 1');
    both.forget();
    await both.say('dingtalk', 'li', '解决 1 原因 证书过期 措施 更换证书');
    const seen = both.seen('dingtalk');
    expect(said(seen)).toContain('外部联系人');
    expect(rung(seen)).not.toContain('outsider');
    await both.say('dingtalk', 'x', '确认 1', { from });
    expect(await ticketOf(both)).toMatchObject({ status: 'closed' });
    expect(both.platforms.dingtalk.delivered.filter(({ op }) => op === 'direct')).not.toContainEqual(
      expect.objectContaining({ to: expect.objectContaining({ userId: 'outsider' }) }),
    );
  });

  test('who has an account elsewhere is rung there', async () => {
    const both = await begin({ seats: { ...seats, gu: { ...seats.gu, roles: ['engineer'], dutyOrder: 0 } } });
    const account = { platform: 'wecom', userId: 'gu-wecom' };
    await both.store.savePerson({ id: personId('p-gu'), name: '顾问' }, account);
    await both.say('dingtalk', 'chen', DOWN);
    expect(rung(both.seen('wecom'))).toEqual(['gu-wecom']);
    expect(rung(both.seen('dingtalk'))).toEqual([]);
  });
});

describe('a message that DingTalk withholds', () => {
  test('is answered, rings who is on duty, tells the managers once a day, and is in the ledger', async () => {
    const both = await begin();
    for (const by of ['chen', 'chen']) await both.say('dingtalk', by, '', { withheld: 'quota' });
    const there = both.seen('dingtalk');
    expect(said(there)).toContain('@陈晓 本月钉钉机器人消息额度已用完，未能读取您刚才的消息，尚未登记工单。');
    expect(said(there)).toContain('@李工 请查看上述消息');
    expect(there.filter(({ rings }) => rings.includes('zhao'))).toHaveLength(1);
    expect(rung(both.seen('wecom'))).toEqual(['zhao']);
    const count = async (type: string) => (await both.store.entries(CONTRACT, [type], 0, NINE + HOUR)).length;
    expect([await count('message_withheld'), await count('platform_trouble')]).toEqual([2, 1]);
    expect(await ticketOf(both)).toBeUndefined();
  });

  test('in private is answered alone', async () => {
    const both = await begin();
    const chat = { externalId: 'user:chen', kind: 'private' } as const;
    await both.say('dingtalk', 'chen', '', { withheld: 'quota', chat });
    const [answer] = both.seen('dingtalk').filter(({ chat: where }) => where === 'user:chen');
    expect(answer).toMatchObject({ rings: [] });
  });

  test('in private rings who is on duty in the group, who is told whom to ask', async () => {
    const both = await begin();
    const chat = { externalId: 'user:chen', kind: 'private' } as const;
    await both.say('dingtalk', 'chen', '', { withheld: 'quota', chat });
    const [ring] = both.seen('dingtalk').filter(({ rings }) => rings.includes('li'));
    expect(ring).toMatchObject({ chat: 'hall', rings: ['li'] });
    expect(ring?.said).toContain('@李工 陈晓通过私聊发来消息，因本月钉钉机器人消息额度已用完未能读取');
  });

  test('in private without a group on that platform rings who is on duty where he is', async () => {
    const both = await begin({ groups: ['wecom:ops'] });
    const chat = { externalId: 'user:chen', kind: 'private' } as const;
    await both.say('dingtalk', 'chen', '', { withheld: 'quota', chat });
    expect(both.seen('dingtalk').filter(({ chat: where }) => where === 'user:li')).toHaveLength(1);
  });

  test('in a group without a contract is answered and not parked', async () => {
    const both = await begin();
    await both.say('dingtalk', 'chen', '', { withheld: 'quota', chat: { externalId: 'new', kind: 'group' } });
    expect(said(both.seen('dingtalk'))).toContain('消息额度已用完');
  });
});

describe('a platform in trouble', () => {
  test('tells the managers on every platform, once a day and kind, and shows in readiness until it is over', async () => {
    const both = await begin();
    const { receiver } = both.platforms.dingtalk;
    const trouble = { code: 'quota_exhausted', of: 'calls', used: 5000, limit: 5000 } as const;
    for (const each of [trouble, trouble, { ...trouble, code: 'quota_low' as const, used: 4000 }])
      receiver!.trouble(each);
    await both.bot.settle();
    const told = both.seen('wecom');
    expect(told.map(({ rings }) => rings)).toEqual([['zhao'], ['zhao']]);
    expect(said(told)).toContain('本月钉钉接口调用额度已用完（已用 5000/5000）');
    expect(said(told)).toContain('额度即将用完（已用 4000/5000）');
    expect(both.seen('dingtalk')).toHaveLength(2);
    const reasons = async () => (await both.bot.health.ready()).reasons;
    expect(await reasons()).toEqual([expect.stringContaining('dingtalk has used up')]);
    both.clock.jumpTo(NINE + 26 * HOUR);
    expect(await reasons()).toEqual([]);
    receiver!.trouble(trouble);
    await both.bot.settle();
    expect(said(both.seen('wecom'))).toContain('接口调用额度已用完');
  });
});

describe('a manager whose platform has another department’s group only', () => {
  const seats = { ...SEATS, zhao: { ...SEATS.zhao!, on: ['dingtalk'] } } as const;
  const trouble = { code: 'quota_low', of: 'calls' } as const;

  test('is told once of a platform in trouble, alone', async () => {
    const both = await begin({ seats });
    const hall = (await both.store.chat('dingtalk', 'hall'))!;
    await both.store.saveChat({ ...hall, department: 'other' });
    both.platforms.dingtalk.receiver!.trouble(trouble);
    await both.bot.settle();
    expect(both.seen('dingtalk').map(({ chat }) => chat)).toEqual(['user:zhao']);
    expect(both.seen('wecom').map(({ chat }) => chat)).toEqual(['ops']);
  });

  test('is told there where the contract has no other group', async () => {
    const both = await begin({ seats, groups: ['dingtalk:hall'] });
    const hall = (await both.store.chat('dingtalk', 'hall'))!;
    await both.store.saveChat({ ...hall, department: 'other' });
    both.platforms.dingtalk.receiver!.trouble(trouble);
    await both.bot.settle();
    expect(rung(both.seen('dingtalk'))).toEqual(['zhao']);
  });
});

test('deafness is told in the groups of the platform that was deaf', async () => {
  const both = await begin({ capabilities: { dingtalk: { deafMinMs: 5 * SECOND } } });
  const { receiver } = both.platforms.dingtalk;
  receiver!.connection('down', 'silent');
  await both.bot.settle();
  both.clock.jumpTo(NINE + 6 * SECOND);
  receiver!.connection('up', 'again');
  await both.bot.settle();
  expect(both.seen('wecom')).toEqual([]);
  expect(both.seen('dingtalk').map(({ chat }) => chat)).toEqual(['hall']);
});

test('a manager who is known on WeCom alone may not bind a DingTalk group; with an account in both he may', async () => {
  const both = await begin({ seats: { ...SEATS, zhao: { ...SEATS.zhao!, on: ['wecom'] } } });
  const chat = { externalId: 'new', kind: 'group' } as const;
  await both.say('dingtalk', 'zhao-ding', '绑定 1', { chat });
  expect((await both.store.chat('dingtalk', 'new'))?.contractId).toBeUndefined();
  const account = { platform: 'dingtalk', userId: 'zhao-ding' };
  const { id: from } = (await both.store.personByAccount('dingtalk', 'zhao-ding'))!;
  await both.store.joinPeople({ from, to: both.person('zhao'), accounts: [account], memberships: [], left: [] }, NINE);
  await both.say('dingtalk', 'zhao-ding', '绑定 1', { chat });
  expect((await both.store.chat('dingtalk', 'new'))?.contractId).toBe(CONTRACT);
});
