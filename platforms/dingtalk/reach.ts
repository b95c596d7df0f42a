import { createHash } from 'node:crypto';
import { assert } from '../../domain/assert.ts';
import { type Conversation, conversationOf } from '../conversations.ts';
import { platformError } from '../private-ring.ts';
import { type AccountRef, PlatformError } from '../types.ts';
import { ADDRESS_IS_OVER } from './api-codes.ts';
import { refusesWords, slowedError, waitsForPermission } from './api-errors.ts';
import { chatById, isGuestChat, isGuestId } from './conversations.ts';
import type { CustomRobots } from './custom-robots.ts';
import type { SessionWebhooks } from './session-webhooks.ts';
import type { OpenApi, RobotMessage, Spending, Unreached } from './types.ts';
import { webhookBody } from './webhook-body.ts';
import type { WebhookPost } from './webhook-post.ts';

const UUID_KEPT = 32;

export interface Words {
  /** Names this message for ever: a custom robot says it once. */
  readonly id: string;
  /** The chat's `externalId`. */
  readonly chat: string;
  readonly message: RobotMessage;
  readonly spending: Spending;
}

/** The ways by which words get into a chat. */
export interface Reach {
  /** Whether something in that chat can mention people, so that it rings them. */
  canMention(chat: string): Promise<boolean>;
  /**
   * Says it so that it rings those people.
   * @param at none of them a guest
   * @throws {PlatformError}
   */
  mention(words: Words, at: readonly AccountRef[]): Promise<void>;
  /** Says it by the first way that takes it. @throws {PlatformError} `unreachable` for somebody whom nothing reaches */
  say(words: Words): Promise<void>;
}

export interface ReachDeps {
  readonly openApi: Pick<OpenApi, 'sendToGroup' | 'sendToPeople'>;
  readonly sessions: SessionWebhooks;
  readonly robots: CustomRobots;
  readonly post: WebhookPost;
}

/** By the address that came with the latest message there, else by the group's custom robot, else by the app's API. */
export function createReach(deps: ReachDeps): Reach {
  const { post, robots, sessions } = deps;

  async function bySession({ chat, message, spending }: Words, at: readonly AccountRef[]): Promise<boolean> {
    const address = await sessions.of(chat);
    if (address === undefined) return false;
    try {
      await post({ robot: `session ${chat}`, door: address, address, body: webhookBody(message, at), spending });
      return true;
    } catch (error) {
      if (error instanceof PlatformError && error.code === ADDRESS_IS_OVER) await sessions.isOver(chat, address);
      throw error;
    }
  }

  async function byRobot({ chat, id, message, spending }: Words, at: readonly AccountRef[]): Promise<boolean> {
    const robot = chatById(chat).kind === 'group' ? await robots.of(chat) : undefined;
    if (!robot) return false;
    const body = { ...webhookBody(message, at), msgUuid: uuidOf(id) };
    const { accessToken } = robot;
    const address = robots.addressOf(robot);
    await post({ robot: accessToken, door: accessToken, isLasting: true, address, body, spending });
    return true;
  }

  return {
    async canMention(chat) {
      if (chatById(chat).kind !== 'group') return false;
      return (await sessions.of(chat)) !== undefined || (await robots.of(chat)) !== undefined;
    },
    async mention(words, at) {
      assert(at.every(canBeRung), 'a guest can not be mentioned');
      await firstThatTakes([() => bySession(words, at), () => byRobot(words, at)]);
    },
    say: (words) =>
      firstThatTakes([() => bySession(words, []), () => byRobot(words, []), () => byApi(deps.openApi, words)]),
  };
}

/** Where the API can say something; undefined: to a guest in private. */
export function apiConversation(chat: string): Conversation | undefined {
  return isGuestChat(chat) ? undefined : conversationOf(chat);
}

/** To DingTalk's API a guest is nobody. */
export function canBeRung({ isGuest, userId }: AccountRef): boolean {
  return !isGuest && !isGuestId(userId);
}

async function byApi(openApi: ReachDeps['openApi'], { chat, message, spending }: Words): Promise<boolean> {
  const to = apiConversation(chat);
  if (!to) return false;
  try {
    if (to.kind === 'single') return isReached(await openApi.sendToPeople([to.userId], message, spending));
    await openApi.sendToGroup(to.chatId, message, spending);
    return true;
  } catch (error) {
    throw waitsForPermission(platformError(error));
  }
}

/**
 * Whether what was sent to one person has got there.
 * @throws {PlatformError} retryable, where he is sent too much now
 */
export function isReached({ never, slowed }: Unreached): boolean {
  if (slowed.length > 0) throw slowedError();
  return never.length === 0;
}

/** @param ways each tells whether there was such a way @throws {PlatformError} that of the way which may work soonest */
async function firstThatTakes(ways: readonly (() => Promise<boolean>)[]): Promise<void> {
  const errors: PlatformError[] = [];
  for (const way of ways) {
    try {
      if (await way()) return;
    } catch (thrown) {
      const error = platformError(thrown);
      // The words are refused wherever they are said.
      if (refusesWords(error)) throw error;
      errors.push(error);
    }
  }
  const passing = errors.filter(({ retryable }) => retryable);
  const [soonest = errors.at(-1)] = passing.toSorted(
    // That it may have been said after all is worth knowing.
    (a, b) =>
      (a.retryAfterMs ?? 0) - (b.retryAfterMs ?? 0) || Number(b.isUnsure === true) - Number(a.isUnsure === true),
  );
  throw soonest ?? new PlatformError('no way leads there', { code: 'unreachable', retryable: false });
}

function uuidOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, UUID_KEPT);
}
