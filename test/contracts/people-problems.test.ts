import { expect, test } from 'vitest';
import { parsePeople } from '../../contracts/people.ts';
import { fullPack, parse, placeOf, problemsOf } from './pack-text.ts';

const people = `people:
  - { key: li, name: Li, roles: [engineer], dutyOrder: 1, posts: [on_site, supplier_lead] }
  - { key: wang, name: Wang, roles: [reporter], posts: [vip, customer_lead], department: office }
chats:
  - { key: ops, title: Ops, contract: demo, department: office }
rotas:
  - { rota: night, from: 2026-01-01, people: [li] }
`;
const contract = parse(fullPack);

test('a good file gives posts, departments and turns', () => {
  expect(parsePeople(people, 'people.yaml', contract)).toMatchObject({
    people: [{ posts: ['on_site', 'supplier_lead'] }, { department: 'office' }],
    chats: [{ department: 'office' }],
    rotas: [{ rota: 'night', from: '2026-01-01', people: ['li'] }],
  });
});

test('posts and turns may be left out', () => {
  const short = `people: [{ key: li, name: Li, roles: [engineer] }]\nchats: [{ key: ops, title: Ops, contract: demo }]\n`;
  expect(parsePeople(short, 'people.yaml', contract)).toMatchObject({ people: [{ posts: [] }], rotas: [] });
});

// biome-ignore format: one row, one case
const mistakes: readonly (readonly [name: string, from: string, to: string, at: string, path: string, problem: string])[] = [
  ['an unknown role', '[engineer]', '[chef]', 'chef', 'people[0].roles[0]', '"chef" does not fit'],
  ['a person without a role', '[engineer]', '[]', '[]', 'people[0].roles', 'does not fit'],
  ['two people with one key', 'key: wang', 'key: li', 'li, name: Wang', 'people[1].key', 'key li is used above'],
  ['two groups with one key', 'rotas:', '  - { key: ops, title: B, contract: demo }\nrotas:', 'ops, title: B', 'chats[1].key', 'key ops is used above'],
  ['an engineer who approves his own pauses', '[engineer]', '[engineer, supervisor]', '[engineer, s', 'people[0].roles', 'of both sides'],
  ['a manager who reports for the customer', '[reporter]', '[reporter, manager]', '[reporter, m', 'people[1].roles', 'of both sides'],
  ['a VIP of the supplier', '[on_site, supplier_lead]', '[vip]', 'vip]', 'people[0].posts[0]', 'not for'],
  ['a reporter who leads the supplier', '[vip, customer_lead]', '[vip, supplier_lead]', 'supplier_lead], department', 'people[1].posts[1]', 'not for'],
  ['an unknown post', '[vip, customer_lead]', '[boss]', 'boss', 'people[1].posts[0]', '"boss" does not fit'],
  ['a phone number, which a pack must not hold', 'dutyOrder: 1', 'phone: 1', 'phone', 'people[0].phone', 'no such key'],
  ['an unknown department of a person', 'customer_lead], department: office', 'customer_lead], department: hq', 'hq', 'people[1].department', 'no department hq'],
  ['an unknown department of a group', 'contract: demo, department: office', 'contract: demo, department: hq', 'hq', 'chats[0].department', 'no department hq'],
  ['a group of another contract', 'contract: demo', 'contract: other', 'other', 'chats[0].contract', 'no contract other'],
  ['an unknown rota', 'rota: night', 'rota: dawn', 'dawn', 'rotas[0].rota', 'no rota dawn'],
  ['an unknown person on a rota', 'people: [li]', 'people: [lu]', 'lu', 'rotas[0].people[0]', 'no engineer or manager lu'],
  ["one of the customer's people on a rota", 'people: [li]', 'people: [wang]', 'wang]', 'rotas[0].people[0]', 'no engineer or manager wang'],
  ['a person twice on a rota', 'people: [li]', 'people: [li, li ]', 'li ]', 'rotas[0].people[1]', 'person li is used above'],
  ['nobody on a rota', 'people: [li]', 'people: []', '[] }', 'rotas[0].people', 'does not fit'],
  ['a rota that begins on no day', 'from: 2026-01-01', 'from: 2026-13-01', '2026-13-01', 'rotas[0].from', 'is no date'],
];

test.each(mistakes)('%s is named with its place', (_name, from, to, at, path, problem) => {
  expect(people.split(from)).toHaveLength(2);
  const edited = people.replace(from, to);
  const problems = problemsOf(() => parsePeople(edited, 'people.yaml', contract));
  expect(problems.map((found) => found.path)).toEqual([path]);
  expect(problems[0]).toMatchObject({ file: 'people.yaml', ...placeOf(edited, at) });
  expect(problems[0]?.problem).toContain(problem);
});
