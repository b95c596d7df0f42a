import { expect } from 'vitest';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { InvalidPack, type PackProblem } from '../../contracts/problems.ts';
import { parsePack } from '../../contracts/schema.ts';
import type { Contract } from '../../domain/contract.ts';

/** As small as a pack can be. */
export const pack = `id: demo
name: Demo
shortName: Demo
numberPrefix: DM
zone: Asia/Shanghai
term: { from: 2025-06-01, to: 2026-05-31 }
parties: { customer: Town, supplier: Works }
calendars:
  always: always
  working: { holidays: china, weekly: { mon-fri: [09:00-12:00, 13:00-18:00] } }
levels:
  - { id: high, name: High, nameEn: High, rank: 1, signs: [fire] }
  - { id: low, name: Low, nameEn: Low, rank: 2, signs: [smoke] }
defaultLevel: high
clocks:
  - { id: arrive, clock: arrive, levels: [high], target: 5m, calendar: always, binding: contract, clause: A }
  - { id: resolve, clock: resolve, target: 1 workday, calendar: working, binding: contract, clause: B }
chains:
  default:
    reminders:
      - { permille: 500, to: [responsible] }
      - { permille: 800, to: [responsible] }
    escalation:
      - { after: 0m, to: [responsible] }
      - { after: 15m, to: [manager] }
suspension: { approval: none }
levelChange: [supervisor]
reopen: resume
autoCloseAfter: 24h
undoWithin: 2m
systems:
  - { id: web, name: Website, nameEn: Web, aliases: [site] }
  - { id: db, name: Database, nameEn: DB, aliases: [] }
`;

