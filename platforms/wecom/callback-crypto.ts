import { createDecipheriv, timingSafeEqual } from 'node:crypto';
import { decrypt, encrypt, getSignature } from '@wecom/crypto';
import { type Instant, MINUTE, SECOND } from '../../domain/types.ts';
import type { CallbackEntrance } from './types.ts';

/** How far the sender's clock and ours may differ, the way included. */
export const TIMESTAMP_TOLERANCE_MS = 5 * MINUTE;
const NONCE_MAX = 64;
/** Random bytes, then four of the message's length. */
const LENGTH_AT = 16;
const MESSAGE_AT = 20;
/** WeCom pads to this, twice the cipher's own block. */
const PADDED_TO = 32;

/** What the query says of an encrypted text. */
export interface EnvelopeQuery {
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly nonce: string | undefined;
}

/** Why an encrypted text is not taken. It is for the log; whoever sent it is not told. */
export type EnvelopeRefusal =
  | 'query_incomplete'
  | 'not_encrypted'
  | 'timestamp_off'
  | 'signature_wrong'
  | 'undecryptable'
  | 'receive_id_wrong';

export type OpenedEnvelope =
  | { readonly ok: true; readonly message: string; readonly nonce: string }
  | { readonly ok: false; readonly reason: EnvelopeRefusal };

export interface SealedEnvelope {
  readonly encrypt: string;
  readonly msgsignature: string;
  readonly timestamp: number;
  readonly nonce: string;
}

type Keys = Pick<CallbackEntrance, 'token' | 'aesKey' | 'receiveId'>;

/** Everything but the replay of the nonce, which needs a memory. */
export function openEnvelope(keys: Keys, query: EnvelopeQuery, sealed: string, now: Instant): OpenedEnvelope {
  const { nonce, signature, timestamp } = query;
  // The signature joins its parts without a mark between them: only with fixed forms nothing can be moved from one to the next.
  if (!/^[0-9a-f]{40}$/.test(signature ?? '') || !/^[1-9]\d{9}$/.test(timestamp ?? ''))
    return refused('query_incomplete');
  if (!signature || !timestamp || !nonce || nonce.length > NONCE_MAX) return refused('query_incomplete');
  if (!isBase64(sealed)) return refused('not_encrypted');
  if (Math.abs(now - Number(timestamp) * SECOND) > TIMESTAMP_TOLERANCE_MS) return refused('timestamp_off');
  const expected = getSignature(keys.token, timestamp, nonce, sealed);
  if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature))) return refused('signature_wrong');
  const plain = decipher(keys.aesKey, sealed);
  if (plain === undefined) return refused('undecryptable');
  const { message, id } = decrypt(keys.aesKey, sealed);
  const isWhole = plain.readUInt32BE(LENGTH_AT) + MESSAGE_AT + Buffer.byteLength(keys.receiveId) === plain.length;
  return isWhole && id === keys.receiveId ? { ok: true, message, nonce } : refused('receive_id_wrong');
}

/** @param nonce of the request that is answered */
export function sealEnvelope(keys: Keys, message: string, nonce: string, now: Instant): SealedEnvelope {
  const timestamp = Math.floor(now / SECOND);
  const sealed = encrypt(keys.aesKey, message, keys.receiveId);
  return { encrypt: sealed, msgsignature: getSignature(keys.token, timestamp, nonce, sealed), timestamp, nonce };
}

/** Without its padding, of which `decrypt` looks at the last byte only; undefined where that is not as it must be. */
function decipher(aesKey: string, sealed: string): Buffer | undefined {
  const cipherText = Buffer.from(sealed, 'base64');
  if (cipherText.length === 0 || cipherText.length % PADDED_TO !== 0) return undefined;
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const cipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([cipher.update(cipherText), cipher.final()]);
  const padding = padded.at(-1) ?? 0;
  if (padding < 1 || padding > PADDED_TO || padded.length - padding < MESSAGE_AT) return undefined;
  const isPadded = padded.subarray(-padding).every((byte) => byte === padding);
  return isPadded ? padded.subarray(0, -padding) : undefined;
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function refused(reason: EnvelopeRefusal): OpenedEnvelope {
  return { ok: false, reason };
}
