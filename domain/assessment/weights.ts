import { assert } from '../assert.ts';
import { handedInKey } from './facts-by-rule.ts';
import { averageOf, unweighed, type Weighed, weigh } from './kinds/weighted-graders.ts';
import { NO_LEAST, POINT, type Points } from './points.ts';
import type { WeightedPart } from './rule-kinds.ts';
import type { Average } from './score-item.ts';
import { NOTHING, shifted } from './span-sums.ts';
import type { Open, TableScore } from './statement.ts';
import { type PlacedRule, placedRules } from './table-lookup.ts';
import type { AssessmentTable } from './table-types.ts';

/** Tables that are scored already. */
export type ScoresOf = (tableId: string) => readonly TableScore[];

export interface AverageOfRule extends Average {
  readonly open: readonly Open[];
}

const HUNDRED: Points = 100 * POINT;

/** The averages of one table, by rule. @param all every table of the pack: a part may be a rule of another one */
export function averagesOf(
  table: AssessmentTable,
  all: readonly AssessmentTable[],
  scoresOf: ScoresOf,
): ReadonlyMap<string, AverageOfRule> {
  const rules = new Map(placedRules(all).map((placed) => [placed.rule.id, placed]));
  const tables = new Map(all.map((one) => [one.id, one]));
  const own = placedRules([table]).filter(({ rule }) => rule.kinds['weighted-graders']);
  const parts = new Set(
    own.flatMap(({ rule }) => partsOf(rule.kinds).flatMap((part) => ('rule' in part ? part.rule : []))),
  );
  return new Map(
    own.map((placed) => {
      const { weighed, open } = weighedRule(placed, { rules, tables, scoresOf, above: [] });
      const value = averageOf(weighed);
      const change = parts.has(placed.rule.id) ? NOTHING : shifted(value, 0 - fullOf(placed));
      return [placed.rule.id, { value, change, open }];
    }),
  );
}

/** Whether a table, or this copy of it, is a part of another one's average: it waits for its grader. */
export function partsAmong(tables: readonly AssessmentTable[]): (table: string, copy: string | undefined) => boolean {
  const keys = new Set(
    placedRules(tables).flatMap(({ rule }) =>
      partsOf(rule.kinds).flatMap((part) => ('table' in part ? handedInKey(part.table, part.copy) : [])),
    ),
  );
  return (table, copy) => keys.has(handedInKey(table, copy)) || keys.has(handedInKey(table, undefined));
}

const partsOf = (kinds: PlacedRule['rule']['kinds']): readonly WeightedPart[] => kinds['weighted-graders']?.parts ?? [];

const fullOf = ({ item, table }: PlacedRule): Points => item.base ?? table.base ?? HUNDRED;

interface WeighedRule {
  readonly weighed: Weighed;
  readonly open: readonly Open[];
}
interface Weighing {
  readonly rules: ReadonlyMap<string, PlacedRule>;
  readonly tables: ReadonlyMap<string, AssessmentTable>;
  readonly scoresOf: ScoresOf;
  /** Rules that this is a part of. */
  readonly above: readonly string[];
}

function weighedRule(placed: PlacedRule, weighing: Weighing): WeighedRule {
  const { rule } = placed;
  assert(!weighing.above.includes(rule.id), `an average is a part of itself: ${rule.id}`);
  const inner = { ...weighing, above: [...weighing.above, rule.id] };
  const parts = partsOf(rule.kinds).map((part) => ({ part, of: weighedPart(part, inner, fullOf(placed)) }));
  return {
    weighed: weigh(parts.map(({ part, of }) => ({ weight: part.weight, of: of.weighed }))),
    open: parts.flatMap(({ part, of }) => (of.isOpen ? openPart(part, rule.id) : [])),
  };
}

function openPart(part: WeightedPart, rule: string): Open {
  const copy = 'copy' in part ? part.copy : undefined;
  return { rule, ...(copy !== undefined && { copy }), name: part.name, why: 'part' };
}

/** What a part may be; one that nobody has graded, or that its grader has not handed in, is open. */
function weighedPart(
  part: WeightedPart,
  weighing: Weighing,
  full: Points,
): { readonly weighed: Weighed; readonly isOpen: boolean } {
  if ('rule' in part) {
    const placed = weighing.rules.get(part.rule);
    if (!placed) return { weighed: unweighed({ min: 0, max: full }), isOpen: true };
    const { weighed, open } = weighedRule(placed, weighing);
    return { weighed, isOpen: open.length > 0 };
  }
  const score = weighing.scoresOf(part.table).find((one) => part.copy === undefined || one.copy === part.copy);
  if (score?.total) return { weighed: unweighed(score.total), isOpen: score.open.length > 0 };
  const table = weighing.tables.get(part.table);
  return { weighed: unweighed({ min: leastOf(table), max: table?.base ?? full }), isOpen: true };
}

/** Of a table that is not there nobody knows where it stops. */
export function leastOf(table: AssessmentTable | undefined): Points {
  return table?.floor.at === 'zero' ? 0 : NO_LEAST;
}
