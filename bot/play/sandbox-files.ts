import type { FetchedFile, Platform, Update } from '../../platforms/types.ts';
import type { SentFile } from './world.ts';

/** The smallest PNG: one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const SOURCE = 'scenario';
/** What is said with files that come alone: the sandbox takes no empty message. The bot gets none of it. */
export const WITHOUT_WORDS = '[file]';

/** The sandbox's chats hold words only: in a scenario pictures and files come beside them. */
export interface SandboxFiles {
  /** The message of that update will bring them. */
  send(updateId: string, files: readonly SentFile[]): void;
  wrap(platform: Platform): Platform;
}

export function sandboxFiles(): SandboxFiles {
  const sent = new Map<string, readonly SentFile[]>();
  const withFiles = (update: Update): Update => {
    const files = sent.get(update.updateId);
    if (update.type !== 'message' || !files) return update;
    const text = update.text === WITHOUT_WORDS ? '' : update.text;
    return { ...update, text, attachments: files.map((file) => ({ ...file, source: SOURCE })) };
  };
  return {
    send: (updateId, files) => void sent.set(updateId, files),
    wrap: (platform) => ({
      name: platform.name,
      capabilities: platform.capabilities,
      start: (receiver) =>
        platform.start({
          receive: (update) => receiver.receive(withFiles(update)),
          connection: (...news) => receiver.connection(...news),
          trouble: (trouble) => receiver.trouble(trouble),
        }),
      deliver: (delivery) => platform.deliver(delivery),
      ...(platform.ring && { ring: platform.ring.bind(platform) }),
      stop: () => platform.stop(),
      async fetch({ kind }): Promise<FetchedFile> {
        return { bytes: kind === 'image' ? Buffer.from(PIXEL, 'base64') : Buffer.from('a line of a log\n') };
      },
    }),
  };
}
