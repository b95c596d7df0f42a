import { mentions, namesOf, withRole } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes, Outgoing, RosterWrite } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import { isAttendanceDay } from '../domain/attendance.ts';
import { civilDate, dateOfDay, dayOf, parseCivil } from '../domain/civil.ts';
import type { AttendanceRule, Contract } from '../domain/contract.ts';
import type { Attendance } from '../domain/roster-types.ts';
import type { CivilDate, Instant, PersonId } from '../domain/types.ts';
import { actsSeen } from './acts-seen.ts';
import { attendanceCardKey, attendanceEntry, attendanceGroup, dayCard, isOnLeave, onSite } from './attendance.ts';
import type { Scene } from './context.ts';
import { deafSpans } from './deaf-spans.ts';
import { groupsEverywhere } from './group-chat.ts';
import type { Routine } from './routine-types.ts';

/** Working days that are looked through for the next one: more than the longest holiday. */
const DAYS_AHEAD_MAX = 31;

/**
 * Three times each working day of the rule: the card for 签到 is posted; whoever has not signed in by the last minute of being in time
 * is rung; and later recorded as absent. What
 * was missed while the bot was down is made up the same day; an earlier day is judged no more.
 */
export const attendanceDay: Routine = {
  name: 'attendance',
  nextAt({ contract }, after) {
    const rule = contract.attendance;
    if (!rule) return undefined;
    for (let day = dayOf(after); day <= dayOf(after) + DAYS_AHEAD_MAX; day += 1) {
      const later = momentsOf(contract, rule, dateOfDay(day)).filter((at) => at > after);
      if (later.length > 0) return Math.min(...later);
    }
    return undefined;
  },
  async changes(scene, dueAt): Promise<Changes> {
    const { contract, now, store } = scene;
    const rule = contract.attendance;
    const day = civilDate(now);
    const group = await attendanceGroup(scene);
    if (!rule || !group || onSite(scene).length === 0) return {};
    const due = momentsOf(contract, rule, day).filter((at) => dueAt <= at && at <= now);
    if (due.length === 0) return {};
    const records = await store.attendanceOf(contract.id, day);
    const isJudged = due.includes(parseCivil(day, rule.absentAt));
    const given = { rule, day, records, group };
    const judged = isJudged ? await judge(scene, given) : {};
    const isRung = !isJudged && due.includes(parseCivil(day, rule.signInBy));
    const absent = judged.roster?.flatMap((write) => (write.kind === 'attendance' ? [write.record] : [])) ?? [];
    const known = [...records.filter(({ personId }) => !absent.some((one) => one.personId === personId)), ...absent];
    const isOpening = due.includes(parseCivil(day, rule.openAt));
    const cardKey = attendanceCardKey(scene, day);
    const base = { chatId: group.id, cardKey, priority: 1 } as const;
    const content = { lines: [], card: dayCard(scene, rule, day, known) };
    const card: readonly Outgoing[] = isOpening
      ? [{ ...base, op: 'post', key: cardKey, content, reaches: onSite(scene).map(({ id }) => id) }]
      : isJudged
        ? [{ ...base, op: 'refresh', key: `${cardKey}:judged`, content, otherwise: 'leave' }]
        : [];
    return { ...judged, outbox: [...card, ...(isRung ? ring(scene, given) : []), ...(judged.outbox ?? [])] };
  },
};

interface Day {
  readonly rule: AttendanceRule;
  readonly day: CivilDate;
  readonly records: readonly Attendance[];
  readonly group: Chat;
}

/** Those who are expected and have not signed in. */
function missingOf(scene: Scene, { day, records, rule }: Day): readonly PersonId[] {
  return onSite(scene)
    .filter(({ id }) => !records.some(({ personId, signedInAt }) => personId === id && signedInAt !== undefined))
    .filter(({ id }) => !isOnLeave(scene, id, day, rule))
    .map(({ id }) => id);
}

/** Nobody is recorded as absent who was not told that his 签到 is missing. */
function ring(scene: Scene, given: Day): readonly Outgoing[] {
  const missing = missingOf(scene, given);
  if (missing.length === 0) return [];
  const { contract, text } = scene;
  const lines = [text.roster.attendance.missing(mentions(missing), given.rule.absentAt)];
  const key = `sign-in-missing:${contract.id}:${given.day}`;
  return [{ op: 'post', chatId: given.group.id, priority: 1, key, content: { lines } }];
}

/** Records who has not signed in and is not on leave. Where the bot was offline meanwhile nobody could sign in. */
async function judge(scene: Scene, given: Day): Promise<Changes> {
  const { rule, day, records, group } = given;
  const { members, now, text } = scene;
  const { attendance: words } = text.roster;
  const ids = missingOf(scene, given);
  if (ids.length === 0) return {};
  const managers = withRole(members, 'manager');
  const deaf = await deafAnywhere(scene, parseCivil(day, rule.openAt));
  const base = { op: 'post', chatId: group.id, priority: 1, key: `absent:${scene.contract.id}:${day}` } as const;
  if (deaf) {
    const [from, to] = [deaf.from, deaf.to ?? now].map((at) => instantWords(at, now, text, 'if_any'));
    const lines = [words.unjudged(mentions(managers), from ?? '', to ?? '')];
    return {
      entries: ids.map((personId) => attendanceEntry(scene, 'absence_unjudged', { personId, day })),
      outbox: [{ ...base, content: { lines } }],
    };
  }
  const people = mentions([...managers, ...withRole(members, 'supervisor')]);
  const seen = await actsSeen(scene, ids, parseCivil(day, rule.openAt));
  const lines = [
    words.absentNotice(people, rule.absentAt, namesOf(members, ids, text), rule.clause),
    ...(seen.length > 0 ? [[words.seenActing(seen.join(text.card.comma))]] : []),
  ];
  return {
    roster: ids.map((personId): RosterWrite => {
      const seen = records.find((record) => record.personId === personId);
      return { kind: 'attendance', record: { ...seen, personId, day, absentAt: now }, ...(seen && { seen }) };
    }),
    entries: ids.map((personId) => attendanceEntry(scene, 'absent', { personId, day })),
    outbox: [{ ...base, content: { lines } }],
  };
}

/** He may have signed on any platform on which the contract has a group. */
async function deafAnywhere(scene: Scene, from: Instant) {
  const groups = await groupsEverywhere(scene);
  const spans = await Promise.all(groups.map(({ id }) => deafSpans(scene, id, from, scene.now)));
  return spans.flat()[0];
}

/** When the card is posted, when those missing are rung and when absence is judged; none on a day of rest. */
function momentsOf(contract: Contract, rule: AttendanceRule, day: CivilDate): readonly Instant[] {
  if (!isAttendanceDay(rule, contract.calendars, day)) return [];
  return [rule.openAt, rule.signInBy, rule.absentAt].map((time) => parseCivil(day, time));
}
