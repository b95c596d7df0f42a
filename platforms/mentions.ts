/** A name behind one of these is part of an address such as `help@bot.example`, not a mention. */
const ADDRESS_BEFORE = /[A-Za-z0-9._%+-]$/;
/** `@bots`, `@bot.example`: the name goes on. */
const NAME_GOES_ON = /^(?:[A-Za-z0-9_]|[.-][A-Za-z0-9])/;
const IS_ASCII = /^[\x20-\x7e]+$/;
const SPACE_AT_END = /[ \t\u00a0\u2005\u3000]+$/;
const SPACE_AT_START = /^[ \t\u00a0\u2005\u3000]+/;

/**
 * Finds the bot's name behind `@` or a full-width `＠`, at any position and as often as it occurs, and takes it out.
 * @param botNames the bot's names; Latin ones in any case
 * @param otherNames names of others in the chat: `@值班铃助手` does not mean the bot if there is such a person
 * @returns the text without the mentions, otherwise untouched except for blanks around them
 */
export function stripMention(
  text: string,
  botNames: readonly string[],
  otherNames: readonly string[],
): { mentioned: boolean; text: string } {
  const names = [...botNames, ...otherNames].toSorted((a, b) => b.length - a.length);
  const pieces: string[] = [];
  let pieceFrom = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== '@' && text[at] !== '\uff20') continue;
    const name = nameAt(text, at + 1, names);
    if (name === undefined || !botNames.includes(name)) continue;
    if (IS_ASCII.test(name) && ADDRESS_BEFORE.test(text.slice(pieceFrom, at))) continue;
    pieces.push(text.slice(pieceFrom, at));
    pieceFrom = at + 1 + name.length;
  }
  if (pieces.length === 0) return { mentioned: false, text };
  pieces.push(text.slice(pieceFrom));
  return { mentioned: true, text: pieces.reduce(joinAroundMention).trim() };
}

function nameAt(text: string, from: number, names: readonly string[]): string | undefined {
  return names.find((name) => {
    const said = text.slice(from, from + name.length);
    if (said.toLowerCase() !== name.toLowerCase()) return false;
    return !IS_ASCII.test(name) || !NAME_GOES_ON.test(text.slice(from + name.length));
  });
}

function joinAroundMention(before: string, after: string): string {
  const left = before.replace(SPACE_AT_END, '');
  const right = after.replace(SPACE_AT_START, '');
  const needsSpace = left !== '' && right !== '' && !left.endsWith('\n') && !right.startsWith('\n');
  return left + (needsSpace ? ' ' : '') + right;
}
