import { inEveryLanguage } from '../cards/language.ts';
import type { Draft } from '../db/records.ts';
import { type Instant, MINUTE } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';

/** A picture belongs to the words that came this long before it, and words to the picture before them. */
const BESIDE_WITHIN_MS = 10 * MINUTE;

/** By when things were said: what waited for its group to be bound is handled later. */
export function besideSince({ update }: UpdateContext): Instant {
  return update.receivedAt - BESIDE_WITHIN_MS;
}

/** The question about pictures alone that somebody's words answer; they then belong to what becomes of his words. */
export async function pictureBefore(ctx: UpdateContext): Promise<Draft | undefined> {
  if (ctx.update.type !== 'message') return undefined;
  const draft = await ctx.store.newestOpenDraft(ctx.chat.id, ctx.person.id, besideSince(ctx));
  return draft && isPictureAlone(draft) ? draft : undefined;
}

/** It came without a word. */
export function isPictureAlone({ body }: Draft): boolean {
  return ALONE.includes(body);
}

const ALONE = inEveryLanguage(({ attachment }) => [attachment.alone]);
