/** One thing that was looked at for the operator. Nothing in it is a secret. */
export interface Finding {
  readonly grade: 'ok' | 'warn' | 'bad';
  /** What was looked at: `credentials`. */
  readonly about: string;
  /** A sentence without its full stop. */
  readonly seen: string;
  /** What to do, and where to click; absent where there is nothing to do. */
  readonly remedy?: string;
  /** Settings whose absence it is about: where one of them is there and wrong, that is said already. */
  readonly lacks?: readonly string[];
}

export function ok(about: string, seen: string): Finding {
  return { grade: 'ok', about, seen };
}

export function warn(about: string, seen: string, remedy: string): Finding {
  return { grade: 'warn', about, seen, remedy };
}

export function bad(about: string, seen: string, remedy: string): Finding {
  return { grade: 'bad', about, seen, remedy };
}
