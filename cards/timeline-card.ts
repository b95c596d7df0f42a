import { clockUse } from '../domain/clocks.ts';
import type { Pause, TicketEvent } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { eventSentence } from './event-sentence.ts';
import { ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card, CardField, Line } from './types.ts';
import { clockName, durationWords, instantWords, stateWords, systemName, targetWords } from './words.ts';

/** Newest entries of a long timeline that a card shows. */
export const TIMELINE_LINES_MAX = 40;

/** A time in which the bot could not hear or speak; `to` is absent while it lasts. */
export interface DeafSpan {
  readonly from: Instant;
  readonly to?: Instant;
}

export interface Timeline {
  readonly view: TicketView;
  readonly events: readonly TicketEvent[];
  /** Those that touch the ticket's life. */
  readonly deaf: readonly DeafSpan[];
}

/** 工单 7: who did what when, what each clock has used, when it stood still, and when the bot was deaf. */
export function timelineCard({ view, events, deaf }: Timeline, now: Instant, text: Catalogue): Card {
  const { ticket, contract } = view;
  const shown = events.slice(-TIMELINE_LINES_MAX);
  const left = events.length - shown.length;
  return {
    tone: toneOf(ticket, now),
    title: `${text.timeline.title(ticket.number)} ${systemName(contract, ticket.systemId, text)}`,
    badge: stateWords(ticket, text),
    lines: [
      ...(left > 0 ? [[text.timeline.earlier(left)]] : []),
      ...shown.map((event): Line => [eventSentence(event, view, now, text)]),
    ],
    fields: [...clockFields(view, now, text), ...pauseFields(view, now, text), ...deafFields(deaf, now, text)],
    clocks: [],
    actions: ticketActions(view, now, text),
    subject: { id: ticket.id, version: ticket.version },
  };
}

function clockFields({ ticket, contract }: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  return ticket.clocks.map((clock) => {
    const use = clockUse(clock, contract, now);
    const name = clockName(clock.clock, text);
    const label = clock.binding === 'internal' ? name + text.card.bracketed(text.timeline.internal) : name;
    const words = text.timeline.use(
      durationWords(use.usedMs, text),
      targetWords(clock.target, text),
      text.names.clockState[use.state],
      instantWords(use.dueAt, now, text, 'if_any'),
    );
    return { label, value: [words] };
  });
}

function pauseFields({ ticket }: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const pauses = new Map<string, Pause>();
  for (const pause of ticket.clocks.flatMap((clock) => clock.pauses)) {
    pauses.set(`${pause.cause}:${pause.from}`, pause);
  }
  return [...pauses.values()]
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, cause }) => ({
      label: text.timeline.pauses,
      value: [
        text.timeline.pause(
          spanWords({ from, ...(to !== undefined && { to }) }, now, text),
          text.timeline.pauseCause[cause],
        ),
      ],
    }));
}

function deafFields(deaf: readonly DeafSpan[], now: Instant, text: Catalogue): readonly CardField[] {
  return deaf.map((span) => ({ label: text.timeline.deaf, value: [spanWords(span, now, text)] }));
}

function spanWords({ from, to }: DeafSpan, now: Instant, text: Catalogue): string {
  const end = to === undefined ? text.timeline.untilNow : instantWords(to, now, text, 'always');
  return text.timeline.span(instantWords(from, now, text, 'always'), end);
}
