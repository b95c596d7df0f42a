import { expect, test } from 'vitest';
import { periodLexicon } from '../../cards/period-lexicon.ts';
import { shownPeriod, typedPeriod } from '../../cards/period-name.ts';
import { en } from '../../cards/text.en.ts';
import { zh } from '../../cards/text.zh.ts';
import { readPeriod } from '../../domain/assessment/spoken-period.ts';
import { parseCivil } from '../../domain/civil.ts';

const today = parseCivil('2026-11-22');

test.each([
  ['term', '服务期', 'whole service'],
  ['P3', '第3考核期', 'period 3'],
  ['2026-Q1', '2026年第一季度', 'Q1 2026'],
  ['2026-H2', '2026年下半年', 'second half of 2026'],
  ['2026-07', '2026年7月', '2026-07'],
  ['2026', '2026年', '2026'],
])('%s is shown as it is to programs, or is not understood as it is shown', (label, chinese, english) => {
  expect(shownPeriod(label, zh)).toBe(chinese);
  expect(shownPeriod(label, en)).toBe(english);
  for (const text of [zh, en]) {
    const typed = typedPeriod(label, text);
    expect(typed).not.toContain(' ');
    expect(readPeriod(typed, periodLexicon, today)).toEqual({ ask: { label }, rest: '' });
  }
});
