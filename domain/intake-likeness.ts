import type { FollowUp, MessageKind, SymptomFamily } from './intake.ts';

/** What a message can be by its likeness to labelled ones: a kind, and of a follow-up which one. */
export type LikenessClass = Exclude<MessageKind, 'follow_up'> | FollowUp;

export const LIKENESS_CLASSES = [
  'incident',
  'request',
  'question',
  'small_talk',
  'unsure',
  'supplement',
  'persists',
  'recovered',
] as const satisfies readonly LikenessClass[];

export const LIKENESS_FAMILIES = [
  'unavailable',
  'login',
  'slow',
  'data',
  'display',
  'work',
  'security',
  'other',
] as const satisfies readonly SymptomFamily[];

/** What labelled messages have taught of some classes. */
export interface Learnt<Class extends string> {
  readonly classes: readonly Class[];
  /** A feature that is not among them says nothing. */
  readonly features: ReadonlyMap<string, number>;
  /** How much each feature speaks for each class, in hundredths: of the first feature for each class in their order, of the second, … */
  readonly weights: Int16Array;
}

export interface Likeness {
  readonly kinds: Learnt<LikenessClass>;
  /** Of faults. */
  readonly families: Learnt<SymptomFamily>;
}

export interface Likened<Class extends string> {
  /** How likely each class is: 0 to 1, together 1. */
  readonly shares: Readonly<Record<Class, number>>;
  /** How much of the message is known from labelled ones: 0 to 1. */
  readonly known: number;
}

export const WEIGHT_SCALE = 100;

/** Softmax regression over the features that are known, their number evened out. */
export function likened<Class extends string>(features: ReadonlySet<string>, learnt: Learnt<Class>): Likened<Class> {
  const { classes, weights } = learnt;
  const sums = classes.map(() => 0);
  let known = 0;
  for (const feature of features) {
    const at = learnt.features.get(feature);
    if (at === undefined) continue;
    known += 1;
    for (let index = 0; index < sums.length; index += 1) {
      sums[index] = (sums[index] ?? 0) + (weights[at * sums.length + index] ?? 0);
    }
  }
  const evened = WEIGHT_SCALE * Math.sqrt(Math.max(1, known));
  const powers = powersOf(sums.map((sum) => sum / evened));
  const total = powers.reduce((sum, power) => sum + power, 0);
  const shares = classes.map((of, index) => [of, (powers[index] ?? 0) / total]);
  // Its keys are all the classes.
  return { shares: Object.fromEntries(shares) as Record<Class, number>, known: known / Math.max(1, features.size) };
}

function powersOf(scores: readonly number[]): readonly number[] {
  const highest = Math.max(...scores);
  return scores.map((score) => Math.exp(score - highest));
}

/** The likeliest of some classes; of equal ones the first. */
export function likeliest<Class extends string>(
  [first, ...others]: readonly [Class, ...Class[]],
  shares: Readonly<Record<Class, number>>,
): Class {
  return others.reduce((best, of) => (shares[of] > shares[best] ? of : best), first);
}
