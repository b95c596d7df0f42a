/** Draws of one seed: the same in every run. */
export interface Draws {
  /** In [0, 1). */
  next(): number;
  chance(share: number): boolean;
  /** Whole, `from` and `to` included. */
  whole(from: number, to: number): number;
  pick<T>(values: readonly T[]): T;
  /** Mostly near `typical`, now and then many times that: how long people take. */
  delay(typical: number): number;
}

/** Mulberry32. */
export function drawsOf(seed: number): Draws {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    chance: (share) => next() < share,
    whole,
    pick(values) {
      const value = values[whole(0, values.length - 1)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
    delay: (typical) => Math.ceil(typical * Math.exp(3 * (next() - 0.5) + 1.5 * (next() - 0.5))),
  };
}
