import type { Delivery, MessageUpdate, Platform, Receiver } from '../platforms/types.ts';
import { PLATFORM } from './stage.ts';

export interface MirrorPlatform extends Platform {
  /** Delivers an update and waits for the reply. @returns ms between the two */
  ask(update: MessageUpdate): Promise<number>;
}

/** A platform that takes no time: what is measured is the program's own. */
export function mirrorPlatform(): MirrorPlatform {
  let receiver: Receiver | undefined;
  /** Those who wait for a reply in a group, first come first served: a group's updates are answered in order. */
  const waiting = new Map<string, (() => void)[]>();
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
    async start(given) {
      receiver = given;
      given.connection('up', 'connected');
    },
    async deliver(delivery: Delivery) {
      if (isReply(delivery)) waiting.get(delivery.chat)?.shift()?.();
      return { handle: delivery.key };
    },
    async stop() {
      receiver = undefined;
    },
    async ask(update) {
      const start = performance.now();
      const replied = new Promise<void>((resolve) => {
        const { externalId } = update.chat;
        waiting.set(externalId, [...(waiting.get(externalId) ?? []), resolve]);
      });
      await receiver?.receive(update);
      await replied;
      return performance.now() - start;
    },
  };
}

/** Reminders come unasked, and cards are brought up to date beside them. */
function isReply(delivery: Delivery): boolean {
  return delivery.op !== 'update' && !delivery.key.startsWith('remind');
}
