import { type DurationMs, MINUTE, SECOND } from '../domain/types.ts';
import { type PrivateWay, type PrivateWords, platformError } from './private-ring.ts';
import type { SaidParts } from './said-parts.ts';
import { type AccountRef, PlatformError } from './types.ts';

/** How often a delivery is tried for a ring alone: the chat's next messages wait for it meanwhile. */
const TRIES_MAX = 3;
/** An answer to one person goes another way rather than let the group wait longer than this. */
const ANSWER_WAIT_MAX_MS: DurationMs = 5 * SECOND;
/** A post that can't be said for so long rings before it stands; a post that stands waits no longer for its ring. */
const RING_WAIT_MAX_MS: DurationMs = MINUTE;
const DONE = 'done';

/** What rings people in a group, besides the bot's own messages: a webhook. */
export interface GroupBell<Request extends RingRequest = RingRequest> {
  /** Whether that group has one. */
  has(request: Request): Promise<boolean>;
  /** Whether it would say all of it. */
  fits(request: Request): boolean;
  /**
   * A text that rings those mentioned; what is too long of it is cut.
   * @throws {PlatformError}
   */
  ring(request: Request, userIds: readonly string[]): Promise<void>;
}

export interface RingingDeps<Request extends RingRequest = RingRequest> {
  /** The platform's, for the codes in the log: `wecom`. */
  readonly name: string;
  readonly bell: GroupBell<Request>;
  readonly inPrivate: PrivateWay<Request>;
  /**
   * Telephones, or what comes next to it; absent: there is none.
   * @returns those who were not reached
   */
  readonly call?: (userIds: readonly string[], request: Request) => Promise<readonly string[]>;
  readonly parts: SaidParts;
  readonly log: { warn(fields: object, message: string): void };
  /** What keeps a post from being said will last, although it may be tried again at once; absent: it never does. */
  readonly willLast?: (error: PlatformError) => boolean;
  /** Counts people whom nothing could ring, and those who could not be called. */
  readonly onMissed?: (how: 'ring' | 'call', people: number) => void;
}

export interface RingRequest extends PrivateWords {
  /** The delivery's: whoever was reached for it is left in peace when this process repeats it. */
  readonly key: string;
  /** Where the post stands: the group's id, or `user:<userid>`. */
  readonly chat: string;
  readonly rings: readonly AccountRef[];
  readonly calls?: readonly AccountRef[];
}

/** Reaching a person: a mention in a bot's message is only his name. */
export interface Ringing<Request extends RingRequest = RingRequest> {
  /**
   * Rings and calls for a post that can't be said yet: by the group's bell, else each in private.
   * Whoever can't be reached at all is counted and logged; that is no error. Done once for each delivery.
   * @throws {PlatformError} retryable; a repetition rings only those who were not rung
   */
  ring(request: Request): Promise<void>;
  /**
   * Says a text that has no card: by the bell alone where that rings, so that it does not stand there twice; else by `say`.
   * @throws {PlatformError} that of `say`, wherever it may still be said; else as `ring` a few times, and only what may soon be over
   */
  say(request: Request, say: () => Promise<void>): Promise<void>;
  /**
   * Says a card, and rings.
   * @throws {PlatformError} as `say`
   */
  follow(request: Request, say: () => Promise<void>): Promise<void>;
  /**
   * Tells one person only.
   * @param key the delivery's
   * @param ways in their order, until one tells that it has reached him
   * @throws {PlatformError} `unreachable` for good, or retryable
   */
  direct(key: string, ways: readonly (() => Promise<boolean>)[]): Promise<void>;
}

/** Whether the post stands already, will, or never will. */
type Standing = 'said' | 'waits' | 'never';

/**
 * Rings once it is said, and also where that will take long or never be: whoever is rung reads the words there.
 * @throws that of `say` where it waits; else as `say` and `ring`
 */
async function sayAndRing(
  { log, willLast = () => false }: Pick<RingingDeps, 'log' | 'willLast'>,
  key: string,
  say: () => Promise<void>,
  ring: (standing: Standing) => Promise<void>,
): Promise<void> {
  try {
    await say();
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const { retryable, retryAfterMs = 0 } = error;
    if (!retryable) await ring('never');
    // How long the post may wait is told by its own error: the ring's may be one of which each counts.
    else if (retryAfterMs >= RING_WAIT_MAX_MS || willLast(error)) await ringMeanwhile({ log }, key, ring);
    throw error;
  }
  await ring('said');
}

async function ringMeanwhile(
  { log }: Pick<RingingDeps, 'log'>,
  key: string,
  ring: (standing: Standing) => Promise<void>,
): Promise<void> {
  try {
    await ring('waits');
  } catch (error) {
    const { code, message } = platformError(error);
    log.warn(
      { code, key, reason: message },
      'those whom a waiting post rings could not be reached, and are tried again',
    );
  }
}

export function createRinging<Request extends RingRequest = RingRequest>(deps: RingingDeps<Request>): Ringing<Request> {
  const reach = createReach(deps);
  const running = new Map<string, Promise<void>>();

  /** A repetition joins what is still under way, so that nobody is rung by both. */
  function joined(key: string, run: () => Promise<void>): Promise<void> {
    const current = running.get(key) ?? run().finally(() => running.delete(key));
    running.set(key, current);
    return current;
  }

  return {
    ring: (request) => joined(request.key, () => reach.ringAndCall(request, 'waits')),
    say: (request, otherwise) => joined(request.key, () => reach.say(request, otherwise)),
    follow: (request, say) =>
      joined(request.key, () => sayAndRing(deps, request.key, say, (standing) => reach.ringAndCall(request, standing))),
    direct: (key, ways) => joined(key, () => direct(deps, key, ways)),
  };
}

