import { type Fen, POINT, type Points, type Span } from '../domain/assessment/points.ts';

const DECIMALS_SHOWN = 2;
/** Grades begin at whole and half points: a figure beside one is never shown as if it had reached it. */
const BOUNDARY = POINT / 2;
const HUNDREDTH = POINT / 100;
const FEN_PER_YUAN = 100;

/** Points with at most two decimals; with all that they have where two would show a boundary that is not reached: 94.996. */
export function pointsWords(points: Points): string {
  const rounded = Math.round(points / HUNDREDTH) * HUNDREDTH;
  const isHidden = rounded !== points && rounded % BOUNDARY === 0;
  const shown = isHidden ? (points / POINT).toFixed(6) : (rounded / POINT).toFixed(DECIMALS_SHOWN);
  const plain = shown.includes('.') ? shown.replace(/\.?0+$/u, '') : shown;
  return plain === '-0' ? '0' : plain;
}

/** What a score loses or gains, with its sign: −3, +1. */
export function changeWords(points: Points): string {
  const words = pointsWords(Math.abs(points));
  if (words === '0') return words;
  return points < 0 ? `\u2212${words}` : `+${words}`;
}

/** Yuan with fen where there are any: 12,500 or 12,500.50. */
export function yuanWords(fen: Fen): string {
  const yuan = Math.trunc(Math.abs(fen) / FEN_PER_YUAN);
  const rest = Math.abs(fen) % FEN_PER_YUAN;
  const whole = String(yuan).replace(/\B(?=(?:\d{3})+$)/gu, ',');
  const decimals = rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`;
  return `${fen < 0 ? '\u2212' : ''}${whole}${decimals}`;
}

export function yuanSpanWords({ min, max }: Span): string {
  return min === max ? yuanWords(max) : `${yuanWords(min)}–${yuanWords(max)}`;
}

const BAR_CELLS = 10;
const FULL = '█';
const EMPTY = '░';

/** A score as a bar of ten cells: a full one only where nothing is lost, an empty one only where nothing is left. */
export function scoreBar(score: Points, base: Points): string {
  if (base <= 0) return '';
  const share = Math.min(1, Math.max(0, score / base));
  const rounded = Math.round(share * BAR_CELLS);
  const cells = share < 1 && rounded === BAR_CELLS ? BAR_CELLS - 1 : share > 0 && rounded === 0 ? 1 : rounded;
  return FULL.repeat(cells) + EMPTY.repeat(BAR_CELLS - cells);
}
