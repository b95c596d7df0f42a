import type { Calendar } from './calendar.ts';
import type { CivilDate, ContractId, DurationMs, Role } from './types.ts';

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

/** `ms` is counted in the clock's calendar; one `workdays` is one working day's hours of it. */
export type Target = { readonly ms: DurationMs } | { readonly workdays: number };

export interface ClockRule {
  /** Unique in the pack: `critical.arrive`. */
  readonly id: string;
  readonly clock: ClockName;
  /** Levels that it binds; empty: all. */
  readonly levels: readonly string[];
  /** Systems that it binds; empty: all. */
  readonly systems: readonly string[];
  readonly target: Target;
  /** A key of `Contract.calendars`. */
  readonly calendar: string;
  /** `contract`: printed in the tender, a breach may cost points. `internal`: the supplier's own early target. */
  readonly binding: 'contract' | 'internal';
  /** Stops while the ticket is suspended. */
  readonly pausable: boolean;
  /** Where the tender says so, shown to people. */
  readonly clause: string;
}

export interface Level {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  /** 1 is the gravest. */
  readonly rank: number;
  /** Words in a report that speak for this level. */
  readonly signs: readonly string[];
  /** Phrases with which the reporter himself decides for this level, whatever signs stand beside them: 不影响业务. */
  readonly statements?: readonly string[];
}

export interface System {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly aliases: readonly string[];
}

/** Whom a reminder addresses: `responsible` is the assignee, or who is on duty while nobody has acknowledged. */
export type Audience = 'responsible' | Role;

/** A reminder before the due time, when this share of the target is used up. */
export interface ReminderStage {
  readonly permille: number;
  readonly to: readonly Audience[];
}

/** A step up the chain, this long after the due time. Step 0 is the breach itself. */
export interface EscalationStep {
  readonly afterMs: DurationMs;
  readonly to: readonly Audience[];
}

/** One service contract, parsed and checked. Its pack is one YAML file under `contracts/`. */
export interface Contract {
  readonly id: ContractId;
  readonly name: string;
  readonly shortName: string;
  /** First part of a ticket's number: `GZ` in `GZ-260303-07`. */
  readonly numberPrefix: string;
  /** SHA-256 of the pack's canonical form; a ticket carries the one that it was opened under. */
  readonly hash: string;
  readonly zone: 'Asia/Shanghai';
  readonly term: { readonly from: CivilDate; readonly to: CivilDate };
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly systems: readonly System[];
  readonly levels: readonly Level[];
  /** Level of a report with no sign of another: the strict row until told otherwise. */
  readonly defaultLevel: string;
  readonly clocks: readonly ClockRule[];
  readonly reminders: readonly ReminderStage[];
  readonly escalation: readonly EscalationStep[];
  readonly suspension: {
    /** `supervisor`: a pause counts from its request once the customer's side approved, and not at all when refused. */
    readonly approval: 'none' | 'supervisor';
  };
  /** Who may change a ticket's level. */
  readonly levelChange: readonly Role[];
  /** What the resolve clock does after 仍未解决. */
  readonly reopen: 'resume' | 'restart';
  /** A resolved ticket that nobody confirms closes by itself after this. */
  readonly autoCloseAfterMs: DurationMs;
  /** The same person may take his last step back within this. */
  readonly undoWithinMs: DurationMs;
}