/** Each kind of rule and each source once, and the forms that figures can have. */
const tables = `tables:
  T1:
    name: Quarter
    clause: X
    words: [quarter]
    period: 3 months of the service
    graders: [Town]
    base: 100
    ceiling: 100
    choices: [{ about: Bonus, chosen: Within its section }]
    sections:
      - id: s1
        name: Quality
        points: 60
        items:
          - id: A1
            name: Speed
            points: 40
            floor: 0
            rules:
              - { id: A1a, text: late, words: [slow], from: [{ breach: { clocks: [arrive], binding: any, kinds: [service_request], levels: [major] } }], count: { points: 0.5 } }
              - { id: A1b, text: report, from: [{ late_fault_report: { missing: true } }], late-days: { points: 0.2 } }
              - { id: A1c, text: not ours, exemption: { reasons: [storm], of: [A1a] } }
              - { id: A1d, text: once, no-double-count: { with: [A1a], evenExempted: true } }
              - { id: A1e, text: again, from: [{ repeat: { window: 7d } }], repeat-in-window: { window: 7d, times: 2 }, count: { points: 1 } }
              - { id: A1f, text: free, allowance: { free: 2, per: month }, count: { points: 1 } }
              - { id: A1g, text: drawn, sampled: { size: 5, perOne: 2 }, count: { points: 1 } }
              - { id: A1h, text: papers, late-threshold: { margin: 3 months, points: 2 } }
              - { id: A1i, text: judged, judged-range: { from: 5, to: 20 } }
              - { id: A1j, text: more, progressive: { first: 2, plus: 2, per: year } }
              - { id: A1k, text: thrice, every-N: { n: 3, points: 5 } }
          - id: A2
            name: Ratios
            points: 20
            floor: none
            clause: Y
            rules:
              - { id: A2a, text: kept, from: [{ met_ratio: { clocks: [resolve], kinds: all } }], ratio-threshold: { steps: [{ under: 70%, points: 3 }, { upTo: 99.5%, points: 1 }], each: business, target: 100% } }
              - { id: A2b, text: done, from: [{ completion_ratio: {} }], per-percentage-point: { target: 98%, points: 0.5, part: nothing } }
              - { id: A2c, text: there, from: [{ attendance_ratio: {} }], target: { percent: 95%, text: present } }
              - { id: A2d, text: up, from: [{ downtime: { systems: [mail] } }], availability: { of: systems, target: 99%, longest: 15d }, money-fixed: { share: 1‰ of period_fee } }
      - id: s2
        name: Marks
        points: 40
        items:
          - id: B1
            name: Answer
            points: 30
            rules:
              - { id: B1a, text: fast, from: [{ elapsed: { to: acknowledged, atLeast: 1m } }], graded-by-elapsed: { by: mark, steps: [{ upTo: 1h, points: 10 }, { over: 1h, upTo: 1h30m, from: 2, to: 4 }, { points: 3 }, { never: true, points: 0 }] } }
              - { id: B1b, text: polite, from: [{ ratings: {} }], satisfaction: { asks: polite }, human-graded: { brackets: [{ from: 7, to: 9, text: mostly }], graders: [Users] } }
              - { id: B1c, text: state, tiered-state: { per: quarter, states: [{ id: none, name: not done, points: 3 }] } }
              - { id: B1d, text: there, from: [{ absence: { late: true } }], presence: { points: 2, each: true } }
          - id: B2
            name: Earned
            points: 10
            rules:
              - { id: B2a, text: papers, earn: { points: 1, upTo: 3 } }
              - { id: B2b, text: praise, bonus: { points: 3, within: section } }
              - { id: B2c, text: month, person-month: { titles: [star] }, count: { points: 1 } }
      - id: s3
        name: Result
        items:
          - id: C1
            name: Grades
            rules:
              - { id: C1a, text: grades, bands: { of: total, steps: [{ from: 90, name: good }, { from: ">60", to: 90, name: fair, consequence: less, share: 5% of contract }, { to: "<=60", name: poor, byAgreement: true }] }, money-fixed: { per: band } }
              - { id: C1b, text: leak, veto: { outcome: failed, decidesGrade: true } }
              - { id: C1c, text: gate, payment-gate: { text: held } }
              - { id: C1d, text: shown, quota: { max: 1, per: year }, checklist: { lines: [one, two] } }
              - { id: C1e, text: sum, count: {}, money-fixed: { yuan: 500.50 } }
  T2:
    name: Office
    clause: X
    departments: all
    project: p1
    perPerson: true
    period: 1 month of the calendar
    floor: none
    base: 10
    mismatch: printed 9 under 10
    sections:
      - { id: s1, name: One, items: [{ id: D1, name: One, points: 9, rules: [{ text: late, count: { points: 1 } }] }] }
  T3:
    name: Whole
    clause: X
    period: whole service
    sections:
      - id: s1
        name: All
        items:
          - id: E1
            name: All
            rules: [{ text: all, weighted-graders: { parts: [{ weight: 91.3%, table: T1, name: Town }, { weight: 8.7%, rule: E2, name: Offices }] } }]
          - id: E2
            name: Offices
            rules: [{ text: offices, weighted-graders: { parts: [{ weight: 50%, table: T2, copy: office, name: Office }, { weight: 50%, table: T1, name: Town }] } }]
  T4:
    name: Penalties
    clause: X
    period: 12 months of the service
    accrual: true
    sections:
      - { id: s1, name: One, items: [{ id: F1, name: One, rules: [{ text: points, accrue: {}, progressive: { first: 1, times: 2, per: period } }] }] }
  T5:
    name: Targets
    clause: X
    period: whole service
    unscored: true
    sections:
      - { id: s1, name: One, items: [{ id: G1, name: One, rules: [{ text: seldom, quota: { max: 1, per: year } }] }] }
`;

