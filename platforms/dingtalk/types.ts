import type { Instant, TicketId } from '../../domain/types.ts';
import type { Conversation } from '../conversations.ts';
import type { PlatformDeps } from '../deps.ts';
import type { Urgency } from '../reserve.ts';
import type { Loss } from '../supervisor.ts';
import type { AccountRef, WireFile } from '../types.ts';
import type { PlatformUsage } from '../usage.ts';

/** What an administrator configures; read from the environment by `bot/dingtalk-config.ts`. */
export interface DingtalkSettings {
  /** The bot's display name in DingTalk, which people write behind `@`. */
  readonly botName: string;
  /** Client ID (AppKey) and Client Secret (AppSecret) of the organisation's own app. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** `robotCode`; in practice the same as the Client ID. */
  readonly robotCode: string;
  /** Exactly one way in: the Stream connection, or HTTP callbacks. */
  readonly entrance: StreamEntrance | HttpEntrance;
  /** `https://api.dingtalk.com`, or that of a private gateway; without a slash at its end, as the next ones. */
  readonly apiBase: string;
  /** `https://oapi.dingtalk.com`, or that of a private gateway. */
  readonly oapiBase: string;
  /** Where a private edition keeps files, besides its gateways: `HOST`, `HOST:PORT` or `*.HOST`. Absent: nowhere else. */
  readonly fileHosts?: readonly string[];
  /** The interactive-card template that was imported or built; absent: ActionCards and text. */
  readonly cardTemplateId?: string;
  /** Custom robots of groups by the group's conversation id; `*`: of the only group, and of none where the bot has several. */
  readonly robots: ReadonlyMap<string, CustomRobot>;
  /** How DING reaches the people of a chain's last step; absent: it is not used. */
  readonly ding?: DingWay;
  /** As few calls as possible: at most six for a ticket from its report to its close. */
  readonly isEconomy: boolean;
  /** What the organisation's edition allows in a month. */
  readonly monthly: { readonly calls: number; readonly messages: number };
  /** Where this program is reached, without a slash at its end: confirm pages and HTTP callbacks. Absent: there are neither. */
  readonly publicUrl?: string;
}

export interface StreamEntrance {
  readonly kind: 'stream';
}

export interface HttpEntrance {
  readonly kind: 'http';
  /** `apiSecret` with which DingTalk signs taps on cards. */
  readonly cardSecret: string;
}

/** A group's custom robot (自定义机器人): it can speak, and not hear. */
export interface CustomRobot {
  readonly accessToken: string;
  /** Begins with `SEC`; absent where the robot is secured by a keyword or by addresses. */
  readonly secret?: string;
}

export type DingWay = 'app' | 'sms' | 'phone';

export interface DingtalkDeps extends PlatformDeps {
  readonly usage: PlatformUsage;
}

/** The values of a card's variables: DingTalk takes strings only. */
export type CardParams = Readonly<Record<string, string>>;

/** A card as it shall stand: `outTrackId` names it for ever. */
export interface CardInstance {
  readonly outTrackId: string;
  readonly params: CardParams;
}

/** A card as it is posted. */
export interface NewCard extends CardInstance {
  /** What a list of chats and a notification show of it. */
  readonly summary: string;
  /** Those whom it mentions; whether that rings them is not certain. */
  readonly at?: readonly AccountRef[];
}

/** What a robot says without a card template. Markdown is DingTalk's subset; nothing of it is the writer's. */
export type RobotMessage =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'markdown'; readonly title: string; readonly text: string }
  | {
      readonly kind: 'action_card';
      readonly title: string;
      readonly text: string;
      /** Links, one below the other; one to five. */
      readonly buttons: readonly { readonly title: string; readonly url: string }[];
    };

/** What a robot says with a file that DingTalk was given: no webhook can. */
export type RobotFile =
  | { readonly kind: 'image'; readonly mediaId: string }
  | { readonly kind: 'file'; readonly mediaId: string; readonly name: string; readonly ending: string };

/** For what a request is counted, and whether it may use what is kept for urgent ones. */
export interface Spending {
  readonly ticketId?: TicketId;
  readonly urgency: Urgency;
}

