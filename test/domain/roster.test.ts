import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calledOn, coveringTurns, isAway, onDuty } from '../../domain/roster.ts';
import type { Roster, RosterMember } from '../../domain/roster-types.ts';
import { DAY, HOUR, personId } from '../../domain/types.ts';
import { at, away, covered, givenRoster, member, plan, rota } from './roster-fixture.ts';

const NOON = at('2026-03-04 12:00');

test.each([
  [
    'engineers in the order of duty',
    [member('b', ['engineer'], 2), member('c'), member('a', ['engineer'], 1)],
    ['a', 'b'],
  ],
  ['no order: all engineers, as they are listed', [member('b'), member('m', ['manager']), member('a')], ['b', 'a']],
  ['no engineer: the managers', [member('w', ['reporter']), member('m', ['manager'], 1)], ['m']],
  [
    'a place in the order is nothing without being an engineer',
    [member('w', ['reporter'], 1), member('a', ['engineer'])],
    ['a'],
  ],
  ['one who is both is called as an engineer', [member('m', ['manager', 'engineer'], 1)], ['m']],
  ['nobody', [member('w', ['reporter', 'supervisor'])], []],
] satisfies [string, RosterMember[], string[]][])('without a rota: %s', (_name, members, expected) => {
  expect(onDuty(givenRoster({ members }), NOON)).toEqual(expected);
});

const day = rota('day', { on: 'workdays', calendar: 'working', rotate: 'never' });
const night = rota('night', { from: '18:00', to: '09:00' });
const weekend = rota('weekend', { on: 'rest_days', calendar: 'working', rotate: 'week', weekday: 'sat' });
const rotas = [day, night, weekend];
const plans = [plan('day', ['d', 'e']), plan('night', ['a', 'b', 'c']), plan('weekend', ['x', 'y'], '2026-03-07')];
const members = [...'abcdexyz'].map((name, index) => member(name, ['engineer'], index + 1));
const whole = { rotas, plans, members };

// The first Monday of March 2026 is the 2nd: a has the night to the 3rd, b the next one.
test.each([
  ['a workday, 1 ms before the day shift', at('2026-03-03 09:00') - 1, 'a'],
  ['a workday, when the day shift begins', at('2026-03-03 09:00'), 'd'],
  ['a workday, 1 ms before it ends', at('2026-03-03 18:00') - 1, 'd'],
  ['a workday, when the night shift begins', at('2026-03-03 18:00'), 'b'],
  ['the night after midnight is still hers who began it', at('2026-03-04 00:00'), 'b'],
  ['Saturday', at('2026-03-07 10:00'), 'x'],
  ['Sunday of the same weekend', at('2026-03-08 10:00'), 'x'],
  ['the next weekend', at('2026-03-14 10:00'), 'y'],
  ['Saturday, a make-up workday before 国庆', at('2026-10-10 10:00'), 'd'],
  ['a statutory holiday on a Thursday', at('2026-10-01 10:00'), 'y'],
])('on duty: %s', (_name, instant, expected) => {
  expect(onDuty(givenRoster(whole), instant)[0]).toBe(expected);
});

test('who is called next is the next on the rota, then the other engineers in their order', () => {
  expect(onDuty(givenRoster(whole), at('2026-03-03 20:00'))).toEqual(['b', 'c', 'a', 'd', 'e', 'x', 'y', 'z']);
});

