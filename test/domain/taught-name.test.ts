import { expect, test } from 'vitest';
import type { Contract } from '../../domain/contract.ts';
import { mayTeach, nameRefusal, systemNamed } from '../../domain/taught-name.ts';
import type { Role } from '../../domain/types.ts';
import { contractWith } from './fixture.ts';

const department = (id: string, name: string): Contract['departments'][number] => ({
  id,
  name,
  nameEn: id,
  aliases: [`${name}办公室`],
  calendars: {},
});
const contract = contractWith({
  systems: [
    { id: 'website', name: '信用广州网站', nameEn: 'Credit Guangzhou', aliases: ['官网'] },
    { id: 'portal', name: '信用广东平台', nameEn: 'Credit Guangdong', aliases: [] },
    { id: 'a-printer', name: '打印系统', nameEn: 'A printing', aliases: [], department: 'a' },
    { id: 'b-printer', name: '打印系统', nameEn: 'B printing', aliases: [], department: 'b' },
  ],
  departments: [department('a', '财政局'), department('b', '民政局')],
  places: ['政务大厅'],
});
const given = { contract, people: ['王敏'], words: new Set(['系统', '接单']) };
const letters = (count: number) => `${'小'.repeat(count - 1)}信`;

test.each([
  ['two characters are a name', '小信', undefined],
  ['one is too short', '信', 'too_short'],
  ['an emoji is one character, and no word', '👨‍👩‍👧', 'too_short'],
  ['only emoji', '😀😀', 'not_a_name'],
  ['twenty are enough', letters(20), undefined],
  ['twenty-one are too long', letters(21), 'too_long'],
  ['few characters of many letters do not fit a key of the database', '\ufdfa'.repeat(8), 'too_long'],
  ['four of them do', '\ufdfa'.repeat(4), undefined],
  ['digits alone', '12', 'not_a_name'],
  ['somebody’s number would stand in the ledger for ever', '王工13800138000', 'not_a_name'],
  ['digits with a letter', '12楼A', undefined],
  ['more than a name', '小信，网站', 'not_a_name'],
  ['a system is called so', '官 网', 'name_of_system'],
  ['in another width and case', 'ｃｒｅｄｉｔ guangzhou', 'name_of_system'],
  ['a person', '王敏', 'name_of_other'],
  ['a department', '财政局', 'name_of_other'],
  ['what a department is called', '财政局办公室', 'name_of_other'],
  ['a place', '政务大厅', 'name_of_other'],
  ['a word of the lexicon', '系统', 'common_word'],
  ['a command', '接单', 'common_word'],
])('a name: %s', (_name, name, reason) => {
  expect(nameRefusal(name, given)?.reason).toBe(reason);
});

test.each([
  ['by its name', '信用广州网站', undefined, 'website'],
  ['by an alias', '官网', undefined, 'website'],
  ['by its id', 'portal', undefined, 'portal'],
  ['of two that are called alike that of the speaker', '打印系统', 'b', 'b-printer'],
  ['of two that are called alike neither for somebody else', '打印系统', undefined, 'ambiguous_system'],
  ['a slip names the nearest', '信用广洲网站', undefined, 'unknown_system'],
])('a system: %s', (_name, said, departmentId, expected) => {
  const found = systemNamed(said, contract, departmentId);
  expect(found.ok ? found.systemId : found.refusal.reason).toBe(expected);
});

test('of a system that is unknown the nearest are named, and nothing for what resembles none', () => {
  const nearest = (said: string) => {
    const found = systemNamed(said, contract, undefined);
    return !found.ok && found.refusal.reason === 'unknown_system' ? found.refusal.nearest : undefined;
  };
  expect(nearest('信用广洲网站')).toEqual(['website']);
  expect(nearest('信用广')).toEqual(['website', 'portal']);
  expect(nearest('食堂')).toEqual([]);
});

test.each<[string, readonly Role[], boolean]>([
  ['an engineer', ['engineer'], true],
  ['a manager', ['manager'], true],
  ['a supervisor', ['supervisor'], true],
  ['a reporter', ['reporter'], false],
  ['nobody', [], false],
])('%s may teach: %#', (_name, roles, expected) => {
  expect(mayTeach({ roles })).toBe(expected);
});
