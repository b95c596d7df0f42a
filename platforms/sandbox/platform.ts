import { assert } from '../../domain/assert.ts';
import { tooLarge } from '../download.ts';
import { forGood, type Platform } from '../types.ts';
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
    async fetch({ source }, { maxBytes }) {
      const bytes = server.bytesOf(source);
      if (bytes === undefined) throw forGood('expired', 'the sandbox has been started anew since the file was sent');
      if (bytes.byteLength > maxBytes) throw tooLarge();
      return { bytes };
    },
    async stop() {
      connection?.close();
    },
  };
}
