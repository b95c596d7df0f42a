import type { Alert } from '../domain/alerts/alert-types.ts';
import { clockUse, inOrderOfLife, isOpen } from '../domain/clocks.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import type { Pause, TicketClock, TicketEvent } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import { attachmentEntries } from './attachment-fields.ts';
import type { Catalogue } from './catalogue.ts';
import { eventSentence } from './event-sentence.ts';
import { impliedStop } from './implied-stop.ts';
import { ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card, CardField, Line } from './types.ts';
import {
  clockLabel,
  clockName,
  instantWords,
  stateWords,
  systemName,
  targetWords,
  usedWords,
  wasOverWords,
} from './words.ts';

/** Newest entries of a long timeline that a card shows. */
export const TIMELINE_LINES_MAX = 40;
/** Pauses, and times of deafness, that it shows; the newest. */
const SPANS_SHOWN_MAX = 5;

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
  /** The newest, for the supplier's people; what they say is not cleaned yet. */
  readonly alerts: readonly Alert[];
}

/** 工单 7: who did what when, what each clock has used, when it stood still, and when the bot was deaf. */
export function timelineCard({ alerts, view, events, deaf }: Timeline, now: Instant, text: Catalogue): Card {
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
      ...(view.splitInto === undefined ? [] : [[text.split.wentOn(view.splitInto)]]),
    ],
    fields: [
      ...clockFields(view, now, text),
      ...attachmentEntries(view, now, text),
      ...alertFields(alerts, now, text),
      ...pauseFields(view, now, text),
      ...deafFields(deaf, now, text),
    ],
    clocks: [],
    actions: ticketActions(view, now, text),
    subject: { id: ticket.id, version: ticket.version },
  };
}

/** Rounds of the progress updates that are over are one field: a long ticket has hundreds. */
function clockFields(view: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const { ticket, contract } = view;
  const isPastRound = (clock: TicketClock) => clock.clock === 'update' && !isOpen(clock);
  const rounds = ticket.clocks.filter(isPastRound).map((clock) => clockUse(clock, contract, now).state);
  const met = rounds.filter((state) => state === 'met').length;
  const judged = met + rounds.filter((state) => state === 'breached').length;
  const past = { label: clockName('update', text), value: [text.timeline.rounds(met, judged)] };
  const shown = inOrderOfLife(ticket.clocks).filter((clock) => !isPastRound(clock));
  return [...shown.map((clock) => clockField(clock, view, now, text)), ...(judged > 0 ? [past] : [])];
}

function clockField(clock: TicketClock, { ticket, contract }: TicketView, now: Instant, text: Catalogue): CardField {
  const use = clockUse(clock, contract, now);
  const words = text.timeline.use(
    usedWords(use, text),
    targetWords(clock.target, now, text),
    text.names.clockState[use.state],
    use.dueAt === undefined ? text.time.unknown : instantWords(use.dueAt, now, text, 'if_any'),
  );
  const remarks = [wasOverWords(clock, now, text), impliedStop(clock, ticket, text)];
  const remarked = remarks.map((remark) => (remark === undefined ? '' : text.card.bracketed(remark)));
  return { label: clockLabel(clock, text), value: [words + remarked.join('')] };
}

function pauseFields({ ticket }: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const pauses = new Map<string, Pause>();
  for (const pause of ticket.clocks.flatMap((clock) => clock.pauses)) {
    pauses.set(`${pause.cause}:${pause.from}`, pause);
  }
  const spans = [...pauses.values()]
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => a.from - b.from)
    .map(({ from, to, cause }) =>
      text.timeline.pause(
        spanWords({ from, ...(to !== undefined && { to }) }, now, text),
        text.timeline.pauseCause[cause],
      ),
    );
  return newestFields(text.timeline.pauses, spans, text);
}

/** Each as long as a line of a card. */
const ALERT_SHOWN_MAX = 80;

function alertFields(alerts: readonly Alert[], now: Instant, text: Catalogue): readonly CardField[] {
  return alerts.map(({ count, lastAt, name, state, summary }) => {
    const said = clip(
      cleanText([name, summary].filter((part) => part !== '').join(' ')).replaceAll('\n', ' '),
      ALERT_SHOWN_MAX,
    );
    const heard = instantWords(lastAt, now, text, 'if_any');
    return {
      label: text.alerts.label,
      value: [text.alerts.one({ said, fires: state === 'firing', notices: count, heard })],
    };
  });
}

function deafFields(deaf: readonly DeafSpan[], now: Instant, text: Catalogue): readonly CardField[] {
  const spans = deaf.map((span) => spanWords(span, now, text));
  return newestFields(text.timeline.deaf, spans, text);
}

/** A field for each of the newest, and one that says how many came before. @param values oldest first */
function newestFields(label: string, values: readonly string[], text: Catalogue): readonly CardField[] {
  const shown = values.slice(-SPANS_SHOWN_MAX);
  const left = values.length - shown.length;
  return [...(left > 0 ? [text.timeline.more(left)] : []), ...shown].map((value) => ({ label, value: [value] }));
}

function spanWords({ from, to }: DeafSpan, now: Instant, text: Catalogue): string {
  const end = to === undefined ? text.timeline.untilNow : instantWords(to, now, text, 'always');
  return text.timeline.span(instantWords(from, now, text, 'always'), end);
}
