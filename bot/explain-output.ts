import { countedWords, whyWords } from '../cards/explain-lines.ts';
import { en } from '../cards/text.en.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import { WEEKDAYS } from '../domain/calendar.ts';
import { civilDate, civilTimeWithSeconds, dayOf, startOfDay, weekdayOf } from '../domain/civil.ts';
import type { ExplainedSpan } from '../domain/explain-spans.ts';
import { type Instant, SECOND } from '../domain/types.ts';

/** Whose names and words a timeline may hold. */
type People = Pick<TicketView, 'members' | 'texts'>;
export const NOBODY: People = { members: [], texts: new Map() };

/** `2026-03-06 fri 17:00`, to the millisecond where it is no whole second. */
export function plainInstant(at: Instant): string {
  return `${civilDate(at)} ${WEEKDAYS[weekdayOf(dayOf(at))] ?? ''} ${plainTime(at)}`;
}

/** As an end, of a span or of a time limit: midnight is 24:00 of the day before. */
export function plainEnd(at: Instant): string {
  return at === startOfDay(dayOf(at)) ? `${plainInstant(at - 1).slice(0, 14)} 24:00` : plainInstant(at);
}

function plainTime(at: Instant): string {
  const time = civilTimeWithSeconds(at);
  const ms = at % SECOND;
  if (ms !== 0) return `${time}.${String(ms).padStart(3, '0')}`;
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}

/** With the contract's offset, for programs: `2026-03-06T17:00:00.000+08:00`. */
export function isoInstant(at: Instant): string {
  return `${civilDate(at)}T${civilTimeWithSeconds(at)}.${String(at % SECOND).padStart(3, '0')}+08:00`;
}

/** The whole timeline, a row for each span, in columns. */
export function plainSpans(spans: readonly ExplainedSpan[], people: People): readonly string[] {
  const rows = spans.map((span) => [
    plainInstant(span.from),
    span.to === undefined ? '…' : plainEnd(span.to),
    span.counted ? 'counts' : '-',
    totalWords(span),
    whyWords(span.why, people, en),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function totalWords({ total }: ExplainedSpan): string {
  if (!total) return '';
  return `total ${'ms' in total ? countedWords(total.ms, en) : en.explain.totalOfDays(total.days)}`;
}

/** The same for programs; who paused is named by id. */
export function spansAsData(spans: readonly ExplainedSpan[]) {
  return spans.map(({ counted, from, to, total, why }) => ({
    from: isoInstant(from),
    ...(to !== undefined && { to: isoInstant(to) }),
    counted,
    why: why.kind,
    ...('name' in why && why.name !== undefined && { name: why.name }),
    ...('by' in why && { by: why.by }),
    ...(total && ('ms' in total ? { totalMs: total.ms } : { totalDays: total.days })),
  }));
}
