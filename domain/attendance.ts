import { type Calendar, whereKnown } from './calendar.ts';
import { isWorkday } from './calendar-days.ts';
import { civilDate, parseCivil } from './civil.ts';
import type { AttendanceRule } from './contract.ts';
import type { Attendance } from './roster-types.ts';
import type { CivilDate, Instant, PersonId } from './types.ts';

export type AttendanceDecision =
  | { readonly ok: true; readonly record: Attendance }
  | { readonly ok: false; readonly reason: 'already' | 'not_signed_in'; readonly at?: Instant };

/** 签到: the first one counts. Whoever comes after he was recorded as absent keeps both. @param before the day's record */
export function signIn(person: PersonId, before: Attendance | undefined, now: Instant): AttendanceDecision {
  if (before?.signedInAt !== undefined) return { ok: false, reason: 'already', at: before.signedInAt };
  return { ok: true, record: { ...before, personId: person, day: civilDate(now), signedInAt: now } };
}

/** 签退: the last one counts, since one may be called back. */
export function signOut(before: Attendance | undefined, now: Instant): AttendanceDecision {
  if (before?.signedInAt === undefined) return { ok: false, reason: 'not_signed_in' };
  return { ok: true, record: { ...before, signedOutAt: now } };
}

/** Later than the rule's minute; 09:00:00.000 is in time. */
export function isLateArrival({ day, signedInAt }: Attendance, rule: AttendanceRule): boolean {
  return signedInAt !== undefined && signedInAt > parseCivil(day, rule.signInBy);
}

export function isEarlyLeave({ day, signedOutAt }: Attendance, rule: AttendanceRule): boolean {
  return signedOutAt !== undefined && signedOutAt < parseCivil(day, rule.signOutFrom);
}

/** A day that the table of holidays does not reach is none: nobody is recorded as absent by a guess. */
export function isAttendanceDay(
  rule: AttendanceRule,
  calendars: Readonly<Record<string, Calendar>>,
  day: CivilDate,
): boolean {
  const calendar = calendars[rule.calendar];
  return calendar !== undefined && whereKnown(() => isWorkday(calendar, day)) === true;
}
