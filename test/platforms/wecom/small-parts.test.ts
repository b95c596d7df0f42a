import { describe, expect, test } from 'vitest';
import { chatOf } from '../../../platforms/wecom/chats.ts';
import { sdkLogger } from '../../../platforms/wecom/sdk-log.ts';

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
