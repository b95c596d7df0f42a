import { withoutQuotes } from './quotes.ts';
import type { SaidParts } from './said-parts.ts';
import { type Delivery, PlatformError, type WireContent } from './types.ts';

/** Without what people wrote. */
const BARE = 'bare ';

export interface PassableDeps {
  /** The platform's, for the code in the log: `wecom`. */
  readonly name: string;
  readonly parts: SaidParts;
  readonly log: { warn(fields: object, message: string): void };
  /** Whether the platform's filter refused the words. */
  readonly refusesWords: (error: PlatformError) => boolean;
}

/**
 * Says it; where the platform's filter refuses the words, once more without those of people.
 * @param say says a content; `form` begins the names of its parts, for either has parts of its own
 * @throws what `say` throws
 */
export async function sayPassably<Said>(
  { log, name, parts, refusesWords }: PassableDeps,
  { content, key }: Pick<Delivery, 'content' | 'key'>,
  say: (content: WireContent, form: string) => Promise<Said>,
): Promise<Said> {
  const bare = withoutQuotes(content);
  if (parts.get(key, BARE) !== undefined) return say(bare, BARE);
  try {
    return await say(content, '');
  } catch (error) {
    if (!(error instanceof PlatformError) || !refusesWords(error) || bare === content) throw error;
    log.warn({ code: `${name}_words_refused`, key }, 'a filter refuses the words; it is said without quotations');
    parts.put(key, BARE, BARE);
    return say(bare, BARE);
  }
}
