import { createHmac, timingSafeEqual } from 'node:crypto';
import { HOUR, type Instant } from '../../domain/types.ts';

/** DingTalk's own rule for how far its clock and ours may differ, the way included. */
export const SIGNED_WITHIN_MS = HOUR;
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
const TIMESTAMP = /^[1-9]\d{12}$/;

/** As the headers of a request have them; empty where there are none. */
export interface Signed {
  /** Epoch milliseconds, as text. */
  readonly timestamp: string;
  readonly signature: string;
}

/** Why a request is not taken. It is for the log; whoever sent it is not told. */
export type SignRefusal = 'unsigned' | 'timestamp_off' | 'signature_wrong';

/** How DingTalk signs a tap on a card, with the secret that was registered with its callback address. */
export function cardSignature(apiSecret: string, timestamp: Instant): string {
  return createHmac('sha256', apiSecret).update(String(timestamp)).digest('base64');
}

/**
 * A signature is made of the time alone: it says who sent a request, and nothing of what the request holds. Whoever has seen one can
 * say anything with it for an hour, so nobody may see it: the way from DingTalk has to be https.
 * @param signatureAt that time's true signature
 * @returns undefined where it is right
 */
export function signRefusal(
  { signature, timestamp }: Signed,
  signatureAt: (timestamp: Instant) => string,
  now: Instant,
): SignRefusal | undefined {
  if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp)) return 'unsigned';
  if (Math.abs(now - Number(timestamp)) > SIGNED_WITHIN_MS) return 'timestamp_off';
  const isRight = timingSafeEqual(Buffer.from(signatureAt(Number(timestamp))), Buffer.from(signature));
  return isRight ? undefined : 'signature_wrong';
}
