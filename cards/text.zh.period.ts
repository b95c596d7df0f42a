import type { PeriodWords } from '../domain/assessment/spoken-period.ts';

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'];

/** How periods of assessment are named in Chinese. */
export const periodWordsZh: PeriodWords = {
  backs: [
    ['本', 0],
    ['这', 0],
    ['这个', 0],
    ['当', 0],
    ['上', 1],
    ['上个', 1],
    ['上一', 1],
    ['上一个', 1],
    ['上上', 2],
    ['上上个', 2],
  ],
  spans: [
    ['月', 1],
    ['月份', 1],
    ['月度', 1],
    ['季', 3],
    ['季度', 3],
    ['半年', 6],
    ['年', 12],
    ['年度', 12],
  ],
  years: [
    ['今年', 0],
    ['去年', 1],
    ['前年', 2],
  ],
  own: [
    ['本期', 0],
    ['当期', 0],
    ['本考核期', 0],
    ['本考核周期', 0],
    ['上期', 1],
    ['上一期', 1],
    ['上考核期', 1],
    ['上一考核期', 1],
    ['上个考核期', 1],
    ['上一考核周期', 1],
  ],
  term: ['本合同期', '合同期', '整个合同期', '全合同期', '服务期', '本服务期', '整个服务期', '合同全期'],
  months: NUMERALS.flatMap((numeral, index): [string, number][] => [
    [`${numeral}月`, index + 1],
    [`${numeral}月份`, index + 1],
  ]),
  year: ['年', '年度'],
  month: ['月', '月份'],
  day: ['日', '号'],
  places: [
    ['第', '期'],
    ['第', '个考核期'],
    ['第', '考核期'],
  ],
  quarters: [1, 2, 3, 4].flatMap((quarter): [string, number][] =>
    [NUMERALS[quarter - 1] ?? '', String(quarter)].flatMap((word): [string, number][] => [
      [`第${word}季度`, quarter],
      [`${word}季度`, quarter],
    ]),
  ),
  halves: [
    ['上半年', 1],
    ['下半年', 2],
  ],
};
