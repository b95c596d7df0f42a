import type { AccountRef } from '../types.ts';
import type { RobotMessage } from './types.ts';

/**
 * A message for a webhook. Whom it rings has to stand in its words too, by his id; DingTalk shows the name there.
 * @param at an ActionCard mentions nobody
 */
export function webhookBody(message: RobotMessage, at: readonly AccountRef[]): object {
  const rings = at.length > 0 && { at: { atUserIds: at.map(({ userId }) => userId), isAtAll: false } };
  switch (message.kind) {
    case 'text':
      return { msgtype: 'text', text: { content: withMentions(message.text, at, '\n') }, ...rings };
    case 'markdown': {
      const { text, title } = message;
      return { msgtype: 'markdown', markdown: { title, text: withMentions(text, at, '\n\n') }, ...rings };
    }
    case 'action_card': {
      const { buttons, text, title } = message;
      const btns = buttons.map((button) => ({ title: button.title, actionURL: button.url }));
      return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', btns } };
    }
  }
}

/** His name becomes the mention where it stands; whose name does not is mentioned at the end. */
function withMentions(text: string, at: readonly AccountRef[], lineEnd: string): string {
  let words = text;
  const missing: string[] = [];
  for (const { name, userId } of at) {
    const shown = new RegExp(`@${RegExp.escape(name ?? userId)}(?![\\p{L}\\p{N}_])\\s?`, 'u');
    const marked = words.replace(shown, () => `@${userId} `);
    if (marked === words && !words.includes(`@${userId} `)) missing.push(`@${userId}`);
    words = marked;
  }
  return missing.length === 0 ? words.trimEnd() : `${words.trimEnd()}${lineEnd}${missing.join(' ')}`;
}
