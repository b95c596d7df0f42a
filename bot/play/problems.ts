import type { Document, LineCounter } from 'yaml';
import { isNode } from 'yaml';
import type { z } from 'zod';

/** One thing that is wrong with a scenario file, and what would be right. */
export interface ScenarioProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly remedy: string;
}

/** A scenario that can't be played as it is written. All problems at once. */
export class InvalidScenario extends Error {
  readonly code = 'invalid_scenario';
  readonly problems: readonly ScenarioProblem[];

  constructor(problems: readonly ScenarioProblem[]) {
    super(problems.map(writeProblem).join('\n'));
    this.name = 'InvalidScenario';
    this.problems = problems;
  }
}

export function writeProblem(problem: ScenarioProblem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.problem}\n    remedy: ${problem.remedy}`;
}

export type Path = readonly (string | number)[];

/** Finds lines in the file and collects what is wrong. */
export interface Findings {
  readonly problems: ScenarioProblem[];
  lineOf(path: Path): number;
  add(path: Path, problem: string, remedy: string): void;
  addIssues(path: Path, error: z.ZodError): void;
}

export function findings(file: string, document: Document, lines: LineCounter): Findings {
  const problems: ScenarioProblem[] = [];
  const place = (path: Path): { line: number; column: number } => {
    // A missing key has no place of its own: its parent's is shown.
    for (let length = path.length; length >= 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        const { line, col } = lines.linePos(node.range[0]);
        return { line, column: col };
      }
    }
    return { line: 1, column: 1 };
  };
  const add = (path: Path, problem: string, remedy: string): void => {
    problems.push({ file, ...place(path), problem, remedy });
  };
  return {
    problems,
    lineOf: (path) => place(path).line,
    add,
    addIssues(path, error) {
      for (const issue of error.issues) {
        const full = [...path, ...issue.path.filter((key) => typeof key !== 'symbol')];
        add(full, `${writePath(full)}: ${problemOf(issue)}`, remedyOf(issue));
      }
    },
  };
}

export function writePath(path: Path): string {
  return (
    path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
      .join('')
      .replace(/^\./, '') || 'the file'
  );
}

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys.map((key) => `\`${key}\``).join(', ')}`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'it is missing';
  return issue.message;
}

function remedyOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'remove it or correct its spelling; docs/scenarios.md lists the keys';
    case 'invalid_type':
      return `write a ${issue.expected} here`;
    case 'invalid_value':
      return `write one of: ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return 'write at least one';
    default:
      return 'docs/scenarios.md shows the form of every key';
  }
}
