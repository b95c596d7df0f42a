import { expect, test } from 'vitest';
import { expectMistake, type Mistake, pack, parse } from './pack-text.ts';

const rules = `alerts:
  - { id: portal, source: zabbix, match: { name: "Http*", job: web }, system: site, level: low }
  - { id: noise, match: { env: test }, ignore: true }
`;
const whole = `${pack}${rules}`;

test('rules for alerts are taken in their order, and none are needed', () => {
  expect(parse(pack).alerts).toEqual([]);
  const [first, second] = parse(whole.replace('system: site', 'level: high').replace(', level: low', '')).alerts;
  expect(first).toEqual({ id: 'portal', source: 'zabbix', match: { name: 'Http*', job: 'web' }, level: 'high' });
  expect(second).toEqual({ id: 'noise', match: { env: 'test' }, ignore: true });
});

// biome-ignore format: one row, one case
const mistakes: readonly Mistake[] = [
  ['an unknown system', 'system: site', 'system: nowhere', 'nowhere', 'alerts[0].system', 'no system nowhere', ''],
  ['an unknown level', 'level: low', 'level: nil', 'nil }', 'alerts[0].level', 'no level nil', 'high, low'],
  ['two rules with one id', 'id: noise', 'id: portal', 'portal, match: { env', 'alerts[1].id', 'used above', 'own id'],
  ['a rule that fits everything', '{ env: test }', '{}', '{}, ignore', 'alerts[1].match', '', 'name a label'],
  ['a system for what is ignored', 'ignore: true', 'ignore: true, level: low', 'true, level', 'alerts[1].ignore', 'no system and no level', 'delete'],
];
const known = whole.replace('system: site, ', '');
test.each(mistakes)('%s is found', (...mistake) => {
  expectMistake(mistake[1] === 'system: site' ? whole : known, mistake);
});
