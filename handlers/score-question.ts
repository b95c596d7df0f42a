import { CATALOGUES, inEveryLanguage } from '../cards/language.ts';
import { periodLexicon } from '../cards/period-lexicon.ts';
import type { PeriodAsk } from '../domain/assessment/period.ts';
import { readPeriod } from '../domain/assessment/spoken-period.ts';
import type { Instant } from '../domain/types.ts';
import { ownAsk } from './own-statements.ts';

/** How much may stand around the question's word; more is a sentence about something else. */
const BESIDE_MAX = 60;
/** A list has fewer. */
const PAGES_MAX = 20;
const MARKS = /^[\s,，、:：]+|[\s,，、:：?？。!！]+$/gu;

export interface AskedPeriod {
  readonly ask: PeriodAsk;
  /** A period is named; otherwise it is each table's own that runs. */
  readonly isNamed: boolean;
  /** What else is said. */
  readonly about: string;
}

/** 本季度评分, 评分 GZ1.6, 上季度网络安全得分, 上月排名: the question's word with what stands before and behind it. */
export function wordQuestion(name: 'score' | 'ranking'): RegExp {
  const words = inEveryLanguage(({ queries }) => queries[name].words)
    .toSorted((a, b) => b.length - a.length)
    .map(bounded);
  return new RegExp(`^(.{0,${BESIDE_MAX}}?)(?:${words.join('|')})(.{0,${BESIDE_MAX}})$`, 'isu');
}

/** A Latin word is one only where it ends. */
function bounded(word: string): string {
  return /[a-z]/iu.test(word) ? `(?<![a-z])${RegExp.escape(word)}(?![a-z])` : RegExp.escape(word);
}

/** The period that is named, wherever it stands, and what is left beside it. */
export function readAskedPeriod(said: string, now: Instant): AskedPeriod {
  const read = readPeriod(said, periodLexicon, now);
  const about = withoutFillers(read?.rest ?? said);
  return { ask: read?.ask ?? ownAsk(now), isNamed: read !== undefined, about };
}

/** What of a score is to be shown where that is typed. */
export interface AskedView {
  /** 未评项: what nobody has graded yet. */
  readonly isOpen: boolean;
  /** 第2页 of a list, from 0. */
  readonly page?: number;
  /** What else is said. */
  readonly about: string;
}

/** 评分 GZ-T1 未评项, 评分 第2页: such words at either end. */
export function readAskedView(said: string): AskedView {
  const open = edgeOf(inEveryLanguage(({ score }) => score.openWords).toSorted((a, b) => b.length - a.length));
  if (open.test(said)) return { isOpen: true, about: withoutFillers(said.replace(open, '')) };
  for (const page of Array.from({ length: PAGES_MAX }, (_, place) => place)) {
    const named = edgeOf(Object.values(CATALOGUES).map(({ score }) => score.typedPage(page + 1)));
    if (named.test(said)) return { isOpen: false, page, about: withoutFillers(said.replace(named, '')) };
  }
  return { isOpen: false, about: said };
}

function edgeOf(words: readonly string[]): RegExp {
  const any = words.map((word) => `${bounded(word)}(?!\\d)`).join('|');
  return new RegExp(`^(?:${any})|(?:${any})$`, 'iu');
}

/** 查一下 … 是多少: what means nothing at either end is left out. */
function withoutFillers(said: string): string {
  const fillers = inEveryLanguage(({ score }) => score.fillers).map(bounded);
  const around = new RegExp(`^(?:\\s*(?:${fillers.join('|')}))+|(?:(?:${fillers.join('|')})\\s*)+$`, 'giu');
  let text = said.replace(MARKS, '');
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(around, '').replace(MARKS, '');
  }
  return text;
}
