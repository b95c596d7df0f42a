import { describe, expect, test } from 'vitest';
import { en } from '../../cards/text.en.ts';
import { zh } from '../../cards/text.zh.ts';
import {
  deadlineWords,
  durationWords,
  instantWords,
  lastingWords,
  overdueWords,
  spokenNumber,
  standingWords,
  targetWords,
  usedWords,
} from '../../cards/words.ts';
import type { TicketClock } from '../../domain/ticket-types.ts';
import { DAY, HOUR, MINUTE, personId, SECOND } from '../../domain/types.ts';

describe('a length of time', () => {
  test.each([
    ['under a second', 999, '不足 1 秒', 'less than 1 s'],
    ['a second', SECOND, '1 秒', '1 s'],
    ['just under a minute', MINUTE - 1, '59 秒', '59 s'],
    ['a minute', MINUTE, '1 分钟', '1 min'],
    ['half of five minutes', 2.5 * MINUTE, '2 分 30 秒', '2 min 30 s'],
    ['just under ten minutes shows seconds', 10 * MINUTE - SECOND, '9 分 59 秒', '9 min 59 s'],
    ['from ten minutes on seconds do not matter', 10 * MINUTE + 59 * SECOND, '10 分钟', '10 min'],
    ['just under an hour', HOUR - 1, '59 分钟', '59 min'],
    ['an hour', HOUR, '1 小时', '1 h'],
    ['an hour and five minutes', HOUR + 5 * MINUTE, '1 小时 5 分', '1 h 5 min'],
    ['just under a day', DAY - 1, '23 小时 59 分', '23 h 59 min'],
    ['a day', DAY, '1 天', '1 day'],
    ['two days and three hours', 2 * DAY + 3 * HOUR + 59 * MINUTE, '2 天 3 小时', '2 days 3 h'],
  ])('%s', (_name, ms, chinese, english) => {
    expect(durationWords(ms, zh)).toBe(chinese);
    expect(durationWords(ms, en)).toBe(english);
  });

  test.each([
    [1, '刚刚超时'],
    [999, '刚刚超时'],
    [1000, '已超时 1 秒'],
    [3 * MINUTE, '已超时 3 分钟'],
  ])('%i ms over the due time', (overMs, words) => {
    expect(overdueWords(overMs, zh)).toBe(words);
  });

  test('a target in working days is not turned into hours', () => {
    expect(targetWords({ workdays: 1 }, 0, zh)).toBe('1 个工作日');
    expect(targetWords({ workdays: 1 }, 0, en)).toBe('1 working day');
    expect(targetWords({ workdays: 2 }, 0, en)).toBe('2 working days');
    expect(targetWords({ ms: 2 * HOUR }, 0, zh)).toBe('2 小时');
  });

  test.each([
    [{ days: 3 }, '3 日', '3 days'],
    [{ workdayEnds: 2 }, '2 个工作日（至末日 24:00）', 'the end of 2 working days'],
    [{ nextWorkdayAt: '09:00' }, '次一工作日 09:00', 'next working day 09:00'],
    [{ agreed: true }, '双方约定', 'as agreed'],
    [{ until: Date.parse('2026-03-04T15:00:00+08:00') }, '约定至 3月4日 15:00', 'agreed until 03-04 15:00'],
  ] as const)('a target that is a date says which: %j', (target, chinese, english) => {
    const now = Date.parse('2026-03-03T09:00:00+08:00');
    expect(targetWords(target, now, zh)).toBe(chinese);
    expect(targetWords(target, now, en)).toBe(english);
  });
});

describe('an instant', () => {
  const now = Date.parse('2026-03-03T09:00:00+08:00');
  test.each([
    ['a due minute', '2026-03-03T09:05:00+08:00', 'if_any', '09:05'],
    ['the end of today', '2026-03-04T00:00:00+08:00', 'if_any', '24:00'],
    ['the end of another day', '2026-03-05T00:00:00+08:00', 'if_any', '3月4日 24:00'],
    ['what happened at midnight', '2026-03-04T00:00:00+08:00', 'always', '3月4日 00:00:00'],
    ['a due second', '2026-03-03T09:05:17+08:00', 'if_any', '09:05:17'],
    ['what happened, on the minute', '2026-03-03T09:05:00+08:00', 'always', '09:05:00'],
    ['the last second of today', '2026-03-03T23:59:59+08:00', 'if_any', '23:59:59'],
    ['the first second of tomorrow', '2026-03-04T00:00:01+08:00', 'if_any', '3月4日 00:00:01'],
    ['the last second of yesterday', '2026-03-02T23:59:59+08:00', 'always', '3月2日 23:59:59'],
  ] as const)('%s', (_name, at, seconds, words) => {
    expect(instantWords(Date.parse(at), now, zh, seconds)).toBe(words);
  });
});

