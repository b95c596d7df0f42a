// One contract with a group on WeCom and one on DingTalk, in one process.
import { afterEach, describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { HOUR, MINUTE, personId, SECOND } from '../../domain/types.ts';
import { attendanceDay } from '../../handlers/attendance-day.ts';
import { managerDigest } from '../../handlers/manager-digest.ts';
import { Both, type BothOptions, SEATS, type Seen } from './both-platforms.ts';
import { CONTRACT, NINE } from './stand.ts';

const opened: Both[] = [];
afterEach(async () => {
  for (const both of opened.splice(0)) await both.close();
});
async function begin(options: BothOptions = {}): Promise<Both> {
  const both = await Both.open(':memory:', options);
  opened.push(both);
  both.forget();
  return both;
}

const DOWN = '信用广州网站打不开了，大厅没法办业务';
const rung = (seen: readonly Seen[]) => seen.flatMap(({ rings }) => rings);
const said = (seen: readonly Seen[]) => seen.map((one) => one.said).join('\n');
const ticketOf = async (both: Both, number = 1) => both.store.ticketByDailyNumber(CONTRACT, number);

describe('a report in WeCom', () => {
  test('rings who is on duty in DingTalk, where alone he has an account, with the ticket’s card', async () => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    const [there, ...more] = both.seen('dingtalk');
    expect(more).toEqual([]);
    expect(there).toMatchObject({ op: 'post', chat: 'hall', rings: ['li'] });
    expect(there?.said).toMatch(/@李工 新故障 GZ-260303-01.*接单。\n（转自企业微信群「ops」）/);
    const here = both.seen('wecom');
    expect(said(here)).toContain('李工 新故障 GZ-260303-01');
    expect(rung(here)).toEqual([]);
  });

  test('rings nobody in DingTalk where the one on duty has an account in both', async () => {
    const both = await begin({ seats: { ...SEATS, li: { ...SEATS.li!, on: ['wecom', 'dingtalk'] } } });
    await both.say('wecom', 'wang', DOWN);
    expect(both.seen('dingtalk')).toEqual([]);
    expect(rung(both.seen('wecom'))).toEqual(['li']);
  });

  test('is taken by a tap in DingTalk: both cards show it, and only the tapped one answers the tap', async () => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    const [there] = both.seen('dingtalk');
    both.forget();
    await both.tap('dingtalk', 'li', there, 'acknowledge');
    expect(await ticketOf(both)).toMatchObject({ status: 'acknowledged', assigneeId: both.person('li') });
    const updates = (side: 'wecom' | 'dingtalk') => both.seen(side).filter(({ op }) => op === 'update');
    const [inDing, ...moreInDing] = updates('dingtalk');
    expect(moreInDing).toEqual([]);
    expect(inDing?.delivery).toMatchObject({ handle: `h:${there?.delivery.key}`, tapToken: expect.any(String) });
    expect(inDing?.said).toContain('处理中');
    const [inWecom, ...moreInWecom] = updates('wecom');
    expect(moreInWecom).toEqual([]);
    expect(inWecom?.said).toContain('处理中');
    expect(inWecom?.delivery).not.toHaveProperty('tapToken');
  });

  test('is taken by a button in private: the card in DingTalk’s group shows it', async () => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    const [there] = both.seen('dingtalk');
    const alone = { externalId: 'user:li', kind: 'private' } as const;
    await both.say('dingtalk', 'li', '帮助', { chat: alone });
    both.forget();
    await both.tap('dingtalk', 'li', there, 'acknowledge', {}, alone);
    const updates = both.seen('dingtalk').filter(({ op }) => op === 'update');
    expect(updates.map(({ chat }) => chat)).toEqual(['hall']);
  });

  test.each(['接单 1', '接单'])('is taken in DingTalk by typing %s', async (typed) => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    await both.say('dingtalk', 'li', typed);
    expect(await ticketOf(both)).toMatchObject({ status: 'acknowledged', assigneeId: both.person('li') });
  });

  test('is shown in DingTalk as it stands after each step in WeCom', async () => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    both.forget();
    await both.say('wecom', 'zhou', '接单 1');
    expect(both.seen('dingtalk').filter(({ op }) => op === 'update')).toHaveLength(1);
  });
});

