import { byDueInstant, isOpen, isOver, openPause } from '../domain/clocks.ts';
import type { TicketClock } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';
import { clockLabel, instantWords, overSince, standingWords, stateWords } from './words.ts';

/** 工单 7 还剩多久: every open clock of a ticket, the most urgent first. */
export function timeLeftCard({ ticket }: TicketView, now: Instant, text: Catalogue): Card {
  const open = ticket.clocks.filter(isOpen).toSorted(byDueInstant);
  const { timeLeft } = text.digest;
  const isLate = open.some((clock) => isOver(clock, now));
  return {
    tone: isLate ? 'danger' : 'info',
    title:
      open.length === 0 ? timeLeft.nothingOpen(ticket.number, stateWords(ticket, text)) : timeLeft.title(ticket.number),
    ...(open.length > 0 && { badge: stateWords(ticket, text) }),
    lines: [],
    fields: open.map((clock) => ({ label: clockLabel(clock, text), value: [timeLeftWords(clock, now, text)] })),
    clocks: [],
    actions: [],
  };
}

/** 还剩 12 分钟（10:30 前）; of what stands still or has no due instant only that. */
function timeLeftWords(clock: TicketClock, now: Instant, text: Catalogue): string {
  const standing = standingWords(clock, now, text);
  if (openPause(clock) || clock.dueAt === undefined) return standing;
  const due = (at: Instant) => instantWords(at, now, text, 'if_any');
  const isLate = now > clock.dueAt;
  const words = isLate ? text.time.wasDue(due(overSince(clock, clock.dueAt))) : text.time.before(due(clock.dueAt));
  return text.digest.timeLeft.due(standing, words);
}
