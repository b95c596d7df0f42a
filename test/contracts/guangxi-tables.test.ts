import { expect, test } from 'vitest';
import { shippedPack } from './pack-cases.ts';

const contract = shippedPack('guangxi-police');

/** Who grades by 服务总队最终加权评分, as the text names them, with the copy of the table that is theirs. */
const graders = contract.tables
  .flatMap(({ sections }) => sections.flatMap(({ items }) => items.flatMap(({ rules }) => rules)))
  .filter(({ id }) => id === 'GX3.2')
  .flatMap(({ kinds }) => kinds['weighted-graders']?.parts ?? []);

test('each of the twelve graders has the copy of the department that people call so', () => {
  const called = new Map(contract.departments.map(({ id, aliases }) => [id, aliases[0]]));
  const whose = graders.map((part) => ('copy' in part ? called.get(part.copy ?? '') : undefined));
  expect(whose).toEqual(graders.map(({ name }) => name));
  expect(whose).toHaveLength(12);
});

test('no two graders share a copy', () => {
  const copies = graders.map((part) => ('copy' in part ? part.copy : undefined));
  expect([...copies].sort()).toEqual(contract.departments.map(({ id }) => id));
});

test('only the twelfth weighs 8.7%, the others 8.3%', () => {
  expect(graders.map(({ weight }) => weight)).toEqual([...Array.from({ length: 11 }, () => 830), 870]);
});
