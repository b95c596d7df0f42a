/** An instant: integer milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A length of time: integer milliseconds, never negative. */
export type DurationMs = number;
/** A day as people name it in the contract's zone: `2026-03-03`. */
export type CivilDate = string;
/** A month as people name it in the contract's zone: `2026-03`. */
export type CivilMonth = string;
/** A time of day in the contract's zone: `09:00`; `24:00` is the end of a day. */
export type CivilTime = string;

type Brand<T, Name extends string> = T & { readonly brand: Name };

export type ContractId = Brand<string, 'ContractId'>;
export type TicketId = Brand<string, 'TicketId'>;
export type PersonId = Brand<string, 'PersonId'>;
export type EventId = Brand<string, 'EventId'>;
/** A chat of any platform: `sandbox:ops`. A platform's own id never travels without its platform. */
export type ChatId = Brand<string, 'ChatId'>;

// The only places where a plain string becomes an id.
export const contractId = (value: string): ContractId => value as ContractId;
export const ticketId = (value: string): TicketId => value as TicketId;
export const personId = (value: string): PersonId => value as PersonId;
export const eventId = (value: string): EventId => value as EventId;
export const chatId = (platform: string, externalId: string): ChatId => `${platform}:${externalId}` as ChatId;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Time is passed in, so that a scenario can run months in a second. */
export interface Clock {
  now(): Instant;
}

/** Makes ids that sort by the instant of their making; seeded in tests. */
export interface Ids {
  next(now: Instant): string;
}

export const ROLES = ['reporter', 'engineer', 'manager', 'supervisor'] as const;
/** What a person is in one contract. 报障人, 驻场工程师, 项目经理 (supplier), 监理/考核人 (customer). */
export type Role = (typeof ROLES)[number];

/** Somebody who acts, with what he is in the contract at hand. */
export interface Actor {
  readonly id: PersonId;
  readonly roles: readonly Role[];
}

/**
 * A text that people wrote. The ledger holds the salted hash only, so the text can be erased when its retention ends
 * and the chain still verifies.
 */
export interface TextRef {
  readonly id: string;
  readonly hash: string;
}
