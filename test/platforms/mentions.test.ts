import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripMention } from '../../platforms/mentions.ts';

const BOT = ['值班铃', 'dutybell', 'bot'];
const OTHERS = ['李工', '值班铃助手'];

describe('what is said to the bot', () => {
  test.each([
    ['at the start', '@值班铃 网站打不开了', '网站打不开了'],
    ['without a blank behind it', '@值班铃网站打不开了', '网站打不开了'],
    ['at the end', '网站打不开了 @值班铃', '网站打不开了'],
    ['in the middle, where a blank keeps the halves apart', '网站@值班铃打不开了', '网站 打不开了'],
    ['full-width', '＠值班铃 网站打不开了', '网站打不开了'],
    ['twice', '@值班铃 @值班铃 帮助', '帮助'],
    ['by a Latin name in any case', '@BOT help', 'help'],
    ['by the product name', 'the site is down @Dutybell', 'the site is down'],
    ['before punctuation', '@bot, help', ', help'],
    ['with the platform’s thin space behind it', '@值班铃\u2005接单 7', '接单 7'],
    ['on a line of its own', '@值班铃\n网站打不开了', '网站打不开了'],
    ['between lines, which stay apart', '大家好\n@值班铃\n网站打不开了', '大家好\n\n网站打不开了'],
    ['alone', '@值班铃', ''],
    ['beside somebody else’s mention, which stays', '@值班铃 转派 7 @李工', '转派 7 @李工'],
  ])('%s', (_where, said, heard) => {
    expect(stripMention(said, BOT, OTHERS)).toEqual({ mentioned: true, text: heard });
  });
});

describe('what is not said to the bot', () => {
  test.each([
    ['no mention', '网站打不开了'],
    ['the name without @', '值班铃 网站打不开了'],
    ['somebody else', '@李工 网站打不开了'],
    ['somebody whose name begins with the bot’s', '@值班铃助手 你好'],
    ['a longer Latin word', '@bots are everywhere'],
    ['a domain', 'see @bot.example'],
    ['a mail address', 'mail help@bot now'],
    ['an @ alone', 'a @ b'],
  ])('%s', (_what, said) => {
    expect(stripMention(said, BOT, OTHERS)).toEqual({ mentioned: false, text: said });
  });
});

test('wherever the mention stands, every other character of the text reaches the bot', () => {
  const words = fc.array(fc.constantFrom('网站', '打不开了', 'down', ' ', '\n', '值班铃', '，'), { maxLength: 10 });
  const withoutBlanks = (text: string) => text.replaceAll(/\s/g, '');
  fc.assert(
    fc.property(words, words, fc.constantFrom('@值班铃', '＠值班铃'), (before, after, mention) => {
      const { mentioned, text } = stripMention([...before, mention, ...after].join(''), BOT, OTHERS);
      expect(mentioned).toBe(true);
      expect(withoutBlanks(text)).toBe(withoutBlanks([...before, ...after].join('')));
    }),
  );
});
