import type { Instant } from '../../domain/types.ts';
import type { Conversation } from '../conversations.ts';
import type { Loss } from '../supervisor.ts';
import type { WireFile } from '../types.ts';

/** What an administrator configures; read from the environment by `bot/config.ts`. */
export interface WecomSettings {
  /** The bot's display name in WeCom, which people write behind `@`. */
  readonly botName: string;
  /** Exactly one way in: the long connection, or the callback URL. */
  readonly entrance: SocketEntrance | CallbackEntrance;
  /** `https://qyapi.weixin.qq.com`, or a private gateway. */
  readonly apiBase: string;
  /** Group webhooks by the group's chat id; `*`: of the only group, and of none where the bot has several. */
  readonly webhooks: ReadonlyMap<string, string>;
  /** The self-built app, for names, for people who never spoke to the bot. */
  readonly app?: WecomApp;
  /** The self-built app that 紧急通知 lets make telephone calls; it may be the same as `app`. */
  readonly call?: WecomCallApp;
  /** Where a tap on a card without buttons leads, which WeCom wants to know. Absent: WeCom's own page. */
  readonly noticeUrl?: string;
}

export interface SocketEntrance {
  readonly kind: 'socket';
  readonly botId: string;
  readonly secret: string;
  /** `wss://openws.work.weixin.qq.com`, or a private gateway. */
  readonly wsUrl: string;
}

export interface CallbackEntrance {
  readonly kind: 'callback';
  readonly token: string;
  /** EncodingAESKey, 43 characters. */
  readonly aesKey: string;
  /** What the encrypted message must end with; empty for a bot of the corporation itself. */
  readonly receiveId: string;
}

export interface WecomApp {
  readonly corpId: string;
  readonly secret: string;
  readonly agentId: number;
}

export interface WecomCallApp {
  readonly corpId: string;
  readonly secret: string;
}

export interface CardOption {
  readonly id: string;
  readonly text: string;
}

export interface CardSelection {
  readonly question_key: string;
  readonly title?: string;
  readonly option_list: readonly CardOption[];
  readonly selected_id?: string;
}

interface CardBase {
  readonly main_title: { readonly title: string; readonly desc?: string };
  /** New for each card that is sent; an update carries that of the tapped card. */
  readonly task_id: string;
}

interface CardFacts {
  readonly sub_title_text?: string;
  readonly horizontal_content_list?: readonly { readonly keyname: string; readonly value: string }[];
}

/** The kinds of template cards that we send. No `source`: with it a card was acknowledged and not shown. */
export type TemplateCard =
  | (CardBase &
      CardFacts & {
        readonly card_type: 'button_interaction';
        readonly button_selection?: CardSelection;
        readonly button_list: readonly { readonly text: string; readonly style: 1 | 2 | 3 | 4; readonly key: string }[];
      })
  | (CardBase & {
      readonly card_type: 'multiple_interaction';
      readonly select_list: readonly CardSelection[];
      readonly submit_button: { readonly text: string; readonly key: string };
    })
  | (CardBase &
      CardFacts & {
        readonly card_type: 'text_notice';
        /** Required by the platform: where a tap on it leads. */
        readonly card_action: { readonly type: 1; readonly url: string };
      });

/** What the bot says in a conversation. */
export type WecomMessage =
  | { readonly msgtype: 'markdown'; readonly markdown: { readonly content: string } }
  | { readonly msgtype: 'template_card'; readonly template_card: TemplateCard };

/** A picture or document. The carrier hands its bytes over first. */
export interface WecomFileMessage {
  readonly msgtype: 'file';
  readonly file: WireFile;
}

/** A callback's body, as it came: a message or an event. `reqId` answers it, within 5 s for a tap. */
export interface RawCallback {
  readonly reqId: string;
  /** When it came; that it can be stored may take longer. */
  readonly receivedAt: Instant;
  readonly body: unknown;
}

export interface CarrierEvents {
  /** Resolves when it is stored: the platform is acknowledged only after that. */
  callback(raw: RawCallback): Promise<void>;
  connection(state: 'up' | 'down', reason: string, how?: Loss['kind']): void;
}

/** One of the two ways to and from WeCom: the long connection, or callback URL and what goes with it. */
export interface Carrier {
  /** Resolves when it has begun; whether it is connected comes by `CarrierEvents.connection`. */
  start(events: CarrierEvents): Promise<void>;
  stop(): Promise<void>;
  /**
   * Says it once. The platform answers 42014 to a card whose `task_id` it has had before.
   * @throws {PlatformError} `code` is WeCom's number as text, or one of `errors.ts`
   */
  send(to: Conversation, message: WecomMessage | WecomFileMessage): Promise<void>;
  /**
   * Answers a tap with the card's new state, for everybody. The card carries the tapped card's `task_id`.
   * @param reqId of the tap's callback
   * @throws {PlatformError} not retryable once the 5 s are over
   */
  answerTap(reqId: string, card: TemplateCard): Promise<void>;
  /**
   * Welcomes somebody who has just opened his chat with the bot, who need not have spoken to it. Absent: `send` does.
   * @param reqId of the event
   * @throws {PlatformError} not retryable once the 5 s are over
   */
  answerEnter?(reqId: string, message: WecomMessage): Promise<void>;
  /** Whether the bot can say something unasked there. In callback mode only an unused `response_url` or a webhook can. */
  readonly canPush: boolean;
}
