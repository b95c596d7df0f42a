import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { type DurationMs, type Instant, MINUTE, SECOND } from '../../domain/types.ts';

/** How far the sender's clock and ours may differ, the way included. */
export const SIGNED_WITHIN_MS: DurationMs = 5 * MINUTE;

export interface AlertSettings {
  /** At least 16 characters: whoever has it may report alerts. */
  readonly token: string;
  /** Where it is set, each request is signed with it as well. */
  readonly secret?: string;
}

/** As the headers have it; empty where there are none. */
export interface Shown {
  /** `Authorization`. */
  readonly authorization: string;
  /** `X-Dutybell-Token`. */
  readonly token: string;
}

export interface SignedRequest {
  /** `X-Dutybell-Timestamp`: seconds since 1970. */
  readonly timestamp: string;
  /** `X-Dutybell-Signature`: `sha256=` and the hexadecimal HMAC-SHA256 of timestamp, `.` and body. */
  readonly signature: string;
  readonly body: string;
}

const BEARER = /^Bearer +(?<token>\S+) *$/iu;
const TIMESTAMP = /^[1-9]\d{9}$/u;

/** @returns undefined where the token is right */
export function tokenRefusal(
  { authorization, token }: Shown,
  settings: AlertSettings,
): 'no_token' | 'wrong_token' | undefined {
  const shown = token || (BEARER.exec(authorization)?.groups?.token ?? '');
  if (shown === '') return 'no_token';
  return isSame(shown, settings.token) ? undefined : 'wrong_token';
}

/** @returns undefined where the signature is right, or none is wanted */
export function signatureRefusal(
  { body, signature, timestamp }: SignedRequest,
  { secret }: AlertSettings,
  now: Instant,
): 'unsigned' | 'timestamp_off' | 'wrong_signature' | undefined {
  if (secret === undefined) return undefined;
  if (signature === '' || !TIMESTAMP.test(timestamp)) return 'unsigned';
  if (Math.abs(now - Number(timestamp) * SECOND) > SIGNED_WITHIN_MS) return 'timestamp_off';
  return isSame(signature.toLowerCase(), alertSignature(secret, timestamp, body)) ? undefined : 'wrong_signature';
}

export function alertSignature(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** In a time that does not tell how much of it was right, nor how long the true one is. */
function isSame(shown: string, wanted: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return timingSafeEqual(digest(shown), digest(wanted));
}
