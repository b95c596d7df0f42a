import { stripMention } from '../mentions.ts';

/** A name that was written behind `@`, up to the blank or the line's end behind it. */
const LEADING_MENTION = /^\s*[@\uff20][^\s@\uff20]{1,64}(?:[\s\u2005\u3000]+|$)/u;

/**
 * Takes the bot's name out. A group's message comes to the bot because it mentions it, so where the configured name is not in
 * it (the bot was renamed), what it begins with is taken for the name.
 * @param botName as people see it
 */
export function stripBotName(text: string, botName: string, kind: 'group' | 'private'): string {
  const stripped = stripMention(text, [botName], []);
  if (stripped.mentioned || kind === 'private') return stripped.text;
  return text.replace(LEADING_MENTION, '');
}
