import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { CATALOGUES } from '../cards/language.ts';
import { mentions, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { PackProblem } from '../contracts/problems.ts';
import type { Outgoing } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import { type ContractId, eventId, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { withKeptCalendars } from './kept-calendars.ts';
import { recalculateTickets } from './recalculation.ts';
import { armRoutines } from './routine-timers.ts';

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
}

/** Of several replicas one does what a new pack wants; if it ends meanwhile, another one goes on after this. */
const TURN_MS = MINUTE;
const TURN_TRIES_MAX = 90;
const PLACES_TOLD_MAX = 3;

/**
 * Puts a pack in force. Where it is another one than before, that is recorded (a score names the pack that it was made with),
 * open tickets are due by its calendars, its routines have their times, and the managers are told. Everything may be done again
 * after a crash.
 */
export async function putInForce(shelf: PackShelf, pack: Pack): Promise<void> {
  const { deps, onWritten } = shelf;
  const { id } = pack.contract;
  const running = deps.contracts.get(id);
  const before = await deps.store.packInForce(id);
  const kept = await withKeptCalendars(deps, pack, before?.body);
  const { contract } = kept;
  shelf.replace(contract);
  if (before?.hash !== contract.hash && (await isOurTurn(deps, contract))) {
    await record(shelf, contract, before);
    if (before) {
      const previous = running?.hash === contract.hash ? undefined : running;
      const moved = await recalculateTickets(deps, onWritten, { contract, previous });
      const said = CATALOGUES.zh.digest.pack;
      await tellManagers(shelf, contract, `pack-in-force:${idOf(contract, before)}`, (managers) =>
        said.inForce(managers, contract.shortName, moved),
      );
    }
    const body = JSON.stringify(kept.value ?? null);
    await deps.store.savePack({ contractId: id, hash: contract.hash, body, since: deps.clock.now() });
    deps.metrics.packs.inc({ outcome: 'in_force' });
    deps.log.info({ contractId: id, packHash: contract.hash }, 'a contract pack came into force');
  }
  await armRoutines(deps, onWritten, contract);
}

/** The pack in force stays; the managers are told where the mistakes are, once for each set of mistakes. */
export async function refusePack(shelf: PackShelf, { contractId, problems }: RefusedPack): Promise<void> {
  const { deps } = shelf;
  deps.metrics.packs.inc({ outcome: 'refused' });
  const contract = deps.contracts.get(contractId);
  if (!contract) return;
  const { refused, place } = CATALOGUES.zh.digest.pack;
  const places = problems.slice(0, PLACES_TOLD_MAX).map(({ file, line }) => place(basename(file), line));
  const mistakes = createHash('sha256').update(JSON.stringify(problems)).digest('hex');
  await tellManagers(shelf, contract, `pack-refused:${contractId}:${mistakes}`, (managers) =>
    refused(managers, contract.shortName, places, problems.length - places.length),
  );
}

/** @returns false: another replica has done it */
async function isOurTurn({ clock, owner, pause, store }: Deps, { hash, id }: Contract): Promise<boolean> {
  for (let tries = 0; tries < TURN_TRIES_MAX; tries += 1) {
    if (await store.acquireLease(`pack:${id}`, owner, clock.now(), TURN_MS)) break;
    await pause(SECOND);
  }
  return (await store.packInForce(id))?.hash !== hash;
}

type Before = { readonly hash: string; readonly since: Instant } | undefined;

/** The same at each attempt, and another one when the pack comes back after others. */
function idOf({ hash, id }: Contract, before: Before): string {
  return `${id}:${hash}:${before?.since ?? 0}`;
}

async function record({ deps, onWritten }: PackShelf, contract: Contract, before: Before): Promise<void> {
  const { hash, id } = contract;
  const at = deps.clock.now();
  const entry = eventId(`pack_in_force:${idOf(contract, before)}`);
  const written = await deps.store.entries(id, ['pack_in_force'], before?.since ?? 0, at + 1);
  if (written.some(({ eventId: other }) => other === entry)) return;
  const replaces = before ? { replaces: before.hash } : {};
  await startAttempt(deps, { kind: 'none' }, onWritten).commit(id, {
    entries: [{ id: entry, at, type: 'pack_in_force', hash, ...replaces }],
  });
}

/** In the contract's first group. */
async function tellManagers(
  { deps, onWritten }: PackShelf,
  { id }: Contract,
  key: string,
  say: (managers: Line) => Line,
): Promise<void> {
  const group = (await deps.store.chatsOf(id)).find(({ kind }) => kind === 'group');
  if (!group) return;
  const managers = mentions(withRole(await deps.store.members(id), 'manager'));
  const content = { lines: [say(managers)] };
  const post: Outgoing = { op: 'post', key, chatId: group.id, priority: 1, content };
  await startAttempt(deps, { kind: 'none' }, onWritten).commit(id, { outbox: [post] });
}
