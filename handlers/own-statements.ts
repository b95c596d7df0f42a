import type { PeriodAsk } from '../domain/assessment/period.ts';
import type { Statement } from '../domain/assessment/statement.ts';
import { civilDate } from '../domain/civil.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { statementOf } from './statement-of.ts';

/** The tables by their own periods: those that hold the instant. */
export function ownAsk(at: Instant, back = 0): PeriodAsk {
  return { day: civilDate(at), back };
}

/** @param tables ids; absent: all */
export function statementFor(scene: Scene, ask: PeriodAsk, tables?: readonly string[]): Promise<Statement> {
  return statementOf(scene, { ask, ...(tables && { tables }) });
}
