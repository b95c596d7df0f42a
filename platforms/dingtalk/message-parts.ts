import type { SaidParts } from '../said-parts.ts';
import type { AccountRef } from '../types.ts';
import type { Reach, Words } from './reach.ts';
import type { RobotMessage } from './types.ts';

const SAID = 'said';

/** What a delivery says in words, message by message; a repetition by this process says only what is missing. */
export interface MessageParts extends Omit<Words, 'id' | 'message'> {
  /** The delivery's. */
  readonly key: string;
  /** Begins the names of the parts. */
  readonly form: string;
  readonly messages: readonly RobotMessage[];
}

/** @returns how many messages it is @throws {PlatformError} */
export async function sayParts(reach: Reach, parts: SaidParts, said: MessageParts): Promise<number> {
  return each(parts, said, (words) => reach.say(words));
}

/** The first of them mentions those people. @throws {PlatformError} */
export async function mentionParts(
  reach: Reach,
  parts: SaidParts,
  said: MessageParts,
  at: readonly AccountRef[],
): Promise<number> {
  return each(parts, said, (words, index) => reach.mention(words, index === 0 ? at : []));
}

/** Whether somebody has begun to say it. */
export function isBegun(parts: SaidParts, { form, key }: Pick<MessageParts, 'form' | 'key'>): boolean {
  return parts.get(key, `${form}0`) !== undefined;
}

async function each(
  parts: SaidParts,
  { form, key, messages, ...words }: MessageParts,
  say: (words: Words, index: number) => Promise<void>,
): Promise<number> {
  for (const [index, message] of messages.entries()) {
    const part = `${form}${index}`;
    if (parts.get(key, part) !== undefined) continue;
    await say({ ...words, id: `${key} ${part}`, message }, index);
    parts.put(key, part, SAID);
  }
  return messages.length;
}
