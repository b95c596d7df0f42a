// Due instants a second on one core: targets of days, and of years, which must not cost more than the logarithm of the span.
// Rates are this machine's; the ratio is what to compare. Usage: node bench/calendar.ts
import { addMs, elapsedMs, type WorkingCalendar, workingCalendar } from '../domain/calendar.ts';
import { dateOfDay, dayNumber, parseCivil } from '../domain/civil.ts';
import type { Target } from '../domain/contract.ts';
import { addTarget } from '../domain/targets.ts';
import { DAY, HOUR, type Instant } from '../domain/types.ts';

const STARTS = 1 << 16;
const CALLS = 1_000_000;
const ROUNDS = 7;
const DAY_OF_WORK = 8 * HOUR;
const YEAR_OF_WORK = 250 * DAY_OF_WORK;
const AIM_PER_SECOND = 1_000_000;

const office = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
];

/** Forty years of office hours with lunch, and some thirty odd days in each. */
function fortyYears(): WorkingCalendar {
  const statutory: Record<string, 'holiday' | 'workday'> = {};
  for (let day = dayNumber('2020-01-01'); day <= dayNumber('2059-12-31'); day += 11) {
    statutory[dateOfDay(day)] = day % 5 === 0 ? 'workday' : 'holiday';
  }
  const weekly = { mon: office, tue: office, wed: office, thu: office, fri: office, sat: [], sun: [] };
  return workingCalendar({ weekly, statutory, days: {}, daysFrom: '2020-01-01', daysTo: '2059-12-31' });
}

/** Instants of two years, without an order: a clock starts when somebody reports. */
function scattered(): readonly Instant[] {
  const first = parseCivil('2025-01-01');
  let state = 20_260_303;
  return Array.from({ length: STARTS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return first + Math.floor((state / 2 ** 32) * 2 * 365 * DAY);
  });
}

const calendar = fortyYears();
const starts = scattered();
let checksum = 0;

/** The best round's rate: what else the machine does can only slow it down. */
function perSecond(compute: (from: Instant, index: number) => number): number {
  let best = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begin = process.hrtime.bigint();
    for (let call = 0; call < CALLS; call += 1) checksum += compute(starts[call & (STARTS - 1)] ?? 0, call);
    best = Math.max(best, (CALLS * 1e9) / Number(process.hrtime.bigint() - begin));
  }
  return best;
}

const targetRate = (target: Target) => perSecond((from) => addTarget(calendar, from, target) ?? 0);
const rates = {
  'add 1 to 5 working days': perSecond((from, index) => addMs(calendar, from, (1 + (index % 5)) * DAY_OF_WORK)),
  'add 10 to 20 working years': perSecond((from, index) => addMs(calendar, from, (10 + (index % 11)) * YEAR_OF_WORK)),
  'measure some days': perSecond((from, index) => elapsedMs(calendar, from, from + (1 + (index % 7)) * DAY)),
  'target: 1 working day': targetRate({ workdays: 1 }),
  'target: 3 days': targetRate({ days: 3 }),
  'target: end of 2 workdays': targetRate({ workdayEnds: 2 }),
  'target: next workday 09:00': targetRate({ nextWorkdayAt: '09:00' }),
};
for (const [name, rate] of Object.entries(rates)) {
  console.log(`${name.padEnd(30)} ${(rate / 1e6).toFixed(2)} million/s`);
}
const ratio = rates['add 1 to 5 working days'] / rates['add 10 to 20 working years'];
console.log(`years cost ${ratio.toFixed(2)} x what days cost, for spans a thousand times as long`);
const isFast = rates['add 1 to 5 working days'] >= AIM_PER_SECOND;
console.log(`aim of ${AIM_PER_SECOND / 1e6} million additions of days a second: ${isFast ? 'met' : 'MISSED'}`);
if (!Number.isFinite(checksum)) throw new Error('nothing was computed');
