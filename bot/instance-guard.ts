import type { Deps } from './deps.ts';

export interface InstanceGuard {
  /** May this process speak on the platform? */
  maySpeak(platform: string): boolean;
  /** Why it may not, with the remedy; absent when nothing is held back. */
  readonly reason?: string;
}

const AFTER_TRIAL =
  'It holds a trial in the sandbox, whose made-up people and tickets would stay in the records: better set DATABASE_URL to a new one.';

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
  const why =
    instanceId === undefined
      ? `INSTANCE_ID is not set, so nothing is sent to ${names.join(', ')}. If this is the installation that shall speak, put INSTANCE_ID=${kept} into .env, or a name of your choice and run "dutybell adopt".`
      : `The database belongs to the installation ${kept}, this process is ${instanceId}: nothing is sent to ${names.join(', ')}. If this is no copy, run "dutybell adopt".`;
  const isTrial = (await deps.store.allChats('sandbox')).length > 0;
  const reason = isTrial ? `${why} ${AFTER_TRIAL}` : why;
  deps.log.error({ code: 'instance_mute', platforms: names }, reason);
  return { maySpeak: (platform) => !names.includes(platform), reason };
}
