import type { Card } from '../cards/types.ts';
import type { AlertNotice } from '../domain/alerts/alert-types.ts';
import type { ContractId, DurationMs, Instant, TicketId } from '../domain/types.ts';
import type { Loss } from './supervisor.ts';

/** A person as a platform knows him. */
export interface AccountRef {
  readonly userId: string;
  /** What the platform shows; absent where it tells no names. */
  readonly name?: string;
  /** He is none of the organisation that the bot belongs to, or the platform does not say: he can be named, and not be rung. */
  readonly isGuest?: true;
}

interface UpdateBase {
  readonly platform: string;
  /** The platform's id of this delivery: a second one with the same id changes nothing. */
  readonly updateId: string;
  readonly chat: { readonly externalId: string; readonly kind: 'group' | 'private'; readonly title?: string };
  readonly from: AccountRef;
  /** The platform's own time of it, where it tells one. */
  readonly sentAt?: Instant;
  readonly receivedAt: Instant;
}

/** A picture or file that came with a message: not fetched yet, and to be had for a short time only. */
export interface Attachment {
  readonly kind: 'image' | 'file' | 'audio' | 'video';
  /** As the sender called it; absent where the platform tells it only with the file. */
  readonly name?: string;
  /** What the platform's adapter needs to fetch it; nobody else reads it, and it never goes into a log: it may hold a key. */
  readonly source: string;
  /** Not to be had any more after this. */
  readonly validUntil?: Instant;
  /** It is in the message that is quoted: whoever quotes it need not have sent it. */
  readonly quoted?: true;
}

/** A fetched and, where it was encrypted, decrypted file. */
export interface FetchedFile {
  readonly bytes: Uint8Array;
  /** As the platform's server calls it. */
  readonly name?: string;
}

export interface MessageUpdate extends UpdateBase {
  readonly type: 'message';
  /** The bot's name is stripped. Untouched otherwise: cleaning is the domain's. Empty where it was withheld. */
  readonly text: string;
  /** Somebody spoke to the bot, and the platform does not say what: this month's quota is used up. */
  readonly withheld?: 'quota';
  /** It was said to the bot: a mention, a reply to it, or a private chat. */
  readonly addressed: boolean;
  /** The message that it replies to: its handle where the platform tells it, and its text as far as it quotes it. */
  readonly quote?: { readonly handle?: string; readonly text?: string };
  readonly attachments?: readonly Attachment[];
}

export interface ActionUpdate extends UpdateBase {
  readonly type: 'action';
  readonly action: string;
  /** What the button is about, and the version that it was made for. */
  readonly subject: string;
  readonly version: number;
  readonly form: Readonly<Record<string, string>>;
  /** The message that holds the card. */
  readonly handle?: string;
  /** With it the platform accepts an answer to this tap, for a short time. */
  readonly tapToken?: string;
}

export interface JoinUpdate extends UpdateBase {
  readonly type: 'join';
}

/** What monitoring says of one contract, all of it about one group of alerts. Its chat is no chat: it names the contract, for the order. */
export interface AlertUpdate extends UpdateBase {
  readonly type: 'alert';
  readonly contractId: ContractId;
  /** What they have in common, as it was found when they were received; `none`: a rule of the pack ignores them. */
  readonly groupKey: string;
  readonly systemId?: string;
  /** At least one, in their order. */
  readonly notices: readonly AlertNotice[];
}

/** Name of what is no platform: notices of monitoring enter under it. */
export const ALERTS = 'alerts';

/** `ActionUpdate.action` of a button that does what is chosen beside it, while nothing is chosen. */
export const NOTHING_CHOSEN_ACTION = 'nothing_chosen';

/** What a platform delivered, normalised. */
export type Update = ChatUpdate | AlertUpdate;

/** What comes of a chat, by a person. */
export type ChatUpdate = MessageUpdate | ActionUpdate | JoinUpdate;

/** What a platform can do. Handlers never ask; the dispatcher plans each delivery with it. */
export interface Capabilities {
  /** It posts to real people: a restored copy of the database must not speak there. */
  readonly reachesRealPeople: boolean;
  /** May the bot change a card that it sent? */
  readonly updateCard: 'anytime' | 'answering_tap' | 'never';
  /** How an answer reaches one person only. `sparing`: as `direct` where nobody else may read it, else by a mention in the group. */
  readonly privateAnswer: 'ephemeral' | 'direct' | 'sparing' | 'none';
  /** `living`: each card costs, so only a ticket's living card is one; all else is text. */
  readonly cards: 'all' | 'living' | 'none';
  /** Does a card show each viewer only the buttons that are for him? */
  readonly buttonsPerViewer: boolean;
  /** Messages a minute, and an hour, that a chat may get; absent: no limit. */
  readonly perMinute?: number;
  readonly perHour?: number;
  /** Only one process may be connected at a time: the one that holds the lease `connection:<platform>`. It alone speaks. */
  readonly oneConnection?: true;
  /** Does it deliver what was sent while the bot was away? Otherwise that time is deafness. */
  readonly replaysMissed: boolean;
  /** Deafness of more than this is told in the groups; absent: of more than a minute. */
  readonly deafMinMs?: DurationMs;
}

/** A run of text with people resolved to the platform's accounts. */
export type WireInline = string | { readonly bold: string } | { readonly mention: AccountRef };
export type WireLine = readonly WireInline[];

