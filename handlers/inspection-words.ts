import { inEveryLanguage } from '../cards/language.ts';
import type { CheckResult } from '../domain/obligations/obligation-types.ts';
import type { Milli } from '../domain/obligations/plan-types.ts';

/** What somebody says about an item. */
export type SaidOfItem =
  | { readonly kind: 'fill'; readonly outcome?: CheckResult['outcome']; readonly value?: Milli; readonly note: string }
  | { readonly kind: 'next' }
  | { readonly kind: 'ticket' };

type Word = 'normal' | 'anomaly' | 'not_applicable' | 'note' | 'next' | 'ticket';
const WORDS: readonly Word[] = ['normal', 'anomaly', 'not_applicable', 'note', 'next', 'ticket'];
const MARKS = /^[\s,:;，：；。、]+/u;
/** A unit is written close to its figure: 25.5℃, 85%, 25 度. */
const UNITS = inEveryLanguage(({ inspection }) => inspection.unitWords)
  .map(RegExp.escape)
  .join('|');
/** 1e3 and 1.2.3 are no figures: nothing is read from their beginning. */
const VALUE = new RegExp(String.raw`^([-+]?\d{1,12}(?:\.\d{1,9})?)(?!\.?\d|[a-z][-+]?\d)\s*(?:${UNITS})?`, 'iu');

/** 正常, 异常 漏水, 25.5 偏高, 备注 …, 下一项, 转工单. @returns undefined for what is none of these */
export function readSaidOfItem(said: string): SaidOfItem | undefined {
  const text = said.normalize('NFKC').trim();
  const word = openingWord(text);
  if (word) {
    const { kind, length } = word;
    if (kind === 'next' || kind === 'ticket') return { kind };
    const rest = text.slice(length);
    // 故障灯亮: the word is part of what is said.
    const note = rest === '' || MARKS.test(rest) || kind === 'note' ? rest.replace(MARKS, '') : text;
    return { kind: 'fill', ...(kind !== 'note' && { outcome: kind }), note };
  }
  const [figure = '', number] = VALUE.exec(text) ?? [];
  if (number === undefined) return undefined;
  return { kind: 'fill', value: milliOf(number), note: text.slice(figure.length).replace(MARKS, '') };
}

/** Thousandths; one that has more decimals is no whole number of them, and refused. */
export function milliOf(number: string): Milli {
  return Math.round(Number(number) * 1_000_000) / 1_000;
}

function openingWord(text: string): { readonly kind: Word; readonly length: number } | undefined {
  const lower = text.toLowerCase();
  return WORDS.flatMap((kind) =>
    inEveryLanguage(({ inspection }) => inspection.outcomeWords[kind]).map((word) => ({ kind, word })),
  )
    .filter(({ word }) => lower.startsWith(word) && !(/[a-z]$/u.test(word) && /^[a-z]/u.test(lower.slice(word.length))))
    .toSorted((a, b) => b.word.length - a.word.length)
    .map(({ kind, word }) => ({ kind, length: word.length }))[0];
}
