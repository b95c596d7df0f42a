import { expect, test } from 'vitest';
import { onDuty, type RosterMember } from '../../domain/roster.ts';
import { type PersonId, personId, type Role } from '../../domain/types.ts';

const member = (name: string, roles: Role[], dutyOrder?: number): RosterMember => ({
  id: personId(name),
  roles,
  ...(dutyOrder === undefined ? {} : { dutyOrder }),
});

test.each([
  [
    'engineers on the rota, in its order',
    [member('b', ['engineer'], 2), member('c', ['engineer']), member('a', ['engineer'], 1)],
    ['a', 'b'],
  ],
  [
    'no rota: all engineers, as they are listed',
    [member('b', ['engineer']), member('m', ['manager']), member('a', ['engineer'])],
    ['b', 'a'],
  ],
  ['no engineer: the managers', [member('w', ['reporter']), member('m', ['manager'], 1)], ['m']],
  [
    'a place on the rota is nothing without being an engineer',
    [member('w', ['reporter'], 1), member('a', ['engineer'])],
    ['a'],
  ],
  ['one who is both is called as an engineer', [member('m', ['manager', 'engineer'], 1)], ['m']],
  ['nobody', [member('w', ['reporter', 'supervisor'])], []],
] satisfies [string, RosterMember[], string[]][])('on duty: %s', (_name, members, expected) => {
  const called: readonly PersonId[] = onDuty(members);
  expect(called).toEqual(expected);
});
