import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { jsonSchemaText, type SchemaKind } from '../../contracts/json-schema.ts';
import { fullPack, pack } from './pack-text.ts';

const root = join(import.meta.dirname, '../../contracts');
const schemaOf = (kind: SchemaKind) => JSON.parse(jsonSchemaText(kind)) as Record<string, unknown>;
const validatorOf = (kind: SchemaKind): ValidateFunction =>
  new Ajv2020({ allErrors: true, strictTypes: false }).compile(schemaOf(kind));

describe.each(['pack', 'shared'] as const)('the schema of a %s file', (kind) => {
  test('is the one in the folder; write it anew with `dutybell schema`', () => {
    expect(readFileSync(join(root, `${kind}.schema.json`), 'utf8')).toBe(jsonSchemaText(kind));
  });

  test('says what each key means', () => {
    expect(undescribed(schemaOf(kind), [])).toEqual([]);
  });
});

describe('an editor that knows nothing but the schema', () => {
  const [isPack, isShared] = [validatorOf('pack'), validatorOf('shared')];
  const packs = globSync('*.yaml', { cwd: root });
  const shared = globSync('{shared,tables,duties}/*.yaml', { cwd: root });

  test('finds all shipped files', () => expect([packs.length > 0, shared.length > 0]).toEqual([true, true]));
  test.each(packs)('takes %s, which names the schema', (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/pack\.schema\.json\n/);
    expect(isPack(parseYaml(text)) || isPack.errors).toBe(true);
  });
  test.each(shared)('takes %s, which names the schema', (name) => {
    const text = readFileSync(join(root, name), 'utf8');
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/shared\.schema\.json\n/);
    expect(isShared(parseYaml(text)) || isShared.errors).toBe(true);
  });
  test.each([
    ['the smallest pack', pack],
    ['a pack with everything', fullPack],
    ['a pack whose includes give the rest', `include: [shared/common.yaml]\n${pack.replace('undoWithin: 2m\n', '')}`],
  ])('takes %s', (_name, text) => expect(isPack(parseYaml(text)) || isPack.errors).toBe(true));

  // biome-ignore format: one row, one case
  test.each([
    ['a misspelt key', 'shortName:', 'shortname:'],
    ['a key that is missing', 'name: Demo\n', ''],
    ['a target without a unit', 'target: 5m', 'target: "5"'],
    ['a target that is a number', 'target: 5m', 'target: 5'],
    ['an unknown clock', 'clock: arrive', 'clock: arrival'],
    ['an unknown recipient', 'to: [manager]', 'to: [boss]'],
    ['a span without an end', '13:00-18:00', '13:00'],
    ['a weekday that does not exist', 'mon-fri:', 'mon-fry:'],
    ['a date of another form', 'from: 2025-06-01', 'from: 2025/6/1'],
    ['a prefix that is not sayable', 'numberPrefix: DM', 'numberPrefix: dm-1'],
    ['an empty name', 'name: Website', 'name: ""'],
  ])('sees %s', (_name, from, to) => {
    expect(pack).toContain(from);
    expect(isPack(parseYaml(pack.replace(from, to)))).toBe(false);
  });

  test('sees a shared file that includes another', () => {
    expect(isShared({ include: ['shared/common.yaml'] })).toBe(false);
  });
});

/** Paths of the properties without a description. */
function undescribed(schema: unknown, path: readonly string[]): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key !== 'properties') return undescribed(value, [...path, key]);
    return Object.entries(value as Record<string, object>).flatMap(([name, property]) => {
      const here = [...path, name];
      return [...('description' in property ? [] : [here.join('.')]), ...undescribed(property, here)];
    });
  });
}
