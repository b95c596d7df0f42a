import { setTimeout as pauseFor } from 'node:timers/promises';
import type { DurationMs } from '../domain/types.ts';

/** Waits in real time. @throws the signal's reason when it is aborted */
export async function pause(ms: DurationMs, signal: AbortSignal): Promise<void> {
  try {
    await pauseFor(ms, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
