import type { Contract } from './contract.ts';
import type { EventId, Instant } from './types.ts';

/** What a decision is given besides the ticket: time and ids are passed in. */
export interface Env {
  /** When it happens: for what a person does, when he said it. */
  readonly now: Instant;
  readonly contract: Contract;
  newEventId(): EventId;
}
