import type { Urgency } from '../reserve.ts';
import { clipBytes } from '../text-bytes.ts';
import { PlatformError } from '../types.ts';
import type { AppMessages } from './app.ts';
import { LIMITS } from './limits.ts';
import type { Speakers } from './speakers.ts';
import type { Conversation, WecomMessage } from './types.ts';
import { markdownLine } from './wire-text.ts';

export interface PrivateRingDeps {
  readonly app?: AppMessages;
  /**
   * Says something in a single chat of the bot, within that conversation's budget; absent where the bot can't speak unasked.
   * @throws {PlatformError}
   */
  readonly push?: (to: Conversation, message: WecomMessage, urgency: Urgency) => Promise<void>;
  readonly speakers: Speakers;
}

interface Ring {
  readonly text: string;
  readonly isUrgent?: true;
}

/** Rings each in private: by the app, and whom that does not reach, by the bot's single chat. */
export function createPrivateRing({ app, push, speakers }: PrivateRingDeps) {
  async function byApp(userIds: readonly string[], text: string, onRung: (userId: string) => void) {
    if (!app) return [];
    try {
      const missed = await app.send(userIds, text);
      for (const userId of userIds) if (!missed.includes(userId)) onRung(userId);
      return [];
    } catch (error) {
      return [platformError(error)];
    }
  }

  async function byBot(userId: string, { isUrgent, text }: Ring, onRung: (userId: string) => void) {
    if (!push || !(await speakers.knows(userId))) return [];
    const shown = text.split('\n').map((line) => markdownLine([line], {}));
    const content = clipBytes(shown.join('\n'), LIMITS.markdownBytes);
    try {
      await push(
        { kind: 'single', userId },
        { msgtype: 'markdown', markdown: { content } },
        isUrgent ? 'urgent' : 'chatter',
      );
      onRung(userId);
      return [];
    } catch (error) {
      return [platformError(error)];
    }
  }

  /** @returns what went wrong on the way; whoever was rung is told to `onRung` at once */
  return async (
    userIds: readonly string[],
    ring: Ring,
    onRung: (userId: string) => void,
  ): Promise<readonly PlatformError[]> => {
    const left = new Set(userIds);
    const rung = (userId: string) => {
      left.delete(userId);
      onRung(userId);
    };
    const errors: PlatformError[] = await byApp(userIds, ring.text, rung);
    for (const userId of [...left]) errors.push(...(await byBot(userId, ring, rung)));
    return errors;
  };
}

/** What the platform answered. @throws anything else */
export function platformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}
