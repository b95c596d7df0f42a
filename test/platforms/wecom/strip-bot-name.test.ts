import { expect, test } from 'vitest';
import { stripBotName } from '../../../platforms/wecom/strip-bot-name.ts';

test.each([
  ['at the beginning', '@值班铃 打不开', '打不开'],
  ['at the end', '打不开 @值班铃', '打不开'],
  ['in the middle', '打不开 @值班铃 快看', '打不开 快看'],
  ['twice', '@值班铃 打不开 @值班铃', '打不开'],
  ['with the blank that WeCom writes', '@值班铃\u2005打不开', '打不开'],
  ['before a new line', '@值班铃\n打不开\n请看', '打不开\n请看'],
  ['without a blank', '@值班铃打不开', '打不开'],
  ['behind somebody else', '@李工 @值班铃 转给你', '@李工 转给你'],
  ['alone', '@值班铃', ''],
  ['a bot that was renamed: what it begins with', '@运维机器人 打不开', '打不开'],
  ['renamed, before a new line', '@运维机器人\n打不开', '打不开'],
  ['renamed, and alone', '@运维机器人', ''],
  ['renamed, but not at the beginning: nobody knows which', '请 @李工 看', '请 @李工 看'],
  ['no mention at all', '打不开', '打不开'],
  ['an address is none', 'help@bot.example 发不出', 'help@bot.example 发不出'],
])('group, %s', (_name, text, stripped) => {
  expect(stripBotName(text, '值班铃', 'group')).toBe(stripped);
});

test('a name of several words', () => {
  expect(stripBotName('@Duty Bell  打不开', 'Duty Bell', 'group')).toBe('打不开');
});

test.each([
  ['the bot itself may be called', '@值班铃 打不开', '打不开'],
  ['but somebody else is meant', '@李工 明天值班吗', '@李工 明天值班吗'],
])('single chat: %s', (_name, text, stripped) => {
  expect(stripBotName(text, '值班铃', 'private')).toBe(stripped);
});
