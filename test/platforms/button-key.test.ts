import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ButtonKey, decodeKey, encodeKey } from '../../platforms/button-key.ts';

const BYTES_MAX = 128;

const action = fc.stringMatching(/^[a-z][a-z0-9_]{0,29}$/);
const subject = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);
const anyKey: fc.Arbitrary<ButtonKey> = fc.record({ action, subject, version: fc.nat() });

describe('a key', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const written = encodeKey(key, BYTES_MAX);
        expect(written).toBeDefined();
        expect(decodeKey(written ?? '', BYTES_MAX)).toEqual(key);
      }),
    );
  });

  test('that can be read is written in the same way again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{1,5}\.\d{1,4}\.[\x20-\x7e]{0,9}$/)), (text) => {
        const read = decodeKey(text, BYTES_MAX);
        if (read) expect(encodeKey(read, BYTES_MAX)).toBe(text);
      }),
    );
  });

  test.each([
    ['acknowledge.3.01JTICKET', { action: 'acknowledge', version: 3, subject: '01JTICKET' }],
    [
      'take_over.0.handover:rota.a:1772499600000',
      { action: 'take_over', version: 0, subject: 'handover:rota.a:1772499600000' },
    ],
    [`arrive.1.${'a'.repeat(119)}`, { action: 'arrive', version: 1, subject: 'a'.repeat(119) }],
  ])('%s is ours', (text, key) => {
    expect(decodeKey(text, BYTES_MAX)).toEqual(key);
  });

  test.each([
    '',
    'acknowledge',
    'acknowledge.3',
    'acknowledge.3.',
    '.3.x',
    'acknowledge..x',
    'acknowledge.-1.x',
    'acknowledge.1e3.x',
    'acknowledge.03.x',
    'acknowledge.1.a b',
    'acknowledge.1.工单',
    'Acknowledge.1.x',
    'acknowledge.1.x\n',
    'acknowledge.9007199254740993.x',
    `arrive.1.${'a'.repeat(120)}`,
  ])('%j is none of ours', (text) => {
    expect(decodeKey(text, BYTES_MAX)).toBeUndefined();
  });

  test.each([
    ['a subject that is too long', { action: 'arrive', version: 1, subject: 'a'.repeat(120) }],
    ['a subject with letters that a platform may not keep', { action: 'arrive', version: 1, subject: '工单' }],
    ['no subject', { action: 'arrive', version: 1, subject: '' }],
    ['no version', { action: 'arrive', version: Number.NaN, subject: 'x' }],
  ])('is not made of %s', (_why, key) => {
    expect(encodeKey(key, BYTES_MAX)).toBeUndefined();
  });
});
