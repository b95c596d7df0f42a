import { dayOf, startOfDay, weekdayOf } from '../domain/civil.ts';
import { daysTouched, type ExplainedSpan, type SpanWhy } from '../domain/explain-spans.ts';
import { type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { nameOf, quotedText, type TicketView } from './ticket-view.ts';
import { dayWords, instantWords } from './words.ts';

/** Lines of a timeline that a chat shows: the ends of a longer one say most. */
export const EXPLAINED_LINES_MAX = 14;
const END_LINES = 6;
const REASON_SHOWN_MAX = 40;

/** One line, and the spans that it is about. */
interface Row {
  readonly spans: readonly ExplainedSpan[];
  readonly words: string;
}

/**
 * A timeline as people read it in a chat: a line for each day that counts, with its hours, and for each time that does not,
 * nights and lunch left out but where the clock starts in one. A long one is shortened in its middle.
 */
export function explainedLines(
  spans: readonly ExplainedSpan[],
  people: Pick<TicketView, 'members' | 'texts'>,
  text: Catalogue,
): readonly string[] {
  const rows = rowsOf(spans).map((group): Row => ({ spans: group, words: rowWords(group, people, text) }));
  if (rows.length <= EXPLAINED_LINES_MAX) return rows.map(({ words }) => words);
  const middle = rows.slice(END_LINES, -END_LINES).flatMap((row) => row.spans);
  return [
    ...rows.slice(0, END_LINES).map(({ words }) => words),
    middleWords(middle, text),
    ...rows.slice(-END_LINES).map(({ words }) => words),
  ];
}

/** Spans that share a line: the working hours of one day. */
function rowsOf(spans: readonly ExplainedSpan[]): readonly (readonly ExplainedSpan[])[] {
  const rows: ExplainedSpan[][] = [];
  for (const [index, span] of spans.entries()) {
    if (span.why.kind === 'outside_hours' && index > 0) continue;
    const last = rows.at(-1)?.at(-1);
    const isSameDay =
      last && hasHours(span) && last.why.kind === span.why.kind && dayOf(last.from) === dayOf(span.from);
    if (isSameDay) rows.at(-1)?.push(span);
    else rows.push([span]);
  }
  return rows;
}

function hasHours({ why: { kind } }: ExplainedSpan): boolean {
  return kind === 'working' || kind === 'makeup' || kind === 'special';
}

function rowWords(
  row: readonly ExplainedSpan[],
  people: Pick<TicketView, 'members' | 'texts'>,
  text: Catalogue,
): string {
  const { explain } = text;
  const [first] = row;
  const total = row.at(-1)?.total;
  if (!first) return '';
  const span = spanWords(row, first, text);
  const why = whyWords(first.why, people, text);
  const isPlain = first.why.kind === 'working' || first.why.kind === 'always' || first.why.kind === 'calendar_day';
  const named = isPlain ? span : span + text.card.bracketed(why);
  if (total && 'days' in total) return explain.countedDays(named, total.days);
  if (!total) return explain.notCounted(span, why);
  const length = row.reduce((sum, { from, to }) => sum + (to ?? from) - from, 0);
  return explain.counted(named, secondsWords(length, text), secondsWords(total.ms, text));
}

/** Whole days are named without times, the hours of one day behind its name. */
function spanWords(row: readonly ExplainedSpan[], first: ExplainedSpan, text: Catalogue): string {
  const { explain } = text;
  if (first.to === undefined) return explain.range(instantIn(first.from, text), explain.untilNow);
  if (isWholeDays(first)) return daysWords(first.from, first.to, text);
  const isOneDay = dayOf(first.from) === dayOf(first.to - 1);
  if (!isOneDay) return explain.range(instantIn(first.from, text), endIn(first.to, text));
  return `${daysWords(first.from, first.to, text)} ${hoursWords(row, text)}`;
}

function isWholeDays({ from, to }: ExplainedSpan): boolean {
  return from === startOfDay(dayOf(from)) && to !== undefined && to === startOfDay(dayOf(to));
}

/** 3月7日（周六）, or with another day: 至 3月8日（周日）. */
export function daysWords(from: Instant, to: Instant, text: Catalogue): string {
  const day = (at: Instant) => text.explain.dayOfWeek(dayWords(at, text), weekdayOf(dayOf(at)));
  return dayOf(from) === dayOf(to - 1) ? day(from) : text.explain.range(day(from), day(to - 1));
}

/** The day too, since a timeline has several. */
function instantIn(at: Instant, text: Catalogue): string {
  return `${dayWords(at, text)} ${timeIn(at, text)}`;
}

function endIn(at: Instant, text: Catalogue): string {
  return `${dayWords(at - 1, text)} ${endTimeIn(at, text)}`;
}

/** Hours of one day: 09:00–12:00、13:00–18:00. */
export function hoursWords(spans: readonly Pick<ExplainedSpan, 'from' | 'to'>[], text: Catalogue): string {
  return spans.map(({ from, to }) => `${timeIn(from, text)}–${endTimeIn(to ?? from, text)}`).join(text.card.comma);
}

/** `instantWords` tells midnight as the end of a day; a beginning is a beginning. */
function timeIn(at: Instant, text: Catalogue): string {
  return at === startOfDay(dayOf(at)) ? '00:00' : instantWords(at, at, text, 'if_any');
}

function endTimeIn(at: Instant, text: Catalogue): string {
  return instantWords(at, at - 1, text, 'if_any');
}

/** The reason of a span, also for those who read it without its ticket. */
export function whyWords(why: SpanWhy, people: Pick<TicketView, 'members' | 'texts'>, text: Catalogue): string {
  const { explain } = text;
  switch (why.kind) {
    case 'suspended':
      return explain.suspended(
        nameOf(people.members, why.by, text),
        quotedText(why.reason, people.texts, text, REASON_SHOWN_MAX),
        why.approvedBy === undefined ? '' : nameOf(people.members, why.approvedBy, text),
      );
    case 'awaiting_confirmation':
      return explain.reopenedBy(nameOf(people.members, why.by, text));
    case 'holiday':
      return why.name === undefined ? explain.why.holiday : explain.holiday(why.name);
    case 'makeup':
      return why.name === undefined ? explain.why.makeup : explain.makeup(why.name);
    default:
      return explain.why[why.kind];
  }
}

function middleWords(middle: readonly ExplainedSpan[], text: Catalogue): string {
  const { counted, rest } = daysTouched(middle);
  const total = middle.findLast((span) => span.total !== undefined)?.total;
  const words = total && ('ms' in total ? secondsWords(total.ms, text) : text.explain.totalOfDays(total.days));
  return text.explain.middle(counted, rest, words ?? '');
}

/** Nobody in a chat minds milliseconds. */
function secondsWords(ms: DurationMs, text: Catalogue): string {
  return countedWords(Math.round(ms / SECOND) * SECOND, text);
}

/** Counted time in hours and less, never in days: a day of counted time is not one of the calendar. */
export function countedWords(ms: DurationMs, text: Catalogue): string {
  return text.time.duration({
    days: 0,
    hours: Math.floor(ms / HOUR),
    minutes: Math.floor((ms % HOUR) / MINUTE),
    seconds: Math.floor((ms % MINUTE) / SECOND),
    milliseconds: ms % SECOND,
  });
}
