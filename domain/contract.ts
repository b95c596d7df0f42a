import type { Fen } from './assessment/points.ts';
import type { AssessmentTable } from './assessment/table-types.ts';
import type { Calendar, Weekday } from './calendar.ts';
import type { DeliverablePlan, InspectionPlan, Reporting } from './obligations/plan-types.ts';
import type { CivilDate, CivilTime, ContractId, DurationMs, Instant, Role } from './types.ts';

/** The SLA timers that a contract can ask for. */
export const CLOCK_NAMES = [
  'respond',
  'arrive',
  'diagnose',
  'report_up',
  'workaround',
  'resolve',
  'update',
  'fault_report',
] as const;
export type ClockName = (typeof CLOCK_NAMES)[number];

/** How long a promise lasts. The first two are lengths of counted time, the others are dates. */
export type Target =
  /** Counted in the clock's calendar. */
  | { readonly ms: DurationMs }
  /** One is the hours of an ordinary working day of the clock's calendar. */
  | { readonly workdays: number }
  /**
   * Calendar days: the first does not count, and it runs to 24:00 of the last; where that is a day of rest of the clock's
   * calendar, to 24:00 of the next working day (民法典 201–203).
   */
  | { readonly days: number }
  /** To 24:00 of so many working days after the first, which does not count. */
  | { readonly workdayEnds: number }
  /** To this time of the next working day after the day of the start. */
  | { readonly nextWorkdayAt: CivilTime }
  /** What the two sides agree on: no due instant until the customer's side names one. */
  | { readonly agreed: true }
  /** A due instant that the two sides have agreed on; never in a pack. */
  | { readonly until: Instant };

/** Which tickets a rule is about; an empty list means all. A system belongs to a project and has a profile. */
export interface Scope {
  readonly levels: readonly string[];
  readonly systems: readonly string[];
  readonly profiles: readonly string[];
  readonly projects: readonly string[];
}

export interface ClockRule extends Scope {
  /** Unique in the pack: `critical.arrive`. */
  readonly id: string;
  readonly clock: ClockName;
  readonly target: Target;
  /** A key of `Contract.calendars`; a department may mean hours of its own by it. */
  readonly calendar: string;
  /** `contract`: printed in the tender, a breach may cost points. `internal`: the supplier's own early target. */
  readonly binding: 'contract' | 'internal';
  /** Stops while the ticket is suspended. Never for a target that is a date. */
  readonly pausable: boolean;
  /**
   * A key of `Contract.calendars`: for a report on one of its days of rest the clock does not start by itself, since the
   * customer decides whether somebody has to come; it starts when the customer asks for it (要求到场).
   */
  readonly onRequestOutside?: string;
  /**
   * Keys of `Contract.calendars`, at most one of the two: the rule binds only what is reported within the hours of that calendar,
   * or only what is reported outside them. A span of hours holds its first instant and not its end: what comes at 18:00:00.000
   * is outside 09:00–18:00.
   */
  readonly reportedIn?: string;
  readonly reportedOutside?: string;
  /** A key of `Contract.chains`, where not that of the level. */
  readonly chain?: string;
  /** Where the tender says so, shown to people. */
  readonly clause: string;
}

export interface Level {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  /** 1 is the gravest. Unique within a scheme. */
  readonly rank: number;
  /** What it means, in the words of the contract; shown where a level is chosen. */
  readonly meaning?: string;
  /** Words in a report that speak for this level. */
  readonly signs: readonly string[];
  /** Phrases with which the reporter himself decides for this level, whatever signs stand beside them: 不影响业务. */
  readonly statements: readonly string[];
  /** A key of `Contract.chains`. */
  readonly chain: string;
}

/** One side of a matrix of levels: impact, urgency, class of the system, share of the users. */
export interface MatrixAxis {
  readonly name: string;
  readonly nameEn: string;
  /** The gravest first. */
  readonly values: readonly AxisValue[];
  /** Id of the value of which nothing in the report speaks. */
  readonly otherwise: string;
}
export interface AxisValue {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  /** Words in a report that speak for it. */
  readonly words: readonly string[];
  /** `System.class` of the systems that have this value by themselves; words outweigh it. */
  readonly classes: readonly string[];
}

/** The level is found in a table of two axes: `cells[row][column]`. */
export interface LevelMatrix {
  readonly rows: MatrixAxis;
  readonly columns: MatrixAxis;
  readonly cells: readonly (readonly MatrixCell[])[];
}
export interface MatrixCell {
  readonly level: string;
  /** The contract does not print this combination: the level is proposed, and a human is asked. */
  readonly ask: boolean;
}

/** A set of levels that go together, and how one of them is chosen. Which one is for a system: `schemeFor`. */
export interface LevelScheme {
  readonly id: string;
  /** Ids of levels, the gravest first. */
  readonly levels: readonly string[];
  /** Level of a report with no sign of another: the strict one until told otherwise. */
  readonly defaultLevel: string;
  /** With it levels come from the matrix; statements of a level still outweigh it. */
  readonly matrix?: LevelMatrix;
  /** Level of whatever a VIP reports. */
  readonly vip?: string;
}