describe('an escalation', () => {
  test('rings each on the platform that he uses, once', async () => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    both.forget();
    await both.advance(NINE + 2 * HOUR);
    const [wecom, dingtalk] = [both.seen('wecom'), both.seen('dingtalk')];
    expect(new Set(rung(dingtalk))).toEqual(new Set(['li', 'qian']));
    expect(new Set(rung(wecom))).toEqual(new Set(['zhao']));
    const keysOf = (seen: readonly Seen[]) =>
      seen.map(({ delivery }) => delivery.key).filter((key) => key.startsWith('remind:'));
    const copied = keysOf(dingtalk).map((key) => key.replace('@dingtalk:hall', ''));
    // What concerns those of WeCom alone is not said in DingTalk.
    expect(keysOf(wecom)).toEqual(expect.arrayContaining(copied));
    expect(copied.length).toBeLessThan(keysOf(wecom).length);
  });

  test('reaches in private whom no group of the contract reaches', async () => {
    const both = await begin({ groups: ['wecom:ops'] });
    await both.say('wecom', 'wang', DOWN);
    const [there] = both.seen('dingtalk');
    expect(there).toMatchObject({ op: 'post', chat: 'user:li' });
    expect(there?.said).toMatch(/@李工 新故障 GZ-260303-01.*接单。/);
    expect(there?.delivery.content.card?.actions.map(({ action }) => action)).toContain('acknowledge');
  });

  test('never by another department’s group', async () => {
    const both = await begin();
    const hall = (await both.store.chat('dingtalk', 'hall'))!;
    await both.store.saveChat({ ...hall, department: 'other' });
    await both.say('wecom', 'wang', DOWN);
    expect(both.seen('dingtalk').map(({ chat }) => chat)).toEqual(['user:li']);
  });
});

test('a tap in private, where a copy is, acts on the ticket', async () => {
  const both = await begin({ groups: ['wecom:ops'] });
  await both.say('wecom', 'wang', DOWN);
  const [there] = both.seen('dingtalk');
  await both.tap('dingtalk', 'li', there, 'acknowledge', {}, { externalId: 'user:li', kind: 'private' });
  expect(await ticketOf(both)).toMatchObject({ status: 'acknowledged' });
});

test('what was reported in private on a platform without a group goes to the contract’s group', async () => {
  const both = await begin({ groups: ['wecom:ops'] });
  await both.say('dingtalk', 'chen', DOWN, { chat: { externalId: 'user:chen', kind: 'private' } });
  expect((await ticketOf(both))?.chatId).toBe('wecom:ops');
  expect(both.seen('dingtalk').map(({ chat }) => chat)).toEqual(expect.arrayContaining(['user:chen', 'user:li']));
});

describe('a question in WeCom that nobody answers', () => {
  async function asked(): Promise<{ readonly both: Both; readonly there: Seen | undefined }> {
    const both = await begin();
    await both.say('wecom', 'wang', '有点问题');
    both.forget();
    await both.advance(NINE + 6 * MINUTE);
    const [there] = both.seen('dingtalk');
    both.forget();
    return { both, there };
  }

  test('rings who is on duty in DingTalk; his tap there registers it in the group where it was said', async () => {
    const { both, there } = await asked();
    expect(there).toMatchObject({ chat: 'hall', rings: ['li'] });
    await both.tap('dingtalk', 'li', there, 'draft_incident');
    expect(await ticketOf(both)).toMatchObject({ chatId: 'wecom:ops', reporterId: both.person('wang') });
    const [answer] = both.seen('dingtalk').filter(({ op }) => op === 'update');
    expect(answer?.delivery).toMatchObject({ handle: `h:${there?.delivery.key}`, tapToken: expect.any(String) });
    expect(both.seen('wecom').every(({ delivery }) => !('tapToken' in delivery))).toBe(true);
  });

  test('is registered by typing 登记 in DingTalk', async () => {
    const { both } = await asked();
    await both.say('dingtalk', 'li', '登记');
    expect(await ticketOf(both)).toMatchObject({ chatId: 'wecom:ops' });
  });

  test('is none of another department’s group', async () => {
    const { both } = await asked();
    const hall = (await both.store.chat('dingtalk', 'hall'))!;
    await both.store.saveChat({ ...hall, department: 'other' });
    await both.say('dingtalk', 'li', '登记');
    expect(await ticketOf(both)).toBeUndefined();
  });
});

