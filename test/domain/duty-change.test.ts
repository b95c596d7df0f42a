import { expect, test } from 'vitest';
import {
  answerRequest,
  askToStandIn,
  assignCover,
  type DutyDecision,
  type DutyEnv,
  endLeave,
  requestEndsAt,
  takeLeave,
  turnsOfCover,
} from '../../domain/duty-change.ts';
import { isAway, onDuty } from '../../domain/roster.ts';
import type { DutyChange } from '../../domain/roster-types.ts';
import { type Actor, eventId, personId } from '../../domain/types.ts';
import { at, away, covered, givenRoster, member, plan, rota } from './roster-fixture.ts';

const [a, b, c, m] = ['a', 'b', 'c', 'm'].map(personId) as [Actor['id'], Actor['id'], Actor['id'], Actor['id']];
const manager: Actor = { id: m, roles: ['manager'] };
const engineer: Actor = { id: a, roles: ['engineer'] };

/** A night rota from Monday, 2 March 2026: a, b, c in turn. */
function env(now: string, changes: readonly DutyChange[] = []): DutyEnv {
  let made = 0;
  const newEventId = () => {
    made += 1;
    return eventId(`e${made}`);
  };
  const given = givenRoster({
    rotas: [rota('night', { from: '18:00', to: '09:00' })],
    plans: [plan('night', ['a', 'b', 'c'])],
    members: [member('a'), member('b'), member('c'), member('m', ['manager']), member('w', ['reporter'])],
    changes,
  });
  return { ...given, now: at(now), newEventId };
}

const reasonOf = (decision: DutyDecision) => (decision.ok ? 'ok' : decision.refusal.reason);
const made = (decision: DutyDecision): readonly DutyChange[] => {
  if (!decision.ok) throw new Error(decision.refusal.reason);
  return decision.changes.map(({ next }) => next);
};

test('a request is for the whole turn that begins on the day', () => {
  const [change] = made(askToStandIn({ other: b, mine: '2026-03-05' }, a, env('2026-03-02 10:00')));
  expect(change).toMatchObject({
    kind: 'cover',
    personId: a,
    substituteId: b,
    state: 'asked',
    from: at('2026-03-05 18:00'),
    to: at('2026-03-06 09:00'),
  });
});

test('a swap is two covers, and both count once the other has agreed', () => {
  const given = env('2026-03-02 10:00');
  const asked = made(askToStandIn({ other: b, mine: '2026-03-05', theirs: '2026-03-06' }, a, given));
  expect(asked.map(({ personId: of, swapId }) => [of, swapId])).toEqual([
    [a, 'e1'],
    [b, 'e1'],
  ]);
  expect(onDuty(env('2026-03-02 10:00', asked), at('2026-03-05 20:00'))[0]).toBe(a);
  const agreed = made(answerRequest(asked, 'agreed', b, env('2026-03-02 11:00', asked)));
  const after = env('2026-03-02 11:00', agreed);
  expect(onDuty(after, at('2026-03-05 20:00'))[0]).toBe(b);
  expect(onDuty(after, at('2026-03-06 20:00'))[0]).toBe(a);
  expect(agreed.map((change) => turnsOfCover(change, after).map(({ day }) => day))).toEqual([
    ['2026-03-05'],
    ['2026-03-06'],
  ]);
});

