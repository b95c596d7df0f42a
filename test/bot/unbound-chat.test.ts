import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import { updatePipeline } from '../../bot/updates.ts';
import type { Outgoing } from '../../db/changes.ts';
import type { Contract } from '../../domain/contract.ts';
import { chatId, contractId, DAY, MINUTE } from '../../domain/types.ts';
import type { Update } from '../../platforms/types.ts';
import { CONTRACT, type Stand, saying, setStand, tapping } from './stand.ts';

const NEW = chatId('fake', 'new');
const admins = [{ platform: 'fake', userId: 'boss' }];

let stand: Stand;
/** Known besides that of the stand. */
let others: readonly Contract[];
let told: number;
beforeEach(async () => {
  stand = await setStand(':memory:');
  told = 0;
  others = [];
});
afterEach(() => stand.close());

/** Handles it as the inbox does. @returns what the bot says because of it */
async function handled(update: Update): Promise<readonly Outgoing[]> {
  told += 1;
  const inNew: Update = {
    ...update,
    updateId: `u${told}`,
    chat: { externalId: 'new', kind: 'group', title: '新群' },
    receivedAt: stand.clock.now(),
  };
  const put = await stand.store.putUpdate(inNew, { owner: 'w', until: stand.clock.now() + MINUTE });
  const seq = put.outcome === 'accepted' ? put.seq : 0;
  const attempt = startAttempt(stand.deps, { kind: 'update', seq, owner: 'w' }, () => undefined);
  const known = [...stand.deps.contracts.values(), ...others].map((contract) => [contract.id, contract] as const);
  await updatePipeline({ ...stand.deps, admins, contracts: new Map(known) })(inNew, attempt, stand.deps.log);
  return delivered();
}

/** Everything is shown at once. */
async function delivered(): Promise<readonly Outgoing[]> {
  const rows = await stand.store.pendingOutbox(NEW, 100);
  const sent = rows.map(({ outgoing, seq }) => ({
    seq,
    outcome: 'sent' as const,
    chatId: NEW,
    ...(outgoing.op === 'post' && outgoing.cardKey !== undefined && { cardKey: outgoing.cardKey, handle: `m${seq}` }),
  }));
  await stand.store.settleOutbox(sent, stand.clock.now());
  return rows.map(({ outgoing }) => outgoing);
}

const noted =
  '本群尚未绑定合同，您的消息已记下，但尚未登记工单、未开始计时提醒；紧急故障请先电话联系。请该合同的项目经理或监理在本群 @我 发送「绑定」。';
const titles = (said: readonly Outgoing[]) => said.map(({ content }) => content.card?.title ?? content.lines.join());
const asks = '请确认本群所属的运维合同';
const bind = (from: string) => handled(tapping('bind_chat', CONTRACT, 1, from));
const contractOfChat = async () => (await stand.store.chat('fake', 'new'))?.contractId;

const by = (from: string) => ({ from });
const join = (from: string): Update => {
  const { type: _, text: _text, addressed: _addressed, ...base } = saying('x', { from });
  return { ...base, type: 'join' };
};
const refusals = async () => stand.store.entries(CONTRACT, ['chat_binding_refused'], 0, stand.clock.now() + 1);
const parked = async () => {
  await bind('boss');
  return (await stand.store.claimUpdates(stand.clock.now(), { owner: 'w', until: stand.clock.now() + 1 }, 9)).length;
};

