import type { Post, Rota } from './contract.ts';
import type { CivilDate, EventId, Instant, PersonId, Role } from './types.ts';

/** A person of the contract, as far as duty is concerned. */
export interface RosterMember {
  readonly id: PersonId;
  readonly roles: readonly Role[];
  readonly posts: readonly Post[];
  /** Place in the order in which engineers are called where no rota covers the instant; absent: not in it. */
  readonly dutyOrder?: number;
  /** Id of a department of the pack. */
  readonly department?: string;
}

/** Who takes turns on a rota. The first turn is the first one of the rota on or after `startsOn`. */
export interface RotaPlan {
  readonly rotaId: string;
  readonly startsOn: CivilDate;
  /** One after the other; whoever comes next is the backup. */
  readonly order: readonly PersonId[];
}

/**
 * A change of the plan, for [from, to). `cover`: the substitute stands in for the person on every turn; a swap (换班) is two of
 * them with one `swapId`. `absence`: the person is away, and the next in the order takes his turns.
 */
export interface DutyChange {
  readonly id: EventId;
  readonly kind: 'cover' | 'absence';
  readonly personId: PersonId;
  /** Of a cover. */
  readonly substituteId?: PersonId;
  readonly swapId?: string;
  readonly from: Instant;
  readonly to: Instant;
  /** `asked`: the other one has not answered; only `agreed` counts. */
  readonly state: 'asked' | 'agreed' | 'declined' | 'withdrawn';
  readonly askedBy: PersonId;
  readonly askedAt: Instant;
  /** Grows with every write: the compare-and-set of the store, and what a button carries. */
  readonly version: number;
}

/** One person's day on site. */
export interface Attendance {
  readonly personId: PersonId;
  readonly day: CivilDate;
  readonly signedInAt?: Instant;
  readonly signedOutAt?: Instant;
  /** Recorded when nobody had signed in by the pack's time. */
  readonly absentAt?: Instant;
}

/** All that says who is on duty at an instant. */
export interface Roster {
  readonly rotas: readonly Rota[];
  readonly plans: readonly RotaPlan[];
  readonly changes: readonly DutyChange[];
  readonly members: readonly RosterMember[];
}

/** Whom duty is asked for: a ticket's system and what that belongs to. Rotas that serve others do not count. */
export interface DutyScope {
  readonly systemId?: string;
  readonly projectId?: string;
  readonly departmentId?: string;
}

/** A span in which no rota of those that serve the scope has anybody. */
export interface RosterGap {
  /** `away`: a rota covers it, and all of its people are away. `uncovered`: no planned rota has these hours. */
  readonly kind: 'away' | 'uncovered';
  readonly from: Instant;
  readonly to: Instant;
}
