import { describe, expect, test } from 'vitest';
import { expectMistake, fullPack, type Mistake, parse, problemsOf } from './pack-text.ts';

// biome-ignore format: one row, one case
const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  plans: [
    ['an unknown rhythm', 'every: half year,', 'every: half-year,', 'half-year', 'deliverables.half.every', '"half-year" does not fit', 'half year'],
    ['a weekday that does not exist', 'every: [tue, thu]', 'every: [tue, thr]', 'thr', 'inspections.midweek.every[1]', '"thr" does not fit', 'thu'],
    ['no weekday', 'every: [tue, thu]', 'every: []', '[], due: 20:11', 'inspections.midweek.every', '[] does not fit', 'at least 1'],
    ['a document on request', 'every: service, due: end', 'every: on request', 'on request }', 'deliverables.once.every', '"on request" does not fit', 'service'],
    ['months counted where there are none', 'every: week, due', 'every: week, from: service, due', 'service, due: end + 1', 'deliverables.weekly.from', 'there are none', 'quarter'],
    ['none of several times', 'times: 6', 'times: 0', '0, due', 'deliverables.quarterly.times', '0 does not fit', '1 or more'],
    ['an unknown calendar', 'calendar: hall, opens', 'calendar: lobby, opens', 'lobby', 'inspections.worked.calendar', 'no calendar lobby', 'working'],
    ['a calendar that never rests', 'calendar: hall, opens', 'calendar: always, opens', 'always, opens', 'inspections.worked.calendar', 'never rests', 'working hours'],
    ['an unknown project', 'project: p1, systems: [web]', 'project: p7, systems: [web]', 'p7', 'inspections.worked.project', 'no project p7', 'p1'],
    ['an unknown system', 'project: p1, systems: [web]', 'project: p1, systems: [fax]', 'fax', 'inspections.worked.systems[0]', 'no system fax', 'web, db, mail'],
    ['an unknown department', 'departments: [ office ], due', 'departments: [attic], due', 'attic', 'deliverables.yearly.departments[0]', 'no department attic', 'office'],
    ['neither all departments nor a list', 'departments: [ office ], due', 'departments: office, due', 'office, due', 'deliverables.yearly.departments', '"office" does not fit', 'write all, or write a list'],
    ['a first day after the last', 'since: 2025-09-01', 'since: 2026-03-01', '2026-02-28', 'deliverables.quarterly.until', 'ends before', '2026-03-01'],
    ['a first day before the service', 'since: 2025-09-01', 'since: 2025-05-31', '2025-05-31', 'deliverables.quarterly.since', 'not in the service', '2025-06-01 to 2026-05-31'],
    ['one id of two', '  half: { name: Half', '  twice: { name: Half', 'twice: { name: Half', 'deliverables.twice', 'id of an inspection too', 'own id'],
    ['a name of two deliverables', 'name: Monthly paper', 'name: Weekly  PAPER', 'Weekly  PAPER', 'deliverables.monthly.name', 'weekly is called too, at deliverables.weekly.name', 'its own name'],
    ['a word of another deliverable', 'words: [the weekly]', 'words: [Once]', 'Once, clause', 'deliverables.once.name', 'weekly is called too, at deliverables.weekly.words[0]', 'its own name'],
    ['a report that nobody can draft', 'report: monthly', 'report: fortnightly', 'fortnightly', 'deliverables.monthly.report', '"fortnightly" does not fit', 'weekly'],
    ['a report of another period', 'report: monthly', 'report: weekly', 'weekly, review', 'deliverables.monthly.report', 'not those of a weekly report', 'every: week'],
    ['an unknown reviewer', 'report: monthly, review: none', 'report: monthly, review: manager', 'manager }', 'deliverables.monthly.review', '"manager" does not fit', 'supervisor'],
    ['a reminder of nothing', 'remind: [2 days, 8 days]', 'remind: [0m, 8 days]', '0m, 8 days', 'deliverables.half.remind[0]', 'no time to remind', '30m'],
  ],
  moments: [
    ['an unknown form', 'due: end - 30 days 17:22', 'due: day 25', 'day 25', 'deliverables.half.due', 'is no moment', 'end + 5 days'],
    ['no moment', 'every: service, due: end', 'every: service', '{ name: Once', 'deliverables.once.due', 'it is missing', 'end + 5 days'],
    ['moments of what people ask for', 'every: on request,', 'every: on request, due: 12:34,', 'due: 12:34', 'inspections.asked.due', 'whoever asks', 'delete'],
    ['moments twice', '    every: day\n', '    every: day\n    due: 12:34\n', 'windows:', 'inspections.twice.windows', 'there twice', 'either'],
    ['due before it opens', 'opens: 09:11, due: 17:11', 'opens: 09:11, due: 09:11', '09:11, project', 'inspections.worked.due', 'due before it opens', 'later'],
    ['a window that is due before it opens', 'opens: 16:31, due: 18:31', 'opens: 18:31, due: 16:31', '16:31 }', 'inspections.twice.windows[1].due', 'due before it opens', 'later'],
    ['due in its period, though a report opens after it', 'due: end + 5 days shift', 'due: end shift', 'end shift', 'deliverables.monthly.due', 'before it opens (end + 1 days 09:00)', 'opens: start'],
    ['due before it opens in the longest month of two', 'due: end - 2 workdays', 'due: end - 38 days', 'end - 38 days', 'deliverables.two-monthly.due', 'due before it opens', 'later'],
  ],
  checklists: [
    ['an unknown list', 'checklist: [probes]', 'checklist: [sondes]', 'sondes', 'inspections.worked.checklist[0]', 'no checklist sondes', 'rooms, probes'],
    ['no item', 'checklist: [probes]', 'checklist: []', '[] }', 'inspections.worked.checklist', '[] does not fit', 'at least 1'],
    ['an item twice', '{ id: own, group', '{ id: heat, group', '{ id: heat, group: Own', 'inspections.twice.checklist[1]', 'has an item heat already', 'own id'],
    ['a list twice', 'checklist: [probes]', 'checklist: [probes, probes ]', 'probes ]', 'inspections.worked.checklist[1]', 'has an item page already', 'once'],
    ['an item twice in its list', 'id: leak,', 'id: heat,', 'rooms, {', 'inspections.twice.checklist[0]', 'has an item heat already', 'own id'],
    ['an item about an unknown system', 'photo: true, system: mail', 'photo: true, system: fax', 'fax', 'checklists.rooms[1].system', 'no system fax', 'mail'],
    ['limits the wrong way round', 'min: 18, max: 27.5', 'min: 28, max: 27.5', '27.5, warn', 'checklists.rooms[0].reading.max', 'every value is an anomaly', '28 or more'],
    ['a warning of no limit', 'min: 18, max: 27.5, warn', 'warn', '9 days', 'checklists.rooms[0].reading.warn', 'there is none', 'min or a max'],
    ['a reading finer than thousandths', 'max: 27.5', 'max: 27.5005', '27.5005', 'checklists.rooms[0].reading.max', 'at most three decimals', '25.5'],
    ['a number of days that is none', 'warn: 9 days', 'warn: 9', '9 }', 'checklists.rooms[0].reading.warn', '9 does not fit', '7 days'],
    ['a value that nothing judges', 'reading: { unit: d, min: 30 }, ', '', '{ certificate', 'checklists.probes[2].probe', 'which values are normal', 'min: 30'],
    ['a value that nothing reads', 'name: Port,', 'name: Port, reading: { unit: ms, max: 5 },', '{ tcp', 'checklists.probes[1].probe', 'reads no value', 'certificate'],
    ['two probes', '{ tcp: "portal.example.cn:8443" }', '{ tcp: "a.example.cn:1", prometheus: up }', '{ tcp', 'checklists.probes[1].probe', 'not clear what is looked at', 'one of http'],
    ['a status of no page', '{ tcp: "portal.example.cn:8443" }', '{ tcp: "a.example.cn:1", status: 200 }', '{ tcp', 'checklists.probes[1].probe', 'belong to http', 'one of http'],
    ['an address with a password', '"https://portal', '"https://li:secret@portal', '"https://li', 'checklists.probes[0].probe.http', 'no address', 'without a password'],
    ['an address of something else', '"https://portal', '"ftp://portal', '"ftp', 'checklists.probes[0].probe.http', 'no address', 'https://'],
    ['a port that is none', 'cn:8443', 'cn:70000', '"portal.example.cn:70000"', 'checklists.probes[1].probe.tcp', 'no place', ':443'],
  ],
  reporting: [
    ['an unknown preview', 'preview: none', 'preview: boss', 'boss', 'reporting.preview', '"boss" does not fit', 'manager or none'],
    ['workdays of an unknown calendar', 'at: 17:41, on: every_day', 'at: 17:41, calendar: nights', 'nights', 'reporting.daily.calendar', 'no calendar nights', 'working'],
  ],
  sources: [
    ['an inspection among deliverables', 'from: [{ late_fault_report: { missing: true } }]', 'from: [{ deliverable_late: { plans: [worked] } }]', 'worked] } }]', 'tables.T1.sections[0].items[0].rules[1].from[0].deliverable_late.plans[0]', 'no deliverable worked', 'weekly, monthly'],
    ['an inspection that there is not', 'from: [{ late_fault_report: { missing: true } }]', 'from: [{ inspection_missed: { plans: [nightly] } }]', 'nightly', 'tables.T1.sections[0].items[0].rules[1].from[0].inspection_missed.plans[0]', 'no inspection nightly', 'twice, worked'],
    ['a plan that counts in no score', 'from: [{ late_fault_report: { missing: true } }]', 'from: [{ inspection_missed: { plans: [asked] } }]', 'asked] }', 'tables.T1.sections[0].items[0].rules[1].from[0].inspection_missed.plans[0]', 'counts in no score', 'leave it out'],
    ['a deliverable in a ratio of inspections', 'from: [{ completion_ratio: {} }]', 'from: [{ duty_ratio: { of: inspections, plans: [half] } }]', 'half] }', 'tables.T1.sections[0].items[1].rules[1].from[0].duty_ratio.plans[0]', 'no inspection half', 'twice'],
    ['a state that the rule does not print', 'from: [{ late_fault_report: { missing: true } }]', 'from: [{ inspection_missed: { state: skipped } }]', 'skipped', 'tables.T1.sections[0].items[0].rules[1].from[0].inspection_missed.state', 'no state skipped', 'define the state'],
    ['a ratio that the rule can not read', 'from: [{ late_fault_report: { missing: true } }]', 'from: [{ duty_ratio: {} }]', 'duty_ratio', 'tables.T1.sections[0].items[0].rules[1].from[0].duty_ratio', 'can read duty_ratio', 'ratio-threshold'],
  ],
};

describe.each(Object.entries(mistakes))('%s: a mistake is named with its place and remedy', (_part, rows) => {
  test.each(rows)('%s', (...mistake) => expectMistake(fullPack, mistake));
});

test.each([
  [
    'due on the last day of a period of unknown length',
    'every: service, due: end',
    'every: service, opens: start + 300 days, due: end',
  ],
  [
    'due in workdays, which only a calendar can compare',
    'due: start + 10 workdays',
    'opens: start + 40 days, due: start + 10 workdays',
  ],
  ['an end that is 24:00 of the day on which it opens', 'opens: 09:11, due: 17:11', 'opens: 23:59, due: 24:00'],
])('no mistake: %s', (_name, from, to) => {
  expect(fullPack.split(from)).toHaveLength(2);
  expect(problemsOf(() => parse(fullPack.replace(from, to)))).toEqual([]);
});
