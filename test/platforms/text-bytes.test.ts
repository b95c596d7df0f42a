import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteLength, byteParts, clipBytes } from '../../platforms/text-bytes.ts';

test.each([
  ['fits', '一二三四五', 16, '一二三四五'],
  ['just fits', '一二三四五x', 16, '一二三四五x'],
  ['is a byte too long', '一二三四五xy', 16, '一二三四…'],
  ['would cut an emoji apart', 'abcdefghijk👨‍👩‍👧‍👦', 16, 'abcdefghijk…'],
])('a text that %s', (_name, text, maxBytes, clipped) => {
  expect(clipBytes(text, maxBytes)).toBe(clipped);
});

test.each([
  ['a short one', 'a\nb', ['a\nb']],
  ['an empty one', '', ['']],
  ['lines that fit together', '12345678\n9012345', ['12345678\n9012345']],
  ['lines that just do not fit together', '12345678\n90123456', ['12345678', '90123456']],
  ['a line that is too long', '12345678901234567', ['1234567890123456', '7']],
  ['empty lines', '1234567890\n\n1234567890', ['1234567890\n', '1234567890']],
])('the parts of %s', (_name, text, parts) => {
  expect(byteParts(text, 16)).toEqual(parts);
});

test('no part is too long, and together they are the text', () => {
  const anyText = fc.string({ unit: fc.constantFrom('a', '字', '👨‍👩‍👧', '\n', ' '), maxLength: 200 });
  fc.assert(
    fc.property(anyText, fc.integer({ min: 16, max: 64 }), (text, maxBytes) => {
      const parts = byteParts(text, maxBytes);
      expect(parts.every((part) => byteLength(part) <= maxBytes)).toBe(true);
      expect(parts.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
      expect(byteLength(clipBytes(text, maxBytes))).toBeLessThanOrEqual(maxBytes);
    }),
  );
});
