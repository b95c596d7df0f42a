import { describe, expect, test } from 'vitest';
import { lexicon } from '../../cards/lexicon.zh.ts';
import type { Contract, Level, LevelMatrix, System } from '../../domain/contract.ts';
import { understand } from '../../domain/intake.ts';
import { countRange, peopleCounter } from '../../domain/intake-count.ts';
import { contractWith } from './fixture.ts';

const level = (id: string, rank: number, more: Partial<Level> = {}): Level => ({
  id,
  name: id,
  nameEn: id,
  rank,
  signs: [],
  statements: [],
  chain: 'default',
  ...more,
});
const system = (id: string, name: string, more: Partial<System> = {}): System => ({
  id,
  name,
  nameEn: id,
  aliases: [],
  ...more,
});
const value = (id: string, words: readonly string[], classes: readonly string[] = []) => ({
  id,
  name: id,
  nameEn: id,
  words,
  classes,
});

/** Class of the system by share of the users: what is not printed in the contract is asked. */
const matrix: LevelMatrix = {
  rows: {
    name: '系统',
    nameEn: 'System',
    otherwise: 'general',
    values: [value('core', [], ['core']), value('general', [], ['general'])],
  },
  columns: {
    name: '用户',
    nameEn: 'Users',
    otherwise: 'half',
    values: [
      value('all', ['全部', '所有人', '都用不了']),
      value('half', ['部分用户']),
      value('few', ['个别', '我一个人', '1-3人']),
    ],
  },
  cells: [
    [
      { level: 'l1', ask: false },
      { level: 'l1', ask: false },
      { level: 'l2', ask: false },
    ],
    [
      { level: 'l3', ask: true },
      { level: 'l3', ask: false },
      { level: 'l4', ask: false },
    ],
  ],
};
const contract: Contract = contractWith({
  systems: [
    system('police', '警务平台', { class: 'core' }),
    system('notice', '公告系统', { class: 'general' }),
    system('site', '门户网站', { scheme: 'signs' }),
  ],
  levels: [
    level('l1', 1),
    level('l2', 2, { statements: ['影响业务'] }),
    level('l3', 3),
    level('l4', 4, { signs: ['打不开'] }),
    level('p1', 1, { signs: ['打不开'] }),
    level('p2', 2, { signs: ['错别字'], statements: ['不着急'] }),
  ],
  schemes: [
    { id: 'matrix', levels: ['l1', 'l2', 'l3', 'l4'], defaultLevel: 'l3', matrix, vip: 'l1' },
    { id: 'signs', levels: ['p1', 'p2'], defaultLevel: 'p2' },
  ],
  defaultScheme: 'matrix',
});
const read = (says: string, isVip = false) => understand(says, { contract, lexicon, isVip });
const byMatrix = (row: string, column: string, ask = false) => ({ code: 'matrix', row, column, ask });

describe('a level from a report, by a matrix', () => {
  test.each([
    ['class of the system and words', '警务平台打不开，个别人反映', 'l2', byMatrix('core', 'few')],
    ['the graver of two words, in any order', '警务平台打不开，个别科室，不对，所有人', 'l1', byMatrix('core', 'all')],
    ['what nothing speaks of is the axis’s own default', '公告系统打不开', 'l3', byMatrix('general', 'half')],
    ['no system is the default class', '系统打不开，就我一个人', 'l4', byMatrix('general', 'few')],
    ['a combination that is not printed is asked about', '公告系统都用不了', 'l3', byMatrix('general', 'all', true)],
    ['a word that is denied does not count', '公告系统打不开，不是所有人', 'l3', byMatrix('general', 'half')],
    ['three people are few', '警务平台 3 个人打不开', 'l2', byMatrix('core', 'few')],
    ['in numerals too', '警务平台有两三个同事登录不上', 'l2', byMatrix('core', 'few')],
    ['four people are not', '警务平台 4 个人打不开', 'l1', byMatrix('core', 'half')],
    ['more than three are not', '警务平台超过3个人打不开', 'l1', byMatrix('core', 'half')],
    ['three and more are not', '警务平台3人以上打不开', 'l1', byMatrix('core', 'half')],
    ['thirteen are not three', '警务平台十三个人打不开', 'l1', byMatrix('core', 'half')],
    ['a ring for everybody is no sign', '@所有人 公告系统打不开', 'l3', byMatrix('general', 'half')],
    ['also without a space behind it', '@所有人公告系统打不开', 'l3', byMatrix('general', 'half')],
  ])('%s', (_name, says, wanted, levelReason) => {
    expect(read(says)).toMatchObject({ level: wanted, levelReason });
  });

  test('what the reporter states outweighs the matrix, and even his rank', () => {
    const stated = { level: 'l2', levelReason: { code: 'sign', word: '影响业务' } };
    expect(read('公告系统打不开，影响业务')).toMatchObject(stated);
    expect(read('公告系统打不开，影响业务', true)).toMatchObject(stated);
  });

  test('what a VIP reports is grave', () => {
    expect(read('公告系统打不开', true)).toMatchObject({ level: 'l1', levelReason: { code: 'vip' } });
  });

  test('a system that is known already outweighs the one that is named', () => {
    const known = understand('公告系统打不开', { contract, lexicon, systemId: 'police' });
    expect(known).toMatchObject({ systemId: 'police', level: 'l1' });
  });
});

