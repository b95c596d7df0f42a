import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { System } from '../../domain/contract.ts';
import { systemsLike } from '../../domain/system-search.ts';
import { chinese } from '../../language/chinese.ts';
import { contractWith } from './fixture.ts';

const system = (id: string, name: string, department?: string, aliases: readonly string[] = []): System => ({
  ...{ id, name, nameEn: name, aliases },
  ...(department !== undefined && { department }),
});
const contract = contractWith({
  departments: [{ id: 'civil', name: '市民政局', nameEn: 'Civil affairs', aliases: ['民政局'], calendars: {} }],
  systems: [
    system('aid', '社会救助管理系统', 'civil'),
    system('elderly', '智慧养老管理系统', 'civil'),
    system('petition', '阳光信访管理系统'),
    system('archive', '档案管理系统', undefined, ['Archive X1']),
    system('gate', '一网通办管理系统'),
    system('police', '警务保障管理系统'),
    system('tax', '涉税管理系统'),
  ],
});
const given = { contract, chinese, taught: [{ name: '夕阳红', systemId: 'elderly' }] };

describe('systems that have something in common with words', () => {
  test.each([
    ['a part of a name', '救助', ['aid']],
    ['what a part sounds like', '九助', ['aid']],
    ['the department, whose systems all fit', '民政局的', ['aid', 'elderly']],
    ['the department and a part, which is more', '民政局的养老', ['elderly']],
    ['a taught name', '夕阳红那个', ['elderly']],
    ['a Latin word of an alias', 'archive', ['archive']],
    ['a letter of Latin, which is a word', 'x', ['archive']],
    ['nothing but what nearly all are called', '管理系统', []],
    ['one character', '救', []],
    ['nothing', '', []],
    ['what none is like', '哔哩', []],
  ])('%s', (_name, said, ids) => {
    expect(systemsLike(said, given)).toEqual(ids);
  });

  test('in a sentence neither what a part sounds like nor a generic word counts', () => {
    const generic = new Set(['保障']);
    expect(systemsLike('九助', { ...given, generic })).toEqual([]);
    expect(systemsLike('没有保障', { ...given, generic })).toEqual([]);
    expect(systemsLike('没有保障', given)).toEqual(['police']);
  });

  test('are each named once, whatever is said', () => {
    const ids = contract.systems.map(({ id }) => id);
    const words = fc.array(fc.constantFrom('民政', '局', '救助', '系统', '信访', ' ', '|', 'X1', '\ufdfa', '夕阳红'));
    fc.assert(
      fc.property(words, (parts) => {
        const found = systemsLike(parts.join(''), given);
        expect(new Set(found).size).toBe(found.length);
        expect(ids).toEqual(expect.arrayContaining([...found]));
      }),
    );
  });
});
