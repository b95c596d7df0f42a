import { describe, expect, test } from 'vitest';
import type { CorpusMessage } from './corpus.ts';
import { figuresOf, ratio } from './figures.ts';
import { type Heard, judge, missesOf } from './judgement.ts';

const message = (more: Partial<CorpusMessage>): CorpusMessage => ({
  say: '信用广州打不开',
  kind: ['incident'],
  system: ['credit-website'],
  named: ['alias'],
  ...more,
});
const heard = (more: Partial<Heard> = {}): Heard => ({
  kind: 'incident',
  systemId: 'credit-website',
  level: 'critical',
  further: [],
  ...more,
});

describe('one message', () => {
  test.each([
    ['the kind', {}, { kind: 'unsure' }, 'kind'],
    ['the system', {}, { systemId: 'etl' }, 'system'],
    ['a system that was not recognised', {}, { systemId: undefined }, 'system'],
    ['the level', { level: 'normal' }, {}, 'level'],
    ['a place that was not heard', { place: '3楼' }, {}, 'place'],
    ['the family', { family: ['slow'] }, { family: 'data' }, 'family'],
    ['a further fault that is none', {}, { further: ['etl'] }, 'further'],
    ['a further fault that was not heard', { further: ['etl'] }, {}, 'further'],
  ] satisfies [string, Partial<CorpusMessage>, Partial<Heard>, string][])(
    'is judged by %s',
    (_name, expected, got, thing) => {
      const misses = missesOf(judge(message(expected), heard(got)));
      expect(misses.map((miss) => miss.split(':')[0])).toEqual([thing]);
    },
  );

  test.each([
    ['as the best of several kinds', { kind: ['unsure', 'incident'] }, {}],
    ['without a system where one can do without', { system: ['etl', 'none'] }, { systemId: undefined }],
    ['without a label', { system: undefined, named: ['none'] }, { systemId: 'etl', place: '3楼', family: 'data' }],
  ] satisfies [string, Partial<CorpusMessage>, Partial<Heard>][])('is right %s', (_name, expected, got) => {
    expect(missesOf(judge(message(expected), heard(got)))).toEqual([]);
  });
});

test('precision counts what was heard as a fault, recall what is one', () => {
  const figures = figuresOf([
    judge(message({}), heard()),
    judge(message({}), heard({ kind: 'question' })),
    judge(message({ kind: ['small_talk'] }), heard()),
    judge(message({ kind: ['unsure', 'small_talk'] }), heard({ kind: 'small_talk' })),
  ]);
  expect(figures.kinds.incident).toEqual({ precision: { of: 2, right: 1 }, recall: { of: 2, right: 1 } });
  expect(figures.kinds.small_talk).toEqual({ precision: { of: 1, right: 1 }, recall: { of: 2, right: 1 } });
  expect(figures.kinds.unsure.recall).toEqual({ of: 0, right: 0 });
  expect(ratio(figures.kinds.unsure.recall)).toBe(1);
});

test('a question is counted where nothing doubtful or wished was said', () => {
  const figures = figuresOf([
    judge(message({}), heard({ kind: 'unsure' })),
    judge(message({}), heard({ systemId: undefined, systemsPossible: ['a', 'b'] })),
    judge(message({ kind: ['question'] }), heard({ kind: 'question' })),
    judge(message({ kind: ['request'] }), heard({ kind: 'request' })),
  ]);
  expect(figures.asksIncident).toEqual({ of: 2, right: 2 });
  expect(figures.asksOther).toEqual({ of: 1, right: 0 });
});
