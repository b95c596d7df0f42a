import { expect, test } from 'vitest';
import { isAttendanceDay, isEarlyLeave, isLateArrival, signIn, signOut } from '../../domain/attendance.ts';
import type { Attendance } from '../../domain/roster-types.ts';
import { personId } from '../../domain/types.ts';
import { at, calendars } from './roster-fixture.ts';

const li = personId('li');
const day = '2026-03-03';
const rule = {
  ...{ calendar: 'working', openAt: '08:30', signInBy: '09:00', absentAt: '09:30', signOutFrom: '18:00' },
  clause: 'c',
};
const record = (fields: Partial<Attendance> = {}): Attendance => ({ personId: li, day, ...fields });

test.each([
  ['1 ms before the time', -1, false],
  ['at the time', 0, false],
  ['1 ms after it', 1, true],
])('signed in %s', (_name, offset, expected) => {
  expect(isLateArrival(record({ signedInAt: at(`${day} 09:00`) + offset }), rule)).toBe(expected);
});

test.each([
  ['1 ms before the time', -1, true],
  ['at the time', 0, false],
])('signed out %s', (_name, offset, expected) => {
  expect(isEarlyLeave(record({ signedOutAt: at(`${day} 18:00`) + offset }), rule)).toBe(expected);
});

test('the first 签到 counts, and one after an absence keeps both', () => {
  const now = at(`${day} 10:00`);
  expect(signIn(li, undefined, now)).toEqual({ ok: true, record: record({ signedInAt: now }) });
  const absent = record({ absentAt: at(`${day} 09:30`) });
  expect(signIn(li, absent, now)).toEqual({ ok: true, record: { ...absent, signedInAt: now } });
  expect(signIn(li, record({ signedInAt: 1 }), now)).toEqual({ ok: false, reason: 'already', at: 1 });
});

test('the last 签退 counts, and none before a 签到', () => {
  const now = at(`${day} 18:30`);
  expect(signOut(undefined, now)).toEqual({ ok: false, reason: 'not_signed_in' });
  expect(signOut(record({ signedInAt: 1, signedOutAt: 2 }), now)).toMatchObject({
    ok: true,
    record: { signedOutAt: now },
  });
});

test.each([
  ['a Tuesday', '2026-03-03', true],
  ['a Saturday', '2026-03-07', false],
  ['a make-up Saturday', '2026-10-10', true],
  ['国庆', '2026-10-01', false],
  ['a day whose holidays nobody knows yet', '2027-01-04', false],
])('attendance is taken on %s: %s', (_name, date, expected) => {
  expect(isAttendanceDay(rule, calendars, date)).toBe(expected);
});
