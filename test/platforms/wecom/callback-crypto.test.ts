import { createCipheriv } from 'node:crypto';
import { WecomCrypto } from '@wecom/aibot-node-sdk';
import { encrypt, getSignature } from '@wecom/crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import { openEnvelope, sealEnvelope } from '../../../platforms/wecom/callback-crypto.ts';
import { AES_KEY, START, TOKEN } from './callback-cast.ts';

const keys = { token: TOKEN, aesKey: AES_KEY, receiveId: '' };
const nonce = '1234567890';
const timestamp = '1780000000';
const LONG =
  '{"msgid":"MSGID1","aibotid":"AIBOT1","chatid":"wrGROUP1","chattype":"group","from":{"userid":"zhangsan"},"response_url":"https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=RC1","msgtype":"text","text":{"content":"@运维机器人 3号楼空调不制冷"}}';

/** Computed with the vendor's package, its random bytes fixed. */
const vectors = [
  ['hello', '734H5rOppjjhWnfkswouTElvNCGjFiR6ur5usUFmBDM=', '785f59f82f6e1c64efe5c2a247e8f554f9a58b42'],
  [
    '6815712637894912',
    '734H5rOppjjhWnfkswouTB9E/qUmq1X3Y0vXLUuoJtYhkN1byyzumvfC+Z4BtWFx2FLSzrbazvBYds0+dx/sjw==',
    'd20436d2c9bfb8e0b56c141263f35441d23e433d',
  ],
  [
    LONG,
    '734H5rOppjjhWnfkswouTJggWrt2Q+mmP+2vSTqM7f78knBaZnQG4ahBuYRuIgpn7R8Rc4r5XsoL4KGjC1Wa+8VZVEb4vNbOIKAyW8dcMsq8LF70+SdzMlnK6pTJaTI03un1E265+pQwaj9Vi8Ge7IJWORR0/ijtR7O6jXoTaF3htE8iJT7lumPdAlv1kYiN0G2AsPxQPI/Yc9CAeIdskmsSabuzpxySsEY/cpvj7iZ+vUiW5dEC+19eZZdDiutt/kmrtJXOPafHaBkDxfjX5KuCENW9mpfdnlIr64QjE6SU4cjsm00yfVClNaJ1yYXlBD+aTQvQpogbfHHv6S0ZWmBhytpTvutsHoTCModuX1bi1xye2sgLdPQRK7BwaLRGNHeDq2pBZ+sitHLz9B//FCx5Wc4X8QBsDeHx5OAWMCg=',
    'cab084aa242e830476cf3fd16d12a320f4b8fcad',
  ],
] as const;

const signed = (sealed: string, at = timestamp) => ({
  signature: getSignature(TOKEN, at, nonce, sealed),
  timestamp: at,
  nonce,
});
const open = (sealed: string) => openEnvelope(keys, signed(sealed), sealed, START);

/** As the vendor does, but for the padding. */
function sealedWith(padding: readonly number[], message = 'hello', length = message.length): string {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  const plain = Buffer.concat([Buffer.alloc(16, 'a'), size, Buffer.from(message), Buffer.from(padding)]);
  const key = Buffer.from(`${AES_KEY}=`, 'base64');
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}
const seven = (last: readonly number[]) => [...Array.from({ length: 7 - last.length }, () => 7), ...last];

describe('what WeCom sends', () => {
  test.each(vectors)('%s is read', (message, sealed, signature) => {
    const opened = openEnvelope(keys, { signature, timestamp, nonce }, sealed, START);
    expect(opened).toEqual({ ok: true, message, nonce });
  });

  test('the same for a corporation id is read with that id, and refused without', () => {
    const sealed = encrypt(AES_KEY, LONG, 'ww0123456789abcdef', Buffer.from('abcdefghijklmnop'));
    expect(getSignature(TOKEN, timestamp, nonce, sealed)).toBe('191eb8a2cfb92ccdf711119e935b6b47a951a61a');
    const corporation = { ...keys, receiveId: 'ww0123456789abcdef' };
    expect(openEnvelope(corporation, signed(sealed), sealed, START)).toMatchObject({ ok: true, message: LONG });
    expect(open(sealed)).toEqual({ ok: false, reason: 'receive_id_wrong' });
  });

  test('what we seal is read by the SDK, whatever is in it', () => {
    const sdk = new WecomCrypto(TOKEN, AES_KEY, '');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (message) => {
        const sealed = sealEnvelope(keys, message, nonce, START);
        expect(sdk.verifySignature(sealed.msgsignature, String(sealed.timestamp), nonce, sealed.encrypt)).toBe(true);
        expect(sdk.decrypt(sealed.encrypt)).toBe(message);
        expect(open(sealed.encrypt)).toEqual({ ok: true, message, nonce });
      }),
    );
  });
});

describe('what is refused', () => {
  const [, hello, signature] = vectors[0];
  const query = { signature, timestamp, nonce };

  test.each([
    ['a wrong signature', { ...query, signature: `${signature.slice(0, -1)}3` }, hello, 'signature_wrong'],
    ['no signature', { ...query, signature: undefined }, hello, 'query_incomplete'],
    ['a short signature', { ...query, signature: signature.slice(0, 39) }, hello, 'query_incomplete'],
    ['no nonce', { ...query, nonce: undefined }, hello, 'query_incomplete'],
    ['a nonce that holds more', { ...query, nonce: '1'.repeat(65) }, hello, 'query_incomplete'],
    [
      'a timestamp that gave a digit to the nonce',
      { ...query, timestamp: '780000000', nonce: '12345678901' },
      hello,
      'query_incomplete',
    ],
    ['another nonce', { ...query, nonce: '1234567891' }, hello, 'signature_wrong'],
    ['something else than base64', query, 'hello!!!', 'not_encrypted'],
    ['nothing', query, '', 'not_encrypted'],
    ['half a block', signed('AAAA'), 'AAAA', 'undecryptable'],
  ] as const)('%s', (_name, asked, sealed, reason) => {
    expect(openEnvelope(keys, asked, sealed, START)).toEqual({ ok: false, reason });
  });

  test.each([
    ['the last byte is too large', seven([33])],
    ['the last byte is zero', seven([0])],
    ['a byte before the last is wrong', seven([6, 7])],
    ['the first byte is wrong', [1, 7, 7, 7, 7, 7, 7]],
  ])('padding in which %s', (_name, padding) => {
    expect(open(sealedWith(seven([])))).toMatchObject({ ok: true, message: 'hello' });
    expect(open(sealedWith(padding))).toEqual({ ok: false, reason: 'undecryptable' });
  });

  test.each([
    ['shorter than what is there', 4],
    ['longer than what is there', 6],
    ['much longer', 0xffff_ffff],
  ])('a length that is %s', (_name, length) => {
    expect(open(sealedWith(seven([]), 'hello', length))).toEqual({ ok: false, reason: 'receive_id_wrong' });
  });

  test.each([
    [-5 * MINUTE - SECOND, false],
    [-5 * MINUTE, true],
    [0, true],
    [5 * MINUTE, true],
    [5 * MINUTE + SECOND, false],
  ])('a timestamp that is %d ms from our clock: taken is %s', (offMs, ok) => {
    const at = String((START + offMs) / SECOND);
    const opened = openEnvelope(keys, signed(hello, at), hello, START);
    expect(opened).toMatchObject(ok ? { ok } : { ok, reason: 'timestamp_off' });
  });

  test('another key', () => {
    const foreign = encrypt('abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', LONG, '');
    expect(open(foreign)).toMatchObject({ ok: false });
  });
});
