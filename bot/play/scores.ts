import { type PeriodAsk, periodsOf } from '../../domain/assessment/period.ts';
import type { Charge, Statement } from '../../domain/assessment/statement.ts';
import { civilDate } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Log } from '../../handlers/context.ts';
import { statementOf } from '../../handlers/statement-of.ts';
import { packsOver } from '../packs-over.ts';
import type { Play } from './play-state.ts';

const quiet: Pick<Log, 'error'> = { error() {} };

/** What a contract's tables say at this moment of a play. @param tables ids; absent: all */
export function scoreOf(
  play: Play,
  contract: Contract,
  ask: PeriodAsk,
  tables?: readonly string[],
): Promise<Statement> {
  const { stage, now } = play;
  const { store } = stage;
  const source = {
    ...{ store, contract, now: now() },
    packsOver: (from: number, to: number) => packsOver({ store, log: quiet }, contract, from, to),
  };
  return statementOf(source, { ask, ...(tables && { tables }) });
}

/** Of the tables' own periods that run, and of those before them. */
export async function runningScores(play: Play): Promise<readonly Statement[]> {
  const day = civilDate(play.now());
  const statements: Statement[] = [];
  for (const contract of assessed(play)) {
    for (const back of [1, 0]) statements.push(await scoreOf(play, contract, { day, back }));
  }
  return statements;
}

/** Of every own period that the play has touched by now, in their order. */
export async function scoresTouched(play: Play): Promise<readonly Statement[]> {
  const statements: Statement[] = [];
  for (const contract of assessed(play)) {
    const touched = contract.tables
      .flatMap((table) => periodsOf(table, contract.term).map((period) => ({ period, table: table.id })))
      .filter(({ period }) => period.from <= play.now() && period.to > play.scenario.start)
      .toSorted((a, b) => a.period.from - b.period.from);
    for (const [label, of] of Map.groupBy(touched, ({ period }) => period.label)) {
      const tables = of.map(({ table }) => table);
      statements.push(await scoreOf(play, contract, { label }, tables));
    }
  }
  return statements;
}

/** The contracts of the play that have tables. */
export function assessed({ cast, contracts }: Play): readonly Contract[] {
  return contracts.filter(({ id, tables }) => tables.length > 0 && cast.contracts.includes(id));
}

/** What was found for a rule, the earliest first. */
export function chargesOf(statements: readonly Statement[], rule: string): readonly Charge[] {
  return statements
    .flatMap(({ parts }) => parts)
    .flatMap(({ tables }) => tables)
    .flatMap(({ sections }) => sections)
    .flatMap(({ items }) => items)
    .flatMap(({ rules }) => rules)
    .filter(({ id }) => id === rule)
    .flatMap(({ charges }) => charges)
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
}
