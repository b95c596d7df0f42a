import { type DaySpan, type WorkingCalendarSpec, workingCalendar } from '../../domain/calendar.ts';
import { dateOfDay, dayNumber, parseCivil } from '../../domain/civil.ts';
import type { CivilDate, Instant } from '../../domain/types.ts';

/** `2026-03-06 17:59`, also with seconds and with milliseconds after a dot. */
export function at(text: string): Instant {
  const [date = '', time = '', ms = '0'] = text.split(/[ .]/);
  return parseCivil(date, time) + Number(ms);
}

export const officeHours: readonly DaySpan[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:00', to: '18:00' },
];

/** Monday to Friday. */
export function weekOf(spans: readonly DaySpan[]): WorkingCalendarSpec['weekly'] {
  return { mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: [], sun: [] };
}

/** The State Council's arrangement, from the end of 2025 to the end of 2026. */
const HOLIDAYS: readonly (readonly [name: string, from: CivilDate, to: CivilDate, worked: readonly CivilDate[]])[] = [
  ['元旦', '2026-01-01', '2026-01-03', ['2026-01-04']],
  ['春节', '2026-02-15', '2026-02-23', ['2026-02-14', '2026-02-28']],
  ['清明', '2026-04-04', '2026-04-06', []],
  ['劳动节', '2026-05-01', '2026-05-05', ['2026-05-09']],
  ['端午', '2026-06-19', '2026-06-21', []],
  ['中秋', '2026-09-25', '2026-09-27', []],
  ['国庆节', '2026-10-01', '2026-10-07', ['2026-09-20', '2026-10-10']],
];

export function china(days: WorkingCalendarSpec['days'] = {}): WorkingCalendarSpec {
  const statutory: Record<CivilDate, 'holiday' | 'workday'> = {};
  const names: Record<CivilDate, string> = {};
  for (const [name, from, to, worked] of HOLIDAYS) {
    for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
      statutory[dateOfDay(day)] = 'holiday';
      names[dateOfDay(day)] = name;
    }
    for (const date of worked) {
      statutory[date] = 'workday';
      names[date] = name;
    }
  }
  return { weekly: weekOf(officeHours), statutory, names, days, daysFrom: '2025-12-01', daysTo: '2026-12-31' };
}

/** Nobody works in July and August but on one Saturday. */
export const schoolSummer = workingCalendar({
  ...china({ '2026-07-11': 'workday' }),
  seasons: [{ from: '07-01', to: '08-31', weekly: weekOf([]), ignoresHolidays: false }],
});
