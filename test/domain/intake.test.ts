import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lexicon } from '../../cards/lexicon.zh.ts';
import { loadPack } from '../../contracts/load.ts';
import { understand } from '../../domain/intake.ts';
import { lexiconEntries } from '../../domain/intake-compile.ts';
import { foldText } from '../../domain/phrase-finder.ts';
import { doubts, followUps, type IntakeCase, incidents, questions, requests, smallTalks } from './intake-cases.ts';

const { contract } = await loadPack(join(import.meta.dirname, '../../contracts/guangzhou-credit.yaml'));
const read = (says: string) => understand(says, { contract, lexicon });

/** What the case says nothing about is left out. */
function asCase(says: string, { level }: IntakeCase): IntakeCase {
  const { kind, systemId, level: proposed, doubt, followUp, alone, pleasantry } = read(says);
  return {
    says,
    kind,
    ...(systemId === undefined ? {} : { system: systemId }),
    ...(level === undefined || (proposed !== 'critical' && proposed !== 'normal') ? {} : { level: proposed }),
    ...(doubt === undefined || kind !== 'unsure' ? {} : { doubt }),
    ...(followUp === undefined ? {} : { followUp }),
    ...(alone === undefined ? {} : { alone }),
    ...(pleasantry === undefined || kind !== 'small_talk' ? {} : { pleasantry }),
  };
}

test.each(incidents)('a stated fault becomes a ticket: $says', (row) => expect(asCase(row.says, row)).toEqual(row));
test.each(doubts)('in doubt the bot asks: $says', (row) => expect(asCase(row.says, row)).toEqual(row));
test.each(requests)('a wish is asked about as a service request: $says', (row) =>
  expect(asCase(row.says, row)).toEqual(row),
);
test.each(questions)('a question opens no ticket: $says', (row) => expect(asCase(row.says, row)).toEqual(row));
test.each(smallTalks)('small talk opens no ticket: $says', (row) => expect(asCase(row.says, row)).toEqual(row));
test.each(followUps)('what follows up goes to its ticket: $says', (row) => expect(asCase(row.says, row)).toEqual(row));

test('the table is large enough to mean something', () => {
  const texts = [...incidents, ...doubts, ...questions, ...smallTalks, ...followUps].map(({ says }) => says);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.length).toBeGreaterThanOrEqual(200);
});

test.each([
  ['a stated effect outweighs a grave sign', '网站打不开，但不影响业务', 'normal', '不影响业务'],
  ['a stated effect outweighs a mild sign', '个别页面打不开，影响业务', 'critical', '影响业务'],
  ['of two signs the graver counts, in any order', '样式乱了，而且打不开', 'critical', '打不开'],
  ['a sign that is denied does not count', '没有宕机，只是首页样式乱了', 'normal', '样式'],
  ['a mild sign alone', '首页有错别字', 'normal', '错别字'],
])('level: %s', (_name, says, level, word) => {
  expect(read(says)).toMatchObject({ level, levelReason: { code: 'sign', word } });
});

test('without a sign the level is the default of the pack, and says so', () => {
  expect(read('网站好慢')).toMatchObject({ level: 'critical', levelReason: { code: 'default' } });
});

test.each([
  ['negated', '网站没有打不开'],
  ['negated across fillers', '网站没有再出现报错'],
  ['denied with the name between', '不是信用广州网站打不开'],
  ['English', 'the website is not down'],
])('a fault that is %s is no fault', (_name, says) => {
  expect(read(says).kind).not.toBe('incident');
});

test.each([
  ['the first that is named', '网站打不开，双公示也打不开', 'credit-website'],
  ['the longest name', '信用监管平台挂了', 'supervision-platform'],
  ['a part of the whole before it', '监管平台里的信用核查报错', 'credit-check'],
  ['no part across a clause', '监管平台，信用核查报错', 'supervision-platform'],
  ['a general word is no part', '双公示的网站打不开', 'dual-publicity'],
  ['any width and case', 'ｅｔｌ任务失败', 'etl'],
])('system: %s', (_name, says, system) => expect(read(says).systemId).toBe(system));

test('every name and alias of the pack is recognised, whatever its width, case and spacing', () => {
  for (const { id, name, nameEn, aliases } of contract.systems) {
    for (const alias of [name, nameEn, ...aliases]) {
      const spaced = /[a-z]/i.test(alias) ? alias.toUpperCase() : [...alias].join(' ');
      expect([alias, read(`${alias}打不开`).systemId]).toEqual([alias, id]);
      expect([spaced, read(`${spaced} 打不开`).systemId]).toEqual([spaced, id]);
    }
  }
});

test('no phrase of the lexicon stands in two lists, where the second would never count', () => {
  const seen = new Map<string, string>();
  const twice = lexiconEntries(lexicon).filter(([phrase, meaning]) => {
    const folded = foldText(phrase).text;
    const known = seen.get(folded) ?? meaning;
    seen.set(folded, known);
    return known !== meaning;
  });
  expect(twice).toEqual([]);
});

test('another lexicon or contract is not read with the phrases of the first', () => {
  const silent = Object.fromEntries(Object.keys(lexicon).map((list) => [list, []]));
  expect(read('网站打不开').kind).toBe('incident');
  expect(
    understand('网站打不开', { contract, lexicon: { ...lexicon, ...silent, places: lexicon.places } }).symptom,
  ).toBeUndefined();
  const other = { ...contract, systems: [{ id: 'other', name: '网站', nameEn: 'Site', aliases: [] }] };
  expect(understand('网站打不开', { contract: other, lexicon }).systemId).toBe('other');
});

test('a message takes far less than a millisecond, and a hostile one no more than a moment', () => {
  const rows = [...incidents, ...doubts, ...questions, ...smallTalks, ...followUps];
  const timed = (work: () => void) => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  };
  for (const { says } of rows) read(says);
  expect(timed(() => rows.forEach(({ says }) => void read(says))) / rows.length).toBeLessThan(1);
  for (const part of ['打不开', '没有打不开的网站吗', '打不开，', '不', 'a ', '?', '大厅的网站']) {
    expect(timed(() => read(part.repeat(Math.ceil(20_000 / part.length))))).toBeLessThan(1_000);
  }
});

test('any text is understood without an error', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (says) => {
      expect(contract.levels.map(({ id }) => id)).toContain(read(says).level);
    }),
  );
});
