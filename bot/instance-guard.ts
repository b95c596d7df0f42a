import type { Deps } from './deps.ts';
import { isOnlyTrial, newDatabase } from './trial.ts';

export interface InstanceGuard {
  /** May this process speak on the platform? */
  maySpeak(platform: string): boolean;
  /** Why it may not, with the remedy; absent when nothing is held back. */
  readonly reason?: string;
}

/**
 * A restored copy of the database must not speak to real people: it does so only when the installation's id in the
 * environment is the one in the database. An empty database becomes this installation's.
 * @param instanceId `INSTANCE_ID`
 */
export async function guardInstance(deps: Deps, instanceId: string | undefined): Promise<InstanceGuard> {
  let kept = (await deps.store.instance())?.id;
  if (kept === undefined) {
    kept = instanceId ?? deps.ids.next(deps.clock.now());
    await deps.store.adoptInstance(kept);
  }
  const real = [...deps.platforms.values()].filter((platform) => platform.capabilities.reachesRealPeople);
  if (real.length === 0 || kept === instanceId) return { maySpeak: () => true };
  const names = real.map((platform) => platform.name);
  // Whoever gave it his name would put real people on the trial.
  const reason = (await isOnlyTrial(deps.store, names))
    ? `The database holds a trial in the sandbox, so nothing is sent to ${names.join(', ')}: write a new one into .env, ${newDatabase(names)}.`
    : instanceId === undefined
      ? `INSTANCE_ID is not set, so nothing is sent to ${names.join(', ')}. If this is the installation that shall speak, put INSTANCE_ID=${kept} into .env, or a name of your choice and run "dutybell adopt".`
      : `The database belongs to the installation ${kept}, this process is ${instanceId}: nothing is sent to ${names.join(', ')}. If this is no copy, run "dutybell adopt".`;
  deps.log.error({ code: 'instance_mute', platforms: names }, reason);
  return { maySpeak: (platform) => !names.includes(platform), reason };
}