/** What several systems promise alike: a service level of its own. */
export interface Profile {
  readonly id: string;
  readonly name: string;
  /** Id of a scheme. */
  readonly scheme?: string;
  readonly clause?: string;
}

/** A part of the contract with its own department, clocks and, later, score. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly clause?: string;
  /** Id of a department. */
  readonly department?: string;
  /** Id of a scheme. */
  readonly scheme?: string;
  /** In fen: the tender's ceiling until the contract's price replaces it. */
  readonly priceFen?: number;
}

/** A unit of the customer's. */
export interface Department {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly aliases: readonly string[];
  /** Its own hours: which calendar it means by another one's key. */
  readonly calendars: Readonly<Record<string, string>>;
}

/** A group that the contract wants, before anybody has bound one to it. */
export interface ChatPlan {
  readonly id: string;
  readonly title: string;
  /** Id of the department whose people are in it. */
  readonly department?: string;
}

export interface System {
  readonly id: string;
  readonly name: string;
  /** The Chinese name where the pack has none. */
  readonly nameEn: string;
  readonly aliases: readonly string[];
  /** 核心, 重要, 一般 …: a key of `Contract.systemClasses`. */
  readonly class?: string;
  readonly department?: string;
  readonly project?: string;
  readonly profile?: string;
  /** Id of a scheme, where neither its profile nor its project says the right one. */
  readonly scheme?: string;
}

/**
 * Whom a reminder addresses. `responsible`: the assignee, or who is on duty while nobody has acknowledged. `backup`: who is
 * called after the one on duty. `supplier_lead`, `customer_lead`: people of that post, else the managers, or the supervisors;
 * `manager`, `supervisor` leave them out where a chain has a step for them and somebody else has the role.
 */
export type Audience = 'responsible' | 'backup' | 'supplier_lead' | 'customer_lead' | Role;

/** What somebody is beside his roles. `vip`: whatever he reports is grave where the contract says so. */
export const POSTS = ['supplier_lead', 'customer_lead', 'vip', 'on_site'] as const;
export type Post = (typeof POSTS)[number];

/** A reminder before the due time, when this share of the target is used up. */
export interface ReminderStage {
  readonly permille: number;
  readonly to: readonly Audience[];
}

/** A step up the chain, this long after the due time. Step 0 is the breach itself. */
export interface EscalationStep {
  readonly afterMs: DurationMs;
  readonly to: readonly Audience[];
  /** They are telephoned as well, where the platform can; the last step of a chain only. */
  readonly call?: true;
}

/** Who is told of a clock before and after its due time. */
export interface Chain {
  readonly reminders: readonly ReminderStage[];
  readonly escalation: readonly EscalationStep[];
}
/** The chain of every level and rule that names no other. */
export const DEFAULT_CHAIN = 'default';

/** Somebody has taken a ticket and nothing is heard of it. */
export interface SilenceRule {
  /** Levels that it binds; empty: all. */
  readonly levels: readonly string[];
  /** Counted since the last thing that an engineer did or said about the ticket. */
  readonly calendar: string;
  /** From 0 up: when the first one is asked, and who is told later. Counted time of the calendar. */
  readonly steps: readonly EscalationStep[];
}

/** Hours in which reminders of mild levels wait for the morning. A breach of these levels waits as well. */
export interface QuietHours {
  readonly levels: readonly string[];
  /** May lie before `from`: 22:00 to 07:30. */
  readonly from: CivilTime;
  readonly to: CivilTime;
}

/**
 * When somebody is on duty, and in which rhythm the next one takes over. Who it is stands with the people, not in the pack.
 * Of several rotas that cover an instant the first in the pack's order counts.
 */
export interface Rota {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  /** The days on which a turn of it begins. `workdays` and `rest_days` are those of `calendar`, 调休 included. */
  readonly on: 'every_day' | 'workdays' | 'rest_days' | readonly Weekday[];
  readonly calendar?: string;
  /** From then on that day; the handover. */
  readonly from: CivilTime;
  /** Till then on the same day, or on the next where it is not after `from`. Equal to `from`: round the clock. */
  readonly to: CivilTime;
  /** `turn`: the next person at each turn. `week`: on the given weekday's turn. `never`: the first one always. */
  readonly rotate: 'turn' | 'week' | 'never';
  /** First day of a rota's week; Monday where absent. */
  readonly weekday?: Weekday;
  /** Whom it serves; empty lists: everybody. */
  readonly departments: readonly string[];
  readonly projects: readonly string[];
  readonly systems: readonly string[];
}

/** People who have to be on site: 签到 and 签退. Everybody with the post `on_site`. */
export interface AttendanceRule {
  /** Its workdays are the days. */
  readonly calendar: string;
  /** The card is posted at this time of the day. */
  readonly openAt: CivilTime;
  /** Signed in later: late. Nobody signed in by `absentAt`: absent. */
  readonly signInBy: CivilTime;
  readonly absentAt: CivilTime;
  /** Signed out before: left early. */
  readonly signOutFrom: CivilTime;
  readonly clause: string;
}

