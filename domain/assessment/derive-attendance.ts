import { isEarlyLeave, isLateArrival } from '../attendance.ts';
import { dayRange } from '../civil.ts';
import type { AttendanceRule } from '../contract.ts';
import type { Attendance } from '../roster-types.ts';
import { wasDeaf } from './deaf-stretch.ts';
import { type Derived, type DeriveEnv, holds } from './derived.ts';
import type { Finding, RatioFact } from './facts.ts';
import type { PlacedRule } from './table-lookup.ts';
import { type Belonging, belongingOfPerson } from './table-scope.ts';
import type { Source } from './table-types.ts';

export type AttendanceSource = Extract<Source, { readonly source: 'absence' | 'attendance_ratio' }>;

interface PersonDay extends Belonging {
  readonly record: Attendance;
}

/** Days of the period of those who have to be on site. A day of which nothing is recorded was none. */
export function attendanceFacts(source: AttendanceSource, { rule, table }: PlacedRule, env: DeriveEnv): Derived {
  const { attendance, contract, members } = env.past;
  const people = new Map(members.map((member) => [member.id, member]));
  const days = attendance
    .filter(({ day }) => holds(env.period, dayRange(day).from))
    .flatMap((record): PersonDay[] => {
      const person = people.get(record.personId) ?? { id: record.personId };
      const belonging = belongingOfPerson(table, contract, person);
      return belonging ? [{ record, ...belonging }] : [];
    });
  if (source.source === 'attendance_ratio') return { findings: [], ratios: ratioOf(days, rule.id) };
  const isWrong = ({ record }: PersonDay) =>
    record.signedInAt === undefined || (source.late && isOutOfHours(record, contract.attendance));
  return { findings: days.filter(isWrong).map((day) => absenceOf(day, rule.id, env)), ratios: [] };
}

function isOutOfHours(record: Attendance, rule: AttendanceRule | undefined): boolean {
  if (record.absentAt !== undefined) return true;
  return rule !== undefined && (isLateArrival(record, rule) || isEarlyLeave(record, rule));
}

function absenceOf({ copy, record }: PersonDay, rule: string, { past }: DeriveEnv): Finding {
  const { from, to } = dayRange(record.day);
  return {
    id: `absence:${record.personId}:${record.day}:${rule}`,
    rule,
    ...(copy !== undefined && { copy }),
    at: from,
    subject: record.personId,
    event: `absence:${record.personId}:${record.day}`,
    standing: 'found',
    origin: 'ledger',
    evidence: [],
    ...(wasDeaf(past.deafness, { from, to: (record.absentAt ?? to) - 1 }) && { isInDeafness: true }),
  };
}

function ratioOf(days: readonly PersonDay[], rule: string): readonly RatioFact[] {
  return [...Map.groupBy(days, ({ copy }) => copy)].map(([copy, ofCopy]) => ({
    rule,
    ...(copy !== undefined && { copy }),
    met: ofCopy.filter(({ record }) => record.signedInAt !== undefined).length,
    total: ofCopy.length,
    origin: 'ledger',
    evidence: [],
  }));
}
