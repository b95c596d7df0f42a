import { expect, test } from 'vitest';
import { allGaps, gaps } from '../../domain/roster-gaps.ts';
import type { Roster } from '../../domain/roster-types.ts';
import { at, away, covered, givenRoster, member, plan, rota } from './roster-fixture.ts';

const day = rota('day', { from: '09:00', to: '18:00', rotate: 'turn' });
const night = rota('night', { from: '18:00', to: '09:00', rotate: 'turn' });
const plans = [plan('day', ['a', 'b']), plan('night', ['c'])];
const members = [...'abcz'].map((name) => member(name));
const span = ['2026-03-03 09:00', '2026-03-05 09:00'] as const;

test.each([
  ['everybody is there', { rotas: [day, night], plans }, []],
  ['nobody is on any rota: they are not used', { rotas: [day, night], plans: [] }, []],
  ['one of two is away', { rotas: [day, night], plans, changes: [away('a', '2026-03-03', '2026-03-05')] }, []],
  [
    'the only one is away for a night',
    { rotas: [day, night], plans, changes: [away('c', '2026-03-03', '2026-03-04')] },
    ['away 2026-03-03 18:00 2026-03-04 09:00'],
  ],
  [
    'he is away, and somebody stands in for him',
    {
      rotas: [day, night],
      plans,
      changes: [away('c', '2026-03-03', '2026-03-04'), covered('c', 'z', '2026-03-03', '2026-03-04')],
    },
    [],
  ],
  [
    'no rota has the nights',
    { rotas: [day], plans },
    ['uncovered 2026-03-03 18:00 2026-03-04 09:00', 'uncovered 2026-03-04 18:00 2026-03-05 09:00'],
  ],
  [
    'a rota that nobody is on leaves its hours to none',
    { rotas: [day, night], plans: [plan('day', ['a'])] },
    ['uncovered 2026-03-03 18:00 2026-03-04 09:00', 'uncovered 2026-03-04 18:00 2026-03-05 09:00'],
  ],
] satisfies [string, Partial<Roster>, string[]][])('gaps: %s', (_name, fields, expected) => {
  const found = gaps(givenRoster({ members, ...fields }), at(span[0]), at(span[1]));
  const wanted = expected.map((line) => {
    const [kind, fromDay, fromTime, toDay, toTime] = line.split(' ');
    return { kind, from: at(`${fromDay} ${fromTime}`), to: at(`${toDay} ${toTime}`) };
  });
  expect(found).toEqual(wanted);
});

test('a gap of a department is one though others are served', () => {
  const hall = rota('hall', { departments: ['hall'], from: '00:00', to: '00:00' });
  const desk = rota('desk', { departments: ['desk'], from: '00:00', to: '00:00' });
  const given = givenRoster({
    rotas: [hall, desk],
    plans: [plan('hall', ['a']), plan('desk', ['b'])],
    changes: [away('a', '2026-03-03', '2026-03-04')],
  });
  expect(gaps(given, at(span[0]), at(span[1]), { departmentId: 'desk' })).toEqual([]);
  expect(allGaps(given, at(span[0]), at(span[1]))).toEqual([
    { kind: 'away', from: at('2026-03-03 09:00'), to: at('2026-03-04') },
  ]);
});

test('before the first plan begins nothing is a gap', () => {
  const given = givenRoster({ rotas: [day], plans: [plan('day', ['a'], '2026-03-04')] });
  expect(gaps(given, at('2026-03-01'), at('2026-03-04 18:00'))).toEqual([]);
  expect(gaps(given, at('2026-03-01'), at('2026-03-04 18:01'))).toHaveLength(1);
});

test('days whose holidays nobody knows yet are no gap', () => {
  const given = givenRoster({
    rotas: [rota('r', { on: 'workdays', calendar: 'working', from: '00:00', to: '00:00' })],
    plans: [plan('r', ['a'])],
  });
  expect(gaps(given, at('2026-12-31'), at('2027-01-08'))).toEqual([]);
});
