/** A pattern that fits each of the words, the longest first, so that none hides a longer one. */
export function alternatives(words: Iterable<string>): string {
  return [...new Set(words)]
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length)
    .map((word) => RegExp.escape(word))
    .join('|');
}
