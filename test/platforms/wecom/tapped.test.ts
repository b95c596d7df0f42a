import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ButtonKey, encodeKey } from '../../../platforms/button-key.ts';
import { LIMITS } from '../../../platforms/wecom/limits.ts';
import { questionKey, readTap } from '../../../platforms/wecom/tapped.ts';

const action = fc.stringMatching(/^[a-z][a-z0-9_]{0,29}$/);
const subject = fc.stringMatching(/^[\x21-\x7e]{1,60}$/);
const anyKey: fc.Arbitrary<ButtonKey> = fc.record({ action, subject, version: fc.nat() });

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
    [
      'without an answer',
      'confirm.3.T1',
      { 'confirm.rating': 'none' },
      { ...base, action: 'confirm', form: { rating: '' } },
    ],
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
        expect(readTap(encodeKey(key, LIMITS.keyBytes) ?? '', answers)).toEqual({ ...key, form });
      }),
    );
  });
});
