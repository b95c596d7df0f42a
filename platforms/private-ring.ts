import { PlatformError } from './types.ts';

export interface PrivateWords {
  /** Plain words that stand for themselves: whoever is rung in private sees nothing of what the group saw. */
  readonly text: string;
  readonly isUrgent?: true;
}

/**
 * One way to ring people in private: an app's messages, the bot's single chat.
 * @param onRung is told of each as soon as he is rung
 * @returns what went wrong
 */
export type PrivateWay<Words extends PrivateWords = PrivateWords> = (
  userIds: readonly string[],
  words: Words,
  onRung: (userId: string) => void,
) => Promise<readonly PlatformError[]>;

/** Rings each in private: by the first way, and whom that does not reach, by the next. */
export function ringInTurn<Words extends PrivateWords>(ways: readonly PrivateWay<Words>[]): PrivateWay<Words> {
  return async (userIds, words, onRung) => {
    const left = new Set(userIds);
    const rung = (userId: string) => {
      left.delete(userId);
      onRung(userId);
    };
    const errors: PlatformError[] = [];
    for (const way of ways) {
      if (left.size > 0) errors.push(...(await way([...left], words, rung)));
    }
    return errors;
  };
}

/** What the platform answered. @throws anything else */
export function platformError(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  throw error;
}
