import type { Contract } from '../contract.ts';
import { type Gathered, gathered, type TicketSource } from './derive-tickets.ts';
import type { DeriveEnv } from './derived.ts';
import type { OutcomePart } from './outcome-parts.ts';
import { placedRules } from './table-lookup.ts';
import { ticketsOf } from './table-scope.ts';
import type { AssessmentTable, Source } from './table-types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

/** What the sources of each rule gathered in a part, in their order; by the rule's id. */
export type Found = ReadonlyMap<string, readonly Gathered[]>;

export function isOfTickets(source: Source): source is TicketSource {
  return 'kinds' in source;
}

export function foundIn(tickets: readonly TicketOutcome[], table: AssessmentTable, env: DeriveEnv): Found {
  const ofTable = ticketsOf(table, env.past.contract, tickets);
  return new Map(
    placedRules([table]).map(({ rule }) => [
      rule.id,
      rule.from.map((source) => (isOfTickets(source) ? gathered(source, rule, ofTable, env) : NOTHING)),
    ]),
  );
}

const NOTHING: Gathered = { findings: [], sums: [], faults: [] };

/** What was found in the settled tickets of a part, and by what. */
interface Remembered {
  readonly table: AssessmentTable;
  readonly contract: Contract;
  readonly circumstances: string;
  readonly found: Found;
}

/**
 * The newest of each table. Sound, since what settled tickets come to depends on nothing but them and what is compared here, and none
 * of that changes in place. It goes with its part.
 */
const remembered = new WeakMap<OutcomePart, Map<string, Remembered>>();

/** Goes over the settled tickets of a part only where they or something that matters to them is new. */
export function settledFinder(env: DeriveEnv): (part: OutcomePart, table: AssessmentTable) => Found {
  const { contract, deafness } = env.past;
  const { from, to } = env.period;
  const circumstances = JSON.stringify([from, to, deafness]);
  return (part, table) => {
    const ofPart = remembered.get(part) ?? new Map<string, Remembered>();
    remembered.set(part, ofPart);
    const known = ofPart.get(table.id);
    const isStill =
      known && known.table === table && known.contract === contract && known.circumstances === circumstances;
    if (isStill) return known.found;
    const found = foundIn(part.settled, table, env);
    ofPart.set(table.id, { table, contract, circumstances, found });
    return found;
  };
}
