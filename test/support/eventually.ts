import { vi } from 'vitest';

const PATIENCE_MS = 15_000;
const INTERVAL_MS = 10;

/**
 * Waits until a check passes. It may take long: another program may have the machine, and a condition that holds ends the wait at once.
 * @param check throws while it does not hold; of one that takes its time the next begins after its end
 * @param patienceMs how long it is tried; a test that has to see that something does not come says how long it looks
 * @returns what the check does @throws what it threw last
 */
export function eventually<T>(check: () => T | Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  return vi.waitFor(check, { timeout: patienceMs, interval: INTERVAL_MS });
}