/** Each rhythm, each form of a moment, each kind of item and probe once. */
const duties = `checklists:
  rooms:
    - { id: heat, group: Rooms, name: Heat, nameEn: Heat, reading: { unit: C, min: 18, max: 27.5, warn: 9 days } }
    - { id: leak, group: Rooms, name: Leak, hint: under the floor, photo: true, system: mail }
  probes:
    - { id: page, group: Probes, name: Page, probe: { http: "https://portal.example.cn/", status: 204, contains: welcome } }
    - { id: port, group: Probes, name: Port, probe: { tcp: "portal.example.cn:8443" } }
    - { id: seal, group: Probes, name: Seal, reading: { unit: d, min: 30 }, probe: { certificate: "portal.example.cn:443" } }
    - { id: load, group: Probes, name: Load, reading: { unit: "%", max: 80 }, probe: { prometheus: avg(load) } }
inspections:
  twice:
    name: Twice
    nameEn: Twice a day
    clause: IV
    every: day
    windows:
      - { name: morning, nameEn: Morning, opens: 08:31, due: 10:31 }
      - { name: evening, opens: 16:31, due: 18:31 }
    remind: [21m, 61m]
    departments: "all"
    checklist: [rooms, { id: own, group: Own, name: Own, nameEn: Own item }]
  worked: { name: Worked, clause: IV, every: workday, calendar: hall, opens: 09:11, due: 17:11, project: p1, systems: [web], checklist: [probes] }
  resting: { name: Resting, clause: IV, every: rest day, due: 21:11, checklist: [rooms] }
  midweek: { name: Midweek, clause: IV, every: [tue, thu], due: 20:11, checklist: [rooms] }
  asked: { name: Asked, clause: IV, every: on request, binding: internal, checklist: [rooms] }
deliverables:
  weekly: { name: Weekly paper, clause: V, kind: report, every: week, due: end + 1 workdays 12:11, report: weekly, lateIn: workdays, words: [the weekly] }
  monthly: { name: Monthly paper, clause: V, kind: report, every: month, due: end + 5 days shift, report: monthly, review: none }
  two-monthly: { name: Every other month, clause: V, kind: document, every: 2 months, opens: start + 24 days 09:22, due: end - 2 workdays }
  quarterly: { name: Quarterly, clause: V, kind: activity, every: quarter, from: service, times: 6, due: end, since: 2025-09-01, until: 2026-02-28 }
  half: { name: Half, clause: V, kind: document, every: half year, due: end - 30 days 17:22, remind: [2 days, 8 days] }
  yearly: { name: Yearly, clause: V, kind: document, every: year, from: calendar, departments: [ office ], due: start + 10 workdays }
  once: { name: Once, clause: V, kind: activity, every: service, due: end }
reporting:
  daily: { at: 17:41, on: every_day }
  preview: none
`;

