import { canonicalJson } from '../domain/ledger.ts';
import type { Papers } from '../handlers/papers.ts';
import { keepPaper } from './kept-paper.ts';
import type { MediaFolder } from './media-folder.ts';

/** A white square. A platform refuses as a picture what is none; whatever stands behind its end is not looked at. */
const WHITE_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAAKUlEQVR42u3MQREAAAwCIPuX1hD77SAA6VEEAoFAIBAIBAKBQCAQfA8Gpwvw4qrwDDIAAAAASUVORK5CYII=',
  'base64',
);

/** Keeps what a paper would be made of, with nothing drawn or written: for scenarios and tests, which look at what people are sent. */
export function plainPapers(media: Pick<MediaFolder, 'keep'>): Papers {
  return {
    async make(order) {
      // A score that nothing bounds below is no number of JSON.
      const told: unknown = JSON.parse(JSON.stringify(order));
      const made = new TextEncoder().encode(canonicalJson(told));
      return keepPaper(media, order, order.format === 'picture' ? Buffer.concat([WHITE_PNG, made]) : made);
    },
  };
}
