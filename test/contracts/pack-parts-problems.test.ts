import { describe, expect, test } from 'vitest';
import { expectMistake, fullPack, type Mistake, pack, parse, problemsOf } from './pack-text.ts';

test('the pack with everything is good', () => expect(problemsOf(() => parse(fullPack))).toEqual([]));

// biome-ignore format: one row, one case
const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  calendars: [
    ['a season that begins on no day', 'from: 05-01', 'from: 02-29', '02-29', 'calendars.working.seasons[0].from', 'no day of each year', '05-01'],
    ['a season that rests where the calendar does not', '{ holidays: none, weekly: { mon-sun: [09:00-24:00] }', '{ holidays: none, weekly: { mon-sun: [09:00-24:00] }, seasons: [{ from: 01-01, to: 02-01, holidays: china, weekly: { mon: [09:00-10:00] } }]', 'china, weekly: { mon: ', 'calendars.hall.seasons[0].holidays', 'works through holidays and its season does not', 'holidays: china'],
    ['a day beyond the years of a calendar that works through holidays', '2040-01-01', '2050-01-01', '2050-01-01', 'calendars.hall.days.2050-01-01', 'not known', '2045-12-31'],
    ['a correction of a year that nobody knows', '2026-05-06', '2030-05-06', '2030-05-06', 'holidayChanges.2030-05-06', 'not known', 'holidayYears'],
    ['a correction to hours of its own', '2026-05-06: holiday', '2026-05-06: [09:00-12:00]', '[09:00-12:00] }', 'holidayChanges.2026-05-06', 'does not fit', 'holiday or workday'],
    ['a year that is none', '  2027: {', '  next: {', 'next', 'holidayYears.next', 'is no year', '2027'],
    ['a year after one that is not known', '  2027: { holidays: { National: [2027-10-01, 2027-10-02] }, workdays: [2027-10-09] }', '  2028: { holidays: [2028-10-01] }', '2028: {', 'holidayYears.2028', 'the years before it are not known', 'in between'],
    ['a year that ends before National Day', '{ National: [2027-10-01, 2027-10-02] }', '[2027-01-01]', '[2027-01-01]', 'holidayYears.2027.holidays', '2027-10-01 is not among them', 'whole year'],
    ['a day of another year', 'workdays: [2027-10-09]', 'workdays: [2026-10-09]', '2026-10-09', 'holidayYears.2027.workdays[0]', 'no day of 2027', 'under holidayChanges'],
    ['a day that is both', 'workdays: [2027-10-09]', 'workdays: [2027-10-02 ]', '2027-10-02 ]', 'holidayYears.2027.workdays[0]', 'named above', 'once'],
    ['a department that means an unknown calendar', '{ working: hall }', '{ working: nights }', 'nights', 'departments[0].calendars.working', 'no calendar nights', 'hall'],
    ['a department round the clock where working days count', '{ working: hall }', '{ working: always }', 'always }', 'departments[0].calendars.working', 'count by: resolve.z20, arrive, diagnose', 'working hours'],
    ['a department that replaces an unknown calendar', '{ working: hall }', '{ daytime: hall }', 'daytime', 'departments[0].calendars.daytime', 'no calendar daytime', 'working'],
  ],
  'departments, projects, profiles, systems': [
    ['a chat of an unknown department', 'group, department: office', 'group, department: bureau', 'bureau }', 'chats[1].department', 'no department bureau', 'office'],
    ['two chats with one id', '{ id: office, title', '{ id: main, title', 'main, title: Office', 'chats[1].id', 'id main is used above', 'own id'],
    ['a project of an unknown department', 'six.1, department: office', 'six.1, department: hq', 'hq', 'projects[0].department', 'no department hq', 'office'],
    ['a project with an unknown scheme', 'department: office, scheme: table', 'department: office, scheme: round', 'round', 'projects[0].scheme', 'no scheme round', 'plain, table'],
    ['a price with three decimals', '1250000.10', '1250000.105', '1250000.105', 'projects[0].price', 'at most two decimals', '1250000.00'],
    ['a price below zero', '1250000.10', '-7', '-7', 'projects[0].price', '-7 does not fit', '0 or more'],
    ['a profile with an unknown scheme', 'scheme: plain, clause', 'scheme: round, clause', 'round', 'profiles[0].scheme', 'no scheme round', 'plain, table'],
    ['a system of an unknown class', 'class: core, department', 'class: top, department', 'top, department', 'systems[0].class', 'no class of systems top', 'core, general'],
    ['a system of an unknown department', 'class: core, department: office', 'class: core, department: hq', 'hq', 'systems[0].department', 'no department hq', 'office'],
    ['a system of an unknown project', 'project: p1 }', 'project: p9 }', 'p9', 'systems[0].project', 'no project p9', 'p1'],
    ['a system with an unknown profile', 'profile: z20', 'profile: z9', 'z9', 'systems[1].profile', 'no profile z9', 'z20'],
    ['a system with an unknown scheme', 'name: Mail, scheme: table', 'name: Mail, scheme: round', 'round', 'systems[2].scheme', 'no scheme round', 'plain, table'],
    ['a department that is called as another', '{ id: office, name: Office, aliases: [bureau], calendars: { working: hall } }', '{ id: office, name: Office }\n  - { id: b, name: B, aliases: [OFFICE] }', 'OFFICE', 'departments[1].aliases[0]', 'name of another department', 'one of them'],
  ],
  levels: [
    ['a default level beside schemes', 'defaultScheme: plain', 'defaultScheme: plain\ndefaultLevel: general', 'defaultLevel: general\nclocks', 'defaultLevel', 'with schemes it belongs to one of them', 'move it'],
    ['an unknown default scheme', 'defaultScheme: plain', 'defaultScheme: round', 'round', 'defaultScheme', 'no scheme round', 'plain, table'],
    ['a scheme with an unknown level', 'levels: [general, major]', 'levels: [general, major, minor]', 'minor', 'schemes[0].levels[2]', 'no level minor', 'general, major, upper, lower'],
    ['a scheme with a level twice', 'levels: [general, major]', 'levels: [general, major, major ]', 'major ]', 'schemes[0].levels[2]', 'level major is used above', 'own level'],
    ['a default level of another scheme', 'defaultLevel: general }', 'defaultLevel: lower }', 'lower }\n  - id: table', 'schemes[0].defaultLevel', 'no level lower', 'general, major'],
    ['a level for VIPs of another scheme', 'vip: upper', 'vip: major', 'major\n', 'schemes[1].vip', 'no level major', 'upper, lower'],
    ['one rank twice in a scheme', 'nameEn: Lower, rank: 2', 'nameEn: Lower, rank: 1', '1 }\nschemes', 'levels[3].rank', 'rank 1 is used above', 'own rank'],
    ['a sign of two levels of a scheme', 'signs: [slow]', 'signs: [ALL Down]', 'all down', 'levels[1].statements[0]', 'sign of another level', 'one of them'],
    ['a level with an unknown chain', 'chain: urgent }\n  - { id: upper', 'chain: slow }\n  - { id: upper', 'slow }', 'levels[1].chain', 'no chain slow', 'default, urgent'],
    ['a level of no scheme', 'levels: [general, major]', 'levels: [general]', '{ id: major', 'levels[1]', 'level major is in no scheme', 'add it'],
    ['an unknown level of anomalies', 'levelChange: [supervisor]', 'levelChange: [supervisor]\nanomalyLevels: [general, minor]', 'minor', 'anomalyLevels[1]', 'no level minor', 'general, major, upper, lower'],
    ['two levels of anomalies of one scheme', 'levelChange: [supervisor]', 'levelChange: [supervisor]\nanomalyLevels: [lower, general, upper ]', 'upper ]', 'anomalyLevels[2]', 'an earlier level of the list is of the same scheme', 'one level of each scheme'],
    ['two schemes with one id', '  - id: table', '  - id: plain', 'plain\n    levels', 'schemes[1].id', 'id plain is used above', 'own id'],
  ],
  matrix: [
    ['a row too few', '\n        - [lower, lower]', '', '- [upper, "?upper"]', 'schemes[1].matrix.cells', 'it has 1 lists', 'write 2'],
    ['a column too many', '[lower, lower]', '[lower, lower, lower]', '[lower, lower, lower]', 'schemes[1].matrix.cells[1]', 'it has 3 levels', 'write 2'],
    ['a level of another scheme', '"?upper"', '"?major"', '"?major"', 'schemes[1].matrix.cells[0][1]', 'no level major', 'upper, lower'],
    ['a value that is none', 'otherwise: calm', 'otherwise: easy', 'easy', 'schemes[1].matrix.columns.otherwise', 'no value easy', 'rush, calm'],
    ['a word of two values', 'words: [one person]', 'words: [EVERYBODY]', 'EVERYBODY', 'schemes[1].matrix.rows.values[1].words[0]', 'word of another value', 'one of them'],
    ['an unknown class of systems', 'classes: [core]', 'classes: [top]', 'top', 'schemes[1].matrix.rows.values[0].classes[0]', 'no class of systems top', 'core, general'],
    ['a class of two values', 'words: [one person] }', 'words: [one person], classes: [core ] }', 'core ]', 'schemes[1].matrix.rows.values[1].classes[0]', 'class of another value', 'one of them'],
    ['two values with one id', '{ id: calm', '{ id: rush', 'rush, name: Calm', 'schemes[1].matrix.columns.values[1].id', 'id rush is used above', 'own id'],
  ],
  clocks: [
    ['a date that is pausable', 'calendar: always, binding: contract, clause: B', 'calendar: always, binding: contract, pausable: true, clause: B', 'true, clause: B', 'clocks[2].pausable', '"3 days" is a date', '3 workdays'],
    ['an agreed date that is pausable', 'clause: D', 'pausable: true, clause: D', 'true, clause: D', 'clocks[4].pausable', '"agreed" is a date', 'false'],
    ['a day of rest of a calendar that never rests', 'onRequestOutside: working', 'onRequestOutside: always', 'always, chain', 'clocks[5].onRequestOutside', 'has no days of rest', 'working hours'],
    ['an unknown calendar for requests', 'onRequestOutside: working', 'onRequestOutside: nights', 'nights', 'clocks[5].onRequestOutside', 'no calendar nights', 'working'],
    ['a request to come for another clock', 'calendar: working, binding: contract, clause: F', 'calendar: working, binding: contract, onRequestOutside: working, clause: F', 'working, clause: F', 'clocks[6].onRequestOutside', 'a diagnose clock does not wait', 'only an arrive clock'],
    ['hours of a calendar that never rests', 'onRequestOutside: working', 'reportedOutside: always', 'always, chain', 'clocks[5].reportedOutside', 'has no days of rest', 'working hours'],
    ['hours of an unknown calendar', 'onRequestOutside: working', 'reportedIn: nights', 'nights', 'clocks[5].reportedIn', 'no calendar nights', 'working'],
    ['reports within hours and outside them', 'onRequestOutside: working', 'reportedIn: working, reportedOutside: hall', 'hall, chain', 'clocks[5].reportedOutside', 'within hours and what is reported outside', 'a rule for each'],
    ['a rule of certain hours beside one of all', 'clock: diagnose, target: next workday 09:00, calendar: working', 'clock: arrive, target: 1h, reportedIn: working, calendar: working', '{ id: diagnose', 'clocks[6]', 'arrive has a arrive clock for the same tickets', 'certain hours'],
    ['rules of the hours of two calendars', 'clause: E, onRequestOutside: working, chain: urgent }', 'clause: E, reportedIn: hall }\n  - { id: night, clock: arrive, target: 4h, calendar: always, binding: contract, clause: E, reportedOutside: working }', '{ id: night, clock', 'clocks[6]', 'arrive has a arrive clock', 'certain hours'],
    ['an unknown chain', 'onRequestOutside: working, chain: urgent', 'onRequestOutside: working, chain: slow', 'slow }', 'clocks[5].chain', 'no chain slow', 'urgent'],
    ['an unknown profile', 'profiles: [z20]', 'profiles: [z9]', 'z9', 'clocks[3].profiles[0]', 'no profile z9', 'z20'],
    ['an unknown project', 'projects: [p1], target', 'projects: [p9], target', 'p9', 'clocks[2].projects[0]', 'no project p9', 'p1'],
    ['two clocks of one rank for the same system', 'profiles: [z20], target', 'projects: [p1], target', '{ id: resolve.z20', 'clocks[3]', 'resolve.p1 has a resolve clock for the same tickets', 'scope that tells more'],
    ['a working day of a calendar that never rests', 'target: next workday 09:00, calendar: working', 'target: next workday 09:00, calendar: always', 'next workday', 'clocks[6].target', 'never rests', '24h'],
    ['the end of a working day that never comes', 'end of 2 workdays, calendar: working', 'end of 2 workdays, calendar: always', 'end of 2', 'clocks[3].target', 'never rests', '24h'],
    ['progress at an agreed date', 'clock: diagnose, target: next workday 09:00', 'clock: update, target: agreed', 'agreed, calendar: working, binding: contract, clause: F', 'clocks[6].target', 'again and again', '1h'],
    ['a time that is none', 'next workday 09:00', 'next workday 9:00', 'next workday', 'clocks[6].target', 'is no target', 'next workday 09:00'],
  ],
  chains: [
    ['no default chain', '  default: { reminders', '  usual: { reminders', 'usual', 'chains', 'there is no chain default', 'add the chain'],
    ['a chain that leaves out the breach', 'escalation: [{ after: 0m, to: [manager] }', 'escalation: [{ after: 1m, to: [manager] }', '1m', 'chains.urgent.escalation[0].after', 'nobody is told of the breach', '0m'],
    ['a call before the last step', '{ after: 15m, to: [supplier_lead] }', '{ after: 15m, to: [supplier_lead], call: true }', 'true }, { after: 30m', 'chains.urgent.escalation[1].call', 'telephoned before the last step', 'the last step'],
    ['a call in a rule of silence', 'to: [manager] }] }\nquietHours', 'to: [manager], call: true }] }\nquietHours', 'call: true }] }', 'silence[0].steps[1].call', 'no such key', 'delete'],
    ['an unknown recipient', 'to: [supplier_lead]', 'to: [boss]', 'boss', 'chains.urgent.escalation[1].to[0]', '"boss" does not fit', 'supplier_lead'],
    ['silence of an unknown level', 'levels: [major], calendar', 'levels: [minor], calendar', 'minor', 'silence[0].levels[0]', 'no level minor', 'general'],
    ['silence in an unknown calendar', 'calendar: always, steps', 'calendar: nights, steps', 'nights', 'silence[0].calendar', 'no calendar nights', 'always'],
    ['silence that does not ascend', 'after: 1h30m', 'after: 60m', '60m', 'silence[0].steps[1].after', 'not later', 'ascending'],
    ['two rules of silence for one level', 'quietHours:', '  - { calendar: always, steps: [{ after: 2h, to: [manager] }] }\nquietHours:', '{ calendar: always, steps: [{ after: 2h', 'silence[1]', 'a rule above is about the same levels', 'one rule'],
    ['quiet hours of the gravest level', 'quietHours: { levels: [general]', 'quietHours: { levels: [upper]', 'upper], from', 'quietHours.levels[0]', 'gravest', 'mild'],
    ['quiet hours of an unknown level', 'quietHours: { levels: [general]', 'quietHours: { levels: [minor]', 'minor', 'quietHours.levels[0]', 'no level minor', 'general'],
    ['quiet hours that end when they begin', 'to: 07:30', 'to: 22:00', '22:00 }', 'quietHours.to', 'end when they begin', 'another time'],
  ],
  duty: [
    ['workdays of no calendar', 'on: workdays, calendar: working', 'on: workdays', '{ id: day', 'rotas[0]', 'on workdays means nothing without a calendar', 'name the calendar'],
    ['days of rest of no calendar', 'on: workdays, calendar: working', 'on: rest_days', '{ id: day', 'rotas[0]', 'on rest_days means nothing', 'name the calendar'],
    ['workdays of a calendar that never rests', 'on: workdays, calendar: working', 'on: workdays, calendar: always', 'always, from', 'rotas[0].calendar', 'has no days of rest', 'working hours'],
    ['an unknown calendar', 'on: workdays, calendar: working', 'on: workdays, calendar: nights', 'nights', 'rotas[0].calendar', 'no calendar nights', 'working'],
    ['a day of the week that is none', 'on: [sat, sun]', 'on: [sat, son]', 'son], from', 'rotas[2].on[1]', '"son" does not fit', 'sun'],
    ['a rota that ends a minute early', 'to: 24:00', 'to: 23:59', '23:59', 'rotas[2].to', 'no time at which something ends', '24:00'],
    ['a turn that begins at the end of the day', 'from: 18:00', 'from: 24:00', '24:00, to: 09:00', 'rotas[1].from', 'is no time of day', '09:00'],
    ['a first day of a week that does not turn', 'rotate: week', 'rotate: turn', 'sat }', 'rotas[2].weekday', 'changes by the week', 'rotate: week'],
    ['a rota for an unknown department', 'departments: [office]', 'departments: [hq]', 'hq', 'rotas[1].departments[0]', 'no department hq', 'office'],
    ['a rota for an unknown project', 'projects: [p1], systems', 'projects: [p9], systems', 'p9', 'rotas[1].projects[0]', 'no project p9', 'p1'],
    ['a rota for an unknown system', 'systems: [web] }', 'systems: [ftp] }', 'ftp', 'rotas[1].systems[0]', 'no system ftp', 'web, db, mail'],
    ['two rotas with one id', '{ id: night', '{ id: day', 'day, name: Night', 'rotas[1].id', 'id day is used above', 'own id'],
    ['absent before late', 'absentAt: 09:30', 'absentAt: 08:45', '08:45', 'attendance.absentAt', 'it is before signInBy', '09:00 or later'],
    ['attendance on a calendar that never rests', 'attendance: { calendar: working', 'attendance: { calendar: always', 'always, openAt', 'attendance.calendar', 'has no days of rest', 'working hours'],
    ['a digest at no time', 'digestAt: 08:50', 'digestAt: 8.50', '8.50', 'digestAt', '8.5 does not fit', 'a text'],
  ],
};

