import type { UpdateContext } from './context.ts';
import { understoodByRules } from './understood.ts';

/** 评分 5 is a rating of somebody's, and no question. */
const RATING = /^\d{1,3}(?:\.\d+)?\s*\p{L}{0,6}$/u;

/** A rating, or a report about a system in whose name the word stands; in doubt only who does nothing but report is asked about it. */
export function isSomethingElse(ctx: UpdateContext, about: string): boolean {
  if (RATING.test(about)) return true;
  const { update } = ctx;
  const said = update.type === 'message' ? update.text : '';
  const { kind } = understoodByRules(ctx, said, { reporterId: ctx.person.id });
  if (kind === 'unsure') return ctx.actor.roles.every((role) => role === 'reporter');
  return kind === 'incident' || kind === 'follow_up';
}
