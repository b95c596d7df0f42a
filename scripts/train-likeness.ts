// Learns from the labelled messages of the tuned half what a message of each kind and a fault of each family is like, and writes it to
// language/.
// Usage: npm run train:intake [-- --check]
// --check writes nothing: it learns without each series in turn and shows how well the messages of that series are understood then.
import { renameSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Learnt } from '../domain/intake-likeness.ts';
import { LIKENESS_FILES } from '../language/likeness.ts';
import { type CorpusPart, readSeries } from '../test/corpus/corpus.ts';
import { figuresOf, ratio } from '../test/corpus/figures.ts';
import { judgePart, understoodIn } from '../test/corpus/heard.ts';
import { likenessHead } from '../test/corpus/likeness-head.ts';
import { learn, lessonsOf } from './likeness-examples.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const series = await readSeries();
const lessons = new Map([...series].map(([name, parts]) => [name, parts.flatMap(lessonsOf)]));

if (values.check) for (const [name, parts] of series) await check(name, parts);
else {
  const learnt = learn([...lessons.values()].flat());
  write(LIKENESS_FILES.kinds, learnt.kinds);
  write(LIKENESS_FILES.families, learnt.families);
}

async function check(name: string, parts: readonly CorpusPart[]): Promise<void> {
  const learnt = learn([...lessons].filter(([other]) => other !== name).flatMap(([, list]) => list));
  const judged = (await Promise.all(parts.map((part) => judgePart(part, understoodIn(part, learnt))))).flat();
  const { family, kinds, messages } = figuresOf(judged);
  const { precision, recall } = kinds.incident;
  const right = { of: messages, right: judged.filter(({ kind }) => kind).length };
  const shown = { kind: right, 'incident precision': precision, recall, family };
  const figures = Object.entries(shown).map(([what, share]) => `${what} ${ratio(share).toFixed(3)}`);
  console.log(`${name}: ${messages} messages, ${figures.join(', ')}`);
}

function write(file: URL, { classes, features, weights }: Learnt<string>): void {
  const lines = [...features].map(([feature, at]) => {
    const own = weights.subarray(at * classes.length, (at + 1) * classes.length);
    return `${feature}\t${own.join(' ')}`;
  });
  // Whoever reads meanwhile finds the old file whole.
  const beside = new URL(`${file.href}.new`);
  writeFileSync(beside, `${[likenessHead(series), ...lines].join('\n')}\n`);
  renameSync(beside, file);
  console.log(`${file.pathname}: ${features.size} features`);
}
