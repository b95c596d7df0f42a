import { type DurationMs, SECOND } from '../../domain/types.ts';
import type { PlatformNotes } from '../notes.ts';
import type { DingtalkDeps, DingtalkSettings } from './types.ts';

export const REQUEST_LIMIT_MS: DurationMs = 10 * SECOND;

/** Where in DingTalk something is set, as its menus are called. */
export type DingtalkPlace =
  | 'credentials'
  | 'robot'
  | 'httpRobot'
  | 'permissions'
  | 'release'
  | 'addresses'
  | 'cards'
  | 'cardLink'
  | 'cardRelease'
  | 'botInGroup'
  | 'customRobot';

export interface Examination {
  readonly settings: DingtalkSettings;
  readonly deps: Pick<DingtalkDeps, 'clock' | 'http' | 'log' | 'pause' | 'random'>;
  readonly places: Readonly<Record<DingtalkPlace, string>>;
  /** Why a connection is not tried: DingTalk would give it messages that are another’s. */
  readonly whyNotConnect?: string;
  /** A line to post by each custom robot, and as a card into each group; absent: nothing is posted. */
  readonly testLine?: string;
  /** Remembers whether cards were taken; absent: there is no database yet. */
  readonly notes?: PlatformNotes;
  /** Conversation ids of the groups that belong to a contract. */
  readonly groups?: readonly string[];
}
