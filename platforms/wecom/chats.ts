import { conversationKey } from '../conversations.ts';

/** Where somebody said something. The letter case of an id matters. @returns undefined for a group that is not named */
export function chatOf({
  chatid,
  chattype,
  from,
}: {
  readonly chatid?: string | undefined;
  readonly chattype?: string | undefined;
  readonly from: { readonly userid: string };
}): { readonly externalId: string; readonly kind: 'group' | 'private' } | undefined {
  const isGroup = chattype === undefined ? chatid !== undefined : chattype !== 'single';
  if (!isGroup) return { externalId: conversationKey({ kind: 'single', userId: from.userid }), kind: 'private' };
  return chatid === undefined ? undefined : { externalId: chatid, kind: 'group' };
}

/** What has to be stored one after the other: a name takes its time, and a database has several connections. */
export function turnOf(body: Parameters<typeof chatOf>[0] | undefined): string {
  return (body && chatOf(body)?.externalId) ?? '';
}
