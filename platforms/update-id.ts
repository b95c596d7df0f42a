import { createHash } from 'node:crypto';

/** The longest id that is stored as it is. */
const UPDATE_ID_MAX = 180;

/**
 * The id of what a platform delivered: the platform's own where it tells one that can be stored.
 * @param facts what makes it the same when it comes again, and tells it from everything else
 */
export function updateIdOf(kind: 'msg' | 'tap' | 'join', told: string | undefined, facts: readonly unknown[]): string {
  const id = `${kind}:${told}`;
  if (told !== undefined && id.length <= UPDATE_ID_MAX) return id;
  // A list turns what is undefined into null, so that places stay.
  return `${kind}:${createHash('sha256').update(JSON.stringify(facts)).digest('hex')}`;
}