/** A card or text whose mentions and audiences are resolved. */
export interface WireContent {
  readonly card?: Card;
  /** Of the card only what it says is wanted, with how the effect of its buttons is had by typing. */
  readonly asWords?: true;
  /** Where it is said in words: of the card only how it stands, what is due next and who may do what about it. */
  readonly asNews?: true;
  /** What has happened: said before the card where that is said in words, and left out where the card itself is shown. */
  readonly news?: readonly WireLine[];
  /** Said with the card or instead of it. */
  readonly lines: readonly WireLine[];
  /** Names of the persons that the card mentions and addresses, by person id. */
  readonly people: Readonly<Record<string, AccountRef>>;
}

/** One thing that the platform shall do. `key` is the idempotency key: the same key twice shows one message. */
export type Delivery = {
  readonly key: string;
  readonly chat: string;
  /** For which ticket it is counted, where the platform charges by the call. */
  readonly ticketId?: TicketId;
  /**
   * It may stand there already: an earlier attempt ended without a clear answer, or a process that was killed may have sent it.
   * That the platform knows its key is no error then. Never said only because it has failed or waited.
   */
  readonly isRepeat?: true;
  /** A breach and the like: an adapter that counts what it sends keeps room for it. */
  readonly isUrgent?: true;
} & (
  | {
      readonly op: 'post';
      readonly content: WireContent;
      /** It is all that comes of this tap, unless something has answered it already. */
      readonly tapToken?: string;
      readonly quote?: string;
      /** Those whom it shall ring, also where a mention in the content is only a name. */
      readonly rings?: readonly AccountRef[];
      /** Those of them who shall be telephoned, where the platform can. */
      readonly calls?: readonly AccountRef[];
      /** Whose turn it is: where no buttons stand he gets them in private. It rings nobody. */
      readonly turn?: readonly AccountRef[];
    }
  | {
      readonly op: 'update';
      readonly handle: string;
      readonly content: WireContent;
      readonly tapToken?: string;
      /** Whoever tapped shall see it at once. To show it to everybody costs, and the card's next change does. */
      readonly onlyToTapper?: true;
    }
  | { readonly op: 'ephemeral'; readonly to: AccountRef; readonly content: WireContent; readonly tapToken?: string }
  | {
      readonly op: 'direct';
      readonly to: AccountRef;
      readonly content: WireContent;
      /** As of a post. */
      readonly tapToken?: string;
    }
  | {
      /** A picture or document, as a message of its own: to the chat, or to one person alone. */
      readonly op: 'file';
      readonly file: WireFile;
      /** For a platform that tells of the file in words; it is not said beside it. */
      readonly content: WireContent;
      readonly to?: AccountRef;
    }
);

/** What the bot made: a PNG, docx or xlsx; or what somebody handed in, of any kind that is kept. */
export interface WireFile {
  readonly kind: 'image' | 'document';
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface DeliveryReceipt {
  /** The platform's id of the message that now stands in the chat; a reply or an update names it. */
  readonly handle?: string;
  /** How many of the messages that the chat may get it took; absent: one. */
  readonly messages?: number;
}

/** The platform answered no, or never answered. */
export class PlatformError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly retryAfterMs?: DurationMs;
  /** No clear answer came: it may have been done all the same. */
  readonly isUnsure?: true;
  /** Nothing gets through there now, whatever it is: that is no failure of this delivery, and it may take long. */
  readonly isShut?: true;

  constructor(
    message: string,
    options: {
      code: string;
      retryable: boolean;
      retryAfterMs?: DurationMs;
      isUnsure?: boolean;
      isShut?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'PlatformError';
    this.code = options.code;
    this.retryable = options.retryable;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
    if (options.isUnsure) this.isUnsure = true;
    if (options.isShut) this.isShut = true;
  }
}

/** Trying it again gets the same answer. */
export function forGood(code: string, message: string): PlatformError {
  return new PlatformError(message, { code, retryable: false });
}

/** What a platform calls. */
export interface Receiver {
  /** Stores the update; the platform acknowledges it to its server only after this resolved. */
  receive(update: Update): Promise<'accepted' | 'duplicate'>;
  /**
   * The connection came or went; while it is away the bot is deaf there.
   * @param how it went; absent: it was lost
   * @param since when nothing has been heard, where that is longer ago than now
   */
  connection(state: 'up' | 'down', reason: string, how?: Loss['kind'], since?: Instant): void;
  /** Something that the customer's people have to settle with the platform. Told again and again it is still told to them once a day. */
  trouble(trouble: PlatformTrouble): void;
}

/**
 * `quota_low`: so much of the month's quota is used that it may not last. `quota_exhausted`: it is used up, and messages are lost or
 * can't be sent.
 */
export interface PlatformTrouble {
  readonly code: 'quota_low' | 'quota_exhausted';
  /** Of what: calls of the platform's API, or messages to and from the bot. */
  readonly of: 'calls' | 'messages';
  readonly used?: number;
  readonly limit?: number;
}

export interface Platform {
  readonly name: string;
  readonly capabilities: Capabilities;
  start(receiver: Receiver): Promise<void>;
  /** @throws {PlatformError} */
  deliver(delivery: Delivery): Promise<DeliveryReceipt>;
  /**
   * Rings and calls those of a post that can't be said yet; its delivery then rings nobody twice. Absent: a post rings only as it
   * is said.
   * @throws {PlatformError} retryable
   */
  ring?(delivery: Extract<Delivery, { op: 'post' }>): Promise<void>;
  /**
   * Fetches what came with a message; absent where messages bring no files.
   * @throws {PlatformError} `too_large`, `expired`, `undecryptable` … for good; or retryable
   */
  fetch?(attachment: Attachment, limits: { readonly maxBytes: number }): Promise<FetchedFile>;
  stop(): Promise<void>;
}