describe('tickets of two platforms that are merged', () => {
  test('keep both cards, and those of each group hear of the end', async () => {
    const both = await begin();
    await both.say('wecom', 'wang', DOWN);
    await both.say('dingtalk', 'chen', '信用广州网站打不开了');
    both.forget();
    await both.say('dingtalk', 'qian', '合并 2 到 1');
    expect(await ticketOf(both, 2)).toMatchObject({ status: 'merged' });
    const [wecom, dingtalk] = [both.seen('wecom'), both.seen('dingtalk')];
    expect(dingtalk.filter(({ op, said: words }) => op === 'update' && words.includes('GZ-260303-02'))).toHaveLength(1);
    expect(wecom.filter(({ op, said: words }) => op === 'update' && words.includes('GZ-260303-01'))).toHaveLength(1);
    expect(rung(dingtalk).toSorted()).toEqual(['chen', 'li']);
    await both.say('dingtalk', 'li', '解决 1 原因 证书过期 措施 更换证书');
    expect(rung(both.seen('dingtalk'))).toContain('chen');
    expect(rung(both.seen('wecom'))).toContain('wang');
    await both.say('dingtalk', 'chen', '好了');
    expect(await ticketOf(both)).toMatchObject({ status: 'closed' });
  });
});

describe('routine posts', () => {
  const MORNING = parseCivil('2026-03-04', '08:00');

  test('the manager’s morning message reaches him where he has an account, once', async () => {
    const seats = { ...SEATS, sun: { name: '孙经理', roles: ['manager'], on: ['dingtalk'] } } as const;
    const both = await begin({
      ...{ seats, routines: [managerDigest], groups: ['wecom:ops'] },
      changes: { digestAt: '08:00' },
    });
    await both.say('wecom', 'wang', DOWN);
    both.forget();
    await both.advance(MORNING + 2 * HOUR);
    const morning = (side: 'wecom' | 'dingtalk') =>
      both.seen(side).filter(({ delivery }) => delivery.key.startsWith('morning:'));
    expect(morning('wecom')).toMatchObject([{ op: 'direct', to: 'zhao' }]);
    expect(morning('dingtalk')).toMatchObject([{ op: 'post', chat: 'user:sun' }]);
  });

  test('the card for 签到 goes to the group of most, and to the other one for the rest; a tap there signs in', async () => {
    const both = await begin({ routines: [attendanceDay], now: MORNING });
    for (const key of ['li', 'zhou']) {
      await both.store.saveMember(CONTRACT, { personId: both.person(key), roles: ['engineer'], posts: ['on_site'] });
    }
    await both.advance(MORNING + 35 * MINUTE);
    const cards = [both.seen('wecom'), both.seen('dingtalk')];
    expect(cards.map((seen) => seen.map(({ chat }) => chat))).toEqual([['ops'], ['hall']]);
    await both.tap('wecom', 'zhou', cards[0]![0], 'sign_in');
    await both.tap('dingtalk', 'li', cards[1]![0], 'sign_in');
    expect(await both.store.attendanceOf(CONTRACT, '2026-03-04')).toHaveLength(2);
    const updates = [both.seen('wecom'), both.seen('dingtalk')].map((seen) =>
      seen.filter(({ op }) => op === 'update').map(({ delivery }) => 'tapToken' in delivery),
    );
    expect(updates).toEqual([
      [true, false],
      [false, true],
    ]);
  });
});

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
