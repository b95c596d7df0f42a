import { createHash } from 'node:crypto';
import type { Card } from '../cards/types.ts';

const HEX_KEPT = 40;
const OF_ONE = 'd';
const OF_SEVERAL = 'm';

/**
 * The id that the bot gives the card that a delivery posts (WeCom's `task_id`, DingTalk's `outTrackId`): the same for each attempt,
 * so that the platform refuses a second one, and different for every other card. It tells whether the card's buttons are about
 * several things.
 */
export function cardIdOf(deliveryKey: string, card?: Pick<Card, 'actions' | 'subject'>): string {
  const hash = createHash('sha256').update(deliveryKey).digest('hex').slice(0, HEX_KEPT);
  const subjects = new Set((card?.actions ?? []).map((action) => (action.subject ?? card?.subject)?.id));
  return `${subjects.size > 1 ? OF_SEVERAL : OF_ONE}${hash}`;
}

/** That card's other buttons are still good when the matter of one of them has moved on. */
export function isOfSeveral(cardId: string): boolean {
  return cardId.startsWith(OF_SEVERAL);
}
