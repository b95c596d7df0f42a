import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { stepsCard } from './steps-card.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';

/** 确认恢复 or 仍未解决: asks those who judge a resolved ticket, where what was said leaves it open. */
export function judgeCard(view: TicketView, now: Instant, text: Catalogue): Card {
  const title = text.question.judge(view.ticket.number);
  return stepsCard(view, { title, steps: ['confirm', 'reopen'] }, now, text);
}
