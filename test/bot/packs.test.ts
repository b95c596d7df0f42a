// An edited pack takes force while the program runs, and what open tickets were promised stays.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Pack } from '../../bot/packs.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { fileProblem } from '../../contracts/problems.ts';
import { parsePackValue } from '../../contracts/schema.ts';
import type { OpenStore } from '../../db/open.ts';
import { parseCivil } from '../../domain/civil.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, contract, NINE, packValue, type Stand, saying, setStand, tapping } from './stand.ts';

type Value = Record<string, unknown> & {
  readonly clocks: readonly (Record<string, unknown> & { readonly id: string; readonly calendar: string })[];
  readonly calendars: Record<string, unknown> & { readonly working: object };
  readonly inspections: Plans;
  readonly deliverables: Plans;
};
type Plans = Readonly<Record<string, object>>;
/** The shipped pack; its form was checked when it was read. */
const shipped = packValue as Value;

/** The pack after an edit. */
function edited(edit: (value: Value) => object): Pack {
  const value = { ...shipped, ...edit(shipped) };
  return { contract: parsePackValue(value, { holidays: chineseHolidays() }), value };
}
const withTarget = (clock: string, target: string): Pack =>
  edited(({ clocks }) => ({ clocks: clocks.map((rule) => (rule.id === clock ? { ...rule, target } : rule)) }));
/** Tuesday 3 March ends at noon. */
const withHalfDay = edited(({ calendars }) => ({
  calendars: {
    ...calendars,
    working: { ...calendars.working, days: { '2026-03-03': ['09:00-12:00'] } },
  },
}));
/** The calendar of workdays has another name, for rotas and attendance as well; plans that name none would go by `working`. */
const withOffice = edited((value) => {
  const { deliverables, inspections, ...renamed } = JSON.parse(
    JSON.stringify(value).replaceAll('"working"', '"office"'),
  ) as Value;
  const inOffice = (plans: Plans) =>
    Object.fromEntries(Object.entries(plans).map(([id, plan]) => [id, { calendar: 'office', ...plan }]));
  return { ...renamed, inspections: inOffice(inspections), deliverables: inOffice(deliverables) };
});

