import { rankingCard } from '../cards/ranking-card.ts';
import { ranking } from '../domain/assessment/ranking.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { HeardContext, Next } from './router-types.ts';
import { isRefusedScore, scopeSentence } from './score.ts';
import { noPeriod } from './score-answer.ts';
import { readAskedPeriod } from './score-question.ts';
import { readScope } from './score-scope.ts';
import { scoredFor } from './scored.ts';
import { isSomethingElse } from './something-else.ts';

/** 排名: the people of the tables that assess people, by a month unless another period is named. */
export async function showRanking(ctx: HeardContext, next: Next): Promise<void> {
  const { contract, members, text } = ctx;
  const [, before = '', after = ''] = ctx.match;
  const asked = readAskedPeriod(`${before} ${after}`, ctx.now);
  const scope = readScope(ctx, asked.about);
  const isEdge = before.trim() === '' || after.trim() === '' || asked.isNamed;
  if (!scope.ok && (!isEdge || isSomethingElse(ctx, asked.about))) return next();
  if (await isRefusedScore(ctx, 'ranking')) return;
  if (!scope.ok) return commitAnswer(ctx, say(scopeSentence(ctx, scope)));
  const personal = contract.tables.filter(
    ({ id, isPerPerson }) => isPerPerson && (scope.scope.tables?.includes(id) ?? true),
  );
  const [table] = personal;
  if (!table) return commitAnswer(ctx, say(text.score.ranking.notPersonal));
  const { listed } = await scoredFor(ctx, asked.ask, { tables: [table.id] });
  const period = listed[0]?.part.period;
  if (!period) return commitAnswer(ctx, noPeriod(ctx));
  const scores = listed.filter(({ part }) => part.period === period).map(({ score }) => score);
  const view = { name: table.name, period, ranked: ranking(scores), contract, members };
  await commitReply(ctx, showCard(rankingCard(view, text)));
}
