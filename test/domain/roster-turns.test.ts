import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilDate, civilTime } from '../../domain/civil.ts';
import { calledOn } from '../../domain/roster.ts';
import { nextHandover, turnAt, turnsBetween } from '../../domain/roster-turns.ts';
import { DAY, HOUR } from '../../domain/types.ts';
import { at, givenRoster, plan, rota } from './roster-fixture.ts';

const order = ['a', 'b', 'c'];
const working = { calendar: 'working' } as const;

/** Who has the turn that begins on each day of the span; `-` where none does. */
function turnsOn(fields: Parameters<typeof rota>[1], startsOn: string, from: string, days: number): string {
  const given = givenRoster({ rotas: [rota('r', fields)], plans: [plan('r', order, startsOn)] });
  return Array.from({ length: days }, (_, index) => {
    const day = at(from) + index * DAY;
    const turn = turnsBetween(given, 'r', day, day + DAY).find((one) => one.day === civilDate(day));
    return turn ? (calledOn(given.roster, turn)[0] ?? '?') : '-';
  }).join('');
}

test.each([
  ['daily', { rotate: 'turn' }, '2026-03-02', '2026-03-02', 7, 'abcabca'],
  ['daily, before the plan begins', { rotate: 'turn' }, '2026-03-04', '2026-03-02', 5, '--abc'],
  ['daily over the end of the year', { rotate: 'turn' }, '2025-12-29', '2025-12-30', 5, 'bcabc'],
  ['the same one always', { rotate: 'never' }, '2026-03-02', '2026-03-02', 4, 'aaaa'],
  ['weekly, from Monday', { rotate: 'week' }, '2026-03-02', '2026-03-06', 5, 'aaabb'],
  ['weekly, from the middle of a week', { rotate: 'week' }, '2026-03-05', '2026-03-05', 6, 'aaaabb'],
  ['weekly, handed over on Thursday', { rotate: 'week', weekday: 'thu' }, '2026-03-02', '2026-03-02', 10, 'aaabbbbbbb'],
  ['weekly over the end of the year', { rotate: 'week' }, '2025-12-22', '2025-12-26', 12, 'aaabbbbbbbcc'],
  ['workdays only', { ...working, on: 'workdays', rotate: 'turn' }, '2026-03-05', '2026-03-05', 6, 'ab--ca'],
  [
    'workdays over 国庆 with its 调休 on a Saturday',
    { ...working, on: 'workdays', rotate: 'turn' },
    '2026-09-30',
    '2026-09-30',
    13,
    'a-------bca-b',
  ],
  ['rest days with 国庆', { ...working, on: 'rest_days', rotate: 'turn' }, '2026-09-26', '2026-09-26', 7, 'ab---ca'],
  ['some weekdays', { on: ['sat', 'sun'], rotate: 'turn' }, '2026-03-07', '2026-03-06', 10, '-ab-----ca'],
] as const)('%s', (_name, fields, startsOn, from, days, expected) => {
  expect(turnsOn(fields, startsOn, from, days)).toBe(expected);
});

test.each([
  ['within a day', '09:00', '18:00', '09:00', '2026-03-03 18:00'],
  ['over midnight', '18:00', '09:00', '18:00', '2026-03-04 09:00'],
  ['round the clock', '09:00', '09:00', '09:00', '2026-03-04 09:00'],
  ['to the end of the day', '16:00', '24:00', '16:00', '2026-03-04 00:00'],
])('the hours of a turn: %s', (_name, from, to, begins, ends) => {
  const given = givenRoster({ rotas: [rota('r', { from, to })], plans: [plan('r', order)] });
  const turn = turnsBetween(given, 'r', at('2026-03-03'), at('2026-03-04')).find(({ day }) => day === '2026-03-03');
  expect(civilTime(turn?.from ?? 0)).toBe(begins);
  expect(turn?.to).toBe(at(ends));
});

test.each([
  ['before any turn of the plan', '2026-03-01 12:00', '2026-03-02 09:00'],
  ['1 ms before a handover', '2026-03-02 08:59', '2026-03-02 09:00'],
  ['at a handover it is the next one', '2026-03-02 09:00', '2026-03-02 18:00'],
  ['over the weekend', '2026-03-06 18:00', '2026-03-09 09:00'],
])('the next handover: %s', (_name, after, expected) => {
  const given = givenRoster({
    rotas: [
      rota('day', { ...working, on: 'workdays' }),
      rota('late', { ...working, on: 'workdays', from: '18:00', to: '22:00' }),
    ],
    plans: [plan('day', order), plan('late', order)],
  });
  expect(nextHandover(given, at(after))).toBe(at(expected));
});

test('a rota that nobody is on has no turns and no handover', () => {
  const given = givenRoster({ rotas: [rota('r')], plans: [] });
  expect(turnAt(given, 'r', at('2026-03-03 12:00'))).toBeUndefined();
  expect(nextHandover(given, at('2026-03-03'))).toBeUndefined();
});

test('a day whose holidays nobody knows yet has no turn of a rota that asks for them', () => {
  const fields = { rotas: [rota('r', { ...working, on: 'rest_days' })], plans: [plan('r', order)] };
  expect(turnAt(givenRoster(fields), 'r', at('2027-01-01 12:00'))).toBeUndefined();
});

test('the turns of a rota round the clock tile its time, and one person has each', () => {
  const rotate = fc.constantFrom('turn', 'week', 'never');
  const weekday = fc.constantFrom('mon', 'thu', 'sun');
  fc.assert(
    fc.property(
      rotate,
      weekday,
      fc.nat(23),
      fc.nat(200),
      fc.integer({ min: 1, max: 60 }),
      (how, first, hour, day, days) => {
        const from = `${String(hour).padStart(2, '0')}:00`;
        const given = givenRoster({
          rotas: [rota('r', { from, to: from, rotate: how, weekday: first })],
          plans: [plan('r', order, '2026-01-05')],
        });
        const start = at('2026-01-06') + day * DAY;
        const turns = turnsBetween(given, 'r', start, start + days * DAY);
        expect(turns[0]?.from).toBeLessThanOrEqual(start);
        expect(turns.at(-1)?.to).toBeGreaterThanOrEqual(start + days * DAY);
        for (const [index, turn] of turns.entries()) {
          expect(turn.to - turn.from).toBe(24 * HOUR);
          expect(turns[index + 1]?.from ?? turn.to).toBe(turn.to);
          // The next one takes over, or the same one goes on.
          expect([0, 1]).toContain((turns[index + 1]?.index ?? turn.index) - turn.index);
        }
      },
    ),
  );
});
