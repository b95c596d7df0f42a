import { assert } from '../domain/assert.ts';

/** Where no platform leaves room for a single character, something is wrong. */
const ROOM_MIN = 16;
const ELLIPSIS = '…';

const encoder = new TextEncoder();
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** In UTF-8. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

/**
 * At most `maxBytes` of UTF-8, the ellipsis included when something was left out; no character is cut apart.
 * @param maxBytes at least 16
 */
export function clipBytes(text: string, maxBytes: number): string {
  if (byteLength(text) <= maxBytes) return text;
  return `${pieces(text, maxBytes - byteLength(ELLIPSIS))[0] ?? ''}${ELLIPSIS}`;
}

/**
 * The whole text in parts of at most `maxBytes` of UTF-8, cut at line ends where lines are not longer than that.
 * @param maxBytes at least 16
 */
export function byteParts(text: string, maxBytes: number): readonly string[] {
  const parts: string[] = [];
  let part: string | undefined;
  for (const line of text.split('\n').flatMap((whole) => pieces(whole, maxBytes))) {
    const longer: string = part === undefined ? line : `${part}\n${line}`;
    if (part !== undefined && byteLength(longer) > maxBytes) {
      parts.push(part);
      part = line;
    } else {
      part = longer;
    }
  }
  return [...parts, part ?? ''];
}

/** Cut at characters as people count them; one that is longer than all that fits, at code points. */
function pieces(text: string, maxBytes: number): readonly string[] {
  assert(maxBytes >= ROOM_MIN - byteLength(ELLIPSIS), 'too few bytes for a text');
  if (byteLength(text) <= maxBytes) return [text];
  const found: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(text)) {
    for (const unit of byteLength(segment) > maxBytes ? segment : [segment]) {
      const unitBytes = byteLength(unit);
      if (bytes + unitBytes > maxBytes) {
        found.push(piece);
        piece = '';
        bytes = 0;
      }
      piece += unit;
      bytes += unitBytes;
    }
  }
  return [...found, piece];
}
