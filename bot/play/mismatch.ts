/** One thing that a scenario expected and that is not so. */
export interface Mismatch {
  /** `ticket.status`, `clocks.arrive.state` … */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

/** Compares where something is expected: an absent expectation is met by anything. */
export function compare(what: string, expected: unknown, actual: unknown): readonly Mismatch[] {
  if (expected === undefined || write(expected) === write(actual)) return [];
  return [{ what, expected: write(expected), actual: write(actual) }];
}

/** Order does not matter. */
export function compareSets(
  what: string,
  expected: readonly string[] | undefined,
  actual: readonly string[],
): readonly Mismatch[] {
  return compare(what, expected?.toSorted(), actual.toSorted());
}

/** Every text must occur in `actual`, or none of them. */
export function compareTexts(
  what: string,
  texts: string | readonly string[] | undefined,
  actual: string,
  shall: 'occur' | 'be absent' = 'occur',
): readonly Mismatch[] {
  const wrong = toList(texts).filter((text) => actual.includes(text) !== (shall === 'occur'));
  return wrong.map((text) => ({ what, expected: `${write(text)} to ${shall}`, actual: write(actual) }));
}

export function toList<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

export function write(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
