import type { Conversation } from '../conversations.ts';
import { type PrivateWay, platformError, ringInTurn } from '../private-ring.ts';
import type { Urgency } from '../reserve.ts';
import { createRinging, type Ringing, type RingingDeps } from '../ringing.ts';
import { clipBytes } from '../text-bytes.ts';
import type { AccountRef } from '../types.ts';
import { markdownLine } from '../wire-text.ts';
import type { AppMessages } from './app.ts';
import type { Calls } from './calls.ts';
import { NOT_CONNECTED } from './errors.ts';
import { LIMITS } from './limits.ts';
import type { Speakers } from './speakers.ts';
import type { WecomMessage } from './types.ts';
import type { Webhooks } from './webhook.ts';

export interface WecomRingingDeps extends Pick<RingingDeps, 'log' | 'onMissed' | 'parts'> {
  readonly webhooks: Webhooks;
  readonly calls?: Calls;
  readonly app?: AppMessages;
  /**
   * Says something in a single chat of the bot, within that conversation's budget; absent where the bot can't speak unasked.
   * @throws {PlatformError}
   */
  readonly push?: (to: Conversation, message: WecomMessage, urgency: Urgency) => Promise<void>;
  readonly speakers: Speakers;
  /** The bot's own connection has been away so long that no ring waits for it; absent: it has none. */
  readonly isAwayLong?: () => boolean;
}

export interface DirectRequest {
  /** The delivery's. */
  readonly key: string;
  readonly to: AccountRef;
  /** Tells him by the app. @returns whether that reached him */
  readonly byApp: (app: AppMessages) => Promise<boolean>;
}

export interface WecomRinging extends Omit<Ringing, 'direct'> {
  /**
   * Tells one person only: by `say`, where the bot may speak in his single chat, else by the app.
   * @throws {PlatformError} `unreachable` for good, or retryable
   */
  direct(request: DirectRequest, say: () => Promise<void>): Promise<void>;
}

/** By the group's webhook, else each in private, by the app or by the bot; calls are 紧急通知. */
export function createWecomRinging(deps: WecomRingingDeps): WecomRinging {
  const { app, calls, isAwayLong = () => false, log, onMissed, parts, push, speakers, webhooks } = deps;
  const ringing = createRinging({
    name: 'wecom',
    bell: {
      has: ({ chat }) => webhooks.has(chat),
      fits: ({ text }) => webhooks.fits(text),
      ring: ({ chat, text }, userIds) => webhooks.text(chat, text, userIds),
    },
    inPrivate: ringInTurn([...(app ? [byApp(app)] : []), ...(push ? [byBot(speakers, push)] : [])]),
    parts,
    log,
    willLast: ({ code }) => code === NOT_CONNECTED && isAwayLong(),
    ...(calls && { call: async (userIds) => (await calls.call(userIds)).map(({ userId }) => userId) }),
    ...(onMissed && { onMissed }),
  });
  return {
    ...ringing,
    direct({ byApp: tell, key, to: { userId } }, say) {
      const asBot = async () => {
        if (!(await speakers.knows(userId))) return false;
        await say();
        return true;
      };
      return ringing.direct(key, [...(push ? [asBot] : []), ...(app ? [() => tell(app)] : [])]);
    },
  };
}

function byApp(app: AppMessages): PrivateWay {
  return async (userIds, { text }, onRung) => {
    try {
      const missed = await app.send(userIds, text);
      for (const userId of userIds) if (!missed.includes(userId)) onRung(userId);
      return [];
    } catch (error) {
      return [platformError(error)];
    }
  };
}

/** Only those who have spoken to it. */
function byBot(speakers: Speakers, push: NonNullable<WecomRingingDeps['push']>): PrivateWay {
  return async (userIds, { isUrgent, text }, onRung) => {
    const shown = text.split('\n').map((line) => markdownLine([line], {}));
    const content = clipBytes(shown.join('\n'), LIMITS.markdownBytes);
    const errors = [];
    for (const userId of userIds) {
      if (!(await speakers.knows(userId))) continue;
      try {
        await push(
          { kind: 'single', userId },
          { msgtype: 'markdown', markdown: { content } },
          isUrgent ? 'urgent' : 'chatter',
        );
        onRung(userId);
      } catch (error) {
        errors.push(platformError(error));
      }
    }
    return errors;
  };
}
