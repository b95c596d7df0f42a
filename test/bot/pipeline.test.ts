import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startAttempt } from '../../bot/attempt.ts';
import type { Deps } from '../../bot/deps.ts';
import { sha256 } from '../../bot/scene.ts';
import { type Loaded, loadContext } from '../../bot/update-context.ts';
import { updatePipeline } from '../../bot/updates.ts';
import { en } from '../../cards/text.en.ts';
import { zh } from '../../cards/text.zh.ts';
import { chatId, contractId } from '../../domain/types.ts';
import type { UpdateContext } from '../../handlers/context.ts';
import type { ChatUpdate } from '../../platforms/types.ts';
import { CONTRACT, contract, OPS, type Stand, saying, setStand, tapping } from './stand.ts';

let stand: Stand;
beforeEach(async () => {
  stand = await setStand(':memory:');
});
afterEach(() => stand.close());

const attempt = () => startAttempt(stand.deps, { kind: 'none' }, () => undefined);
const load = (update: ChatUpdate): Promise<Loaded> => loadContext(stand.deps, update, attempt(), stand.deps.log);
async function ready(update: ChatUpdate): Promise<UpdateContext> {
  const loaded = await load(update);
  if (loaded.kind !== 'ready') return expect.unreachable('the chat is bound');
  return loaded.ctx;
}
const inChat = (update: ChatUpdate, externalId: string, kind: 'group' | 'private'): ChatUpdate => ({
  ...update,
  chat: { externalId, kind, title: externalId },
});

describe('who speaks', () => {
  test('a member acts with his roles in the contract', async () => {
    expect((await ready(saying('x', { from: 'qian' }))).actor).toEqual({ id: 'qian', roles: ['supervisor'] });
  });

  test('an unknown account becomes a reporter with the name that the platform tells; renamed, he stays who he is', async () => {
    const first = await ready({ ...saying('x'), from: { userId: 'new', name: '新人' } });
    expect(first.actor.roles).toEqual(['reporter']);
    expect(first.person.name).toBe('新人');
    expect(first.members).toContainEqual({ id: first.person.id, name: '新人', roles: ['reporter'], posts: [] });
    const second = await ready({ ...saying('y'), from: { userId: 'new', name: '改名' } });
    expect(second.person).toEqual({ id: first.person.id, name: '改名' });
    expect(second.members.filter(({ id }) => id === first.person.id)).toMatchObject([{ name: '改名' }]);
  });

  test('a name is one line and hides nothing', async () => {
    const { person } = await ready({ ...saying('x'), from: { userId: 'new', name: '李工\n\u202e已关闭' } });
    expect(person.name).toBe('李工 已关闭');
  });

  test('two first messages at once make one person', async () => {
    const [one, other] = await Promise.all([ready(saying('x', { from: 'new' })), ready(saying('y', { from: 'new' }))]);
    expect(one.person.id).toBe(other.person.id);
  });

  test('who has accounts on two platforms keeps the name of the list, whatever each calls him', async () => {
    const { store } = stand;
    const { id } = (await store.personByAccount('fake', 'li'))!;
    await store.savePerson({ id, name: '李工' }, { platform: 'other', userId: 'li' });
    const { members, person } = await ready({ ...saying('x'), from: { userId: 'li', name: '老李' } });
    expect(person.name).toBe('李工');
    expect(members.find((member) => member.id === id)?.name).toBe('李工');
  });

  test('a guest gets no role, and keeps what a list gave him', async () => {
    const from = { userId: '$:LWCP_v1:guest', name: '外部联系人', isGuest: true } as const;
    const first = await ready({ ...saying('x'), from });
    expect(first.actor.roles).toEqual([]);
    await stand.store.saveMember(CONTRACT, { personId: first.person.id, roles: ['engineer'] });
    expect((await ready({ ...saying('y'), from })).actor.roles).toEqual(['engineer']);
  });

  test('an account without a name is named by its id', async () => {
    expect((await ready({ ...saying('x'), from: { userId: 'u-77' } })).person.name).toBe('u-77');
  });
});

