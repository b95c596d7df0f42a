import { cleanText, clip } from '../domain/plain-text.ts';

/** Platforms show shorter names; a longer one is cut, in what people count as characters. */
const NAME_MAX = 64;

/**
 * A name that people have chosen, fit to stand in a line of ours: one line, nothing invisible, nothing that turns the
 * reading direction of what follows.
 * @returns undefined when nothing of it can be seen
 */
export function cleanName(raw: string | undefined): string | undefined {
  const line = cleanText(raw ?? '').replace(/\s+/g, ' ');
  return line === '' ? undefined : clip(line, NAME_MAX);
}
