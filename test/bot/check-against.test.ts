import { afterEach, expect, test } from 'vitest';
import { differences } from '../../bot/command-check-against.ts';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { parsePackValue } from '../../contracts/schema.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, CONTRACT, NINE, packValue, type Stand, saying, setStand } from './stand.ts';

/** The shipped pack; its form was checked when it was read. */
const shipped = packValue as { readonly clocks: readonly { readonly id: string }[] };

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  /** Two open tickets: one is due within two hours, the other at the end of the working day. */
  async function begin() {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    const bot = botOn(stand);
    await bot.start();
    await stand.platform.receiver!.receive(saying('信用广州网站打不开了，大厅没法办业务'));
    await stand.platform.receiver!.receive(saying('双公示系统导出的表格格式不对，不影响业务，不急', { from: 'chen' }));
    await bot.settle();
    return stand;
  }
  async function linesOf(stand: Stand, changes: object) {
    const value = { ...shipped, ...changes };
    const pack = { contract: parsePackValue(value, { holidays: chineseHolidays() }), value };
    return Array.fromAsync(differences(stand.store, pack, NINE));
  }
  const halfDay = {
    calendars: {
      always: 'always',
      working: {
        holidays: 'china',
        weekly: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
        days: { '2026-03-03': ['09:00-12:00'] },
      },
    },
  };

  test('the pack in force moves nothing', async () => {
    expect(await linesOf(await begin(), {})).toEqual([
      'it is the pack in force',
      'of 2 open tickets 0 would be due at another time; 0 keep a target that this pack changes',
    ]);
  });

  test('a corrected calendar names each ticket that would move, from when to when and by how much', async () => {
    const stand = await begin();
    const lines = await linesOf(stand, halfDay);
    expect(lines).toContain('GZ-260303-02 normal.resolve: due 2026-03-03 18:00:00 → 2026-03-04 15:00:00 (21 h later)');
    expect(lines.filter((line) => line.startsWith('GZ-260303-01') && line.includes('due'))).toEqual([]);
    expect(lines.at(-1)).toContain('of 2 open tickets 1 would be due at another time');
  });

  test('an edited target moves nothing, and that it stays is said', async () => {
    const edited = shipped.clocks.map((rule) => (rule.id === 'critical.resolve' ? { ...rule, target: '4h' } : rule));
    const lines = await linesOf(await begin(), { clocks: edited });
    expect(lines).toEqual([
      'GZ-260303-01 critical.resolve: keeps its target of 2 h; new tickets get 4 h',
      'of 2 open tickets 0 would be due at another time; 1 keep a target that this pack changes',
    ]);
  });

  test('nothing is written', async () => {
    const stand = await begin();
    const before = await stand.store.ticketsWithClocks(CONTRACT, { limit: 9 });
    await linesOf(stand, halfDay);
    expect(await stand.store.ticketsWithClocks(CONTRACT, { limit: 9 })).toEqual(before);
  });
});
