import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { quotedText, type TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';
import { stateWords } from './words.ts';

/** 确认恢复 or 仍未解决: asks those who judge a resolved ticket, where what was said leaves it open. */
export function judgeCard(view: TicketView, now: Instant, text: Catalogue): Card {
  const { ticket } = view;
  const answers = ticketActions(view, now, text).filter(({ action }) => action === 'confirm' || action === 'reopen');
  return {
    tone: toneOf(ticket, now),
    title: text.question.judge(ticket.number),
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)]],
    fields: systemFields(view, text),
    clocks: [],
    actions: [...answers, detailsAction(ticket, now, text)],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}
