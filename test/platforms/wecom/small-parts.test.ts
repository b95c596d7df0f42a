import { describe, expect, test } from 'vitest';
import { chatOf, conversationKey, conversationOf } from '../../../platforms/wecom/conversations.ts';
import { createSaidParts } from '../../../platforms/wecom/parts.ts';
import { sdkLogger } from '../../../platforms/wecom/sdk-log.ts';
import { isTooLate, readTapToken, tapTokenOf } from '../../../platforms/wecom/tap-token.ts';
import { isOfSeveral, taskIdOf } from '../../../platforms/wecom/task-id.ts';

describe('the token of a tap', () => {
  test('comes back as it went, whatever the request is called', () => {
    const token = { receivedAt: 1_780_000_000_000, taskId: 'dCARD', reqId: 'REQ|1 x\n' };
    expect(readTapToken(tapTokenOf(token))).toEqual(token);
  });

  test.each(['', '1|2', 'x|d|r', '1||r', 'sandbox-token'])('%s is none', (token) => {
    expect(readTapToken(token)).toBeUndefined();
  });

  test.each([
    [4_500, false],
    [4_501, true],
    // The clock was set back.
    [-1, true],
  ])('after %s ms it is over: %s', (ms, isOver) => {
    expect(isTooLate({ receivedAt: 10_000 }, 10_000 + ms)).toBe(isOver);
  });
});

describe('a conversation', () => {
  const from = { userid: 'li' };
  test.each([
    ['a group', { chattype: 'group', chatid: 'wrAbC', from }, { externalId: 'wrAbC', kind: 'group' }],
    ['a single chat', { chattype: 'single', from }, { externalId: 'user:li', kind: 'private' }],
    [
      'a single chat that names itself',
      { chattype: 'single', chatid: 'li', from },
      { externalId: 'user:li', kind: 'private' },
    ],
    ['no kind, but a group', { chatid: 'wrAbC', from }, { externalId: 'wrAbC', kind: 'group' }],
    ['no kind and no group', { from }, { externalId: 'user:li', kind: 'private' }],
    ['a group without its id', { chattype: 'group', from }, undefined],
  ])('%s', (_name, body, chat) => {
    expect(chatOf(body)).toEqual(chat);
  });

  test('is found again by its id, which keeps its letter case', () => {
    expect(conversationOf('wrAbC')).toEqual({ kind: 'group', chatId: 'wrAbC' });
    expect(conversationOf('user:Li')).toEqual({ kind: 'single', userId: 'Li' });
    for (const id of ['wrAbC', 'user:Li']) expect(conversationKey(conversationOf(id))).toBe(id);
  });
});

test('what was said of a delivery is remembered until others push it out', () => {
  const parts = createSaidParts(2);
  parts.put('a', '0', 'said');
  parts.put('b', '0', 'said');
  parts.put('a', '1', 'said');
  parts.put('c', '0', 'said');
  expect([
    parts.get('a', '0'),
    parts.get('a', '1'),
    parts.get('b', '0'),
    parts.get('c', '0'),
    parts.get('c', '1'),
  ]).toEqual(['said', 'said', undefined, 'said', undefined]);
});

test("a card's id tells whether its buttons are about several things", () => {
  const action = (id: string) =>
    ({ action: 'a', label: 'A', style: 'default', for: 'everyone', subject: { id, version: 1 } }) as const;
  const one = taskIdOf('k', { actions: [action('T1'), action('T1')] });
  const several = taskIdOf('k', { actions: [action('T1'), action('T2')] });
  expect([isOfSeveral(one), isOfSeveral(several), isOfSeveral(taskIdOf('k'))]).toEqual([false, true, false]);
  expect(several).toMatch(/^m[0-9a-f]{40}$/);
});

test.each([
  ['[server -> plugin] cmd=x, reqId=R, body={"text":"SECRET WORDS"}', []],
  ['Connecting to WebSocket: wss://gateway.example/?key=SECRET...', []],
  ['Received unknown frame (ignored):', ['{"text":"SECRET"}']],
  ['Failed to parse WebSocket message:', ['Unexpected token SECRET']],
])("the SDK's line %s goes to the log without what people wrote", (message, rest) => {
  const lines: string[] = [];
  const keep = (fields: object, line: string) => void lines.push(JSON.stringify(fields) + line);
  const none = () => undefined;
  sdkLogger({ debug: keep, info: none, warn: none, error: none }).warn(message, ...rest);
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('SECRET');
});
