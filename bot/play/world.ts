import type { Card } from '../../cards/types.ts';
import type { Instant, PersonId } from '../../domain/types.ts';
import type { PlatformNotes } from '../../platforms/notes.ts';
import type { Attachment, Capabilities, Platform, WireContent } from '../../platforms/types.ts';
import type { PlatformUsage } from '../../platforms/usage.ts';

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
  /** The name of a picture or document that the bot sent; a picture's may be its kind, where the platform shows none. */
  readonly file?: string;
  readonly people: WireContent['people'];
  /** Keys of those whom it rings. */
  readonly mentions: readonly string[];
  /** What kinds of the platform's messages it is made of, where there is more than one kind: `button_interaction`. */
  readonly form?: string;
  /** Said by a person: did the bot get it? `lost`: the platform took it and told nobody. */
  readonly heard?: 'delivered' | 'not_addressed' | 'bot_away' | 'lost' | 'failed';
}

export interface Saying {
  readonly chat: string;
  readonly person: string;
  readonly text: string;
  /** The message that is quoted. */
  readonly replyTo?: string;
  readonly attachments?: readonly SentFile[];
}

/** A picture or file that somebody sends; its bytes are the world's. */
export interface SentFile {
  readonly kind: Attachment['kind'];
  readonly name?: string;
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

/**
 * What became of a tap. `form_open`: the platform could not ask all of the form beforehand, and the bot is expected to.
 * `no_button`: there is none to press on that message, or none that could bring all of the form.
 */
export type Tapped = 'done' | 'form_open' | 'no_button';

/** What an adapter keeps in the bot's database. */
export interface AdapterGiven {
  readonly notes: PlatformNotes;
  readonly usage: PlatformUsage;
}

/** A chat system in which a scenario is played. It outlives the bot, as a platform's servers do. */
export interface PlayWorld {
  readonly platform: string;
  readonly capabilities: Capabilities;
  /** An adapter for a process that starts now. */
  adapter(given: AdapterGiven): Platform;
  /** The bot's process is gone, and its connection with it. */
  cut(): void;
  /** Key of somebody's private chat with the bot. */
  privateChat(person: string): string;
  isPrivate(chat: string): boolean;
  /** Resolves when the bot has stored it, or when it can't. @throws when there is no such chat or person */
  say(saying: Saying): Promise<void>;
  tap(tapping: Tapping): Promise<Tapped>;
  /** What a person writes where no button can be tapped: `接单 7`; absent where every button can. */
  asText?(command: TypedCommand): string;
  /** Applied to what is wanted and to what is seen, where the platform writes some characters otherwise than the bot does. */
  asRead?(text: string): string;
  /** The platform delivers its last callback once more. Absent: the bot's adapter is made to. @returns false when nobody hears it */
  again?(): Promise<boolean>;
  /** Everything that appeared or changed, in that order. */
  readonly shown: readonly Shown[];
  /** What the bot did that the platform refuses, or shows otherwise than it was meant. Absent: it takes whatever it is told. */
  complaints?(): readonly string[];
  /** The end of the play: nothing of it listens any more. */
  close?(): Promise<void>;
}

export interface TypedCommand {
  readonly action: string;
  /** The ticket's number, as people say it, or the id of what else it is about. */
  readonly ticket?: string;
  /** The bot has asked what the form asks: only that is answered. */
  readonly isAnswer?: true;
  readonly form: Readonly<Record<string, string>>;
}
