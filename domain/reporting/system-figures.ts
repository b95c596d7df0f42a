import { downIn, NO_SYSTEM, repetitionsOf } from '../assessment/derive-faults.ts';
import type { Stretch } from '../assessment/outcome-time.ts';
import { placedRules } from '../assessment/table-lookup.ts';
import { belongingOf, isInScope, type TableBounds } from '../assessment/table-scope.ts';
import type { Source, SourceScope } from '../assessment/table-types.ts';
import type { TicketOutcome } from '../assessment/ticket-outcome.ts';
import { parseCivil } from '../civil.ts';
import type { Contract } from '../contract.ts';
import { DAY, type DurationMs } from '../types.ts';
import type { AvailabilityLine, ReportFigures } from './report-types.ts';
import { isWithin, type TicketsOfPeriod } from './ticket-figures.ts';

/** Where the contract does not say within what time a fault has come back. */
const REPEAT_WINDOW_MS = 30 * DAY;

type OfSystems = Pick<TicketsOfPeriod, 'counted' | 'now' | 'period'>;
/** What a rule looks at, and the part of the contract that its table is about. */
interface Look<S extends SourceScope> {
  readonly source: S;
  readonly table: TableBounds;
}
type SourceOf<Name extends 'downtime' | 'repeat'> = Extract<Source, { readonly source: Name }>;

/**
 * Systems that were down, the longest first. What counts as down is what the contract's rules about it look at; where it has none, an
 * incident of the gravest level. Faults that overlap are one time.
 */
export function availability({ counted, now, period }: OfSystems, contract: Contract): readonly AvailabilityLine[] {
  const looks = downtimeLooks(contract);
  const from = Math.max(period.from, parseCivil(contract.term.from));
  const within = { from, to: Math.min(now, period.to) };
  const ofMs = Math.max(0, within.to - within.from);
  const down = new Map<string, { outages: number; readonly stretches: Stretch[] }>();
  for (const ticket of counted) {
    if (!looks.some((look) => isLookedAt(look, contract, ticket))) continue;
    const stretches = downIn(ticket, within);
    if (stretches.length === 0) continue;
    const id = ticket.systemId ?? NO_SYSTEM;
    const system = down.get(id) ?? { outages: 0, stretches: [] };
    system.outages += 1;
    system.stretches.push(...stretches);
    down.set(id, system);
  }
  return [...down]
    .map(([systemId, { outages, stretches }]) => ({ systemId, outages, downMs: lengthOfAll(stretches), ofMs }))
    .toSorted((a, b) => b.downMs - a.downMs || (a.systemId < b.systemId ? -1 : 1));
}

/** What overlaps counts once. */
function lengthOfAll(stretches: readonly Stretch[]): DurationMs {
  let [sum, until] = [0, -Infinity];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}

/** Faults that came back, the earliest first. */
export function repeats({ counted, period }: OfSystems, contract: Contract): ReportFigures['repeats'] {
  const rules = sourcesOf(contract, 'repeat');
  const looks: readonly Look<Pick<SourceOf<'repeat'>, 'windowMs' | keyof SourceScope>>[] =
    rules.length > 0
      ? rules
      : [{ table: {}, source: { windowMs: REPEAT_WINDOW_MS, kinds: ['incident'], levels: [], systems: [] } }];
  const found = new Map<string, { readonly at: number; readonly line: ReportFigures['repeats'][number] }>();
  for (const look of looks) {
    const { kinds, windowMs } = look.source;
    const all = counted.flatMap((ticket) => (kinds.includes(ticket.kind) && ticket.systemId ? { ticket } : []));
    const ofPeriod = all.filter(
      ({ ticket }) => isLookedAt(look, contract, ticket) && isWithin(period, ticket.reportedAt),
    );
    for (const { before, of } of repetitionsOf(ofPeriod, all, windowMs)) {
      const { number, reportedAt, systemId = NO_SYSTEM } = of.ticket;
      found.set(number, { at: reportedAt, line: { number, before: before.number, systemId } });
    }
  }
  return [...found.values()].toSorted((a, b) => a.at - b.at).map(({ line }) => line);
}

function downtimeLooks(contract: Contract): readonly Look<SourceScope>[] {
  const rules = sourcesOf(contract, 'downtime');
  if (rules.length > 0) return rules;
  const gravest = contract.levels.filter(({ rank }) => rank === 1).map(({ id }) => id);
  return [{ table: {}, source: { kinds: ['incident'], levels: gravest, systems: [] } }];
}

/** A rule looks at the tickets of its own table alone. */
function isLookedAt({ source, table }: Look<SourceScope>, contract: Contract, ticket: TicketOutcome): boolean {
  return isInScope(source, ticket) && belongingOf(table, contract, ticket) !== undefined;
}

function sourcesOf<Name extends 'downtime' | 'repeat'>(
  contract: Contract,
  name: Name,
): readonly Look<SourceOf<Name>>[] {
  const isWanted = (source: Source): source is SourceOf<Name> => source.source === name;
  return placedRules(contract.tables).flatMap(({ rule, table: { departments, project } }) =>
    rule.from.filter(isWanted).map((source) => ({
      source,
      table: { ...(departments && { departments }), ...(project !== undefined && { project }) },
    })),
  );
}
