import { expect, test } from 'vitest';
import { timeWords } from '../../../cards/time-words.ts';
import { saidFacts } from '../../../domain/assessment/finding-facts.ts';
import { POINT } from '../../../domain/assessment/points.ts';
import type { PlacedRule } from '../../../domain/assessment/table-lookup.ts';
import { factWords } from '../../../handlers/finding-words.ts';

const rule = { id: 'R1', text: '', words: [], kinds: {}, from: [] };
const item = { id: 'I1', name: 'item', clause: '', floor: { at: 'zero' }, rules: [rule] } as const;
const section = { id: 's', name: '', items: [item] };
const placed: PlacedRule = {
  table: {
    ...{ id: 'T', name: '', clause: '', words: [], graders: [], choices: [], floor: { at: 'zero' } },
    period: { term: true },
    sections: [section],
  },
  section,
  item,
  rule,
};
const MINUTE = 60_000;

test.each<[string, object]>([
  ['8分 口令管理不到位', { figure: 8 * POINT }],
  ['扣 2.5 分，误删', { figure: 2.5 * POINT }],
  ['历时 8分钟', { elapsedMs: 8 * MINUTE }],
  ['8 分钟，扣 3 分', { figure: 3 * POINT }],
  ['逾期 3 天', { days: 3 }],
  ['2 项不符', { times: 2 }],
])('%s is read for what it says', (said, facts) => {
  expect(saidFacts(said, placed, { ...timeWords, ...factWords }, 0)).toMatchObject(facts);
});

test('minutes are no points', () => {
  expect(saidFacts('8 分钟后恢复', placed, { ...timeWords, ...factWords }, 0)).not.toHaveProperty('figure');
});
