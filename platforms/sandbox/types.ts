import type { Card, CardAction } from '../../cards/types.ts';
import type { Instant, Role } from '../../domain/types.ts';
import type { WireContent, WireFile, WireLine } from '../types.ts';

/** Somebody whom a visitor can speak as. */
export interface SandboxPersona {
  /** The account's id on this platform. */
  readonly key: string;
  readonly name: string;
  /** What he is shown as beside his name: 大厅窗口. */
  readonly title?: string;
  readonly roles: readonly Role[];
  /** The people of one contract, by its short name: they are in its groups, and in no others. */
  readonly team: string;
}

/** What people call a system. */
export interface SystemName {
  readonly zh: string;
  readonly en: string;
}

/** A group of a team; beside the groups everybody has a private chat with the bot. */
export interface SandboxChat {
  /** The chat's external id on this platform. */
  readonly key: string;
  readonly title: string;
  readonly team: string;
  /** Name of a system that is maintained for this group, for an example of a report. */
  readonly system: SystemName;
}

export interface SandboxRoom extends SandboxChat {
  readonly kind: 'group' | 'private';
  /** Whose private chat it is. */
  readonly owner?: string;
}

/** What became of what somebody said. */
export type Heard =
  /** On its way; the bot has not taken it yet. */
  | 'sending'
  /** The bot has stored it. */
  | 'delivered'
  /** Said to the others: the bot never gets it. */
  | 'not_addressed'
  /** No bot was connected. It is not delivered later, as on WeCom. */
  | 'bot_away'
  /** The bot did not take it; saying it again with the same client id tries again. */
  | 'failed';

export interface QuotedMessage {
  readonly id: string;
  readonly text: string;
}

interface MessageBase {
  /** Sorts by age; a handle for replies and updates. */
  readonly id: string;
  readonly chat: string;
  readonly order: number;
  readonly at: Instant;
  readonly quote?: QuotedMessage;
}

export interface PersonMessage extends MessageBase {
  readonly from: 'person';
  readonly userId: string;
  readonly clientId: string;
  /** May be empty where files came. */
  readonly text: string;
  readonly files?: readonly SandboxFile[];
  readonly heard: Heard;
}

/** A picture or document that was sent. What the bot sent or kept is kept by the host, under its hash. */
export interface SandboxFile {
  readonly kind: WireFile['kind'];
  /** Empty where a person's program named none. */
  readonly name: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly hash: string;
}

export interface BotMessage extends MessageBase {
  readonly from: 'bot';
  /** The key of the delivery: the same key again shows no second message. */
  readonly deliveryKey: string;
  readonly content: WireContent;
  /** The message is that and nothing else. */
  readonly file?: SandboxFile;
  /** Only this account sees it. */
  readonly onlyFor?: string;
  /** Its card has shown clocks, now or before an update: it is a ticket's own card, also when that is closed. */
  readonly hadClocks?: true;
  /** The content was replaced then. */
  readonly updatedAt?: Instant;
}

export type SandboxMessage = PersonMessage | BotMessage;

/** What windows are told, in the order in which it happened. */
export type SandboxChange =
  | { readonly type: 'message'; readonly message: SandboxMessage }
  | { readonly type: 'bot'; readonly connected: boolean };

// ---- What people do ----

/** Why a person's request had no effect here; the bot never saw it. */
export type Refused = {
  readonly ok: false;
  readonly refusal:
    | 'unknown_chat'
    | 'unknown_persona'
    | 'unknown_message'
    | 'no_card'
    | 'bad_action'
    | 'empty_text'
    | 'unknown_file'
    | 'too_many_files'
    | 'text_too_long';
};
export interface SayInput {
  readonly chat: string;
  readonly persona: string;
  /** Made by the client: saying it twice shows one message, and the bot gets the same update id. */
  readonly clientId: string;
  readonly text: string;
  readonly replyTo?: string;
  /** Hashes of what was uploaded for it. */
  readonly files?: readonly string[];
}
export interface TapInput {
  readonly chat: string;
  readonly persona: string;
  readonly clientId: string;
  readonly messageId: string;
  readonly action: string;
  /** Id of what the button is about, where that is not the card's own subject. */
  readonly subject?: string;
  readonly form?: Readonly<Record<string, string>>;
  /** The version on the tapper's screen; absent: the card's present one. */
  readonly version?: number;
}
export type SayResult = { readonly ok: true; readonly message: PersonMessage } | Refused;
export type TapResult = { readonly ok: true; readonly heard: Exclude<Heard, 'not_addressed' | 'sending'> } | Refused;

// ---- What one viewer sees ----

/** A card's button that this viewer does not get, and who does. */
export interface OthersAction {
  readonly action: string;
  readonly label: string;
  readonly users: readonly string[];
}

export interface CardView extends Omit<Card, 'lines' | 'fields' | 'actions'> {
  readonly lines: readonly WireLine[];
  readonly fields: readonly { readonly label: string; readonly value: WireLine }[];
  /** Only what this viewer may tap; `for` is spent. */
  readonly actions: readonly Omit<CardAction, 'for'>[];
  readonly othersActions: readonly OthersAction[];
}

export type MessageView =
  | PersonMessage
  | (Omit<BotMessage, 'content' | 'deliveryKey' | 'file'> & {
      readonly lines: readonly WireLine[];
      readonly card?: CardView;
      readonly file?: Omit<SandboxFile, 'hash'>;
      /** It rings this viewer. */
      readonly mentionsViewer: boolean;
    });

export interface RoomView extends SandboxRoom {
  readonly messages: readonly MessageView[];
}
