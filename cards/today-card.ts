import { clockUse } from '../domain/clocks.ts';
import type { Contract } from '../domain/contract.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { isOverTicket } from './ticket-view.ts';
import type { Card, CardField } from './types.ts';
import { dayWords, levelName } from './words.ts';

export interface Today {
  /** Reported today. */
  readonly tickets: readonly Ticket[];
  /** Open and over a time limit, whenever they were reported. */
  readonly late: { readonly count: number; readonly isCapped: boolean };
  /** Set when there are more than were read. */
  readonly cappedAt?: number;
}

/** 今日统计: of the tickets that were reported today, and what is overdue of all. */
export function todayCard({ tickets, late, cappedAt }: Today, contract: Contract, now: Instant, text: Catalogue): Card {
  const { today } = text;
  const isResolved = (ticket: Ticket) => ticket.status === 'resolved' || ticket.status === 'closed';
  const count = (label: string, wanted: (ticket: Ticket) => boolean): CardField => ({
    label,
    value: [today.count(tickets.filter(wanted).length)],
  });
  const levels = contract.levels
    .map(({ id }) => ({ id, count: tickets.filter(({ level }) => level === id).length }))
    .filter((level) => level.count > 0)
    .map((level) => today.levelCount(levelName(contract, level.id, text), level.count));
  return {
    tone: 'info',
    title: today.title(dayWords(now, text)),
    lines: cappedAt === undefined ? [] : [[today.truncated(cappedAt)]],
    fields: [
      count(today.reported, () => true),
      ...(levels.length > 0 ? [{ label: today.byLevel, value: [levels.join(text.card.comma)] }] : []),
      count(today.inHand, (ticket) => !isResolved(ticket) && !isOverTicket(ticket)),
      count(today.resolved, isResolved),
      count(today.cancelled, ({ status }) => status === 'cancelled'),
      ...(tickets.some(({ status }) => status === 'merged')
        ? [count(today.merged, ({ status }) => status === 'merged')]
        : []),
      { label: today.overdue, value: [today.count(late.count) + (late.isCapped ? '+' : '')] },
      { label: today.clocks, value: [clocksWords(tickets, contract, now, text)] },
      ...ratingFields(tickets, text),
    ],
    clocks: [],
    actions: [],
  };
}

/** Clocks of the contract that have been judged: internal targets are nobody's business here. */
function clocksWords(tickets: readonly Ticket[], contract: Contract, now: Instant, text: Catalogue): string {
  const states = tickets
    .flatMap((ticket) => ticket.clocks)
    .filter(({ binding }) => binding === 'contract')
    .map((clock) => clockUse(clock, contract, now).state);
  const met = states.filter((state) => state === 'met').length;
  const judged = met + states.filter((state) => state === 'breached').length;
  return judged === 0 ? text.today.noneJudged : text.today.clocksMet(met, judged);
}

function ratingFields(tickets: readonly Ticket[], text: Catalogue): readonly CardField[] {
  const ratings = tickets.flatMap(({ rating }) => rating ?? []);
  if (ratings.length === 0) return [];
  const sum = ratings.reduce((total, rating) => total + rating, 0);
  return [{ label: text.today.rating, value: [text.today.ratings(sum, ratings.length)] }];
}
