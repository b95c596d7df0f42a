/** A longer text of a person is cut here; 8,000 characters are kept whole. In UTF-16 units. */
export const TEXT_KEPT_MAX = 20_000;

const ELLIPSIS = '…';

/** C0 and C1 controls and DEL; tab has become a space by then. */
const CONTROLS = /(?!\n)\p{Cc}/gu;
/**
 * What nobody sees: marks, embeddings, overrides and isolates that make a text read in another order than it is stored;
 * zero-width characters and fillers that hide text or split a word; tags that spell hidden ASCII. Not the joiner and the two
 * selectors that emoji are made with.
 */
const INVISIBLE = /(?![\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/gu;
/** A joiner that does not hold an emoji sequence (a family, a profession) together. */
const STRAY_JOINER =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
/** A variation selector behind anything but a character that can be shown as emoji. */
const STRAY_SELECTOR = /(?<!\p{Emoji})[\ufe0e\ufe0f]/gu;
/** Marks stacked on one character until they cover the lines above; no script needs more than four. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
const SPACES = /[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu;
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/gu;
const HIGH_SURROGATE = /[\ud800-\udbff]/;

/**
 * A person's text as it is kept and shown: no controls, no bidirectional overrides, nothing invisible, `\n` as the only
 * line break, at most one empty line in a row, composed (NFC), well-formed, trimmed, at most `TEXT_KEPT_MAX` long.
 * Emoji sequences stay whole. Letters are not changed: full-width stays full-width, so that people find what they wrote.
 * Cleaning a clean text changes nothing.
 */
export function cleanText(raw: string): string {
  const visible = raw
    .toWellFormed()
    .replace(LINE_BREAKS, '\n')
    .replace(SPACES, ' ')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '');
  const tidy = composed(visible)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return cutAt(tidy, TEXT_KEPT_MAX)
    .replace(/\u200d$/, '')
    .trimEnd();
}

/**
 * At most `maxGraphemes` of what people count as characters, the ellipsis included when something was left out; an emoji of
 * several code points is never cut apart.
 * @param maxGraphemes at least 1
 */
export function clip(text: string, maxGraphemes: number): string {
  // A grapheme has at least one UTF-16 unit, so a text that is short in units needs no segmentation.
  if (text.length <= maxGraphemes) return text;
  let taken = 0;
  let endOfKept = 0;
  for (const { index } of graphemes.segment(text)) {
    if (taken === maxGraphemes - 1) endOfKept = index;
    if (taken === maxGraphemes) return text.slice(0, endOfKept).trimEnd() + ELLIPSIS;
    taken += 1;
  }
  return text;
}

/**
 * A text without its mentions of people: `@name` up to the next space, and `@` with a word that means everybody, whatever follows
 * it. What is left of an address (`a@b.cn`) stays.
 */
export function withoutMentions(text: string, everybody: readonly string[]): string {
  if (!/[@＠]/.test(text)) return text;
  const words = everybody.map((word) => RegExp.escape(word)).join('|');
  return text.replace(new RegExp(`(?<![\\w.])[@＠](?:(?:${words})\\s*|[^\\s@＠]{1,64}\\s)`, 'giu'), ' ');
}

/**
 * NFC, without strays. What is stray depends on the composed neighbours, and what composes on the strays between, so both are
 * repeated until nothing changes; each round shortens the text, and two are the rule.
 */
function composed(text: string): string {
  const next = text.normalize('NFC').replace(STRAY_SELECTOR, '').replace(STRAY_JOINER, '').replace(STACKED_MARKS, '$1');
  return next === text ? text : composed(next);
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Cuts between code points, never through a surrogate pair. */
function cutAt(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text;
  const splitsPair = HIGH_SURROGATE.test(text.charAt(unitsMax - 1));
  return text.slice(0, splitsPair ? unitsMax - 1 : unitsMax);
}

/** As words are compared: of one width and case, without spaces. */
export function comparable(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s/gu, '');
}
