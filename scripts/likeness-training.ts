// Softmax regression with Adagrad: what labelled messages teach. The same messages in the same order give the same weights.
import { type Learnt, WEIGHT_SCALE } from '../domain/intake-likeness.ts';

export interface Example<Class extends string> {
  readonly features: ReadonlySet<string>;
  /** Any of them is right. */
  readonly classes: readonly Class[];
}

/** A feature of fewer messages is chance. */
const SEEN_MIN = 3;
/** A feature whose weights differ less says nothing. */
const SPREAD_MIN = 0.3;
const EPOCHS = 20;
const STEP = 0.3;
const DECAY = 1e-5;
const SEED = 1;

interface Encoded {
  readonly features: Int32Array;
  readonly classes: ReadonlySet<number>;
  readonly evened: number;
}

/** Trained twice: what is left of the features by the first time is trained by itself. */
export function train<Class extends string>(
  classes: readonly Class[],
  examples: readonly Example<Class>[],
): Learnt<Class> {
  const first = featuresSeen(examples);
  const firstWeights = trainWith(classes, examples, first);
  const telling = [...first].filter(([, index]) => spread(firstWeights[index] ?? []) >= SPREAD_MIN);
  const kept = indexed(telling.map(([feature]) => feature).sort());
  const weights = trainWith(classes, examples, kept).flatMap((own) => own.map((it) => Math.round(it * WEIGHT_SCALE)));
  return { classes, features: kept, weights: Int16Array.from(weights) };
}

function featuresSeen(examples: readonly Example<string>[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const { features } of examples) for (const it of features) seen.set(it, (seen.get(it) ?? 0) + 1);
  return indexed([...seen].filter(([, times]) => times >= SEEN_MIN).map(([feature]) => feature));
}

function indexed(features: readonly string[]): ReadonlyMap<string, number> {
  return new Map(features.map((feature, index) => [feature, index]));
}

function spread(weights: readonly number[]): number {
  const mean = weights.reduce((sum, it) => sum + it, 0) / weights.length;
  return Math.max(...weights.map((it) => Math.abs(it - mean)));
}

/** @returns the weights of each feature, by its index */
function trainWith<Class extends string>(
  classes: readonly Class[],
  examples: readonly Example<Class>[],
  known: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  const encoded = examples.map((example) => encode(example, classes, known));
  const weights = new Float32Array(known.size * classes.length);
  const squares = new Float32Array(weights.length).fill(0.01);
  const random = randomFrom(SEED);
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    for (const example of shuffled(encoded, random)) learn(example, weights, squares, classes.length);
  }
  return [...known.values()].map((index) => [
    ...weights.subarray(index * classes.length, (index + 1) * classes.length),
  ]);
}

function encode<Class extends string>(
  { features, classes: right }: Example<Class>,
  classes: readonly Class[],
  known: ReadonlyMap<string, number>,
): Encoded {
  const indices = Int32Array.from([...features].flatMap((feature) => known.get(feature) ?? []));
  return {
    features: indices,
    classes: new Set(right.map((it) => classes.indexOf(it))),
    evened: 1 / Math.sqrt(Math.max(1, indices.length)),
  };
}

function learn(
  { features, classes, evened }: Encoded,
  weights: Float32Array,
  squares: Float32Array,
  classCount: number,
): void {
  const shares = sharesOf(features, evened, weights, classCount);
  let right = 0;
  for (const index of classes) right += shares[index] ?? 0;
  for (let index = 0; index < classCount; index += 1) {
    const share = shares[index] ?? 0;
    const gradient = (share - (classes.has(index) ? share / Math.max(right, 1e-9) : 0)) * evened;
    if (Math.abs(gradient) < 1e-6) continue;
    for (const feature of features) {
      const at = feature * classCount + index;
      const weight = weights[at] ?? 0;
      const slope = gradient + DECAY * weight;
      const square = (squares[at] ?? 0) + slope * slope;
      squares[at] = square;
      weights[at] = weight - (STEP * slope) / Math.sqrt(square);
    }
  }
}

function sharesOf(features: Int32Array, evened: number, weights: Float32Array, classCount: number): Float64Array {
  const sums = new Float64Array(classCount);
  for (const feature of features) {
    for (let index = 0; index < classCount; index += 1) {
      sums[index] = (sums[index] ?? 0) + (weights[feature * classCount + index] ?? 0);
    }
  }
  const highest = Math.max(...sums) * evened;
  const powers = sums.map((sum) => Math.exp(sum * evened - highest));
  const total = powers.reduce((sum, it) => sum + it, 0);
  return powers.map((it) => it / total);
}

/** 0 to 1, by a linear congruence: which one does not matter, only that it is the same each time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const drawn = items.map((item) => ({ item, at: random() }));
  return drawn.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
