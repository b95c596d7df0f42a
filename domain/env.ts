import type { Contract } from './contract.ts';
import type { EventId, Instant } from './types.ts';

/** What a decision is given besides the ticket: time and ids are passed in. */
export interface Env {
  readonly now: Instant;
  readonly contract: Contract;
  newEventId(): EventId;
}
