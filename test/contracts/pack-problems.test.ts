import { describe, expect, test } from 'vitest';
import { expectMistake, type Mistake, pack, parse, placeOf, problemsOf } from './pack-text.ts';

test('the smallest pack is good', () => expect(problemsOf(() => parse(pack))).toEqual([]));

// biome-ignore format: one row, one case
const mistakes: readonly Mistake[] = [
  ['a misspelt key', 'shortName:', 'shortname:', 'shortname', 'shortname', 'no such key', 'spelling'],
  ['a duration without a unit', 'target: 5m', 'target: "5"', '"5"', 'clocks[0].target', '"5" is no target', '5m, 2h'],
  ['a duration in days', 'autoCloseAfter: 24h', 'autoCloseAfter: 1d', '1d', 'autoCloseAfter', 'is no duration', '5m, 2h'],
  ['a target of nothing', 'target: 5m', 'target: 0m', '0m, calendar', 'clocks[0].target', 'is no target', 'workday'],
  ['a bare number where a text belongs', 'target: 5m', 'target: 5', '5, calendar', 'clocks[0].target', '5 does not fit', 'such as 5m'],
  ['no working days in a calendar that never rests', 'calendar: working', 'calendar: always', '1 workday', 'clocks[1].target', 'never rests', '24h'],
  ['an unknown clock', 'clock: arrive', 'clock: arrival', 'arrival', 'clocks[0].clock', '"arrival" does not fit', 'respond or arrive'],
  ['an unknown level in a clock', 'levels: [high]', 'levels: [urgent]', 'urgent', 'clocks[0].levels[0]', 'no level urgent', 'high, low'],
  ['an unknown system in a clock', 'levels: [high]', 'systems: [ftp]', 'ftp', 'clocks[0].systems[0]', 'no system ftp', 'web, db'],
  ['an unknown calendar', 'target: 5m, calendar: always', 'target: 5m, calendar: nights', 'nights', 'clocks[0].calendar', 'no calendar nights', 'always, working'],
  ['an unknown default level', 'defaultLevel: high', 'defaultLevel: top', 'top', 'defaultLevel', 'no level top', 'high, low'],
  ['two clocks with one id', 'id: resolve,', 'id: arrive,', 'arrive, clock: resolve', 'clocks[1].id', 'id arrive is used above', 'own id'],
  ['two clocks for the same tickets', 'id: resolve, clock: resolve, target: 1 workday, calendar: working', 'id: b, clock: arrive, target: 5m, calendar: always', '{ id: b', 'clocks[1]', 'arrive has a arrive clock', 'one clock'],
  ['two levels of one rank', 'rank: 2', 'rank: 1', '1, signs: [smoke]', 'levels[1].rank', 'rank 1 is used above', 'own rank'],
  ['a sign of two levels', 'signs: [smoke]', 'signs: [ FIRE ]', 'FIRE', 'levels[1].signs[0]', 'sign of another level', 'one of them'],
  ['an alias of two systems, in another case', 'aliases: []', 'aliases: [SITE]', 'SITE', 'systems[1].aliases[0]', 'name of another system too, at systems[0].aliases[0]', 'one of them'],
  ["an alias that is another system's name", 'aliases: []', 'aliases: [ website ]', 'website', 'systems[1].aliases[0]', 'name of another system', 'one of them'],
  ['two systems with one id', 'id: db', 'id: web', 'web, name: Database', 'systems[1].id', 'id web is used above', 'own id'],
  ['a reminder at the due time', 'permille: 800', 'permille: 1000', '1000', 'chains.default.reminders[1].permille', '1000 does not fit', '999 or less'],
  ['reminders that do not ascend', 'permille: 800', 'permille: 500 ', '500 ', 'chains.default.reminders[1].permille', 'not later', 'ascending'],
  ['an escalation that leaves out the breach', 'after: 0m', 'after: 1m', '1m', 'chains.default.escalation[0].after', 'breach', '0m'],
  ['escalation steps that do not ascend', 'after: 15m', 'after: 0h', '0h', 'chains.default.escalation[1].after', 'not later', 'ascending'],
  ['a reminder for nobody', 'permille: 800, to: [responsible]', 'permille: 800, to: []', '[]', 'chains.default.reminders[1].to', '[] does not fit', 'at least 1'],
  ['a role that does not exist', 'to: [manager]', 'to: [boss]', 'boss', 'chains.default.escalation[1].to[0]', '"boss" does not fit', 'manager'],
  ['a term that runs backwards', 'to: 2026-05-31', 'to: 2024-05-31', '2024-05-31', 'term.to', 'ends before', '2025-06-01'],
  ['a day that does not exist', 'to: 2026-05-31', 'to: 2026-02-30', '2026-02-30', 'term.to', 'is no date', '2026-03-03'],
  ['a span that runs backwards', '13:00-18:00', '18:00-13:00', '18:00-13:00', 'calendars.working.weekly.mon-fri[1]', 'no span', '09:00-12:00'],
  ['round the clock without its last minute', 'mon-fri: [09:00-12:00, 13:00-18:00]', 'mon-sun: [00:00-23:59]', '00:00-23:59', 'calendars.working.weekly.mon-sun[0]', 'a minute of each day is missing', '00:00-24:00, or the calendar `always`'],
  ['an evening without its last minute', '13:00-18:00', '13:00-23:59', '13:00-23:59', 'calendars.working.weekly.mon-fri[1]', 'the last minute of the day', '13:00-24:00'],
  ['spans that overlap', '13:00-18:00', '11:59-18:00', '11:59-18:00', 'calendars.working.weekly.mon-fri[1]', 'begins before', 'in order'],
  ['a weekday that does not exist', 'mon-fri:', 'mon-fry:', 'mon-fry', 'calendars.working.weekly.mon-fry', 'no weekday', 'mon-fri'],
  ['a week that runs backwards', 'mon-fri:', 'fri-mon:', 'fri-mon', 'calendars.working.weekly.fri-mon', 'no weekday', 'mon-fri'],
  ['a weekday named twice', '18:00] }', '18:00], fri: [09:00-12:00] }', '[09:00-12:00] }', 'calendars.working.weekly.fri', 'fri has its hours twice', 'once'],
  ['a week without work', 'mon-fri: [09:00-12:00, 13:00-18:00]', 'mon-fri: []', '{ mon-fri', 'calendars.working.weekly', 'no working hours', 'mon-fri'],
  ['a day of a year without holidays', '18:00] } }', '18:00] }, days: { 2099-01-04: workday } }', '2099-01-04', 'calendars.working.days.2099-01-04', 'not known', 'holidayYears'],
  ["something else than a day's kind", '18:00] } }', '18:00] }, days: { 2026-01-05: half } }', 'half', 'calendars.working.days.2026-01-05', '"half" does not fit', 'holiday or workday, or write a list'],
  ['a level that nobody may change', 'levelChange: [supervisor]', 'levelChange: []', '[]', 'levelChange', '[] does not fit', 'at least 1'],
  ['a level changed by an unknown role', 'levelChange: [supervisor]', 'levelChange: [boss]', 'boss', 'levelChange[0]', '"boss" does not fit', 'supervisor'],
  ['another zone', 'Asia/Shanghai', 'Asia/Urumqi', 'Asia/Urumqi', 'zone', '"Asia/Urumqi" does not fit', 'Asia/Shanghai'],
  ['a prefix that is not sayable', 'numberPrefix: DM', 'numberPrefix: dm-1', 'dm-1', 'numberPrefix', 'no prefix', 'capital'],
  ['an empty name', 'name: Website', 'name: ""', '""', 'systems[0].name', 'empty', '1 to 200'],
];

