import { createRequire } from 'node:module';
import type { ChineseTools, TextSpan } from '../domain/chinese-tools.ts';

// The dictionary and the readings take about 200 ms to load, so they are loaded when they are first wanted, or by `warmUp` when
// the program has answered its first requests. Both packages are loaded as they are required, since a rule can't wait for them.

const load = createRequire(import.meta.url);

interface Loaded {
  readonly syllables: ChineseTools['syllables'];
  readonly words: ChineseTools['words'];
}
let loaded: Loaded | undefined;

function parts(): Loaded {
  loaded ??= loadParts();
  return loaded;
}

function loadParts(): Loaded {
  const { Jieba }: typeof import('@node-rs/jieba') = load('@node-rs/jieba');
  const { dict }: typeof import('@node-rs/jieba/dict.js') = load('@node-rs/jieba/dict.js');
  const { pinyin }: typeof import('pinyin-pro') = load('pinyin-pro');
  const jieba = Jieba.withDict(dict);
  return {
    // Without the model of unknown words: it joins what no dictionary knows, and does so differently in each sentence.
    words: (text) => spansOf(jieba.cut(text, false)),
    syllables: (text) => pinyin(text, { toneType: 'none', type: 'all', v: true }).flatMap(unitsOf),
  };
}

/** Words and sounds of Chinese, by `@node-rs/jieba` and `pinyin-pro`. */
export const chinese: ChineseTools = {
  syllables: (text) => parts().syllables(text),
  words: (text) => parts().words(text),
};

export function warmUpChinese(): void {
  parts();
}

/** A character of two units has a sound at neither: what is compared is common Chinese. */
function unitsOf({
  origin,
  pinyin,
  isZh,
}: {
  readonly origin: string;
  readonly pinyin: string;
  readonly isZh: boolean;
}) {
  return origin.length === 1 ? [isZh ? pinyin : ''] : [...origin].flatMap(() => ['', '']);
}

function spansOf(words: readonly string[]): readonly TextSpan[] {
  let start = 0;
  return words.map((word) => {
    const span = { start, end: start + word.length };
    start = span.end;
    return span;
  });
}