/** DingTalk's requests that the adapter makes. All throw `PlatformError`, `code` being DingTalk's own. */
export interface OpenApi {
  /** Posts a card. `param.cardAlreadyExist`: a card of that `outTrackId` is there. */
  /** @returns how DingTalk names the message that shows it, where it says so: a quotation names it by that */
  createCard(card: NewCard, to: Conversation, spending: Spending): Promise<string | undefined>;
  /** Brings a card up to date for everybody; those of one `outTrackId` leave one after the other. */
  updateCard(card: CardInstance, spending: Spending): Promise<void>;
  /** Gives DingTalk a file. @returns how it calls it from now on */
  upload(file: WireFile, kind: RobotFile['kind'], spending: Spending): Promise<string>;
  /** Says something in a group; nobody can be mentioned. */
  sendToGroup(chatId: string, message: RobotMessage | RobotFile, spending: Spending): Promise<void>;
  /**
   * Says something to each in private.
   * @param userIds one to `RECEIVERS_MAX`
   * @returns those whom it does not reach; an answer that can't be read counts as that it reaches all
   */
  sendToPeople(userIds: readonly string[], message: RobotMessage | RobotFile, spending: Spending): Promise<Unreached>;
  /**
   * @param userIds one to 200
   * @returns those whom it does not reach; an answer that can't be read counts as that it reaches all
   */
  ding(userIds: readonly string[], text: string, way: DingWay, spending: Spending): Promise<readonly string[]>;
  /** Where a file that came with a message can be fetched for a short time. */
  downloadUrl(downloadCode: string): Promise<string>;
  /** Says where taps on cards that name this route go; what was said of it before is replaced. */
  registerCardCallback(callback: RegisteredCallback): Promise<void>;
}

/** Of those to whom something was sent. */
export interface Unreached {
  /** Nobody of the organisation. */
  readonly never: readonly string[];
  /** They are sent too much: the same may reach them soon. */
  readonly slowed: readonly string[];
}

/** Where DingTalk delivers taps in HTTP mode. */
export interface RegisteredCallback {
  /** As the cards name it. */
  readonly callbackRouteKey: string;
  readonly callbackUrl: string;
  /** With which DingTalk signs them. */
  readonly apiSecret: string;
}

/** A callback as it came: a robot message or a tap on a card. */
export interface RawCallback {
  readonly topic: 'message' | 'card';
  /** Of this delivery: a repetition may carry another one. */
  readonly deliveryId: string;
  readonly receivedAt: Instant;
  /** Parsed JSON, unchecked. */
  readonly body: unknown;
}

/** The answer to a tap: what the card of the person who tapped shows at once. Nobody else sees it. */
export interface TapRepaint {
  readonly params: CardParams;
}

export interface EntranceEvents {
  /**
   * Resolves when it is stored: DingTalk is acknowledged only after that. For a tap it resolves when there is something to answer or
   * the time for it is over, which is before DingTalk's two seconds.
   * @throws what kept it from being stored; then it is not acknowledged
   */
  callback(raw: RawCallback): Promise<TapRepaint | undefined>;
  connection(state: 'up' | 'down', reason: string, how?: Loss['kind'], since?: Instant): void;
}

/** One of the two ways in. */
export interface Entrance {
  /** Resolves when it has begun; whether it is connected comes by `EntranceEvents.connection`. */
  start(events: EntranceEvents): Promise<void>;
  stop(): Promise<void>;
}

/** A tap that DingTalk waits for an answer to. */
export interface OpenTap {
  readonly deliveryId: string;
  readonly receivedAt: Instant;
  /** The tapped card. */
  readonly outTrackId?: string;
}

/** Answers to taps that DingTalk waits for. What is given is on its way before giving it is over, so that an update may follow. */
export interface TapAnswers {
  /** Opens the wait for this tap. @returns what to answer, or undefined when the time is over without */
  wait(tap: OpenTap): Promise<TapRepaint | undefined>;
  /** @returns false when nobody waits any more */
  give(deliveryId: string, repaint: TapRepaint): Promise<boolean>;
  /** Nothing will repaint the card of this tap: whoever waits for that is told so now. */
  end(deliveryId: string): void;
  /** To all who wait for an answer to a tap on this card. */
  giveAll(outTrackId: string, repaint: TapRepaint): Promise<void>;
  /** Nothing is waited for any more. */
  stop(): void;
}
