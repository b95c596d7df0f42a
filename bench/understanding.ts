// How well messages are understood, by the labelled corpus under test/corpus, and how long it takes. No network.
// Usage: npm run bench:intake [-- --json] [--misses] [--held-misses]
// The misses of the held half are not for those who write rules: what they have seen is judged no more.
import { parseArgs } from 'node:util';
import { HALVES, type Half, readHalves } from '../test/corpus/corpus.ts';
import { AIMS, type Figures, figuresOf, ratio, type Share } from '../test/corpus/figures.ts';
import { judgePart, readByRules } from '../test/corpus/heard.ts';
import { type Judgement, missesOf } from '../test/corpus/judgement.ts';
import { type Timing, timingOf } from './understanding-time.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, misses: { type: 'boolean' }, 'held-misses': { type: 'boolean' } },
});
const AIM_MS = 2;

const parts = await readHalves();
const halves = { tuned: await understoodHalf('tuned'), held: await understoodHalf('held') };
const heldByRules = await byRules();
const timing = timingOf(parts.held);

if (values.json) console.log(JSON.stringify({ ...halves, heldByRules, timing }, null, 2));
else print();

async function understoodHalf(half: Half): Promise<Figures> {
  const judgements: Judgement[] = [];
  for (const part of parts[half]) {
    const judged = await judgePart(part);
    judgements.push(...judged);
    if (showsMisses(half)) printMisses(`${half}, ${part.contract.id}`, judged);
  }
  return figuresOf(judgements);
}

/** What likeness adds to. */
async function byRules(): Promise<Figures> {
  return figuresOf((await Promise.all(parts.held.map((part) => judgePart(part, readByRules(part))))).flat());
}

function print(): void {
  for (const half of HALVES) printHalf(half, halves[half]);
  const { precision, recall } = heldByRules.kinds.incident;
  console.log(`\nheld, by the rules alone: incident precision ${shown(precision)}   recall ${shown(recall)}`);
  console.log(`  family                         ${shown(heldByRules.family)}`);
  printTiming(timing);
}

function showsMisses(half: Half): boolean {
  return !values.json && (half === 'tuned' ? values.misses === true : values['held-misses'] === true);
}

function printMisses(title: string, judgements: readonly Judgement[]): void {
  const misses = judgements.flatMap(missesOf);
  console.log(`\n${title}: ${misses.length} misses (expected ≠ got)`);
  for (const miss of misses) console.log(`  ${miss}`);
}

function printHalf(half: Half, figures: Figures): void {
  console.log(`\n${half}: ${figures.messages} messages`);
  for (const [kind, { precision, recall }] of Object.entries(figures.kinds)) {
    const aim = kind === 'incident' ? `   aim ≥ ${AIMS.incident}` : '';
    console.log(`  ${kind.padEnd(12)} precision ${shown(precision)}   recall ${shown(recall)}${aim}`);
  }
  console.log(`  system at top 1, where named   ${shown(figures.system)}   aim ≥ ${AIMS.system}`);
  for (const [form, share] of Object.entries(figures.systemByNaming)) {
    if (share.of > 0) console.log(`    by ${form.padEnd(25)} ${shown(share)}`);
  }
  for (const thing of ['level', 'place', 'family', 'further'] as const) {
    console.log(`  ${thing.padEnd(30)} ${shown(figures[thing])}`);
  }
  console.log(`  incidents that end in a question ${shown(figures.asksIncident)}`);
  console.log(`  others that end in a question    ${shown(figures.asksOther)}`);
}

function printTiming({ p50Ms, p99Ms, longest, firstMs }: Timing): void {
  const at = (ms: number) => `${ms.toFixed(3)} ms = ${(ms / AIM_MS).toFixed(2)} of the ${AIM_MS} ms allowed`;
  console.log(`\none message: p50 ${at(p50Ms)}, p99 ${at(p99Ms)}`);
  console.log(`${longest.characters} characters: ${at(longest.ms)}`);
  console.log(`the first message of a contract, which compiles its names: ${firstMs.toFixed(0)} ms at most`);
}

function shown(share: Share): string {
  return `${ratio(share).toFixed(3)} (${share.right} of ${share.of})`;
}
