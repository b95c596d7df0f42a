import { type Answer, refusal } from './answer.ts';

const SECOND = 1000;
const QPS = 20;

export interface Metering {
  /** Counts a call of the API. @returns why it is not taken; then it is not counted */
  call(path: string): Answer | undefined;
  /** Counts a message to or from the bot. @returns false when the month's are used up; it is counted all the same */
  message(): boolean;
  readonly calls: number;
  readonly messages: number;
  /** How many calls of one path were in the busiest second. */
  readonly mostPerSecond: number;
}

/** What the organisation is charged for, and how fast an app may call. */
export function createMetering(
  monthly: { readonly calls: number; readonly messages: number },
  now: () => number,
): Metering {
  const taken = new Map<string, number[]>();
  let calls = 0;
  let messages = 0;
  let most = 0;
  return {
    call(path) {
      const recent = (taken.get(path) ?? []).filter((at) => at > now() - SECOND && at <= now());
      taken.set(path, recent);
      if (recent.length >= QPS) return refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi');
      if (calls >= monthly.calls) return refusal('Forbidden.AccessDenied.ApiCountLimitForOrg');
      recent.push(now());
      most = Math.max(most, recent.length);
      calls += 1;
      return undefined;
    },
    message() {
      messages += 1;
      return messages <= monthly.messages;
    },
    get calls() {
      return calls;
    },
    get messages() {
      return messages;
    },
    get mostPerSecond() {
      return most;
    },
  };
}
