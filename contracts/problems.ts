/** One mistake of a pack: where it is, what is wrong, and what would be right. */
export interface PackProblem {
  /** The file that holds it: the pack, or one that it includes. */
  readonly file: string;
  /** Place in the document: `clocks[2].target`; empty: the document itself. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly problem: string;
  readonly remedy: string;
}

/** A mistake before its file, line and column are known. */
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
  readonly problems: readonly PackProblem[];

  constructor(problems: readonly PackProblem[]) {
    super(problems.map(describe).join('\n'));
    this.name = 'InvalidPack';
    this.problems = problems;
  }
}

/** A mistake of the whole file. */
export function fileProblem(file: string, problem: string, remedy: string): PackProblem {
  return { file, path: '', line: 1, column: 1, problem, remedy };
}

export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

function describe({ file, path, line, column, problem, remedy }: PackProblem): string {
  const place = path === '' ? '' : `${path}: `;
  return `${file}:${line}:${column}: ${place}${problem}; ${remedy}`;
}
