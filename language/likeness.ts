import { readFileSync } from 'node:fs';
import { assert } from '../domain/assert.ts';
import { type Learnt, LIKENESS_CLASSES, LIKENESS_FAMILIES, type Likeness } from '../domain/intake-likeness.ts';

/** Where `npm run train:intake` puts what the labelled messages have taught: a head, then a feature and its weights a line. */
export const LIKENESS_FILES = {
  kinds: new URL('likeness-kinds.tsv', import.meta.url),
  families: new URL('likeness-families.tsv', import.meta.url),
} as const;

let loaded: Likeness | undefined;

/** What labelled messages have taught. It takes some 100 ms to load, so it is loaded when it is first wanted, or by the program when it has time. */
export function likeness(): Likeness {
  loaded ??= {
    kinds: readLearnt(LIKENESS_FILES.kinds, LIKENESS_CLASSES),
    families: readLearnt(LIKENESS_FILES.families, LIKENESS_FAMILIES),
  };
  return loaded;
}

/** @throws {AssertionError} a line that `npm run train:intake` has not written */
function readLearnt<Class extends string>(file: URL, classes: readonly Class[]): Learnt<Class> {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const features = new Map<string, number>();
  const weights = new Int16Array(lines.length * classes.length);
  for (const [at, line] of lines.entries()) {
    const [feature = '', said = ''] = line.split('\t');
    const weighed = said.split(' ').map(Number);
    assert(
      weighed.length === classes.length && weighed.every(Number.isInteger),
      `${file.pathname} has no weights of ${feature}; run npm run train:intake`,
    );
    features.set(feature, at);
    weights.set(weighed, at * classes.length);
  }
  return { classes, features, weights };
}
