import { describe, expect, test } from 'vitest';
import { POINT } from '../../domain/assessment/points.ts';
import type { AssessmentTable, Floor, Item } from '../../domain/assessment/table-types.ts';
import { type CatalogueRule, catalogue } from './assessment-catalogue.ts';
import { shippedPack } from './pack-cases.ts';

const PACKS = ['guangxi-police', 'karamay-egov', 'zhangjiagang-egov', 'guangzhou-credit', 'hengqin-police'];
const tables: readonly AssessmentTable[] = PACKS.flatMap((id) => shippedPack(id).tables);
const tableOf = new Map(tables.map((table) => [table.id, table]));
const itemsOf = ({ sections }: AssessmentTable): readonly Item[] => sections.flatMap(({ items }) => items);
const emptyTable: AssessmentTable = {
  id: '',
  name: '',
  clause: '',
  words: [],
  period: { term: true },
  graders: [],
  floor: { at: 'zero' },
  sections: [],
  choices: [],
};
const itemOf = (rule: CatalogueRule): Item | undefined =>
  itemsOf(tableOf.get(rule.table) ?? emptyTable).find(({ id }) => id === rule.item);
/** What a documented choice of the pack adds to the printed kinds. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  'KA20.4': ['no-double-count'],
  'KA21.4': ['no-double-count'],
};
/** Without points there is nothing to grade by the time: the ratio of those in time is shown. */
const SHOWN_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  'HQ1.2': ['graded-by-elapsed'],
  'HQ1.3': ['graded-by-elapsed'],
};
const kindsExpected = ({ id, kinds }: CatalogueRule): readonly string[] =>
  [...kinds.filter((kind) => !SHOWN_OTHERWISE[id]?.includes(kind)), ...(ADDED[id] ?? [])].toSorted();
const floorText = ({ at, isChosen }: Floor): string => (at === 'none' ? 'none' : isChosen ? '0*' : '0');
const byItem = [...Map.groupBy(catalogue, ({ item }) => item)];

/** Kinds of the rule; a printed row that a pack has to split is an item whose rules have them together. */
function kindsOf(rule: CatalogueRule): readonly string[] {
  const rules = itemOf(rule)?.rules ?? [];
  const own = rules.filter(({ id }) => id === rule.id);
  const split = own.length > 0 ? own : rules.filter(({ id }) => id.replace(/[a-z]$/, '') === rule.id);
  return [...new Set(split.flatMap(({ kinds }) => Object.keys(kinds)))].toSorted();
}

test('the catalogue is whole', () => {
  expect([catalogue.length, byItem.length]).toEqual([398, 337]);
});

describe.each([...Map.groupBy(catalogue, ({ table }) => table)])('%s', (id, rules) => {
  test('has each printed item, and no other', () => {
    const printed = [...new Set(rules.map(({ item }) => item))];
    expect(
      itemsOf(tableOf.get(id) ?? emptyTable)
        .map((item) => item.id)
        .toSorted(),
    ).toEqual(printed.toSorted());
  });

  test('has the kinds of each printed rule', () => {
    const found = rules.map((rule) => [rule.id, ...kindsOf(rule)]);
    expect(found).toEqual(rules.map((rule) => [rule.id, ...kindsExpected(rule)]));
  });

  test('has no rule that is not printed', () => {
    const printed = new Set(rules.flatMap((rule) => [rule.id, rule.item]));
    const own = itemsOf(tableOf.get(id) ?? emptyTable).flatMap((item) => item.rules.map((rule) => rule.id));
    expect(own.filter((rule) => !printed.has(rule) && !printed.has(rule.replace(/[a-z]$/, '')))).toEqual([]);
  });
});

describe('an item', () => {
  test.each(byItem)('%s has its printed name, points and floor', (_id, rules) => {
    const first = rules[0];
    const item = first && itemOf(first);
    // What an average is out of is no worth of the item.
    const isAverage = first?.kinds.includes('weighted-graders') && item?.base === undefined;
    const base = isAverage ? undefined : rules.find((rule) => rule.base !== undefined)?.base;
    const floor = rules.find((rule) => rule.floor !== undefined)?.floor;
    // Rows of one item may add what tells them apart: 一级违规 一般, 一级违规 情节严重.
    expect(rules.flatMap(({ name }) => [name, name.split(' ')[0]])).toContain(item?.name);
    expect(item?.base).toBe(base === undefined ? undefined : base * POINT);
    if (floor !== undefined) expect(item && floorText(item.floor)).toBe(floor);
  });
});

describe('points', () => {
  // What the tenders themselves got wrong: 17 points of items under a heading of 25, and 105 points of 100.
  test('add up in every table but the two whose own text does not', () => {
    expect(tables.flatMap(({ id, mismatch }) => (mismatch === undefined ? [] : [id]))).toEqual(['KA-06.2', 'KA-12']);
    const sums = ['KA-06.2', 'KA-12'].map((id) => {
      const items = itemsOf(tableOf.get(id) ?? emptyTable);
      return items.reduce((sum, { base = 0 }) => sum + base / POINT, 0);
    });
    expect(sums).toEqual([92, 105]);
  });

  test.each(tables.filter(({ base }) => base !== undefined).map((table) => [table.id, table] as const))(
    '%s can lose no more than it has, item by item',
    (id, table) => {
      const given = itemsOf(table).flatMap(({ base }) => base ?? []);
      if (given.length === 0 || table.mismatch !== undefined) return;
      expect([id, given.reduce((sum, base) => sum + base, 0)]).toEqual([id, table.base]);
    },
  );
});

test('each rule has a text and an id of its own', () => {
  const rules = tables.flatMap((table) => itemsOf(table).flatMap((item) => item.rules));
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules.filter(({ text }) => text === '')).toEqual([]);
});

test('where a tender prints no table, no score can be made', () => {
  expect(tables.filter(({ isUnscored }) => isUnscored).map(({ id }) => id)).toEqual(expect.arrayContaining(['HQ-1']));
  for (const { base, isUnscored } of tables) if (isUnscored) expect(base).toBeUndefined();
});
