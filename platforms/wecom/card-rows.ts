import { fieldAsLine } from '../../cards/card-as-text.ts';
import type { WecomCardTexts } from '../../cards/catalogue-wecom.ts';
import type { Card, CardField } from '../../cards/types.ts';
import { otherForm } from '../card-texts.ts';
import { cardData, cardLine, clipUnits, type People, withoutBracket } from '../wire-text.ts';
import { LIMITS } from './limits.ts';

export interface Row {
  readonly keyname: string;
  readonly value: string;
}

/** However much else there is to say. */
const CLOCK_ROWS_MIN = 2;

/** A field or a clock before it is fitted in. */
interface Fact {
  /** As it stands on a row. */
  readonly label: string;
  readonly longLabel: string;
  readonly value: string;
  readonly isMinor: boolean;
}

export interface FittedRows {
  readonly rows: readonly Row[];
  /** What found no row, or is cut on the row that it has: in `words` it is whole, for where there is more room. */
  readonly others: readonly { readonly words: string; readonly row?: Row }[];
}

/**
 * A card's fields as at most six rows, what is minor below the others. Clocks that are still owed come each on a row of its own
 * where all fits in so, else several on one row.
 */
export function cardRows(card: Card, people: People, texts: WecomCardTexts): FittedRows {
  const clocks = owedClocks(card, texts);
  const inClocks = clocks.length > 0 ? card.fields.find(({ isInClocks }) => isInClocks) : undefined;
  const own = card.fields.map((field): readonly Fact[] => (field === inClocks ? [] : [factOf(field, people, texts)]));
  if (inClocks === undefined) return fitted(own.flat());
  const at = card.fields.indexOf(inClocks);
  const isRoomy = clocks.length + own.flat().length <= LIMITS.rows;
  const label = labels(inClocks.label, texts);
  return fitted(own.with(at, isRoomy ? clocks : packed(clocks, label, roomFor(own.flat()), texts)).flat());
}

/** Rows for the clocks beside what is not minor either; the rest of the clocks is one more, which may find a place above. */
function roomFor(others: readonly Fact[]): number {
  return Math.max(CLOCK_ROWS_MIN, LIMITS.rows - others.filter(({ isMinor }) => !isMinor).length);
}

function owedClocks({ clocks }: Card, texts: WecomCardTexts): readonly Fact[] {
  return clocks.flatMap(({ label, standing }) =>
    standing === undefined ? [] : [{ ...labels(label, texts), value: cardData(standing), isMinor: false }],
  );
}

function factOf({ label, value, isMinor }: CardField, people: People, texts: WecomCardTexts): Fact {
  return { ...labels(label, texts), value: cardLine(value, people), isMinor: isMinor === true };
}

function labels(label: string, { rowLabels }: WecomCardTexts): Pick<Fact, 'label' | 'longLabel'> {
  const longLabel = cardData(label);
  const short = longLabel.length > LIMITS.rowLabel ? otherForm(rowLabels, longLabel) : undefined;
  return { label: short ?? longLabel, longLabel };
}

/** As many clocks on a row as it holds, without what stands in brackets behind them; those for which no row is left come last. */
function packed(
  clocks: readonly Fact[],
  label: Pick<Fact, 'label' | 'longLabel'>,
  rowsMax: number,
  { separator }: WecomCardTexts,
): readonly Fact[] {
  const rows: string[] = [];
  for (const clock of clocks) {
    const words = `${clock.label} ${withoutBracket(clock.value)}`;
    const longer = `${rows.at(-1)}${separator}${words}`;
    if (rows.length > 0 && longer.length <= LIMITS.rowValue) rows[rows.length - 1] = longer;
    else rows.push(words);
  }
  const left = rows.slice(rowsMax).join(separator);
  return [
    ...rows.slice(0, rowsMax).map((value) => ({ ...label, value, isMinor: false })),
    ...(left === '' ? [] : [{ ...label, value: left, isMinor: true }]),
  ];
}

function fitted(facts: readonly Fact[]): FittedRows {
  const told = facts.filter(({ label, value }) => label !== '' && value !== '');
  const rows: Row[] = [];
  const others: { words: string; row?: Row }[] = [];
  for (const fact of [...told.filter(({ isMinor }) => !isMinor), ...told.filter(({ isMinor }) => isMinor)]) {
    const row = rowOf(fact);
    const isCut = row.keyname !== fact.label || row.value !== fact.value;
    // Half of something minor may mislead: the clocks that were met, but not the one that was missed. A level without its reason does not.
    const isHalf = row.keyname !== fact.label || (isCut && row.value !== withoutBracket(fact.value));
    const isShown = rows.length < LIMITS.rows && !(isHalf && fact.isMinor);
    if (isShown) rows.push(row);
    if (!isShown || isCut) others.push({ words: wordsOf(fact), ...(isShown && { row }) });
  }
  return { rows, others };
}

function rowOf({ label, value }: Fact): Row {
  const short = value.length > LIMITS.rowValue ? withoutBracket(value) : value;
  return { keyname: clipUnits(label, LIMITS.rowLabel), value: clipUnits(short, LIMITS.rowValue) };
}

function wordsOf({ longLabel, value }: Fact): string {
  return cardLine(fieldAsLine({ label: longLabel, value: [value] }), {});
}
