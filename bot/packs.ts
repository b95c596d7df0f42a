import type { PackProblem } from '../contracts/problems.ts';
import type { Contract } from '../domain/contract.ts';
import { type ContractId, eventId, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { withKeptCalendars } from './kept-calendars.ts';
import { tellInForce, tellRefused } from './pack-notices.ts';
import { recalculateTickets } from './recalculation.ts';
import { armRoutines } from './routine-timers.ts';
import { type SavedPack, storedContract } from './stored-packs.ts';

/** A contract, and the pack with its includes that it was made from. */
export interface Pack {
  readonly contract: Contract;
  /** Absent: nothing is kept of it but its hash. */
  readonly value?: unknown;
}

/** An edited pack that can't be used. */
export interface RefusedPack {
  readonly contractId: ContractId;
  readonly problems: readonly PackProblem[];
}

/** Where the packs in force are. */
export interface PackShelf {
  readonly deps: Deps;
  readonly onWritten: OnWritten;
  /** Whatever begins from now on goes by this contract; what is in hand keeps the one that it began with. */
  readonly replace: (contract: Contract) => void;
  /** The process is about to end: what is begun is left to the next one. */
  readonly isStopping: () => boolean;
  /** Hashes of saved packs that this program can't read: told once. */
  readonly unreadable: Set<string>;
}

/** `edited`: somebody wants it, be it one that was in force before. `found`: it was in its file when this process first looked. */
export type PackWish = 'edited' | 'found';

/** Of several replicas one does what a new pack wants; if it ends meanwhile, another one goes on after this. */
const TURN_MS = MINUTE;
/** A second each: as long as another replica may be at it. */
const TURN_TRIES_MAX = 600;

/**
 * Puts a pack in force. Where it is another one than before, that is recorded (a score names the pack that it was made with),
 * open tickets are due by its calendars, its routines have their times, and the managers are told. Everything may be done again
 * after a crash. One that is only found, and was in force before the present one, is an old file of a replica: the present one
 * stays.
 */
export async function putInForce(shelf: PackShelf, pack: Pack, wish: PackWish): Promise<void> {
  const { deps, onWritten } = shelf;
  const { id } = pack.contract;
  const saved = await deps.store.packInForce(id);
  if (saved && wish === 'found' && (await isLeftBehind(deps, pack.contract, saved))) {
    const fields = { contractId: id, packHash: pack.contract.hash, inForce: saved.hash, code: 'pack_left_behind' };
    deps.log.warn(
      fields,
      'the file holds a pack that a later one has replaced; the later one stays, so change the file',
    );
    return adopt(shelf, id, saved);
  }
  const kept = withKeptCalendars(deps.log, pack, saved?.body);
  const { contract } = kept;
  shelf.replace(contract);
  if (saved?.hash === contract.hash) return armRoutines(deps, onWritten, contract);
  const turn = await takeTurn(shelf, contract);
  if (turn.isOurs) {
    const { before } = turn;
    const since = await record(shelf, contract, before);
    // Before the tickets: there may be many of them.
    await armRoutines(deps, onWritten, contract);
    if (before) {
      await recalculateTickets(deps, onWritten, contract, { since, mayGoOn: turnHolder(shelf, contract) });
      const earlier = storedContract(deps.log, id, before);
      await tellInForce(shelf, `pack-in-force:${idOf(contract, before)}`, { contract, earlier, since });
    }
    const body = JSON.stringify(kept.value ?? null);
    // Later than the one before, also where the machine's clock was put back.
    const from = Math.max(deps.clock.now(), (before?.since ?? 0) + 1);
    await deps.store.savePack({ contractId: id, hash: contract.hash, body, since: from });
    await holdTurn(shelf, id, 0);
    deps.metrics.packs.inc({ outcome: 'in_force' });
    deps.log.info({ contractId: id, packHash: contract.hash }, 'a contract pack came into force');
  } else await armRoutines(deps, onWritten, contract);
}

/** Goes by the pack that another replica has put in force, where this one's file has not changed. */
export async function followPack(shelf: PackShelf, id: ContractId): Promise<void> {
  const { contracts, store } = shelf.deps;
  const saved = await store.packInForce(id);
  if (saved && saved.hash !== contracts.get(id)?.hash) await adopt(shelf, id, saved);
}

/** Only where there may be replicas: of one process alone the file is what its people want. */
async function isLeftBehind({ store }: Deps, { hash, id }: Contract, saved: SavedPack): Promise<boolean> {
  return store.mayHaveReplicas && saved.hash !== hash && store.wasInForce(id, hash);
}

async function adopt(
  { deps, onWritten, replace, unreadable }: PackShelf,
  id: ContractId,
  saved: SavedPack,
): Promise<void> {
  if (unreadable.has(saved.hash)) return;
  const contract = storedContract(deps.log, id, saved);
  if (!contract) return void unreadable.add(saved.hash);
  replace(contract);
  deps.log.info({ contractId: id, packHash: saved.hash }, 'this process goes by the pack in force');
  await armRoutines(deps, onWritten, contract);
}

/** The pack in force stays; the managers are told where the mistakes are, once for each set of mistakes. */
export async function refusePack(shelf: PackShelf, { contractId, problems }: RefusedPack): Promise<void> {
  const { deps } = shelf;
  deps.metrics.packs.inc({ outcome: 'refused' });
  const contract = deps.contracts.get(contractId);
  if (!contract) return;
  await tellRefused(shelf, contract, problems);
}

/** It is not done, and is tried again: by the next look at the packs, or by the next start. */
class TurnEnded extends Error {
  readonly code = 'pack_turn_ended';
}

type Before = SavedPack | undefined;

/** @returns whether it is ours, with the pack that is in force at that moment, or another replica has done it */
async function takeTurn(
  shelf: PackShelf,
  { hash, id }: Contract,
): Promise<{ readonly isOurs: false } | { readonly isOurs: true; readonly before: Before }> {
  const { pause, store } = shelf.deps;
  for (let tries = 0; tries < TURN_TRIES_MAX && !shelf.isStopping(); tries += 1) {
    const isOurs = await holdTurn(shelf, id);
    const before = await store.packInForce(id);
    if (before?.hash === hash) return { isOurs: false };
    if (isOurs) return { isOurs, before };
    await pause(SECOND);
  }
  throw new TurnEnded(`another replica puts a pack of ${id} in force`);
}

/** Holds a turn for as long as it is asked whether the work may go on, which throws `TurnEnded` where it may not. */
function turnHolder(shelf: PackShelf, { id }: Contract): () => Promise<void> {
  const { clock } = shelf.deps;
  let heldAt = clock.now();
  return async () => {
    if (shelf.isStopping()) throw new TurnEnded(`the bot stops; the next start puts the pack of ${id} in force`);
    if (Math.abs(clock.now() - heldAt) < TURN_MS / 4) return;
    heldAt = clock.now();
    if (!(await holdTurn(shelf, id))) throw new TurnEnded(`another replica has taken over the pack of ${id}`);
  };
}

/** @param forMs 0 gives it back */
function holdTurn({ deps: { clock, owner, store } }: PackShelf, id: ContractId, forMs = TURN_MS): Promise<boolean> {
  return store.acquireLease(`pack:${id}`, owner, clock.now(), forMs);
}

/** The same at each attempt, and another one when the pack comes back after others. */
function idOf({ hash, id }: Contract, before: Before): string {
  return `${id}:${hash}:${before?.since ?? 0}`;
}

/** @returns when it came into force */
async function record({ deps, onWritten }: PackShelf, contract: Contract, before: Before): Promise<Instant> {
  const { hash, id } = contract;
  const at = deps.clock.now();
  const entry = eventId(`pack_in_force:${idOf(contract, before)}`);
  const written = await deps.store.entries(id, ['pack_in_force'], 0, Number.MAX_SAFE_INTEGER);
  const own = written.find(({ eventId: other }) => other === entry);
  if (own) return own.at;
  const replaces = before ? { replaces: before.hash } : {};
  await startAttempt(deps, { kind: 'none' }, onWritten).commit(id, {
    entries: [{ id: entry, at, type: 'pack_in_force', hash, ...replaces }],
  });
  return at;
}
