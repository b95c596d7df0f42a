import { type Because, eventOf, type Lines } from '../line.ts';

/** Judged there, and it costs what it costs there, be it nothing by itself: it is the rest of so many, or of the same span. */
const CHARGED: ReadonlySet<Because | undefined> = new Set([
  undefined,
  'needs_figure',
  'rest_of_n',
  'same_span',
  'once_only',
]);

/**
 * What one of the others charges already costs nothing here. Without an event nobody can tell that it is the same. What is within a
 * margin there, free, the first of its window or beyond the sample is not charged there.
 * @param others as they are priced
 * @param isEvenExempted what is exempted there was judged there as well
 */
export function withoutCharged(lines: Lines, others: Lines, isEvenExempted: boolean): Lines {
  const charged = new Set(
    others.flatMap(({ because, finding }) =>
      CHARGED.has(because) || (isEvenExempted && because === 'exempted') ? (eventOf(finding) ?? []) : [],
    ),
  );
  return lines.map((line) => {
    const event = eventOf(line.finding);
    const isCharged = line.units > 0 && event !== undefined && charged.has(event);
    return isCharged ? { ...line, units: 0, because: 'charged_elsewhere' } : line;
  });
}
