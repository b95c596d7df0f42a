import type { Store } from '../db/store.ts';
import type { PackSpan } from '../domain/assessment/pack-parts.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import { storedContract } from './stored-packs.ts';

/** Packs that were read already: a pack's hash says all that is in it. `undefined`: this program can't read it. */
const readPacks = new Map<string, Contract | undefined>();
const READ_MAX = 50;

/**
 * The packs of a contract that were in force in [from, to), in their order and without gaps. Before the first one it is that one,
 * and the last one goes on. One that this program can't read gives way to its neighbour; the operator is told.
 * @param contract the pack in force now
 */
export async function packsOver(
  { log, store }: { readonly store: Pick<Store, 'packsInForce'>; readonly log: Pick<Log, 'error'> },
  contract: Contract,
  from: Instant,
  to: Instant,
): Promise<readonly PackSpan[]> {
  const saved = await store.packsInForce(contract.id);
  const known = saved.flatMap((pack) => {
    const of = pack.hash === contract.hash ? contract : readPack(log, contract, pack);
    return of ? [{ contract: of, since: pack.since }] : [];
  });
  const spans = known.map(({ contract: of, since }, place) => ({
    contract: of,
    from: place === 0 ? from : Math.max(from, since),
    to: Math.min(to, known[place + 1]?.since ?? to),
  }));
  const within = spans.filter((span) => span.from < span.to);
  return within.length === 0 ? [{ contract, from, to }] : within;
}

function readPack(
  log: Pick<Log, 'error'>,
  { id }: Contract,
  pack: Awaited<ReturnType<Store['packsInForce']>>[number],
): Contract | undefined {
  const key = `${id} ${pack.hash}`;
  if (!readPacks.has(key)) {
    const [oldest] = readPacks.keys();
    if (oldest !== undefined && readPacks.size >= READ_MAX) readPacks.delete(oldest);
    readPacks.set(key, storedContract(log, id, pack));
  }
  return readPacks.get(key);
}
