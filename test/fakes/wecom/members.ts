import type { Room } from '../rooms.ts';
import { type Refusal, refusal } from './answer.ts';

export interface Person {
  readonly userId: string;
  readonly name: string;
}

export interface Group {
  readonly chatId: string;
  readonly title: string;
  readonly webhookKey?: string;
  /** False: the bot was taken out of it. */
  hasBot: boolean;
  /** Somebody there has spoken to the bot: before that it may not push there. */
  isOpen: boolean;
}

/** Who is there, and where the bot may speak. */
export interface Members {
  readonly people: Map<string, Person>;
  readonly groups: Map<string, Group>;
  /** People who have spoken to the bot alone. */
  readonly spoke: Set<string>;
  /** Where a push goes. @param chatType 1 single, 2 group; 0 or absent: a group first */
  roomOf(chatId: string, chatType: number | undefined): Room | Refusal;
  hear(room: Room): void;
}

export function createMembers(): Members {
  const people = new Map<string, Person>();
  const groups = new Map<string, Group>();
  const spoke = new Set<string>();
  const single = (userId: string): Room | Refusal => (spoke.has(userId) ? { kind: 'single', userId } : refusal(93006));
  return {
    people,
    groups,
    spoke,
    roomOf(chatId, chatType = 0) {
      if (chatType === 1) return single(chatId);
      // Letter case counts.
      const group = groups.get(chatId);
      if (!group) return chatType === 2 ? refusal(93006) : single(chatId);
      if (!group.hasBot) return refusal(93001);
      return group.isOpen ? { kind: 'group', chatId } : refusal(93006);
    },
    hear(room) {
      if (room.kind === 'single') spoke.add(room.userId);
      const group = room.kind === 'group' ? groups.get(room.chatId) : undefined;
      if (group) group.isOpen = true;
    },
  };
}

export const isRoom = (found: Room | Refusal): found is Room => 'kind' in found;
