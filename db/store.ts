import type { Card, DigestEntry, Line } from '../cards/types.ts';
import type { Post } from '../domain/contract.ts';
import type { Attendance, DutyChange, Roster, RosterMember, RotaPlan } from '../domain/roster-types.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type {
  ChatId,
  CivilDate,
  ContractId,
  DurationMs,
  EventId,
  Instant,
  PersonId,
  Role,
  TextRef,
  TicketId,
} from '../domain/types.ts';
import type { Update } from '../platforms/types.ts';

// ---- What one cause changes: written in one transaction, or not at all ----

/** A text to keep: `ref.hash` is SHA-256 over salt and body; only the hash is in the ledger. */
export interface NewText {
  readonly ref: TextRef;
  readonly ticketId?: TicketId;
  readonly salt: string;
  readonly body: string;
}

/** A ledger entry that is about no single ticket: deafness, a refusal, a pack in force … */
export interface ContractEvent {
  readonly id: EventId;
  readonly at: Instant;
  readonly by?: PersonId;
  readonly type: string;
  readonly ticketId?: TicketId;
  readonly [field: string]: unknown;
}

export interface TimerKey {
  /** One row for each key; setting it again moves it. `wake:<ticketId>`. */
  readonly key: string;
}
export interface NewTimer extends TimerKey {
  /**
   * `remind_draft`: a question that nobody has answered; the subject is the draft's id. `routine`: what a contract wants again
   * and again by itself; the subject is the routine's name.
   */
  readonly kind: 'wake_ticket' | 'remind_draft' | 'routine';
  readonly subject: string;
  readonly fireAt: Instant;
  /**
   * Written only where the timer of this key is pending for that instant and in nobody's hands; `none`: where there is none, or
   * it was given up. Absent: whatever was there before.
   */
  readonly replaces?: Instant | 'none';
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
      }
    /**
     * Brings the living card up to date where the platform can. `otherwise`: what to do where it can't, or can't any more:
     * post the new card, or leave it.
     */
    | {
        readonly op: 'refresh';
        readonly cardKey: string;
        readonly content: Content;
        readonly tapToken?: string;
        readonly otherwise: 'post' | 'leave';
      }
    /** For one person's eyes as far as the platform can. */
    | { readonly op: 'answer'; readonly to: PersonId; readonly content: Content; readonly tapToken?: string }
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
  /** Who is on which rota, covers and absences, 签到. */
  readonly roster?: readonly RosterWrite[];
  readonly events?: readonly TicketEvent[];
  readonly entries?: readonly ContractEvent[];
  readonly texts?: readonly NewText[];
  readonly setTimers?: readonly NewTimer[];
  readonly clearTimers?: readonly TimerKey[];
  readonly outbox?: readonly Outgoing[];
  readonly newDraft?: Draft;
  /** Compare-and-set on `version`. */
  readonly answeredDraft?: { readonly seen: Draft; readonly answer: string };
}

export type RosterWrite =
  /** Takes the place of the rota's plan. */
  | { readonly kind: 'plan'; readonly plan: RotaPlan }
  /** Inserted when `seen` is absent, else compare-and-set on `seen.version`. */
  | { readonly kind: 'change'; readonly seen?: DutyChange; readonly next: DutyChange }
  /** Inserted when `seen` is absent, else compare-and-set on all that was seen: 签到 and the judging of absence may meet. */
  | { readonly kind: 'attendance'; readonly seen?: Attendance; readonly record: Attendance };

/** Somebody else was faster: the update is handled again on fresh data. */
export class VersionConflict extends Error {
  readonly code = 'version_conflict';
}

/** The inbox or timer row is no longer ours: its lease ran out and another replica has it. */
export class LeaseLost extends Error {
  readonly code = 'lease_lost';
}

// ---- Rows that workers claim ----

