import { describe, expect, test } from 'vitest';
import { zhStatement } from '../../cards/text.zh.statement.ts';
import { NO_LEAST, POINT } from '../../domain/assessment/points.ts';
import {
  changeText,
  chargedText,
  lossFigure,
  moneyText,
  pointsFigure,
  pointsText,
  ratioText,
} from '../../reports/figures.ts';
import { plainCell } from '../../reports/plain-cell.ts';

describe('a figure on paper is exact', () => {
  test.each([
    [94_996_000, '94.996'],
    [94_999_999, '94.999999'],
    [95 * POINT, '95'],
    [500_000, '0.5'],
    [-500_000, '-0.5'],
    [-20 * POINT, '-20'],
    [0, '0'],
  ])('%d millionths are %s', (points, text) => {
    expect(pointsText(points)).toBe(text);
  });

  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [123_450, '1234.50'],
    [-123_405, '-1234.05'],
  ])('%d fen are %s', (fen, text) => {
    expect(moneyText(fen)).toBe(text);
  });

  test.each([
    [9, 10, '9/10（90%）'],
    [2, 3, '2/3（66.66%…）'],
    [99_999, 100_000, '99999/100000（99.99%…）'],
    [0, 0, '无（本期未发生）'],
    [7_851_600_000, 7_862_400_000, '99.86%…'],
  ])('%d of %d is %s', (met, total, text) => {
    expect(ratioText({ met, total }, zhStatement)).toBe(text);
  });

  test.each([
    [-2, -2, '2'],
    [-6.5, -2, '2～6.5'],
    [-2, 0, '0～2'],
    [3, 3, '加分 3'],
    [0, 3, '加分 0～3'],
    [-1, 2, '-1～+2'],
    [0, 0, '0'],
  ])('a change of %d to %d reads %s', (min, max, text) => {
    expect(lossFigure({ min: min * POINT, max: max * POINT }, zhStatement).text).toBe(text);
  });

  test('a least that nothing bounds is said in words, and is no figure', () => {
    const boundless = { min: NO_LEAST, max: 0 };
    expect(pointsFigure(boundless, zhStatement)).toEqual({ text: '下限未定～0' });
    expect(lossFigure(boundless, zhStatement)).toEqual({ text: '0～上限未定' });
    expect(changeText(boundless, zhStatement)).toBe('下限未定～0');
  });

  test('penalty points that are counted upwards do not look like a loss', () => {
    const ten = { min: -10 * POINT, max: -10 * POINT };
    expect(chargedText(ten, true, zhStatement)).toBe('记分 10');
    expect(chargedText(ten, false, zhStatement)).toBe('-10');
  });
});

describe('words of people are no formula', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\n=1', '＝1+1', '＋1', '－1', '＠x', '|calc', '\u0000=1'])(
    '%j',
    (text) => {
      expect(plainCell(text)).toMatch(/^'/);
    },
  );
  test.each(['周报迟交', '2025-09-15 =1', 'a=b', ''])('%j stays as it is', (text) => {
    expect(plainCell(text)).toBe(text);
  });
  test('what no document can hold is left out', () => {
    expect(plainCell('a\u0000b\u0008c\r\nd\ud800e\uffff')).toBe('abc\nde');
  });
});
