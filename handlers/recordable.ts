import { displayName } from '../cards/ticket-view.ts';
import { intakeOf, type PlacedRule, placedRules } from '../domain/assessment/table-lookup.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { UpdateContext } from './context.ts';

/** More than this nobody reads: of a table that was asked for, of the only one, and of each of several. */
const WHOLE_MAX = 60;
const LISTED_MAX = 12;
const LISTED_OF_EACH = 3;

/** Words under which something can be recorded: of several tables the first ones of each. */
export function recordableWords(ctx: UpdateContext): string {
  const tables = ctx.contract.tables.filter((table) => recordableRules([table]).length > 0);
  const [only, ...more] = tables;
  if (!only || more.length === 0) return only ? listed(ctx, only, LISTED_MAX) : '';
  const { commands, finding } = ctx.text.assessment;
  return finding.ofTables(
    tables.map((table) => finding.ofTable(table.id, table.name, listed(ctx, table, LISTED_OF_EACH))),
    commands.record_finding.example(only.id),
  );
}

/** All that can be recorded in one table. */
export function recordableIn(ctx: UpdateContext, table: AssessmentTable): string {
  return listed(ctx, table, WHOLE_MAX);
}

/** 记录 KA-07: no finding is named, but the table in which one is to be recorded. */
export function tableMeant({ contract }: UpdateContext, said: string): AssessmentTable | undefined {
  const wanted = said.normalize('NFKC').trim().toLowerCase();
  const named = contract.tables.filter(({ id, name }) => [id, name].some((one) => one.toLowerCase() === wanted));
  return named.length === 1 ? named[0] : undefined;
}

/** How it is typed. */
export function recordExample({ contract, members, text }: UpdateContext, table?: AssessmentTable): string {
  const [placed] = recordableRules(table ? [table] : contract.tables);
  const engineer = members.find(({ roles }) => roles.includes('engineer'));
  const [word = placed?.rule.id ?? ''] = placed?.rule.words ?? [];
  const about = [word, engineer ? displayName(engineer.name) : ''].filter((part) => part !== '').join(' ');
  return text.assessment.commands.record_finding.example(about);
}

function listed({ text }: UpdateContext, table: AssessmentTable, max: number): string {
  const { assessment, card } = text;
  const words = recordableRules([table]).map(({ item, rule }) => rule.words[0] ?? assessment.rule(rule.id, item.name));
  const distinct = [...new Set(words)];
  const more = distinct.length > max ? assessment.finding.more(distinct.length) : '';
  return distinct.slice(0, max).join(card.comma) + more;
}

function recordableRules(tables: readonly AssessmentTable[]): readonly PlacedRule[] {
  return placedRules(tables).filter((placed) => intakeOf(placed).by === 'finding');
}