describe('a mistake is named with its place and remedy', () => {
  test.each(mistakes)('%s', (...mistake) => expectMistake(pack, mistake));
});

test('a key that is missing is named at what should hold it', () => {
  const edited = pack.replace(', clause: A', '');
  expect(problemsOf(() => parse(edited))).toMatchObject([
    { path: 'clocks[0].clause', problem: 'it is missing', ...placeOf(edited, '{ id: arrive') },
  ]);
});

test('all mistakes are named at once, malformed and contradictory ones, in the order of the file', () => {
  const edited = pack
    .replace('numberPrefix: DM', 'numberPrefix: 7')
    .replace('target: 5m', 'target: soon')
    .replace('calendar: working', 'calendar: nights')
    .replace('after: 0m', 'after: 1m')
    .replace('aliases: []', 'aliases: [site]');
  expect(problemsOf(() => parse(edited)).map(({ path }) => path)).toEqual([
    'numberPrefix',
    'clocks[0].target',
    'clocks[1].calendar',
    'chains.default.escalation[0].after',
    'systems[1].aliases[0]',
  ]);
});

test('a level without a resolve clock is refused', () => {
  const edited = pack.replace('clock: resolve, target', 'clock: resolve, levels: [high], target');
  expect(problemsOf(() => parse(edited))).toMatchObject([
    { path: 'levels[1]', problem: 'level low has no resolve clock' },
  ]);
});

