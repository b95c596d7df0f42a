import type { AssessmentCommand } from '../cards/catalogue-assessment.ts';
import { shownPeriod } from '../cards/period-name.ts';
import { pointsWords } from '../cards/points-words.ts';
import type { RecordDecision } from '../domain/assessment/decide-finding.ts';
import {
  type GradeScope,
  giveGrade,
  givenId,
  giveRatio,
  giveTick,
  markReviewed,
} from '../domain/assessment/decide-grade.ts';
import type { Period, Tick } from '../domain/assessment/facts.ts';
import { readPoints } from '../domain/assessment/finding-facts.ts';
import type { AssessmentRecord } from '../domain/assessment/records.ts';
import type { PlacedRule } from '../domain/assessment/table-lookup.ts';
import { cleanText } from '../domain/plain-text.ts';
import type { TextRef } from '../domain/types.ts';
import { ENTRY_OF, recordWrites, refuseAssessment, ruleWords } from './assessment-commit.ts';
import { sayWords, withoutAsked } from './assessment-form.ts';
import type { UpdateContext } from './context.ts';
import { factWords } from './finding-words.ts';
import { readCopy, readGradedPeriod } from './grade-scope.ts';
import { answer, say } from './messages.ts';
import { isSetAside, setAsideByText } from './set-aside.ts';
import { signedHint } from './signed-periods.ts';

export const GIVING = [
  'give_grade',
  'give_tick',
  'give_ratio',
  'mark_reviewed',
] as const satisfies readonly AssessmentCommand[];
export type Giving = (typeof GIVING)[number];
const RECORD_OF = { give_grade: 'grade', give_tick: 'tick', give_ratio: 'ratio', mark_reviewed: 'review' } as const;

/** What is given for one rule, with the period that the card asked for, or the one that the words name. */
export async function give(
  ctx: UpdateContext,
  placed: PlacedRule,
  said: string,
  given: { readonly command: Giving; readonly tick?: Tick['tick']; readonly period?: Period },
): Promise<void> {
  const copied = await readCopy(ctx, placed, said);
  if (!copied.ok) return sayWords(ctx, copied.sentence);
  const [, first = '', behind = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(copied.rest) ?? [];
  const hasFigure = given.command === 'give_grade' || given.command === 'give_ratio';
  const words = hasFigure ? behind : copied.rest;
  const read = given.period
    ? ({ ok: true, period: given.period, rest: words } as const)
    : await readGradedPeriod(ctx, placed.table, words);
  if (!read.ok) return sayWords(ctx, read.sentence);
  const scope: GradeScope = { period: read.period, ...(copied.copy !== undefined && { copy: copied.copy }) };
  const why = cleanText(read.rest);
  if (given.command === 'give_grade' && isSetAside(first)) return setAsideByText(ctx, placed, scope, why);
  const seen = await givenBefore(ctx, placed, scope, given.command);
  const { kept, note } = await noteOf(ctx, why, seen);
  const decision = decided(ctx, placed, { ...given, first, scope, seen, note });
  const { commands, grading } = ctx.text.assessment;
  const example = commands[given.command].example(placed.rule.id);
  if (decision === 'no_number') return sayWords(ctx, grading.noNumber(example));
  if (!decision.ok) return refuseAssessment(ctx, decision.refusal, { command: given.command, about: placed.rule.id });
  const isKept = kept !== undefined && given.command === 'give_grade';
  const hint = await signedHint(ctx, placed, read.period);
  await ctx.commit({
    ...recordWrites(ctx, ENTRY_OF[given.command], decision.step),
    texts: isKept ? [kept] : [],
    outbox: [
      answer(ctx, say(givenWords(ctx, placed, decision.step.next, shownPeriod(read.period.label, ctx.text)), ...hint)),
    ],
    ...(await withoutAsked(ctx, given.command)),
  });
}

function decided(
  { actor, contract, now }: UpdateContext,
  placed: PlacedRule,
  given: {
    readonly command: Giving;
    readonly tick?: Tick['tick'];
    readonly first: string;
    readonly scope: GradeScope;
    readonly seen: AssessmentRecord | undefined;
    readonly note: TextRef | undefined;
  },
): RecordDecision | 'no_number' {
  const { command, first, note, scope, seen, tick } = given;
  const env = { contractId: contract.id, now, ...(seen && { seen }) };
  switch (command) {
    case 'give_grade': {
      const points = readPoints(first, factWords.points);
      // Who may not grade, or a rule that takes none, is told so before he is asked for a number.
      const decision = giveGrade(placed, { points: points ?? 0, ...(note && { note }) }, scope, actor, env);
      return points === undefined && (decision.ok || decision.refusal.reason === 'same_already')
        ? 'no_number'
        : decision;
    }
    case 'give_tick':
      return giveTick(placed, tick ?? 'average', scope, actor, env);
    case 'give_ratio': {
      const [, met = '', total = ''] = /^(\d{1,9})[/\uff0f](\d{1,9})$/u.exec(first) ?? [];
      const ratio = met === '' ? { met: Number.NaN, total: Number.NaN } : { met: Number(met), total: Number(total) };
      return giveRatio(placed, { ...ratio, evidence: [] }, scope, actor, env);
    }
    case 'mark_reviewed':
      return markReviewed(placed, scope, actor, env);
  }
}

/** Words that are kept already are not kept once more: said again, they are the same. */
async function noteOf(ctx: UpdateContext, said: string, seen: AssessmentRecord | undefined) {
  if (said === '') return { kept: undefined, note: undefined };
  const before = seen?.doc.type === 'grade' ? seen.doc.note : undefined;
  const texts = before ? await ctx.store.texts([before.id]) : undefined;
  if (before && texts?.get(before.id) === said) return { kept: undefined, note: before };
  const kept = ctx.keepText(said);
  return { kept, note: kept.ref };
}

async function givenBefore(ctx: UpdateContext, { rule }: PlacedRule, scope: GradeScope, command: Giving) {
  const { contract, person, store } = ctx;
  const type = RECORD_OF[command];
  const whose = type === 'grade' || type === 'tick' ? person.id : '';
  const about = { type, rule: rule.id, ...(scope.copy !== undefined && { copy: scope.copy }) };
  return store.assessmentRecord(givenId(contract.id, about, scope, whose));
}

function givenWords(ctx: UpdateContext, placed: PlacedRule, { doc }: AssessmentRecord, period: string): string {
  const { grading, ticks } = ctx.text.assessment;
  const rule = ruleWords(ctx, placed);
  if (doc.type === 'grade') return grading.graded(rule, pointsWords(doc.points), period);
  if (doc.type === 'tick') return grading.ticked(rule, ticks[doc.tick].label, period);
  if (doc.type !== 'ratio') return grading.reviewed(rule, period);
  return doc.total === 0 ? grading.countedNone(rule, period) : grading.counted(rule, doc.met, doc.total, period);
}
