import { type AttendanceView, attendanceCard } from '../cards/attendance-card.ts';
import type { ContractEvent, Outgoing } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import { isAttendanceDay, isEarlyLeave, isLateArrival, signIn, signOut } from '../domain/attendance.ts';
import { civilDate, civilTime, parseCivil } from '../domain/civil.ts';
import type { AttendanceRule } from '../domain/contract.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { isAway } from '../domain/roster.ts';
import type { Attendance } from '../domain/roster-types.ts';
import { type CivilDate, eventId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { groupOf } from './group-chat.ts';
import { answer, answeringRefresh, commitAnswer, type Refresh, say } from './messages.ts';

export type SignType = 'sign_in' | 'sign_out';

/** 签到 or 签退, typed or tapped. */
export async function sign(ctx: UpdateContext, type: SignType): Promise<void> {
  const { contract, person, text, update } = ctx;
  const { attendance: words } = text.roster;
  const rule = contract.attendance;
  // When he said it, however late the bot got to it.
  const at = reportedAt(update);
  const day = civilDate(at);
  if (!rule) return commitAnswer(ctx, say(words.noRule));
  if (!onSite(ctx).some(({ id }) => id === person.id)) return commitAnswer(ctx, say(words.notOnSite));
  if (update.type === 'action' && update.subject !== day) return commitAnswer(ctx, say(words.oldCard));
  if (!isAttendanceDay(rule, contract.calendars, day)) return commitAnswer(ctx, say(words.noWorkday));
  const records = await ctx.store.attendanceOf(contract.id, day);
  const before = records.find(({ personId }) => personId === person.id);
  const decision = type === 'sign_in' ? signIn(person.id, before, at) : signOut(before, at);
  if (!decision.ok) {
    const first = decision.at === undefined ? '' : civilTime(decision.at);
    return commitAnswer(ctx, say(decision.reason === 'already' ? words.already(first) : words.notSignedIn));
  }
  const { record } = decision;
  const entry = type === 'sign_in' ? 'attendance_signed_in' : 'attendance_signed_out';
  await ctx.commit({
    roster: [{ kind: 'attendance', record, ...(before && { seen: before }) }],
    entries: [{ ...attendanceEntry(ctx, entry, record), at, by: person.id }],
    outbox: [
      ...(await refreshedCard(ctx, rule, day, [...records.filter((other) => other !== before), record])),
      answer(ctx, say(answerWords(ctx, type, record, rule, civilTime(at)))),
    ],
  });
}

/** Everybody who has to be on site. */
export function onSite({ members }: Scene) {
  return members.filter(({ posts }) => posts.includes('on_site'));
}

/** Away that day, by a leave that covers the time of 签到. */
export function isOnLeave(
  { roster }: Scene,
  person: Attendance['personId'],
  day: CivilDate,
  rule: AttendanceRule,
): boolean {
  return isAway(roster, person, parseCivil(day, rule.signInBy));
}

export function attendanceEntry(scene: Scene, type: string, record: Attendance): ContractEvent {
  const { ids, now } = scene;
  const { personId, day } = record;
  return { id: eventId(ids.next(now)), at: now, type, personId, day };
}

export function attendanceCardKey({ contract }: Scene, day: CivilDate): string {
  return `attendance:${contract.id}:${day}`;
}

/** Where the card is: those who have to be on site shall see it. */
export function attendanceGroup(scene: Scene): Promise<Chat | undefined> {
  return groupOf(scene, { people: onSite(scene).map(({ id }) => id) });
}

/** The day's card as the records stand. */
export function dayCard(scene: Scene, rule: AttendanceRule, day: CivilDate, records: readonly Attendance[]) {
  const people: AttendanceView['people'] = onSite(scene).map((member) => ({
    member,
    record: records.find(({ personId }) => personId === member.id),
    isOnLeave: isOnLeave(scene, member.id, day, rule),
  }));
  return attendanceCard({ day, rule, people }, scene.text);
}

/** Before the card is posted there is nothing to bring up to date. */
async function refreshedCard(
  ctx: UpdateContext,
  rule: AttendanceRule,
  day: CivilDate,
  records: readonly Attendance[],
): Promise<readonly Outgoing[]> {
  const { now } = ctx;
  const group = await attendanceGroup(ctx);
  if (!group || now < parseCivil(day, rule.openAt)) return [];
  const cardKey = attendanceCardKey(ctx, day);
  const refresh: Refresh = {
    op: 'refresh',
    key: `${cardKey}:${ctx.ids.next(now)}`,
    cardKey,
    chatId: group.id,
    priority: 2,
    content: { lines: [], card: dayCard(ctx, rule, day, records) },
    otherwise: 'leave',
  };
  return answeringRefresh(ctx, refresh);
}

function answerWords(
  { text }: UpdateContext,
  type: SignType,
  record: Attendance,
  rule: AttendanceRule,
  at: string,
): string {
  const { attendance: words } = text.roster;
  if (type === 'sign_in') {
    return isLateArrival(record, rule) ? words.lateAnswer(at, rule.signInBy) : words.signedInAnswer(at);
  }
  return isEarlyLeave(record, rule) ? words.earlyAnswer(at, rule.signOutFrom) : words.signedOutAnswer(at);
}
