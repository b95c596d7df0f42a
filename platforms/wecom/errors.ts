import { type DurationMs, MINUTE, SECOND } from '../../domain/types.ts';
import { PlatformError } from '../types.ts';

interface BotCode {
  /** For the log: what it means, and what to do about it. */
  readonly meaning: string;
  /** Absent: saying it again gets the same answer. */
  readonly retryAfterMs?: DurationMs;
  /** It is the card that WeCom does not take: its words still go as text. */
  readonly refusesCard?: true;
  /** The connection is not what it seems: only a new one helps. */
  readonly needsNewConnection?: true;
  /** Somebody has to mend a setting; nothing gets through until then. */
  readonly isAlarm?: true;
  /** Nothing gets through in that conversation, until somebody has changed that. */
  readonly isShut?: true;
}

/** A card whose `task_id` has been there before, or which breaks a rule of its form: WeCom has one number for both. */
export const TASK_ID_OR_SCHEMA = '42014';
/** Ours, in callback mode: only words get there now. */
export const NO_CARD_HERE = 'no_card_here';
/** Ours, in callback mode: nothing can be said there until somebody speaks. */
export const NO_WAY_OUT = 'no_way_out';
/** Ours, in callback mode: no way for a file leads there. */
export const NO_FILE_HERE = 'no_file_here';
export const TOO_OFTEN = '846607';
export const SPAM = '40201';
/** The SDK's and ours: nothing was sent at all. */
export const NOT_CONNECTED = 'not_connected';

/** What the numbers of the bot's own channel mean; those of the HTTP API are in `api-errors.ts`. `errmsg` is only for reading. */
const BOT_CODES: Readonly<Record<string, BotCode>> = {
  '-1': { meaning: 'WeCom is busy', retryAfterMs: 5 * SECOND },
  '40006': { meaning: 'a file is too small or too large' },
  '40007': { meaning: 'WeCom does not hold this file any more' },
  '40008': { meaning: 'unknown kind of message', refusesCard: true },
  '40009': { meaning: 'a picture is too large, or is none' },
  '40016': { meaning: 'wrong number of buttons', refusesCard: true },
  '40058': { meaning: 'a field is missing or too long', refusesCard: true },
  [SPAM]: { meaning: "WeCom's spam filter refused the words" },
  [TASK_ID_OR_SCHEMA]: { meaning: 'the task_id was used before, or the card breaks a rule', refusesCard: true },
  '42039': { meaning: 'a button may not have an address', refusesCard: true },
  '45009': { meaning: 'too many requests', retryAfterMs: MINUTE },
  '45033': { meaning: 'too many requests at the same time', retryAfterMs: 5 * SECOND },
  '93001': {
    meaning: 'the bot is not in this group; add it again in the group settings',
    // It may be back at any time, and what is due there must be said then.
    retryAfterMs: MINUTE,
    isAlarm: true,
    isShut: true,
  },
  '93006': { meaning: 'no such conversation, or nobody has spoken to the bot there yet' },
  '846605': { meaning: 'what this answers is unknown or too long ago' },
  [TOO_OFTEN]: { meaning: 'too many messages in this conversation', retryAfterMs: MINUTE },
  '846608': { meaning: 'the streamed message is too old' },
  '846609': { meaning: 'the connection is not subscribed', retryAfterMs: SECOND, needsNewConnection: true },
  [NO_CARD_HERE]: { meaning: 'no way for a card is open there now', refusesCard: true },
  '853000': { meaning: 'wrong bot id or secret', isAlarm: true },
};

/** Numbers that begin like this say that the request is wrong, and will be tomorrow. */
const REQUEST_IS_WRONG = /^4\d{4}$/;

/** Does WeCom not take the card, rather than the message? An unknown complaint about a request may be about its card. */
export function refusesCard(error: PlatformError): boolean {
  const known = BOT_CODES[error.code];
  return known ? known.refusesCard === true : REQUEST_IS_WRONG.test(error.code);
}

/** It was not sent: WeCom did not count it. */
export function isUnsent(error: PlatformError): boolean {
  return UNSENT.has(error.code);
}

export function needsNewConnection(error: PlatformError): boolean {
  return BOT_CODES[error.code]?.needsNewConnection === true;
}

export function isAlarm(error: PlatformError): boolean {
  return BOT_CODES[error.code]?.isAlarm === true;
}

/** The bot can't say anything now; it is put off until there is a connection. */
export function notConnected(): PlatformError {
  return new PlatformError('there is no connection to WeCom', { code: NOT_CONNECTED, retryable: true, isShut: true });
}

/**
 * What the SDK rejects with, which is an `Error` when no answer came, or WeCom's answer itself, as a plain object.
 * @param what was tried, for reading
 */
export function sdkError(what: string, thrown: unknown): PlatformError {
  if (thrown instanceof PlatformError) return thrown;
  if (thrown instanceof Error) {
    // Its message names the request, not what was said.
    const code = LOCAL_CODES.find(([beginning]) => thrown.message.startsWith(beginning))?.[1] ?? 'sdk_error';
    const isUnsent = code === NOT_CONNECTED;
    return new PlatformError(`${what}: ${thrown.message}`, {
      ...{ code, retryable: true },
      ...(isUnsent ? { isShut: true } : { isUnsure: true }),
    });
  }
  const { errcode, errmsg } = isObject(thrown) ? thrown : {};
  if (typeof errcode !== 'number' && typeof errcode !== 'string') {
    const message = `${what}: WeCom's answer is not understood`;
    return new PlatformError(message, { code: 'bad_answer', retryable: true, isUnsure: true });
  }
  return refusalBy(what, String(errcode), typeof errmsg === 'string' ? errmsg : '');
}

/** WeCom's own no. An unknown number is tried again, unless it says that the request is wrong. */
export function refusalBy(what: string, code: string, errmsg: string): PlatformError {
  const known = BOT_CODES[code];
  const retryable = known ? known.retryAfterMs !== undefined : !REQUEST_IS_WRONG.test(code);
  return new PlatformError(`${what}: WeCom answered ${code} (${known ? `${known.meaning}; ` : ''}${clip(errmsg)})`, {
    code,
    retryable,
    ...(known?.retryAfterMs !== undefined && { retryAfterMs: known.retryAfterMs }),
    ...(known?.isShut && { isShut: true }),
  });
}

/** How the SDK's own errors begin. */
const LOCAL_CODES: readonly (readonly [string, string])[] = [
  ['Reply ack timeout', 'no_answer'],
  ['WebSocket not connected', NOT_CONNECTED],
  ['WebSocket connection closed', 'connection_lost'],
  ['Connection manually closed', 'connection_lost'],
  ['Server disconnected', 'connection_lost'],
];

const UNSENT: ReadonlySet<string> = new Set([NOT_CONNECTED, NO_CARD_HERE, NO_WAY_OUT]);

/** The number is what counts, and the rest is long. */
function clip(errmsg: string): string {
  return errmsg.slice(0, 200);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
