import { assert } from '../../domain/assert.ts';
import type { Platform } from '../types.ts';
import type { BotConnection, SandboxServer } from './server.ts';

/** The bot's adapter to a sandbox's chat server. */
export function sandboxPlatform(server: SandboxServer): Platform {
  let connection: BotConnection | undefined;
  return {
    name: 'sandbox',
    capabilities: {
      reachesRealPeople: false,
      updateCard: 'anytime',
      privateAnswer: 'ephemeral',
      cards: 'all',
      buttonsPerViewer: true,
      replaysMissed: false,
    },
    async start(receiver) {
      connection = await server.connect(receiver);
    },
    async deliver(delivery) {
      assert(connection !== undefined, 'the sandbox platform was not started');
      return connection.deliver(delivery);
    },
    async stop() {
      connection?.close();
    },
  };
}