export interface InboxRow {
  readonly seq: number;
  readonly update: Update;
  /** How often its handling began, the receipt's own included. */
  readonly attempts: number;
  /** How often it ended in an error; a process that ended meanwhile is none. */
  readonly failures: number;
}
export interface TimerRow extends NewTimer {
  readonly contractId: ContractId;
  readonly leaseToken: string;
  /** How often it was handed to a worker since it was set, this time included. */
  readonly attempts: number;
}
export interface OutboxRow {
  readonly seq: number;
  readonly contractId: ContractId;
  readonly outgoing: Outgoing;
  /** Deliveries that failed so far. */
  readonly attempts: number;
  readonly createdAt: Instant;
  /** When it may be tried next; later than now after a failure, and then the rows behind it wait as well. */
  readonly dueAt: Instant;
}
export interface DeadLetter {
  readonly box: 'inbox' | 'outbox' | 'timer';
  readonly id: string;
  readonly at: Instant;
  readonly attempts: number;
  readonly error: string;
  readonly about: string;
}

// ---- People and chats ----

export interface Chat {
  readonly id: ChatId;
  readonly platform: string;
  readonly externalId: string;
  readonly kind: 'group' | 'private';
  readonly title: string;
  readonly contractId?: ContractId;
  /** Id of the department of the pack whose people are in it. */
  readonly department?: string;
}
export interface Member extends RosterMember {
  readonly name: string;
}

// ---- Ledger ----

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

/** What caused a commit; the store settles it in the same transaction. */
export type Cause =
  | { readonly kind: 'update'; readonly seq: number; readonly owner: string }
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
}

/** Reads for handlers. */
export interface Reads {
  ticket(id: TicketId): Promise<Ticket | undefined>;
  /** By full number `GZ-260303-07`, or by the day's number: the newest ticket that has it. */
  ticketByNumber(contractId: ContractId, number: string): Promise<Ticket | undefined>;
  ticketByDailyNumber(contractId: ContractId, dailyNumber: number, monthDay?: string): Promise<Ticket | undefined>;
  /**
   * Not closed and not cancelled, oldest report first. With `dueBy` only those with a running clock due by then (overdue
   * ones included), the most urgent first; with `breached` only those that have, or have not, breached a clock; with
   * `newestFirst` the newest reports, where the limit would cut them off.
   */
  openTickets(
    contractId: ContractId,
    filter: {
      assigneeId?: PersonId;
      reporterId?: PersonId;
      dueBy?: Instant;
      breached?: boolean;
      newestFirst?: boolean;
      limit: number;
    },
  ): Promise<readonly Ticket[]>;
  /** Reported in [from, to). */
  ticketsReported(contractId: ContractId, from: Instant, to: Instant, limit: number): Promise<readonly Ticket[]>;
  ticketEvents(id: TicketId): Promise<readonly TicketEvent[]>;
  /** Bodies by text id; an erased text is absent. */
  texts(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Everyone of the contract. Cached; a change is seen within a second. */
  members(contractId: ContractId): Promise<readonly Member[]>;
  /** The plans of the contract's rotas, and every change of them that ends after `from`. Cached as members are. */
  rosterOf(contractId: ContractId, from: Instant): Promise<Pick<Roster, 'plans' | 'changes'>>;
  /** The changes that were asked for together, as they stand now: the one of this id, or the two of a swap. */
  dutyRequest(id: string): Promise<readonly DutyChange[]>;
  attendanceOf(contractId: ContractId, day: CivilDate): Promise<readonly Attendance[]>;
  /** The chats that are bound to a contract. */
  chatsOf(contractId: ContractId): Promise<readonly Chat[]>;
  draft(id: string): Promise<Draft | undefined>;
  /** The newest question about what this person, or anybody, said in this chat since then that nobody has answered. */
  newestOpenDraft(chatId: ChatId, personId: PersonId | undefined, since: Instant): Promise<Draft | undefined>;
  /** The living card's key behind a platform's message, or the other way round. */
  cardKeyOf(chatId: ChatId, handle: string): Promise<string | undefined>;
  /** Entries of these types in [from, to), oldest first. */
  entries(
    contractId: ContractId,
    types: readonly string[],
    from: Instant,
    to: Instant,
    limit?: number,
  ): Promise<readonly LedgerEntry[]>;
}

/** Everything that is kept. Two engines behind it; callers never ask which. */
export interface Store extends Reads {
  /** Whether other processes may run on the database at the same time; a database file is for one. */
  readonly mayHaveReplicas: boolean;
  readonly engine: 'libsql' | 'mysql';
  /** Creates or upgrades the tables, under a lock. */
  migrate(): Promise<void>;
  close(): Promise<void>;
  /** Cheap round trip, for readiness. @throws when the database does not answer */
  ping(): Promise<void>;

