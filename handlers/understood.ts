import { lexicon } from '../cards/lexicon.zh.ts';
import { type Understanding, understand } from '../domain/intake.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/**
 * What a cleaned text is taken for, in this contract.
 * @param given who reports it, since a VIP's report is grave; and the system, where it is known already
 */
export function understood(
  { contract, members }: Pick<Scene, 'contract' | 'members'>,
  text: string,
  { reporterId, systemId }: { readonly reporterId: PersonId; readonly systemId?: string },
): Understanding {
  const isVip = members.some(({ id, posts }) => id === reporterId && posts.includes('vip'));
  return understand(text, { contract, lexicon, isVip, ...(systemId !== undefined && { systemId }) });
}
