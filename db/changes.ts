import type { Card, DigestEntry, Line } from '../cards/types.ts';
import type { Alert } from '../domain/alerts/alert-types.ts';
import type { AlertFigures } from '../domain/alerts/count-alerts.ts';
import type { LeavingAlerts } from '../domain/alerts/leaving-alerts.ts';
import type { AssessmentRecord } from '../domain/assessment/records.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import type { Attendance, DutyChange, RotaPlan } from '../domain/roster-types.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { ChatId, CivilDate, ContractId, EventId, Instant, PersonId, TextRef, TicketId } from '../domain/types.ts';
import type { Reads } from './reads.ts';
import type { Chat, Draft, KeptFile, PendingForm, TaughtName, TicketAttachment } from './records.ts';

// What one cause changes: written in one transaction, or not at all.

/** A text to keep: `ref.hash` is SHA-256 over salt and body; only the hash is in the ledger. */
export interface NewText {
  readonly ref: TextRef;
  readonly ticketId?: TicketId;
  readonly salt: string;
  readonly body: string;
}

/**
 * Personal data is forgotten: bodies go, and with them the salts without which a short text could be guessed from its hash. The ledger's
 * hashes stay, so the chain verifies.
 */
export interface Erasure {
  /** `masked` is shown from now on. One that is erased already stays as it is. */
  readonly texts?: readonly { readonly id: string; readonly masked: string }[];
  /** Ids of texts that were looked through and hold none: they stay, and nobody looks again. */
  readonly clean?: readonly string[];
  /** The names that files have from now on. */
  readonly attachments?: readonly { readonly id: string; readonly name: string }[];
  /** The words of questions from now on. Compare-and-set on `version`: it grows, so nobody writes back what he has read before. */
  readonly drafts?: readonly { readonly seen: Draft; readonly body: string }[];
  readonly leftovers?: Leftovers;
  /** Alerts of the contract of which nothing was heard since, and whose ticket is not open, are deleted. */
  readonly alertsBefore?: Instant;
}

/** Rows that nothing needs, but that hold words of people: dead letters by their numbers, messages of the sandbox by their ids. */
export interface Leftovers {
  readonly inbox: readonly number[];
  readonly outbox: readonly number[];
  readonly sandbox: readonly string[];
}

/** A ledger entry that is about no single ticket: deafness, a refusal, a pack in force … */
export interface ContractEvent {
  readonly id: EventId;
  readonly at: Instant;
  readonly by?: PersonId;
  readonly type: string;
  readonly ticketId?: TicketId;
  /** Of which record of the assessment, or which obligation, it tells; the same commit writes it. The ledger keeps its version and its hash. */
  readonly recordId?: string;
  readonly [field: string]: unknown;
}

export interface TimerKey {
  /** One row for each key; setting it again moves it. `wake:<ticketId>`. */
  readonly key: string;
}
export interface NewTimer extends TimerKey {
  /**
   * `remind_draft`: a question that nobody has answered; the subject is the draft's id. `routine`: what a contract wants again
   * and again by itself; the subject is the routine's name. `fetch_media`: the subject is the attachment's id. `wake_obligation`:
   * an inspection or a deliverable opens, is near its due instant or past it. `probe`: what machines can tell of an inspection. `draft_report`: a report that the bot writes has opened;
   * the subject is the deliverable's id. `count_alerts`: a ticket's alerts are counted and told together; the subject is the ticket's id. `advise_draft`:
   * a language model is asked about a question's words; the subject is the draft's id.
   */
  readonly kind:
    | 'wake_ticket'
    | 'remind_draft'
    | 'routine'
    | 'fetch_media'
    | 'wake_obligation'
    | 'probe'
    | 'draft_report'
    | 'count_alerts'
    | 'advise_draft';
  readonly subject: string;
  readonly fireAt: Instant;
  /**
   * Written only where the timer of this key is pending for that instant and in nobody's hands; `none`: where there is none, or
   * it was given up. Absent: whatever was there before.
   */
  readonly replaces?: Instant | 'none';
}