test.each([
  ['with himself', { other: a, mine: '2026-03-05' }, [], 'same_person'],
  ['with somebody of the customer', { other: personId('w'), mine: '2026-03-05' }, [], 'not_of_supplier'],
  ['with nobody', { other: personId('nobody'), mine: '2026-03-05' }, [], 'not_of_supplier'],
  ['for a day on which he has no turn', { other: b, mine: '2026-03-06' }, [], 'no_turn'],
  [
    'for a turn that he has given away',
    { other: b, mine: '2026-03-05' },
    [covered('a', 'c', '2026-03-05', '2026-03-06')],
    'no_turn',
  ],
  ['for a day on which the other has no turn', { other: b, mine: '2026-03-05', theirs: '2026-03-07' }, [], 'no_turn'],
  ['for yesterday', { other: b, mine: '2026-03-01' }, [], 'past'],
  ['for more than a year ahead', { other: b, mine: '2027-03-06' }, [], 'too_far'],
  ['with somebody who is away', { other: b, mine: '2026-03-05' }, [away('b', '2026-03-05', '2026-03-06')], 'away'],
  [
    'a second time',
    { other: c, mine: '2026-03-05' },
    [
      { ...covered('a', 'b', '2026-03-05 18:00', '2026-03-06 09:00'), state: 'asked', askedAt: at('2026-03-02') },
    ] as const,
    'asked_already',
  ],
  ['for the turn that goes on', { other: b, mine: '2026-03-02' }, [], 'ok'],
] as const)('one asks to swap %s', (_name, ask, changes, expected) => {
  expect(reasonOf(askToStandIn(ask, a, env('2026-03-02 20:00', changes)))).toBe(expected);
});

test.each([
  ['1 ms before the turn begins', at('2026-03-05 18:00') - 1, 'ok'],
  ['when it begins', at('2026-03-05 18:00'), 'lapsed'],
])('a request is answered %s', (_name, now, expected) => {
  const asked = made(askToStandIn({ other: b, mine: '2026-03-05' }, a, env('2026-03-02 10:00')));
  expect(requestEndsAt(asked)).toBe(at('2026-03-05 18:00'));
  expect(reasonOf(answerRequest(asked, 'agreed', b, { ...env('2026-03-02 10:00', asked), now }))).toBe(expected);
});

test('a request for the turn that goes on lasts to its end', () => {
  const asked = made(askToStandIn({ other: b, mine: '2026-03-02' }, a, env('2026-03-02 20:00')));
  expect(requestEndsAt(asked)).toBe(at('2026-03-03 09:00'));
});

test.each([
  ['agreed', b, 'ok'],
  ['agreed', a, 'not_yours'],
  ['agreed', c, 'not_yours'],
  ['declined', b, 'ok'],
  ['declined', m, 'not_yours'],
  ['withdrawn', a, 'ok'],
  ['withdrawn', b, 'not_yours'],
] as const)('a request is %s by %s: %s', (answer, by, expected) => {
  const asked = made(askToStandIn({ other: b, mine: '2026-03-05' }, a, env('2026-03-02 10:00')));
  expect(reasonOf(answerRequest(asked, answer, by, env('2026-03-02 11:00', asked)))).toBe(expected);
});

test('the first answer counts', () => {
  const asked = made(askToStandIn({ other: b, mine: '2026-03-05' }, a, env('2026-03-02 10:00')));
  const declined = made(answerRequest(asked, 'declined', b, env('2026-03-02 11:00', asked)));
  expect(reasonOf(answerRequest(declined, 'agreed', b, env('2026-03-02 11:01', declined)))).toBe('answered');
  expect(reasonOf(answerRequest([], 'agreed', b, env('2026-03-02 11:01')))).toBe('unknown_request');
});

test('a request that the plan has overtaken is agreed to no more', () => {
  const asked = made(askToStandIn({ other: b, mine: '2026-03-05' }, a, env('2026-03-02 10:00')));
  const now = '2026-03-02 11:00';
  const given = [...asked, { ...covered('a', 'c', '2026-03-05', '2026-03-06'), id: eventId('other') }];
  expect(reasonOf(answerRequest(asked, 'agreed', b, env(now, given)))).toBe('overtaken');
  const ill = [...asked, away('b', '2026-03-05', '2026-03-06')];
  expect(reasonOf(answerRequest(asked, 'agreed', b, env(now, ill)))).toBe('overtaken');
});

test('a manager sets a cover, an engineer does not', () => {
  const cover = { personId: a, substituteId: c, day: '2026-03-05' };
  const now = '2026-03-02 10:00';
  expect(made(assignCover(cover, manager, env(now)))).toMatchObject([{ state: 'agreed', substituteId: c }]);
  expect(reasonOf(assignCover(cover, engineer, env(now)))).toBe('manager_only');
  expect(reasonOf(assignCover({ ...cover, day: '2026-03-06' }, manager, env(now)))).toBe('no_turn');
});

