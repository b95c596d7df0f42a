import { assert } from './assert.ts';
import type { MergedReport } from './ticket-types.ts';

/** What names it among the reports that follow a ticket. */
export function keyOfReport({ joinedId, ticketId }: MergedReport): string {
  const key = ticketId ?? joinedId;
  assert(key !== undefined, 'a report that neither was a ticket nor joined one');
  return key;
}
