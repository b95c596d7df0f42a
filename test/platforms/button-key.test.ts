import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ButtonKey, decodeKey, encodeKey, questionKey, readTap } from '../../../platforms/wecom/button-key.ts';

const action = fc.stringMatching(/^[a-z][a-z0-9_]{0,29}$/);
const subject = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);
const anyKey: fc.Arbitrary<ButtonKey> = fc.record({ action, subject, version: fc.nat() });

describe('a key', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const written = encodeKey(key);
        expect(written).toBeDefined();
        expect(decodeKey(written ?? '')).toEqual(key);
      }),
    );
  });

  test('that can be read is written in the same way again', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{1,5}\.\d{1,4}\.[\x20-\x7e]{0,9}$/)), (text) => {
        const read = decodeKey(text);
        if (read) expect(encodeKey(read)).toBe(text);
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
    expect(decodeKey(text)).toEqual(key);
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
    expect(decodeKey(text)).toBeUndefined();
  });

  test.each([
    ['a subject that is too long', { action: 'arrive', version: 1, subject: 'a'.repeat(120) }],
    ['a subject with letters that WeCom may not keep', { action: 'arrive', version: 1, subject: '工单' }],
    ['no subject', { action: 'arrive', version: 1, subject: '' }],
    ['no version', { action: 'arrive', version: Number.NaN, subject: 'x' }],
  ])('is not made of %s', (_why, key) => {
    expect(encodeKey(key)).toBeUndefined();
  });
});

describe('a tap', () => {
  const base = { version: 3, subject: 'T1' };

  test.each([
    ['of a button', 'arrive.3.T1', {}, { ...base, action: 'arrive', form: {} }],
    [
      'with what its form asked',
      'confirm.3.T1',
      { 'confirm.rating': '5' },
      { ...base, action: 'confirm', form: { rating: '5' } },
    ],
    ['without an answer', 'confirm.3.T1', { 'confirm.rating': 'none' }, { ...base, action: 'confirm', form: {} }],
    ['beside a form of another button', 'add.3.T1', { 'confirm.rating': '5' }, { ...base, action: 'add', form: {} }],
    [
      'with questions that are none of ours',
      'arrive.3.T1',
      { k1: 'x', '': 'y' },
      { ...base, action: 'arrive', form: {} },
    ],
    [
      'of what is chosen',
      'chosen.3.T1',
      { chosen: 'suspend.2.T9' },
      { action: 'suspend', version: 2, subject: 'T9', form: {} },
    ],
    ['of nothing that is chosen', 'chosen.3.T1', { chosen: 'none' }, { ...base, action: 'nothing_chosen', form: {} }],
    ['of a drop-down that WeCom left out', 'chosen.3.T1', {}, { ...base, action: 'nothing_chosen', form: {} }],
    ['of a choice that is none of ours', 'chosen.3.T1', { chosen: 'suspend' }, undefined],
    ['of a button that is none of ours', 'noop', {}, undefined],
  ])('%s', (_what, key, selected, meant) => {
    expect(readTap(key, selected)).toEqual(meant);
  });

  test('brings every answer to its own field', () => {
    const selected = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/), fc.stringMatching(/^[a-m]{1,9}$/));
    fc.assert(
      fc.property(anyKey, selected, (key, form) => {
        fc.pre(key.action !== 'chosen');
        const answers = Object.fromEntries(
          Object.entries(form).map(([field, option]) => [questionKey(key.action, field), option]),
        );
        expect(readTap(encodeKey(key) ?? '', answers)).toEqual({ ...key, form });
      }),
    );
  });
});
