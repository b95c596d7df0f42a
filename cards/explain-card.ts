import { clockUse, isOpen } from '../domain/clocks.ts';
import type { ClockExplanation, DueTimeline } from '../domain/explain.ts';
import type { TicketClock } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { eventSentence } from './event-sentence.ts';
import { explainedLines } from './explain-lines.ts';
import { detailsAction } from './ticket-actions.ts';
import type { TicketView } from './ticket-view.ts';
import type { Card, CardField, Line } from './types.ts';
import { clockLabel, clockName, instantWords, spokenNumber, targetWords, usedWords, wasOverWords } from './words.ts';

/** As much of a pack's hash as people compare by eye. */
const HASH_SHOWN = 12;
/** Changes that the card shows; the newest. */
const CHANGES_SHOWN_MAX = 6;

/** 解释 7: why one clock is due when it is due. */
export function explainCard(explanation: ClockExplanation, view: TicketView, now: Instant, text: Catalogue): Card {
  const { clock, packHash, spans } = explanation;
  const { ticket, contract } = view;
  return {
    tone: 'info',
    title: text.explain.title(ticket.number, clockLabel(clock, text)),
    badge: text.names.clockState[clockUse(clock, contract, now).state],
    lines: [
      [{ bold: summaryWords(explanation, view, now, text) }],
      ...explainedLines(spans, view, text).map((words): Line => [words]),
    ],
    fields: factFields(explanation, view, now, text),
    clocks: [],
    actions: [detailsAction(ticket, now, text)],
    subject: { id: ticket.id, version: ticket.version },
    footnote: text.explain.pack(packHash.slice(0, HASH_SHOWN)),
  };
}

function summaryWords(explanation: ClockExplanation, { ticket }: TicketView, now: Instant, text: Catalogue): string {
  const { clock, start, startedAt } = explanation;
  const { explain } = text;
  const instant = (at: Instant) => instantWords(at, now, text, 'always');
  const number = start.kind === 'other_report' ? start.number : ticket.number;
  const words = explain.start[start.kind](instant(startedAt), number);
  const isLater = start.kind === 'report' && ticket.receivedAt !== ticket.reportedAt;
  const received = isLater ? text.card.bracketed(explain.received(instant(ticket.receivedAt))) : '';
  return explain.summary(words + received, targetWords(clock.target, now, text), dueWords(explanation, now, text));
}

/** When it is due, or why nobody can say. */
export function dueWords({ dueAt, knownTo, noDue }: DueTimeline, now: Instant, text: Catalogue): string {
  const { explain } = text;
  if (dueAt !== undefined) return explain.due(instantWords(dueAt, now, text, 'if_any'));
  if (noDue === 'calendar_ends') return explain.noDue.calendar_ends(knownTo ?? text.time.unknown);
  return noDue === undefined ? text.time.unknown : explain.noDue[noDue];
}

function factFields(
  explanation: ClockExplanation,
  view: TicketView,
  now: Instant,
  text: Catalogue,
): readonly CardField[] {
  const { clock, changes, judgedBy } = explanation;
  const { explain } = text;
  const wasOver = wasOverWords(clock, now, text);
  const judged = judgedBy === undefined ? wasOver : explain.judgedBy(instantWords(judgedBy, now, text, 'if_any'));
  const kind = view.contract.calendars[clock.calendar]?.kind;
  return [
    { label: clock.binding === 'internal' ? explain.ownTarget : explain.clause, value: [clock.clause] },
    ...(kind === undefined ? [] : [{ label: explain.calendar, value: [explain.calendarKind[kind]] }]),
    ...(judged === undefined ? [] : [{ label: explain.judged, value: [judged] }]),
    ...stoppedFields(clock, view, now, text),
    ...changes.slice(-CHANGES_SHOWN_MAX).map((event) => ({
      label: explain.changes,
      value: [eventSentence(event, view, now, text)],
    })),
    ...otherFields(clock, view, now, text),
  ];
}

function stoppedFields(
  clock: TicketClock,
  { contract }: TicketView,
  now: Instant,
  text: Catalogue,
): readonly CardField[] {
  if (clock.stoppedAt === undefined) return [];
  const at = instantWords(clock.stoppedAt, now, text, 'always');
  const used = usedWords(clockUse(clock, contract, now), text);
  return [{ label: text.explain.stopped, value: [text.explain.stoppedAt(at, used)] }];
}

/** What else can be asked about the same ticket. */
function otherFields(clock: TicketClock, { ticket }: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const names = clockNames(ticket.clocks, text).filter((name) => name !== clockName(clock.clock, text));
  if (names.length === 0) return [];
  const asked = `${text.queries.explain.words[0]} ${spokenNumber(ticket, now)}`;
  const how = text.explain.othersHow(names.join(text.card.comma), `${asked} ${names[0]}`);
  return [{ label: text.explain.others, value: [how] }];
}

/** Each once, those that still run first. */
export function clockNames(clocks: readonly TicketClock[], text: Catalogue): readonly string[] {
  const openFirst = [...clocks.filter(isOpen), ...clocks.filter((clock) => !isOpen(clock))];
  return [...new Set(openFirst.map(({ clock }) => clockName(clock, text)))];
}
