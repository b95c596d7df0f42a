import { type DurationMs, MINUTE, SECOND } from '../../domain/types.ts';
import { type AccountRef, PlatformError } from '../types.ts';
import type { Calls } from './calls.ts';
import { NOT_CONNECTED } from './errors.ts';
import type { SaidParts } from './parts.ts';
import { createPrivateRing, type PrivateRingDeps, platformError } from './private-ring.ts';
import type { WecomLog } from './types.ts';
import type { Webhooks } from './webhook.ts';

/** How often a delivery is tried for a ring alone: the chat's next messages wait for it meanwhile. */
const TRIES_MAX = 3;
/** An answer to one person goes another way rather than let the group wait longer than this. */
const ANSWER_WAIT_MAX_MS: DurationMs = 5 * SECOND;
/** A post that can't be said for so long rings before it stands. */
const RING_WAIT_MAX_MS: DurationMs = MINUTE;
const DONE = 'done';

export interface RingingDeps extends PrivateRingDeps {
  readonly webhooks: Webhooks;
  readonly calls?: Calls;
  readonly parts: SaidParts;
  readonly log: WecomLog;
  /** The bot's own connection has been away so long that no ring waits for it; absent: it has none. */
  readonly isAwayLong?: () => boolean;
  /** Counts people whom nothing could ring, and those who could not be called. */
  readonly onMissed?: (how: 'ring' | 'call', people: number) => void;
}

export interface RingRequest {
  /** The delivery's: whoever was reached for it is left in peace when this process repeats it. */
  readonly key: string;
  /** Where the post stands: the group's chat id, or `user:<userid>`. */
  readonly chat: string;
  readonly rings: readonly AccountRef[];
  readonly calls?: readonly AccountRef[];
  /** The delivery's. */
  readonly isUrgent?: true;
  /** Plain words that stand for themselves: in a private chat nobody sees what the group saw. */
  readonly text: string;
}

export interface DirectRequest {
  /** The delivery's. */
  readonly key: string;
  readonly to: AccountRef;
  /** In plain words, for the app. */
  readonly text: string;
}

/** Reaching a person: a mention in a bot's message is only his name. */
export interface Ringing {
  /**
   * Rings and calls, in general once the post stands: by the group's webhook, else each in private, by the app or by the bot.
   * Whoever can't be reached at all is counted and logged; that is no error. Done once for each delivery.
   * @throws {PlatformError} retryable, a few times; a repetition rings only those who were not rung
   */
  ring(request: RingRequest): Promise<void>;
  /**
   * Says a text that has no card: by the webhook alone where that rings, so that it does not stand there twice; else by `say`.
   * @throws {PlatformError} that of `say`, or as `ring`
   */
  say(request: RingRequest, say: () => Promise<void>): Promise<void>;
  /**
   * Says a card, and rings.
   * @throws {PlatformError} that of `say`, or as `ring`
   */
  follow(request: RingRequest, say: () => Promise<void>): Promise<void>;
  /**
   * Tells one person only: by `say`, where the bot may speak in his single chat, else by the app.
   * @throws {PlatformError} `unreachable` for good, or retryable
   */
  direct(request: DirectRequest, say: () => Promise<void>): Promise<void>;
}

/**
 * Rings once it is said, and also where that will take long or never be: whoever is rung reads the words there.
 * @throws as `say` and `ring`
 */
async function sayAndRing(
  { isAwayLong = () => false }: Pick<RingingDeps, 'isAwayLong'>,
  say: () => Promise<void>,
  ring: () => Promise<void>,
): Promise<void> {
  try {
    await say();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const { code, retryable, retryAfterMs = 0 } = error;
    const isSaidSoon = retryable && retryAfterMs < RING_WAIT_MAX_MS && !(code === NOT_CONNECTED && isAwayLong());
    if (!isSaidSoon) await ring();
    throw error;
  }
  await ring();
}

export function createRinging(deps: RingingDeps): Ringing {
  const reach = createReach(deps);
  const running = new Map<string, Promise<void>>();

  /** A repetition joins what is still under way, so that nobody is rung by both. */
  function joined(key: string, run: () => Promise<void>): Promise<void> {
    const current = running.get(key) ?? run().finally(() => running.delete(key));
    running.set(key, current);
    return current;
  }

  return {
    ring: (request) => joined(request.key, () => reach.ringAndCall(request)),
    say: (request, otherwise) => joined(request.key, () => reach.say(request, otherwise)),
    follow: (request, say) => joined(request.key, () => sayAndRing(deps, say, () => reach.ringAndCall(request))),
    direct: (request, say) => joined(request.key, () => direct(deps, request, say)),
  };
}

/** How it went with those who were to be reached one way. */
interface Outcome {
  readonly how: 'ring' | 'call';
  /** How many were not. */
  readonly missed: number;
  readonly errors: readonly PlatformError[];
}

