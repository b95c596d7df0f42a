import { type Clock, type DurationMs, type Instant, SECOND } from '../../domain/types.ts';
import type { Loss } from '../supervisor.ts';
import type { StreamSocket } from './stream-client.ts';

export const PING_EVERY_MS: DurationMs = 20 * SECOND;
/** A connection is dead when nothing has been heard for as long as three pings take; it is looked at more often than that. */
const LOOKS_PER_PING = 4;
const SILENT_LOOKS_MAX = 3 * LOOKS_PER_PING;

/** Pings, and sees that nothing comes back. */
export interface Pulse {
  /** When the other side was heard last. */
  readonly heardAt: Instant;
  /** Something came, whatever it was. */
  heard(): void;
  /** @param dead is told once, three pings after the last sign of life, and a quarter of one at most */
  start(socket: Pick<StreamSocket, 'ping'>, dead: (loss: Loss) => void): void;
  stop(): void;
}

export function createPulse(clock: Clock, pingEveryMs: DurationMs): Pulse {
  let timer: NodeJS.Timeout | undefined;
  let heardAt = clock.now();
  let looks = 0;
  // Not by the clock: where this process itself stood still, what has come meanwhile is read before the next look.
  let silentLooks = 0;

  const heard = (): void => {
    heardAt = clock.now();
    silentLooks = 0;
  };
  const stop = (): void => clearInterval(timer);

  return {
    get heardAt() {
      return heardAt;
    },
    heard,
    start(socket, dead) {
      heard();
      // Real time, as the network's.
      timer = setInterval(() => {
        if (silentLooks >= SILENT_LOOKS_MAX) {
          stop();
          return dead({ kind: 'lost', reason: 'nothing has been heard for a while', since: heardAt });
        }
        silentLooks += 1;
        looks += 1;
        if (looks % LOOKS_PER_PING === 0) socket.ping();
      }, pingEveryMs / LOOKS_PER_PING);
    },
    stop,
  };
}
