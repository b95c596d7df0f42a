import {
  type Delivery,
  type DeliveryReceipt,
  type Platform,
  PlatformError,
  type Receiver,
} from '../../platforms/types.ts';
import { postJson } from './http.ts';
import { PLATFORM, receipt } from './wire.ts';

/** The adapter of the chat server that the parent is. `receiver` is what the child's own server hands updates to. */
export interface ChildPlatform extends Platform {
  readonly receiver: Receiver | undefined;
}

export function childPlatform(parentUrl: string): ChildPlatform {
  let receiver: Receiver | undefined;
  return {
    name: PLATFORM,
    capabilities: {
      reachesRealPeople: false,
      updateCard: 'anytime',
      privateAnswer: 'ephemeral',
      cards: 'all',
      buttonsPerViewer: true,
      replaysMissed: true,
    },
    get receiver() {
      return receiver;
    },
    async start(given) {
      receiver = given;
      given.connection('up', 'connected');
    },
    async deliver(delivery: Delivery): Promise<DeliveryReceipt> {
      try {
        return receipt.parse(await postJson(`${parentUrl}/deliver`, delivery));
      } catch (error) {
        throw new PlatformError('the parent did not take it', { code: 'crash_wire', retryable: true, cause: error });
      }
    },
    async stop() {
      receiver = undefined;
    },
  };
}
