import { setImmediate } from 'node:timers/promises';
import { type Clock, type DurationMs, SECOND } from '../../domain/types.ts';
import type { TapAnswers, TapRepaint } from './types.ts';

/** DingTalk takes an answer to a tap for 2 s from sending it; what is on its way by then arrives in time. */
export const ANSWERED_WITHIN_MS: DurationMs = 1.5 * SECOND;

interface Waiting {
  readonly outTrackId: string | undefined;
  readonly answer: Promise<TapRepaint | undefined>;
  end(repaint: TapRepaint | undefined): void;
}

/**
 * Brings together the tap that DingTalk waits for and the card's new state, which comes by an update of the card.
 * @param answeredWithinMs from the receipt of the tap
 */
export function createTapAnswers(clock: Clock, answeredWithinMs: DurationMs = ANSWERED_WITHIN_MS): TapAnswers {
  const waiting = new Map<string, Waiting>();

  return {
    async wait({ deliveryId, outTrackId, receivedAt }) {
      const before = waiting.get(deliveryId);
      if (before) return before.answer;
      const { promise, resolve } = Promise.withResolvers<TapRepaint | undefined>();
      const spentMs = clock.now() - receivedAt;
      // A clock that was set back tells nothing of what is spent.
      const leftMs = Math.min(answeredWithinMs, Math.max(0, answeredWithinMs - spentMs));
      const end = (repaint: TapRepaint | undefined) => {
        clearTimeout(timer);
        waiting.delete(deliveryId);
        resolve(repaint);
      };
      const timer = setTimeout(end, leftMs, undefined);
      waiting.set(deliveryId, { outTrackId, answer: promise, end });
      return promise;
    },
    async give(deliveryId, repaint) {
      const tap = waiting.get(deliveryId);
      if (!tap) return false;
      tap.end(repaint);
      await onItsWay();
      return true;
    },
    end: (deliveryId) => waiting.get(deliveryId)?.end(undefined),
    async giveAll(outTrackId, repaint) {
      const taps = [...waiting.values()].filter((tap) => tap.outTrackId === outTrackId);
      for (const { end } of taps) end(repaint);
      if (taps.length > 0) await onItsWay();
    },
    stop() {
      for (const { end } of [...waiting.values()]) end(undefined);
    },
  };
}

/** Whoever waits writes the answer before anything else is done: nothing that follows overtakes it. */
async function onItsWay(): Promise<void> {
  await setImmediate();
}
