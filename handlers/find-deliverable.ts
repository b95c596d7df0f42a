import { obligationOf } from '../domain/obligations/obligation-of.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { occurrencesDue } from '../domain/obligations/occurrences.ts';
import { DAY, type Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { isDeliverable, openDeliverables } from './deliverables.ts';
import { type Named, obligationsNamed } from './obligation-words.ts';

/** How far from now a period that is named may be due. */
const NAMED_WITHIN_MS = 400 * DAY;

/** What somebody means who names a deliverable. */
export interface MeantDeliverables {
  /** As the store has them, or, with `isEarly`, one that has not opened yet and was named with its period. */
  readonly found: readonly Deliverable[];
  readonly isEarly?: true;
  /** What was said behind the name. */
  readonly rest: string;
  /** The next one of that name, where none is open. */
  readonly next?: Deliverable & { readonly opensAt: Instant };
  /** The newest one of that name that is settled, where none is open. */
  readonly settled?: Deliverable;
}

/**
 * 月报, 月报 10月, K7QF: what is open, those in one of the wanted states before the others; a period that is named may also be over, or
 * not open yet.
 */
export async function meantDeliverables(
  scene: Scene,
  said: string,
  wanted: readonly Deliverable['state'][],
): Promise<MeantDeliverables> {
  const open = await openDeliverables(scene);
  const named = obligationsNamed(scene, open, said);
  if (named.isExact || (named.found.length > 0 && named.rest === ''))
    return { ...named, found: preferred(named.found, wanted) };
  const elsewhere = await notOpen(scene, open);
  const settled = obligationsNamed(scene, elsewhere.settled, said);
  if (settled.isExact) return settled;
  const later = obligationsNamed(scene, elsewhere.later, said);
  if (later.isExact) return { ...later, isEarly: true };
  if (named.found.length > 0) return { ...named, found: preferred(named.found, wanted) };
  const [next] = surely(later);
  const last = surely(settled).at(-1);
  return { found: [], rest: said, ...(next && { next }), ...(last && { settled: last }) };
}

/** A part of a name with more behind it may be a sentence about something else. */
function surely({ found, isPart, rest }: Named<Deliverable>): readonly Deliverable[] {
  return isPart && rest !== '' ? [] : found;
}

function preferred(found: readonly Deliverable[], wanted: readonly Deliverable['state'][]): readonly Deliverable[] {
  const fitting = found.filter(({ state }) => wanted.includes(state));
  return fitting.length > 0 ? fitting : found;
}

/** Settled ones, and those that would open later, as if they opened now; the earliest due first. */
async function notOpen(
  { contract, now, store }: Scene,
  open: readonly Deliverable[],
): Promise<{ readonly settled: readonly Deliverable[]; readonly later: readonly Deliverable[] }> {
  const kept = (await store.obligationsDue(contract.id, now - NAMED_WITHIN_MS, now + NAMED_WITHIN_MS)).filter(
    isDeliverable,
  );
  const known = new Set([...kept, ...open].map(({ id }) => id));
  const planned = { ...contract, inspections: [] };
  const later = occurrencesDue(planned, now, now + NAMED_WITHIN_MS).flatMap((occurrence) => {
    const made = obligationOf(occurrence, contract, now);
    return occurrence.opensAt > now && isDeliverable(made) && !known.has(made.id) ? [made] : [];
  });
  return { settled: kept.filter(({ state }) => state === 'accepted' || state === 'cancelled'), later };
}

/** As it is kept once somebody hands it in before it opens: it is open from now on. */
export function openedEarly(scene: Pick<Scene, 'now'>, deliverable: Deliverable): Deliverable {
  return { ...deliverable, state: 'owed', opensAt: Math.min(deliverable.opensAt, scene.now), version: 0 };
}
