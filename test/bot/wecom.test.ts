// The adapter as the program builds it: what it asks of the store, and with which settings.
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../bot/config.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { openWecom } from '../../bot/wecom.ts';
import type { Chat } from '../../db/records.ts';
import { chatId, contractId } from '../../domain/types.ts';
import { type ApiServer, startApiServer } from '../platforms/wecom/api-server.ts';
import { memoryNotes } from '../support/memory-notes.ts';
import { memoryUsage } from '../support/memory-usage.ts';
import { NINE } from './stand.ts';

const SEND = '/cgi-bin/webhook/send';

let server: ApiServer;
beforeEach(async () => {
  server = await startApiServer();
});
afterEach(() => server.close());

function chat(externalId: string, over: Partial<Chat> = {}): Chat {
  return {
    id: chatId('wecom', externalId),
    platform: 'wecom',
    externalId,
    kind: 'group',
    title: '',
    contractId: contractId('guangzhou-credit'),
    ...over,
  };
}

function wecomOf(chats: readonly Chat[]) {
  const { wecom } = readConfig({
    PUBLIC_URL: 'https://dutybell.example.gov.cn',
    WECOM_CALLBACK_TOKEN: 'token',
    WECOM_CALLBACK_AES_KEY: 'k'.repeat(43),
    WECOM_API_BASE: server.apiBase,
    WECOM_WEBHOOK_KEY: 'the-only-key',
  });
  return openWecom(wecom!, {
    clock: { now: () => NINE },
    random: () => 0,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    store: {
      notes: memoryNotes(),
      usage: memoryUsage(),
      allChats: async (platform) => (platform === 'wecom' ? chats : []),
    },
  });
}

const { contractId: _, ...unbound } = chat('wrNEW');
const bound = [chat('wrOPS'), unbound, chat('user:li', { kind: 'private' })];

test.each([
  ['one group has a contract', 'wrOPS', bound, 1],
  ['it is another group’s', 'wrNEW', bound, 0],
  ['two groups have one', 'wrOPS', [...bound, chat('wrNET')], 0],
  ['no group has one', 'wrOPS', [unbound], 0],
])('a key without its group rings where the bot has one group: %s', async (_name, where, chats, rung) => {
  const ringing = wecomOf(chats).deliver({
    op: 'post',
    key: 'k1',
    chat: where,
    content: { lines: [['即将超时']], people: {} },
    rings: [{ userId: 'li' }],
  });
  await ringing.catch(() => undefined);
  expect(server.bodies(SEND)).toHaveLength(rung);
});
