import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { includesOf, loadContracts } from '../../contracts/load.ts';
import { parsePack } from '../../contracts/schema.ts';
import { alwaysCalendar } from '../../domain/calendar.ts';
import { parseCivil } from '../../domain/civil.ts';
import { bindingRules, faultReportRules } from '../../domain/clock-rules.ts';
import { levelOf, schemeFor } from '../../domain/contract-lookup.ts';
import { addTarget } from '../../domain/targets.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';

const packFile = new URL('../../contracts/guangzhou-credit.yaml', import.meta.url).pathname;
const body = readFileSync(packFile, 'utf8');
const options = { sourceName: 'guangzhou-credit.yaml', holidays: chineseHolidays(), read: includesOf(packFile) };
const contract = parsePack(body, options);

describe('the clocks are those of the tender', () => {
  test.each([
    ['十（一）5 分钟内到达现场', 'critical', 'arrive', { ms: 5 * MINUTE }, 'always', false],
    ['七（二）10 分钟内准确诊断', 'critical', 'diagnose', { ms: 10 * MINUTE }, 'always', false],
    ['十（一）10 分钟内报告', 'critical', 'report_up', { ms: 10 * MINUTE }, 'always', false],
    ['十（一）最迟在 2 小时内解决', 'critical', 'resolve', { ms: 2 * HOUR }, 'always', true],
    ['十（一）每 1 小时内 1 次情况汇报', 'critical', 'update', { ms: HOUR }, 'always', true],
    ['十（二）30 分钟内到达现场', 'normal', 'arrive', { ms: 30 * MINUTE }, 'always', false],
    ['七（二）10 分钟内准确诊断', 'normal', 'diagnose', { ms: 10 * MINUTE }, 'always', false],
    ['十（二）1 小时内报告', 'normal', 'report_up', { ms: HOUR }, 'always', false],
    ['十（二）1 个工作日内解决', 'normal', 'resolve', { workdays: 1 }, 'working', true],
  ])('%s (%s)', (_clause, level, clock, target, calendar, pausable) => {
    const rules = contract.clocks.filter((rule) => rule.clock === clock && rule.levels.includes(level));
    expect(rules).toMatchObject([{ target, calendar, pausable, binding: 'contract' }]);
  });

  test('what the tender does not print is marked as internal, and nothing else is', () => {
    const internal = contract.clocks.filter(({ binding }) => binding === 'internal').map(({ id }) => id);
    expect(internal).toEqual(['critical.respond', 'normal.respond', 'services.report.early']);
  });

  const reportedAt = parseCivil('2025-08-01', '10:00');
  const reportsOf = (systemId: string, level: string) =>
    faultReportRules(contract, { systemId, level, reportedAt }).map(({ target, binding }) => [target, binding]);

  test.each(['public-service', 'government-service', 'agency-service'])(
    '六（一）1.（2）%s owes a report',
    (systemId) => {
      expect(reportsOf(systemId, 'normal')).toEqual([[{ days: 7 }, 'contract']]);
      expect(reportsOf(systemId, 'critical')).toEqual([
        [{ days: 7 }, 'contract'],
        [{ workdayEnds: 3 }, 'internal'],
      ]);
    },
  );

  test('六（三）1.（4）the supervision platform owes a report in a week, and a way round what does not stop business in 3 hours', () => {
    for (const systemId of ['supervision-platform', 'credit-portrait', 'city-rewards-interface']) {
      expect(reportsOf(systemId, 'critical')).toEqual([[{ days: 7 }, 'contract']]);
      expect(bindingRules(contract, { systemId, level: 'normal', reportedAt })).toContainEqual(
        expect.objectContaining({ clock: 'workaround', target: { ms: 3 * HOUR }, binding: 'contract' }),
      );
    }
  });

  test('the website owes no report: none has a day in the tender', () => {
    expect(reportsOf('credit-website', 'critical')).toEqual([]);
  });

  test('a level that does not affect business has no progress clock', () => {
    expect(contract.clocks.some(({ clock, levels }) => clock === 'update' && levels.includes('normal'))).toBe(false);
  });
});

test('a report without a sign uses the strict row until told otherwise', () => {
  const { defaultLevel } = schemeFor(contract, undefined);
  expect(levelOf(contract, defaultLevel)).toMatchObject({ rank: 1, name: '影响业务' });
});

test('reminders, escalation and the times around them', () => {
  expect(contract).toMatchObject({
    numberPrefix: 'GZ',
    term: { from: '2025-06-01', to: '2026-05-31' },
    chains: {
      default: {
        reminders: [{ permille: 500 }, { permille: 800 }],
        escalation: [
          { afterMs: 0, to: ['responsible', 'manager'] },
          { afterMs: 15 * MINUTE, to: ['manager'] },
          { afterMs: 30 * MINUTE, to: ['supervisor'] },
        ],
      },
    },
    suspension: { approval: 'supervisor' },
    levelChange: ['supervisor'],
    reopen: 'resume',
    autoCloseAfterMs: 24 * HOUR,
    undoWithinMs: 2 * MINUTE,
    personalData: { keepForMs: 365 * DAY },
  });
});

describe('1 个工作日 counts working hours, with the holidays and 调休 that were announced', () => {
  const working = contract.calendars.working ?? alwaysCalendar();
  test.each([
    ['an ordinary day: the same time on the next', '2026-03-03', '10:00', '2026-03-04', '10:00'],
    ['reported at lunch: afternoon and next morning', '2026-03-03', '12:30', '2026-03-04', '12:00'],
    ['over a weekend', '2026-03-06', '17:00', '2026-03-09', '17:00'],
    ['a make-up Saturday works', '2026-02-13', '17:00', '2026-02-14', '17:00'],
    ['over the Spring Festival', '2026-02-14', '17:30', '2026-02-24', '17:30'],
    ['reported at night: the whole next day', '2026-03-03', '22:00', '2026-03-04', '18:00'],
    ['over National Day 2025', '2025-09-30', '16:00', '2025-10-09', '16:00'],
  ])('%s', (_name, day, time, dueDay, dueTime) => {
    expect(addTarget(working, parseCivil(day, time), { workdays: 1 })).toBe(parseCivil(dueDay, dueTime));
  });
});

test('the folder holds the pack, its text and the people of the sandbox', async () => {
  const loaded = await loadContracts(new URL('../../contracts/', import.meta.url).pathname);
  const guangzhou = loaded.find(({ contract: { id } }) => id === contract.id);
  expect(guangzhou?.body).toBe(body);
  expect(guangzhou?.contract.hash).toBe(contract.hash);
  const roles = new Set(guangzhou?.people?.people.flatMap((person) => person.roles));
  expect([...roles].sort()).toEqual(['engineer', 'manager', 'reporter', 'supervisor']);
  expect(guangzhou?.people?.chats.map((chat) => chat.contract)).toEqual([contract.id, contract.id]);
  const rota = guangzhou?.people?.people.filter(({ dutyOrder }) => dutyOrder !== undefined);
  expect(rota?.map(({ name, dutyOrder }) => [name, dutyOrder])).toEqual([
    ['李工', 1],
    ['周工', 2],
  ]);
});
