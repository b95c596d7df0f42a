import { createHash } from 'node:crypto';
import type { Catalogue } from '../cards/catalogue.ts';
import { DIGEST_ENTRIES_MAX, digestPost } from '../cards/digest-card.ts';
import { CATALOGUES } from '../cards/language.ts';
import type { DigestEntry } from '../cards/types.ts';
import type { Outgoing } from '../db/changes.ts';
import type { OutboxRow } from '../db/store.ts';
import { type DurationMs, MINUTE, SECOND } from '../domain/types.ts';

/** A reminder waits no longer than this for others that are due at the same instant. */
export const GATHER_MAX_MS: DurationMs = SECOND / 2;
/**
 * What waited for a platform or a rate budget leaves together when it was written within this: after an outage a group reads a
 * few messages, not one for each reminder. The shorter it is, the less can join a digest that a killed process had sent already.
 */
export const TOGETHER_MAX_MS: DurationMs = 10 * MINUTE;

type ReminderRow = OutboxRow & { readonly outgoing: Outgoing & { op: 'post'; readonly digest: DigestEntry } };

/** Is it a reminder that may leave together with others of its chat? */
export function isReminder(row: OutboxRow): row is ReminderRow {
  return row.outgoing.op === 'post' && row.outgoing.digest !== undefined;
}

/**
 * The rows that leave in one message with the chosen one: the reminders of the chat that were written together with it, but none
 * whose ticket's own card is still to be posted. The rows alone say which, so that a process that takes over after a crash forms
 * the same message, and what came meanwhile does not change it.
 * @param rows what waits in the chat, oldest first  @param isAlone a row that has to leave by itself
 * @returns the chosen one alone, where it is no reminder or there is no other
 */
export function leavingWith(
  chosen: OutboxRow,
  rows: readonly OutboxRow[],
  isAlone: (row: OutboxRow) => boolean,
): readonly OutboxRow[] {
  if (!isReminder(chosen) || isAlone(chosen)) return [chosen];
  const waiting = rows.filter((row) => row.seq === chosen.seq || !isAlone(row));
  const isFree = (row: OutboxRow) =>
    row.seq === chosen.seq || !rows.some((older) => older.seq < row.seq && introduces(older, row));
  const together = gatherings(waiting).find((rowsOf) => rowsOf.some(({ seq }) => seq === chosen.seq)) ?? [];
  // Where not all of them fit, a breach goes before what is only near its time.
  const urgentFirst = together.filter(isFree).toSorted((a, b) => a.outgoing.priority - b.outgoing.priority);
  const place = urgentFirst.findIndex(({ seq }) => seq === chosen.seq);
  const from = place - (place % DIGEST_ENTRIES_MAX);
  const leaving = urgentFirst.slice(from, from + DIGEST_ENTRIES_MAX);
  return [chosen, ...leaving.filter(({ seq }) => seq !== chosen.seq)];
}

/** The reminders among the rows, parted by when they were written: none is further from the first of its part than the limit. */
export function gatherings(rows: readonly OutboxRow[]): readonly (readonly ReminderRow[])[] {
  const parts: ReminderRow[][] = [];
  const inOrder = rows.filter(isReminder).toSorted((a, b) => a.createdAt - b.createdAt || a.seq - b.seq);
  for (const row of inOrder) {
    const part = parts.at(-1);
    const first = part?.[0];
    if (part && first && row.createdAt - first.createdAt <= TOGETHER_MAX_MS) part.push(row);
    else parts.push([row]);
  }
  return parts;
}

/** Several reminders as one message. Its key is made of theirs, so that a second attempt shows no second message. */
export function asOneMessage(rows: readonly OutboxRow[]): OutboxRow | undefined {
  const reminders = rows.filter(isReminder).toSorted((a, b) => a.seq - b.seq);
  const [first] = reminders;
  if (!first) return undefined;
  const entries = reminders.map(({ outgoing }) => outgoing.digest);
  const keys = createHash('sha256').update(reminders.map(({ outgoing }) => outgoing.key).join('\n'));
  const { chatId, op } = first.outgoing;
  const isUrgent = reminders.some(({ outgoing }) => outgoing.priority === 0);
  const calls = [...new Set(reminders.flatMap(({ outgoing }) => outgoing.calls ?? []))];
  return {
    ...first,
    outgoing: {
      op,
      chatId,
      priority: isUrgent ? 0 : first.outgoing.priority,
      key: `digest:${keys.digest('hex')}`,
      content: digestPost(entries, textOf(reminders)),
      ...(calls.length > 0 && { calls }),
    },
  };
}

/** English only where every ticket speaks it. */
export function textOf(reminders: readonly ReminderRow[]): Catalogue {
  return CATALOGUES[reminders.every(({ outgoing }) => outgoing.digest.language === 'en') ? 'en' : 'zh'];
}

/** Does one row post the card of the ticket that the other is about? */
function introduces(older: OutboxRow, row: OutboxRow): boolean {
  const { outgoing } = older;
  return outgoing.op === 'post' && !isReminder(older) && outgoing.ticketId === row.outgoing.ticketId;
}