test.each([
  ['his own', a, '2026-03-05', '2026-03-06', engineer, [], 'ok'],
  ["another's, by an engineer", b, '2026-03-05', '2026-03-06', engineer, [], 'manager_only'],
  ["another's, by a manager", b, '2026-03-05', '2026-03-06', manager, [], 'ok'],
  ['of somebody of the customer', personId('w'), '2026-03-05', '2026-03-06', manager, [], 'not_of_supplier'],
  ['that ends before it begins', a, '2026-03-06', '2026-03-05', engineer, [], 'backwards'],
  ['of yesterday', a, '2026-03-01', '2026-03-05', engineer, [], 'past'],
  [
    'that is known',
    a,
    '2026-03-05',
    '2026-03-05',
    engineer,
    [away('a', '2026-03-04', '2026-03-07')],
    'on_leave_already',
  ],
] as const)('a leave: %s', (_name, person, from, to, by, changes, expected) => {
  expect(reasonOf(takeLeave({ personId: person, from, to }, by, env('2026-03-02 10:00', changes)))).toBe(expected);
});

test('a leave has its last day too', () => {
  const [leave] = made(
    takeLeave({ personId: a, from: '2026-03-05', to: '2026-03-06' }, engineer, env('2026-03-02 10:00')),
  );
  expect(leave).toMatchObject({ from: at('2026-03-05'), to: at('2026-03-07') });
});

test('who falls ill on a night shift hands over the rest of it', () => {
  const ill = made(takeLeave({ personId: a, from: '2026-03-03', to: '2026-03-03' }, engineer, env('2026-03-03 02:00')));
  expect(ill[0]?.from).toBe(at('2026-03-02 18:00'));
  expect(onDuty(env('2026-03-03 02:00', ill), at('2026-03-03 02:00'))[0]).toBe(b);
});

test('back from leave: the present turn is his again, and what was before stays', () => {
  const ill = away('a', '2026-03-02', '2026-03-08');
  const [before] = made(endLeave(a, engineer, env('2026-03-02 12:00', [away('a', '2026-03-05', '2026-03-08')])));
  expect(before?.state).toBe('withdrawn');
  const ended = made(endLeave(a, engineer, env('2026-03-05 20:00', [ill])));
  expect(ended).toMatchObject([{ state: 'agreed', to: at('2026-03-05 18:00'), version: 2 }]);
  expect(onDuty(env('2026-03-05 20:00', ended), at('2026-03-05 20:00'))[0]).toBe(a);
  expect(reasonOf(endLeave(a, engineer, env('2026-03-05 20:00')))).toBe('no_leave');
  expect(reasonOf(endLeave(b, engineer, env('2026-03-05 20:00')))).toBe('manager_only');
});

test.each([
  ['one that was made longer', [away('a', '2026-03-04', '2026-03-05'), away('a', '2026-03-04', '2026-03-07')], 2],
  ['one that was gone on with', [away('a', '2026-03-04', '2026-03-05'), away('a', '2026-03-05', '2026-03-06')], 2],
  ['one of two', [away('a', '2026-03-04', '2026-03-05'), away('a', '2026-03-06', '2026-03-07')], 1],
] as const)('back from leave, %s: nothing of it is left', (_name, leaves, ended) => {
  const numbered = leaves.map((leave, index) => ({ ...leave, id: eventId(`leave${index}`) }));
  const changes = made(endLeave(a, engineer, env('2026-03-03 12:00', numbered)));
  expect(changes.map(({ id }) => id)).toEqual(numbered.slice(0, ended).map(({ id }) => id));
  const left = [...changes, ...numbered.slice(ended)];
  expect(isAway(env('2026-03-03 12:00', left).roster, a, at('2026-03-04 18:00'))).toBe(false);
});
