import { createHash } from 'node:crypto';
import { DIGEST_ENTRIES_MAX, digestPost } from '../cards/digest-card.ts';
import { CATALOGUES } from '../cards/language.ts';
import type { DigestEntry } from '../cards/types.ts';
import type { OutboxRow, Outgoing } from '../db/store.ts';
import { type DurationMs, SECOND } from '../domain/types.ts';

/** A reminder waits no longer than this for others that are due at the same instant. */
export const GATHER_MAX_MS: DurationMs = SECOND / 2;

type ReminderRow = OutboxRow & { readonly outgoing: Outgoing & { op: 'post'; readonly digest: DigestEntry } };

/** Is it a reminder that may leave together with others of its chat? */
export function isReminder(row: OutboxRow): row is ReminderRow {
  return row.outgoing.op === 'post' && row.outgoing.digest !== undefined;
}

/**
 * The rows that leave in one message with the chosen one: the other reminders of the chat that wait, but none whose ticket's own
 * card is still to be posted.
 * @param rows what waits in the chat, oldest first  @param isAlone a row that has to leave by itself
 * @returns the chosen one alone, where it is no reminder or there is no other
 */
export function leavingWith(
  chosen: OutboxRow,
  rows: readonly OutboxRow[],
  isAlone: (row: OutboxRow) => boolean,
): readonly OutboxRow[] {
  if (!isReminder(chosen) || isAlone(chosen)) return [chosen];
  const others = rows.filter((row) => row.seq !== chosen.seq && isReminder(row) && !isAlone(row));
  const free = others.filter((row) => !rows.some((older) => older.seq < row.seq && introduces(older, row)));
  // Where not all of them fit, a breach goes before what is only near its time.
  const urgentFirst = free.toSorted((a, b) => a.outgoing.priority - b.outgoing.priority);
  return [chosen, ...urgentFirst.slice(0, DIGEST_ENTRIES_MAX - 1)];
}

/** Several reminders as one message. Its key is made of theirs, so that a second attempt shows no second message. */
export function asOneMessage(rows: readonly OutboxRow[]): OutboxRow | undefined {
  const reminders = rows.filter(isReminder).toSorted((a, b) => a.seq - b.seq);
  const [first] = reminders;
  if (!first) return undefined;
  const entries = reminders.map(({ outgoing }) => outgoing.digest);
  const language = entries.every((entry) => entry.language === 'en') ? 'en' : 'zh';
  const keys = createHash('sha256').update(reminders.map(({ outgoing }) => outgoing.key).join('\n'));
  const { chatId, op, priority } = first.outgoing;
  return {
    ...first,
    outgoing: {
      op,
      chatId,
      priority,
      key: `digest:${keys.digest('hex')}`,
      content: digestPost(entries, CATALOGUES[language]),
    },
  };
}

/** Does one row post the card of the ticket that the other is about? */
function introduces(older: OutboxRow, row: OutboxRow): boolean {
  const { outgoing } = older;
  return outgoing.op === 'post' && !isReminder(older) && outgoing.ticketId === row.outgoing.ticketId;
}
