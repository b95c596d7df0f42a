import type { Card } from '../cards/types.ts';
import type { PlacedRule } from '../domain/assessment/table-lookup.ts';
import { ruleWords } from './assessment-commit.ts';
import { askFor } from './assessment-form.ts';
import type { Attached } from './attachments.ts';
import type { RawInput } from './command-input.ts';
import type { UpdateContext } from './context.ts';

/** More is not read. */
const NAMED_MAX = 20;
/** As many as every platform's choice holds: whoever means another one replies with its number. */
const OPTIONS_MAX = 9;

/** Several items are called so: which one is meant, by a choice or in words. */
export async function askWhichRule(
  ctx: UpdateContext,
  { attached, input }: { readonly attached: Attached; readonly input: RawInput },
  said: string,
  rules: readonly PlacedRule[],
): Promise<void> {
  const { finding: words } = ctx.text.assessment;
  const names = rules.slice(0, NAMED_MAX).map((placed) => ruleWords(ctx, placed));
  const more = rules.length > names.length ? words.more(rules.length) : '';
  await askFor(ctx, {
    command: 'record_finding',
    subject: ctx.contract.id,
    input,
    field: 'rule',
    question: words.choose(said) + names.join(ctx.text.card.comma) + more,
    card: chooseCard(ctx, rules.slice(0, OPTIONS_MAX)),
    attached,
  });
}

function chooseCard(ctx: UpdateContext, rules: readonly PlacedRule[]): Card {
  const { commands, finding: words } = ctx.text.assessment;
  const options = rules.map((placed) => ({ value: placed.rule.id, label: ruleWords(ctx, placed) }));
  return {
    tone: 'info',
    title: words.chooseTitle,
    lines: [],
    fields: [],
    clocks: [],
    actions: [
      {
        action: 'record_finding',
        label: commands.record_finding.label,
        style: 'primary',
        for: [ctx.person.id],
        form: [{ name: 'rule', label: words.chooseRule, type: 'select', required: true, options }],
      },
    ],
    // Of one contract, so that a tap in private says whose it is.
    subject: { id: `${ctx.contract.id}|rule`, version: 0 },
    asksForm: true,
  };
}
