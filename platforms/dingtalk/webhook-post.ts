import { type Clock, type DurationMs, type Instant, MINUTE, SECOND } from '../../domain/types.ts';
import { createSendBudget } from '../send-budget.ts';
import { PlatformError } from '../types.ts';
import type { ApiClient } from './api-client.ts';
import { isLostAddress, muteMs } from './api-errors.ts';
import type { Spending } from './types.ts';

/** A robot that says more than twenty messages in a minute is mute for ten, and its clock is not ours. */
const PER_MINUTE = 18;
/** How soon an address is tried again that did not answer: a delivery has no time to wait for it twice. */
const SILENT_REST_MS: DurationMs = 30 * SECOND;
/** How soon one is tried again that is wrong: somebody has to mend it. */
const WRONG_REST_MS: DurationMs = 10 * MINUTE;

export interface WebhookMessage {
  /** Whose minute it takes. */
  readonly robot: string;
  readonly address: string;
  /** What is left alone for a while after a failure: the address without what changes in it. */
  readonly door: string;
  /** The address will be the same next time: where it is wrong, somebody has to mend it. */
  readonly isLasting?: true;
  readonly body: object;
  readonly spending: Spending;
}

/**
 * Posts to an address that carries its own key, within what a robot may say.
 * @throws {PlatformError} without a request: `rate_limited` while there is no room, and what it threw a moment ago
 */
export type WebhookPost = (message: WebhookMessage) => Promise<void>;

export function createWebhookPost({ api, clock }: { readonly api: ApiClient; readonly clock: Clock }): WebhookPost {
  const budget = createSendBudget([{ messagesMax: PER_MINUTE, lengthMs: MINUTE }]);
  const resting = new Map<string, { readonly error: PlatformError; readonly until: Instant }>();

  function rest(door: string, error: PlatformError, ms: DurationMs): void {
    const now = clock.now();
    for (const [other, { until }] of resting) if (until <= now) resting.delete(other);
    // Of what is not even sent nobody need wonder whether it has arrived.
    const { code, isShut, message, retryable, retryAfterMs } = error;
    const unsent = { code, retryable, ...(isShut && { isShut }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
    resting.set(door, { error: new PlatformError(message, unsent), until: now + ms });
  }

  return async ({ address, body, door, isLasting, robot, spending }) => {
    const known = resting.get(door);
    if (known && clock.now() < known.until) throw known.error;
    const retryAfterMs = budget.take(robot, clock.now(), spending.urgency);
    if (retryAfterMs > 0) {
      const message = 'this robot has said what DingTalk lets it say in a minute';
      throw new PlatformError(message, { code: 'rate_limited', retryable: true, retryAfterMs });
    }
    try {
      await api.post(address, body, spending);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const mute = muteMs(error);
      if (mute !== undefined) budget.rest(robot, clock.now(), mute);
      else if (error.isShut) rest(door, error, error.retryAfterMs ?? SILENT_REST_MS);
      else if (error.isUnsure) rest(door, error, SILENT_REST_MS);
      else if (isLasting && isLostAddress(error)) rest(door, error, WRONG_REST_MS);
      throw error;
    }
  };
}
