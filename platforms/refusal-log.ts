import { type Clock, type Instant, MINUTE } from '../domain/types.ts';

export interface RefusalLogDeps {
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
}

/**
 * Says why a request was refused: each reason once a minute, with how many were left unsaid, since forged requests must not fill
 * the log.
 * @param code of the log's lines @param message of them
 */
export function createRefusalLog<Reason extends string>(
  { clock, log }: RefusalLogDeps,
  code: string,
  message: string,
): (reason: Reason) => void {
  const silences = new Map<Reason, { until: Instant; unsaid: number }>();
  return (reason) => {
    const silence = silences.get(reason);
    if (silence && clock.now() < silence.until) {
      silence.unsaid += 1;
      return;
    }
    const unsaid = silence?.unsaid ?? 0;
    silences.set(reason, { until: clock.now() + MINUTE, unsaid: 0 });
    log.warn({ code, reason, ...(unsaid > 0 && { unsaid }) }, message);
  };
}
