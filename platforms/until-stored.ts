import { type DurationMs, SECOND } from '../domain/types.ts';
import type { SupervisorOptions } from './supervisor.ts';

/** A platform need not send again what it has sent on a connection: what can not be stored is tried so often, for five minutes. */
const ATTEMPTS_MAX = 75;
/** What is said in the same chat meanwhile waits behind it. */
const RETRY_MAX_MS: DurationMs = 4 * SECOND;

export interface StoringDeps extends Pick<SupervisorOptions<never>, 'log' | 'pause' | 'platform'> {
  /** What is tried, for the log. */
  readonly fields: object;
}

/**
 * Hands on what came until it is stored.
 * @param signal is aborted when the program ends: a failure is final then
 * @returns undefined when it could not be stored, and is lost for us; never rejects
 */
export async function untilStored<T>(
  { fields, log, pause, platform }: StoringDeps,
  attempt: () => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly result: T } | undefined> {
  for (let count = 1; ; count += 1) {
    try {
      return { result: await attempt() };
    } catch (error) {
      const failure = { ...fields, err: error, attempt: count };
      if (count >= ATTEMPTS_MAX || signal.aborted) {
        log.error({ ...failure, code: `${platform}_unstored` }, 'a message could not be stored, and is lost');
        return undefined;
      }
      log.warn(failure, 'a message could not be stored; it is tried again');
    }
    await pause(Math.min(RETRY_MAX_MS, SECOND * 2 ** (count - 1)), signal).catch(() => undefined);
  }
}
