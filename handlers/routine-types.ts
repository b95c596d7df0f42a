import type { Changes } from '../db/changes.ts';
import type { Contract } from '../domain/contract.ts';
import type { Roster } from '../domain/roster-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What a routine's times depend on. */
export interface RoutineGiven {
  readonly contract: Contract;
  readonly roster: Roster;
}

/**
 * Something that a contract wants again and again by itself: the handover of a shift, the card for 签到, the manager's digest.
 * It has one timer for each contract (`routine:<contract>:<name>`), which every run sets to the next time, in its own transaction,
 * so that N replicas do it once. After downtime a run that was missed is made up once.
 */
export interface Routine {
  /** Unique: `handover`. */
  readonly name: string;
  /** Where its timer never existed it runs now: a fresh installation does not wait for the next time. A run finds what is there. */
  readonly startsAtOnce?: true;
  /** The first instant later than `after` at which it is due; undefined where this contract does not want it. */
  nextAt(given: RoutineGiven, after: Instant): Instant | undefined;
  /**
   * What it changes and says.
   * @param dueAt when it should have run; earlier than `scene.now` after downtime
   */
  changes(scene: Scene, dueAt: Instant): Promise<Changes>;
}
