import { readScoreSubject } from '../cards/score-ref.ts';
import type { Content } from '../db/changes.ts';
import { scoreRefusal } from '../domain/assessment/score-readers.ts';
import { eventId } from '../domain/types.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { hasScope, inMeantContract } from './meant-contract.ts';
import { answer, commitAnswer, commitReply, say } from './messages.ts';
import type { HeardContext, Next } from './router-types.ts';
import { openContent, scoreContent } from './score-answer.ts';
import { readAskedPeriod, readAskedView } from './score-question.ts';
import { type ReadScope, readScope, type ScoreScope } from './score-scope.ts';
import { isSomethingElse } from './something-else.ts';

/** 本季度评分: the answer to managers and supervisors, in front of the group where it is asked there. */
export async function showScoreByText(ctx: HeardContext, next: Next): Promise<void> {
  const [, before = '', after = ''] = ctx.match;
  const { about } = readAskedView(readAskedPeriod(`${before} ${after}`, ctx.now).about);
  await inMeantContract(
    ctx,
    (there) => hasScope(there, about),
    (there) => showScoreIn(there, next),
  );
}

async function showScoreIn(ctx: HeardContext, next: Next): Promise<void> {
  const [, before = '', after = ''] = ctx.match;
  const asked = readAskedPeriod(`${before} ${after}`, ctx.now);
  const { about, isOpen, page } = readAskedView(asked.about);
  const scope = readScope(ctx, about);
  const isEdge = before.trim() === '' || after.trim() === '' || asked.isNamed;
  if (!scope.ok && (!isEdge || isSomethingElse(ctx, about))) return next();
  if (await isRefusedScore(ctx, 'score')) return;
  if (!scope.ok) return commitAnswer(ctx, say(scopeSentence(ctx, scope)));
  const content = isOpen ? openContent(ctx, asked.ask, scope.scope) : scoreContent(ctx, asked.ask, scope.scope, page);
  await commitReply(ctx, await content);
}

/** A table of the list, the list itself, or its next page: for the one who tapped. */
export async function showScoreByTap(ctx: ActionContext): Promise<void> {
  await answerTap(ctx, (label, scope, page) => scoreContent(ctx, { label }, scope, page));
}

/** 未评项: for the one who tapped. */
export async function showOpenByTap(ctx: ActionContext): Promise<void> {
  await answerTap(ctx, (label, scope) => openContent(ctx, { label }, scope));
}

async function answerTap(
  ctx: ActionContext,
  content: (label: string, scope: ScoreScope, page?: number) => Promise<Content>,
): Promise<void> {
  if (await isRefusedScore(ctx, 'score')) return;
  const ref = readScoreSubject(ctx.update.subject);
  if (ref?.contractId !== ctx.contract.id) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const { copy, item, label, page, since, table } = ref;
  const scope: ScoreScope = {
    ...(table !== undefined && { tables: [table] }),
    ...(copy !== undefined && { copy }),
    ...(item !== undefined && { item }),
    ...(since !== undefined && { since }),
  };
  await commitAnswer(ctx, await content(label, scope, page));
}

/**
 * Tells somebody whom scores do not concern so, and writes that down.
 * @returns whether he was refused
 */
export async function isRefusedScore(ctx: UpdateContext, command: 'score' | 'ranking' | 'what_if'): Promise<boolean> {
  const refusal = scoreRefusal(ctx.actor);
  if (!refusal) return false;
  const { ids, now, person, text } = ctx;
  ctx.log.info({ command, reason: refusal.reason }, 'refused to show a score');
  await ctx.commit({
    outbox: [answer(ctx, say(text.score.refused))],
    entries: [{ id: eventId(ids.next(now)), at: now, by: person.id, type: 'refused', command, reason: refusal.reason }],
  });
  return true;
}

/** What was named and is nothing of this contract, or several things. */
export function scopeSentence({ text }: UpdateContext, read: Exclude<ReadScope, { readonly ok: true }>): string {
  const { said } = read;
  if (read.problem === 'ambiguous') return text.score.ambiguous(said, read.names.join(text.card.comma));
  return text.score.unknownAbout(said, text.score.example);
}
