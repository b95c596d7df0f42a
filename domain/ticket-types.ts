import type { Audience, ClockName, Target } from './contract.ts';
import type { DueProposal, PastSuspension, Side, Suspension } from './request-types.ts';
import type { Actor, ChatId, ContractId, EventId, Instant, PersonId, TextRef, TicketId } from './types.ts';

export const TICKET_KINDS = ['incident', 'service_request', 'security_event', 'inspection_anomaly'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

export const TICKET_STATUSES = [
  'open',
  'acknowledged',
  'on_site',
  'resolved',
  'closed',
  'cancelled',
  'merged',
] as const;
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
  /** Entered later than it was done, and approved: when it was entered. */
  readonly enteredAt?: Instant;
  /** Reached together with a later one (到场 without 接单 is both). */
  readonly implied: boolean;
  /** Implied by the resolution and by no other step: a reopening takes it back. */
  readonly byResolution?: true;
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
   * `level_change`: it was over under the level before, and stays so under the new one, unless a pause is approved that began
   * by `dueAt`.
   */
  readonly by: 'reminder' | 'stop' | 'level_change';
  /** Of a `level_change`: the clock could not pause before it, so no pause takes it back. */
  readonly unpausable?: true;
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
  /** It ended without judgement: the level or the system changed, the ticket was cancelled or merged. */
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
  /** A pause was approved that is over already, since the clock stopped or the ticket was resolved: it is judged with it. */
  | { readonly op: 'rejudge'; readonly id: string; readonly pause: Pause; readonly dueAt?: Instant }
  | { readonly op: 'resume'; readonly id: string; readonly at: Instant; readonly dueAt?: Instant }
  /**
   * Another due instant: the table of holidays reaches it by now, the calendar was corrected, the earliest report became an
   * earlier one (`startedAt`), or the two sides agreed on it (`target`).
   */
  | {
      readonly op: 'due';
      readonly id: string;
      readonly dueAt?: Instant;
      readonly startedAt?: Instant;
      readonly target?: Target;
      /** When; no stage of the new due instant is owed before. Absent: what was posted stands. */
      readonly at?: Instant;
    }
  /** A stopped clock is judged again by the instant at which a late entry says that it was met. */
  | { readonly op: 'restop'; readonly id: string; readonly at: Instant; readonly breached: boolean }
  | { readonly op: 'stage'; readonly id: string; readonly at: Instant; readonly stages: readonly Stage[] };

export type LevelReason =
  | { readonly code: 'sign'; readonly word: string }
  | { readonly code: 'default' }
  /** `ask`: the contract does not print this combination, so a human is asked. Ids of the two axes' values. */
  | { readonly code: 'matrix'; readonly row: string; readonly column: string; readonly ask: boolean }
  /** Nobody said how grave it is: the pack's level of what is found on a round. */
  | { readonly code: 'anomaly' }
  /** A rule of the pack for alerts of monitoring says it. */
  | { readonly code: 'alert' }
  | { readonly code: 'vip' }
  /** The level before does not exist for the system that the ticket is about now. */
  | { readonly code: 'system' }
  | { readonly code: 'person'; readonly by: PersonId };

/** A step that was done earlier than it was entered (no signal on site). It counts once the customer's side approved. */
export interface LateEntry {
  readonly step: LateStep;
  /** When it was done, by the word of the one who entered it. */
  readonly claimedAt: Instant;
  readonly requestedAt: Instant;
  readonly by: PersonId;
  readonly reason: TextRef;
}
export const LATE_STEPS = ['acknowledge', 'arrive', 'diagnose', 'work_around', 'report_up', 'resolve'] as const;
export type LateStep = (typeof LATE_STEPS)[number];

/** A report of the same fault that follows this ticket: a ticket that was merged into it, or words that joined it at once. */
export interface MergedReport {
  /** Absent: it never was a ticket of its own. */
  readonly ticketId?: TicketId;
  readonly number?: string;
  /** Of one that never was a ticket: unique in this ticket. */
  readonly joinedId?: string;
  /** The same: ids of the pictures and files that came with it, which are the ticket's. */
  readonly attachments?: readonly string[];
  /** The same: what was said. */
  readonly text?: TextRef;
  /** The group that is told of the result as well. */
  readonly chatId: ChatId;
  readonly reporterId: PersonId;
  readonly reportedAt: Instant;
}

/** What monitoring says of the fault, as it was counted last. */
export interface CountedAlerts {
  readonly alerts: number;
  /** Of them: those that have not recovered. */
  readonly firing: number;
  /** How often they were heard of. */
  readonly notices: number;
  /** How often one of them, that which did it most, has fired anew after a recovery. */
  readonly flaps: number;
  /**
   * What the group was told last. `recovered`: all of them. `refired`: one has fired anew. `unsteady`: they come and go, and no more is
   * said of it. `after_resolution`: one fires though the ticket is resolved.
   */
  readonly told?: { readonly what: AlertNews; readonly at: Instant };
}
export type AlertNews = 'recovered' | 'refired' | 'unsteady' | 'after_resolution';

export interface Ticket {
  readonly id: TicketId;
  readonly contractId: ContractId;
  readonly packHash: string;
  readonly chatId: ChatId;
  /** Contract-wise, by day, sayable: `GZ-260303-07`. */
  readonly number: string;
  readonly kind: TicketKind;
  readonly systemId?: string;
  /** The department of its chat: whose hours count where the system belongs to none. */
  readonly departmentId?: string;
  readonly level: string;
  readonly levelReason: LevelReason;
  /**
   * The system's change brought the level, or milder times, or somebody else's report of the same fault is graver: a supervisor has
   * still to decide about it.
   */
  readonly levelAsked?: true;
  readonly status: TicketStatus;
  /**
   * Grows with each step that may be taken back, and when what people may do changes otherwise (status, assignee, level, system,
   * suspension, late entry, proposed date). Buttons carry it.
   */
  readonly version: number;
  /**
   * From this version on the ticket has only moved forward: no reopening, undo, other assignee, change of level or system,
   * cancellation or merging since. A button made for an older version is outdated.
   */
  readonly turnedAtVersion: number;
  /** The same for the buttons of a pause: from this version on none was begun, decided or ended. */
  readonly pauseTurnedAtVersion: number;
  /** The same for the buttons of a late entry; absent before the first. */
  readonly lateTurnedAtVersion?: number;
  /** The same for the buttons that answer to a proposed date. */
  readonly dueTurnedAtVersion?: number;
  /** Grows with every write: the compare-and-set of the store. */
  readonly writes: number;
  readonly reporterId: PersonId;
  /** One of the supplier's own people passed the report on: it gives him no say over it. */
  readonly isRelayed?: true;
  /** In which it is spoken of, where the report's own words do not tell it: OA 500, said in a Chinese chat. */
  readonly language?: 'zh' | 'en';
  readonly assigneeId?: PersonId;
  /** Who handed it to whom, in their order; absent before the first time. */
  readonly transfers?: readonly { readonly at: Instant; readonly by: PersonId; readonly to: PersonId }[];
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
  /** Those that are over, in their order; absent before the first. */
  readonly suspensions?: readonly PastSuspension[];
  /** It ends with the clock that it is about: with the resolution at the latest. */
  readonly dueProposal?: DueProposal;
  /** A late entry that the customer's side has not decided about. */
  readonly lateEntry?: LateEntry;
  /** Absent: monitoring has said nothing of it, or nothing more than its report does. */
  readonly alerts?: CountedAlerts;
  /** Reports of the same fault that were merged into this ticket; their people are told of its result. */
  readonly merged?: readonly MergedReport[];
  /** The main ticket that this one follows; its status is `merged`. */
  readonly mergedInto?: { readonly ticketId: TicketId; readonly number: string };
  /** The last thing that an engineer did or said about it, or when the silence was broken otherwise; absent before anybody took it. */
  readonly lastWorkAt?: Instant;
  /** How many steps of the pack's `silence` were posted since `lastWorkAt`. */
  readonly silenceSteps?: number;
  /** The fault report (故障报告) that was submitted. */
  readonly faultReport?: { readonly at: Instant; readonly by: PersonId; readonly text: TextRef };
  readonly cause?: TextRef;
  readonly action?: TextRef;
  readonly rating?: number;
  readonly reopenings: number;
  /** The reopening in force: gone when it is resolved again. */
  readonly reopened?: { readonly at: Instant; readonly by: PersonId; readonly reason: TextRef };
  /** What was said last for the customer about how far the work is. */
  readonly progress?: { readonly at: Instant; readonly by: PersonId; readonly text: TextRef };
  /** When it was closed, cancelled or merged. */
  readonly closedAt?: Instant;
  /** Who confirmed, cancelled or merged it; absent when it closed by itself. */
  readonly closedBy?: PersonId;
  /** Why it was cancelled. */
  readonly cancelReason?: TextRef;
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
        readonly departmentId?: string;
        readonly level: string;
        readonly levelReason: LevelReason;
        readonly reporterId: PersonId;
        readonly isRelayed?: true;
        readonly language?: 'zh' | 'en';
        readonly summary: TextRef;
        readonly reportedAt: Instant;
        readonly receivedAt: Instant;
      }
    | { readonly type: 'acknowledged' | 'arrived' | 'reported_up' }
    | { readonly type: 'diagnosed' | 'worked_around' | 'progressed' | 'supplemented'; readonly text: TextRef }
    | { readonly type: 'resolved'; readonly cause: TextRef; readonly action: TextRef }
    | { readonly type: 'confirmed'; readonly rating?: number }
    /** The rating that the end of the ticket came without. */
    | { readonly type: 'rated'; readonly rating: number }
    | { readonly type: 'reopened'; readonly reason: TextRef }
    | { readonly type: 'transferred'; readonly to: PersonId; readonly reason?: TextRef }
    | { readonly type: 'suspension_requested' | 'suspended'; readonly reason: TextRef }
    | { readonly type: 'suspension_approved' | 'suspension_refused' | 'resumed' }
    | { readonly type: 'level_changed'; readonly from: string; readonly to: string; readonly reason: TextRef }
    /** Another system, or the first one that is named; with it the level, where the old one is none of the new system's. */
    | {
        readonly type: 'system_changed';
        readonly from?: string;
        readonly to: string;
        readonly level: string;
        readonly levelReason: LevelReason;
        /** The supervisors are asked about the level. */
        readonly asksLevel?: true;
        readonly reason?: TextRef;
      }
    /** 要求到场: what waits for the customer's word starts. */
    | { readonly type: 'arrival_requested' }
    /** One side names the due instant of a clock that the two sides agree on. */
    | { readonly type: 'due_proposed'; readonly clockId: string; readonly dueAt: Instant; readonly side: Side }
    /** The other side has answered. */
    | { readonly type: 'due_agreed' | 'due_refused'; readonly proposal: DueProposal }
    | {
        readonly type: 'late_entry_requested';
        readonly step: LateStep;
        readonly claimedAt: Instant;
        readonly reason: TextRef;
      }
    | { readonly type: 'late_entry_approved'; readonly entry: LateEntry }
    | { readonly type: 'late_entry_refused'; readonly entry: LateEntry }
    | { readonly type: 'fault_reported'; readonly text: TextRef }
    /** It follows another ticket from now on. */
    | { readonly type: 'merged'; readonly into: TicketId; readonly intoNumber: string }
    /** Another report of the same fault was merged into this ticket; the earliest report counts. */
    | {
        readonly type: 'absorbed';
        readonly report: MergedReport;
        readonly reportedAt: Instant;
        /** Its words are graver than the ticket's level: the supervisors are asked. */
        readonly asksLevel?: true;
      }
    /** A report that had joined or was merged is another fault after all: it is a ticket of its own from now on. */
    | {
        readonly type: 'split_off';
        readonly report: MergedReport;
        readonly into: TicketId;
        readonly intoNumber: string;
        /** That ticket was there before: its reporter's own of the same fault. */
        readonly isKnown?: true;
        /** The earliest of those that are left. */
        readonly reportedAt: Instant;
      }
    /** What monitoring has said since was counted, at most once a minute. */
    | { readonly type: 'alerts_counted'; readonly counted: CountedAlerts }
    /** Taken, and nothing heard since. */
    | {
        readonly type: 'silence_noticed';
        readonly since: Instant;
        /** From 1. */
        readonly step: number;
        readonly to: readonly Audience[];
      }
    /** The pack's calendar was corrected: what is open and not over is due by the new one. */
    | { readonly type: 'calendar_changed'; readonly packHash: string }
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
  /** It waited for the end of the quiet hours. */
  readonly held?: true;
  readonly to: readonly Audience[];
  /** Who of them is telephoned as well. */
  readonly calls?: readonly Audience[];
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
  | { readonly type: 'change_level'; readonly to: string; readonly reason: TextRef }
  /** @param level of the new system's scheme */
  | {
      readonly type: 'change_system';
      readonly to: string;
      readonly level: string;
      readonly levelReason: LevelReason;
      readonly reason?: TextRef;
    }
  | { readonly type: 'request_arrival' | 'approve_late_entry' | 'refuse_late_entry' }
  | { readonly type: 'propose_due'; readonly dueAt: Instant }
  | { readonly type: 'accept_due' | 'refuse_due' }
  | { readonly type: 'enter_late'; readonly step: LateStep; readonly claimedAt: Instant; readonly reason: TextRef }
  | { readonly type: 'report_fault'; readonly text: TextRef }
  /** @param into the main ticket as it was read */
  | { readonly type: 'merge'; readonly into: Ticket };

export type TicketCommandType = TicketCommand['type'];
