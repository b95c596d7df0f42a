import { expect, test } from 'vitest';
import { periodLexicon } from '../../../cards/period-lexicon.ts';
import type { PeriodAsk } from '../../../domain/assessment/period.ts';
import { readPeriod } from '../../../domain/assessment/spoken-period.ts';
import { parseCivil } from '../../../domain/civil.ts';

const now = parseCivil('2026-03-03', '10:00');
const day = '2026-03-03';
const label = (of: string): PeriodAsk => ({ label: of });

test.each<[string, PeriodAsk | undefined, string?]>([
  ['本季度', { day, back: 0, months: 3 }],
  ['本季', { day, back: 0, months: 3 }],
  ['这个季度', { day, back: 0, months: 3 }],
  ['上季度', { day, back: 1, months: 3 }],
  ['上个季度', { day, back: 1, months: 3 }],
  ['上上季度', { day, back: 2, months: 3 }],
  ['本月', { day, back: 0, months: 1 }],
  ['上月', { day, back: 1, months: 1 }],
  ['上个月', { day, back: 1, months: 1 }],
  ['本年', { day, back: 0, months: 12 }],
  ['本年度', { day, back: 0, months: 12 }],
  ['今年', { day, back: 0, months: 12 }],
  ['去年', { day, back: 1, months: 12 }],
  ['上年度', { day, back: 1, months: 12 }],
  ['本期', { day, back: 0 }],
  ['上期', { day, back: 1 }],
  ['本合同期', label('term')],
  ['第3期', label('P3')],
  ['P3', label('P3')],
  // Of parts of a year without its year the latest that has begun.
  ['3月', label('2026-03')],
  ['3 月份', label('2026-03')],
  ['三月', label('2026-03')],
  ['4月', label('2025-04')],
  ['7 月', label('2025-07')],
  ['12月', label('2025-12')],
  ['十二月', label('2025-12')],
  ['２月', label('2026-02')],
  ['2026年7月', label('2026-07')],
  ['2026 年 7 月份', label('2026-07')],
  ['去年7月', label('2025-07')],
  ['2026-07', label('2026-07')],
  ['2026-Q1', label('2026-Q1')],
  ['2026-h1', label('2026-H1')],
  ['2026年上半年', label('2026-H1')],
  ['上半年', label('2026-H1')],
  ['下半年', label('2025-H2')],
  ['去年下半年', label('2025-H2')],
  ['第一季度', label('2026-Q1')],
  ['一季度', label('2026-Q1')],
  ['第四季度', label('2025-Q4')],
  ['2025年第三季度', label('2025-Q3')],
  ['今年第二季度', label('2026-Q2')],
  ['2026年', label('2026')],
  ['2025年度', label('2025')],
  ['this quarter', { day, back: 0, months: 3 }],
  ['last month', { day, back: 1, months: 1 }],
  ['last year', { day, back: 1, months: 12 }],
  ['July', label('2025-07')],
  ['July 2026', label('2026-07')],
  ['first half of 2026', label('2026-H1')],
  ['Q3 2025', label('2025-Q3')],
  ['2025 Q3', label('2025-Q3')],
  ['2025', label('2025')],
  ['term', label('term')],
  // Around it.
  ['本季度评分', { day, back: 0, months: 3 }, '评分'],
  ['评分 上季度 网络安全', { day, back: 1, months: 3 }, '评分 网络安全'],
  ['2026年上半年李工的得分', label('2026-H1'), '李工的得分'],
  ['score this quarter', { day, back: 0, months: 3 }, 'score'],
  // Not periods.
  ['评分', undefined],
  ['7月3日的单子', undefined],
  ['如果 12 号单超时', undefined],
  ['GZ-260303-07', undefined],
  ['13月', undefined],
  ['0月', undefined],
  ['determined', undefined],
  ['2026-13', undefined],
])('%s is read as another period', (said, ask, rest) => {
  const read = readPeriod(said, periodLexicon, now);
  expect(read?.ask).toEqual(ask);
  if (rest !== undefined) expect(read?.rest).toBe(rest);
});

test('a month is of this year before its first instant in the contract’s zone', () => {
  const midnight = parseCivil('2026-07-01');
  expect(readPeriod('7月', periodLexicon, midnight)?.ask).toEqual(label('2026-07'));
  expect(readPeriod('7月', periodLexicon, midnight - 1)?.ask).toEqual(label('2025-07'));
});