describe('where it is said', () => {
  test('a private chat of a known person belongs to his contract', async () => {
    const ctx = await ready(inChat(saying('x'), 'p-wang', 'private'));
    expect(ctx.contract.id).toBe(CONTRACT);
    expect(await stand.store.chat('fake', 'p-wang')).toMatchObject({ kind: 'private', contractId: CONTRACT });
  });

  test.each<[string, ChatUpdate, string]>([
    ['a group whose contract has no pack', inChat(saying('打不开'), 'lost', 'group'), zh.system.contractMissing],
    ['that group, in English', inChat(saying('help'), 'lost', 'group'), en.system.contractMissing],
    ['a stranger’s private chat', inChat(saying('打不开', { from: 'stranger' }), 'p', 'private'), zh.system.noContract],
  ])('%s gets a polite answer, and nothing is opened', async (_name, update, answer) => {
    const handle = updatePipeline(stand.deps);
    const lost = { platform: 'fake', externalId: 'lost', kind: 'group', title: '' } as const;
    await stand.store.saveChat({ ...lost, id: chatId('fake', 'lost'), contractId: contractId('gone') });
    await handle(update, attempt(), stand.deps.log);
    const chat = await stand.store.chat(update.platform, update.chat.externalId);
    const rows = await stand.store.pendingOutbox(chat!.id, 10);
    expect(rows.map((row) => row.outgoing.content.lines)).toEqual([[[answer]]]);
    expect(await stand.store.openTickets(CONTRACT, { limit: 10 })).toEqual([]);
  });

  test('what people say to each other in a group without a contract is not answered', async () => {
    const update = inChat(saying('吃饭了吗', { addressed: false }), 'elsewhere', 'group');
    await updatePipeline(stand.deps)(update, attempt(), stand.deps.log);
    const chat = await stand.store.chat('fake', 'elsewhere');
    expect(await stand.store.pendingOutbox(chat!.id, 10)).toEqual([]);
  });

  describe('a button in the private chat of somebody with two contracts', () => {
    const OTHER = contractId('other');
    const tapped = async (member: boolean, subject?: string) => {
      const { clock, deps, store } = stand;
      const contracts = new Map([...deps.contracts, [OTHER, { ...contract, id: OTHER }]]);
      const { id } = (await store.personByAccount('fake', 'li'))!;
      if (member) await store.saveMember(OTHER, { personId: id, roles: ['engineer'] });
      const hall = { platform: 'fake', externalId: 'other', kind: 'group', title: '' } as const;
      await store.saveChat({ ...hall, id: chatId('fake', 'other'), contractId: OTHER });
      const own = { platform: 'fake', externalId: 'user:li', kind: 'private', title: '' } as const;
      await store.saveChat({ ...own, id: chatId('fake', 'user:li'), contractId: CONTRACT });
      const here: Deps = { ...deps, contracts };
      const report = { ...saying('信用广州网站打不开了', { chat: 'other' }), receivedAt: clock.now() };
      await updatePipeline(here)(
        report,
        startAttempt(here, { kind: 'none' }, () => undefined),
        deps.log,
      );
      const [ticket] = await store.openTickets(OTHER, { limit: 1 });
      const tap = inChat(tapping('acknowledge', subject ?? ticket!.id, 1, 'li'), 'user:li', 'private');
      const loaded = await loadContext(
        here,
        tap,
        startAttempt(here, { kind: 'none' }, () => undefined),
        deps.log,
      );
      return loaded.kind === 'ready' ? loaded.ctx.contract.id : undefined;
    };

    test('is of the contract whose ticket it is about; the chat stays the other one’s', async () => {
      expect(await tapped(true)).toBe(OTHER);
      expect((await stand.store.chat('fake', 'user:li'))?.contractId).toBe(CONTRACT);
    });

    test('is of the chat’s own where he is no member of that one, and makes him none', async () => {
      expect(await tapped(false)).toBe(CONTRACT);
      expect((await stand.store.members(OTHER)).map(({ id }) => id)).not.toContain('li');
    });

    test('is of the chat’s own where it is about nothing that is known', async () => {
      expect(await tapped(true, '2026-03-03')).toBe(CONTRACT);
    });
  });

  describe('what somebody with two contracts says in private', () => {
    const OTHER = contractId('other');
    const there = async (member: boolean, update: ChatUpdate) => {
      const { deps, store } = stand;
      const { id } = (await store.personByAccount('fake', 'li'))!;
      if (member) await store.saveMember(OTHER, { personId: id, roles: ['engineer'] });
      const here: Deps = { ...deps, contracts: new Map([...deps.contracts, [OTHER, { ...contract, id: OTHER }]]) };
      const loaded = await loadContext(here, update, attempt(), deps.log);
      return loaded.kind === 'ready' ? loaded.ctx.inContract?.(OTHER) : undefined;
    };
    const alone = inChat(saying('更换证书', { from: 'li' }), 'user:li', 'private');

    test('may be taken for the other one, with his roles there', async () => {
      const ctx = await there(true, alone);
      expect(ctx).toMatchObject({ contract: { id: OTHER }, actor: { id: 'li', roles: ['engineer'] }, update: alone });
    });

    test.each([
      ['where he is no member of it, which makes him none', false, alone],
      ['in a group', true, saying('更换证书', { from: 'li' })],
    ] as const)('is not the other one’s %s', async (_name, member, update) => {
      expect(await there(member, update)).toBeUndefined();
      expect((await stand.store.members(OTHER)).length).toBe(member ? 1 : 0);
    });
  });

  test('a group that is bound later is served from then on', async () => {
    const update = inChat(saying('x'), 'elsewhere', 'group');
    expect((await load(update)).kind).toBe('unbound');
    await stand.store.saveChat({ ...(await stand.store.chat('fake', 'elsewhere'))!, contractId: CONTRACT });
    expect((await load(update)).kind).toBe('ready');
  });
});

test.each([
  ['网站打不开', 'zh'],
  ['the site is down', 'en'],
  ['OA 打不开', 'zh'],
  ['12', 'zh'],
])('%j is answered in %s', async (text, language) => {
  expect((await ready(saying(text))).text.language).toBe(language);
});

test('a tap is answered in Chinese', async () => {
  expect((await ready(tapping('resolve', 't', 1, 'li'))).text.language).toBe('zh');
});

test('a kept text is hashed with a salt of its own: the same words twice have two hashes', async () => {
  const ctx = await ready(saying('x'));
  const [one, other] = [ctx.keepText('证书过期'), ctx.keepText('证书过期')];
  expect(one.ref.hash).toBe(sha256(one.salt + one.body));
  expect(one.salt).toMatch(/^[0-9a-f]{32}$/);
  expect(other.ref.hash).not.toBe(one.ref.hash);
  expect(other.ref.id).not.toBe(one.ref.id);
});

test('a report becomes a ticket, and the card waits in its chat', async () => {
  await updatePipeline(stand.deps)(saying('信用广州网站打不开了'), attempt(), stand.deps.log);
  expect(await stand.store.openTickets(CONTRACT, { limit: 10 })).toHaveLength(1);
  expect(await stand.store.pendingOutbox(OPS, 10)).toHaveLength(1);
});
