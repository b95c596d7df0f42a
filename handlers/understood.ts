import { lexicon } from '../cards/lexicon.zh.ts';
import type { Chat } from '../db/records.ts';
import { type IntakeGiven, type Understanding, understand } from '../domain/intake.ts';
import type { PersonId } from '../domain/types.ts';
import { chinese } from '../language/chinese.ts';
import { likeness } from '../language/likeness.ts';
import type { Scene } from './context.ts';

/** Where something was said. */
export type SaidIn = Pick<Scene, 'contract' | 'members' | 'taught'> & {
  /** Absent: one that is not known any more. */
  readonly chat?: Pick<Chat, 'department'> | undefined;
};

interface SaidBy {
  /** Who reports it, since a VIP's report is grave. */
  readonly reporterId: PersonId;
  /** Where it is known already. */
  readonly systemId?: string;
}

/** What a cleaned text is taken for, in this contract and chat. */
export function understood(saidIn: SaidIn, text: string, by: SaidBy): Understanding {
  return understand(text, { ...givenIn(saidIn, by), likeness: likeness() });
}

/** The same of words that begin like a command or answer what was asked: no labelled message does, so that the rules decide alone. */
export function understoodByRules(saidIn: SaidIn, text: string, by: SaidBy): Understanding {
  return understand(text, givenIn(saidIn, by));
}

function givenIn({ chat, contract, members, taught }: SaidIn, { reporterId, systemId }: SaidBy): IntakeGiven {
  const reporter = members.find(({ id }) => id === reporterId);
  return {
    contract,
    lexicon,
    chinese,
    taught,
    isVip: reporter?.posts.includes('vip') === true,
    departmentId: chat?.department ?? reporter?.department,
    ...(systemId !== undefined && { systemId }),
  };
}
