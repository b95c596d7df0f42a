import { describe, expect, test } from 'vitest';
import { timeWords } from '../../cards/time-words.ts';
import { parseCivil } from '../../domain/civil.ts';
import { readTime } from '../../domain/spoken-time.ts';

/** A Tuesday. */
const NOW = parseCivil('2026-03-03', '09:30');
const read = (said: string, about: 'done' | 'promised') => readTime(said, timeWords, NOW, about);

describe('an instant that is promised', () => {
  test.each([
    ['15:00', '2026-03-03', '15:00'],
    ['15：00', '2026-03-03', '15:00'],
    ['09:00', '2026-03-03', '09:00'],
    ['24:00', '2026-03-03', '24:00'],
    ['明天 15:00', '2026-03-04', '15:00'],
    ['明天15:00', '2026-03-04', '15:00'],
    ['明天下午3点', '2026-03-04', '15:00'],
    ['明天下午3点半', '2026-03-04', '15:30'],
    ['后天上午10点20分', '2026-03-05', '10:20'],
    ['今晚8点', undefined, ''],
    ['晚上12点', '2026-03-03', '24:00'],
    ['中午12点', '2026-03-03', '12:00'],
    ['周五 17:00', '2026-03-06', '17:00'],
    ['下周一 9:00', '2026-03-09', '09:00'],
    ['11月25日 18:00', '2026-11-25', '18:00'],
    ['2026-11-25 18:00', '2026-11-25', '18:00'],
    ['2小时后', '2026-03-03', '11:30'],
    ['两小时后', undefined, ''],
    ['半小时后', '2026-03-03', '10:00'],
    ['1.5小时内', '2026-03-03', '11:00'],
    ['20分钟后', '2026-03-03', '09:50'],
    ['3天后', '2026-03-06', '09:30'],
    ['tomorrow 15:00', '2026-03-04', '15:00'],
    ['friday 17:00', '2026-03-06', '17:00'],
    ['in time', undefined, ''],
    ['2 hours later', '2026-03-03', '11:30'],
    ['明天', undefined, ''],
    ['25:00', undefined, ''],
    ['9:60', undefined, ''],
    ['', undefined, ''],
  ])('%s', (said, day, time) => {
    expect(read(said, 'promised')).toEqual(day === undefined ? undefined : { at: parseCivil(day, time), rest: '' });
  });
});

describe('an instant at which something was done', () => {
  test.each([
    ['09:05 路上没信号', '2026-03-03', '09:05', '路上没信号'],
    ['09:05，路上没信号', '2026-03-03', '09:05', '路上没信号'],
    ['09:30', '2026-03-03', '09:30', ''],
    // Still to come today, so it was yesterday's.
    ['23:50 机房没信号', '2026-03-02', '23:50', '机房没信号'],
    ['今天 23:50', '2026-03-03', '23:50', ''],
    ['昨天 23:50 机房没信号', '2026-03-02', '23:50', '机房没信号'],
    ['10分钟前 路上没信号', '2026-03-03', '09:20', '路上没信号'],
    ['9点05分 路上', '2026-03-03', '09:05', '路上'],
  ])('%s', (said, day, time, rest) => {
    expect(read(said, 'done')).toEqual({ at: parseCivil(day, time), rest });
  });
});

test('a long text costs no more than its length', () => {
  const began = performance.now();
  for (const filling of ['1', '一', ' ', '周', '明天', '1:']) read(filling.repeat(20_000), 'promised');
  expect(performance.now() - began).toBeLessThan(1_500);
});