function createReach(deps: RingingDeps) {
  const { calls, parts, webhooks } = deps;
  const ringPrivately = createPrivateRing(deps);
  const left = (how: 'ring' | 'call', key: string, people: readonly AccountRef[]) =>
    [...new Set(people.map(({ userId }) => userId))].filter((userId) => !parts.get(key, `${how}:${userId}`));
  const reached = (how: 'ring' | 'call', key: string) => (userId: string) => parts.put(key, `${how}:${userId}`, DONE);

  /** In his own chat a post rings him by itself. */
  const toRing = ({ chat, key, rings }: RingRequest) =>
    left('ring', key, rings).filter((userId) => chat !== `user:${userId}`);

  async function ringByWebhook(request: RingRequest): Promise<readonly PlatformError[]> {
    const userIds = toRing(request);
    try {
      await webhooks.text(request.chat, request.text, userIds);
      userIds.forEach(reached('ring', request.key));
      return [];
    } catch (error) {
      return [platformError(error)];
    }
  }

  /** @param webhookErrors of the webhook that was tried for it already */
  async function ring(request: RingRequest, webhookErrors?: readonly PlatformError[]): Promise<Outcome> {
    const isNeeded = toRing(request).length > 0;
    const isTried = webhookErrors !== undefined || !isNeeded || !(await webhooks.has(request.chat));
    const errors = [...(isTried ? (webhookErrors ?? []) : await ringByWebhook(request))];
    const userIds = toRing(request);
    if (userIds.length > 0) errors.push(...(await ringPrivately(userIds, request, reached('ring', request.key))));
    return { how: 'ring', missed: toRing(request).length, errors };
  }

  async function call({ calls: people = [], key }: RingRequest): Promise<Outcome> {
    const userIds = left('call', key, people);
    if (!calls || userIds.length === 0) return { how: 'call', missed: 0, errors: [] };
    try {
      const failed = (await calls.call(userIds)).map(({ userId }) => userId.toLowerCase());
      userIds.filter((userId) => !failed.includes(userId.toLowerCase())).forEach(reached('call', key));
      return { how: 'call', missed: left('call', key, people).length, errors: [] };
    } catch (error) {
      return { how: 'call', missed: userIds.length, errors: [platformError(error)] };
    }
  }

  async function ringAndCall(request: RingRequest, webhookErrors?: readonly PlatformError[]): Promise<void> {
    if (parts.get(request.key, 'rung') !== undefined) return;
    const outcomes = [await ring(request, webhookErrors), await call(request)];
    const passing = outcomes
      .filter(({ missed }) => missed > 0)
      .flatMap(({ errors }) => errors)
      .find(({ retryable }) => retryable);
    if (passing && isTriedAgain(parts, request.key)) throw passing;
    parts.put(request.key, 'rung', DONE);
    for (const outcome of outcomes) report(deps, request.key, outcome);
  }

  async function say(request: RingRequest, otherwise: () => Promise<void>): Promise<void> {
    const { chat, key, text } = request;
    const isSaid = () => parts.get(key, 'said') !== undefined;
    let webhookErrors: readonly PlatformError[] | undefined;
    if (!isSaid() && toRing(request).length > 0 && webhooks.fits(text) && (await webhooks.has(chat))) {
      webhookErrors = await ringByWebhook(request);
      if (webhookErrors.length === 0) parts.put(key, 'said', DONE);
    }
    const sayOnce = async () => {
      if (isSaid()) return;
      await otherwise();
      parts.put(key, 'said', DONE);
    };
    await sayAndRing(deps, sayOnce, () => ringAndCall(request, webhookErrors));
  }

  return { ringAndCall, say };
}

async function direct(
  { app, parts, push, speakers }: RingingDeps,
  { key, text, to: { userId } }: DirectRequest,
  say: () => Promise<void>,
): Promise<void> {
  const errors: PlatformError[] = [];
  async function works(way: () => Promise<boolean>): Promise<boolean> {
    try {
      return await way();
    } catch (error) {
      errors.push(platformError(error));
      return false;
    }
  }
  if (push && (await speakers.knows(userId)) && (await works(() => say().then(() => true)))) return;
  if (app && (await works(async () => (await app.send([userId], text)).length === 0))) return;
  const passing = errors.find((it) => it.retryable && (it.retryAfterMs ?? 0) <= ANSWER_WAIT_MAX_MS);
  if (passing && isTriedAgain(parts, key)) throw passing;
  const cause = errors.at(-1);
  throw new PlatformError('nothing reaches this person alone', { code: 'unreachable', retryable: false, cause });
}

/** Counts the tries of this delivery. */
function isTriedAgain(parts: SaidParts, key: string): boolean {
  const tries = Number(parts.get(key, 'tries') ?? 0) + 1;
  parts.put(key, 'tries', String(tries));
  return tries < TRIES_MAX;
}

function report({ log, onMissed }: RingingDeps, key: string, { errors, how, missed }: Outcome): void {
  for (const { code, message } of errors) log.warn({ code, key, how, reason: message }, 'a way to ring people failed');
  if (missed === 0) return;
  onMissed?.(how, missed);
  log.warn({ code: how === 'ring' ? 'wecom_unrung' : 'wecom_uncalled', key, missed }, 'people were not reached');
}
