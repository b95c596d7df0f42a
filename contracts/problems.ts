/** One mistake of a pack: where it is, what is wrong, and what would be right. */
export interface PackProblem {
  /** Place in the document: `clocks[2].target`; empty: the document itself. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly problem: string;
  readonly remedy: string;
}

/** A mistake before its line and column are known. */
export interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  /** The key itself is wrong, not its value. */
  readonly atKey?: boolean;
  readonly problem: string;
  readonly remedy: string;
}

/** A pack that can't be used. It names every mistake at once; the pack in force stays in force. */
export class InvalidPack extends Error {
  readonly code = 'invalid_pack';
  readonly sourceName: string;
  readonly problems: readonly PackProblem[];

  constructor(sourceName: string, problems: readonly PackProblem[]) {
    super(problems.map((problem) => describe(sourceName, problem)).join('\n'));
    this.name = 'InvalidPack';
    this.sourceName = sourceName;
    this.problems = problems;
  }
}

function describe(sourceName: string, { path, line, column, problem, remedy }: PackProblem): string {
  const place = path === '' ? '' : `${path}: `;
  return `${sourceName}:${line}:${column}: ${place}${problem}; ${remedy}`;
}
