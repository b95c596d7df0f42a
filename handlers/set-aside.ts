import { inEveryLanguage } from '../cards/language.ts';
import { shownPeriod } from '../cards/period-name.ts';
import { nameOf } from '../cards/ticket-view.ts';
import { type GradeScope, givenId } from '../domain/assessment/decide-grade.ts';
import { setAside } from '../domain/assessment/decide-set-aside.ts';
import type { PlacedRule } from '../domain/assessment/table-lookup.ts';
import { recordWrites, refuseAssessment, ruleWords } from './assessment-commit.ts';
import { sayWords } from './assessment-form.ts';
import type { UpdateContext } from './context.ts';
import { answer, say } from './messages.ts';
import { signedHint } from './signed-periods.ts';

const WORDS: ReadonlySet<string> = new Set(inEveryLanguage(({ assessment }) => assessment.grading.setAsideWords));

/** 作废, where a mark would stand. */
export function isSetAside(word: string): boolean {
  return WORDS.has(word.toLowerCase());
}

/** 打分 GZ1.1 作废 理由: the marks of those who left no longer count. */
export async function setAsideByText(
  ctx: UpdateContext,
  placed: PlacedRule,
  scope: GradeScope,
  why: string,
): Promise<void> {
  const { actor, contract, members, now, store, text } = ctx;
  const { grading } = text.assessment;
  const reason = why === '' ? undefined : ctx.keepText(why);
  const { from } = scope.period;
  const ids = (['grade', 'tick'] as const).map((type) =>
    givenId(
      contract.id,
      { type, rule: placed.rule.id, ...(scope.copy !== undefined && { copy: scope.copy }) },
      scope,
      '',
    ),
  );
  const records = await store.assessmentRecords(contract.id, from, from + 1);
  const given = records.filter(({ id }) => ids.some((prefix) => id.startsWith(prefix)));
  const decision = setAside(given, members, reason?.ref ?? { id: '', hash: '' }, actor, {
    contractId: contract.id,
    now,
  });
  if (!decision.ok) {
    return refuseAssessment(ctx, decision.refusal, { command: 'give_grade', about: placed.rule.id });
  }
  if (!reason) return sayWords(ctx, grading.setAsideReason(grading.setAsideExample(placed.rule.id)));
  const writes = decision.steps.map((step) => recordWrites(ctx, 'grade_set_aside', step));
  const graders = decision.steps.flatMap(({ next: { doc } }) =>
    doc.type === 'grade' || doc.type === 'tick' ? nameOf(members, doc.grader, text) : [],
  );
  const words = grading.setAside(
    ruleWords(ctx, placed),
    graders.join(text.card.comma),
    shownPeriod(scope.period.label, text),
  );
  await ctx.commit({
    assessment: writes.flatMap(({ assessment }) => assessment),
    entries: writes.flatMap(({ entries }) => entries),
    texts: [reason],
    outbox: [answer(ctx, say(words, ...(await signedHint(ctx, placed, scope.period))))],
  });
}
