import { type PlacedRule, placedRules } from '../domain/assessment/table-lookup.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import { parseCivil } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { Scene } from './context.ts';

type Source = Pick<Scene, 'contract' | 'now' | 'packsOver'>;

/** The pack in force, then those before it since the first day of the service, the newest first: a pack may be there twice. */
export async function packsEver({ contract, now, packsOver }: Source): Promise<readonly Contract[]> {
  const from = parseCivil(contract.term.from);
  const packs = from < now ? await packsOver(from, now) : [];
  return [contract, ...packs.map((pack) => pack.contract).toReversed()];
}

/** The tables of all these packs: what an earlier one was in force for is scored, and so given, by its own. */
export async function tablesEver(source: Source): Promise<readonly AssessmentTable[]> {
  return (await packsEver(source)).flatMap(({ tables }) => tables);
}

/** The rules of all these tables, of one id the newest first. */
export async function rulesEver(source: Source): Promise<readonly PlacedRule[]> {
  return placedRules([...new Set(await tablesEver(source))]);
}

/** Of several with one id the first. */
export function firstOfEach<T>(all: readonly T[], idOf: (one: T) => string): readonly T[] {
  return [...Map.groupBy(all, idOf).values()].flatMap((same) => same.slice(0, 1));
}
