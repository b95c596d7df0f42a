import type { Changes, NewTimer } from '../db/changes.ts';
import type { TimerRow } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { ContractId, Instant } from '../domain/types.ts';
import type { Scene } from '../handlers/context.ts';
import { isPackOutdated } from '../handlers/pack-in-force.ts';
import type { Routine, RoutineGiven } from '../handlers/routine-types.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { rosterOf } from './scene.ts';

/**
 * Gives every routine of the contract its timer: one that is missing is set, one that lies ahead is moved where pack or roster
 * want another instant, and one that is due already is left to run.
 */
export async function armRoutines(deps: Deps, onWritten: OnWritten, contract: Contract): Promise<void> {
  const given: RoutineGiven = { contract, roster: await rosterOf(deps, contract) };
  const now = deps.clock.now();
  const changes = await Promise.all(deps.routines.map((routine) => arming(deps, routine, given, now)));
  const setTimers = changes.flatMap((change) => change.setTimers ?? []);
  const clearTimers = changes.flatMap((change) => change.clearTimers ?? []);
  if (setTimers.length + clearTimers.length === 0) return;
  await startAttempt(deps, { kind: 'none' }, onWritten).commit(contract.id, { setTimers, clearTimers });
}

/**
 * Runs a routine whose timer fired, and sets the timer for its next time in the same transaction. What the program, the
 * contract or the roster has wanted otherwise since only gets its timer set, or loses it.
 * @throws {OutdatedPack} it is not wanted by the pack in hand, which is not the one in force
 */
export async function runRoutine(deps: Pick<Deps, 'routines'>, scene: Scene, row: TimerRow): Promise<void> {
  const routine = deps.routines.find(({ name }) => name === row.subject);
  if (!routine) return scene.commit({});
  const wantedAt = routine.nextAt(scene, row.fireAt - 1);
  const isWanted = wantedAt !== undefined && (wantedAt <= scene.now || routine.startsAtOnce === true);
  if (!isWanted && (await isPackOutdated(scene))) {
    throw new OutdatedPack(`another replica has put a newer pack of ${scene.contract.id} in force`);
  }
  const changes = isWanted ? await routine.changes(scene, row.fireAt) : {};
  const next = routine.nextAt(scene, scene.now);
  const timers = next === undefined ? [] : [timerOf(scene.contract.id, routine, next)];
  await scene.commit({ ...changes, setTimers: [...(changes.setTimers ?? []), ...timers] });
}

/** The timer is left to a replica that has the pack in force, or to this one when it has it, too. */
class OutdatedPack extends Error {
  readonly code = 'pack_outdated';
}

async function arming(
  { store }: Deps,
  routine: Routine,
  given: RoutineGiven,
  now: Instant,
): Promise<Pick<Changes, 'setTimers' | 'clearTimers'>> {
  const { key } = timerOf(given.contract.id, routine, now);
  // Only what is in force moves a timer: two replicas would move it to and fro between their instants, past both.
  const mayMove = async () => !(await isPackOutdated({ store, contract: given.contract }));
  const present = await store.timer(key);
  const next = routine.nextAt(given, now);
  if (next === undefined) return present && (await mayMove()) ? { clearTimers: [{ key }] } : {};
  const set = (replaces: Instant | 'none', at: Instant) => ({
    setTimers: [{ ...timerOf(given.contract.id, routine, at), replaces }],
  });
  if (!present || present.isDead) {
    // What was given up is made up from then on.
    return set('none', routine.startsAtOnce ? (present?.fireAt ?? now) : next);
  }
  const isElsewhere = present.fireAt > now && present.fireAt !== next;
  return isElsewhere && (await mayMove()) ? set(present.fireAt, next) : {};
}

function timerOf(contract: ContractId, { name }: Routine, fireAt: Instant): NewTimer {
  return { key: `routine:${contract}:${name}`, kind: 'routine', subject: name, fireAt };
}
