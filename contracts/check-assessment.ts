import { POINT } from '../domain/assessment/points.ts';
import { checkRule } from './check-rules.ts';
import { checkSources } from './check-sources.ts';
import { unknownName, unknownNames } from './contradictions.ts';
import type { Outline } from './outline.ts';
import type { OutlineItem, OutlineTable } from './outline-assessment.ts';
import { type PlacedProblem, pathText } from './problems.ts';

type Path = readonly PropertyKey[];

/** The tables: that their points add up, and that what they refer to is there. */
export function checkAssessment(outline: Outline): readonly PlacedProblem[] {
  const tables = Object.entries(outline.tables);
  return [
    ...checkIds(outline),
    ...tables.flatMap(([id, table]) => {
      const path = ['tables', id];
      return [...checkScope(outline, table, path), ...checkKind(table, path), ...checkPoints(table, path)];
    }),
    ...rulesOf(outline).flatMap(({ rule, table, path }) => [
      ...checkRule(outline, { rule, table, path }),
      ...checkSources(outline, rule, path),
    ]),
  ];
}

function rulesOf({ tables }: Outline) {
  return Object.entries(tables).flatMap(([id, table]) =>
    table.sections.flatMap(({ items }, s) =>
      items.flatMap((item, i) =>
        item.rules.map((rule, r) => {
          const path = ['tables', id, 'sections', s, 'items', i, 'rules', r];
          return { rule: { ...rule, id: ruleId(item, r) }, item, table, path };
        }),
      ),
    ),
  );
}

/** The only rule of an item has the item's id. */
function ruleId(item: OutlineItem, index: number): string | undefined {
  return item.rules[index]?.id ?? (item.rules.length === 1 ? item.id : undefined);
}

/** Ids of items and of rules are unique in the pack, those of sections in their table: findings point to them. */
function checkIds(outline: Outline): readonly PlacedProblem[] {
  const tables = Object.entries(outline.tables);
  const items = tables.flatMap(([id, { sections }]) =>
    sections.flatMap((section, s) =>
      section.items.map((item, i) => ({ id: item.id, path: ['tables', id, 'sections', s, 'items', i, 'id'] })),
    ),
  );
  const rules = rulesOf(outline);
  const nameless = rules.filter(({ rule, item }) => rule.id === undefined && item.id !== undefined);
  return [
    ...tables.flatMap(([id, { sections }]) =>
      twice(sections.map((section, s) => ({ id: section.id, path: ['tables', id, 'sections', s, 'id'] }))),
    ),
    ...twice(items),
    ...twice(rules.map(({ rule, path }) => ({ id: rule.id, path: [...path, 'id'] }))),
    ...nameless.map(({ item, path }) => ({
      path,
      problem: `${item.id} has several rules, and this one has no id`,
      remedy: `give it one, such as ${item.id}a`,
    })),
  ];
}

function twice(named: readonly { readonly id: string | undefined; readonly path: Path }[]): readonly PlacedProblem[] {
  const first = new Map<string, Path>();
  return named.flatMap(({ id, path }) => {
    if (id === undefined) return [];
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, path);
      return [];
    }
    return [{ path, problem: `id ${id} is used at ${pathText(earlier)} too`, remedy: 'give each its own id' }];
  });
}

function checkScope({ projects, departments }: Outline, table: OutlineTable, path: Path): readonly PlacedProblem[] {
  const known = departments.map(({ id }) => id);
  const idsOfProjects = projects.map(({ id }) => id);
  const copies = table.departments === 'all' ? [] : (table.departments ?? []);
  const isEmpty = table.departments === 'all' && known.length === 0;
  const problem = 'the pack has no departments, so there would be no copy';
  const remedy = 'write them under departments, or delete the line';
  return [
    ...unknownName([...path, 'project'], 'project', table.project, idsOfProjects),
    ...unknownNames([...path, 'departments'], 'department', copies, known),
    ...(isEmpty ? [{ path: [...path, 'departments'], problem, remedy }] : []),
  ];
}

/** With a base, penalty points that count upwards, or no score at all: one of them. */
function checkKind({ base, accrual, unscored }: OutlineTable, path: Path): readonly PlacedProblem[] {
  if (base !== undefined && accrual) {
    const remedy = 'leave out base, or accrual';
    return [{ path: [...path, 'accrual'], problem: 'penalty points that count upwards have no base', remedy }];
  }
  if (unscored && (base !== undefined || accrual)) {
    const remedy = `leave out unscored, or ${accrual ? 'accrual' : 'base'}`;
    return [{ path: [...path, 'unscored'], problem: 'no score is to be made of it, and it has points', remedy }];
  }
  return [];
}

/** Points of items against those of their section, and these (or the items') against the table's. */
function checkPoints(table: OutlineTable, path: Path): readonly PlacedProblem[] {
  const { sections, base, mismatch } = table;
  const ofItems = sections.flatMap(({ points, items }, s) => {
    const sum = sumOf(items.map((item) => item.points));
    if (points === undefined || sum === undefined || sum === inMillionths(points)) return [];
    const problem = `its items have ${shown(sum)} points together, and it has ${points}`;
    return [{ path: [...path, 'sections', s, 'points'], problem, remedy: REMEDY }];
  });
  const total = sumOf(sections.flatMap(({ points, items }) => points ?? items.map((item) => item.points)));
  const isWrong = base !== undefined && total !== undefined && total !== inMillionths(base);
  const problem = `its parts have ${shown(total ?? 0)} points together, and it has ${base}`;
  const found = [...ofItems, ...(isWrong ? [{ path: [...path, 'base'], problem, remedy: REMEDY }] : [])];
  if (mismatch === undefined) return found;
  if (found.length > 0) return [];
  const remedy = 'delete the line, or correct the points';
  return [{ path: [...path, 'mismatch'], problem: 'the points do add up', remedy }];
}

const REMEDY = 'correct the points; where the text itself is wrong, say so under mismatch';

function inMillionths(points: number): number {
  return Math.round(points * POINT);
}

/** Undefined where nothing has points. */
function sumOf(points: readonly (number | undefined)[]): number | undefined {
  const given = points.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : given.reduce((sum, value) => sum + inMillionths(value), 0);
}

function shown(points: number): string {
  return String(points / POINT);
}
