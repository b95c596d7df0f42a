import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import { updatePipeline } from '../../bot/updates.ts';
import type { Outgoing } from '../../db/changes.ts';
import { chatId, DAY, MINUTE } from '../../domain/types.ts';
import type { Update } from '../../platforms/types.ts';
import { CONTRACT, type Stand, saying, setStand, tapping } from './stand.ts';

const NEW = chatId('fake', 'new');
const admins = [{ platform: 'fake', userId: 'boss' }];

let stand: Stand;
let told: number;
beforeEach(async () => {
  stand = await setStand(':memory:');
  told = 0;
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
  await updatePipeline({ ...stand.deps, admins })(inNew, attempt, stand.deps.log);
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

const titles = (said: readonly Outgoing[]) => said.map(({ content }) => content.card?.title ?? content.lines.join());
const asks = '请确认本群所属的运维合同';
const bind = (by: string) => handled(tapping('bind_chat', CONTRACT, 1, by));
const contractOfChat = async () => (await stand.store.chat('fake', 'new'))?.contractId;

describe('a group that belongs to no contract', () => {
  test('is asked once a day, by a card; what is said meanwhile is noted each time', async () => {
    expect(titles(await handled(saying('网站打不开')))).toEqual([asks]);
    expect(titles(await handled(saying('在吗')))).toEqual([expect.stringContaining('已记下')]);
    stand.clock.jumpTo(stand.clock.now() + DAY);
    expect(titles(await handled(saying('在吗')))).toEqual([asks]);
    expect(await stand.store.counts(stand.clock.now())).toMatchObject({ inboxPending: 0, dead: 0 });
  });

  test('is asked when the bot comes into it', async () => {
    const { type: _, text: _text, addressed: _addressed, ...base } = saying('x');
    expect(titles(await handled({ ...base, type: 'join' }))).toEqual([asks]);
  });

  test('is asked anew by 绑定', async () => {
    await handled(saying('网站打不开'));
    expect(titles(await handled(saying('绑定')))).toEqual([asks]);
  });

  test.each(['wang', 'li', 'stranger'])('is not given one by %s', async (by) => {
    await handled(saying('网站打不开'));
    const [said] = await bind(by);
    expect(said).toMatchObject({ op: 'answer' });
    expect(await contractOfChat()).toBeUndefined();
    const tried = await stand.store.entries(CONTRACT, ['chat_binding_refused'], 0, stand.clock.now() + 1);
    expect(tried).toHaveLength(1);
  });

  test('is given one by an administrator whom nobody knows otherwise; he has no role by that', async () => {
    const [asked] = await handled(saying('网站打不开'));
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

  test('ignores a button of another kind, and a contract that there is not', async () => {
    for (const tap of [tapping('acknowledge', 't', 1, 'boss'), tapping('bind_chat', 'no-such', 1, 'boss')]) {
      expect(titles(await handled(tap))).toEqual(['该按钮已失效，请按最新卡片操作。']);
    }
    expect(await contractOfChat()).toBeUndefined();
  });
});
