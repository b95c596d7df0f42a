import type { Contract } from '../domain/contract.ts';
import type { RosterGap } from '../domain/roster-types.ts';
import type { CivilDate, Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { ticketField } from './list-card.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card, CardField } from './types.ts';
import { dayWords, instantWords } from './words.ts';

/** What a manager is told in the morning. */
export interface Morning {
  readonly open: Count;
  readonly overdue: Count;
  readonly dueToday: number;
  /** Tickets on which somebody has to decide. */
  readonly approvals: readonly TicketView[];
  /** The open tickets that the card lists, the most urgent first. */
  readonly listed: readonly TicketView[];
  /** Of the next days, the earliest first. */
  readonly rosterGaps: readonly RosterGap[];
  /** The last day whose holidays are known, where that is too soon. */
  readonly holidaysKnownTo?: CivilDate;
}
interface Count {
  readonly count: number;
  /** There are more than were counted. */
  readonly isCapped: boolean;
}

/** Tickets that the card lists. */
export const MORNING_LISTED_MAX = 10;
/** Numbers of tickets that a line names. */
const NAMED_MAX = 8;
const GAPS_SHOWN_MAX = 4;

export function morningCard(morning: Morning, contract: Contract, now: Instant, text: Catalogue): Card {
  const { morning: words } = text.digest;
  const { approvals, dueToday, holidaysKnownTo, listed, open, overdue, rosterGaps } = morning;
  const unlisted = open.count - listed.length;
  const gapsShown = rosterGaps.slice(0, GAPS_SHOWN_MAX).map(({ from, to }) => gapWords(from, to, now, text));
  return {
    tone: overdue.count > 0 || rosterGaps.length > 0 ? 'warning' : 'info',
    title: words.title(contract.shortName, dayWords(now, text)),
    lines: [],
    fields: [
      countField(words.open, open, text),
      countField(words.overdue, overdue, text),
      ...(dueToday > 0 ? [countField(words.dueToday, { count: dueToday, isCapped: false }, text)] : []),
      ...ticketsField(words.approvals, approvals, text),
      ...(gapsShown.length > 0 ? [{ label: words.rosterGaps, value: [gapsShown.join(text.card.comma)] }] : []),
      ...(holidaysKnownTo === undefined
        ? []
        : [{ label: words.holidays, value: [words.knownTo(Number(holidaysKnownTo.slice(0, 4)))] }]),
      ...listed.map((view) => ticketField(view, now, text)),
    ],
    clocks: [],
    actions: [],
    ...(unlisted > 0 && { footnote: words.unlisted(`${unlisted}${open.isCapped ? '+' : ''}`, listWord(text)) }),
  };
}

function listWord({ queries: { open_tickets } }: Catalogue): string {
  return open_tickets.words[0] ?? open_tickets.label;
}

function countField(label: string, { count, isCapped }: Count, text: Catalogue): CardField {
  return { label, value: [text.digest.morning.count(`${count}${isCapped ? '+' : ''}`)] };
}

function ticketsField(label: string, views: readonly TicketView[], text: Catalogue): readonly CardField[] {
  if (views.length === 0) return [];
  const named = views.slice(0, NAMED_MAX).map(({ ticket }) => ticket.number);
  const rest = views.length - named.length;
  const words = [...named, ...(rest > 0 ? [text.digest.morning.more(rest)] : [])];
  return [{ label, value: [words.join(text.card.comma)] }];
}

function gapWords(from: Instant, to: Instant, now: Instant, text: Catalogue): string {
  return text.digest.morning.gap(instantWords(from, now, text, 'if_any'), instantWords(to, now, text, 'if_any'));
}
