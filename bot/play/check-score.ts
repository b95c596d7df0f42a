import type { PeriodAsk } from '../../domain/assessment/period.ts';
import { POINT, type Span } from '../../domain/assessment/points.ts';
import type { TableScore } from '../../domain/assessment/statement.ts';
import { civilDate } from '../../domain/civil.ts';
import type { ScoreExpectation } from './expectation.ts';
import { compare, compareSets, type Mismatch } from './mismatch.ts';
import type { Play } from './play-state.ts';
import { assessed, scoreOf } from './scores.ts';

const FEN_PER_YUAN = 100;

/** Checks `score`. */
export async function checkScores(play: Play, expected: readonly ScoreExpectation[]): Promise<readonly Mismatch[]> {
  const mismatches: Mismatch[] = [];
  for (const want of expected) mismatches.push(...checkScore(want, await scoreMeant(play, want)));
  return mismatches;
}

async function scoreMeant(play: Play, { copy, period, table }: ScoreExpectation): Promise<TableScore | undefined> {
  const contract = assessed(play).find(({ tables }) => tables.some(({ id }) => id === table));
  if (!contract) return undefined;
  const ask: PeriodAsk = period === undefined ? { day: civilDate(play.now()), back: 0 } : { label: period };
  const { parts } = await scoreOf(play, contract, ask, [table]);
  const person = play.cast.people.find(({ key }) => key === copy);
  const scores = parts.flatMap(({ tables }) => tables);
  return scores.find((score) => copy === undefined || score.copy === copy || score.copy === person?.id);
}

function checkScore(want: ScoreExpectation, score: TableScore | undefined): readonly Mismatch[] {
  const what = `score.${want.table}`;
  if (!score) return compare(what, `a score${want.period === undefined ? '' : ` of ${want.period}`}`, undefined);
  const items = new Map(score.sections.flatMap((section) => section.items.map((item) => [item.id, item.change])));
  return [
    ...compare(`${what}.total`, want.total, figureOf(score.total, POINT)),
    ...compare(`${what}.confirmed`, want.confirmed, figureOf(score.confirmed, POINT)),
    ...compare(`${what}.yuan`, want.yuan, figureOf(score.fen, FEN_PER_YUAN)),
    ...compare(
      `${what}.grades`,
      want.grades,
      score.bands.map(({ name }) => name),
    ),
    ...compareSets(`${what}.open`, want.open, [...new Set(score.open.map(({ rule }) => rule))]),
    ...Object.entries(want.items ?? {}).flatMap(([id, change]) =>
      compare(`${what}.items.${id}`, change, figureOf(items.get(id), POINT)),
    ),
  ];
}

/** As scenarios write it: one figure where it is certain. */
function figureOf(span: Span | undefined, unit: number): number | readonly [number, number] | undefined {
  if (!span) return undefined;
  return span.min === span.max ? span.min / unit : [span.min / unit, span.max / unit];
}
