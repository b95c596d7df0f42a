import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, clip, TEXT_KEPT_MAX } from '../../domain/plain-text.ts';

const FAMILY = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';

describe('cleanText', () => {
  test.each([
    ['keeps ordinary text', '信用广州网站打不开了，Ａ区 1 号窗口', '信用广州网站打不开了，Ａ区 1 号窗口'],
    ['makes every line break one', 'a\r\nb\rc\u2028d\u2029e\u0085f', 'a\nb\nc\nd\ne\nf'],
    ['keeps one empty line', 'a\n\nb', 'a\n\nb'],
    ['collapses three line breaks', 'a\n\n\nb', 'a\n\nb'],
    ['collapses lines that hold spaces only', 'a\n  \n\t\n \nb', 'a\n\nb'],
    ['makes a tab a space', 'a\tb', 'a b'],
    ['makes an ideographic space a space', 'a\u3000b', 'a b'],
    ['drops controls', 'a\u0000b\u0007c\u001b[31md\u007fe\u009bf', 'abc[31mdef'],
    ['drops a right-to-left override, which would show another text', 'a\u202egpj.exe\u202c', 'agpj.exe'],
    ['drops isolates and marks', '\u2066a\u2069\u200eb\u200fc\u061cd', 'abcd'],
    ['drops zero-width characters and the byte order mark', '\ufeff打\u200b不\u200c开\u2060了\u00ad', '打不开了'],
    ['drops hidden tags', 'a\u{e0041}\u{e0042}b', 'ab'],
    ['keeps an emoji family whole', FAMILY, FAMILY],
    ['keeps skin tone and profession', '\u{1f468}\u{1f3fd}\u200d\u{1f4bb}', '\u{1f468}\u{1f3fd}\u200d\u{1f4bb}'],
    ['keeps a heart on fire', '\u2764\ufe0f\u200d\u{1f525}', '\u2764\ufe0f\u200d\u{1f525}'],
    ['keeps a keycap', '1\ufe0f\u20e3', '1\ufe0f\u20e3'],
    ['drops a joiner between letters', 'a\u200db', 'ab'],
    ['drops a joiner at the end', '\u{1f468}\u200d', '\u{1f468}'],
    ['drops a selector behind a letter', '网\ufe0f站\ufe01', '网站'],
    ['sees that a joiner is stray once its neighbour is composed', '\u{1f468}\u200d\u2194\u0338', '\u{1f468}\u21ae'],
    ['composes over a joiner that is stray', 'e\u200d\u0301', '\u00e9'],
    ['composes', 'e\u0301', 'é'],
    ['keeps full-width letters', 'ＥＴＬ', 'ＥＴＬ'],
    ['keeps four stacked marks and drops the rest', `x${'\u0335'.repeat(4)}`, `x${'\u0335'.repeat(4)}`],
    ['limits stacked marks', `x${'\u0335'.repeat(500)}`, `x${'\u0335'.repeat(4)}`],
    ['replaces half of a surrogate pair', 'a\ud83dz', 'a\ufffdz'],
    ['trims', '  \n a \n ', 'a'],
    ['leaves markup to be data', '<b>@所有人</b> **x**', '<b>@所有人</b> **x**'],
    ['gives nothing for nothing', '\u200b\u0000 \n', ''],
  ])('%s', (_name, raw, clean) => expect(cleanText(raw)).toBe(clean));

  test.each([
    ['8,000 characters are kept whole', 8_000, 8_000],
    ['one less than the limit is kept', TEXT_KEPT_MAX - 1, TEXT_KEPT_MAX - 1],
    ['the limit is kept', TEXT_KEPT_MAX, TEXT_KEPT_MAX],
    ['one more is cut', TEXT_KEPT_MAX + 1, TEXT_KEPT_MAX],
  ])('%s', (_name, length, kept) => expect(cleanText('长'.repeat(length))).toHaveLength(kept));

  test('the cut never halves a surrogate pair', () => {
    const clean = cleanText(`x${'\u{1f600}'.repeat(TEXT_KEPT_MAX / 2)}`);
    expect(clean.isWellFormed()).toBe(true);
    expect(clean).toHaveLength(TEXT_KEPT_MAX - 1);
  });

  test('the cut leaves no joiner at the end', () => {
    const clean = cleanText('x'.repeat(TEXT_KEPT_MAX - 3) + FAMILY);
    expect(clean).toBe(`${'x'.repeat(TEXT_KEPT_MAX - 3)}\u{1f468}`);
  });

  const anyText = fc.string({ unit: 'binary', maxLength: 60 });
  const nastyText = fc
    .array(
      fc.constantFrom(
        'a',
        '网',
        ' ',
        '\n',
        '\r',
        '\t',
        '\u200d',
        '\ufe0f',
        '\u202e',
        '\u0301',
        '\u2764',
        '\u{1f468}',
        '\u{1f3fd}',
        '1',
        '\u2194',
        '\u0338',
        '\ud83d',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  test('cleaning a clean text changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nastyText), (raw) => {
        expect(cleanText(cleanText(raw))).toBe(cleanText(raw));
      }),
      {
        numRuns: 2_000,
      },
    );
  });

  test('a clean text holds no control but the line break, and nothing that turns the direction', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nastyText), (raw) => {
        expect(cleanText(raw)).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}|\p{Cs}/u);
      }),
    );
  });

  test('a hostile text costs milliseconds', () => {
    const startedAt = performance.now();
    for (const part of [' ', ' \n', '\u0335', '\u200d', '\u{1f468}\u200d', '\n ']) cleanText(part.repeat(50_000));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('clip', () => {
  test.each([
    ['one below the limit', '一二', 3, '一二'],
    ['at the limit', '一二三', 3, '一二三'],
    ['one above the limit: the ellipsis is counted', '一二三四', 3, '一二…'],
    ['an emoji of five code points is one', `${FAMILY}${FAMILY}${FAMILY}`, 3, `${FAMILY}${FAMILY}${FAMILY}`],
    ['an emoji is never cut apart', `${FAMILY}${FAMILY}${FAMILY}`, 2, `${FAMILY}…`],
    ['a flag is one', '\u{1f1e8}\u{1f1f3}\u{1f1e8}\u{1f1f3}', 1, '…'],
    ['no space before the ellipsis', '一二 三四', 4, '一二…'],
    ['the shortest limit', '一二', 1, '…'],
    ['nothing', '', 3, ''],
  ])('%s', (_name, text, max, clipped) => expect(clip(text, max)).toBe(clipped));

  test('never gives more than the limit, and gives the text itself when it fits', () => {
    const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
    const lengthOf = (text: string) => [...segmenter.segment(text)].length;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 12 }), (text, max) => {
        if (lengthOf(text) <= max) expect(clip(text, max)).toBe(text);
        else expect(lengthOf(clip(text, max))).toBeLessThanOrEqual(max);
      }),
    );
  });
});
