import type { Card } from '../../cards/types.ts';
import type { Instant, PersonId } from '../../domain/types.ts';
import type { Capabilities, Platform, WireContent } from '../../platforms/types.ts';

/** A bot's or a person's message as it looked at one moment. */
export interface Shown {
  readonly at: Instant;
  /** Key of a group, or of somebody's private chat with the bot. */
  readonly chat: string;
  /** The speaker's key; absent: the bot. */
  readonly by?: string;
  readonly messageId: string;
  /** `updated`: a card that stands already looks like this now. */
  readonly change: 'posted' | 'updated';
  /** Only this person sees it. */
  readonly onlyFor?: string;
  readonly lines: readonly string[];
  readonly card?: Card;
  readonly people: WireContent['people'];
  /** Keys of those whom it rings. */
  readonly mentions: readonly string[];
  /** Said by a person: did the bot get it? */
  readonly heard?: 'delivered' | 'not_addressed' | 'bot_away' | 'failed';
}

export interface Saying {
  readonly chat: string;
  readonly person: string;
  readonly text: string;
  /** The message that is quoted. */
  readonly replyTo?: string;
}

export interface Tapping {
  readonly chat: string;
  readonly person: string;
  readonly messageId: string;
  readonly action: string;
  /** Id of what the button is about. */
  readonly subject: string;
  readonly form: Readonly<Record<string, string>>;
  /** The version on the tapper's screen; absent: the card's present one. */
  readonly version?: number;
}

export interface WorldPerson {
  readonly key: string;
  readonly id: PersonId;
  readonly name: string;
}

/** A chat system in which a scenario is played. It outlives the bot, as a platform's servers do. */
export interface PlayWorld {
  readonly platform: string;
  readonly capabilities: Capabilities;
  /** An adapter for a process that starts now. */
  adapter(): Platform;
  /** The bot's process is gone, and its connection with it. */
  cut(): void;
  /** Key of somebody's private chat with the bot. */
  privateChat(person: string): string;
  isPrivate(chat: string): boolean;
  /** Resolves when the bot has stored it, or when it can't. @throws when there is no such chat or person */
  say(saying: Saying): Promise<void>;
  tap(tapping: Tapping): Promise<void>;
  /** What a person writes where no button can be tapped: `接单 7`; absent on a platform with cards. */
  asText?(command: TypedCommand): string;
  /** Everything that appeared or changed, in that order. */
  readonly shown: readonly Shown[];
}

export interface TypedCommand {
  readonly action: string;
  /** The ticket's number, as people say it. */
  readonly ticket?: string;
  readonly form: Readonly<Record<string, string>>;
}