describe('the number that people type', () => {
  const reportedAt = Date.parse('2026-03-03T23:59:59+08:00');
  test.each([
    ['on its day', 'GZ-260303-07', reportedAt, '7'],
    ['the next day, so that it is not taken for that day’s 7', 'GZ-260303-07', reportedAt + SECOND, '0303-7'],
    ['over a hundred a day', 'GZ-260303-107', reportedAt, '107'],
    ['a number of another form is typed whole', 'X/7', reportedAt, 'X/7'],
  ])('%s', (_name, number, now, spoken) => {
    expect(spokenNumber({ number, reportedAt }, now)).toBe(spoken);
  });
});

test.each([
  ['met on the dot', 10 * MINUTE, 'met', '10 分钟'],
  ['met a second before', 10 * MINUTE - SECOND, 'met', '9 分 59 秒'],
  ['missed by a millisecond', 10 * MINUTE + 1, 'breached', '10 分 0.001 秒'],
  ['missed by just under a second', 10 * MINUTE + 999, 'breached', '10 分 0.999 秒'],
  ['missed by a second', 10 * MINUTE + SECOND, 'breached', '10 分 1 秒'],
  ['missed by 45 seconds', 10 * MINUTE + 45 * SECOND, 'breached', '10 分 45 秒'],
  ['missed by days', 2 * DAY + 3 * HOUR + 4 * MINUTE + 5 * SECOND, 'breached', '2 天 3 小时 4 分 5 秒'],
] as const)('the time that a judged clock used never contradicts the judgement: %s', (_name, usedMs, state, words) => {
  expect(usedWords({ usedMs, targetMs: 10 * MINUTE, leftMs: 10 * MINUTE - usedMs, state }, zh)).toBe(words);
});

describe('a due instant where it may stand for hours', () => {
  const nine = Date.parse('2026-03-03T09:00:00+08:00');
  const undated: TicketClock = {
    id: 'arrive',
    ruleId: 'arrive',
    clock: 'arrive',
    binding: 'contract',
    clause: '1',
    target: { agreed: true },
    calendar: 'always',
    pausable: true,
    startedAt: nine,
    breached: false,
    pauses: [],
    stages: [],
  };
  const clock: TicketClock = { ...undated, target: { ms: 5 * MINUTE }, dueAt: nine + 5 * MINUTE };
  const paused: TicketClock = { ...clock, pauses: [{ from: nine + MINUTE, cause: 'suspended', by: personId('li') }] };

  test.each([
    ['just before it is due', clock, 5 * MINUTE - 1, '09:05 前', 'by 09:05'],
    ['when it is due', clock, 5 * MINUTE, '09:05 前', 'by 09:05'],
    ['just after it was due', clock, 5 * MINUTE + 1, '09:05 超时', 'missed 09:05'],
    ['hours later', clock, 5 * HOUR, '09:05 超时', 'missed 09:05'],
    ['on another day', clock, DAY, '3月3日 09:05 超时', 'missed 03-03 09:05'],
    ['while it stands still', paused, HOUR, zh.time.paused, en.time.paused],
    ['without one', undated, HOUR, zh.time.dueUnagreed, en.time.dueUnagreed],
  ])('%s', (_when, shown, after, chinese, english) => {
    expect([lastingWords(shown, nine + after, zh), lastingWords(shown, nine + after, en)]).toEqual([chinese, english]);
  });
});

describe('a clock that was over before its level became milder', () => {
  const nine = Date.parse('2026-03-03T09:00:00+08:00');
  const clock: TicketClock = {
    id: 'resolve',
    ruleId: 'resolve',
    clock: 'resolve',
    binding: 'contract',
    clause: '1',
    target: { ms: 9 * HOUR },
    calendar: 'always',
    pausable: true,
    startedAt: nine,
    dueAt: nine + 9 * HOUR,
    breached: true,
    breach: { at: nine + 2 * HOUR + 1, dueAt: nine + 2 * HOUR, by: 'level_change' },
    pauses: [],
    stages: [],
  };

  test.each([
    ['while the present limit lies ahead', 2.5 * HOUR, '按原级别时限已于 11:00 超时，现时限 18:00'],
    ['at the present limit', 9 * HOUR, '按原级别时限已于 11:00 超时，现时限 18:00'],
  ])('says both limits, on the card as in lists: %s', (_name, after, words) => {
    expect(deadlineWords(clock, nine + after, zh)).toBe(words);
    expect(standingWords(clock, nine + after, zh)).toBe(words);
  });

  test('is over since the first limit once both have passed', () => {
    expect(standingWords(clock, nine + 10 * HOUR, zh)).toBe('已超时 8 小时');
    expect(deadlineWords(clock, nine + 10 * HOUR, zh)).toBe('已超时 8 小时（应于 11:00 前完成）');
  });
});
