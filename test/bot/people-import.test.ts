import { afterEach, describe, expect, test } from 'vitest';
import { type TakeOptions, takeList } from '../../bot/command-people.ts';
import type { ListedPerson, PeopleList } from '../../bot/people-file.ts';
import { civilDate } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import { contractId, DAY, personId, type Role } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, commit, contract, NINE, type Stand, saying, setStand } from './stand.ts';

const person = (account: string, more: Partial<ListedPerson> = {}): ListedPerson => ({
  name: account,
  accounts: [{ platform: 'wecom', account }],
  roles: ['engineer'],
  posts: [],
  ...more,
});
const OTHER = contractId('other');
const list = (...people: readonly ListedPerson[]) => ({ people, rotas: [] });

/** Imports a list when the clock of the stand says. */
const take = (stand: Stand, people: PeopleList, more: Partial<TakeOptions> = {}, of: Contract = contract) =>
  takeList(stand.store, of, people, { now: stand.clock.now(), ...more });

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });
  async function begin() {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    return stand;
  }
  const memberOf = async ({ clock, store }: Stand, account: string) => {
    // A list of members is read anew after a second.
    clock.jumpTo(clock.now() + 2_000);
    const known = await store.personByAccount('wecom', account);
    return (await store.members(CONTRACT)).find(({ id }) => id === known?.id);
  };
  const entries = async ({ store }: Stand) => {
    const found = await store.entries(CONTRACT, ['member_changed'], NINE - DAY, NINE + DAY);
    return found.map(({ body }) => JSON.parse(body));
  };

  test('new people, changes and what is as it was are told apart; each change is in the ledger without a name', async () => {
    const stand = await begin();
    const first = list(person('lig', { name: '李工', dutyOrder: 1 }), person('zhoug'));
    expect(await take(stand, first)).toEqual(['guangzhou-credit: 2 new, 0 changed, 0 unchanged, 0 removed']);
    const second = list(person('lig', { name: '李工', dutyOrder: 2, posts: ['on_site'] }), person('zhoug'));
    expect(await memberOf(stand, 'lig')).toMatchObject({ name: '李工', dutyOrder: 1 });
    expect(await take(stand, second)).toEqual(['guangzhou-credit: 0 new, 1 changed, 1 unchanged, 0 removed']);
    expect(await memberOf(stand, 'lig')).toMatchObject({ dutyOrder: 2, posts: ['on_site'] });
    const written = await entries(stand);
    expect(written.map(({ change }) => change)).toEqual(['new', 'new', 'changed']);
    expect(JSON.stringify(written)).not.toContain('李工');
  });

  test('who is left of a trial is pointed at, unless he is removed', async () => {
    const stand = await begin();
    const strangers = (await stand.store.members(CONTRACT)).filter(
      ({ posts, roles }) => posts.length > 0 || roles.some((role) => role !== 'reporter'),
    ).length;
    const hint = `${strangers} members without an account of wecom are not in the list: --remove-missing takes them out`;
    const taken = (more: object) => take(stand, list(person('lig')), { platforms: ['wecom'], ...more });
    expect((await taken({ dryRun: true })).at(-1)).toBe(hint);
    expect((await taken({})).at(-1)).toBe(hint);
    expect((await taken({ removeMissing: true })).join()).not.toContain('--remove-missing');
  });

  test('a dry run writes nothing', async () => {
    const stand = await begin();
    const said = await take(stand, list(person('lig', { name: '李工' })), { dryRun: true });
    expect(said).toEqual([
      'new: 李工 (wecom lig)',
      'guangzhou-credit: 1 new, 0 changed, 0 unchanged, 0 removed; nothing was written (--dry-run)',
    ]);
    expect(await memberOf(stand, 'lig')).toBeUndefined();
    expect(await entries(stand)).toEqual([]);
  });

  test('a dry run names who is changed and who is removed, and nobody else', async () => {
    const stand = await begin();
    const people = [
      person('lig', { name: '李工' }),
      person('zhoug', { name: '周工' }),
      person('wug', { name: '吴工' }),
    ];
    await take(stand, list(...people));
    stand.clock.jumpTo(NINE + 2_000);
    const next = list(person('lig', { name: '李工', dutyOrder: 2 }), person('zhoug', { name: '周工' }));
    const said = await take(stand, next, { dryRun: true, removeMissing: true });
    expect(said).toContain('changed: 李工 (wecom lig)');
    expect(said).toContain('removed: 吴工');
    expect(said.join()).not.toContain('zhoug');
  });

  test('who is missing stays, unless it is said that he does not; whoever came by himself stays in any case', async () => {
    const stand = await begin();
    await take(stand, list(person('lig'), person('zhoug')));
    const before = (await stand.store.members(CONTRACT)).length;
    stand.clock.jumpTo(NINE + 2_000);
    await take(stand, list(person('lig')));
    expect(await memberOf(stand, 'zhoug')).toBeDefined();
    await take(stand, list(person('lig')), { removeMissing: true });
    expect(await memberOf(stand, 'zhoug')).toBeUndefined();
    expect(await memberOf(stand, 'lig')).toBeDefined();
    const left = await stand.store.members(CONTRACT);
    expect(left.length).toBeLessThan(before);
    expect(left.filter(({ roles }) => roles.every((role) => role === 'reporter')).length).toBeGreaterThan(0);
    expect((await entries(stand)).at(-1)).toMatchObject({ change: 'removed' });
  });

  test('rotas are planned with the people of the list', async () => {
    const stand = await begin();
    const rotas = [{ rota: 'night', from: '2026-01-05', people: ['zhoug', 'lig'] }];
    const said = await take(stand, { ...list(person('lig'), person('zhoug')), rotas });
    expect(said[1]).toBe('rotas planned: night');
    stand.clock.jumpTo(NINE + 2_000);
    const order = (await stand.store.rosterOf(CONTRACT, NINE)).plans.map((plan) => plan.order);
    const accounts = await Promise.all(order.flat().map((id) => stand.store.accountOf(id, 'wecom')));
    expect(accounts.map((account) => account?.userId)).toEqual(['zhoug', 'lig']);
  });

  describe('one person with an account on WeCom and one on DingTalk', () => {
    const both = person('lig', {
      name: '李工',
      accounts: [
        { platform: 'wecom', account: 'lig' },
        { platform: 'dingtalk', account: '0147' },
      ],
    });
    const idsOf = async ({ store }: Stand) => [
      (await store.personByAccount('wecom', 'lig'))?.id,
      (await store.personByAccount('dingtalk', '0147'))?.id,
    ];
    const came = async ({ store }: Stand, roles: readonly Role[] = ['reporter']) => {
      const id = await store.savePerson(
        { id: personId('came'), name: '小李' },
        { platform: 'dingtalk', userId: '0147' },
      );
      await store.saveMember(CONTRACT, { personId: id, roles });
      return id;
    };

    test('is one person, by each of them', async () => {
      const stand = await begin();
      expect((await take(stand, list(both)))[0]).toContain('1 new, 0 changed');
      const [one, other] = await idsOf(stand);
      expect(one).toBeDefined();
      expect(other).toBe(one);
      expect((await take(stand, list(both)))[0]).toContain('0 new, 0 changed, 1 unchanged');
    });

    test('keeps whom the contract knew when the second one is listed', async () => {
      const stand = await begin();
      await take(stand, list(person('lig', { name: '李工' })));
      const [before] = await idsOf(stand);
      stand.clock.jumpTo(NINE + 2_000);
      expect((await take(stand, list(both)))[0]).toContain('0 new, 1 changed');
      expect(await idsOf(stand)).toEqual([before, before]);
    });

    test('becomes one where he has spoken with the other one before; the reporter of that account is gone', async () => {
      const stand = await begin();
      await take(stand, list(person('lig', { name: '李工' })));
      const [before] = await idsOf(stand);
      const newcomer = await came(stand);
      stand.clock.jumpTo(NINE + 2_000);
      expect((await take(stand, list(both)))[0]).toContain('0 new, 1 changed');
      expect(await idsOf(stand)).toEqual([before, before]);
      stand.clock.jumpTo(NINE + 4_000);
      expect((await stand.store.members(CONTRACT)).map(({ id }) => id)).not.toContain(newcomer);
      expect((await entries(stand)).at(-1)).toMatchObject({ person: before, joined: [newcomer] });
      expect((await take(stand, list(both)))[0]).toContain('1 unchanged');
    });

    test('stays two while turns of duty name the other one, and the operator is told so', async () => {
      const stand = await begin();
      const other = person('0147', { name: '小李', accounts: [{ platform: 'dingtalk', account: '0147' }] });
      const rotas = [{ rota: 'night', from: '2026-01-05', people: ['0147'] }];
      await take(stand, { ...list(person('lig', { name: '李工' }), other), rotas });
      const before = await idsOf(stand);
      stand.clock.jumpTo(NINE + 2_000);
      const said = await take(stand, list(both));
      expect(said.at(-1)).toContain('1 people are still two');
      expect(await idsOf(stand)).toEqual(before);
    });

    test('stays two while turns of duty in another contract name the other one', async () => {
      const stand = await begin();
      const other = person('0147', { name: '小李', accounts: [{ platform: 'dingtalk', account: '0147' }] });
      const rotas = [{ rota: 'night', from: '2026-01-05', people: ['0147'] }];
      await take(stand, { ...list(other), rotas }, {}, { ...contract, id: OTHER });
      await take(stand, list(person('lig', { name: '李工' })));
      stand.clock.jumpTo(NINE + 2_000);
      expect((await take(stand, list(both))).at(-1)).toContain('still two');
    });

    test('keeps what either was made in another contract, whose ledger says so', async () => {
      const stand = await begin();
      await take(stand, list(person('lig', { name: '李工' })));
      const [known] = await idsOf(stand);
      const newcomer = await came(stand);
      await stand.store.saveMember(OTHER, { personId: newcomer, roles: ['manager'], posts: ['on_site'] });
      await stand.store.saveMember(OTHER, { personId: known!, roles: ['reporter'] });
      stand.clock.jumpTo(NINE + 2_000);
      await take(stand, list(both));
      stand.clock.jumpTo(NINE + 4_000);
      const members = await stand.store.members(OTHER);
      expect(members).toEqual([{ id: known, name: '李工', roles: ['manager'], posts: ['on_site'] }]);
      const written = await stand.store.entries(OTHER, ['member_changed'], NINE - DAY, NINE + DAY);
      expect(written.map(({ body }) => JSON.parse(body))).toMatchObject([{ person: known, joined: [newcomer] }]);
    });

    test('gets a third account while the two others stay apart', async () => {
      const stand = await begin();
      const other = person('0147', { name: '小李', accounts: [{ platform: 'dingtalk', account: '0147' }] });
      const rotas = [{ rota: 'night', from: '2026-01-05', people: ['0147'] }];
      await take(stand, { ...list(person('lig', { name: '李工' }), other), rotas });
      const third = { platform: 'wecom', account: 'li-2' };
      stand.clock.jumpTo(NINE + 2_000);
      await take(stand, list({ ...both, accounts: [...both.accounts, third] }));
      const [known] = await idsOf(stand);
      expect((await stand.store.personByAccount('wecom', 'li-2'))?.id).toBe(known);
    });

    test('stays two on a day on which the other one has signed in', async () => {
      const stand = await begin();
      await take(stand, list(person('lig', { name: '李工' })));
      const record = { personId: await came(stand), day: civilDate(NINE), signedInAt: NINE };
      await commit(stand.deps, { roster: [{ kind: 'attendance', record }] });
      stand.clock.jumpTo(NINE + 2_000);
      expect((await take(stand, list(both))).at(-1)).toContain('still two');
    });

    describe('where the other one has reported', () => {
      const apart = async (stand: Stand, now = stand.clock.now()) =>
        (await take(stand, list(both), { now, dryRun: true })).at(-1)?.includes('still two') ?? false;
      async function reported() {
        const stand = await begin();
        await take(stand, list(person('lig', { name: '李工' })));
        const newcomer = await came(stand);
        const bot = botOn(stand);
        await bot.start();
        await stand.store.savePerson({ id: newcomer, name: '小李' }, { platform: 'fake', userId: 'xiaoli' });
        const say = async (text: string, from: string) => {
          stand.clock.jumpTo(stand.clock.now() + 1_000);
          await stand.platform.receiver!.receive({ ...saying(text, { from }), receivedAt: stand.clock.now() });
          await bot.settle();
        };
        return { stand, say, newcomer };
      }
      const endOf = async ({ store }: Stand, number: number) => {
        const { closedAt } = (await store.ticketByDailyNumber(CONTRACT, number))!;
        return closedAt!;
      };

      test('stays two while the ticket is open', async () => {
        const { stand, say } = await reported();
        await say('信用广州网站打不开了', 'xiaoli');
        expect(await apart(stand)).toBe(true);
      });

      test('stays two while it is asked whether what he said is a fault', async () => {
        const { stand, say } = await reported();
        await say('信用广州网站是打不开了吗', 'xiaoli');
        expect(await stand.store.ticketByDailyNumber(CONTRACT, 1)).toBeUndefined();
        expect(await apart(stand)).toBe(true);
        await say('不是故障', 'xiaoli');
        expect(await apart(stand)).toBe(false);
      });

      test('stays two until a day after its end, while a step can be taken back', async () => {
        const { stand, say } = await reported();
        await say('信用广州网站打不开了', 'xiaoli');
        await say('误报 1 不是故障', 'xiaoli');
        const end = await endOf(stand, 1);
        expect(await apart(stand, end)).toBe(true);
        expect(await apart(stand, end + DAY)).toBe(true);
        expect(await apart(stand, end + DAY + 1)).toBe(false);
      });

      test('stays two while the ticket is open into which his was merged', async () => {
        const { stand, say } = await reported();
        await say('信用广州网站打不开了', 'wang');
        await say('登记 信用广州网站打不开', 'xiaoli');
        await say('合并 2 到 1', 'li');
        expect(await stand.store.ticketByDailyNumber(CONTRACT, 2)).toMatchObject({ status: 'merged' });
        expect(await apart(stand, (await endOf(stand, 2)) + DAY + 1)).toBe(true);
      });

      test('stays two where he reports after somebody looked, and nothing of him is moved', async () => {
        const { stand, say, newcomer } = await reported();
        const joinPeople: typeof stand.store.joinPeople = async (join, now) => {
          await say('信用广州网站打不开了', 'xiaoli');
          return stand.store.joinPeople(join, now);
        };
        const said = await take({ ...stand, store: { ...stand.store, joinPeople } }, list(both));
        expect(said.at(-1)).toContain('still two');
        expect((await stand.store.personByAccount('dingtalk', '0147'))?.id).toBe(newcomer);
        expect((await stand.store.contractsOf(newcomer)).length).toBe(1);
        expect(JSON.stringify(await entries(stand))).not.toContain('joined');
      });
    });

    test('a dry run names who becomes one with whom, and who stays two', async () => {
      const stand = await begin();
      await take(stand, list(person('lig', { name: '李工' })));
      const newcomer = await came(stand);
      stand.clock.jumpTo(NINE + 2_000);
      const looked = () => take(stand, list(both), { dryRun: true });
      expect(await looked()).toContain('joined: 李工 (wecom lig, dingtalk 0147) and who spoke as 小李');
      const record = { personId: newcomer, day: civilDate(NINE), signedInAt: NINE };
      await commit(stand.deps, { roster: [{ kind: 'attendance', record }] });
      expect(await looked()).toContain('still two: 李工 (wecom lig, dingtalk 0147) and who spoke as 小李');
      expect((await stand.store.personByAccount('dingtalk', '0147'))?.id).toBe(newcomer);
    });

    test('an account whose id is a guest’s is written down as one, on its platform alone', async () => {
      const stand = await begin();
      const guests = ['dingtalk', 'wecom'].map((platform) =>
        person(`$:x-${platform}`, { accounts: [{ platform, account: `$:x-${platform}` }] }),
      );
      await take(stand, list(...guests));
      stand.clock.jumpTo(NINE + 2_000);
      const accounts = [...(await stand.store.accountsOf(CONTRACT)).values()].flat();
      expect(accounts.filter(({ isGuest }) => isGuest).map(({ platform }) => platform)).toEqual(['dingtalk']);
    });
  });
});
