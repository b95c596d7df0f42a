import type { DurationMs } from '../domain/types.ts';
import { SECOND } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import { createPulse, type Pulse } from './pulse.ts';

/** A run of a loop that takes longer hangs. */
export const STUCK_AFTER_MS: DurationMs = 120 * SECOND;

/** A loop outlives whatever happens in it: the database may be away for a while. @returns undefined when the job failed */
export async function untroubled<T>(log: Log, name: string, job: () => Promise<T>): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    log.error({ err: error }, `${name} failed`);
    return undefined;
  }
}

export function repeated(log: Log, name: string, everyMs: DurationMs, job: () => Promise<void>): Pulse {
  return createPulse(async () => {
    await untroubled(log, name, job);
    return everyMs;
  }, STUCK_AFTER_MS);
}
