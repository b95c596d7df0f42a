import type { ListedScore } from '../cards/score-list-card.ts';
import type { PeriodAsk } from '../domain/assessment/period.ts';
import type { Statement } from '../domain/assessment/statement.ts';
import type { TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import type { ScoreScope } from './score-scope.ts';
import { type ScoredPart, scoredOf } from './statement-of.ts';

/** A table's score with all that it was made of. */
export interface MadeScore extends ListedScore {
  readonly made: ScoredPart;
}

/** A period's scores, as far as they are asked for. */
export interface ScoredPeriod {
  readonly statement: Statement;
  readonly listed: readonly MadeScore[];
}

/** @param supposing as if this ticket missed whatever it can still miss */
export async function scoredFor(
  scene: Scene,
  ask: PeriodAsk,
  { copy, since, tables }: ScoreScope,
  supposing?: TicketId,
): Promise<ScoredPeriod> {
  const { parts, statement } = await scoredOf(scene, {
    ask,
    ...(tables && { tables }),
    ...(copy !== undefined && { copy }),
    ...(supposing !== undefined && { supposing }),
  });
  const listed = statement.parts.flatMap((part, place) => {
    const made = parts[place];
    const isMeant = since === undefined || since === part.period.from;
    return made && isMeant ? part.tables.map((score): MadeScore => ({ part, score, made })) : [];
  });
  return { statement, listed };
}
