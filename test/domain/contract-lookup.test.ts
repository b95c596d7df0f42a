import { describe, expect, test } from 'vitest';
import {
  calendarKeyFor,
  departmentOf,
  levelOf,
  schemeFor,
  systemAmong,
  systemOf,
} from '../../domain/contract-lookup.ts';
import { fullPack, parse } from '../contracts/pack-text.ts';

const contract = parse(
  fullPack.replace(
    '  - { id: mail, name: Mail, scheme: table }',
    `  - { id: mail, name: Mail, scheme: table }
  - { id: own, name: Own, project: p1, profile: z20, scheme: table }
  - { id: profiled, name: Profiled, project: p1, profile: z20 }
  - { id: plain, name: Plain }
  - { id: of-project, name: Of project, project: p1 }`,
  ),
);

describe('the levels of a system are those that are named', () => {
  test.each([
    ['by the system itself, whatever its profile and project say', 'own', 'table'],
    ['by its profile, whatever its project says', 'profiled', 'plain'],
    ['by its project', 'of-project', 'table'],
    ['by the contract, when nothing else says so', 'plain', 'plain'],
    ['by the contract for a report without a system', undefined, 'plain'],
    ['by the contract for a system that the pack no longer has', 'gone', 'plain'],
  ])('%s', (_name, systemId, scheme) => expect(schemeFor(contract, systemId).id).toBe(scheme));
});

test.each([
  ["the system's own", 'web', 'office'],
  ["its project's", 'of-project', 'office'],
  ['none', 'db', undefined],
  ['none without a system', undefined, undefined],
])('the department of a system: %s', (_name, systemId, department) => {
  expect(departmentOf(contract, systemId)?.id).toBe(department);
});

test.each([
  ['the department’s own, through its project as well', ['db', 'of-project'], 'office', 'of-project'],
  ['the only one, whosesoever it is', ['web'], 'elsewhere', 'web'],
  ['the one of no department, for a department that has none', ['web', 'db'], 'elsewhere', 'db'],
  ['the one of no department, for nobody', ['web', 'db'], undefined, 'db'],
])('of systems that are called alike: %s', (_name, systemIds, departmentId, meant) => {
  expect(systemAmong(systemIds, contract, departmentId)).toBe(meant);
});

test.each([
  ['its own hours', 'working', 'office', 'hall'],
  ['the key itself where it has no hours of its own', 'always', 'office', 'always'],
  ['the key itself for nobody', 'working', undefined, 'working'],
  ['the key itself for a department that is gone', 'working', 'gone', 'working'],
])('a department means by a calendar %s', (_name, key, departmentId, meant) => {
  expect(calendarKeyFor(contract, key, departmentId)).toBe(meant);
});

test('what a pack no longer has is not found', () => {
  expect([systemOf(contract, 'web')?.name, systemOf(contract, 'gone'), systemOf(contract, undefined)]).toEqual([
    'Website',
    undefined,
    undefined,
  ]);
  expect([levelOf(contract, 'major')?.rank, levelOf(contract, 'gone')]).toEqual([1, undefined]);
});
