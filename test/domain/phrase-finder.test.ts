import { describe, expect, test } from 'vitest';
import { foldText, phraseFinder } from '../../domain/phrase-finder.ts';

describe('foldText', () => {
  test.each([
    ['width and case', 'ＥＴＬ 任务', 'etl任务'],
    ['spaces between Chinese characters', '信 用 广 州', '信用广州'],
    ['one space between Latin words', 'credit   website', 'credit website'],
    ['quotes and brackets', '“信用广州”网站（监管版）', '信用广州网站监管版'],
    ['an apostrophe', "can't", 'cant'],
    ['emoji', '🔥网站👍🏽挂了', '网站挂了'],
    ['clauses', '挂了，快看！真的。', '挂了|快看|真的|'],
    ['a dot inside a number ends nothing', 'v2.5 坏了.', 'v2.5坏了|'],
    ['several marks are one', '挂了！！！……', '挂了|'],
    ['a question wins over an exclamation', '挂了!?', '挂了?'],
    ['questions are one', '挂了？？？', '挂了?'],
    ['a link', '看 https://gz.example/500.html 打不开', '看打不开'],
    ['nothing', ' ', ''],
  ])('%s', (_name, raw, folded) => expect(foldText(raw).text).toBe(folded));

  test('remembers where a space stood for a comma', () => {
    expect([...foldText('网站打不开 能看下吗').softBreaks]).toEqual([5]);
  });
});

describe('phraseFinder', () => {
  const find = phraseFinder([
    ['卡', 'ailment'],
    ['银行卡', 'harmless'],
    ['down', 'fault'],
    ['500', 'fault'],
    ['信用广州', 'name'],
    ['信用广州网站', 'long name'],
  ]);
  test.each([
    ['the longest phrase at a place', '信用广州网站卡', ['long name', 'ailment']],
    ['a longer phrase hides the shorter inside it', '银行卡', ['harmless']],
    ['a Latin word is found whole only', 'download down downs', ['fault']],
    ['a number is found whole only', '1500 500 5000', ['fault']],
    ['Chinese beside a Latin word is no part of it', '网站down了', ['fault']],
    ['nothing', '', []],
  ])('%s', (_name, text, meanings) => expect(find(text).map(({ meaning }) => meaning)).toEqual(meanings));

  test('says where', () => {
    expect(find('网站卡')).toEqual([{ start: 2, end: 3, phrase: '卡', meaning: 'ailment' }]);
  });
});