/** How it went with those who were to be reached one way. */
interface Outcome {
  readonly how: 'ring' | 'call';
  /** How many were not. */
  readonly missed: number;
  readonly errors: readonly PlatformError[];
}

function createReach<Request extends RingRequest>(deps: RingingDeps<Request>) {
  const { bell, call: callAll, inPrivate, parts } = deps;
  const left = (how: 'ring' | 'call', key: string, people: readonly AccountRef[]) =>
    [...new Set(people.map(({ userId }) => userId))].filter((userId) => !parts.get(key, `${how}:${userId}`));
  const reached = (how: 'ring' | 'call', key: string) => (userId: string) => parts.put(key, `${how}:${userId}`, DONE);

  /** In his own chat a post rings him by itself. */
  const toRing = ({ chat, key, rings }: Request) =>
    left('ring', key, rings).filter((userId) => chat !== `user:${userId}`);

  async function ringByBell(request: Request): Promise<readonly PlatformError[]> {
    const userIds = toRing(request);
    try {
      await bell.ring(request, userIds);
      userIds.forEach(reached('ring', request.key));
      return [];
    } catch (error) {
      return [platformError(error)];
    }
  }

  /** @param bellErrors of the bell that was tried for it already */
  async function ring(request: Request, bellErrors?: readonly PlatformError[]): Promise<Outcome> {
    const isNeeded = toRing(request).length > 0;
    const isTried = bellErrors !== undefined || !isNeeded || !(await bell.has(request));
    const errors = [...(isTried ? (bellErrors ?? []) : await ringByBell(request))];
    const userIds = toRing(request);
    if (userIds.length > 0) errors.push(...(await inPrivate(userIds, request, reached('ring', request.key))));
    return { how: 'ring', missed: toRing(request).length, errors };
  }

  async function call(request: Request): Promise<Outcome> {
    const { calls: people = [], key } = request;
    const userIds = left('call', key, people);
    if (!callAll || userIds.length === 0) return { how: 'call', missed: 0, errors: [] };
    try {
      const failed = (await callAll(userIds, request)).map((userId) => userId.toLowerCase());
      userIds.filter((userId) => !failed.includes(userId.toLowerCase())).forEach(reached('call', key));
      return { how: 'call', missed: left('call', key, people).length, errors: [] };
    } catch (error) {
      return { how: 'call', missed: userIds.length, errors: [platformError(error)] };
    }
  }

  async function ringAndCall(
    request: Request,
    standing: Standing,
    bellErrors?: readonly PlatformError[],
  ): Promise<void> {
    if (parts.get(request.key, 'rung') !== undefined) return;
    const outcomes = [await ring(request, bellErrors), await call(request)];
    const passing = outcomes
      .filter(({ missed }) => missed > 0)
      .flatMap(({ errors }) => errors)
      .find(({ retryable }) => retryable);
    // What waits is tried again in any case, and its ring with it: it costs the messages behind it nothing more.
    if (passing && (standing === 'waits' || isWorthWaiting(parts, request.key, passing))) throw passing;
    parts.put(request.key, 'rung', DONE);
    for (const outcome of outcomes) report(deps, request.key, outcome);
  }

  async function say(request: Request, otherwise: () => Promise<void>): Promise<void> {
    const { key } = request;
    const isSaid = () => parts.get(key, 'said') !== undefined;
    let bellErrors: readonly PlatformError[] | undefined;
    if (!isSaid() && toRing(request).length > 0 && bell.fits(request) && (await bell.has(request))) {
      bellErrors = await ringByBell(request);
      if (bellErrors.length === 0) parts.put(key, 'said', DONE);
    }
    const sayOnce = async () => {
      if (isSaid()) return;
      await otherwise();
      parts.put(key, 'said', DONE);
    };
    await sayAndRing(deps, key, sayOnce, (standing) => ringAndCall(request, standing, bellErrors));
  }

  return { ringAndCall, say };
}

async function direct(
  { parts }: Pick<RingingDeps, 'parts'>,
  key: string,
  ways: readonly (() => Promise<boolean>)[],
): Promise<void> {
  const errors: PlatformError[] = [];
  for (const way of ways) {
    try {
      if (await way()) return;
    } catch (error) {
      errors.push(platformError(error));
    }
  }
  const passing = errors.find((it) => it.retryable && (it.retryAfterMs ?? 0) <= ANSWER_WAIT_MAX_MS);
  if (passing && isTriedAgain(parts, key)) throw passing;
  const cause = errors.at(-1);
  throw new PlatformError('nothing reaches this person alone', { code: 'unreachable', retryable: false, cause });
}

/** The messages behind it wait as long as it does. */
function isWorthWaiting(parts: SaidParts, key: string, { retryAfterMs = 0 }: PlatformError): boolean {
  return retryAfterMs <= RING_WAIT_MAX_MS && isTriedAgain(parts, key);
}

/** Counts the tries of this delivery. */
function isTriedAgain(parts: SaidParts, key: string): boolean {
  const tries = Number(parts.get(key, 'tries') ?? 0) + 1;
  parts.put(key, 'tries', String(tries));
  return tries < TRIES_MAX;
}

function report<Request extends RingRequest>(
  { log, name, onMissed }: RingingDeps<Request>,
  key: string,
  { errors, how, missed }: Outcome,
): void {
  for (const { code, message } of errors) log.warn({ code, key, how, reason: message }, 'a way to ring people failed');
  if (missed === 0) return;
  onMissed?.(how, missed);
  const code = `${name}_${how === 'ring' ? 'unrung' : 'uncalled'}`;
  log.warn({ code, key, missed }, 'people were not reached');
}
