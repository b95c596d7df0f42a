import type { DurationMs, Instant } from '../domain/types.ts';

const TOKEN = /^(?<receivedAt>\d{1,16})\|(?<cardId>[^|]+)\|(?<deliveryId>.+)$/s;

/** What answers a tap: for which card, and to which delivery of the tap. */
export interface TapToken {
  readonly receivedAt: Instant;
  /** Holds no `|`. */
  readonly cardId: string;
  /** As the platform names what it awaits an answer to. */
  readonly deliveryId: string;
}

export function tapTokenOf({ receivedAt, cardId, deliveryId }: TapToken): string {
  return `${receivedAt}|${cardId}|${deliveryId}`;
}

/** @returns undefined for what is none */
export function readTapToken(token: string): TapToken | undefined {
  const { receivedAt, cardId, deliveryId } = TOKEN.exec(token)?.groups ?? {};
  if (receivedAt === undefined || cardId === undefined || deliveryId === undefined) return undefined;
  return { receivedAt: Number(receivedAt), cardId, deliveryId };
}

/** Is it too late for an answer to an event? Also where the clock was set back, since nobody knows then. */
export function isTooLate(
  { receivedAt }: Pick<TapToken, 'receivedAt'>,
  now: Instant,
  answeredWithinMs: DurationMs,
): boolean {
  return now < receivedAt || now - receivedAt > answeredWithinMs;
}
