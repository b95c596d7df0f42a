import type { Found } from './phrase-finder.ts';

/** A shorter name (网站) is too general to be a part of the system named before it. */
const PART_LENGTH_MIN = 3;

/**
 * The system that a message is about: the first that is named, or a part of it that is named right behind ("监管平台的信用评价" is
 * about 信用评价).
 * @param names occurrences in the folded text, from left to right; the longest name at each place
 * @param joints what may stand between a whole and its part
 */
export function recogniseSystem(
  foldedText: string,
  names: readonly Found<string>[],
  joints: ReadonlySet<string>,
): string | undefined {
  let subject = names[0];
  for (const name of names.slice(1)) {
    if (subject === undefined) break;
    const between = foldedText.slice(subject.end, name.start);
    const isPart = between === '' || joints.has(between);
    if (!isPart || name.phrase.length < PART_LENGTH_MIN) break;
    subject = name;
  }
  return subject?.meaning;
}