describe('a group that belongs to no contract', () => {
  test('is asked once a day, by a card; what is said meanwhile is noted each time', async () => {
    expect(titles(await handled(saying('网站打不开', by('zhao'))))).toEqual([asks]);
    expect(titles(await handled(saying('大厅也打不开', by('zhao'))))).toEqual([noted]);
    stand.clock.jumpTo(stand.clock.now() + DAY);
    expect(titles(await handled(saying('在吗', by('qian'))))).toEqual([asks]);
    expect(await stand.store.counts(stand.clock.now())).toMatchObject({ inboxPending: 0, dead: 0 });
  });

  test('takes no note of small talk: a greeting of before is answered by nobody afterwards', async () => {
    expect(titles(await handled(saying('在吗', by('wang'))))).toEqual([
      '本群尚未绑定合同；请该合同的项目经理或监理在本群 @我 发送「绑定」。',
    ]);
    expect(titles(await bind('zhao')).join()).not.toContain('您好，我在');
  });

  test.each(['wang', 'li', 'stranger'])('tells no contract’s name to %s', async (from) => {
    const said = [
      ...(await handled(join(from))),
      ...(await handled(saying('网站打不开', by(from)))),
      ...(await handled(saying('绑定', by(from)))),
      ...(await handled(saying('绑定 1', by(from)))),
      ...(await handled(saying(`绑定 ${CONTRACT}`, by(from)))),
      ...(await handled(saying('绑定 查无此合同', by(from)))),
      ...(await bind(from)),
    ];
    expect(titles(said)).toEqual([
      '本群尚未绑定合同；请该合同的项目经理或监理在本群 @我 发送「绑定」。',
      noted,
      ...Array.from({ length: 5 }, () => '绑定合同须由该合同的项目经理、监理或系统管理员操作。'),
    ]);
  });

  test.each([
    ['zhao', ['1 广州信用']],
    ['qian', ['1 广州信用']],
    ['boss', ['1 广州信用', '2 甲合同']],
  ])('offers %s what he may bind it to', async (from, offered) => {
    const [known] = stand.deps.contracts.values();
    others = [{ ...known!, id: contractId('z'), shortName: '甲合同' }];
    const [card] = await handled(saying('绑定', by(from)));
    expect(card?.content.card?.fields.map(({ label }) => label)).toEqual(offered);
    expect(card?.content.card?.actions.map(({ command }) => command)).toEqual(
      offered.map((label) => `绑定 ${label.slice(0, 1)}`),
    );
    const unknown = titles(await handled(saying('绑定 查无此合同', by(from))));
    expect(unknown).toEqual([`没有找到您可绑定的合同「查无此合同」。可绑定：${offered.join('、')}。`]);
  });

  test('is not given to another contract by a manager of one, who is told as if there was none', async () => {
    const [known] = stand.deps.contracts.values();
    others = [{ ...known!, id: contractId('z'), shortName: '甲合同' }];
    expect(titles(await handled(saying('绑定 2', by('zhao'))))).toEqual([
      '没有找到您可绑定的合同「2」。可绑定：1 广州信用。',
    ]);
    expect(await contractOfChat()).toBeUndefined();
  });

  test('is asked when somebody comes into it who may answer', async () => {
    expect(titles(await handled(join('zhao')))).toEqual([asks]);
  });

  test('is asked anew by 绑定', async () => {
    await handled(saying('网站打不开', by('zhao')));
    expect(titles(await handled(saying('绑定', by('zhao'))))).toEqual([asks]);
  });

  test.each(['绑定 手机号失败，信用广州网站不能登录', '绑定 1 号窗口的系统打不开了'])(
    'keeps a report that only begins like the command: %s',
    async (words) => {
      expect(titles(await handled(saying(words)))).toEqual([noted]);
      expect(await parked()).toBe(1);
    },
  );

  test('says that pictures have to be sent again, which nobody can fetch later', async () => {
    const attachments = [{ kind: 'image' as const, source: 's' }];
    const said = await handled({ ...saying('网站打不开'), attachments });
    expect(titles(said)).toEqual([`${noted},图片须在绑定后重新发送。`]);
    const [card] = await handled(saying('绑定', by('zhao')));
    expect(card?.content.card?.lines.flat().join()).toContain('图片须在绑定后重新发送');
  });

  test('has one refusal for each person and day in the ledger, however often he tries', async () => {
    for (const from of ['wang', 'wang', 'li', 'wang']) await bind(from);
    expect(await refusals()).toHaveLength(2);
    stand.clock.jumpTo(stand.clock.now() + DAY);
    await bind('wang');
    expect(await refusals()).toHaveLength(3);
  });

  test.each(['wang', 'li', 'stranger'])('is not given one by %s', async (from) => {
    await handled(saying('网站打不开'));
    const [said] = await bind(from);
    expect(said).toMatchObject({ op: 'answer' });
    expect(await contractOfChat()).toBeUndefined();
    expect(await refusals()).toHaveLength(1);
  });

  test('is given one by an administrator whom nobody knows otherwise; he has no role by that', async () => {
    const [asked] = await handled(saying('网站打不开', by('boss')));
    const [said] = await bind('boss');
    expect(said).toMatchObject({
      op: 'refresh',
      cardKey: asked?.op === 'post' ? asked.cardKey : '',
      otherwise: 'post',
    });
    expect(said?.content.card).toMatchObject({ title: '本群已绑定「广州信用」', actions: [] });
    expect(await contractOfChat()).toBe(CONTRACT);
    expect((await stand.store.members(CONTRACT)).map(({ name }) => name)).not.toContain('boss');
  });

  test('says so where nothing was chosen among many contracts', async () => {
    expect(titles(await handled(tapping('nothing_chosen', 'new', 1, 'boss')))).toEqual([
      '请先在下拉框中选择操作，再点击「执行」。',
    ]);
  });

  test('ignores a button of another kind, and a contract that there is not', async () => {
    for (const tap of [tapping('acknowledge', 't', 1, 'boss'), tapping('bind_chat', 'no-such', 1, 'boss')]) {
      expect(titles(await handled(tap))).toEqual(['该按钮已失效，请按最新卡片操作。']);
    }
    expect(await contractOfChat()).toBeUndefined();
  });
});
