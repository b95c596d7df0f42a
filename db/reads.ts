import type { Alert } from '../domain/alerts/alert-types.ts';
import type { AssessmentRecord } from '../domain/assessment/records.ts';
import type { TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { ChainHead } from '../domain/ledger.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import type { Attendance, DutyChange, Roster } from '../domain/roster-types.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { ChatId, CivilDate, ContractId, Instant, PersonId, TicketId } from '../domain/types.ts';
import type {
  Account,
  Chat,
  Draft,
  FileToErase,
  LedgerEntry,
  Member,
  PackInForce,
  PendingForm,
  TaughtName,
  TextToErase,
  TicketAttachment,
} from './records.ts';

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
  /** Bodies by text id; of one whose personal data was erased the words without it. */
  texts(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Texts that nobody has looked through for personal data: of tickets that ended before then, and, where they belong to none, those that
   * were written before then. In the order of ids; a page may be short, or empty: `last` says that there may be more behind it.
   */
  textsToErase(
    contractId: ContractId,
    endedBefore: Instant,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{ readonly texts: readonly TextToErase[]; readonly last?: string }>;
  /** Named files that were received before then with words that became no ticket; in the order of ids, behind `after`. */
  filesToErase(
    contractId: ContractId,
    receivedBefore: Instant,
    page: { readonly after: string; readonly limit: number },
  ): Promise<readonly FileToErase[]>;
  /** Everyone of the contract. Cached; a change is seen within a second. */
  members(contractId: ContractId): Promise<readonly Member[]>;
  /** The accounts of everyone of the contract, on all platforms. Cached as members are. */
  accountsOf(contractId: ContractId): Promise<ReadonlyMap<PersonId, readonly Account[]>>;
  /** The plans of the contract's rotas, and every change of them that ends after `from`. Cached as members are. */
  rosterOf(contractId: ContractId, from: Instant): Promise<Pick<Roster, 'plans' | 'changes'>>;
  /** The changes that were asked for together, as they stand now: the one of this id, or the two of a swap. */
  dutyRequest(id: string): Promise<readonly DutyChange[]>;
  attendanceOf(contractId: ContractId, day: CivilDate): Promise<readonly Attendance[]>;
  /** Of these days and those between them, in the order of days. */
  attendanceBetween(contractId: ContractId, firstDay: CivilDate, lastDay: CivilDate): Promise<readonly Attendance[]>;
  /** The chats that are bound to a contract. */
  chatsOf(contractId: ContractId): Promise<readonly Chat[]>;
  /** Cached as members are. */
  taughtNames(contractId: ContractId): Promise<readonly TaughtName[]>;
  /** Reported before, the newest first, of any status. */
  newestTickets(contractId: ContractId, before: Instant, limit: number): Promise<readonly Ticket[]>;
  /** Those that there are, in no order. */
  alerts(ids: readonly string[]): Promise<readonly Alert[]>;
  /** The newest first. */
  alertsOfGroup(contractId: ContractId, groupKey: string, since: Instant, limit: number): Promise<readonly Alert[]>;
  /** The newest first. */
  alertsOfTicket(ticketId: TicketId, limit: number): Promise<readonly Alert[]>;
  draft(id: string): Promise<Draft | undefined>;
  pendingForm(chatId: ChatId, personId: PersonId): Promise<PendingForm | undefined>;
  /** What he was asked in any chat, the newest first. */
  pendingFormsOf(personId: PersonId): Promise<readonly PendingForm[]>;
  attachment(id: string): Promise<TicketAttachment | undefined>;
  /** Oldest first. */
  attachmentsOf(ticketId: TicketId): Promise<readonly TicketAttachment[]>;
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
  /** Its newest sealed entry; absent: none is sealed yet. */
  ledgerHead(contractId: ContractId): Promise<ChainHead | undefined>;
  /**
   * What a score is made of: every ticket reported in [from, to), the earliest report first. Kept in memory and brought up to date with
   * what was committed since; where nothing was, it is the same array, and what did not change is the same object.
   * @throws {StoreError} a ticket's document can't be read: a score that leaves it out would be wrong
   */
  ticketOutcomes(contractId: ContractId, from: Instant, to: Instant): Promise<readonly TicketOutcome[]>;
  /** By their instants in [from, to), the earliest first. */
  assessmentRecords(contractId: ContractId, from: Instant, to: Instant): Promise<readonly AssessmentRecord[]>;
  assessmentRecord(id: string): Promise<AssessmentRecord | undefined>;
  /** Of every period that was ever signed, corrections among them; in the order of their instants. */
  signatures(contractId: ContractId): Promise<readonly AssessmentRecord[]>;
  /** Every pack that was in force, the first one first: each until the next one. */
  packsInForce(contractId: ContractId): Promise<readonly PackInForce[]>;
  obligation(id: string): Promise<Obligation | undefined>;
  /** Due in [from, to), the earliest first. */
  obligationsDue(contractId: ContractId, from: Instant, to: Instant): Promise<readonly Obligation[]>;
  /** Planned, open, owed, under review, returned, or missed and not done yet; the earliest due first. */
  openObligations(contractId: ContractId): Promise<readonly Obligation[]>;
  /** Those of one plan that opened before, the newest first: for what was read in a row. */
  obligationsOfPlan(
    contractId: ContractId,
    planId: string,
    filter: { readonly type: Obligation['type']; readonly openedBefore: Instant; readonly limit: number },
  ): Promise<readonly Obligation[]>;
}