describe.each(Object.entries(mistakes))('%s', (_part, rows) => {
  test.each(rows)('%s', (...mistake) => expectMistake(fullPack, mistake));
});

test('a scheme that no system uses and is not the default may be without a resolve clock', () => {
  const unused = fullPack
    .replace('department: office, scheme: table', 'department: office')
    .replace('name: Mail, scheme: table', 'name: Mail')
    .replace('clock: resolve, target: 4h', 'clock: resolve, levels: [general, major], target: 4h')
    .replace('clock: resolve, target: 8h', 'clock: resolve, levels: [general, major], target: 8h');
  expect(problemsOf(() => parse(unused))).toEqual([]);
});

test('a level whose resolve clock leaves out some systems is named with them', () => {
  const edited = fullPack
    .replace('clock: resolve, target: 4h', 'clock: resolve, systems: [web], target: 4h')
    .replace('clock: resolve, target: 8h', 'clock: resolve, systems: [web], target: 8h');
  expect(problemsOf(() => parse(edited)).map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
    'levels[0]: level general has no resolve clock for reports without a system',
    'levels[1]: level major has no resolve clock for reports without a system',
    'levels[2]: level upper has no resolve clock for mail',
    'levels[3]: level lower has no resolve clock for mail',
  ]);
});

test.each([
  ['clocks for levels that no system has together', 'levels: [general], ', 'levels: [upper], ', []],
  ['a level that both bind', 'levels: [general, upper], ', 'levels: [upper], ', ['clocks[7]']],
])('two rules: %s', (_name, first, second, paths) => {
  const [, line = ''] = /\n( {2}- \{ id: diagnose,.*)\n/.exec(fullPack) ?? [];
  const edited = fullPack.replace(
    line,
    [
      line.replace('clock: diagnose, ', `clock: diagnose, ${first}`),
      line.replace('id: diagnose, clock: diagnose, ', `id: b, clock: diagnose, ${second}`),
    ].join('\n'),
  );
  expect(problemsOf(() => parse(edited)).map(({ path }) => path)).toEqual(paths);
});

test('a pack without schemes has its default level, and no default scheme', () => {
  const paths = (text: string) => problemsOf(() => parse(text)).map(({ path, problem }) => `${path}: ${problem}`);
  expect(paths(pack.replace('defaultLevel: high\n', ''))).toEqual(['defaultLevel: it is missing']);
  expect(paths(pack.replace('defaultLevel: high', 'defaultLevel: high\ndefaultScheme: default'))).toEqual([
    'defaultScheme: there are no schemes',
  ]);
});

test('one rule may bind reports within hours and another those outside them, or none', () => {
  const inHours = fullPack.replace('clause: E, onRequestOutside: working', 'clause: E, reportedIn: working');
  expect(problemsOf(() => parse(inHours))).toEqual([]);
  const outside =
    '  - { id: night, clock: arrive, target: 4h, calendar: always, binding: contract, clause: E, reportedOutside: working }';
  expect(problemsOf(() => parse(inHours.replace('chains:\n', `${outside}\nchains:\n`)))).toEqual([]);
});

test('a level that nothing resolves outside hours is named', () => {
  const edited = fullPack
    .replace('clock: resolve, target: 4h', 'clock: resolve, reportedIn: working, target: 4h')
    .replace('clock: resolve, target: 8h', 'clock: resolve, reportedIn: hall, target: 8h');
  expect(problemsOf(() => parse(edited))[0]?.problem).toBe(
    'level general has no resolve clock for reports without a system',
  );
});

test('a level that is resolved within hours and outside them is resolved always', () => {
  const rule =
    '  - { id: resolve, clock: resolve, target: 4h, calendar: working, binding: contract, clause: A, pausable: true';
  const [inHours, outside] = [
    `${rule}, reportedIn: hall }`,
    `${rule.replace('resolve,', 'night,')}, reportedOutside: hall }`,
  ];
  expect(fullPack).toContain(`${rule} }`);
  expect(problemsOf(() => parse(fullPack.replace(`${rule} }`, `${inHours}\n${outside}`)))).toEqual([]);
});

test('systems of different departments may be called alike, those of one department and those of none may not', () => {
  const systems = (web: string, db: string, mail: string) =>
    fullPack
      .replace('name: Website, class', `name: Website, ${web}class`)
      .replace('aliases: [base]', `aliases: [base${db}]`)
      .replace('name: Mail, ', `name: Mail, ${mail}`);
  const problemsIn = (text: string) => problemsOf(() => parse(text)).map(({ path }) => path);
  expect(problemsIn(systems('aliases: [printer], ', ', printer', ''))).toEqual([]);
  expect(problemsIn(systems('', ', printer', 'aliases: [PRINTER], '))).toEqual(['systems[2].aliases[0]']);
  const ofOneProject = systems('aliases: [printer], ', '', 'aliases: [PRINTER], project: p1, ');
  expect(problemsIn(ofOneProject)).toEqual(['systems[2].aliases[0]']);
});
