import { describe, expect, test } from 'vitest';
import { greeting, unconnectedLines } from '../../bot/command-start.ts';

test.each([
  [true, '值班铃 已启动，请在浏览器打开 / Dutybell is running, open in your browser: http://h:1'],
  [false, '值班铃 已启动，运行状态见 / Dutybell is running, and says here how it is: http://h:1/readyz'],
])('nobody is sent to a page that is not there (sandbox: %s)', (hasSandbox, words) => {
  expect(greeting({ hasSandbox }, 'http://h:1')).toBe(words);
});

test.each([
  ['dingtalk', '但尚未连上钉钉（处理方法见 npx dutybell doctor） / but DingTalk is not connected yet'],
  ['wecom', '但尚未连上企业微信（处理方法见 npx dutybell doctor） / but WeCom is not connected yet'],
])('whoever starts it is not told that all is well while %s is not connected', (platform, words) => {
  const reason = 'the gateway answered HTTP 401';
  const lines = greeting({ hasSandbox: false }, 'http://h:1', [{ platform, state: 'down', reason }]).split('\n');
  expect(lines[0]).toMatch(/^值班铃 已启动.*\/readyz$/);
  expect(lines[1]).toBe(`${words} ("npx dutybell doctor" says what to do): ${reason}`);
});

describe('the greeting waits', () => {
  type State = 'up' | 'down' | 'awaited';
  /** The last state stays. */
  function told(...states: readonly State[]) {
    let looks = 0;
    const lines = () => [{ platform: 'dingtalk', state: states[Math.min(looks++, states.length - 1)] ?? 'up' }];
    return unconnectedLines({ lines }, 200);
  }

  test.each<[readonly State[], number]>([
    [['awaited', 'awaited', 'up'], 0],
    [['awaited', 'down'], 1],
    [['up'], 0],
    [['awaited'], 1],
  ])('for the first word of each connection, but not for ever: %j', async (states, count) => {
    expect(await told(...states)).toHaveLength(count);
  });
});
