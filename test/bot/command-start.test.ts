import { expect, test } from 'vitest';
import { greeting } from '../../bot/command-start.ts';

test.each([
  [true, '值班铃 已启动，请在浏览器打开 / Dutybell is running, open in your browser: http://h:1'],
  [false, '值班铃 已启动，运行状态见 / Dutybell is running, and says here how it is: http://h:1/readyz'],
])('nobody is sent to a page that is not there (sandbox: %s)', (hasSandbox, words) => {
  expect(greeting({ hasSandbox }, 'http://h:1')).toBe(words);
});