/** What shall be said. Rows of a chat leave in the order in which they were committed. */
export type Outgoing = OutgoingBase &
  (
    | {
        readonly op: 'post';
        readonly content: Content;
        /** This post becomes the living card of the key. */
        readonly cardKey?: string;
        /** A reminder: what it is where several of the chat leave as one message. */
        readonly digest?: DigestEntry;
        /** Whom it also telephones, where the platform can: the last step of an escalation. */
        readonly calls?: readonly PersonId[];
        /**
         * The ticket's card as it stands by now: where no card can be changed, the post tells that as well, in few words. The row
         * that brings the card up to date is `isTold` then.
         */
        readonly standing?: Card;
        /** Whom it concerns beside those it mentions, without ringing them: who has no account there gets it elsewhere. */
        readonly reaches?: readonly PersonId[];
      }
    /**
     * Brings the living card up to date where the platform can. `otherwise`: what to do where it can't, or can't any more:
     * post the new card, or leave it. `isDetail`: the card was in the same state before, and about the same people and things; where
     * each change costs, only whoever tapped is shown it.
     */
    | {
        readonly op: 'refresh';
        readonly cardKey: string;
        readonly content: Content;
        readonly tapToken?: string;
        readonly otherwise: 'post' | 'leave';
        readonly isDetail?: true;
        /** What has happened, where the new card is not shown whole. */
        readonly news?: readonly Line[];
        /** A post of the same cause tells it. */
        readonly isTold?: true;
      }
    /**
     * For one person's eyes as far as the platform can. `onlyAlone`: where nothing reaches him alone, nobody else may read it either.
     * `isOnAsking`: he did not ask, and can have it by asking; where private messages are spared it is not sent by itself.
     */
    | {
        readonly op: 'answer';
        readonly to: PersonId;
        readonly content: Content;
        readonly tapToken?: string;
        readonly onlyAlone?: true;
        readonly isOnAsking?: true;
      }
    /**
     * A picture or document that the bot made or keeps, as a message of its own. To one person alone with `to`, else to the chat. `content`
     * is said where the platform can't send it.
     */
    | {
        readonly op: 'file';
        readonly file: KeptFile;
        readonly content: Content;
        readonly to?: PersonId;
        readonly onlyAlone?: true;
        readonly isOnAsking?: true;
      }
  );
interface OutgoingBase {
  /** Idempotency: a second row with the same key is not written. */
  readonly key: string;
  readonly chatId: ChatId;
  /** 0 goes first when the rate budget is short: breach notices before chatter. Order inside one priority is kept. */
  readonly priority: 0 | 1 | 2;
  /** Not worth sending after this. */
  readonly validUntil?: Instant;
  readonly ticketId?: TicketId;
  /** Whose turn it is from now on, and was not before: where no buttons stand he gets in private what he acts by. It rings nobody. */
  readonly turn?: readonly PersonId[];
}
export interface Content {
  readonly lines: readonly Line[];
  readonly card?: Card;
}

export interface Changes {
  /** Inserted when `seen` is absent, else compare-and-set on `seen.writes`. */
  readonly ticket?: { readonly seen?: Ticket; readonly next: Ticket };
  /** A second ticket that the same cause changes: the main one of a merging. */
  readonly otherTicket?: { readonly seen: Ticket; readonly next: Ticket };
  /** Further tickets that the same message opens: each with an `opened` event among `events`. */
  readonly furtherTickets?: readonly Ticket[];
  /** Names of systems that are taught, or forgotten. A later one takes the place of an earlier one. */
  readonly taughtNames?: readonly (TaughtName | { readonly forgotten: Pick<TaughtName, 'contractId' | 'folded'> })[];
  /** Inserted when `seen` is absent, else compare-and-set on `seen.version`. */
  readonly alerts?: readonly AlertWrite[];
  /** Whatever alerts of these tickets there are by now (of one source, where it is named) are this one's from now on. */
  readonly movedAlerts?: LeavingAlerts & { readonly to: TicketId };
  /** Who is on which rota, covers and absences, 签到. */
  readonly roster?: readonly RosterWrite[];
  /**
   * What people have said about a score. Inserted when `seen` is absent, else compare-and-set on `seen.version`; each has an entry
   * with its `recordId` in the same commit.
   */
  readonly assessment?: readonly AssessmentWrite[];
  /**
   * Inspections and deliverables. Inserted when `seen` is absent, else compare-and-set on `seen.version`; each has an entry with its
   * `recordId` in the same commit.
   */
  readonly obligations?: readonly ObligationWrite[];
  /** Only looked at: what is committed was made from the ticket as it was seen. */
  readonly unchangedTicket?: Ticket;
  readonly events?: readonly TicketEvent[];
  readonly entries?: readonly ContractEvent[];
  readonly texts?: readonly NewText[];
  /** Personal data that is forgotten; an entry says of which texts. */
  readonly erasure?: Erasure;
  readonly setTimers?: readonly NewTimer[];
  readonly clearTimers?: readonly TimerKey[];
  readonly outbox?: readonly Outgoing[];
  /** Private chats of people who never spoke there, for the outbox. One that is known by now stays as it is. */
  readonly newChats?: readonly Chat[];
  readonly newDraft?: Draft;
  /** Other words take the place of those that it asked about. Compare-and-set on `version`. */
  readonly rewordedDraft?: { readonly seen: Draft; readonly next: Draft };
  /** Compare-and-set on `version`. */
  readonly answeredDraft?: { readonly seen: Draft; readonly answer: string };
  /** One for each person in each chat: a later one takes its place; `none`: it is answered, or given up. */
  readonly pendingForm?: PendingForm | { readonly none: Pick<PendingForm, 'chatId' | 'personId'> };
  /** Inserted, or, where there is one of that id, in its new state. */
  readonly attachments?: readonly TicketAttachment[];
  /** Kept already, or on their way: they belong to this ticket from now on. */
  readonly movedAttachments?: { readonly ids: readonly string[]; readonly to: TicketId };
  /**
   * The chat belongs to the contract from now on; what was said there since `since` and parked is handled again. Compare-and-set:
   * only where it has no contract, or the one that was `seen`.
   */
  readonly boundChat?: {
    readonly chat: Chat & { readonly contractId: ContractId };
    readonly seen?: ContractId;
    readonly since: Instant;
  };
  /** The update that causes this waits until its chat is bound to a contract. */
  readonly parksUpdate?: true;
}

