import type { StatementWords } from '../cards/catalogue-statement.ts';
import { type Fen, NO_LEAST, POINT, type Points, type Span } from '../domain/assessment/points.ts';
import type { Measure } from '../domain/assessment/statement.ts';
import { civilDate, civilTimeWithSeconds } from '../domain/civil.ts';
import type { Instant } from '../domain/types.ts';

const FEN_PER_YUAN = 100;
/** Of a percentage: two decimals. */
const PERCENT_HUNDREDTHS = 10_000;

/** What is more than this was measured in time, and says nothing to people. */
const COUNTED_MAX = 1_000_000;

/** A figure as people read it, and for a spreadsheet the number, where it is one. */
export interface Figure {
  readonly text: string;
  readonly value?: number;
  /** In a column of what is taken: it gives something, and the text says so. */
  readonly isGain?: true;
}

/** Every digit, since a rounded 94.996 would be read as another grade: `94.996`, `-0.5`, `3`. */
export function pointsText(points: Points): string {
  return exact(points, POINT);
}

/** `1234.50` */
export function moneyText(fen: Fen): string {
  const sign = fen < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(fen) / FEN_PER_YUAN);
  return `${sign}${whole}.${String(Math.abs(fen) % FEN_PER_YUAN).padStart(2, '0')}`;
}

/** `9/10（90%）`; the percentage is cut off behind two decimals, so that nothing is shown that was not reached. */
export function ratioText({ met, total }: Pick<Measure, 'met' | 'total'>, words: StatementWords): string {
  if (total === 0) return words.nothingToJudge;
  const isCounted = total <= COUNTED_MAX;
  const hundredths = Math.floor((met * PERCENT_HUNDREDTHS) / total);
  const isCut = hundredths * total !== met * PERCENT_HUNDREDTHS;
  const percent = `${exact(hundredths, 100)}%${isCut ? '…' : ''}`;
  return isCounted ? words.aside(`${met}/${total}`, percent) : percent;
}

export function pointsFigure({ min, max }: Span, words: Pick<StatementWords, 'noLeast' | 'range'>): Figure {
  if (min === max) return { text: pointsText(min), value: min / POINT };
  return { text: words.range(min === NO_LEAST ? words.noLeast : pointsText(min), pointsText(max)) };
}

/** What a change takes: `2`, `0～2`; what it gives: `加分 3`. */
export function lossFigure({ min, max }: Span, words: StatementWords): Figure {
  if (min >= 0 && max > 0) {
    return { text: `${words.gained} ${pointsFigure({ min, max }, words).text}`, isGain: true };
  }
  if (min === max) return { text: pointsText(0 - max), value: (0 - max) / POINT };
  if (max <= 0)
    return { text: words.range(pointsText(0 - max), min === NO_LEAST ? words.noMost : pointsText(0 - min)) };
  return { text: changeText({ min, max }, words) };
}

export function moneyFigure({ min, max }: Span, words: StatementWords): Figure {
  if (min === max) return { text: words.yuan(moneyText(min)), value: min / FEN_PER_YUAN };
  return { text: words.range(words.yuan(moneyText(min)), words.yuan(moneyText(max))) };
}

/** `-0.5`, `+3`, `-2～0` */
export function changeText({ min, max }: Span, words: StatementWords): string {
  return min === max ? signed(min) : words.range(min === NO_LEAST ? words.noLeast : signed(min), signed(max));
}

/** What one thing changes: `-0.5`; of penalty points that are counted upwards `记分 0.5`. */
export function chargedText(change: Span, isAccrual: boolean, words: StatementWords): string {
  return isAccrual ? `${words.noted} ${lossFigure(change, words).text}` : changeText(change, words);
}

/** `2026-03-04 10:20`; the day alone at its beginning, since a paper often says no more. */
export function momentText(at: Instant): string {
  const time = civilTimeWithSeconds(at);
  if (time === '00:00:00') return civilDate(at);
  return `${civilDate(at)} ${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}

function signed(points: Points): string {
  return points > 0 ? `+${pointsText(points)}` : pointsText(points);
}

function exact(value: number, unit: number): string {
  const size = Math.abs(value);
  const digits = String(unit).length - 1;
  const part = String(size % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  const whole = `${value < 0 ? '-' : ''}${Math.floor(size / unit)}`;
  return part === '' ? whole : `${whole}.${part}`;
}
