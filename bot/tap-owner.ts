import type { Outgoing } from '../db/changes.ts';

/**
 * A platform waits for one answer to a tap. Where a card is brought up to date in another chat, what is said in this one may leave
 * before it, and says nothing to the tap: that is the card's.
 */
export function tapsLeftToCards(outbox: readonly Outgoing[]): readonly Outgoing[] {
  const card = outbox.find((row) => row.op === 'refresh' && row.tapToken !== undefined);
  if (!card) return outbox;
  return outbox.map((row) => (row.op === 'answer' && row.chatId !== card.chatId ? withoutTap(row) : row));
}

function withoutTap({ tapToken: _, ...row }: Outgoing & { readonly op: 'answer' }): Outgoing {
  return row;
}
