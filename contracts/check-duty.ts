import { repeats, unknownName, unknownNames } from './contradictions.ts';
import type { Outline } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** Rotas and attendance. */
export function checkDuty(outline: Outline): readonly PlacedProblem[] {
  return [
    ...repeats(
      outline.rotas.map(({ id }) => id),
      (index) => ['rotas', index, 'id'],
      'id',
    ),
    ...outline.rotas.flatMap((_rota, index) => checkRota(outline, index)),
    ...checkAttendance(outline),
  ];
}

function checkRota(outline: Outline, index: number): readonly PlacedProblem[] {
  const rota = outline.rotas[index];
  if (rota === undefined) return [];
  const path = ['rotas', index];
  const asksCalendar = rota.on === 'workdays' || rota.on === 'rest_days';
  const problem = `on ${String(rota.on)} means nothing without a calendar`;
  const remedy = 'name the calendar whose days are meant';
  const week = {
    problem: 'it begins the week of a rota that changes by the week',
    remedy: 'write rotate: week, or delete it',
  };
  return [
    ...(asksCalendar && rota.calendar === undefined ? [{ path, problem, remedy }] : []),
    ...restingCalendar(outline, [...path, 'calendar'], rota.calendar),
    ...(rota.weekday !== undefined && rota.rotate !== 'week' ? [{ path: [...path, 'weekday'], ...week }] : []),
    ...unknownNames(
      [...path, 'departments'],
      'department',
      rota.departments,
      outline.departments.map(({ id }) => id),
    ),
    ...unknownNames(
      [...path, 'projects'],
      'project',
      rota.projects,
      outline.projects.map(({ id }) => id),
    ),
    ...unknownNames(
      [...path, 'systems'],
      'system',
      rota.systems,
      outline.systems.map(({ id }) => id),
    ),
  ];
}

function checkAttendance(outline: Outline): readonly PlacedProblem[] {
  const { attendance } = outline;
  if (attendance === undefined) return [];
  const order = ['openAt', 'signInBy', 'absentAt', 'signOutFrom'] as const;
  return [
    ...restingCalendar(outline, ['attendance', 'calendar'], attendance.calendar),
    ...order.flatMap((key, index) => {
      const before = order[index - 1];
      const [earlier, time] = [before && attendance[before], attendance[key]];
      if (earlier === undefined || time === undefined || earlier <= time) return [];
      return [{ path: ['attendance', key], problem: `it is before ${before}`, remedy: `write ${earlier} or later` }];
    }),
  ];
}

/** A calendar that has working days and days of rest. */
export function restingCalendar(
  { calendars }: Pick<Outline, 'calendars'>,
  path: readonly PropertyKey[],
  key: string | undefined,
): readonly PlacedProblem[] {
  if (key !== undefined && calendars[key] === 'always') {
    const problem = 'a calendar that never rests has no days of rest';
    return [{ path, problem, remedy: 'name a calendar with working hours' }];
  }
  return unknownName(path, 'calendar', key, Object.keys(calendars));
}
