import { lexicon } from '../cards/lexicon.zh.ts';
import { type Understanding, understand } from '../domain/intake.ts';
import type { Scene } from './context.ts';

/** What a cleaned text is taken for, in this contract. */
export function understood({ contract }: Pick<Scene, 'contract'>, text: string): Understanding {
  return understand(text, { contract, lexicon });
}
