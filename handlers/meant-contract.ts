import type { Changes, Outgoing } from '../db/changes.ts';
import { readCode } from '../domain/assessment/finding-code.ts';
import { matchRules } from '../domain/assessment/match-rule.ts';
import { placedRules } from '../domain/assessment/table-lookup.ts';
import { amendedCommit } from './amended-commit.ts';
import type { MessageContext } from './context.ts';
import { findByCode } from './find-finding.ts';
import { readScope } from './score-scope.ts';
import { readSigned } from './sign-scope.ts';

/** Does a contract have what is named? */
type Has<C extends MessageContext> = (ctx: C) => boolean | Promise<boolean>;

/**
 * His own chat is one for all of his contracts. What only another one of them has is meant of that one, else the chat's own is; the
 * answer says which.
 */
export async function inMeantContract<C extends MessageContext>(
  ctx: C,
  has: Has<C>,
  handle: (ctx: C) => Promise<void>,
): Promise<void> {
  const others = (await ctx.otherContracts?.()) ?? [];
  if (others.length === 0) return handle(ctx);
  if (await has(ctx)) return handle(naming(ctx));
  for (const id of others) {
    const there = await ctx.inContract?.(id);
    const same = there && { ...ctx, ...there };
    if (same && (await has(same))) return handle(naming(same));
  }
  await handle(naming(ctx));
}

/** Whatever is answered begins with the contract's name. */
function naming<C extends MessageContext>(ctx: C): C {
  const line = [ctx.text.assessment.ofContract(ctx.contract.name)];
  const isHere = ({ chatId, op }: Outgoing) => op === 'answer' || (op === 'post' && chatId === ctx.chat.id);
  const named = (changes: Changes): Changes => ({
    ...changes,
    ...(changes.outbox && {
      outbox: changes.outbox.map((one) =>
        isHere(one) ? { ...one, content: { ...one.content, lines: [line, ...one.content.lines] } } : one,
      ),
    }),
  });
  return {
    ...ctx,
    commit: amendedCommit(ctx, named),
  };
}

/** 打分 GZ1.1, 记录 未巡检: a rule is named by its number or its words. */
export function hasRule({ args = '', contract }: MessageContext): boolean {
  const { isPart, rules } = matchRules(placedRules(contract.tables), args);
  return rules.length > 0 && !isPart;
}

/** 提交评分 GX-T2. */
export function hasTable({ args = '', contract }: MessageContext): boolean {
  const [first = ''] = args.normalize('NFKC').toUpperCase().split(/\s/u);
  return contract.tables.some(({ id }) => id === first);
}

/** 异议 K7QF. */
export async function hasFinding(ctx: MessageContext): Promise<boolean> {
  const [first = ''] = (ctx.args ?? '').split(/\s/u);
  const code = isTypedCode(first) ? readCode(first) : undefined;
  return code !== undefined && (await findByCode(ctx, code)).length > 0;
}

/** 定稿 2026-Q1. */
export async function hasPeriod(ctx: MessageContext): Promise<boolean> {
  return ctx.args !== undefined && ctx.args !== '' && (await readSigned(ctx, ctx.args, 'last')).ok;
}

/** 本季度评分 KA-07. @param about what is named beside the period */
export function hasScope(ctx: MessageContext, about: string): boolean {
  return about !== '' && readScope(ctx, about).ok;
}

/** As codes are typed: a Latin word of a sentence has no digit, and is not all in capitals. */
export function isTypedCode(said: string): boolean {
  return /^#?(?:[A-Z]+|.*\d.*)$/u.test(said.normalize('NFKC'));
}
