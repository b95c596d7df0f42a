import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answeringPrecedents, type Compared, similarPrecedents } from '../../domain/knowledge.ts';

interface Named extends Compared {
  readonly name: string;
}
const weights = (...words: readonly string[]) => new Map(words.map((word) => [word, 1]));
const one = (name: string, words: readonly string[], systemId?: string): Named => ({
  name,
  systemId,
  family: 'other',
  words: weights(...words),
});
const names = (found: readonly Named[]) => found.map(({ name }) => name);

const slow = one('slow', ['首页', '很慢'], 'website');
const down = one('down', ['打不开', '大厅'], 'website');
const ofOther = one('other', ['打不开', '大厅'], 'portal');
const ofNone = one('none', ['打不开', '大厅'], undefined);
const all = [slow, down, ofOther, ofNone];

test.each([
  ['the same words of the same system', 'website', ['打不开'], ['down', 'none']],
  ['nothing in common', 'website', ['附件', '上传'], []],
  ['only words around the fault in common: too little', 'website', ['大厅', 'a', 'b', 'c', 'd', 'e', 'f', 'g'], []],
  ['of no known system: only what says nearly the same', undefined, ['打不开', '大厅'], ['down', 'other', 'none']],
  ['of no known system: half of it is too little', undefined, ['打不开', '附件', '上传', '三楼'], []],
  ['no words at all', 'website', [], []],
])('below a new ticket: %s', (_name, systemId, words, expected) => {
  expect(names(similarPrecedents({ systemId, family: 'other', words: weights(...words) }, all, 3))).toEqual(expected);
});

test.each([
  ['half of the words are enough', ['首页', '附件'], ['slow']],
  ['less than half is not', ['首页', '附件', '上传'], []],
  ['a system alone brings its newest', [], ['slow', 'down']],
])('to a question: %s', (_name, words, expected) => {
  expect(
    names(answeringPrecedents({ systemId: 'website', family: 'other', words: weights(...words) }, all, 3)),
  ).toEqual(expected);
});

test('the same trouble of the same system is found in other words, below a new ticket and by a question', () => {
  const before = { ...one('before', ['无法', '访问'], 'website'), family: 'unavailable' } as const;
  const wanted = { systemId: 'website', family: 'unavailable', words: weights('打不开') } as const;
  for (const find of [similarPrecedents, answeringPrecedents]) {
    expect(find(wanted, [before], 3)).toEqual([before]);
    expect(find({ ...wanted, family: 'slow' }, [before], 3)).toEqual([]);
    expect(find({ ...wanted, systemId: 'portal' }, [before], 3)).toEqual([]);
  }
});

test('of those that fit as well the newest come first, and not more than wanted', () => {
  const same = [1, 2, 3, 4].map((at) => one(`t${at}`, ['打不开'], 'website'));
  expect(names(similarPrecedents({ ...slow, words: weights('打不开') }, same, 3))).toEqual(['t1', 't2', 't3']);
});

test('a rare word says more than one that many have', () => {
  const many = Array.from({ length: 20 }, (_, at) => one(`m${at}`, ['打不开', `w${at}`], 'website'));
  const rare = one('rare', ['证书', 'x'], 'website');
  const wanted = { ...slow, words: weights('打不开', '证书') };
  expect(names(similarPrecedents(wanted, [...many, rare], 1))).toEqual(['rare']);
});

test('whatever is found is of the system or of none, resembles the wanted words, and is there once', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const precedent = fc.record({
    systemId: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    family: fc.constantFrom('slow', 'other'),
    words: fc.array(word).map((words) => weights(...words)),
  });
  fc.assert(
    fc.property(precedent, fc.array(precedent), (wanted, from) => {
      for (const find of [similarPrecedents, answeringPrecedents]) {
        const found = find(wanted, from, 3);
        expect(found.length).toBeLessThanOrEqual(3);
        expect(new Set(found).size).toBe(found.length);
        for (const { family, systemId, words } of found) {
          expect([wanted.systemId, undefined].includes(systemId) || wanted.systemId === undefined).toBe(true);
          const isSame = wanted.family === 'slow' && family === 'slow';
          expect(isSame || wanted.words.size === 0 || [...wanted.words.keys()].some((it) => words.has(it))).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});