const URGENT = '信用广州网站打不开了，大厅没法办业务';
/** One working day of eight hours, from Tuesday nine o'clock. */
const MILD = '双公示系统导出的表格格式不对，不影响业务，不急';

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });
  async function begin() {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    const bot = botOn(stand);
    await bot.start();
    return { ...stand, bot };
  }
  async function report({ bot, platform }: Awaited<ReturnType<typeof begin>>, text: string) {
    await platform.receiver!.receive(saying(text));
    await bot.settle();
  }
  async function clocksOf({ store }: Stand, clock: string) {
    const tickets = await store.openTickets(CONTRACT, { limit: 9 });
    return tickets.map(({ clocks }) => clocks.find(({ ruleId }) => ruleId === clock));
  }
  const told = ({ platform }: Stand, prefix: string) =>
    platform.delivered.filter(({ key }) => key.startsWith(prefix)).map(({ content }) => content.lines.flat());
  const entries = ({ store }: Pick<Stand, 'store'>, type: string) => store.entries(CONTRACT, [type], 0, NINE + HOUR);

  test('a new target is for new tickets; the open one keeps what it started with', async () => {
    const stand = await begin();
    await report(stand, URGENT);
    await stand.bot.takePack(withTarget('critical.resolve', '4h'));
    await report(stand, '联合奖惩系统进不去，群众在排队');
    const clocks = await clocksOf(stand, 'critical.resolve');
    expect(clocks.map((clock) => [clock?.target, clock?.dueAt])).toEqual([
      [{ ms: 2 * HOUR }, NINE + 2 * HOUR],
      [{ ms: 4 * HOUR }, NINE + 4 * HOUR],
    ]);
  });

  test('it is in the ledger with what it replaces, and the managers are told in one line', async () => {
    const stand = await begin();
    const pack = withTarget('critical.resolve', '4h');
    await stand.bot.takePack(pack);
    await stand.bot.takePack(pack);
    await stand.bot.settle();
    const inForce = (await entries(stand, 'pack_in_force')).map(({ body }) => JSON.parse(body));
    expect(inForce).toHaveLength(2);
    expect(inForce[1]).toMatchObject({ hash: pack.contract.hash, replaces: inForce[0].hash });
    const [line, ...more] = told(stand, 'pack-in-force:');
    expect(more).toEqual([]);
    expect(line).toEqual([
      '「广州信用」合同包已更新并生效。',
      expect.stringMatching(/^修改内容：解决（.*）由2 小时改为4 小时，只用于新工单。$/),
      '未办结工单的到期时间均无变动。',
    ]);
  });

  test('a corrected calendar moves what is open, with an entry, its card and its reminders, and is counted', async () => {
    const stand = await begin();
    await report(stand, MILD);
    const [before] = await clocksOf(stand, 'normal.resolve');
    await stand.bot.takePack(withHalfDay);
    await stand.bot.settle();
    const [after] = await clocksOf(stand, 'normal.resolve');
    expect(before?.dueAt).toBe(parseCivil('2026-03-03', '18:00'));
    expect(after?.dueAt).toBe(parseCivil('2026-03-04', '15:00'));
    expect(await entries(stand, 'calendar_changed')).toHaveLength(1);
    expect(stand.platform.delivered.map(({ op }) => op)).toContain('update');
    expect(told(stand, 'pack-in-force:')[0]?.slice(-2)).toEqual([
      '修改内容：2026-03-03的上班安排。',
      '未办结工单的到期时间有变动：GZ-260303-01 的解决由 18:00 改为 3月4日 15:00。',
    ]);
  });

  test('another chain of reminders moves the timers of open tickets too', async () => {
    const stand = await begin();
    await report(stand, URGENT);
    const chain = (permille: number) => ({
      chains: {
        default: {
          reminders: [{ permille, to: ['responsible'] }],
          escalation: [{ after: '0m', to: ['responsible'] }],
        },
      },
    });
    await stand.bot.takePack(edited(() => chain(100)));
    expect(await stand.bot.nextDueAt()).toBe(NINE + MINUTE / 2);
  });

  test('a calendar that the pack has no more goes on to count for tickets that name it, also after a restart', async () => {
    const stand = await begin();
    await report(stand, MILD);
    await stand.bot.takePack(withOffice);
    await stand.platform.receiver!.receive(saying('接单 1', { from: 'li' }));
    await stand.bot.settle();
    expect(await stand.store.openTickets(CONTRACT, { limit: 9 })).toMatchObject([{ status: 'acknowledged' }]);
    await stand.bot.stop();

    const store = await stand.reopen();
    const next = botOn({ ...stand, store });
    await next.start();
    await next.takePack(withOffice);
    await stand.platform.receiver!.receive(saying('到场 1', { from: 'li' }));
    await next.settle();
    expect(await store.openTickets(CONTRACT, { limit: 9 })).toMatchObject([{ status: 'on_site' }]);
    expect(await store.deadLetters(9)).toEqual([]);
  });

  test('a done ticket whose calendar the pack has no more is still shown and explained', async () => {
    const stand = await begin();
    await report(stand, MILD);
    const steps = [
      ['接单 1', 'li'],
      ['解决 1 原因：格式 措施：改正', 'li'],
      ['确认 1', 'wang'],
    ] as const;
    for (const [text, from] of steps) {
      await stand.platform.receiver!.receive(saying(text, { from }));
      await stand.bot.settle();
    }
    expect(await stand.store.openTickets(CONTRACT, { limit: 9 })).toEqual([]);
    await stand.bot.takePack(withOffice);
    for (const text of ['工单 1', '解释 1', '今天']) {
      await stand.platform.receiver!.receive(saying(text, { from: 'li' }));
      await stand.bot.settle();
    }
    expect(await stand.store.deadLetters(9)).toEqual([]);
  });

  test('of two replicas one records it and tells the managers', async () => {
    const stand = await begin();
    const other = botOn(stand);
    await other.start();
    const pack = withTarget('critical.resolve', '4h');
    await Promise.all([stand.bot.takePack(pack), other.takePack(pack)]);
    await Promise.all([stand.bot.settle(), other.settle()]);
    expect(await entries(stand, 'pack_in_force')).toHaveLength(2);
    expect(told(stand, 'pack-in-force:')).toHaveLength(1);
  });

  test('what a crash left half done is done by the next start, and nothing is recorded twice', async () => {
    const stand = await begin();
    await report(stand, MILD);
    await stand.bot.stop();
    const store = await stand.reopen();
    const failing = { ...store, savePack: () => Promise.reject(new Error('the disk is full')) };
    const crashed = botOn({ ...stand, store: failing });
    await expect(crashed.start().then(() => crashed.takePack(withHalfDay))).rejects.toThrow('the disk is full');
    crashed.kill();
    // Where other replicas may live its turn has to run out first.
    stand.clock.jumpTo(NINE + MINUTE);
    const last = { ...stand, store: await stand.reopen() };
    const next = botOn(last);
    await next.start();
    await next.takePack(withHalfDay);
    await next.settle();
    expect(await entries(last, 'calendar_changed')).toHaveLength(1);
    const hashes = (await entries(last, 'pack_in_force')).map(({ body }) => JSON.parse(body).hash);
    expect(hashes.filter((hash) => hash === withHalfDay.contract.hash)).toHaveLength(1);
    expect(told(stand, 'pack-in-force:')).toHaveLength(1);
  });

  test('after a crash in the middle the managers are told of all that moved', async () => {
    const stand = await begin();
    await report(stand, MILD);
    await report(stand, '联合奖惩系统导出的表格格式不对，不影响业务，不急');
    let walked = 0;
    const store = await stand.reopen();
    const failing: OpenStore = {
      ...store,
      async timer(key) {
        walked += Number(key.startsWith('wake:'));
        if (walked > 1) throw new Error('the database is away');
        return store.timer(key);
      },
    };
    const crashed = botOn({ ...stand, store: failing });
    await expect(crashed.start().then(() => crashed.takePack(withHalfDay))).rejects.toThrow('away');
    crashed.kill();
    stand.clock.jumpTo(NINE + MINUTE);
    const next = botOn({ ...stand, store: await stand.reopen() });
    await next.start();
    await next.takePack(withHalfDay);
    await next.settle();
    expect(told(stand, 'pack-in-force:').map((line) => line.at(-1))).toEqual([
      expect.stringMatching(/GZ-260303-01 .*GZ-260303-02 /),
    ]);
  });

  describe('two replicas of which one has an older file', () => {
    /** @param mayHaveReplicas as on a database that several processes may share */
    async function withOldFile(stand: Stand, mayHaveReplicas = true) {
      const store: OpenStore = { ...(await stand.reopen()), mayHaveReplicas };
      const bot = botOn({ ...stand, store });
      await bot.start();
      return { ...stand, store, bot };
    }
    const hashInForce = async ({ store }: Stand) => (await store.packInForce(CONTRACT))?.hash;
    const newer = withTarget('critical.resolve', '4h');

    test('it follows the one that was edited, while it runs and after a restart', async () => {
      const stand = await begin();
      const running = await withOldFile(stand);
      await stand.bot.takePack(newer);
      await running.bot.settle();
      await report(running, URGENT);
      const restarted = await withOldFile(stand);
      await report(restarted, '联合奖惩系统进不去，群众在排队');
      const clocks = await clocksOf(stand, 'critical.resolve');
      expect(clocks.map((clock) => clock?.target)).toEqual([{ ms: 4 * HOUR }, { ms: 4 * HOUR }]);
      expect(await hashInForce(stand)).toBe(newer.contract.hash);
      expect(await entries(stand, 'pack_in_force')).toHaveLength(2);
    });

    test('whoever edits the earlier one back has it', async () => {
      const stand = await begin();
      await stand.bot.takePack(newer);
      const running = await withOldFile(stand);
      await running.bot.takePack({ contract, value: packValue });
      expect(await hashInForce(stand)).toBe(contract.hash);
    });

    test('of one process alone the file is what its people want', async () => {
      const stand = await begin();
      await stand.bot.takePack(newer);
      await withOldFile(stand, false);
      expect(await hashInForce(stand)).toBe(contract.hash);
    });

    test('it goes on by its own file where it cannot read the saved one', async () => {
      const stand = await begin();
      const running = await withOldFile(stand);
      await stand.store.savePack({ contractId: CONTRACT, hash: 'of a later version', body: '{}', since: NINE + 9 });
      await running.bot.settle();
      await report(running, URGENT);
      expect(await clocksOf(stand, 'critical.resolve')).toMatchObject([{ target: { ms: 2 * HOUR } }]);
    });
  });

  describe('while open tickets are gone through', () => {
    /** A replica whose store does something of its own at that point. */
    async function replica(stand: Stand, parts: (store: OpenStore) => Partial<OpenStore>, pack?: Pack) {
      const store = await stand.reopen();
      const bot = botOn({ ...stand, store: { ...store, ...parts(store) } }, pack && { pack });
      return { store, bot };
    }

    test('a start is not held up, and what it began goes on behind it', async () => {
      const stand = await begin();
      await report(stand, MILD);
      await stand.bot.stop();
      const [reached, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const waiting = (own: OpenStore): Partial<OpenStore> => ({
        async ticketsWithClocks(...asked) {
          reached.resolve();
          await gone.promise;
          return own.ticketsWithClocks(...asked);
        },
      });
      const { bot, store } = await replica(stand, waiting, withHalfDay);
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const started = bot.start();
      await reached.promise;
      await vi.advanceTimersByTimeAsync(10_000);
      vi.useRealTimers();
      await started;
      gone.resolve();
      await bot.takePack(withHalfDay);
      const [ticket] = await store.openTickets(CONTRACT, { limit: 9 });
      const clock = ticket?.clocks.find(({ ruleId }) => ruleId === 'normal.resolve');
      expect(clock?.dueAt).toBe(parseCivil('2026-03-04', '15:00'));
    });

    test('a stop leaves the rest to the next start', async () => {
      const stand = await begin();
      await report(stand, MILD);
      const [ticket] = await stand.store.openTickets(CONTRACT, { limit: 9 });
      const reached = Promise.withResolvers<void>();
      const { bot } = await replica(stand, () => ({
        async ticketsWithClocks() {
          reached.resolve();
          return Array.from({ length: 200 }, () => ticket!);
        },
      }));
      await bot.start();
      const taken = bot.takePack(withHalfDay).catch(({ code }) => code);
      await reached.promise;
      await bot.stop();
      expect(await taken).toBe('pack_turn_ended');
    });

    test('a reminder of a ticket on which another replica acts is not put back to where it was', async () => {
      const stand = await begin();
      await report(stand, URGENT);
      await stand.bot.takePack(withTarget('critical.resolve', '4h'));
      const { bot, store } = await replica(stand, (own) => ({
        async ticketsWithClocks(...asked) {
          const page = await own.ticketsWithClocks(...asked);
          await stand.platform.receiver!.receive(saying('接单 1', { from: 'li' }));
          await stand.bot.settle();
          return page;
        },
      }));
      await bot.start();
      const [ticket] = await store.openTickets(CONTRACT, { limit: 9 });
      expect((await store.timer(`wake:${ticket!.id}`))?.fireAt).toBe(nextWakeAt(ticket!, contract));
    });

    test('one that a pack cannot be applied to keeps no other from it', async () => {
      const stand = await begin();
      await report(stand, MILD);
      await stand.bot.takePack({ contract: withOffice.contract });
      expect((await stand.store.packInForce(CONTRACT))?.hash).toBe(withOffice.contract.hash);
    });

    test('a replica does not wait for one that has done it', async () => {
      const stand = await begin();
      let tries = 0;
      const pack = withTarget('critical.resolve', '4h');
      const before = await stand.store.packInForce(CONTRACT);
      await stand.bot.takePack(pack);
      const { bot: late } = await replica(stand, (own) => {
        let reads = 0;
        return {
          acquireLease(name, ...asked) {
            if (name.startsWith('pack:')) tries += 1;
            return own.acquireLease(name, ...asked);
          },
          async packInForce(id) {
            reads += 1;
            return reads === 1 ? before : own.packInForce(id);
          },
        };
      });
      await late.takePack(pack);
      expect(tries).toBe(1);
    });
  });

  test('of many tickets that move five are named, and all are counted', async () => {
    const stand = await begin();
    for (let reports = 0; reports < 6; reports += 1) await report(stand, `登记 ${MILD} ${reports}`);
    await stand.bot.takePack(withHalfDay);
    await stand.bot.settle();
    const words = String(told(stand, 'pack-in-force:')[0]?.at(-1));
    expect(words.match(/GZ-/g)).toHaveLength(5);
    expect(words).toMatch(/，等 6 张。$/);
  });

  test('what became of a pack is for the eyes of the managers alone', async () => {
    const stand = await begin();
    await stand.bot.takePack(withTarget('critical.resolve', '4h'));
    const problems = [{ ...fileProblem('x.yaml', 'it is missing', 'write it'), path: 'clocks[3].target' }];
    await stand.bot.refusePack({ contractId: CONTRACT, problems });
    await stand.bot.settle();
    const posts = stand.platform.delivered.filter(({ key }) => key.startsWith('pack-'));
    expect(posts.map(({ op }) => op)).toEqual(['ephemeral', 'ephemeral']);
    expect(posts.at(-1)?.content.lines.flat()).toContain('x.yaml 第 1 行 clocks[3].target：缺少这一项。');
  });

  describe('a pack with mistakes', () => {
    const refused = (line: number) => ({
      contractId: CONTRACT,
      problems: [{ ...fileProblem('/somewhere/guangzhou-credit.yaml', 'no such level', 'use one'), line }],
    });

    test('leaves the one in force, and is told once for each set of mistakes, without the folder', async () => {
      const stand = await begin();
      for (const line of [12, 12, 13]) await stand.bot.refusePack(refused(line));
      await stand.bot.settle();
      const lines = told(stand, 'pack-refused:').map((line) => line.at(-1));
      expect(lines).toEqual([
        'guangzhou-credit.yaml 第 12 行：请运行 dutybell check 查看。',
        'guangzhou-credit.yaml 第 13 行：请运行 dutybell check 查看。',
      ]);
      await report(stand, URGENT);
      expect(await clocksOf(stand, 'critical.resolve')).toMatchObject([{ dueAt: NINE + 2 * HOUR }]);
    });
  });

  test('an update in hand, and one after it, are both answered', async () => {
    const stand = await begin();
    await report(stand, URGENT);
    const [ticket] = await stand.store.openTickets(CONTRACT, { limit: 1 });
    await stand.platform.receiver!.receive(tapping('acknowledge', ticket!.id, ticket!.version, 'li'));
    await Promise.all([stand.bot.settle(), stand.bot.takePack(withTarget('critical.resolve', '4h'))]);
    await stand.platform.receiver!.receive(saying('到场 1', { from: 'li' }));
    await stand.bot.settle();
    expect(await stand.store.openTickets(CONTRACT, { limit: 1 })).toMatchObject([{ status: 'on_site' }]);
  });
});
