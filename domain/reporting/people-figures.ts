import type { Obligation } from '../obligations/obligation-types.ts';
import type { Attendance } from '../roster-types.ts';
import type { CivilDate, PersonId } from '../types.ts';
import type { PersonFigures, ReportFigures, TicketFigures } from './report-types.ts';

export interface PeopleOfPeriod {
  /** Whoever is shown even where he did nothing. */
  readonly engineers: readonly PersonId[];
  readonly rows: TicketFigures['rows'];
  /** Of the period: those that were done by somebody count. */
  readonly obligations: readonly Obligation[];
  readonly attendance: readonly Attendance[];
  readonly days: { readonly first: CivilDate; readonly last: CivilDate };
  /** Whoever was to be present is shown as well; of a part of the contract only who is of it or worked for it. */
  readonly isWhole: boolean;
}

/** Tickets are those of their assignee. The one with the most resolved first. */
export function peopleFigures({
  attendance,
  days,
  engineers,
  isWhole,
  obligations,
  rows,
}: PeopleOfPeriod): readonly PersonFigures[] {
  const tickets = Map.groupBy(rows, ({ assigneeId }) => assigneeId);
  const rounds = Map.groupBy(obligations, (one) => (one.type === 'inspection' ? one.doneBy : undefined));
  const present = Map.groupBy(
    attendance.filter(({ day }) => days.first <= day && day <= days.last),
    ({ personId }) => personId,
  );
  const ids = new Set([...engineers, ...tickets.keys(), ...rounds.keys(), ...(isWhole ? present.keys() : [])]);
  return [...ids]
    .filter((id) => id !== undefined)
    .map((personId) => {
      const own = (tickets.get(personId) ?? []).filter(({ standing }) => standing !== 'cancelled');
      const marks = own.flatMap(({ rating }) => rating ?? []);
      const ofDays = present.get(personId) ?? [];
      return {
        personId,
        acknowledged: own.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined).length,
        resolved: own.filter(({ standing }) => standing === 'resolved' || standing === 'closed').length,
        breached: own.filter(({ missed }) => missed.length > 0).length,
        inspections: rounds.get(personId)?.length ?? 0,
        ratingCount: marks.length,
        ratingSum: sum(marks),
        daysPresent: ofDays.filter(({ signedInAt }) => signedInAt !== undefined).length,
        daysAbsent: ofDays.filter(({ signedInAt }) => signedInAt === undefined).length,
      };
    })
    .toSorted((a, b) => b.resolved - a.resolved || b.inspections - a.inspections || (a.personId < b.personId ? -1 : 1));
}

/** Marks from 1 to 5 that reporters gave. */
export function ratingFigures(rows: TicketFigures['rows']): ReportFigures['ratings'] {
  const marks = rows.flatMap(({ rating }) => rating ?? []);
  const byMark = [1, 2, 3, 4, 5].map((mark) => marks.filter((one) => one === mark).length);
  return { count: marks.length, sum: sum(marks), byMark };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
