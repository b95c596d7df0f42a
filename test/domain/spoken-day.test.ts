import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeWords } from '../../cards/time-words.ts';
import { dateOfDay, dayNumber } from '../../domain/civil.ts';
import { readDay, readDays } from '../../domain/spoken-day.ts';

/** A Tuesday. */
const TODAY = '2026-11-24';

test.each([
  ['今天', '2026-11-24', ''],
  ['明天', '2026-11-25', ''],
  ['后天 15:00', '2026-11-26', '15:00'],
  ['周三', '2026-11-25', ''],
  ['星期三', '2026-11-25', ''],
  ['周二', '2026-11-24', ''],
  ['周一', '2026-11-30', ''],
  ['周日', '2026-11-29', ''],
  ['星期天', '2026-11-29', ''],
  ['下周三', '2026-12-02', ''],
  ['下周二', '2026-12-01', ''],
  ['本周一', '2026-11-23', ''],
  ['周三 周五', '2026-11-25', '周五'],
  ['11月25日', '2026-11-25', ''],
  ['11月25号下午', '2026-11-25', '下午'],
  ['11 月 25 日', '2026-11-25', ''],
  ['１１月２５日', '2026-11-25', ''],
  ['11-25', '2026-11-25', ''],
  ['11/25', '2026-11-25', ''],
  ['2026-11-25', '2026-11-25', ''],
  ['2026年11月25日，夜班', '2026-11-25', '夜班'],
  ['1月2日', '2027-01-02', ''],
  ['11月1日', '2026-11-01', ''],
  ['25号', '2026-11-25', ''],
  ['24日', '2026-11-24', ''],
  ['3号', '2026-12-03', ''],
  ['31号', '2026-12-31', ''],
  ['today', '2026-11-24', ''],
  ['tomorrow', '2026-11-25', ''],
  ['wed', '2026-11-25', ''],
  ['Wednesday 15:00', '2026-11-25', '15:00'],
  ['next wed', '2026-12-02', ''],
])('%s said on Tuesday, 24 November', (said, day, rest) => {
  expect(readDay(said, timeWords, TODAY)).toEqual({ day, rest });
});

test.each([
  ['夜班'],
  [''],
  ['2月30日'],
  ['13月1日'],
  ['32号'],
  ['2026-02-29'],
  ['wedding'],
  ['todays'],
  ['周'],
  ['下周'],
  ['11'],
])('%s names no day', (said) => {
  expect(readDay(said, timeWords, TODAY)).toBeUndefined();
});

test.each([
  ['周三', '2026-11-25', '2026-11-25', ''],
  ['周三到周五', '2026-11-25', '2026-11-27', ''],
  ['周三 到 周五', '2026-11-25', '2026-11-27', ''],
  ['周三至周五 家里有事', '2026-11-25', '2026-11-27', '家里有事'],
  ['周五到周一', '2026-11-27', '2026-11-30', ''],
  ['下周三到周五', '2026-12-02', '2026-12-04', ''],
  ['11月25日-27日', '2026-11-25', '2026-11-27', ''],
  ['11月30日 至 2号', '2026-11-30', '2026-12-02', ''],
  ['12月30日-1月3日', '2026-12-30', '2027-01-03', ''],
  ['明天到后天', '2026-11-25', '2026-11-26', ''],
  ['11-25~11-27', '2026-11-25', '2026-11-27', ''],
  ['wed to fri', '2026-11-25', '2026-11-27', ''],
  ['周五到明天', '2026-11-27', '2026-11-25', ''],
])('%s: from the first day to the last', (said, from, to, rest) => {
  expect(readDays(said, timeWords, TODAY)).toEqual({ from, to, rest });
});

test('a date without a year is never further away than half a year', () => {
  fc.assert(
    fc.property(fc.nat(1500), fc.nat(1500), (today, other) => {
      const now = dateOfDay(dayNumber('2026-01-01') + today);
      const [, month, day] = dateOfDay(dayNumber('2026-01-01') + other).split('-');
      const read = readDay(`${Number(month)}月${Number(day)}日`, timeWords, now);
      if (month === '02' && day === '29') return;
      expect(Math.abs(dayNumber(read?.day ?? now) - dayNumber(now))).toBeLessThanOrEqual(183);
      expect(read?.day.slice(5)).toBe(`${month}-${day}`);
    }),
  );
});

test('a text of any shape is read without failing', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789年月日号-/. 周三下到今') }), (said) => {
      const read = readDays(said, timeWords, TODAY);
      if (read) expect(read.from).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    }),
  );
});
