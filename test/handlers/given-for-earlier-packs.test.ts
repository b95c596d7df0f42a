// What a supplementary agreement drops is still scored for the stretch before it, so people can still give it.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPack } from '../../contracts/load.ts';
import type { AssessmentTable } from '../../domain/assessment/table-types.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Instant } from '../../domain/types.ts';
import { Desk } from './harness.ts';

const load = async (name: string): Promise<Contract> =>
  (await loadPack(join(import.meta.dirname, `../../contracts/${name}.yaml`))).contract;

const withItems = (table: AssessmentTable, ...ids: readonly string[]): AssessmentTable => ({
  ...table,
  sections: table.sections.map((section) => ({
    ...section,
    items: section.items.filter(({ id }) => ids.includes(id)),
  })),
});

/** A desk whose contract had these tables until an instant. */
async function changedDesk(
  before: Partial<Contract>,
  after: Partial<Contract>,
  { at, now }: { readonly at: string; readonly now: string },
): Promise<Desk> {
  const desk = await Desk.open({ ...before, ...after });
  const changedAt = parseCivil(at);
  const old = { ...desk.contract, ...before, hash: 'before' };
  desk.earlierPacks = async (from: Instant, to: Instant) =>
    [
      { contract: old, from, to: Math.min(to, changedAt) },
      { contract: desk.contract, from: Math.max(from, changedAt), to },
    ].filter((span) => span.from < span.to);
  desk.now = parseCivil(now) + 10 * 3_600_000;
  return desk;
}

test.each([
  ['in the middle of the period', '2025-11-01'],
  ['after its end', '2026-01-03'],
])('a mark of a rule that was dropped %s can be given, and the period be signed', async (_when, at) => {
  const { tables, term } = await load('guangzhou-credit');
  const [table] = tables;
  if (!table) throw new Error('the pack has no table');
  const desk = await changedDesk(
    { tables: [withItems(table, 'GZ1.1', 'GZ1.9')], term: { ...term, from: '2025-10-01', to: '2026-09-30' } },
    { tables: [withItems(table, 'GZ1.9')] },
    { at, now: '2026-01-06' },
  );
  expect((await desk.say('qian', '确认定稿')).lines.join()).toMatch(/尚不能定稿。未评：GZ1\.1/u);
  const card = (await desk.say('qian', '打分')).card();
  expect(card.fields).toMatchObject([{ label: expect.stringContaining('GZ1.1'), value: ['待打分 0–4 分'] }]);
  const subject = card.subject ?? { id: '', version: 0 };
  expect((await desk.say('qian', '打分 GZ1.1 9')).lines.join()).toContain('GZ1.1 的分值范围为 0–4');
  await desk.tap('qian', 'give_grade', subject, { rule: 'GZ1.1', points: '4', note: '' });
  expect((await desk.say('qian', '打分 GZ1.1 3')).lines.join()).toMatch(/已记录 第\d考核期 GZ1\.1 .*：3 分/u);
  expect((await desk.say('qian', '确认定稿')).lines.join()).toContain('已定稿');
});

test('a rule that people grade no more, but count, takes the mark of the stretch before', async () => {
  const { tables, term } = await load('guangzhou-credit');
  const [table] = tables;
  if (!table) throw new Error('the pack has no table');
  const graded = withItems(table, 'GZ1.1');
  const counted: AssessmentTable = {
    ...graded,
    sections: graded.sections.map((section) => ({
      ...section,
      items: section.items.map((item) => ({
        ...item,
        rules: item.rules.map((rule) => ({ ...rule, kinds: { count: { points: 1_000_000 } } })),
      })),
    })),
  };
  const desk = await changedDesk(
    { tables: [graded], term: { ...term, from: '2025-10-01', to: '2026-09-30' } },
    { tables: [counted] },
    { at: '2025-11-01', now: '2026-01-06' },
  );
  expect((await desk.say('qian', '打分')).card().fields).toMatchObject([{ value: ['待打分 0–4 分'] }]);
  await desk.say('qian', '打分 GZ1.1 4');
  expect((await desk.say('qian', '确认定稿')).lines.join()).toContain('已定稿');
});

test('the copy of a department that left, and the parts of an average that is no more, can be handed in', async () => {
  const pack = await load('guangxi-police');
  const tables = pack.tables
    .filter(({ id }) => id !== 'GX-W')
    .map((table) =>
      table.departments ? { ...table, departments: table.departments.filter((id) => id !== 'f') } : table,
    );
  const desk = await changedDesk(
    { departments: pack.departments, tables: pack.tables, term: { from: '2025-01-01', to: '2026-12-31' } },
    { departments: pack.departments.filter(({ id }) => id !== 'f'), tables },
    { at: '2025-09-01', now: '2026-01-06' },
  );
  const say = async (text: string) => (await desk.say('qian', text)).lines.join();
  const card = (await desk.say('qian', '打分')).card();
  expect(card.fields.filter(({ value }) => value[0] === '待提交评分')).toHaveLength(13);
  expect(JSON.stringify(card.fields)).toContain('F总队');
  expect(await say('提交评分 GX-T1')).toContain('已提交 第1考核期 GX-T1');
  expect(await say('提交评分 GX-T2 F总队')).toMatch(/已提交 第1考核期 GX-T2 .*F总队/u);
  expect(await say('提交评分 GX-T2 f')).toContain('已有相同记录');
  expect(await say('提交评分 GX-T2 A总队')).toContain('已提交');
  await desk.tap('qian', 'hand_in', card.subject ?? { id: '', version: 0 }, { table: 'GX-T2|b' });
  expect(await say('提交评分 GX-T2 B总队')).toContain('已有相同记录');
  expect(await say('提交评分 GX-T2 nobody')).toContain('须写明对象');
});

test('a mark of the copy of a department that left can be given, by its name and by its id', async () => {
  const { tables, term } = await load('guangzhou-credit');
  const { departments } = await load('guangxi-police');
  const [table] = tables;
  if (!table) throw new Error('the pack has no table');
  const graded = withItems(table, 'GZ1.1');
  const desk = await changedDesk(
    { departments, tables: [{ ...graded, departments: ['a', 'f'] }], term: { ...term, from: '2025-10-01' } },
    { departments: departments.filter(({ id }) => id !== 'f'), tables: [{ ...graded, departments: ['a'] }] },
    { at: '2025-11-01', now: '2026-01-06' },
  );
  const say = async (text: string) => (await desk.say('qian', text)).lines.join();
  expect((await desk.say('qian', '打分')).card().fields).toHaveLength(2);
  expect(await say('打分 GZ1.1 3')).toContain('须写明对象');
  expect(await say('打分 GZ1.1 F总队 3')).toContain('已记录');
  expect(await say('打分 GZ1.1 f 3')).toContain('已有相同记录');
  expect(await say('打分 GZ1.1 A总队 3')).toContain('已记录');
  expect(await say('确认定稿')).toContain('已定稿');
});
