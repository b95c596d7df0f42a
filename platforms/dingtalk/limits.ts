/**
 * DingTalk's limits on cards and messages. Where its pages disagree (a card's value: 1 KB, or 100 KB in all) it is what public
 * programs are seen to send, and what fits on a phone.
 */
export const LIMITS = {
  /** Of a card. Columns: a Chinese character takes two. */
  titleColumns: 90,
  contentBytes: 3_000,
  buttons: 8,
  buttonColumns: 20,
  /** A message without a card: `msgParam` takes 15,000 bytes, in which line breaks and quotation marks are escaped. */
  markdownBytes: 10_000,
  /** What a list of chats and a notification show of it, in UTF-16 units. */
  messageTitle: 40,
  /** Link buttons of an ActionCard. */
  links: 5,
} as const;
