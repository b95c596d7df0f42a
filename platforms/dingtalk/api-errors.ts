import { z } from 'zod';
import { type DurationMs, MINUTE, SECOND } from '../../domain/types.ts';
import { PlatformError } from '../types.ts';
import { BARRED, known, QUOTA_EXHAUSTED, ROBOT_IS_MUTE, UNAUTHORIZED } from './api-codes.ts';

/** Enough for the address of this server, or the scopes that are missing. */
const MESSAGE_MAX = 300;
/** How soon somebody is tried again who is sent too much: a few times within what a ring may hold up. */
const SLOWED_MS: DurationMs = 20 * SECOND;

const detailShape = z.object({ requiredScopes: z.array(z.string()).default([]) });
const refusalShape = z.object({
  code: z.string().min(1),
  message: z.string().catch(''),
  accessdenieddetail: detailShape.optional().catch(undefined),
});
const barShape = z.object({ status: z.int(), punish: z.string() });

/**
 * The new host's answer with another status than 2xx.
 * @param body parsed JSON; undefined for what is none
 * @param conceal takes secrets out of a text
 */
export function apiError(
  what: string,
  status: number,
  body: unknown,
  conceal: (text: string) => string,
): PlatformError {
  if (barShape.safeParse(body).success) return barredError(what);
  const refusal = refusalShape.safeParse(body);
  if (!refusal.success) return statusError(what, status);
  const { accessdenieddetail, code, message } = refusal.data;
  const scopes = accessdenieddetail?.requiredScopes ?? [];
  const missing = scopes.length > 0 ? `it needs ${scopes.join(', ')}; ` : '';
  const isUnknown = status === 401 && known(code) === undefined;
  return codeError(what, isUnknown ? UNAUTHORIZED : code, `${missing}${conceal(message)}`, status);
}

/** The old host's `errcode`. */
export function oldApiError(what: string, errcode: number, errmsg: string): PlatformError {
  return codeError(what, String(errcode), errmsg, 200);
}

/** Whether a server before DingTalk's speaks, which bars this address for minutes. */
export function isBarring(body: unknown): boolean {
  return barShape.safeParse(body).success;
}

export function barredError(what: string): PlatformError {
  return new PlatformError(`${what}: DingTalk bars this address for some minutes`, {
    ...{ code: BARRED, retryable: true, retryAfterMs: 5 * MINUTE, isShut: true },
  });
}

/** The token is no good any more: a new one helps. */
export function isDeadToken(error: PlatformError): boolean {
  return known(error.code)?.isDeadToken === true;
}

/** DingTalk will not have cards like ours, whatever they say. */
export function refusesCards(error: PlatformError): boolean {
  return known(error.code)?.refusesCards === true;
}

/** Words that have no other way wait until somebody has granted the permission. */
export function waitsForPermission(error: PlatformError): PlatformError {
  if (known(error.code)?.lacksPermission !== true) return error;
  const { code, message } = error;
  return new PlatformError(message, { code, retryable: true, retryAfterMs: MINUTE, isShut: true, cause: error });
}

/** DingTalk sends somebody no more for now; what it takes for others it has taken. */
export function slowedError(): PlatformError {
  const message = 'DingTalk slows down what is sent to this person';
  return new PlatformError(message, { code: 'flow_controlled', retryable: true, retryAfterMs: SLOWED_MS });
}

/** Nobody speaks by that address until somebody has mended it. */
export function isLostAddress({ code }: PlatformError): boolean {
  return known(code)?.isLostAddress === true;
}

/** Without what people wrote in it, it may be said. */
export function refusesWords(error: PlatformError): boolean {
  return known(error.code)?.refusesWords === true;
}

/** It was turned away at the door, or never got there: it counts for no quota. */
export function isUncounted({ code }: PlatformError): boolean {
  return code === QUOTA_EXHAUSTED || code === BARRED || code === 'unconnected' || known(code)?.isUncounted === true;
}

/** @returns how long the robot that was told so says nothing */
export function muteMs(error: PlatformError): DurationMs | undefined {
  return known(error.code) === ROBOT_IS_MUTE ? ROBOT_IS_MUTE.retryAfterMs : undefined;
}

function codeError(what: string, code: string, message: string, status: number): PlatformError {
  const about = known(code);
  const meaning = about ? `${about.meaning}; ` : '';
  const isServers = status >= 500 || status === 408 || status === 429;
  const retryAfterMs = about?.retryAfterMs;
  return new PlatformError(`DingTalk answered ${what} with ${code} (${meaning}${message.slice(0, MESSAGE_MAX)})`, {
    code: about?.code ?? code,
    retryable: retryAfterMs !== undefined || (about === undefined && isServers),
    // A gateway may say so of what has passed it.
    isUnsure: status >= 500,
    isShut: about?.isShut === true,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** No JSON: something before DingTalk speaks. */
export function statusError(what: string, status: number): PlatformError {
  return new PlatformError(`DingTalk answered ${what} with HTTP ${status} and nothing to read`, {
    code: `http_${status}`,
    retryable: true,
    isUnsure: status >= 500,
    // A page of words instead of an answer is what an address gets that is barred.
    ...(status < 500 && status !== 401 && { retryAfterMs: MINUTE, isShut: true }),
  });
}