describe('a system of the department that speaks', () => {
  const contract: Contract = contractWith({
    departments: ['schools', 'finance'].map((id) => ({ id, name: id, nameEn: id, aliases: [], calendars: {} })),
    projects: [{ id: 'p7', name: 'P7', nameEn: 'P7', department: 'schools' }],
    systems: [
      system('network', '教育城域网', { project: 'p7' }),
      system('school-printer', '学校设备', { project: 'p7', aliases: ['打印机'] }),
      system('office-printer', '办公设备', { department: 'finance', aliases: ['打印机'] }),
      system('budget', '预算系统', { department: 'finance' }),
      system('portal', '门户网站'),
    ],
  });
  const systemOf = (says: string, departmentId?: string) =>
    understand(says, { contract, lexicon, departmentId }).systemId;

  test.each([
    ['its own of two that are called alike', '打印机打不开', 'finance', 'office-printer'],
    ['its project’s', '打印机打不开', 'schools', 'school-printer'],
    ['none where it may be either', '打印机打不开', undefined, undefined],
    ['none for a department that has none', '打印机打不开', 'police', undefined],
    ['another’s that has one name only', '预算系统打不开', 'schools', 'budget'],
    ['its own beside another’s that was named first', '预算系统说我们教育城域网打不开', 'schools', 'network'],
    ['the first, for who has a part in neither', '预算系统说我们教育城域网打不开', 'police', 'budget'],
    ['the first, where that is nobody’s', '门户网站打不开，打印机也打不开', 'schools', 'portal'],
  ])('%s', (_name, says, departmentId, wanted) => expect(systemOf(says, departmentId)).toBe(wanted));
});

describe('a level of the system’s own scheme', () => {
  test.each([
    ['a sign of that scheme', '门户网站打不开', 'p1', { code: 'sign', word: '打不开' }],
    ['a statement of that scheme', '门户网站打不开，不着急', 'p2', { code: 'sign', word: '不着急' }],
    ['no statement of another one', '门户网站错别字，影响业务', 'p2', { code: 'sign', word: '错别字' }],
    ['its default', '门户网站卡住了', 'p2', { code: 'default' }],
  ])('%s', (_name, says, wanted, levelReason) => {
    expect(read(says)).toMatchObject({ level: wanted, levelReason });
  });

  test('a VIP counts only where the scheme says so', () => {
    expect(read('门户网站卡住了', true)).toMatchObject({ level: 'p2', levelReason: { code: 'default' } });
  });
});

describe('how many people a text speaks of', () => {
  const count = peopleCounter(lexicon);
  test.each([
    ['3个人都打不开', [3]],
    ['３ 名同事', [3]],
    ['2-3个人', [3]],
    ['两到三位用户', [3]],
    ['一个人', [1]],
    ['三十个人', [10]],
    ['一百零三个人', [100]],
    ['1 个人，另外 5 个同事', [1, 5]],
    ['3 people cannot log in', [3]],
    ['three colleagues', [3]],
    ['第3个人', []],
    ['3个窗口', []],
    ['不止3个人', []],
    ['more than 3 people', []],
    ['几个人', []],
    ['', []],
  ])('%s', (says, counts) => expect(count(says)).toEqual(counts));

  test.each([
    ['1-3人', { least: 1, most: 3 }],
    ['1～3 人', { least: 1, most: 3 }],
    ['个别', undefined],
    ['3人', undefined],
  ])('a pack’s word %s', (word, range) => expect(countRange(word)).toEqual(range));
});

test.each(['你是谁', '你是谁？', '你能做什么', '请问你能做什么', 'who are you?'])('%s asks who the bot is', (says) => {
  expect(read(says)).toMatchObject({ kind: 'small_talk', pleasantry: 'introduction' });
});
