import type { Contract } from '../../domain/contract.ts';
import type { Cast } from './cast.ts';
import { checkObligations } from './check-obligations.ts';
import { checkShown } from './check-shown.ts';
import { checkTicket } from './check-ticket.ts';
import type { Expectation } from './expectation.ts';
import { compare, type Mismatch } from './mismatch.ts';
import type { Observation } from './observe.ts';
import type { PlayWorld, Shown } from './world.ts';

export interface Evidence {
  readonly seen: Observation;
  readonly world: PlayWorld;
  readonly fresh: readonly Shown[];
  readonly cast: Cast;
  readonly contracts: readonly Contract[];
}

/** Everything that a step expected and that is not so. */
export function check(expect: Expectation, evidence: Evidence): readonly Mismatch[] {
  const { seen } = evidence;
  const types = seen.ledgers.flatMap((ledger) => ledger.entries).map((entry) => entry.type);
  const counts = Object.entries(expect.ledger?.counts ?? {});
  return [
    ...checkTicket(expect, evidence),
    ...checkObligations(expect, { obligations: seen.obligations, cast: evidence.cast }),
    ...compare('tickets', expect.tickets, seen.tickets.length),
    ...compare('nags', expect.nags, seen.nags.length),
    ...compare('late_nags', expect.late_nags, seen.nags.filter((nag) => nag.late).length),
    ...counts.flatMap(([type, count]) =>
      compare(`ledger.counts.${type}`, count, types.filter((other) => other === type).length),
    ),
    ...(expect.verify ? seen.ledgers.flatMap((ledger) => compare('verify', expect.verify, ledger.verified)) : []),
    ...checkShown(expect, evidence),
  ];
}