/** One service contract, parsed and checked. Its pack is one YAML file under `contracts/`, with what that includes. */
export interface Contract {
  readonly id: ContractId;
  readonly name: string;
  readonly shortName: string;
  /** First part of a ticket's number: `GZ` in `GZ-260303-07`. */
  readonly numberPrefix: string;
  /** SHA-256 of the pack's canonical form, its includes and the holidays it counts by; a ticket carries the one it was opened under. */
  readonly hash: string;
  readonly zone: 'Asia/Shanghai';
  readonly parties: { readonly customer: string; readonly supplier: string };
  readonly term: { readonly from: CivilDate; readonly to: CivilDate };
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly departments: readonly Department[];
  readonly chats: readonly ChatPlan[];
  readonly projects: readonly Project[];
  readonly profiles: readonly Profile[];
  /** Names of the classes of systems, by key. */
  readonly systemClasses: Readonly<Record<string, string>>;
  readonly systems: readonly System[];
  readonly levels: readonly Level[];
  readonly schemes: readonly LevelScheme[];
  /** Id of the scheme of systems that name none, and of reports without a system. */
  readonly defaultScheme: string;
  readonly clocks: readonly ClockRule[];
  /** Has the key `DEFAULT_CHAIN`. */
  readonly chains: Readonly<Record<string, Chain>>;
  readonly silence: readonly SilenceRule[];
  readonly quietHours?: QuietHours;
  readonly rotas: readonly Rota[];
  /** How long before a gap in the roster the manager is told. */
  readonly rosterNoticeMs: DurationMs;
  readonly attendance?: AttendanceRule;
  /** When the manager gets his digest each day. */
  readonly digestAt?: CivilTime;
  readonly suspension: {
    /** `supervisor`: a pause counts from its request once the customer's side approved, and not at all when refused. */
    readonly approval: 'none' | 'supervisor';
  };
  /** Who may change a ticket's level, or name another system. */
  readonly levelChange: readonly Role[];
  /** Levels of anomalies found on a round that show no sign of another, at most one of each scheme; absent: as of any report. */
  readonly anomalyLevels?: readonly string[];
  /** What the resolve clock does after 仍未解决. */
  readonly reopen: 'resume' | 'restart';
  /** A resolved ticket that nobody confirms closes by itself after this. */
  readonly autoCloseAfterMs: DurationMs;
  /** The same person may take his last step back within this. */
  readonly undoWithinMs: DurationMs;
  /** What the text leaves open, and how the pack reads it: shown by `check` and beside a score. */
  readonly choices: readonly Choice[];
  /** Price of the whole contract, of which penalties are a share. Absent: nobody has entered it, and shares are shown alone. */
  readonly priceFen?: Fen;
  /** By what it is assessed, in the order of the text. */
  readonly tables: readonly AssessmentTable[];
  /** Rounds that are owed, in the order of the pack. */
  readonly inspections: readonly InspectionPlan[];
  /** Documents and activities that are owed, in the order of the pack. */
  readonly deliverables: readonly DeliverablePlan[];
  readonly reporting: Reporting;
  /** Absent: each report is a ticket of its own. */
  readonly sameFault?: SameFaultRule;
  /** The first one that fits counts. */
  readonly alerts: readonly AlertRule[];
  /** Names of places that a report may name, beside floors, rooms and windows, which are found by their form. */
  readonly places: readonly string[];
  /** Absent: personal data is kept as long as the ticket is. */
  readonly personalData?: PersonalDataRule;
}

/** When reports of several people are one outage. */
export interface SameFaultRule {
  /** Counted from the newest report of the ticket that is in work. */
  readonly withinMs: DurationMs;
  /** Another one reports the same symptom of the same system: it joins the ticket, or he is asked. */
  readonly same: 'join' | 'ask';
  /** Another symptom of the same system, or none that is known: he is asked, or it is a ticket of its own. */
  readonly similar: 'ask' | 'open';
}

/** Which system an alert of monitoring is about, and how grave it is. */
export interface AlertRule {
  /** Unique in the pack. */
  readonly id: string;
  /** Source that it binds; absent: every one. */
  readonly source?: AlertSource;
  /** Label (or `name`, the alert's own) and what it has to be: `*` stands for any characters. All have to fit. */
  readonly match: Readonly<Record<string, string>>;
  /** Id of a system; absent: what the alert says is read as a person's words are. */
  readonly system?: string;
  /** Id of a level of that system's scheme; absent: as of a person's words. */
  readonly level?: string;
  /** It makes no ticket. */
  readonly ignore?: true;
}

export const ALERT_SOURCES = ['alertmanager', 'nightingale', 'zabbix', 'plain'] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

export interface PersonalDataRule {
  /** So long after a ticket's end the personal data in its texts is erased. */
  readonly keepForMs: DurationMs;
}

/** A documented reading of something that a tender leaves open. */
export interface Choice {
  readonly about: string;
  readonly chosen: string;
  readonly others: readonly string[];
  readonly clause?: string;
}
