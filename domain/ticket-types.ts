import type { ClockName, Target } from './contract.ts';
import type { Actor, ChatId, ContractId, EventId, Instant, PersonId, Role, TextRef, TicketId } from './types.ts';

export type TicketKind = 'incident' | 'service_request' | 'security_event' | 'inspection_anomaly';

export const TICKET_STATUSES = ['open', 'acknowledged', 'on_site', 'resolved', 'closed', 'cancelled'] as const;
/** Suspension is an open span of the clocks, not a status. */
export type TicketStatus = (typeof TICKET_STATUSES)[number];
export const IN_WORK: readonly TicketStatus[] = ['open', 'acknowledged', 'on_site'];

export const MILESTONES = [
  'reported',
  'acknowledged',
  'arrived',
  'diagnosed',
  'worked_around',
  'resolved',
  'confirmed',
] as const;
export type Milestone = (typeof MILESTONES)[number];

export interface MilestoneMark {
  readonly at: Instant;
  readonly by: PersonId;
  /** Reached together with a later one (到场 without 接单 is both). */
  readonly implied: boolean;
}

/** `p500`, `p800`: that many permille of the target used up; `breach`; `e1`, `e2` …: steps of the escalation chain. */
export type Stage = string;

export interface Pause {
  readonly from: Instant;
  readonly to?: Instant;
  readonly cause: 'suspended' | 'resolved';
  readonly by: PersonId;
}

/** A target that was missed, as it was found. */
export interface Breach {
  /** The due instant that was in force: after it the target was missed, whatever is due by another level since. */
  readonly dueAt: Instant;
  /** When it was recorded first. */
  readonly at: Instant;
  /**
   * `reminder`: a timer saw that the time was over. That is a notice, not a judgement: a step or a pause that took effect by
   * the due instant takes it back, however late the bot got to it. `stop`: the step that ended the clock came too late.
   * `level_change`: it was over under the level before, and stays so under the new one.
   */
  readonly by: 'reminder' | 'stop' | 'level_change';
}

/** One SLA timer of a ticket. */
export interface TicketClock {
  /** The rule's id; a recurring clock adds its round: `critical.update#3`. */
  readonly id: string;
  readonly ruleId: string;
  readonly clock: ClockName;
  readonly binding: 'contract' | 'internal';
  readonly clause: string;
  readonly target: Target;
  readonly calendar: string;
  readonly pausable: boolean;
  readonly startedAt: Instant;
  /**
   * No stage was owed before this instant, since the clock did not run, or not with this target, until then: it was
   * opened, re-targeted, resumed or brought back by an undo. A reminder is late against this, not against the start.
   */
  readonly armedAt?: Instant;
  /**
   * The last instant that still counts: a breach is `now > dueAt`. Meaningless while a pause is open. Absent: the table of
   * holidays does not reach so far, so nobody can say; the clock has no stages and no judgement until it does.
   */
  readonly dueAt?: Instant;
  readonly stoppedAt?: Instant;
  /** It ended without judgement: the level changed, the ticket was cancelled. */
  readonly voidedAt?: Instant;
  /** It is recorded as missed; `breach` says how. */
  readonly breached: boolean;
  readonly breach?: Breach;
  readonly pauses: readonly Pause[];
  /** Stages that were posted or overtaken: none is posted twice. */
  readonly stages: readonly Stage[];
}

/** How an event changes clocks; the result is in the event, so that replaying needs no pack. */
export type ClockChange =
  /**
   * `replaces`: the clock whose place it takes (a change of level). A void clock of the same id gives way as well.
   */
  | { readonly op: 'start'; readonly clock: TicketClock; readonly replaces?: string }
  | { readonly op: 'stop'; readonly id: string; readonly at: Instant; readonly breached: boolean }
  | { readonly op: 'void'; readonly id: string; readonly at: Instant }
  /** A stopped clock runs on (仍未解决): the time in between is a pause. */
  | { readonly op: 'restart'; readonly id: string; readonly pause?: Pause; readonly dueAt?: Instant }
  | { readonly op: 'pause'; readonly id: string; readonly pause: Pause }
  /** A pause that lay before the stop was approved after it: the stopped clock is judged with it. */
  | { readonly op: 'rejudge'; readonly id: string; readonly pause: Pause; readonly dueAt?: Instant }
  | { readonly op: 'resume'; readonly id: string; readonly at: Instant; readonly dueAt?: Instant }
  /** The table of holidays reaches the due instant by now. */
  | { readonly op: 'due'; readonly id: string; readonly dueAt: Instant }
  | { readonly op: 'stage'; readonly id: string; readonly at: Instant; readonly stages: readonly Stage[] };