test.each([
  ['before the first turn of the plan nobody is on it', {}, at('2026-03-01 20:00'), 'a'],
  [
    'a person who has left takes no turn',
    { members: members.filter(({ id }) => id !== 'b') },
    at('2026-03-03 20:00'),
    'c',
  ],
  [
    'somebody of the customer takes none either',
    { members: [member('b', ['reporter']), ...members.filter(({ id }) => id !== 'b')] },
    at('2026-03-03 20:00'),
    'c',
  ],
  [
    'the next one takes the turn of whoever is away',
    { changes: [away('b', '2026-03-03', '2026-03-04')] },
    at('2026-03-03 20:00'),
    'c',
  ],
  [
    'his night is not handed back at midnight',
    { changes: [away('b', '2026-03-03', '2026-03-04')] },
    at('2026-03-04 03:00'),
    'c',
  ],
  [
    'a leave that begins at midnight leaves the night before as it is',
    { changes: [away('b', '2026-03-04', '2026-03-05')] },
    at('2026-03-04 03:00'),
    'b',
  ],
  [
    'all of the rota away: the engineers in their order',
    { changes: [...'abc'].map((name) => away(name, '2026-03-03', '2026-03-04')) },
    at('2026-03-03 20:00'),
    'd',
  ],
  ['a cover', { changes: [covered('b', 'z', '2026-03-03 18:00', '2026-03-04 09:00')] }, at('2026-03-04 08:59'), 'z'],
  [
    'a cover that nobody has agreed to',
    { changes: [{ ...covered('b', 'z', '2026-03-03', '2026-03-04'), state: 'asked' }] },
    at('2026-03-03 20:00'),
    'b',
  ],
  [
    'the newest cover of two',
    { changes: [covered('b', 'y', '2026-03-03', '2026-03-04'), covered('b', 'z', '2026-03-03', '2026-03-04')] },
    at('2026-03-03 20:00'),
    'z',
  ],
  [
    'a substitute who has a substitute',
    { changes: [covered('b', 'y', '2026-03-03', '2026-03-04'), covered('y', 'z', '2026-03-03', '2026-03-04')] },
    at('2026-03-03 20:00'),
    'z',
  ],
  [
    'two who have exchanged the same day',
    { changes: [covered('b', 'd', '2026-03-03', '2026-03-04'), covered('d', 'b', '2026-03-03', '2026-03-04')] },
    at('2026-03-03 20:00'),
    'd',
  ],
  [
    'a substitute who is away gives the turn back',
    { changes: [covered('b', 'z', '2026-03-03', '2026-03-04'), away('z', '2026-03-03', '2026-03-04')] },
    at('2026-03-03 20:00'),
    'b',
  ],
  [
    'a substitute who has left gives it back too',
    {
      changes: [covered('b', 'z', '2026-03-03', '2026-03-04')],
      members: members.filter(({ id }) => id !== 'z'),
    },
    at('2026-03-03 20:00'),
    'b',
  ],
  [
    'of two substitutes the last one who is there',
    {
      changes: [
        covered('b', 'y', '2026-03-03', '2026-03-04'),
        covered('y', 'z', '2026-03-03', '2026-03-04'),
        away('z', '2026-03-03', '2026-03-04'),
      ],
    },
    at('2026-03-03 20:00'),
    'y',
  ],
  [
    'a substitute and the one whose turn it is are both away: the next one',
    {
      changes: [
        covered('b', 'z', '2026-03-03', '2026-03-04'),
        away('z', '2026-03-03', '2026-03-04'),
        away('b', '2026-03-03', '2026-03-04'),
      ],
    },
    at('2026-03-03 20:00'),
    'c',
  ],
] satisfies [string, Partial<Roster>, number, string][])('on duty: %s', (_name, fields, instant, expected) => {
  expect(onDuty(givenRoster({ ...whole, ...fields }), instant)[0]).toBe(expected);
});

test.each([
  [
    'without a rota the next engineer stands in as well',
    [away('a', '2026-03-04', '2026-03-05')],
    ['b', 'c', 'd', 'e', 'x', 'y', 'z'],
  ],
  [
    'a cover counts without a rota',
    [covered('a', 'z', '2026-03-04', '2026-03-05')],
    ['z', 'b', 'c', 'd', 'e', 'x', 'y'],
  ],
  [
    'when everybody is away they are called all the same',
    [...'abcdexyz'].map((name) => away(name, '2026-03-04', '2026-03-05')),
    [...'abcdexyz'],
  ],
])('%s', (_name, changes, expected) => {
  expect(onDuty(givenRoster({ members, changes }), NOON)).toEqual(expected);
});

