import type { Reads } from '../db/reads.ts';
import { maskedTexts } from '../domain/masked-texts.ts';

/** `--unmasked` of a command. */
export interface Unmasked {
  readonly unmasked?: true;
}

/** A store for what is printed: telephone, identity and card numbers in words of people are masked, unless that is asked for. */
export function withMaskedTexts<T extends Pick<Reads, 'texts'>>(store: T, { unmasked }: Unmasked): T {
  return unmasked ? store : { ...store, texts: async (ids: readonly string[]) => maskedTexts(await store.texts(ids)) };
}
