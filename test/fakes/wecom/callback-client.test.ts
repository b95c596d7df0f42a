import { createServer, type Server } from 'node:http';
import { WecomCrypto } from '@wecom/aibot-node-sdk';
import { decrypt, getSignature } from '@wecom/crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCallbackClient } from './callback-client.ts';
import { NINE } from './sdk-client.ts';

const TOKEN = 'opsbotToken01';
const KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';

let server: Server;
let seen: { query: URLSearchParams; encrypt: string; signed: boolean }[];
let reply: (nonce: string) => string;
beforeEach(async () => {
  seen = [];
  reply = () => '';
  server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://bot').searchParams;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const encrypt = query.get('echostr') ?? JSON.parse(Buffer.concat(chunks).toString()).encrypt;
      const expected = getSignature(TOKEN, query.get('timestamp') ?? '', query.get('nonce') ?? '', encrypt);
      seen.push({ query, encrypt, signed: expected === query.get('msg_signature') });
      response.end(query.has('echostr') ? decrypt(KEY, encrypt).message : reply(query.get('nonce') ?? ''));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => void server.close());

function client() {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const target = { url: `http://127.0.0.1:${address.port}/wecom`, token: TOKEN, aesKey: KEY, receiveId: '' };
  return createCallbackClient(target, () => NINE);
}

test("signs and encrypts so that the vendor's own package can read it", async () => {
  expect(await client().verify('6815712637894912')).toEqual({ status: 200, text: '6815712637894912' });
  await client().post({ msgid: 'M1', text: { content: '3号楼空调不制冷' } });
  expect(seen.map(({ signed }) => signed)).toEqual([true, true]);
  const { id, message } = decrypt(KEY, seen[1]?.encrypt ?? '');
  expect([id, JSON.parse(message)]).toEqual(['', { msgid: 'M1', text: { content: '3号楼空调不制冷' } }]);
});

test('makes the mistakes that a test asks for', async () => {
  await client().post({ msgid: 'M1' }, { signature: 'wrong', receiveId: 'ww9', nonce: 'n', timestamp: 1 });
  const [only] = seen;
  expect(only?.signed).toBe(false);
  expect(decrypt(KEY, only?.encrypt ?? '').id).toBe('ww9');
  expect([only?.query.get('nonce'), only?.query.get('timestamp')]).toEqual(['n', '1']);
});

test('reads a reply, and refuses one with a wrong signature', async () => {
  const crypto = new WecomCrypto(TOKEN, KEY, '');
  reply = (nonce) => {
    const { encrypt, signature } = crypto.encrypt(JSON.stringify({ msgtype: 'stream' }), '1', nonce);
    return JSON.stringify({ encrypt, msgsignature: signature, timestamp: 1, nonce });
  };
  expect(await client().post({ msgid: 'M1' })).toEqual({ status: 200, reply: { msgtype: 'stream' } });
  const good = reply;
  reply = (nonce) => good(nonce).replace(/"msgsignature":"./, '"msgsignature":"x');
  await expect(client().post({ msgid: 'M2' })).rejects.toThrow('signature');
});
