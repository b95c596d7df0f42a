// What the calendar says, as a process of its own prints it: the test runs it under several zones of the host.
import { countedSpans, workingCalendar } from '../../domain/calendar.ts';
import { dayKind } from '../../domain/calendar-days.ts';
import { civilDate, civilTime } from '../../domain/civil.ts';
import type { Target } from '../../domain/contract.ts';
import { addTarget } from '../../domain/targets.ts';
import { HOUR } from '../../domain/types.ts';
import { at, china } from './calendar-cases.ts';

const working = workingCalendar({
  ...china(),
  seasons: [{ from: '12-30', to: '01-02', weekly: china().weekly, ignoresHolidays: true }],
});
const targets: readonly Target[] = [
  { ms: 12 * HOUR },
  { workdays: 1 },
  { days: 3 },
  { workdayEnds: 2 },
  { nextWorkdayAt: '09:00' },
];
// Days on which New York, Apia or Shanghai itself changes or has changed its clocks are among them.
for (const day of ['2025-12-31', '2026-03-06', '2026-03-08', '2026-04-03', '2026-09-30', '2026-11-01']) {
  for (const time of ['00:00', '08:59', '17:59', '23:59']) {
    const from = at(`${day} ${time}`);
    const due = targets.map((target) => addTarget(working, from, target) ?? 0);
    console.log(civilDate(from), civilTime(from), dayKind(working, day).kind, ...due);
    console.log(countedSpans(working, from, from + 36 * HOUR).map((span) => `${span.from}-${span.to}`));
  }
}