export interface Suspension {
  readonly requestedAt: Instant;
  readonly by: PersonId;
  readonly reason: TextRef;
  /** Absent while the customer's side has not decided; clocks run on meanwhile, and a resolution leaves it undecided. */
  readonly approvedBy?: PersonId;
  readonly approvedAt?: Instant;
}

export type LevelReason =
  | { readonly code: 'sign'; readonly word: string }
  | { readonly code: 'default' }
  | { readonly code: 'person'; readonly by: PersonId };

export interface Ticket {
  readonly id: TicketId;
  readonly contractId: ContractId;
  readonly packHash: string;
  readonly chatId: ChatId;
  /** Contract-wise, by day, sayable: `GZ-260303-07`. */
  readonly number: string;
  readonly kind: TicketKind;
  readonly systemId?: string;
  readonly level: string;
  readonly levelReason: LevelReason;
  readonly status: TicketStatus;
  /** Grows when what people may do changes (status, assignee, level, suspension). Buttons carry it. */
  readonly version: number;
  /**
   * From this version on the ticket has only moved forward: no reopening, undo, other assignee, change of level or cancellation
   * since. A button made for an older version is outdated.
   */
  readonly turnedAtVersion: number;
  /** The same for the buttons of a pause: from this version on none was begun, decided or ended. */
  readonly pauseTurnedAtVersion: number;
  /** Grows with every write: the compare-and-set of the store. */
  readonly writes: number;
  readonly reporterId: PersonId;
  /** One of the supplier's own people passed the report on: it gives him no say over it. */
  readonly isRelayed?: true;
  readonly assigneeId?: PersonId;
  readonly summary: TextRef;
  /** Where the clocks start: the platform's own time of the message if at most 5 minutes before receipt. */
  readonly reportedAt: Instant;
  readonly receivedAt: Instant;
  /** The newest event that a person caused: what people do is never dated before it. */
  readonly lastActAt: Instant;
  readonly milestones: Readonly<Partial<Record<Milestone, MilestoneMark>>>;
  /** 报告领导: the customer's lead was told. */
  readonly reportedUp?: MilestoneMark;
  readonly clocks: readonly TicketClock[];
  readonly suspension?: Suspension;
  readonly cause?: TextRef;
  readonly action?: TextRef;
  readonly rating?: number;
  readonly reopenings: number;
  /** The reopening in force: gone when it is resolved again. */
  readonly reopened?: { readonly at: Instant; readonly by: PersonId };
  /** When it was closed or cancelled. */
  readonly closedAt?: Instant;
  /** Who confirmed or cancelled it; absent when it closed by itself. */
  readonly closedBy?: PersonId;
  /** The newest step that its person may take back within the pack's time. */
  readonly lastStep?: { readonly eventId: EventId; readonly type: string; readonly by: PersonId; readonly at: Instant };
}

interface EventBase {
  readonly id: EventId;
  readonly ticketId: TicketId;
  /** When it happened. */
  readonly at: Instant;
  /** Absent: the bot itself. */
  readonly by?: PersonId;
  readonly clocks: readonly ClockChange[];
}

