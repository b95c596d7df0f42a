import { inEveryLanguage } from '../cards/language.ts';
import { alternatives } from '../domain/alternatives.ts';

/** What is taught: a name, and what it stands for. Either may be the system. */
export interface Taught {
  readonly left: string;
  readonly right: string;
  /** Said with a sign: 小信 = 信用广州网站. Words like 是 stand in many sentences. */
  readonly isPlain: boolean;
}

/** Nobody's name is longer; both sides and what stands around them. */
const SAID_MAX = 200;
const SIGN = /=>|->|[=＝→]/u;
/** What people put around names, and behind a sentence. */
const AROUND = /^[\s"'“”‘’「」『』《》【】()（）:：,，]+|[\s"'“”‘’「」『』《》【】()（）:：,，.。!！;；]+$/gu;

/** 记住 and what follows it, with or without a mark between. */
export function rememberPattern(): RegExp {
  return new RegExp(
    `^(?:${alternatives(inEveryLanguage(({ teaching }) => teaching.remember))})[\\s:：,，]*([^\\n]{1,${SAID_MAX}})$`,
    'iu',
  );
}

/** Every way in which it may be parted, the likeliest first; none: it teaches nothing. */
export function readTaught(said: string): readonly Taught[] {
  const sign = SIGN.exec(said);
  if (sign) return [partedAt(said, sign.index, sign[0].length, true)].filter(isWhole);
  const words = new RegExp(`(?:${alternatives(inEveryLanguage(({ teaching }) => teaching.means).map(spaced))})`, 'giu');
  return [...said.matchAll(words)]
    .map(({ 0: word, index }) => partedAt(said, index, word.length, false))
    .filter(isWhole);
}

/** A name without the quotation marks and brackets that people write around it; of a long text only what a name may take. */
export function bareName(said: string): string {
  return said.slice(0, SAID_MAX).replace(AROUND, '');
}

function partedAt(said: string, at: number, length: number, isPlain: boolean): Taught {
  return { left: bareName(said.slice(0, at)), right: bareName(said.slice(at + length)), isPlain };
}

function isWhole({ left, right }: Taught): boolean {
  return left !== '' && right !== '';
}

/** A Latin word counts whole only: `is` is not in `list`. */
function spaced(word: string): string {
  return /[a-z]$/iu.test(word) ? ` ${word} ` : word;
}
