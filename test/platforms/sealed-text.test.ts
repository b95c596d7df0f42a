// What leaves the program sealed comes back as it was, or not at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSealer } from '../../platforms/sealed-text.ts';

const sealer = createSealer('a secret of the app', 'test');

describe('a sealed text', () => {
  test('opens to what it was, stands in an address as it is, and is the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = sealer.seal(text);
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(sealer.seal(text)).toBe(sealed);
        expect(sealer.open(sealed)).toBe(Buffer.from(text).toString());
      }),
    );
  });

  test('opens no more once any character of it is another one, is gone, or is too many', () => {
    const sealed = sealer.seal('{"u":"zhangsan","e":1}');
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(sealer.open(sealed.slice(0, at) + other + sealed.slice(at + 1))).toBeUndefined();
      expect(sealer.open(sealed.slice(0, at))).toBeUndefined();
    }
    for (const more of ['A', '=', '==', '%', ' ', '\n']) expect(sealer.open(sealed + more)).toBeUndefined();
  });

  test.each([
    ['another secret', createSealer('another secret', 'test')],
    ['another purpose', createSealer('a secret of the app', 'tests')],
  ])('is nothing to %s', (_name, other) => {
    expect(other.open(sealer.seal('text'))).toBeUndefined();
  });

  test('hides what is in it', () => {
    const sealed = Buffer.from(sealer.seal('zhangsan'), 'base64url').toString('latin1');
    expect(sealed).not.toContain('zhangsan');
  });

  test.each(['', 'A', 'not sealed', '..', 'A'.repeat(10_000)])('is not %s', (text) => {
    expect(sealer.open(text)).toBeUndefined();
  });
});
