import { isEarlyLeave, isLateArrival } from '../domain/attendance.ts';
import { civilTime } from '../domain/civil.ts';
import type { AttendanceRule } from '../domain/contract.ts';
import type { Attendance } from '../domain/roster-types.ts';
import type { CivilDate } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { rosterAction } from './duty-request-card.ts';
import { dateWords } from './duty-words.ts';
import { type CardMember, displayName } from './ticket-view.ts';
import type { Card } from './types.ts';

export interface AttendanceView {
  readonly day: CivilDate;
  readonly rule: AttendanceRule;
  readonly people: readonly {
    readonly member: CardMember;
    readonly record?: Attendance | undefined;
    readonly isOnLeave: boolean;
  }[];
}

/** 驻场签到: a field for each person, and the buttons for all of them. */
export function attendanceCard({ day, rule, people }: AttendanceView, text: Catalogue): Card {
  const ids = people.map(({ member }) => member.id);
  const isSomebodyAbsent = people.some(({ record }) => record?.absentAt !== undefined);
  return {
    tone: isSomebodyAbsent ? 'warning' : 'info',
    title: text.roster.attendance.title(dateWords(day, text)),
    lines: [[text.roster.attendance.hint(rule.signInBy, rule.signOutFrom)]],
    fields: people.map(({ member, record, isOnLeave }) => ({
      label: displayName(member.name),
      value: [attendanceWords(rule, { record, isOnLeave }, text)],
    })),
    clocks: [],
    actions: [rosterAction('sign_in', 'primary', ids, text), rosterAction('sign_out', 'default', ids, text)],
    subject: { id: day, version: 0 },
  };
}

function attendanceWords(
  rule: AttendanceRule,
  { record, isOnLeave }: { readonly record: Attendance | undefined; readonly isOnLeave: boolean },
  text: Catalogue,
): string {
  const { attendance: words } = text.roster;
  const parts: string[] = [];
  if (record?.absentAt !== undefined) parts.push(words.absent);
  if (record?.signedInAt !== undefined) {
    const at = civilTime(record.signedInAt);
    parts.push(isLateArrival(record, rule) ? words.late(at) : words.signedIn(at));
  }
  if (record?.signedOutAt !== undefined) {
    const at = civilTime(record.signedOutAt);
    parts.push(isEarlyLeave(record, rule) ? words.leftEarly(at) : words.signedOut(at));
  }
  if (parts.length === 0) parts.push(isOnLeave ? words.onLeave : words.waiting);
  return parts.join(text.card.dot);
}
