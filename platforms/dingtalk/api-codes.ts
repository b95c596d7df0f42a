import { type DurationMs, MINUTE, SECOND } from '../../domain/types.ts';

export interface ApiCode {
  /** For the log: what it means, and what to do about it. */
  readonly meaning: string;
  /** Ours in its place. */
  readonly code?: string;
  /** Absent: asking again gets the same answer. */
  readonly retryAfterMs?: DurationMs;
  /** Nothing gets through until somebody has changed something. */
  readonly isShut?: true;
  /** The token is no good any more: a new one helps. */
  readonly isDeadToken?: true;
  /** DingTalk will not have cards like ours, whatever they say: text goes instead. */
  readonly refusesCards?: true;
  /** It is what people wrote in it that may not be said there. */
  readonly refusesWords?: true;
  /** Nobody speaks by that address until somebody has mended it. */
  readonly isLostAddress?: true;
  /** Somebody may grant it, or has taken it away by mistake. */
  readonly lacksPermission?: true;
  /** It was turned away at the door: it counts for no quota. */
  readonly isUncounted?: true;
}

/** The month's calls of the organisation are used up. Ours, for what each host calls in its own way. */
export const QUOTA_EXHAUSTED = 'quota_exhausted';
/** Ours: too many requests by this address, or something else before DingTalk has answered. */
export const BARRED = 'barred';
export const CARD_IS_THERE = 'param.cardAlreadyExist';
export const CARD_IS_GONE = 'param.cardNotExist';
/** A session's address that is over, or a custom robot's that never was. */
export const ADDRESS_IS_OVER = '300001';
/** Ours: a card was made and shown to nobody. */
export const UNDELIVERED = 'undelivered';

const QUOTA: ApiCode = {
  meaning: "the organisation's calls of this month are used up",
  code: QUOTA_EXHAUSTED,
  // Meanwhile somebody may write in the group, and open a way that needs no call.
  retryAfterMs: 2 * MINUTE,
  isShut: true,
  isUncounted: true,
};
const SECOND_IS_FULL: ApiCode = {
  meaning: 'too many requests in a second',
  retryAfterMs: SECOND,
  isUncounted: true,
};
const MINUTE_IS_FULL: ApiCode = { ...SECOND_IS_FULL, meaning: 'too many requests in a minute', retryAfterMs: MINUTE };
/** A robot that has said more than twenty messages in a minute is mute for ten. */
export const ROBOT_IS_MUTE: ApiCode = { meaning: 'the robot has said too much and is mute', retryAfterMs: 10 * MINUTE };
const BUSY: ApiCode = { meaning: 'DingTalk is busy', retryAfterMs: 5 * SECOND };
const DEAD_TOKEN: ApiCode = {
  meaning: 'the access token is not valid',
  retryAfterMs: SECOND,
  isDeadToken: true,
  isUncounted: true,
};
/** Ours, for a code that nobody knows: one of DingTalk's pages has no other for a token that is no good. */
export const UNAUTHORIZED = 'http_401';
/** Somebody has made a new one: what is said meanwhile waits until the settings have it too. */
const BAD_SECRET: ApiCode = { meaning: 'wrong Client ID or Client Secret', retryAfterMs: MINUTE, isShut: true };
/** The template is not there for us: a card of another one would fare the same. */
const NO_TEMPLATE: ApiCode = { meaning: 'the card template is missing or not published', refusesCards: true };
const NO_ROBOT: ApiCode = { meaning: 'the robot may not speak there', retryAfterMs: MINUTE, isShut: true };
const BAD_CARD: ApiCode = { meaning: 'a field of the card is missing or wrong' };
const UNSAFE: ApiCode = { meaning: 'the words are not allowed', refusesWords: true };

/**
 * What the codes of both hosts mean: those of the new one are words, of which the last counts where there are dots and the whole is
 * not listed; those of the old one are numbers. Messages change and are only for reading.
 */
const API_CODES: Readonly<Record<string, ApiCode>> = {
  InvalidAuthentication: DEAD_TOKEN,
  '40014': DEAD_TOKEN,
  '42001': DEAD_TOKEN,
  [UNAUTHORIZED]: DEAD_TOKEN,
  authFailed: BAD_SECRET,
  invalidClientIdOrSecret: BAD_SECRET,
  AccessTokenPermissionDenied: { meaning: 'the app lacks a permission', refusesCards: true, lacksPermission: true },
  IpNotInWhiteList: {
    meaning: 'the address of this server is not among the trusted ones of the app',
    retryAfterMs: MINUTE,
    isShut: true,
    isUncounted: true,
  },
  QpsLimitForAppkeyAndApi: SECOND_IS_FULL,
  QpsLimitForApi: SECOND_IS_FULL,
  QpmLimitForAppkeyAndApi: MINUTE_IS_FULL,
  QpmLimitForApi: MINUTE_IS_FULL,
  '90018': SECOND_IS_FULL,
  '90002': SECOND_IS_FULL,
  ApiCountLimitForOrg: QUOTA,
  '90020': QUOTA,
  'send.too.fast': ROBOT_IS_MUTE,
  'send.byToken.tooFast': ROBOT_IS_MUTE,
  '130101': ROBOT_IS_MUTE,
  '410100': ROBOT_IS_MUTE,
  '-1': BUSY,
  'system.busy': BUSY,
  'system.error': BUSY,
  unknownError: BUSY,
  'param.templateNotExist': NO_TEMPLATE,
  'param.templateUnpublished': NO_TEMPLATE,
  'param.cardTemplateIdEmpty': NO_TEMPLATE,
  [CARD_IS_THERE]: { meaning: 'a card of this outTrackId is there' },
  [UNDELIVERED]: { meaning: 'the card was delivered to nobody' },
  [CARD_IS_GONE]: { meaning: 'there is no card of this outTrackId' },
  'param.contentUnsafe': UNSAFE,
  'param.invalid': BAD_CARD,
  'param.cardPublicDataEmpty': BAD_CARD,
  'resource.not.found': NO_ROBOT,
  'invalidParameter.robotCode.auth': NO_ROBOT,
  'bot.stopped': NO_ROBOT,
  '400102': { meaning: 'the custom robot was stopped', isLostAddress: true },
  '400106': { meaning: 'the custom robot is not in the group', isLostAddress: true },
  '400101': { meaning: 'no such custom robot', isLostAddress: true },
  'invalid.openConversationId': { meaning: 'no such group' },
  'group.disbanded': { meaning: 'the group was disbanded' },
  '400013': { meaning: 'the group was disbanded', isLostAddress: true },
  'conversation.org.notMatch': { meaning: "the group is not the organisation's own" },
  'invalidParameter.msgParam.tooLong': { meaning: 'the text is too long' },
  'contain.notAllowed.text': UNSAFE,
  [ADDRESS_IS_OVER]: { meaning: 'the address is no good any more', isLostAddress: true },
  '310000': { meaning: "the robot's keyword, signature or address list refused it" },
  '430101': UNSAFE,
  '430102': UNSAFE,
  '430103': UNSAFE,
  '430104': UNSAFE,
};

/** @returns undefined for a code that nobody knows */
export function known(code: string): ApiCode | undefined {
  const last = code.slice(code.lastIndexOf('.') + 1);
  return own(code) ?? own(last);
}

function own(code: string): ApiCode | undefined {
  return Object.hasOwn(API_CODES, code) ? API_CODES[code] : undefined;
}
