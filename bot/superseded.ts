import type { OutboxRow } from '../db/store.ts';
import type { Instant } from '../domain/types.ts';
import type { Capabilities } from '../platforms/types.ts';

/**
 * Rows of a chat that need not leave any more, since a later one brings the same card up to date: after an hour without
 * a connection a card is shown once, as it is now.
 * @param rows pending rows of one chat, oldest first
 */
export function supersededRows(
  rows: readonly OutboxRow[],
  capabilities: Pick<Capabilities, 'cards' | 'updateCard'>,
  now: Instant,
): readonly OutboxRow[] {
  const later = new Map<string, Refresh>();
  const superseded: OutboxRow[] = [];
  for (const row of rows.toReversed()) {
    const { outgoing } = row;
    if (outgoing.op !== 'refresh') continue;
    const newer = later.get(outgoing.cardKey);
    if (newer && isReplaced(outgoing, newer, capabilities, now)) superseded.push(row);
    else later.set(outgoing.cardKey, outgoing);
  }
  return superseded.reverse();
}

type Refresh = OutboxRow['outgoing'] & { op: 'refresh' };

function isReplaced(
  older: Refresh,
  newer: Refresh,
  { cards, updateCard }: Pick<Capabilities, 'cards' | 'updateCard'>,
  now: Instant,
): boolean {
  // Words that never change tell what has happened once each.
  const tellsMore = updateCard === 'never' && cards !== 'none' && !older.isTold && (older.news ?? []).length > 0;
  const willLeave = newer.tapToken !== undefined || isTimely(newer, now);
  // With its token this one changes the card in place, which a later row may be unable to do.
  const needsItsTap = updateCard === 'answering_tap' && older.tapToken !== undefined && isTimely(older, now);
  // It may be shown to whoever taps only, or to nobody.
  const isSpared = cards === 'living' && newer.isDetail === true;
  const isMore = older.isDetail !== true || older.tapToken !== undefined;
  return (
    willLeave &&
    !tellsMore &&
    !needsItsTap &&
    !(isSpared && isMore) &&
    (newer.otherwise === 'post' || older.otherwise === 'leave')
  );
}

function isTimely({ validUntil }: Refresh, now: Instant): boolean {
  return validUntil === undefined || validUntil >= now;
}
