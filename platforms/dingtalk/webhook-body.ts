import { isQuoted } from '../quotes.ts';
import type { AccountRef } from '../types.ts';
import type { RobotMessage } from './types.ts';

/**
 * A message for a webhook. Whom it rings has to stand in its words too, by his id; DingTalk shows the name there.
 * @param people an ActionCard mentions nobody
 */
export function webhookBody(message: RobotMessage, people: readonly AccountRef[]): object {
  const at = [...new Map(people.map((person) => [person.userId, person])).values()];
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

/** His name becomes the mention where we say it last; whose name is only in others' words is mentioned at the end. */
function withMentions(text: string, at: readonly AccountRef[], lineEnd: string): string {
  let words = text;
  const missing: string[] = [];
  for (const { name, userId } of at) {
    const shown = new RegExp(`@${RegExp.escape(name ?? userId)}(?![\\p{L}\\p{N}_]) ?`, 'gu');
    const said = [...words.matchAll(shown)].findLast(({ index }) => !isQuoted(words, index));
    if (said) words = `${words.slice(0, said.index)}@${userId} ${words.slice(said.index + said[0].length)}`;
    else missing.push(`@${userId}`);
  }
  return missing.length === 0 ? words.trimEnd() : `${words.trimEnd()}${lineEnd}${missing.join(' ')}`;
}
