import type { RosterMember } from '../domain/roster-types.ts';
import type { ChatId, ContractId, EventId, Instant, PersonId, TicketId } from '../domain/types.ts';
import type { Attachment } from '../platforms/types.ts';

export interface Chat {
  readonly id: ChatId;
  readonly platform: string;
  readonly externalId: string;
  readonly kind: 'group' | 'private';
  readonly title: string;
  readonly contractId?: ContractId;
  /** Id of the department of the pack whose people are in it. */
  readonly department?: string;
  /** In which people spoke there last; a word in passing counts for nothing. */
  readonly language?: 'zh' | 'en';
}
export interface Member extends RosterMember {
  readonly name: string;
}

/** Of a person on a platform. */
export interface Account {
  readonly platform: string;
  readonly userId: string;
  /** He is named there, and nothing rings him. */
  readonly isGuest?: true;
}

/** A question of the bot that waits for a tap: 登记为故障 / 不是. */
export interface Draft {
  readonly id: string;
  readonly contractId: ContractId;
  readonly chatId: ChatId;
  readonly personId: PersonId;
  readonly body: string;
  readonly reportedAt: Instant;
  readonly receivedAt: Instant;
  /** Grows when answered. */
  readonly version: number;
  readonly answer?: string;
  readonly details?: DraftDetails;
}

/** What is asked beside whether the words are a fault. */
export interface DraftDetails {
  /** In which it is asked, where the words themselves do not tell it. */
  readonly language?: 'zh' | 'en';
  /** When the newest part was heard, where they came in several. */
  readonly newestPartAt?: Instant;
  /** Of the question from which on it is about these words; absent: the first. What a model has suggested since is no word. */
  readonly wordsVersion?: number;
  /** Whether it is the fault of this ticket, which somebody else has reported. */
  readonly sameAs?: TicketId;
  /** Its number. */
  readonly sameNumber?: string;
  /** A wish rather than a fault: it is registered as a service request. */
  readonly isRequest?: true;
  /** What a language model would put into the fields. Nothing is taken from it unless somebody taps it. */
  readonly suggestion?: {
    readonly kind: 'incident' | 'request' | 'none';
    readonly systemId?: string;
    readonly level?: string;
  };
}

/** A name by which the people of a contract call a system, as it was taught in a chat. */
export interface TaughtName {
  readonly contractId: ContractId;
  /** Unique in the contract: `foldText`. */
  readonly folded: string;
  readonly name: string;
  readonly systemId: string;
  readonly taughtBy: PersonId;
  readonly taughtAt: Instant;
}

/** A button whose form could not be asked before the tap: the person's next words in that chat are what he would have filled in. */
export interface PendingForm {
  readonly chatId: ChatId;
  readonly personId: PersonId;
  /** What it is about: a ticket's id, or what the button of a score was about. */
  readonly subject: string;
  readonly command: string;
  /** What was filled in already, such as a choice. */
  readonly input: Readonly<Record<string, string>>;
  readonly askedAt: Instant;
}

/** A text with its body. */
export interface TextToErase {
  readonly id: string;
  readonly body: string;
  /** Of a text that belongs to a ticket: which one, and who reported it, those who joined it included. */
  readonly ticket?: { readonly id: TicketId; readonly reporters: readonly PersonId[] };
}

/** A file by the name that its sender gave it. */
export interface FileToErase {
  readonly id: string;
  readonly name: string;
}

/** A picture or file that belongs to a ticket. It is written with the ticket's change, and fetched by its timer. */
export interface TicketAttachment {
  readonly id: string;
  readonly contractId: ContractId;
  /** Of words that nobody has registered yet: the id of the question about them, which is that of a ticket that comes of it. */
  readonly ticketId: TicketId;
  readonly chatId: ChatId;
  readonly personId: PersonId;
  readonly platform: string;
  readonly kind: Attachment['kind'];
  readonly name?: string;
  readonly receivedAt: Instant;
  /** While it waits: what the adapter fetches it with. It may hold a key, so it is forgotten once the file is kept or lost. */
  readonly source?: string;
  readonly validUntil?: Instant;
  readonly state: 'waiting' | 'kept' | 'lost';
  /** Once kept: SHA-256 of the bytes, which is also its place in the media folder; bytes; type by content. */
  readonly hash?: string;
  readonly size?: number;
  readonly mediaType?: string;
  /** Once lost: `too_large`, `expired` … */
  readonly lostWhy?: string;
}

/** A file in the media folder that the bot may send. */
export interface KeptFile {
  /** SHA-256 of the bytes, which is also its place. */
  readonly hash: string;
  /** As people see it, with its ending. */
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

export interface LedgerEntry {
  readonly entryId: number;
  readonly eventId: EventId;
  readonly contractId: ContractId;
  readonly ticketId?: TicketId;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly type: string;
  /** Canonical JSON of the whole event: what the hash is computed over. */
  readonly body: string;
  /** Absent: not sealed yet (within a second). */
  readonly seal?: { readonly seq: number; readonly hash: string };
}

/** A pack as it was saved, and since when it counted. */
export interface PackInForce {
  readonly hash: string;
  readonly since: Instant;
  readonly body: string;
}