/** What happened to a ticket: an entry of the ledger. A ticket is the fold of its events. */
export type TicketEvent = EventBase &
  (
    | {
        readonly type: 'opened';
        readonly contractId: ContractId;
        readonly packHash: string;
        readonly chatId: ChatId;
        readonly number: string;
        readonly kind: TicketKind;
        readonly systemId?: string;
        readonly level: string;
        readonly levelReason: LevelReason;
        readonly reporterId: PersonId;
        readonly isRelayed?: true;
        readonly summary: TextRef;
        readonly reportedAt: Instant;
        readonly receivedAt: Instant;
      }
    | { readonly type: 'acknowledged' | 'arrived' | 'reported_up' }
    | { readonly type: 'diagnosed' | 'worked_around' | 'progressed' | 'supplemented'; readonly text: TextRef }
    | { readonly type: 'resolved'; readonly cause: TextRef; readonly action: TextRef }
    | { readonly type: 'confirmed'; readonly rating?: number }
    | { readonly type: 'reopened'; readonly reason: TextRef }
    | { readonly type: 'transferred'; readonly to: PersonId; readonly reason?: TextRef }
    | { readonly type: 'suspension_requested' | 'suspended'; readonly reason: TextRef }
    | { readonly type: 'suspension_approved' | 'suspension_refused' | 'resumed' }
    | { readonly type: 'level_changed'; readonly from: string; readonly to: string; readonly reason: TextRef }
    | { readonly type: 'cancelled'; readonly reason: TextRef }
    /** Nobody confirmed in the pack's time. */
    | { readonly type: 'closed' }
    /** The fold leaves the undone event out; both stay in the ledger. */
    | { readonly type: 'undone'; readonly undoes: EventId; readonly undoesType: string }
    | { readonly type: 'reminded'; readonly reminders: readonly Reminder[] }
  );

export type TicketEventType = TicketEvent['type'];

/** One stage of one clock that is posted now; stages overtaken by it have collapsed into it. */
export interface Reminder {
  readonly clockId: string;
  readonly clock: ClockName;
  readonly stage: Stage;
  readonly dueAt: Instant;
  /** When it should have been posted; `late` when that is more than a minute ago (the bot was down). */
  readonly plannedAt: Instant;
  readonly late: boolean;
  readonly to: readonly ('responsible' | Role)[];
}

/** What people and timers ask for. Texts arrive as refs: the handler has stored hash and body. */
export type TicketCommand =
  | { readonly type: 'acknowledge' | 'arrive' | 'report_up' | 'resume' }
  | { readonly type: 'undo' }
  | { readonly type: 'approve_suspension' | 'refuse_suspension' }
  | { readonly type: 'diagnose' | 'work_around' | 'progress' | 'supplement'; readonly text: TextRef }
  | { readonly type: 'resolve'; readonly cause: TextRef; readonly action: TextRef }
  | { readonly type: 'confirm'; readonly rating?: number }
  | { readonly type: 'reopen' | 'suspend' | 'cancel'; readonly reason: TextRef }
  | { readonly type: 'transfer'; readonly to: Actor; readonly reason?: TextRef }
  | { readonly type: 'change_level'; readonly to: string; readonly reason: TextRef };

export type TicketCommandType = TicketCommand['type'];

/** Why a command had no effect. The catalogue has a sentence for each reason. */
export type Refusal =
  /** It is done already; `by` may be the same person (double tap). */
  | {
      readonly reason: 'already_done';
      readonly command: TicketCommandType;
      readonly by?: PersonId;
      readonly at: Instant;
    }
  /** Somebody else is responsible: transfer first. */
  | { readonly reason: 'not_assignee'; readonly assigneeId: PersonId }
  | { readonly reason: 'not_reporter'; readonly reporterId: PersonId }
  /** It is for the customer's side to decide, and this person is of the supplier's as well. */
  | { readonly reason: 'supplier_side'; readonly command: TicketCommandType }
  /** Nobody decides about the pause that he asked for himself. */
  | { readonly reason: 'own_request' }
  | { readonly reason: 'role'; readonly command: TicketCommandType; readonly needed: readonly Role[] }
  /** The button belongs to an older state of the ticket. */
  | { readonly reason: 'outdated'; readonly status: TicketStatus }
  /** The ticket's state does not allow it: a closed ticket, nothing to resume … */
  | { readonly reason: 'status'; readonly command: TicketCommandType; readonly status: TicketStatus }
  | { readonly reason: 'suspended' | 'not_suspended' | 'suspension_pending' | 'no_suspension_request' }
  | { readonly reason: 'nothing_to_undo' | 'undo_too_late' | 'undo_overtaken' }
  | { readonly reason: 'unknown_level' | 'same_level'; readonly level: string }
  | { readonly reason: 'not_engineer' | 'same_assignee'; readonly personId: PersonId }
  | { readonly reason: 'rating_range' };

export type Decision =
  | { readonly ok: true; readonly ticket: Ticket; readonly events: readonly TicketEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };
