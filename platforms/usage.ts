import type { CivilMonth, TicketId } from '../domain/types.ts';

/** From so much of a month's quota on it may not last, and people are told. */
export const QUOTA_LOW_FROM = 0.8;

/** What a platform charges for: a request to its API, or a message to or from the bot. */
export type UseKind = 'call' | 'message';

export interface PlatformUse {
  readonly platform: string;
  /** In China, where the quota is counted: `2026-11`. */
  readonly month: CivilMonth;
  readonly kind: UseKind;
  /** For which ticket; absent: for none. */
  readonly ticketId?: TicketId;
  /** At least 1. */
  readonly count: number;
}

/** What one ticket has cost in a month. */
export interface TicketUse {
  readonly ticketId: TicketId;
  readonly calls: number;
  readonly messages: number;
}

/** The counters of what is used, shared by all replicas and kept for a year. */
export interface PlatformUsage {
  /** Adds to them, all or nothing. */
  add(uses: readonly PlatformUse[]): Promise<void>;
  ofMonth(platform: string, month: CivilMonth): Promise<Readonly<Record<UseKind, number>>>;
  /** The dearest first. */
  ofTickets(platform: string, month: CivilMonth): Promise<readonly TicketUse[]>;
}
