import type { AssessmentTable, Item, Section } from '../domain/assessment/table-types.ts';
import type { WrittenTable } from './schema-assessment.ts';

type WrittenSection = WrittenTable['sections'][number];
type WrittenItem = WrittenSection['items'][number];

/** The tables that a checked pack means, in its order. @param departments ids of all departments of the pack */
export function tablesOf(
  written: Readonly<Record<string, WrittenTable>>,
  departments: readonly string[],
): readonly AssessmentTable[] {
  return Object.entries(written).map(([id, table]) => {
    const { departments: whose, perPerson, accrual, unscored, sections, ...rest } = table;
    return {
      ...rest,
      id,
      ...(whose && { departments: whose === 'all' ? departments : whose }),
      ...(perPerson && { isPerPerson: perPerson }),
      ...(accrual && { isAccrual: accrual }),
      ...(unscored && { isUnscored: unscored }),
      sections: sections.map((section) => sectionOf(section, table.clause)),
    };
  });
}

function sectionOf({ points, items, ...section }: WrittenSection, clause: string): Section {
  return { ...section, ...baseOf(points), items: items.map((item) => itemOf(item, clause)) };
}

function itemOf({ points, rules, ...item }: WrittenItem, clause: string): Item {
  return {
    ...item,
    clause: item.clause ?? clause,
    ...baseOf(points),
    rules: rules.map(({ id = item.id, ...rule }) => ({ ...rule, id })),
  };
}

function baseOf(points: number | undefined): { readonly base?: number } {
  return points === undefined ? {} : { base: points };
}
