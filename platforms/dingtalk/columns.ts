import type { LabelMeasure } from '../card-label.ts';

const WIDE = /[\p{Script=Han}\p{Extended_Pictographic}\u3000-\u30ff\uff01-\uff60]/u;
const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** In columns, of which a Chinese character takes two. */
export const COLUMNS: LabelMeasure = { length: columnsOf, clip };

function columnsOf(text: string): number {
  return Array.from(graphemes.segment(text), ({ segment }) => (WIDE.test(segment) ? 2 : 1)).reduce(
    (sum: number, width) => sum + width,
    0,
  );
}

/** At most `max` columns, the ellipsis included when something was left out. @param max at least 1 */
function clip(text: string, max: number): string {
  if (columnsOf(text) <= max) return text;
  let kept = '';
  let left = max - columnsOf(ELLIPSIS);
  for (const { segment } of graphemes.segment(text)) {
    left -= columnsOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}
