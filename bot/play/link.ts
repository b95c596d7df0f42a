import type { Platform, Receiver, Update } from '../../platforms/types.ts';

/** Stands between a platform's adapter and the bot and remembers what was delivered last, so that it can come again. */
export interface Link {
  wrap(platform: Platform): Platform;
  /** Delivers the last update once more, with the same id. @returns false when there is none, or nobody who hears it */
  again(): Promise<boolean>;
  /** The process is gone. */
  cut(): void;
}

export function link(): Link {
  let receiver: Receiver | undefined;
  let last: Update | undefined;
  return {
    wrap(platform) {
      return {
        name: platform.name,
        capabilities: platform.capabilities,
        deliver: (delivery) => platform.deliver(delivery),
        ...(platform.ring && { ring: platform.ring.bind(platform) }),
        ...(platform.fetch && { fetch: platform.fetch.bind(platform) }),
        stop: () => platform.stop(),
        start(given) {
          receiver = given;
          return platform.start({
            connection: (...news) => given.connection(...news),
            trouble: (trouble) => given.trouble(trouble),
            receive(update) {
              last = update;
              return given.receive(update);
            },
          });
        },
      };
    },
    async again() {
      if (!receiver || !last) return false;
      await receiver.receive(last);
      return true;
    },
    cut() {
      receiver = undefined;
    },
  };
}
