import type { Quantity } from './exact.ts';
import type { Finding } from './facts.ts';
import type { Points, Span } from './points.ts';
import { NOTHING } from './span-sums.ts';
import type { Charge, Measure, Open } from './statement.ts';

export type Because = NonNullable<Charge['because']>;

/** A finding on its way through the kinds of its rule. */
export interface Line {
  readonly finding: Finding;
  /** How many of it count. 0: it stays in the record and costs nothing. */
  readonly units: number;
  readonly because?: Because;
  /** Why, in words, where another record says so. */
  readonly reason?: string;
}

/** Lines of one rule, the earliest first. */
export type Lines = readonly Line[];

/** A line with what it does to the score. */
export interface PricedLine extends Line {
  readonly points: Span;
}

/** Something that costs and is no finding: a percentage, or a mark. */
export interface Extra {
  readonly subject?: string;
  readonly points: Span;
  readonly quantity: Quantity;
  readonly note?: string;
  readonly at?: number;
  /** What somebody gave; `points` is what it takes from a full mark. */
  readonly mark?: Points;
  readonly because?: Because;
}

/** What a kind makes of a rule. `points` is the change of the score, a loss is negative. */
export interface Priced {
  readonly points: Span;
  readonly lines: readonly PricedLine[];
  readonly extras: readonly Extra[];
  readonly measures: readonly Measure[];
  readonly open: readonly Open['why'][];
}

export const byTime = (a: Finding, b: Finding): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const unitsOf = ({ quantity }: Finding): number => quantity ?? 1;

/** Tells one event from another across rules; undefined where nobody said which it is. */
export const eventOf = ({ event, ticket }: Pick<Finding, 'event' | 'ticket'>): string | undefined =>
  event ?? ticket?.id;

export const countedUnits = (lines: Lines): number => lines.reduce((sum, { units }) => sum + units, 0);

/** The line counts for fewer than it did; for none because of something. */
export function cutTo(line: Line, units: number, because: Because): Line {
  return units > 0 ? { ...line, units } : { ...line, units: 0, because };
}

/** What costs nothing. */
export function unpriced(lines: Lines, extra: Partial<Omit<Priced, 'lines'>> = {}): Priced {
  return {
    points: NOTHING,
    extras: [],
    measures: [],
    open: [],
    ...extra,
    lines: lines.map((line) => ({ ...line, points: NOTHING })),
  };
}
