import type { Platform, Receiver } from '../../platforms/types.ts';

const LIMIT_MS = 10_000;

/** What became of something that a person did. `lost`: the platform took it, and nothing of it is heard of. */
export type Fate = 'delivered' | 'not_addressed' | 'bot_away' | 'lost';

/** Knows when the bot has stored what the platform told it: on a long connection nothing says so. */
export interface Intake {
  /** Starts the adapter; resolves when it is connected. */
  start(platform: Platform, receiver: Receiver): Promise<void>;
  /** Lets somebody do something; resolves when the bot has stored it, or nobody heard it. @throws after ten seconds */
  until(does: () => Promise<Fate>): Promise<Fate>;
  /** How many callbacks the bot has taken in, repeated ones included. */
  readonly stored: number;
}

export function createIntake(): Intake {
  let stored = 0;
  let wake: () => void = () => undefined;
  return {
    get stored() {
      return stored;
    },
    async start(platform, receiver) {
      const up = Promise.withResolvers<void>();
      await platform.start({
        connection(state, ...how) {
          receiver.connection(state, ...how);
          if (state === 'up') up.resolve();
        },
        async receive(update) {
          const taken = await receiver.receive(update);
          stored += 1;
          wake();
          return taken;
        },
        trouble: (trouble) => receiver.trouble(trouble),
      });
      await limited(up.promise, 'the bot did not connect');
    },
    async until(does) {
      const before = stored;
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const fate = await does();
      if (fate === 'delivered' && stored === before) await limited(woken, 'the bot took nothing in');
      return fate;
    },
  };
}

async function limited(done: Promise<void>, failure: string): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => late.reject(new Error(failure)), LIMIT_MS);
  try {
    await Promise.race([done, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
