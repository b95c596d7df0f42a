import { conversationKey } from '../conversations.ts';

/** Begins the id of a private chat with somebody whose staff id DingTalk does not tell. */
const GUEST = 'guest:';
const SINGLE = conversationKey({ kind: 'single', userId: '' });

export interface ChatOf {
  readonly externalId: string;
  readonly kind: 'group' | 'private';
}

/** An id that DingTalk has encrypted: it names nobody to its API, so he can be neither mentioned nor written to by it. */
export function isGuestId(userId: string): boolean {
  return userId.startsWith('$:');
}

export function groupChat(conversationId: string): ChatOf {
  return { externalId: conversationId, kind: 'group' };
}

/** One person's chat with the bot. @param userId his staff id, or a guest's encrypted one */
export function privateChat(userId: string): ChatOf {
  const externalId = isGuestId(userId) ? `${GUEST}${userId}` : conversationKey({ kind: 'single', userId });
  return { externalId, kind: 'private' };
}

/** @param externalId as this adapter made it */
export function chatById(externalId: string): ChatOf {
  const isPrivate = externalId.startsWith(SINGLE) || isGuestChat(externalId);
  return { externalId, kind: isPrivate ? 'private' : 'group' };
}

/** A guest's private chat: only the address of his session reaches him there. */
export function isGuestChat(externalId: string): boolean {
  return externalId.startsWith(GUEST);
}
