import type { DutyRefusal } from '../domain/duty-change.ts';
import type { Line } from './types.ts';

/** What people type about duty. */
export const ROSTER_COMMANDS = [
  'on_duty',
  'duty_table',
  'ask_stand_in',
  'assign_cover',
  'take_leave',
  'end_leave',
  'duty_accept',
  'duty_decline',
  'duty_withdraw',
  'take_over',
  'sign_in',
  'sign_out',
] as const;
export type RosterCommand = (typeof ROSTER_COMMANDS)[number];

export interface DutyRefusalFacts {
  readonly person: string;
  readonly day: string;
  /** What became of a request that was answered before. */
  readonly state: string;
  /** How it is typed. */
  readonly example: string;
}

/** Names for an example: two of the supplier's other than the reader. */
export interface ExamplePeople {
  readonly other: string;
  readonly third: string;
}

/** Wording of who is on duty, swaps, leave, handovers and 签到. */
export interface RosterTexts {
  readonly commands: Readonly<
    Record<
      RosterCommand,
      {
        readonly label: string;
        readonly words: readonly string[];
        /** How it is typed, with people of the contract. */
        readonly example: (people: ExamplePeople) => string;
      }
    >
  >;
  /** How people ask for the number of whoever is on duty, and what they are told. */
  readonly phone: { readonly words: readonly string[]; readonly answer: string };
  /** Between substitute and person: 安排 李工 替 周工 周三. */
  readonly standsFor: readonly string[];
  /** Monday first. */
  readonly weekdays: readonly string[];
  readonly day: (day: string, weekday: string) => string;
  readonly span: (from: string, to: string) => string;
  readonly now: NowTexts;
  readonly table: {
    readonly title: (days: string) => string;
    readonly hint: (swap: string, leave: string) => string;
    /** Nobody is on a rota of the contract: who is called instead. */
    readonly noRota: (names: string) => string;
  };
  readonly request: RequestTexts;
  readonly plan: PlanTexts;
  readonly handover: HandoverTexts;
  readonly attendance: AttendanceTexts;
  readonly refusals: Readonly<Record<DutyRefusal['reason'], (facts: DutyRefusalFacts) => string>>;
}

export interface NowTexts {
  readonly title: (at: string) => string;
  /** About a system or a department. */
  readonly titleFor: (name: string, at: string) => string;
  readonly present: (person: string, until: string) => string;
  readonly backup: (person: string) => string;
  readonly next: (person: string, at: string) => string;
  readonly nobody: string;
  /** Label of who is called where no rota counts, by the reason. */
  readonly withoutRota: Readonly<Record<'no_rota' | 'uncovered' | 'away', string>>;
  /** 18:00–次日09:00 */
  readonly hours: (from: string, to: string, endsNextDay: boolean) => string;
}

export interface RequestTexts {
  readonly title: string;
  readonly titles: Readonly<Record<'agreed' | 'declined' | 'withdrawn' | 'lapsed', string>>;
  /** One part: whose turns, who takes them. */
  readonly part: (substitute: string, person: string, turns: string) => string;
  readonly turn: (rota: string, span: string) => string;
  readonly wholeDay: string;
  readonly ring: (other: Line, asker: string) => Line;
  readonly until: (at: string) => string;
  /** Rings both. */
  readonly agreed: (people: Line, parts: string) => Line;
  readonly declined: (asker: Line, other: string) => Line;
  readonly withdrawn: (other: Line, asker: string) => Line;
  readonly lapsed: (asker: Line) => Line;
  /** One of the two is on leave on that day. */
  readonly overtaken: (people: Line, person: string) => Line;
  readonly nothingAsked: string;
}

export interface PlanTexts {
  readonly assigned: (people: Line, manager: string, part: string) => Line;
  /** @param takeovers what becomes of his turns, in sentences */
  readonly leave: (managers: Line, person: string, span: string, takeovers: string) => Line;
  readonly noTurns: string;
  /** Nobody is on a rota of the contract. */
  readonly noRota: (names: string) => string;
  readonly takeovers: (parts: string) => string;
  readonly takeover: (turns: string, person: string) => string;
  /** Nobody of the rota is left; a report rings this person. */
  readonly unmanned: (turns: string, person: string) => string;
  readonly arrange: (example: string) => string;
  /** Several turns of a rota in a row. */
  readonly turns: (rota: string, span: string, count: number) => string;
  readonly pastDay: (day: string) => string;
  readonly supplierOnly: (example: string) => string;
  readonly leaveEnded: (managers: Line, person: string) => Line;
  readonly gap: (managers: Line, spans: string) => Line;
  /** Hours that no rota has, told once. */
  readonly uncovered: (managers: Line, spans: string) => Line;
  readonly more: (count: number) => string;
  readonly unknownDay: (example: string) => string;
  readonly unknownPerson: (name: string, example: string) => string;
  readonly ambiguousPerson: (name: string, people: string) => string;
  readonly unknownScope: (name: string) => string;
}

export interface HandoverTexts {
  readonly title: (rota: string) => string;
  readonly ring: (person: Line, rota: string) => Line;
  readonly from: (person: string, before: string, until: string) => string;
  readonly goesOn: (person: string, until: string) => string;
  readonly open: (count: string) => string;
  readonly nothingOpen: string;
  readonly taken: (person: string, at: string) => string;
  readonly notYours: (person: string) => string;
  readonly takenAlready: (person: string, at: string) => string;
  readonly nothingToTake: string;
}

export interface AttendanceTexts {
  readonly title: (day: string) => string;
  readonly hint: (signInBy: string, signOutFrom: string) => string;
  readonly waiting: string;
  readonly onLeave: string;
  readonly signedIn: (at: string) => string;
  readonly late: (at: string) => string;
  readonly absent: string;
  readonly signedOut: (at: string) => string;
  readonly leftEarly: (at: string) => string;
  readonly signedInAnswer: (at: string) => string;
  readonly lateAnswer: (at: string, limit: string) => string;
  readonly signedOutAnswer: (at: string) => string;
  readonly earlyAnswer: (at: string, limit: string) => string;
  readonly already: (at: string) => string;
  readonly notSignedIn: string;
  readonly notOnSite: string;
  readonly noRule: string;
  readonly noWorkday: string;
  readonly oldCard: string;
  /** Rings those whose 签到 is missing. */
  readonly missing: (people: Line, absentAt: string) => Line;
  /** What those who are recorded as absent did in the chat that morning: a supervisor decides what it means. */
  readonly seenActing: (acts: string) => string;
  readonly seenAct: (person: string, act: string, at: string) => string;
  /** Rings managers and supervisors. */
  readonly absentNotice: (people: Line, at: string, names: string, clause: string) => Line;
  /** The bot was offline in the time for 签到, so nobody is recorded as absent. */
  readonly unjudged: (managers: Line, from: string, to: string) => Line;
}