  /**
   * Writes one cause's changes and settles the cause, in one transaction; deadlocks are retried with jitter, so `build`
   * may run more than once and must have no effects of its own.
   * @returns the outbox rows that were written, in order
   * @throws {VersionConflict} a ticket or draft changed meanwhile  @throws {LeaseLost}
   */
  commit(meta: CommitMeta, changes: Changes | ((tx: Tx) => Promise<Changes>)): Promise<readonly OutboxRow[]>;

  /**
   * Tickets with a clock that runs or can run again: not closed, and closed ones with a clock that goes on. Oldest report first.
   * One whose document can't be read is passed over, and told to the operator.
   * @param after the last one of the page before
   */
  ticketsWithClocks(
    contractId: ContractId,
    page: { after?: Pick<Ticket, 'id' | 'reportedAt'>; limit: number },
  ): Promise<readonly Ticket[]>;

  // inbox
  /** Stored durably when it resolves; leased to `owner` until `leaseUntil`. */
  putUpdate(
    update: Update,
    lease: { owner: string; until: Instant },
  ): Promise<{ outcome: 'accepted'; seq: number } | { outcome: 'duplicate' }>;
  /**
   * Unhandled updates whose lease ran out, oldest first, now leased to `owner`. One that can't be read becomes a dead letter
   * and is left out.
   */
  claimUpdates(now: Instant, lease: { owner: string; until: Instant }, limit: number): Promise<readonly InboxRow[]>;
  /**
   * Does an older update of the chat wait, which this owner does not hold? One that has failed does not count: those behind
   * it overtake it.
   */
  hasOlderUpdate(seq: number, chat: ChatId, owner: string): Promise<boolean>;
  /** Puts an update back until then: its turn has not come. */
  deferUpdate(seq: number, owner: string, until: Instant): Promise<void>;
  /**
   * Counts that handling a claimed update begins, so that one which ends the process each time is found out; waiting in the
   * hands of processes that end counts for nothing.
   * @returns which beginning it is, the receipt's own included; undefined when the update is no longer ours
   */
  beginUpdate(seq: number, owner: string): Promise<number | undefined>;
  /** Handled without any change. */
  settleUpdate(seq: number, owner: string, now: Instant): Promise<void>;
  /** @returns false, without effect, when it is no longer ours */
  failUpdate(seq: number, owner: string, failure: { error: string; retryAt?: Instant; now: Instant }): Promise<boolean>;

  // timers
  /** What is set under the key; `isDead`: it was given up. */
  timer(key: string): Promise<{ fireAt: Instant; isDead: boolean } | undefined>;
  claimTimers(now: Instant, lease: { token: string; until: Instant }, limit: number): Promise<readonly TimerRow[]>;
  failTimer(
    key: string,
    leaseToken: string,
    failure: { error: string; retryAt?: Instant; now: Instant },
  ): Promise<void>;
  /**
   * The earliest instant at which a timer, a retry or a held message wants attention.
   * @param after looks only at instants later than this one: past what is due and can't leave yet
   */
  nextDueAt(after?: Instant): Promise<Instant | undefined>;

  // outbox
  /** Pending rows of the chat, due or not: in the order of their commits, or the most urgent first where not all can leave. */
  pendingOutbox(chatId: ChatId, limit: number, first?: 'oldest' | 'most_urgent'): Promise<readonly OutboxRow[]>;
  /** Chats with pending rows whose next attempt is due, of these platforms or of all; those that wait longest come first. */
  chatsWithPending(now: Instant, limit: number, platforms?: readonly string[]): Promise<readonly ChatId[]>;
  /** Delivered, given up as worthless (`dropped`), or never (`dead`). Several rows at once. */
  settleOutbox(rows: readonly OutboxSettlement[], now: Instant): Promise<void>;
  failOutbox(seq: number, failure: { error: string; retryAt: Instant; now: Instant }): Promise<void>;
  /** Newest handle of a living card in a chat. */
  cardHandle(chatId: ChatId, cardKey: string): Promise<string | undefined>;

  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back in the queue. @returns false when there is none of that id */
  retryDeadLetter(box: DeadLetter['box'], id: string, now: Instant): Promise<boolean>;

