import type { StatementWords } from '../cards/catalogue-statement.ts';
import { POINT } from '../domain/assessment/points.ts';
import type { Charge, ItemScore, RuleScore } from '../domain/assessment/statement.ts';
import { changeText, chargedText, type Figure, momentText, moneyFigure, moneyText, pointsText } from './figures.ts';

/** One thing that was found, in full. */
export interface Detail {
  readonly at: string;
  readonly rule: string;
  readonly item: string;
  readonly subject: string;
  readonly ticket: string;
  readonly quantity: number;
  readonly points: Figure;
  readonly money: Figure;
  readonly notes: string;
  readonly evidence: string;
}

/** In one line, beside its rule. */
export function chargeLine(charge: Charge, isAccrual: boolean, words: StatementWords): string {
  const { at, fen, mark, points, quantity, subject, ticketNumber } = charge;
  const isFree = points.min === 0 && points.max === 0;
  const cost = [
    ...(mark === undefined ? (isFree ? [] : [chargedText(points, isAccrual, words)]) : [words.mark(pointsText(mark))]),
    ...(fen.min === 0 && fen.max === 0 ? [] : [moneyFigure(fen, words).text]),
  ];
  const what = [
    ...(at === undefined ? [] : [momentText(at)]),
    ...(ticketNumber === undefined ? [] : [ticketNumber]),
    ...(subject === undefined ? [] : [subject]),
    ...(quantity === 1 ? [] : [`×${quantity}`]),
    ...cost,
  ].join(' ');
  return [what, ...remarks(charge, words)].filter((text) => text !== '').join(words.between);
}

export function detailOf(
  charge: Charge,
  { isAccrual, item, rule }: { readonly isAccrual: boolean; readonly item: ItemScore; readonly rule: RuleScore },
  words: StatementWords,
): Detail {
  const { at, evidence, fen, points, quantity, subject, ticketNumber } = charge;
  const hasMoney = fen.min !== 0 || fen.max !== 0;
  return {
    at: at === undefined ? '' : momentText(at),
    rule: words.aside(rule.id, item.clause),
    item: item.name,
    subject: subject ?? '',
    ticket: ticketNumber ?? '',
    quantity,
    points:
      isAccrual || points.min !== points.max
        ? { text: chargedText(points, isAccrual, words) }
        : { text: changeText(points, words), value: points.min / POINT },
    money: hasMoney ? sumFigure(fen, words) : { text: '' },
    notes: remarks(charge, words).join(words.between),
    evidence: evidence.map(({ ref }) => ref).join(words.between),
  };
}

/** Without its unit, which stands above the column. */
function sumFigure(fen: Charge['fen'], words: StatementWords): Figure {
  if (fen.min !== fen.max) return { text: words.range(moneyText(fen.min), moneyText(fen.max)) };
  const { value } = moneyFigure(fen, words);
  return { text: moneyText(fen.min), ...(value !== undefined && { value }) };
}

function remarks(charge: Charge, words: StatementWords): readonly string[] {
  return [
    ...(charge.because ? [words.because[charge.because]] : []),
    ...(charge.isUnconfirmed ? [words.unconfirmed] : []),
    ...(charge.isDisputed ? [words.disputed] : []),
    ...(charge.isInDeafness ? [words.inDeafness] : []),
    ...(charge.note === undefined ? [] : [charge.note]),
    ...(charge.reason === undefined ? [] : [words.reason(charge.reason)]),
  ];
}
