import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { schemeFor, systemOf } from '../../domain/contract-lookup.ts';
import { foldText } from '../../domain/phrase-finder.ts';
import { nameRefusal } from '../../domain/taught-name.ts';
import { LIKENESS_FILES } from '../../language/likeness.ts';
import {
  type CorpusMessage,
  type CorpusPart,
  HALVES,
  NO_SYSTEM,
  readHalves,
  readSeries,
  readUnseen,
} from './corpus.ts';
import { AIMS, type Figures, figuresOf, ratio } from './figures.ts';
import { judgePart } from './heard.ts';
import { missesOf } from './judgement.ts';
import { likenessHead } from './likeness-head.ts';

const halves = await readHalves();
const unseen = await readUnseen();
const parts = [...halves.tuned, ...halves.held, unseen];
const partsByName = [
  ...HALVES.flatMap((half) => halves[half].map((part) => [`${half}, ${part.contract.id}`, part] as const)),
  ['unseen', unseen] as const,
];

const saidIn = (some: readonly CorpusPart[]) =>
  some.flatMap(({ messages }) => messages.map(({ say }) => foldText(say).text));

describe('the corpus', () => {
  test('has enough messages of each contract in both halves', () => {
    const sizes = HALVES.map((half) => halves[half].map(({ messages }) => messages.length));
    expect(sizes.map((each) => each.length)).toEqual([5, 5]);
    expect(Math.min(...sizes.flat())).toBeGreaterThanOrEqual(50);
    expect(sizes.flat().reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(440);
  });

  test('has no sentence twice, so that none of the held half was tuned on', () => {
    const all = saidIn(parts);
    const seen = new Set<string>();
    expect(all.filter((say) => seen.size === seen.add(say).size)).toEqual([]);
  });

  test.each(partsByName)('labels with what the contract has: %s', (_name, { contract, taught, messages }) => {
    const known = new Set([...contract.systems.map(({ id }) => id), NO_SYSTEM]);
    const systems = [
      ...Object.values(taught),
      ...messages.flatMap(({ system, further }) => [...(system ?? []), ...(further ?? [])]),
    ];
    expect(systems.filter((id) => !known.has(id))).toEqual([]);
    const departments = contract.departments.map(({ id }) => id);
    expect(messages.filter(({ department }) => department !== undefined && !departments.includes(department))).toEqual(
      [],
    );
    const wrongLevels = messages.filter(({ level, system }) => {
      const scheme = schemeFor(contract, systemOf(contract, system?.[0])?.id);
      return level !== undefined && !scheme.levels.includes(level);
    });
    expect(wrongLevels).toEqual([]);
  });

  test.each(partsByName)('teaches names that can be taught: %s', (_name, { contract, taught }) => {
    const given = { contract, people: [], words: new Set<string>() };
    expect(Object.keys(taught).filter((name) => nameRefusal(name, given) !== undefined)).toEqual([]);
  });

  test.each(partsByName)('says how a system is named where one is: %s', (_name, { messages }) => {
    expect(messages.filter(({ named, system }) => system === undefined && named[0] !== 'none')).toEqual([]);
  });
});

// The kinds of the tuned half say nothing: likeness knows them by heart.
test('people are understood: faults of the held half', async () => {
  const { precision, recall } = (await figuresIn(halves.held)).kinds.incident;
  expect.soft(ratio(precision), 'what is taken for a fault is one').toBeGreaterThanOrEqual(AIMS.incident);
  expect.soft(ratio(recall), 'a fault is taken for one').toBeGreaterThanOrEqual(AIMS.incident);
});

test.each(HALVES)('people are understood: systems of the %s half that are named in any form', async (half) => {
  const naming = halves[half].map((part) => ({ ...part, messages: part.messages.filter(namesSystem) }));
  expect(ratio((await figuresIn(naming)).system)).toBeGreaterThanOrEqual(AIMS.system);
});

async function figuresIn(some: readonly CorpusPart[]): Promise<Figures> {
  return figuresOf((await Promise.all(some.map((part) => judgePart(part)))).flat());
}

function namesSystem({ system }: CorpusMessage): boolean {
  return system !== undefined;
}

test('likeness was learnt from the messages that lie here; after a change of them: npm run train:intake', async () => {
  const head = likenessHead(await readSeries());
  const learntFrom = Object.values(LIKENESS_FILES).map((file) => readFileSync(file, 'utf8').split('\n', 1)[0]);
  expect(learntFrom).toEqual([head, head]);
});

test('a contract that no code was written for is understood from its pack alone', async () => {
  const misses = (await judgePart(unseen)).flatMap(missesOf);
  expect(misses.filter((miss) => /^(?:kind|system): /.test(miss))).toEqual([]);
});
