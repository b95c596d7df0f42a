import { z } from 'zod';
import { decodeKey, encodeKey, type TappedButton } from '../button-key.ts';
import { parseJson } from '../http-exchange.ts';
import type { CardParams } from './types.ts';

/** DingTalk names no limit; a ticket's key has some fifty characters. */
const KEY_BYTES_MAX = 200;

const paramsSchema = z.object({
  action: z.string(),
  chat: z.string().min(1).max(200).optional().catch(undefined),
  form: z.string().transform(parseJson).pipe(z.record(z.string(), z.string())).optional().catch(undefined),
});

export interface ReadTap {
  readonly button: TappedButton;
  /** As it was given when the button was made. */
  readonly chat?: string;
}

/**
 * What a button hands back when it is tapped (回传参数).
 *
 * A changed client can hand back something else. On a card the chat is signed for that, since it says whose business a tap is. The
 * rest need not be: it is a wish like a typed one. The handlers take a subject only where it is one of that chat's contract, and what
 * they do with it is decided by who has tapped and by how it stands now; a false version passes for a fresh card, as typed words do.
 * @param chat into which the card is posted: a tap does not say whether it was made in a group or in private
 * @returns undefined for what a card can't carry
 */
export function tapParamsOf({ form, ...key }: TappedButton, chat: string): CardParams | undefined {
  const action = encodeKey(key, KEY_BYTES_MAX);
  if (action === undefined) return undefined;
  return { action, chat, ...(Object.keys(form).length > 0 && { form: JSON.stringify(form) }) };
}

/** @returns undefined for a button that is none of ours */
export function readTapParams(params: unknown): ReadTap | undefined {
  const { data } = paramsSchema.safeParse(params);
  const key = data && decodeKey(data.action, KEY_BYTES_MAX);
  if (!data || !key) return undefined;
  const { chat, form = {} } = data;
  return { button: { ...key, form }, ...(chat !== undefined && { chat }) };
}
