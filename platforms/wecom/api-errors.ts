import { type DurationMs, MINUTE, SECOND } from '../../domain/types.ts';
import { PlatformError } from '../types.ts';

/** Enough for the address of this server, which is behind a hint. */
const ERRMSG_MAX = 300;

interface ApiCode {
  /** For the log: what it means, and what to do about it. */
  readonly meaning: string;
  /** Absent: asking again gets the same answer. */
  readonly retryAfterMs?: DurationMs;
}

/** What the HTTP API's numbers mean. Its `errmsg` changes and is only for reading. */
const API_CODES: Readonly<Record<number, ApiCode>> = {
  [-1]: { meaning: 'WeCom is busy', retryAfterMs: 5 * SECOND },
  40001: { meaning: 'wrong secret' },
  40003: { meaning: 'no such user id' },
  40006: { meaning: 'a file is too small or too large' },
  40007: { meaning: 'WeCom does not hold this file any more' },
  40008: { meaning: 'unknown kind of message' },
  40009: { meaning: 'a picture is too large, or is none' },
  40013: { meaning: 'wrong corporation id' },
  40014: { meaning: 'the access token is not valid', retryAfterMs: SECOND },
  40056: { meaning: 'wrong agent id' },
  40058: { meaning: 'a field is missing or too long' },
  41001: { meaning: 'the access token is missing' },
  42001: { meaning: 'the access token has expired', retryAfterMs: SECOND },
  44004: { meaning: 'the text is empty' },
  45002: { meaning: 'the text is too long' },
  45009: { meaning: 'too many requests', retryAfterMs: MINUTE },
  45033: { meaning: 'too many requests at the same time', retryAfterMs: 5 * SECOND },
  48002: { meaning: 'this app may not use this API' },
  60011: { meaning: 'the person is not in the visible range of the app' },
  60020: { meaning: 'the address of this server is not among the trusted IPs of the app' },
  60111: { meaning: 'no such user id' },
  81013: { meaning: 'none of the receivers is in the visible range of the app' },
  93000: { meaning: 'wrong webhook key, or the webhook was removed from the group' },
  301049: { meaning: 'the app may not use the emergency notice' },
  301050: { meaning: 'the emergency notice is not opened' },
  301051: { meaning: 'the emergency notice has no money left' },
};

/**
 * WeCom's answer `errcode` as an error; an unknown one is not asked again.
 * @param errmsg without secrets; the caller's own IP address is in it, which the administrator needs for 60020
 */
export function apiError(path: string, errcode: number, errmsg: string): PlatformError {
  const known = API_CODES[errcode];
  const meaning = known ? `${known.meaning}; ` : '';
  return new PlatformError(`WeCom answered ${path} with ${errcode} (${meaning}${errmsg.slice(0, ERRMSG_MAX)})`, {
    code: String(errcode),
    retryable: known?.retryAfterMs !== undefined,
    ...(known?.retryAfterMs !== undefined && { retryAfterMs: known.retryAfterMs }),
  });
}