test.each([
  ['nothing', ''],
  ['a list', '- a\n- b\n'],
  ['a text', 'hello'],
  ['broken YAML', 'id: [demo\nname: x'],
  ['a key twice', `${pack}reopen: restart\n`],
  ['a tag that nobody knows', pack.replace('name: Demo', 'name: !!js/function Demo')],
  ['a chain of aliases that grows without end', bomb()],
  ['a file of another size', `# ${'x'.repeat(1_000_001)}`],
])('%s is refused, with a place', (_name, text) => {
  const problems = problemsOf(() => parse(text));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.every(({ line, column }) => line >= 1 && column >= 1)).toBe(true);
});

test('broken YAML is named at its line', () => {
  const edited = `${pack}reopen: restart\n`;
  expect(problemsOf(() => parse(edited))).toMatchObject([{ line: edited.split('\n').length - 1, column: 1 }]);
});

test.each([
  ['between two levels', 'levels: [high]', 'levels: [high\uff0clow]', '"\uff0c" is full-width, write ","'],
  ['in a time', '13:00-18:00', '13\uff1a00-18:00', '"\uff1a" is full-width, write ":"'],
  ['behind a key in braces', 'target: 5m', 'target\uff1a5m', '"\uff1a" is full-width, write ":"'],
  ['for brackets', 'levels: [high]', 'levels: 【high】', '"【" is full-width, write "["'],
])('full-width marks are named: %s', (_name, from, to, remedy) => {
  const edited = pack.replace(from, to);
  expect(edited).not.toBe(pack);
  expect(
    problemsOf(() => parse(edited))
      .map((problem) => problem.remedy)
      .join(),
  ).toContain(remedy);
});

test.each([
  ['target: 5m', 'target: 120', 'write minutes and hours such as 5m'],
  ['to: 2026-05-31', 'to: 20260531', 'write it as 2026-03-03'],
])('a number where a form is wanted is told the form: %s', (from, to, remedy) => {
  expect(problemsOf(() => parse(pack.replace(from, to)))).toEqual([
    expect.objectContaining({ remedy: expect.stringContaining(remedy) }),
  ]);
});

test('a date of another form is one mistake', () => {
  const edited = pack.replace('from: 2025-06-01', 'from: 2026/06/01');
  expect(problemsOf(() => parse(edited))).toMatchObject([{ path: 'term.from' }]);
});

test.each([
  ['a wide colon', pack.replace('name: Demo', 'name\uff1a Demo'), ['behind a key write ": " in place of "\uff1a"']],
  ['a tab', pack.replace('name: Demo', 'x:\n\ty: 1\nname: Demo'), ['indent with spaces']],
  ['two keys that are there twice', `${pack}reopen: restart\nid: x\n`, Array(2).fill('keep one of the two')],
  ['anything else', pack.replace('name: Demo', 'name: A: Demo'), [expect.stringContaining('goes in quotes')]],
])('broken YAML says what to do, and says nothing of what follows from it: %s', (_name, text, remedies) => {
  expect(problemsOf(() => parse(text)).map(({ remedy }) => remedy)).toEqual(remedies);
});

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(9)}]`);
  return `a0: &a0 [x]\n${levels.join('\n')}\n`;
}

test('the message says file, line and column, so that an editor can jump there', () => {
  expect(() => parse(pack.replace('defaultLevel: high', 'defaultLevel: top'))).toThrow(
    'demo.yaml:14:15: defaultLevel: there is no level top; use one of high, low',
  );
});

test('a year can be named with its own days: a half day, a day at home, a day of work', () => {
  const edited = pack.replace(
    '18:00] } }',
    '18:00] }, days: { 2026-01-05: [09:00-12:00], 2026-01-06: holiday, 2026-01-10: workday } }',
  );
  expect(problemsOf(() => parse(edited))).toEqual([]);
});
