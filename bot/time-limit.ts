import type { DurationMs } from '../domain/types.ts';

/** The other side did not answer in time; it may still do what was asked. */
export class TimeLimitPassed extends Error {
  readonly code = 'time_limit_passed';
}

/**
 * Waits for `work`, but not longer than `limitMs` of real time: a virtual clock that stands still must not hide a hang.
 * @throws {TimeLimitPassed}
 */
export async function withTimeLimit<T>(work: Promise<T>, limitMs: DurationMs, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitPassed(`${what} took longer than ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
