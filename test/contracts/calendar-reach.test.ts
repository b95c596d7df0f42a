import { expect, test } from 'vitest';
import { calendarGaps, gapWarning } from '../../contracts/calendar-reach.ts';
import { contractWith, workweekUntil } from '../domain/fixture.ts';

/** The contract ends on Sunday, 31 May 2026; 1 个工作日 of a report on that day ends on Monday, 1 June, at 18:00. */
test.each([
  ['with the term: a report of the last day is due after it', '2026-05-31', ['normal.resolve']],
  ['with the day on which the last report is due at the latest', '2026-06-01', []],
  ['long before', '2026-03-31', ['normal.resolve']],
])('a table of holidays that ends %s', (_name, daysTo, clocks) => {
  const { calendars } = contractWith();
  const gaps = calendarGaps(contractWith({ calendars: { ...calendars, working: workweekUntil(daysTo) } }));
  expect(gaps).toEqual(clocks.length === 0 ? [] : [{ calendar: 'working', knownTo: daysTo, clocks }]);
  for (const gap of gaps) expect(gapWarning(gap)).toContain(daysTo);
});

test('hours of the working calendar are looked at as well, and a calendar that never rests never ends', () => {
  const clocks = contractWith().clocks.map((rule) => ({ ...rule, calendar: 'working', target: { ms: 1 } }));
  const { calendars } = contractWith();
  const short = contractWith({ clocks, calendars: { ...calendars, working: workweekUntil('2026-05-31') } });
  expect(calendarGaps(short)[0]?.clocks).toHaveLength(clocks.length);
  const always = clocks.map((rule) => ({ ...rule, calendar: 'always' }));
  expect(calendarGaps({ ...short, clocks: always })).toEqual([]);
});
