import type { Line } from './types.ts';

/** What is used up: calls of a platform's API, or messages to and from the bot. */
export type QuotaOf = 'calls' | 'messages';

/** What is said because of the platforms themselves. @param platform as `names` calls it */
export interface PlatformTexts {
  /** What people call a platform, by its name in the program. */
  readonly names: Readonly<Record<string, string>>;
  /** Beside what was said in a group that those whom it rings are not in. @param title of that group; empty where nobody knows it */
  readonly saidIn: (platform: string, title: string) => string;
  /** To somebody whose words the platform withheld. @param who mentions him */
  readonly withheld: (who: Line, platform: string) => Line;
  /** The same in his own chat, or where the group has no contract. */
  readonly withheldAlone: (platform: string) => string;
  /** So that somebody reads what the bot can't. @param duty mentions who is on duty */
  readonly readAloud: (duty: Line) => Line;
  /** In the group, of what was withheld in somebody's own chat. @param duty mentions who is on duty @param who his name */
  readonly withheldFrom: (duty: Line, who: string, platform: string) => Line;
  /** @param who mentions those who are told @param used of how many: `4000/5000`; empty where nobody knows */
  readonly quotaLow: Readonly<Record<QuotaOf, (who: Line, platform: string, used: string) => Line>>;
  readonly quotaExhausted: Readonly<Record<QuotaOf, (who: Line, platform: string, used: string) => Line>>;
  /** To a guest in a group, now and then. @param who mentions him */
  readonly guest: (who: Line, platform: string) => Line;
}
