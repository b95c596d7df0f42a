// One contract with a group on WeCom and one on DingTalk, in one process.
import { afterEach, describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { attendanceDay } from '../../handlers/attendance-day.ts';
import { managerDigest } from '../../handlers/manager-digest.ts';
import { type Both, begin, closeAll, DOWN, rung, SEATS, type Seen, said, ticketOf } from './both-platforms.ts';
import { CONTRACT, NINE } from './stand.ts';

afterEach(closeAll);

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
    await both.say('dingtalk', 'chen', '登记 信用广州网站打不开了');
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
