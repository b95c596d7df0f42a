import { expect, test } from 'vitest';
import { addressees } from '../../cards/reminder-card.ts';
import { backupFor, type CardMember, responsibleFor, type TicketView } from '../../cards/ticket-view.ts';
import type { Audience, Post } from '../../domain/contract.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { type PersonId, personId, type Role } from '../../domain/types.ts';
import { contractWith, Story } from '../domain/fixture.ts';

const member = (name: string, roles: readonly Role[], posts: readonly Post[] = []): CardMember => ({
  id: personId(name),
  name,
  roles,
  posts,
});
const staff = [
  member('li', ['engineer']),
  member('zhou', ['engineer']),
  member('wu', ['engineer']),
  member('zhao', ['manager']),
  member('qian', ['supervisor']),
];
const withLeads = [
  ...staff,
  member('boss', ['manager'], ['supplier_lead']),
  member('head', ['reporter'], ['customer_lead']),
];

function view(fields: Partial<Ticket>, members: readonly CardMember[] = staff): TicketView {
  const ticket = { ...new Story().ticket, ...fields };
  const onDuty: readonly PersonId[] = ['li', 'zhou', 'wu'].map(personId);
  return { ticket, contract: contractWith(), members, onDuty, texts: new Map() };
}

test.each([
  ['nobody has taken it: the first on duty', {}, ['responsible'], ['li']],
  ['somebody has: he', { assigneeId: personId('wu') }, ['responsible'], ['wu']],
  ['the backup is called after the one on duty', {}, ['backup'], ['zhou']],
  ['the backup of another one is the first on duty', { assigneeId: personId('wu') }, ['backup'], ['li']],
  [
    'from below to above, each once',
    {},
    ['manager', 'backup', 'engineer', 'responsible'],
    ['li', 'zhou', 'wu', 'zhao'],
  ],
  ['without leads their place is taken by those below', {}, ['customer_lead', 'supplier_lead'], ['zhao', 'qian']],
] satisfies [string, Partial<Ticket>, Audience[], string[]][])('%s', (_name, fields, to, expected) => {
  expect(addressees(view(fields), [{ to }])).toEqual(expected);
});

test('the leads of both sides, the supplier’s first', () => {
  expect(addressees(view({}, withLeads), [{ to: ['customer_lead', 'supplier_lead'] }])).toEqual(['boss', 'head']);
});

test.each([
  ['manager', 'supplier_lead'],
  ['supervisor', 'customer_lead'],
] satisfies [Role, Post][])('a step to every %s leaves the %s to the step of his own', (role, lead) => {
  const [one, two, boss] = [member('one', [role]), member('two', [role]), member('boss', [role], [lead])];
  const escalation = [{ afterMs: 1, to: [lead] }];
  const contract = contractWith({ chains: { default: { reminders: [], escalation } } });
  const rung = (members: readonly CardMember[], to: Audience[], pack = contract) =>
    addressees({ ...view({}, members), contract: pack }, [{ to }]);
  expect(rung([one, boss, two], [role])).toEqual(['one', 'two']);
  expect(rung([one, boss], [role, lead])).toEqual(['one', 'boss']);
  // Nobody else has the role, or the pack has no step for the lead: it is not lost on him.
  expect(rung([boss], [role])).toEqual(['boss']);
  expect(rung([one, boss], [role], contractWith())).toEqual(['one', 'boss']);
});

test('nobody on duty: nobody is responsible, and nobody comes after him', () => {
  const empty = { ...view({}), onDuty: [] };
  expect(responsibleFor(empty)).toEqual([]);
  expect(backupFor(empty)).toEqual([]);
});