test('those in the order of duty are away: the other engineers are called, and not the manager', () => {
  const people = [member('a', ['engineer'], 1), member('b'), member('m', ['manager'])];
  const given = givenRoster({ members: people, changes: [away('a', '2026-03-04', '2026-03-05')] });
  expect(onDuty(given, NOON)).toEqual(['b']);
});

test('a rota for a system or a department is for nobody else, and comes in the order of the pack', () => {
  const own = rota('own', { from: '00:00', to: '00:00', systems: ['site'] });
  const hall = rota('hall', { from: '00:00', to: '00:00', departments: ['hall'] });
  const all = rota('all', { from: '00:00', to: '00:00' });
  const given = givenRoster({
    rotas: [own, hall, all],
    plans: [plan('own', ['s']), plan('hall', ['h']), plan('all', ['g'])],
  });
  expect(onDuty(given, NOON, { systemId: 'site', departmentId: 'hall' })[0]).toBe('s');
  expect(onDuty(given, NOON, { systemId: 'other', departmentId: 'hall' })[0]).toBe('h');
  expect(onDuty(given, NOON)[0]).toBe('g');
});

const arbitraryChanges = fc.array(
  fc.record({
    kind: fc.constantFrom('absence', 'cover'),
    person: fc.constantFrom(...'abcxyz'),
    other: fc.constantFrom(...'abcxyz'),
    day: fc.nat(20),
    days: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 12 },
);

test('at every instant that a rota covers exactly one is on duty, and he is neither away nor a stranger', () => {
  fc.assert(
    fc.property(arbitraryChanges, fc.nat(20 * 24), (made, hour) => {
      const start = at('2026-03-02');
      const changes = made.map(({ kind, person, other, day: first, days }) => {
        const shape =
          kind === 'absence'
            ? away(person, '2026-03-02', '2026-03-02')
            : covered(person, other, '2026-03-02', '2026-03-02');
        return { ...shape, from: start + first * DAY, to: start + (first + days) * DAY };
      });
      const given = givenRoster({ ...whole, changes });
      const instant = start + hour * HOUR;
      const called = onDuty(given, instant);
      expect(new Set(called).size).toBe(called.length);
      expect(called.length).toBeGreaterThan(0);
      const [turn] = coveringTurns(given, instant).filter((one) => calledOn(given.roster, one).length > 0);
      if (!turn) return;
      const [first] = calledOn(given.roster, turn);
      expect(called[0]).toBe(first);
      const isAway = changes.some(
        (one) => one.kind === 'absence' && one.personId === first && one.from <= turn.from && turn.from < one.to,
      );
      expect(isAway).toBe(false);
    }),
  );
});

const arbitraryLongChanges = fc.array(
  fc.record({
    kind: fc.constantFrom('absence', 'cover'),
    person: fc.constantFrom(...'abc'),
    other: fc.constantFrom(...'abc'),
    day: fc.nat(3),
    days: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 6 },
);

test('no manager is called before an engineer who is not away', () => {
  const people = [member('a', ['engineer'], 1), member('b', ['engineer'], 2), member('c'), member('m', ['manager'])];
  fc.assert(
    fc.property(arbitraryLongChanges, fc.nat(4 * 24), fc.boolean(), (made, hour, hasRota) => {
      const start = at('2026-03-02');
      const changes = made.map(({ kind, person, other, day: first, days }) => {
        const span = { from: start + first * DAY, to: start + (first + days) * DAY };
        return {
          ...(kind === 'absence'
            ? away(person, '2026-03-02', '2026-03-02')
            : covered(person, other, '2026-03-02', '2026-03-02')),
          ...span,
        };
      });
      const planned = { rotas: [day], plans: [plan('day', ['a', 'b'])] };
      const given = givenRoster({ ...(hasRota && planned), members: people, changes });
      const instant = start + hour * HOUR;
      const isThere = people.some(({ id, roles }) => roles.includes('engineer') && !isAway(given.roster, id, instant));
      if (isThere) expect(onDuty(given, instant)[0]).not.toBe(personId('m'));
    }),
    { numRuns: 500 },
  );
});
