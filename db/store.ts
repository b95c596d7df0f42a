import type { Post } from '../domain/contract.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ChatId, ContractId, DurationMs, Instant, PersonId, Role } from '../domain/types.ts';
import type { PlatformNotes } from '../platforms/notes.ts';
import type { Update } from '../platforms/types.ts';
import type { PlatformUsage } from '../platforms/usage.ts';
import type { Changes, CommitMeta, ContractEvent, NewTimer, Outgoing, Tx } from './changes.ts';
import type { Reads } from './reads.ts';
import type { Account, Chat, LedgerEntry, PackInForce } from './records.ts';

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

/** Everything that is kept. Two engines behind it; callers never ask which. */
export interface Store extends Reads {
  readonly notes: PlatformNotes;
  readonly usage: PlatformUsage;
  /** All chats that the bot knows, of one platform or of all, for the operator. */
  allChats(platform?: string): Promise<readonly Chat[]>;
  /** Whether other processes may run on the database at the same time; a database file is for one. */
  readonly mayHaveReplicas: boolean;
  readonly engine: 'libsql' | 'mysql';
  /** Creates or upgrades the tables, under a lock. */
  migrate(): Promise<void>;
  close(): Promise<void>;
  /** What the clock of the database's server says; undefined for a file, which has none. */
  serverTime(): Promise<Instant | undefined>;
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
  /** Of these, what is still held by its lease is held until then. */
  renewTimers(held: readonly Pick<TimerRow, 'key' | 'leaseToken'>[], until: Instant): Promise<void>;
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
  /** @param failure.attempts that count against it by now */
  failOutbox(seq: number, failure: { error: string; retryAt: Instant; now: Instant; attempts: number }): Promise<void>;
  /** Newest handle of a living card in a chat. */
  cardHandle(chatId: ChatId, cardKey: string): Promise<string | undefined>;

  deadLetters(limit: number): Promise<readonly DeadLetter[]>;
  /** Puts a dead letter back in the queue. @returns false when there is none of that id */
  retryDeadLetter(box: DeadLetter['box'], id: string, now: Instant): Promise<boolean>;

  // leases: `lane:<chatId>`, `seal:<contractId>`, `connection:<platform>` …
  acquireLease(name: string, owner: string, now: Instant, ttlMs: DurationMs): Promise<boolean>;
  /** Who had it last, also where it has run out; undefined: nobody, or he gave it back. */
  leaseOwner(name: string): Promise<string | undefined>;
  /** Gives back one; without effect where it is another's by now. */
  releaseLease(name: string, owner: string): Promise<void>;
  /** Gives back all that the owner holds: leases, updates in hand, claimed timers (their tokens begin `owner:`). */
  releaseLeases(owner: string, now: Instant): Promise<void>;
  /** After a crash on an engine that only one process can hold: nobody else can own a lease. */
  breakStaleLeases(): Promise<void>;

  // ledger
  /** Contracts that have entries without a seal. */
  unsealedContracts(): Promise<readonly ContractId[]>;
  unsealedEntries(contractId: ContractId, limit: number): Promise<readonly LedgerEntry[]>;
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
  /** Without a contract in it, kind and title alone: what the chat is bound to stays. */
  saveChat(chat: Chat): Promise<void>;
  contractsOf(person: PersonId): Promise<readonly ContractId[]>;
  personByAccount(platform: string, userId: string): Promise<{ id: PersonId; name: string } | undefined>;
  /** The accounts of a person on a platform; the first is used to mention him, and a guest's only where he has no other. */
  accountOf(
    person: PersonId,
    platform: string,
  ): Promise<(Pick<Account, 'userId' | 'isGuest'> & { readonly name: string }) | undefined>;
  /** How many accounts he has, on all platforms. */
  accountCount(person: PersonId): Promise<number>;
  savePerson(person: { id: PersonId; name: string }, account: Account): Promise<PersonId>;
  /**
   * Does anything that goes on name him: a rota, a change of duty, that he signed in today, a ticket that he reported or handles, or
   * into which a report of his was merged? A ticket counts for a day after its end, as long as a step may be taken back.
   */
  isUnderWay(person: PersonId, now: Instant): Promise<boolean>;
  /**
   * Two persons are one from now on, in one transaction; what was done before stays the other's.
   * @returns false, without effect, while `from` is under way
   */
  joinPeople(join: PersonJoin, now: Instant): Promise<boolean>;
  saveMember(contractId: ContractId, member: MemberTerms & { readonly personId: PersonId }): Promise<void>;
  /** He is no member of the contract any more; what he did stays his. */
  removeMember(contractId: ContractId, person: PersonId): Promise<void>;
  /** The newest one that was saved; `body` as it was saved. */
  packInForce(contractId: ContractId): Promise<PackInForce | undefined>;
  /** Whether a pack of that hash was saved, now or earlier. */
  wasInForce(contractId: ContractId, hash: string): Promise<boolean>;
  savePack(pack: { contractId: ContractId; hash: string; body: string; since: Instant }): Promise<void>;

  // instance and presence
  instance(): Promise<{ id: string } | undefined>;
  /** From now on the database is this installation's. Where it was another's, what that one had not said yet is dropped. */
  adoptInstance(id: string): Promise<void>;
  /** The key that signs links to files, the same for all replicas: `fresh`, unless there is one already. */
  linkKey(fresh: string): Promise<string>;
  /** Newest sign of life on a platform. */
  presence(platform: string): Promise<Instant | undefined>;
  /** Moves the sign of life; compare-and-set on what was read, so that one replica records a gap. */
  beat(platform: string, seen: Instant | undefined, now: Instant): Promise<boolean>;

  /** Deletes what has served its time: handled updates, sent messages, answered drafts. */
  sweep(until: SweepUntil, limit: number): Promise<number>;
  counts(
    now: Instant,
  ): Promise<{ inboxPending: number; outboxPending: number; timersOverdue: number; dead: number; unsealed: number }>;
}

export interface SweepUntil {
  /** What is done since before then. */
  readonly olderThan: Instant;
  /** Dead letters, and messages of the sandbox; absent: they stay. */
  readonly forgetBefore?: Instant;
}

/** What somebody is in a contract. */
export interface MemberTerms {
  readonly roles: readonly Role[];
  readonly posts?: readonly Post[];
  readonly dutyOrder?: number;
  readonly department?: string;
}

export interface PersonJoin {
  readonly from: PersonId;
  readonly to: PersonId;
  /** Of `from`'s accounts those that are `to`'s from now on. */
  readonly accounts: readonly Pick<Account, 'platform' | 'userId'>[];
  /** What `to` is from now on, and what each contract's ledger says of it. */
  readonly memberships: readonly {
    readonly contractId: ContractId;
    readonly terms: MemberTerms;
    readonly entry: ContractEvent;
  }[];
  /** Contracts of which `from` is no member any more. */
  readonly left: readonly ContractId[];
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
