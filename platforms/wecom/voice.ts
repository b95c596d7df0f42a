import { type Clock, type DurationMs, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { type Conversation, conversationKey } from '../conversations.ts';
import type { PlatformLog } from '../deps.ts';
import type { Urgency } from '../reserve.ts';
import type { SaidParts } from '../said-parts.ts';
import { createSendBudget } from '../send-budget.ts';
import { isTooLate } from '../tap-token.ts';
import { PlatformError } from '../types.ts';
import { isUnsent, TASK_ID_OR_SCHEMA, TOO_OFTEN } from './errors.ts';
import { ANSWERED_WITHIN_MS } from './limits.ts';
import type { Carrier, TemplateCard, WecomFileMessage, WecomMessage } from './types.ts';

/** What WeCom lets a bot say in one conversation, everything counted. */
export const PER_MINUTE = 30;
export const PER_HOUR = 1_000;
/** WeCom has counted more than we did: it counts for longer than this process lives. */
const TOO_OFTEN_REST_MS: DurationMs = MINUTE;
const UNSURE = 'unsure';
/** People who came and were not welcomed. */
const ENTRANCES_MAX = 1_000;

interface SayOptions {
  /** What is not urgent leaves a part of the budget to what is. */
  readonly urgency: Urgency;
  /** Another process may have said it: that WeCom has had this card before is no error then. */
  readonly mayBeThere?: boolean;
}

/** What the bot says, within the budget of each conversation, and without saying a card twice. */
export interface Voice {
  /** Somebody opened his chat with the bot: what it says there next is his welcome, if it comes in time. */
  entered(userId: string, event: { readonly reqId: string; readonly receivedAt: Instant }): void;
  /** @throws {PlatformError} `rate_limited` without a word to WeCom; or what the carrier throws */
  say(to: Conversation, message: WecomMessage | WecomFileMessage, options: SayOptions): Promise<void>;
  /** @throws {PlatformError} as `say` */
  answerTap(to: Conversation, reqId: string, card: TemplateCard, urgency: Urgency): Promise<void>;
}

export function createVoice({
  carrier,
  clock,
  log,
  parts,
}: {
  readonly carrier: Carrier;
  readonly clock: Clock;
  readonly log: PlatformLog;
  readonly parts: SaidParts;
}): Voice {
  const budget = createSendBudget([
    { messagesMax: PER_MINUTE, lengthMs: MINUTE },
    { messagesMax: PER_HOUR, lengthMs: HOUR },
  ]);

  const entrances = new Map<string, { readonly reqId: string; readonly receivedAt: Instant }>();

  const within = async (to: Conversation, urgency: Urgency, speak: () => Promise<void>): Promise<void> => {
    const conversation = conversationKey(to);
    const takenAt = clock.now();
    const retryAfterMs = budget.take(conversation, takenAt, urgency);
    if (retryAfterMs > 0) {
      const message = 'this conversation has had what WeCom allows';
      throw new PlatformError(message, { code: 'rate_limited', retryable: true, retryAfterMs });
    }
    try {
      await speak();
    } catch (error) {
      if (error instanceof PlatformError && isUnsent(error)) budget.giveBack(conversation, takenAt, urgency);
      if (error instanceof PlatformError && error.code === TOO_OFTEN) {
        budget.rest(conversation, clock.now(), TOO_OFTEN_REST_MS);
      }
      throw error;
    }
  };

  /** @returns false where there is nothing to answer, or no answer was taken */
  const welcome = async (to: Conversation, message: WecomMessage): Promise<boolean> => {
    const entered = to.kind === 'single' ? entrances.get(to.userId) : undefined;
    if (to.kind !== 'single' || !entered || !carrier.answerEnter) return false;
    // It takes one answer.
    entrances.delete(to.userId);
    if (isTooLate(entered, clock.now(), ANSWERED_WITHIN_MS)) return false;
    try {
      await carrier.answerEnter(entered.reqId, message);
      return true;
    } catch (error) {
      if (error instanceof PlatformError && error.isUnsure) throw error;
      return false;
    }
  };

  const sayCard = async (to: Conversation, message: WecomMessage, taskId: string, mayBeThere: boolean) => {
    try {
      await carrier.send(to, message);
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      const isThere = mayBeThere || parts.get(taskId, UNSURE) !== undefined;
      if (error.code === TASK_ID_OR_SCHEMA && isThere) {
        // Loudly: the same number also means a card that WeCom does not take.
        log.warn({ code: 'wecom_card_known', taskId }, 'WeCom says it has had this card; it counts as said');
        return;
      }
      if (error.isUnsure) parts.put(taskId, UNSURE, UNSURE);
      throw error;
    }
  };

  return {
    entered(userId, event) {
      entrances.delete(userId);
      entrances.set(userId, event);
      const [oldest] = entrances.keys();
      if (entrances.size > ENTRANCES_MAX && oldest !== undefined) entrances.delete(oldest);
    },
    say: (to, message, { mayBeThere = false, urgency }) =>
      within(to, urgency, async () => {
        // A welcome is words or a card.
        if (message.msgtype === 'file') return carrier.send(to, message);
        if (await welcome(to, message)) return;
        if (message.msgtype !== 'template_card') return carrier.send(to, message);
        return sayCard(to, message, message.template_card.task_id, mayBeThere);
      }),
    answerTap: (to, reqId, card, urgency) => within(to, urgency, () => carrier.answerTap(reqId, card)),
  };
}
