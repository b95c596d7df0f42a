// An edited pack takes force while the program runs, and what open tickets were promised stays.
import { afterEach, describe, expect, test } from 'vitest';
import type { Pack } from '../../bot/packs.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { fileProblem } from '../../contracts/problems.ts';
import { parsePackValue } from '../../contracts/schema.ts';
import { parseCivil } from '../../domain/civil.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, NINE, packValue, type Stand, saying, setStand, tapping } from './stand.ts';

type Value = Record<string, unknown> & {
  readonly clocks: readonly (Record<string, unknown> & { readonly id: string; readonly calendar: string })[];
  readonly calendars: Record<string, unknown> & { readonly working: object };
};
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
    expect(line?.slice(-2)).toEqual([' 「广州信用」合同包已更新并生效，', '未完成工单的到期时间均无变动。']);
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
    expect(told(stand, 'pack-in-force:')[0]?.at(-1)).toBe('1 张未完成工单的到期时间有变动。');
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
    const renamed = edited(({ calendars: { working, ...others }, clocks }) => ({
      calendars: { ...others, office: working },
      clocks: clocks.map((rule) => (rule.calendar === 'working' ? { ...rule, calendar: 'office' } : rule)),
    }));
    await stand.bot.takePack(renamed);
    await stand.platform.receiver!.receive(saying('接单 1', { from: 'li' }));
    await stand.bot.settle();
    expect(await stand.store.openTickets(CONTRACT, { limit: 9 })).toMatchObject([{ status: 'acknowledged' }]);
    await stand.bot.stop();

    const store = await stand.reopen();
    const next = botOn({ ...stand, store });
    await next.start();
    await next.takePack(renamed);
    await stand.platform.receiver!.receive(saying('到场 1', { from: 'li' }));
    await next.settle();
    expect(await store.openTickets(CONTRACT, { limit: 9 })).toMatchObject([{ status: 'on_site' }]);
    expect(await store.deadLetters(9)).toEqual([]);
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
      expect(lines).toEqual(['请更正：guangzhou-credit.yaml 第 12 行。', '请更正：guangzhou-credit.yaml 第 13 行。']);
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
