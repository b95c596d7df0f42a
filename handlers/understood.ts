import { lexicon } from '../cards/lexicon.zh.ts';
import type { Chat } from '../db/records.ts';
import { type Understanding, understand } from '../domain/intake.ts';
import type { PersonId } from '../domain/types.ts';
import { chinese } from '../language/chinese.ts';
import type { Scene } from './context.ts';

/** Where something was said. */
export type SaidIn = Pick<Scene, 'contract' | 'members' | 'taught'> & {
  /** Absent: one that is not known any more. */
  readonly chat?: Pick<Chat, 'department'> | undefined;
};

/**
 * What a cleaned text is taken for, in this contract and chat.
 * @param given who reports it, since a VIP's report is grave; and the system, where it is known already
 */
export function understood(
  { chat, contract, members, taught }: SaidIn,
  text: string,
  { reporterId, systemId }: { readonly reporterId: PersonId; readonly systemId?: string },
): Understanding {
  const reporter = members.find(({ id }) => id === reporterId);
  return understand(text, {
    contract,
    lexicon,
    chinese,
    taught,
    isVip: reporter?.posts.includes('vip') === true,
    departmentId: chat?.department ?? reporter?.department,
    ...(systemId !== undefined && { systemId }),
  });
}
