// Dates and numbers of the recurring duties that the first, fourth and fifth contract print, recomputed by hand from a calendar of the
// State Council's holidays.
import { describe, expect, test } from 'vitest';
import { dayRange } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import { occurrencesDue } from '../../domain/obligations/occurrences.ts';
import { DAY } from '../../domain/types.ts';
import { instantText, shippedPack } from './pack-cases.ts';

const packs = {
  guangxi: shippedPack('guangxi-police'),
  guangzhou: shippedPack('guangzhou-credit'),
  hengqin: shippedPack('hengqin-police'),
};
type Name = keyof typeof packs;

function owed(contract: Contract, planId: string) {
  const { term } = contract;
  const all = occurrencesDue(contract, dayRange(term.from).from, dayRange(term.to).to + 60 * DAY);
  return all.filter(({ plan }) => plan.id === planId);
}

describe('the number of times in the whole service is not the tender’s', () => {
  // biome-ignore format: one row, one case
  test.each<readonly [Name, string, string, number]>([
    ['guangxi', 'daily', 'every day of two years, for each of nine departments', 730 * 9],
    ['guangxi', 'h-daily', 'every day of two years', 730],
    ['guangxi', 'wsdc-monthly', '每月不少于1次', 24],
    ['guangxi', 'jgsz-quarterly', '每季度一次', 8],
    ['guangxi', 'monthly-report', '每月提交运维服务月报', 24],
    ['guangxi', 'defect-report', '每季度提交系统缺陷分析报告', 8],
    ['guangxi', 'alarm-analysis', '服务期内不少于4次', 4],
    ['guangxi', 'training', '服务期内不少于2次', 2],
    ['guangxi', 'drill', '服务期内至少开展1次', 1],
    ['guangxi', 'optical-check', '服务期内4次，每季度1次', 4],
    ['guangxi', 'cooling-maintenance', '服务期内4次全保养', 4],
    ['guangxi', 'h-software-report', '每半年期', 4],
    ['guangzhou', 'website-daily', '每日1次', 365],
    ['guangzhou', 'weekly-report', 'each whole week of the service', 52],
    ['guangzhou', 'monthly-report', '每月', 12],
    ['guangzhou', 'expert-advice', '每月提供3次', 36],
    ['guangzhou', 'website-accounts', '每季度1次', 4],
    ['guangzhou', 'website-backup', '每半年', 2],
    ['guangzhou', 'database-drill', '服务期内1次', 1],
    ['guangzhou', 'midterm-report', 'once, after half a year', 1],
    ['hengqin', 'daily', '每日', 365],
    ['hengqin', 'vulnerability-scan', '每月一次', 12],
    ['hengqin', 'backup', '每季度一次', 4],
    ['hengqin', 'recovery-drill', '每年至少一次', 1],
  ])('%s %s: %s', (name, plan, _why, count) => expect(owed(packs[name], plan)).toHaveLength(count));
});

describe('the due instant is wrong', () => {
  // biome-ignore format: one row, one case
  test.each<readonly [Name, string, string, string, string]>([
    ['guangxi', 'monthly-report', '2024-09', '2024-10-09 00:00', 'the 5th is in the National Day holiday, which ends on the 7th'],
    ['guangxi', 'monthly-report', '2024-10', '2024-11-06 00:00', 'Tuesday the 5th'],
    ['guangxi', 'monthly-report', '2025-12', '2026-01-06 00:00', 'Monday the 5th'],
    ['guangxi', 'yearly-report', 'P1', '2025-09-01 00:00', 'the last day of the first year'],
    ['guangxi', 'duty-list', 'term', '2024-09-14 00:00', 'the tenth workday after Sunday, 1 September is Friday the 13th'],
    ['guangzhou', 'weekly-report', '2025-W23', '2025-06-09 18:00', 'the Monday after'],
    ['guangzhou', 'weekly-report', '2025-W40', '2025-10-09 18:00', '1 to 8 October are days of rest'],
    ['guangzhou', 'monthly-report', '2025-09', '2025-10-10 00:00', 'the 5th is in the same holiday, the 9th is worked'],
    ['guangzhou', 'midterm-report', 'P1', '2025-12-11 00:00', 'ten days after 30 November'],
    ['guangzhou', 'yearly-report', 'P1', '2026-06-13 00:00', 'ten workdays after 31 May 2026'],
    ['hengqin', 'monthly-report', '2026-02', '2026-03-01 00:00', 'the last day of February, though a Saturday'],
    ['hengqin', 'backup', 'P1', '2026-04-01 00:00', '31 March'],
  ])('%s %s of %s is due at %s: %s', (name, plan, label, due) => {
    const found = owed(packs[name], plan).find(({ period }) => period.label === label);
    expect(found && instantText(found.dueAt)).toBe(due);
  });
});

test('a round of each department is due each day, also on days of rest', () => {
  const { from, to } = dayRange('2024-10-01');
  const due = occurrencesDue(packs.guangxi, from + 1, to + 1).filter(({ type }) => type === 'inspection');
  expect(due.map(({ department }) => department).toSorted()).toEqual([...'abcdefghijkl']);
});

test.each(Object.entries(packs))('each duty of %s names its clause, and each item its heading', (_name, contract) => {
  for (const { clause, name } of [...contract.inspections, ...contract.deliverables])
    expect([name, clause]).not.toContain('');
  for (const { group } of contract.inspections.flatMap(({ checklist }) => checklist)) expect(group).not.toBe('');
});
