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
`;

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
