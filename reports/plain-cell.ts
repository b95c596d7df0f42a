/** What a spreadsheet may take for the beginning of a formula, full-width marks of Chinese keyboards included. */
const FORMULA = /^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20|]/u;
/** What XML can't hold. */
const UNWRITABLE = /[\p{Cc}\p{Cs}\ufffe\uffff]/gu;
const LINE_ENDS = /\r\n?|[\u2028\u2029]/g;
/** A spreadsheet's cell holds 32,767 characters. */
const CELL_MAX = 32_000;

/** Words for a cell or a paragraph: lines and tabs stay, what no document can hold is left out. */
export function writable(text: string): string {
  return text.replace(LINE_ENDS, '\n').replace(UNWRITABLE, (mark) => (mark === '\n' || mark === '\t' ? mark : ''));
}

/**
 * Words for a cell of a spreadsheet. What looks like a formula gets an apostrophe before it, so that it stays a text when somebody edits
 * the cell or saves the sheet as CSV.
 */
export function plainCell(text: string): string {
  const clean = writable(text).slice(0, CELL_MAX);
  return FORMULA.test(clean) ? `'${clean}` : clean;
}
