import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { stepsCard } from './steps-card.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';

/** 已解决？ asks those who handle a ticket of which somebody, or monitoring, says that it works again. Its button asks cause and action. */
export function resolveHintCard(view: TicketView, now: Instant, text: Catalogue): Card {
  const title = text.dialogue.resolved.title(view.ticket.number);
  return stepsCard(view, { title, steps: ['resolve'] }, now, text);
}
