import { instantWords } from '../cards/words.ts';
import type { OutboxRow } from '../db/store.ts';
import { type DurationMs, type Instant, MINUTE } from '../domain/types.ts';
import { isReminder, textOf } from './digest-rows.ts';

/** After this the time that a reminder names as left is no longer what is left. */
export const LATE_AFTER_MS: DurationMs = MINUTE;

/**
 * A message of reminders that waited for a connection or a budget says as of when it speaks; its due times hold in any case.
 * @param rows what leaves with it
 */
export function saidLate(message: OutboxRow, rows: readonly OutboxRow[], now: Instant): OutboxRow {
  const reminders = rows.filter(isReminder);
  const writtenAt = Math.min(...reminders.map(({ createdAt }) => createdAt));
  const { outgoing } = message;
  if (outgoing.op !== 'post' || reminders.length === 0 || now - writtenAt < LATE_AFTER_MS) return message;
  const text = textOf(reminders);
  const note = text.notice.saidLate(instantWords(writtenAt, now, text, 'always'));
  const { content } = outgoing;
  return { ...message, outgoing: { ...outgoing, content: { ...content, lines: [...content.lines, [note]] } } };
}
