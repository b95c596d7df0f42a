import type { Points } from './points.ts';
import type { RuleKinds } from './rule-kinds.ts';
import type { AssessmentTable, Item, Rule, Section } from './table-types.ts';

/** A rule with what it stands in. */
export interface PlacedRule {
  readonly table: AssessmentTable;
  readonly section: Section;
  readonly item: Item;
  readonly rule: Rule;
}

export function placedRules(tables: readonly AssessmentTable[]): readonly PlacedRule[] {
  return tables.flatMap((table) =>
    table.sections.flatMap((section) =>
      section.items.flatMap((item) => item.rules.map((rule) => ({ table, section, item, rule }))),
    ),
  );
}

export function placedRule(tables: readonly AssessmentTable[], id: string): PlacedRule | undefined {
  return placedRules(tables).find(({ rule }) => rule.id === id);
}

/** What a person has to say of a finding beside that it was. */
export type FindingFact = 'figure' | 'days' | 'state' | 'elapsed' | 'dates' | 'person' | 'department';

/**
 * How a rule gets its facts from people: as findings, with what each of them needs; as a ratio, a mark, or ticks. A rule that
 * only decides by the whole, or excuses others, takes nothing.
 */
export type Intake =
  | { readonly by: 'finding'; readonly needs: readonly FindingFact[] }
  | { readonly by: 'ratio' | 'grade' | 'tick' }
  | { readonly by: 'nothing' };

const COUNTED = [
  'count',
  'progressive',
  'every-N',
  'presence',
  'veto',
  'accrue',
  'repeat-in-window',
  'sampled',
  'quota',
] as const satisfies readonly (keyof RuleKinds)[];

export function intakeOf(placed: PlacedRule): Intake {
  const { table } = placed;
  const intake = intakeByKinds(placed.rule.kinds);
  if (intake.by !== 'finding') return intake;
  const copies: readonly FindingFact[] = table.isPerPerson ? ['person'] : table.departments ? ['department'] : [];
  return { by: 'finding', needs: [...intake.needs, ...copies] };
}

/** In the order in which the kinds price: what is recorded in another form would change nothing. */
function intakeByKinds(kinds: RuleKinds): Intake {
  if (kinds.earn || kinds.bonus) return isAddedByPerson(kinds) ? { by: 'grade' } : finding();
  if (kinds['graded-by-elapsed']) return finding('elapsed');
  if (isByDowntime(kinds)) return kinds.satisfaction ? { by: 'tick' } : finding('elapsed');
  if (kinds['ratio-threshold'] || kinds['per-percentage-point']) return { by: 'ratio' };
  if (kinds['human-graded'] && !kinds.sampled) return { by: 'grade' };
  if (kinds['human-graded']) return kinds.sampled?.points === undefined ? finding('figure') : finding();
  if (kinds['tiered-state']) return finding('state');
  if (kinds['late-threshold']) return finding('dates');
  if (kinds['late-days']) return finding('days');
  if (kinds['judged-range']) return finding('figure');
  const isCounted = COUNTED.some((kind) => kinds[kind]) || kinds['money-fixed']?.per === 'unit';
  if (isCounted) return finding();
  return { by: kinds.satisfaction ? 'tick' : 'nothing' };
}

function finding(...needs: readonly FindingFact[]): Intake {
  return { by: 'finding', needs };
}

const isAddedByPerson = ({ bonus, earn }: RuleKinds): boolean => (earn?.points ?? bonus?.points) === undefined;

/** Each subject by itself, so that its downtime says it all; a percentage of all together has to be said. */
function isByDowntime(kinds: RuleKinds): boolean {
  if (!kinds.availability || kinds['per-percentage-point']) return false;
  return kinds['ratio-threshold'] === undefined || kinds['ratio-threshold'].each !== undefined;
}

/**
 * May a mark be given? Beside the rules that take nothing else those whose measured time a mark overrides, and those whose steps
 * leave it to a person.
 */
export function takesMark({ rule: { kinds } }: PlacedRule): boolean {
  if (kinds.earn || kinds.bonus) return isAddedByPerson(kinds);
  if (kinds['graded-by-elapsed']) return kinds['graded-by-elapsed'].by === 'mark';
  if (isByDowntime(kinds) || kinds['per-percentage-point']) return false;
  return kinds['ratio-threshold'] !== undefined || kinds['human-graded'] !== undefined;
}

/** Least and greatest that a person may give. */
export interface Range {
  readonly from: Points;
  readonly to: Points;
}

/**
 * The mark of a rule, or what a bonus adds: within one of these, as printed; where the text describes marks one by one nothing holds
 * what lies between them. Empty where the text bounds it nowhere.
 */
export function markRanges({ item, rule: { kinds }, table }: PlacedRule): readonly Range[] {
  const { brackets } = kinds['human-graded'] ?? {};
  if (brackets && !kinds.earn) return brackets;
  const most = kinds.earn?.upTo ?? item.base ?? table.base;
  return most === undefined ? [] : [{ from: 0, to: most }];
}

/** What a finding of this rule may cost. */
export function figureRange(placed: PlacedRule): Range | undefined {
  const { item, rule } = placed;
  const judged = rule.kinds['judged-range'];
  const to = judged?.to ?? item.base;
  return to === undefined ? undefined : { from: judged?.from ?? 0, to };
}
