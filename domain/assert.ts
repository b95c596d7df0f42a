/** A programmer's error: the update that met it goes to the dead letters, the process goes on. */
export class AssertionFailed extends Error {
  readonly code = 'assertion_failed';
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFailed(message);
}

/** Closes an exhaustive `switch`: the compiler names the case that is missing. */
export function unreachable(value: never): never {
  throw new AssertionFailed(`unexpected value: ${JSON.stringify(value)}`);
}
