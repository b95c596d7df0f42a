/** Where a message goes: a group, or one person's chat with the bot. */
export type Conversation =
  | { readonly kind: 'group'; readonly chatId: string }
  | { readonly kind: 'single'; readonly userId: string };

/** Begins the id of a chat with one person; no platform's ids of groups begin like that. */
const SINGLE = 'user:';

/** Where a delivery goes. */
export function conversationOf(externalId: string): Conversation {
  return externalId.startsWith(SINGLE)
    ? { kind: 'single', userId: externalId.slice(SINGLE.length) }
    : { kind: 'group', chatId: externalId };
}

/** A name of it that no other one has: the chat's `externalId`. */
export function conversationKey(conversation: Conversation): string {
  return conversation.kind === 'group' ? conversation.chatId : `${SINGLE}${conversation.userId}`;
}
