import type { Room } from '../rooms.ts';

export interface Person {
  /** `staffId` where he is of the organisation; else only what the platform makes up for him. */
  readonly userId: string;
  readonly name: string;
  /** He is of another organisation: no `staffId`. */
  readonly isOutside?: true;
}

export interface CustomRobot {
  readonly token: string;
  readonly secret?: string;
}

export interface Group {
  /** `conversationId`, which is the `openConversationId` as well. */
  readonly chatId: string;
  readonly title: string;
  readonly robot?: CustomRobot;
  /** False: the robot was taken out of it. */
  hasBot: boolean;
  isDisbanded: boolean;
}

/** Who is there, and where the bot may speak. */
export interface Members {
  readonly people: Map<string, Person>;
  readonly groups: Map<string, Group>;
  addGroup(group: Pick<Group, 'chatId' | 'robot' | 'title'>): Group;
  /** @returns the code with which DingTalk refuses it */
  groupOf(chatId: string): Group | 'invalid.openConversationId' | 'group.disbanded' | 'robot.notInGroup';
  isStaff(userId: string): boolean;
  /** How DingTalk names somebody whom it does not tell the organisation's id of. */
  lwcpOf(userId: string): string;
}

export const singleRoom = (userId: string): Room => ({ kind: 'single', userId });

export function createMembers(): Members {
  const people = new Map<string, Person>();
  const groups = new Map<string, Group>();
  return {
    people,
    groups,
    addGroup(group) {
      const made = { ...group, hasBot: true, isDisbanded: false };
      groups.set(made.chatId, made);
      return made;
    },
    groupOf(chatId) {
      const group = groups.get(chatId);
      if (!group) return 'invalid.openConversationId';
      if (group.isDisbanded) return 'group.disbanded';
      return group.hasBot ? group : 'robot.notInGroup';
    },
    isStaff: (userId) => people.get(userId)?.isOutside === undefined && people.has(userId),
    lwcpOf: (userId) => `$:LWCP_v1:$${Buffer.from(userId).toString('base64')}`,
  };
}
