import { DAY } from '../types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

/** The outcomes of some hours, one after the other. As long as none of them becomes another the part is the same object. */
export interface OutcomePart {
  readonly all: readonly TicketOutcome[];
  /** Of these no time that passes and no other ticket changes what they cost. */
  readonly settled: readonly TicketOutcome[];
  readonly unsettled: readonly TicketOutcome[];
}

/** So many hundred tickets of a busy contract that going over them anew is nothing; a quarter is some hundreds of these. */
const PART_MS = DAY / 4;

/**
 * The part that began with an outcome when last seen. It is sound: outcomes never change in place, and a part is taken again only
 * where each of its members is the very same object. It goes when its first outcome goes.
 */
const parts = new WeakMap<TicketOutcome, OutcomePart>();

/** All outcomes in their order, in parts. Whoever remembers what he made of a part need not look at it again. */
export function partsOf(outcomes: readonly TicketOutcome[]): readonly OutcomePart[] {
  const found: OutcomePart[] = [];
  for (let start = 0; start < outcomes.length; ) {
    const part = partAt(outcomes, start);
    found.push(part);
    start += part.all.length;
  }
  return found;
}

function partAt(outcomes: readonly TicketOutcome[], start: number): OutcomePart {
  const first = outcomes[start];
  const known = first && parts.get(first);
  if (known && isStill(known, outcomes, start)) return known;
  let end = start + 1;
  while (end < outcomes.length && isTogether(first, outcomes[end])) end += 1;
  const all = outcomes.slice(start, end);
  const groups = Map.groupBy(all, isSettled);
  const part = { all, settled: groups.get(true) ?? [], unsettled: groups.get(false) ?? [] };
  if (first) parts.set(first, part);
  return part;
}

function isStill({ all }: OutcomePart, outcomes: readonly TicketOutcome[], start: number): boolean {
  for (let place = 0; place < all.length; place += 1) if (outcomes[start + place] !== all[place]) return false;
  return !isTogether(all[0], outcomes[start + all.length]);
}

function isTogether(a: TicketOutcome | undefined, b: TicketOutcome | undefined): boolean {
  return a !== undefined && b !== undefined && partOf(a) === partOf(b);
}

const partOf = ({ reportedAt }: TicketOutcome): number => Math.floor(reportedAt / PART_MS);

/** It ended, no clock runs, and no other ticket follows it or is followed by it. */
function isSettled({ absorbed, clocks, resolvedAt, standing }: TicketOutcome): boolean {
  if (standing !== 'resolved' && standing !== 'closed') return false;
  return resolvedAt !== undefined && absorbed === undefined && clocks.every(({ stoppedAt }) => stoppedAt !== undefined);
}