  // leases: `lane:<chatId>`, `seal:<contractId>`, `connection:<platform>` …
  acquireLease(name: string, owner: string, now: Instant, ttlMs: DurationMs): Promise<boolean>;
  /** Gives back all that the owner holds: leases, updates in hand, claimed timers (their tokens begin `owner:`). */
  releaseLeases(owner: string, now: Instant): Promise<void>;
  /** After a crash on an engine that only one process can hold: nobody else can own a lease. */
  breakStaleLeases(): Promise<void>;

  // ledger
  /** Contracts that have entries without a seal. */
  unsealedContracts(): Promise<readonly ContractId[]>;
  unsealedEntries(contractId: ContractId, limit: number): Promise<readonly LedgerEntry[]>;
  ledgerHead(contractId: ContractId): Promise<{ seq: number; hash: string } | undefined>;
  /** @throws {VersionConflict} the head has moved since it was read */
  seal(
    contractId: ContractId,
    expectedHeadSeq: number,
    seals: readonly { entryId: number; seq: number; hash: string }[],
  ): Promise<void>;
  /** In chain order, for `verify`. */
  sealedEntries(contractId: ContractId, afterSeq: number, limit: number): Promise<readonly LedgerEntry[]>;

  // people, chats, packs
  chat(platform: string, externalId: string): Promise<Chat | undefined>;
  chatById(id: ChatId): Promise<Chat | undefined>;
  saveChat(chat: Chat): Promise<void>;
  contractsOf(person: PersonId): Promise<readonly ContractId[]>;
  personByAccount(platform: string, userId: string): Promise<{ id: PersonId; name: string } | undefined>;
  /** The accounts of a person on a platform; the first is used to mention him. */
  accountOf(person: PersonId, platform: string): Promise<{ userId: string; name: string } | undefined>;
  savePerson(person: { id: PersonId; name: string }, account: { platform: string; userId: string }): Promise<PersonId>;
  saveMember(
    contractId: ContractId,
    member: {
      personId: PersonId;
      roles: readonly Role[];
      posts?: readonly Post[];
      dutyOrder?: number;
      department?: string;
    },
  ): Promise<void>;
  /** He is no member of the contract any more; what he did stays his. */
  removeMember(contractId: ContractId, person: PersonId): Promise<void>;
  /** The newest one that was saved; `body` as it was saved. */
  packInForce(contractId: ContractId): Promise<{ hash: string; since: Instant; body: string } | undefined>;
  /** Whether a pack of that hash was saved, now or earlier. */
  wasInForce(contractId: ContractId, hash: string): Promise<boolean>;
  savePack(pack: { contractId: ContractId; hash: string; body: string; since: Instant }): Promise<void>;

  // instance and presence
  instance(): Promise<{ id: string } | undefined>;
  /** From now on the database is this installation's. Where it was another's, what that one had not said yet is dropped. */
  adoptInstance(id: string): Promise<void>;
  /** Newest sign of life on a platform. */
  presence(platform: string): Promise<Instant | undefined>;
  /** Moves the sign of life; compare-and-set on what was read, so that one replica records a gap. */
  beat(platform: string, seen: Instant | undefined, now: Instant): Promise<boolean>;

  /** Deletes what has served its time: handled updates, sent messages, answered drafts. */
  sweep(olderThan: Instant, limit: number): Promise<number>;
  counts(
    now: Instant,
  ): Promise<{ inboxPending: number; outboxPending: number; timersOverdue: number; dead: number; unsealed: number }>;
}

export type OutboxSettlement =
  | {
      readonly seq: number;
      readonly outcome: 'sent';
      readonly handle?: string;
      readonly cardKey?: string;
      readonly chatId: ChatId;
    }
  | { readonly seq: number; readonly outcome: 'dropped' | 'dead'; readonly error: string };
