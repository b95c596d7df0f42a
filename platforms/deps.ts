import type { Clock, DurationMs } from '../domain/types.ts';
import type { PlatformNotes } from './notes.ts';

export interface PlatformLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What an adapter is given by the program. */
export interface PlatformDeps {
  readonly clock: Clock;
  readonly log: PlatformLog;
  /** In [0, 1): jitter. */
  readonly random: () => number;
  /** Waits; rejects with the signal's reason. Only the supervisor and retries of one call use it, never a rate budget. */
  readonly pause: (ms: DurationMs, signal: AbortSignal) => Promise<void>;
  readonly notes: PlatformNotes;
  /** `fetch` of the platform, so that a test can see each request. */
  readonly http: typeof fetch;
}
