import { type Instant, SECOND } from '../../domain/types.ts';

/** WeCom takes an answer to an event for 5 s; what leaves later than this may come too late. */
const ANSWERED_WITHIN_MS = 4.5 * SECOND;
const TOKEN = /^(?<receivedAt>\d{1,16})\|(?<taskId>[^|]+)\|(?<reqId>.+)$/s;

/** What answers a tap: for which card, and by which request. */
export interface TapToken {
  readonly receivedAt: Instant;
  readonly taskId: string;
  readonly reqId: string;
}

export function tapTokenOf({ receivedAt, reqId, taskId }: TapToken): string {
  return `${receivedAt}|${taskId}|${reqId}`;
}

/** @returns undefined for what is none */
export function readTapToken(token: string): TapToken | undefined {
  const { receivedAt, reqId, taskId } = TOKEN.exec(token)?.groups ?? {};
  if (receivedAt === undefined || taskId === undefined || reqId === undefined) return undefined;
  return { receivedAt: Number(receivedAt), taskId, reqId };
}

/** Is it too late for an answer to an event? Also where the clock was set back, since nobody knows then. */
export function isTooLate({ receivedAt }: Pick<TapToken, 'receivedAt'>, now: Instant): boolean {
  return now < receivedAt || now - receivedAt > ANSWERED_WITHIN_MS;
}