export type RosterWrite =
  /** Takes the place of the rota's plan. */
  | { readonly kind: 'plan'; readonly plan: RotaPlan }
  /** Inserted when `seen` is absent, else compare-and-set on `seen.version`. */
  | { readonly kind: 'change'; readonly seen?: DutyChange; readonly next: DutyChange }
  /** Inserted when `seen` is absent, else compare-and-set on all that was seen: 签到 and the judging of absence may meet. */
  | { readonly kind: 'attendance'; readonly seen?: Attendance; readonly record: Attendance };

export interface AssessmentWrite {
  readonly seen?: AssessmentRecord;
  /** Its version is the next one: 1 for a new record. */
  readonly next: AssessmentRecord;
}

export interface AlertWrite {
  readonly seen?: Alert;
  /** Its version is the next one: 1 for a new one. */
  readonly next: Alert;
}

export interface ObligationWrite {
  readonly seen?: Obligation;
  /** Its version is the next one: 1 for a new one. */
  readonly next: Obligation;
}

/** Somebody else was faster: the update is handled again on fresh data. */
export class VersionConflict extends Error {
  readonly code = 'version_conflict';
}

/** The inbox or timer row is no longer ours: its lease ran out and another replica has it. */
export class LeaseLost extends Error {
  readonly code = 'lease_lost';
}

/** What caused a commit; the store settles it in the same transaction. */
export type Cause =
  /** `behind`: updates that are settled with it. */
  | { readonly kind: 'update'; readonly seq: number; readonly owner: string; readonly behind?: readonly number[] }
  | { readonly kind: 'timer'; readonly key: string; readonly leaseToken: string }
  | { readonly kind: 'none' };

export interface CommitMeta {
  readonly contractId: ContractId;
  readonly now: Instant;
  readonly cause: Cause;
}

/** Inside the transaction: what can only be known there. */
export interface Tx {
  /** The next number of that contract's day, from 1, without gaps among committed tickets. */
  nextDailyNumber(contractId: ContractId, day: CivilDate): Promise<number>;
  /** How many questions are put to a language model that day, by whatever replica and for whatever contract, with this one. */
  nextAdviceOfDay(day: CivilDate): Promise<number>;
  /** Of the alerts of a ticket and of those that were merged into it. What is heard of them after this transaction sets its timer anew. */
  alertFigures(ticketIds: readonly TicketId[]): Promise<AlertFigures>;
  /** With what others have committed up to now. Once a number was drawn, nobody else opens a ticket of the contract's day before the end. */
  openTickets: Reads['openTickets'];
  /** What was decided no longer holds. @throws {VersionConflict} always: the cause is handled again */
  giveUp(why: string): never;
}
