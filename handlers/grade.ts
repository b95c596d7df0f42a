import { inEveryLanguage } from '../cards/language.ts';
import type { Tick } from '../domain/assessment/facts.ts';
import { matchRules, type RulesMeant } from '../domain/assessment/match-rule.ts';
import { type PlacedRule, placedRules, takesMark } from '../domain/assessment/table-lookup.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import { refuseAssessment, ruleWords } from './assessment-commit.ts';
import { askFor, sayWords } from './assessment-form.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { firstOfEach, rulesEver } from './givable-tables.ts';
import { type Giving, give } from './give-grade.ts';
import { showGrading } from './grading.ts';
import type { CommandContext, Next } from './router-types.ts';
import { type SignedTogether, signedBySubject } from './sign-scope.ts';
import { isSomethingElse } from './something-else.ts';

export const TICKS = ['satisfied', 'average', 'dissatisfied'] as const satisfies readonly Tick['tick'][];

interface Given {
  readonly command: Giving;
  readonly tick?: Tick['tick'];
  /** What the card asked for that this answers. */
  readonly asked?: SignedTogether;
}

/**
 * 打分 GZ1.1 3.5 理由, 满意 KA196.2, 登记 GZ1.4 9/10, 已抽查 GX1.2; with the whole word alone what is still to be given.
 * @param isShared the word may begin something else: without a rule it is none of these
 */
export async function giveByText(
  ctx: CommandContext,
  next: Next,
  given: { readonly command: Giving; readonly tick?: Tick['tick']; readonly isShared: boolean },
): Promise<void> {
  const said = cleanText(ctx.args).normalize('NFKC');
  const isUnticked = given.command === 'give_tick' && given.tick === undefined;
  const isReport = said !== '' && isSomethingElse(ctx, '');
  if (isUnticked) return given.isShared || isReport ? next() : showGrading(ctx);
  if (!given.isShared && said === '') return showGrading(ctx);
  const found = await rulesNamed(ctx, given.command, said);
  const [only] = found.rules;
  const isById = only !== undefined && [only.rule.id, only.item.id].includes(found.said.toUpperCase());
  const isLoose = !only || found.isPart || (given.isShared && !isById && !actsAs(ctx.actor, 'supervisor'));
  if ((!only && given.isShared) || (isLoose && isReport)) return next();
  await giveNamed(ctx, found, given);
}

/** Of items that are called alike, those that take what is given; else one of an earlier pack, whose period may still be open. */
async function rulesNamed(ctx: UpdateContext, command: Giving, said: string): Promise<RulesMeant> {
  const isGivable = (placed: PlacedRule) => takes(placed, command);
  const rules = placedRules(ctx.contract.tables);
  const meant = matchRules(rules.filter(isGivable), said);
  if (meant.rules.length > 0) return meant;
  const ever = (await rulesEver(ctx)).filter(isGivable);
  const earlier = matchRules(
    firstOfEach(ever, ({ rule }) => rule.id),
    said,
  );
  return earlier.rules.length > 0 ? earlier : matchRules(rules, said);
}

async function giveNamed(ctx: UpdateContext, { rest, rules, said }: RulesMeant, given: Given): Promise<void> {
  const { commands, finding, grading } = ctx.text.assessment;
  const [only, ...more] = rules;
  const example = commands[given.command].example(only?.rule.id ?? exampleRule(ctx, given.command));
  if (!only) return sayWords(ctx, grading.unknownRule(said, example));
  if (more.length > 0)
    return sayWords(ctx, finding.choose(said) + rules.map((one) => ruleWords(ctx, one)).join(ctx.text.card.comma));
  const { asked, ...what } = given;
  // The card asks for the tables of one period; whoever names another one's rule means that one's own.
  const period = asked?.tables.includes(only.table.id) ? asked.period : undefined;
  await give(ctx, only, rest, { ...what, ...(period && { period }) });
}

/** The card's form: a rule, and what is given for it. Where the tap can't bring it, its words are asked for. */
export async function giveByTap(ctx: ActionContext, command: Giving): Promise<void> {
  const { note = '', points = '', ratio = '', rule = '', tick } = ctx.update.form;
  const asked = signedBySubject(ctx, ctx.update.subject);
  if (!asked) return sayWords(ctx, ctx.text.system.unknownAction);
  const named = (await rulesEver(ctx)).filter((one) => one.rule.id === rule);
  const placed = named.find((one) => takes(one, command)) ?? named[0];
  const ticked = TICKS.find((one) => one === tick);
  if (!placed || (command === 'give_tick' && !ticked)) return askGiven(ctx, command, asked.tables);
  if (!asked.tables.includes(placed.table.id)) return sayWords(ctx, ctx.text.system.unknownAction);
  const said = [points, ratio, note]
    .map(cleanText)
    .filter((part) => part !== '')
    .join(' ');
  await give(ctx, placed, said, { command, period: asked.period, ...(ticked && { tick: ticked }) });
}

async function askGiven(ctx: ActionContext, command: Giving, tables: readonly string[]): Promise<void> {
  if (!actsAs(ctx.actor, 'supervisor')) return refuseAssessment(ctx, { reason: 'supervisor_only' }, { command });
  const { commands, grading } = ctx.text.assessment;
  const rule = exampleRule(ctx, command, tables);
  if (command === 'give_tick') return sayWords(ctx, grading.hint(commands.give_tick.example(rule)));
  const { subject } = ctx.update;
  await askFor(ctx, { command, subject, input: {}, field: 'said', question: grading.asked[command](rule) });
}

/** What was asked for after a tap: `GZ1.1 3.5`. */
export async function giveAnswered(ctx: UpdateContext, command: Giving, subject: string, said: string): Promise<void> {
  const asked = signedBySubject(ctx, subject);
  if (!asked) return sayWords(ctx, ctx.text.system.unknownAction);
  await giveNamed(ctx, await rulesNamed(ctx, command, cleanText(said).normalize('NFKC')), { command, asked });
}

function takes(placed: PlacedRule, command: Giving): boolean {
  const { kinds } = placed.rule;
  switch (command) {
    case 'give_grade':
      return takesMark(placed);
    case 'give_tick':
      return kinds.satisfaction !== undefined;
    case 'give_ratio':
      return (kinds['ratio-threshold'] ?? kinds['per-percentage-point'] ?? kinds.availability) !== undefined;
    case 'mark_reviewed':
      return kinds.sampled !== undefined;
  }
}

/** @param tables ids of those that are asked about; absent: all */
function exampleRule({ contract }: UpdateContext, command: Giving, tables?: readonly string[]): string {
  const own = contract.tables.filter(({ id }) => tables?.includes(id) ?? true);
  return placedRules(own).find((placed) => takes(placed, command))?.rule.id ?? '';
}

/** Words that tick a question: 满意, 一般, 不满意. */
export function tickWords(tick: Tick['tick']): readonly string[] {
  return inEveryLanguage(({ assessment }) => assessment.ticks[tick].words);
}
