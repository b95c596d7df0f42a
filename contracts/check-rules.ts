import { WHOLE } from '../domain/assessment/points.ts';
import { checkBands } from './check-bands.ts';
import { checkSteps } from './check-steps.ts';
import { reversal, unknownName, unknownNames } from './contradictions.ts';
import { parsePercent } from './forms-assessment.ts';
import type { Outline } from './outline.ts';
import type { OutlineRule, OutlineTable } from './outline-assessment.ts';
import type { PlacedProblem } from './problems.ts';

export interface PlacedRule {
  /** With the id that it has, its own or its item's. */
  readonly rule: OutlineRule;
  readonly table: OutlineTable;
  readonly path: readonly PropertyKey[];
}

/** What a rule's kinds refer to, and what their figures allow. */
export function checkRule(outline: Outline, placed: PlacedRule): readonly PlacedProblem[] {
  return [
    ...checkSiblings(placed),
    ...checkParts(outline, placed),
    ...checkMoney(placed),
    ...checkFigures(placed),
    ...checkBands(placed),
    ...checkSteps(placed),
  ];
}

export function ruleIdsOf({ sections }: OutlineTable): readonly (string | undefined)[] {
  return sections.flatMap(({ items }) =>
    items.flatMap(({ id, rules }) => rules.map((rule) => rule.id ?? (rules.length === 1 ? id : undefined))),
  );
}

/** An exemption does not reach into another table, nor does a charge. */
function checkSiblings({ rule, table, path }: PlacedRule): readonly PlacedProblem[] {
  const { exemption, 'no-double-count': noDouble } = rule;
  if (exemption === undefined && noDouble === undefined) return [];
  const known = ruleIdsOf(table);
  const what = 'rule of this table';
  return [
    ...unknownNames([...path, 'exemption', 'of'], what, exemption?.of ?? [], known),
    ...unknownNames([...path, 'no-double-count', 'with'], what, noDouble?.with ?? [], known),
    ...unknownNames([...path, 'no-double-count', 'of'], what, noDouble?.of ?? [], known),
  ];
}

type Part = NonNullable<OutlineRule['weighted-graders']>['parts'][number];

function checkParts(outline: Outline, { rule, path }: PlacedRule): readonly PlacedProblem[] {
  const parts = rule['weighted-graders']?.parts;
  if (parts === undefined) return [];
  const at = [...path, 'weighted-graders', 'parts'];
  const weights = parts.map(({ weight }) => (weight === undefined ? undefined : parsePercent(weight)));
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  const isWrong = sum !== WHOLE && weights.every((weight) => weight !== undefined);
  const problem = `the weights add up to ${sum / 100}%`;
  return [
    ...(isWrong ? [{ path: at, problem, remedy: 'let them add up to 100%' }] : []),
    ...parts.flatMap((part, index) => checkPart(outline, part, { own: rule.id, path: [...at, index] })),
  ];
}

function checkPart(
  outline: Outline,
  { table: tableId, copy, rule }: Part,
  { own, path }: { readonly own: string | undefined; readonly path: readonly PropertyKey[] },
): readonly PlacedProblem[] {
  const table = tableId === undefined ? undefined : outline.tables[tableId];
  const weighted = Object.values(outline.tables).flatMap(weightedIn);
  const copies = copiesOf(outline, table);
  const needsCopy = copies.length > 0 && copy === undefined;
  const remedy = `name one of its departments, such as copy: ${copies[0] ?? ''}`;
  const isOwn = rule !== undefined && rule === own;
  return [
    ...unknownName([...path, 'table'], 'table', tableId, Object.keys(outline.tables)),
    ...unknownName([...path, 'rule'], 'rule of weighted graders', rule, weighted),
    ...(table ? unknownName([...path, 'copy'], `copy of ${tableId} for`, copy, copies) : []),
    ...(needsCopy ? [{ path, problem: `${tableId} has a copy for each department`, remedy }] : []),
    ...(isOwn ? [{ path: [...path, 'rule'], problem: `${own} is a part of itself`, remedy: 'name another rule' }] : []),
  ];
}

function copiesOf(outline: Outline, table: OutlineTable | undefined): readonly string[] {
  if (table?.departments !== 'all') return table?.departments ?? [];
  return outline.departments.flatMap(({ id }) => id ?? []);
}

function weightedIn({ sections }: OutlineTable): readonly (string | undefined)[] {
  return sections.flatMap(({ items }) =>
    items.flatMap(({ id, rules }) =>
      rules.flatMap((rule) => (rule['weighted-graders'] === undefined ? [] : [rule.id ?? id])),
    ),
  );
}

/** One sum or one share for each, or what the grades say. For a bad tick either can say it: a grade, where only that one costs. */
function checkMoney({ rule, path }: PlacedRule): readonly PlacedProblem[] {
  const money = rule['money-fixed'];
  if (money === undefined) return [];
  const at = [...path, 'money-fixed'];
  const own = [money.yuan, money.share].filter((figure) => figure !== undefined).length;
  const steps = rule.bands?.steps ?? [];
  const isInBands = steps.some(({ share, yuan, byAgreement }) =>
    [share, yuan, byAgreement].some((of) => of !== undefined),
  );
  if (money.per === 'band' && !isInBands) {
    const remedy = 'write share, yuan or byAgreement into the steps of bands';
    return [{ path: at, problem: 'no grade of the rule says what is owed', remedy }];
  }
  if (own === 0 && (money.per === 'band' || (money.per === 'dissatisfied' && isInBands))) return [];
  if (own === 1 && !isInBands) return [];
  const isBare = own === 0;
  const problem = isBare ? 'it does not say how much is owed' : 'it says twice how much is owed';
  return [{ path: at, problem, remedy: isBare ? 'write either yuan or share' : 'leave one of them' }];
}

function checkFigures({ rule, table, path }: PlacedRule): readonly PlacedProblem[] {
  const { progressive, accrue, 'judged-range': judged, 'human-graded': graded } = rule;
  const isOpenEnded =
    progressive !== undefined && (progressive.plus === undefined) === (progressive.times === undefined);
  const upwards = accrue !== undefined && !table.accrual;
  const growth = { problem: 'it does not say how it grows', remedy: 'write either plus or times' };
  const counting = { problem: 'the table does not count upwards', remedy: 'write accrual: true for the table' };
  return [
    ...(isOpenEnded ? [{ path: [...path, 'progressive'], ...growth }] : []),
    ...(upwards ? [{ path: [...path, 'accrue'], ...counting }] : []),
    ...(judged ? reversal(judged, [...path, 'judged-range']) : []),
    ...(graded?.brackets ?? []).flatMap((bracket, index) =>
      reversal(bracket, [...path, 'human-graded', 'brackets', index]),
    ),
  ];
}