/** With everything that a pack can have. */
export const fullPack = `id: demo
name: Demo
shortName: Demo
numberPrefix: DM
zone: Asia/Shanghai
term: { from: 2025-06-01, to: 2026-05-31 }
parties: { customer: Town, supplier: Works }
calendars:
  always: always
  working:
    holidays: china
    weekly: { mon-fri: [09:00-12:00, 13:00-18:00] }
    seasons:
      - { from: 05-01, to: 09-30, weekly: { mon-fri: [10:00-14:00, 15:30-19:30] } }
      - { from: 12-20, to: 01-10, holidays: none, weekly: { mon-sun: [08:30-23:00] } }
  hall: { holidays: none, weekly: { mon-sun: [09:00-24:00] }, days: { 2040-01-01: holiday } }
holidayYears:
  2027: { holidays: { National: [2027-10-01, 2027-10-02] }, workdays: [2027-10-09] }
holidayChanges: { 2026-05-06: holiday }
departments:
  - { id: office, name: Office, aliases: [bureau], calendars: { working: hall } }
chats:
  - { id: main, title: Main }
  - { id: office, title: Office group, department: office }
projects:
  - { id: p1, name: Project one, clause: six.1, department: office, scheme: table, price: 1250000.10 }
systemClasses: { core: Core, general: General }
profiles:
  - { id: z20, name: Thirty minutes, scheme: plain, clause: "30" }
levels:
  - { id: general, name: General, nameEn: General, rank: 2, signs: [slow] }
  - { id: major, name: Major, nameEn: Major, rank: 1, meaning: All are down, statements: [all down], chain: urgent }
  - { id: upper, name: Upper, nameEn: Upper, rank: 1 }
  - { id: lower, name: Lower, nameEn: Lower, rank: 2 }
schemes:
  - { id: plain, levels: [general, major], defaultLevel: general }
  - id: table
    levels: [upper, lower]
    defaultLevel: lower
    vip: upper
    matrix:
      rows:
        name: Impact
        nameEn: Impact
        otherwise: small
        values:
          - { id: large, name: Large, nameEn: Large, words: [everybody], classes: [core] }
          - { id: small, name: Small, nameEn: Small, words: [one person] }
      columns:
        name: Urgency
        nameEn: Urgency
        otherwise: calm
        values:
          - { id: rush, name: Rush, nameEn: Rush, words: [at once] }
          - { id: calm, name: Calm, nameEn: Calm }
      cells:
        - [upper, "?upper"]
        - [lower, lower]
defaultScheme: plain
clocks:
  - { id: resolve, clock: resolve, target: 4h, calendar: working, binding: contract, clause: A, pausable: true }
  - { id: resolve.own, clock: resolve, target: 8h, calendar: working, binding: internal, clause: own }
  - { id: resolve.p1, clock: resolve, projects: [p1], target: 3 days, calendar: always, binding: contract, clause: B }
  - { id: resolve.z20, clock: resolve, profiles: [z20], target: end of 2 workdays, calendar: working, binding: contract, clause: C }
  - { id: resolve.db, clock: resolve, systems: [db], target: agreed, calendar: working, binding: contract, clause: D }
  - { id: arrive, clock: arrive, target: 2h, calendar: hall, binding: contract, clause: E, onRequestOutside: working, chain: urgent }
  - { id: diagnose, clock: diagnose, target: next workday 09:00, calendar: working, binding: contract, clause: F }
chains:
  default: { reminders: [], escalation: [{ after: 0m, to: [responsible, backup] }] }
  urgent:
    reminders: [{ permille: 500, to: [responsible] }]
    escalation: [{ after: 0m, to: [manager] }, { after: 15m, to: [supplier_lead] }, { after: 30m, to: [customer_lead], call: true }]
silence:
  - { levels: [major], calendar: always, steps: [{ after: 1h, to: [responsible] }, { after: 1h30m, to: [manager] }] }
quietHours: { levels: [general], from: 22:00, to: 07:30 }
rotas:
  - { id: day, name: Day, on: workdays, calendar: working, from: 09:00, to: 18:00, rotate: never }
  - { id: night, name: Night, on: every_day, from: 18:00, to: 09:00, rotate: turn, departments: [office], projects: [p1], systems: [web] }
  - { id: weekend, name: Weekend, on: [sat, sun], from: 09:00, to: 24:00, rotate: week, weekday: sat }
rosterNotice: 48h
attendance: { calendar: working, openAt: 08:30, signInBy: 09:00, absentAt: 09:30, signOutFrom: 18:00, clause: G }
digestAt: 08:50
suspension: { approval: none }
levelChange: [supervisor]
reopen: resume
autoCloseAfter: 24h
undoWithin: 2m
systems:
  - { id: web, name: Website, class: core, department: office, project: p1 }
  - { id: db, name: Database, aliases: [base], profile: z20 }
  - { id: mail, name: Mail, scheme: table }
choices:
  - { about: What is a day, chosen: A calendar day, others: [24 hours], clause: A }
price: 608420.50
${duties}${tables}`;

export const parse = (text: string): Contract =>
  parsePack(text, { sourceName: 'demo.yaml', holidays: chineseHolidays({ from: 2025, to: 2026 }) });

export function problemsOf(read: () => unknown): readonly PackProblem[] {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidPack) return error.problems;
    throw error;
  }
  return [];
}

/** Line and column, from 1, of a place in a text that occurs once. */
export function placeOf(text: string, part: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(part)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** What is replaced by what; the place that must be pointed at; path; a part of the problem and of the remedy. */
export type Mistake = readonly [
  name: string,
  from: string,
  to: string,
  at: string,
  path: string,
  problem: string,
  remedy: string,
];

/** Makes the mistake in a good pack, and expects it to be named with its place and remedy. */
export function expectMistake(good: string, [, from, to, at, path, problem, remedy]: Mistake): void {
  expect(good.split(from).length, `${from} stands once in the pack`).toBe(2);
  const edited = good.replace(from, () => to);
  const problems = problemsOf(() => parse(edited));
  const found = problems.find((candidate) => candidate.path === path);
  expect(found, `${path} among ${JSON.stringify(problems)}`).toMatchObject({
    file: 'demo.yaml',
    ...placeOf(edited, at),
  });
  expect(found?.problem).toContain(problem);
  expect(found?.remedy).toContain(remedy);
}
