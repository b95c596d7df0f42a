// Made-up rotas and people, on the true holidays of 2025 and 2026.
import { chineseHolidays } from '../../contracts/holidays.ts';
import { alwaysCalendar, workingCalendar } from '../../domain/calendar.ts';
import { parseCivil } from '../../domain/civil.ts';
import type { Rota } from '../../domain/contract.ts';
import type { RosterGiven } from '../../domain/roster-turns.ts';
import type { DutyChange, Roster, RosterMember, RotaPlan } from '../../domain/roster-types.ts';
import { eventId, type Instant, personId, type Role } from '../../domain/types.ts';

const hours = [{ from: '09:00', to: '18:00' }];
const { days } = chineseHolidays();
export const calendars = {
  always: alwaysCalendar(),
  working: workingCalendar({
    weekly: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: [], sun: [] },
    statutory: days,
    days: {},
    daysFrom: '2025-01-01',
    daysTo: '2026-12-31',
  }),
};

export const member = (name: string, roles: readonly Role[] = ['engineer'], dutyOrder?: number): RosterMember => ({
  id: personId(name),
  roles,
  posts: [],
  ...(dutyOrder !== undefined && { dutyOrder }),
});

export const rota = (id: string, fields: Partial<Rota> = {}): Rota => ({
  id,
  name: id,
  nameEn: id,
  on: 'every_day',
  from: '09:00',
  to: '18:00',
  rotate: 'turn',
  departments: [],
  projects: [],
  systems: [],
  ...fields,
});

export const plan = (rotaId: string, order: readonly string[], startsOn = '2026-03-02'): RotaPlan => ({
  rotaId,
  startsOn,
  order: order.map(personId),
});

/** `[from, to)` as `2026-03-04 09:00`. */
export const change = (fields: Partial<DutyChange> & Pick<DutyChange, 'kind'>, span: [string, string]): DutyChange => ({
  id: eventId('change'),
  personId: personId('a'),
  from: at(span[0]),
  to: at(span[1]),
  state: 'agreed',
  askedBy: personId('a'),
  askedAt: 0,
  version: 1,
  ...fields,
});

export const away = (person: string, from: string, to: string): DutyChange =>
  change({ kind: 'absence', personId: personId(person) }, [from, to]);
export const covered = (person: string, by: string, from: string, to: string): DutyChange =>
  change({ kind: 'cover', personId: personId(person), substituteId: personId(by) }, [from, to]);

export const at = (when: string): Instant => {
  const [date = '', time] = when.split(' ');
  return parseCivil(date, time);
};

export function givenRoster(fields: Partial<Roster>): RosterGiven {
  const names = [...new Set((fields.plans ?? []).flatMap(({ order }) => order))];
  const members = names.map((name) => member(name));
  return { contract: { calendars }, roster: { rotas: [], plans: [], changes: [], members, ...fields } };
}
