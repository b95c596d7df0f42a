import type { z } from 'zod';
import type { PlacedProblem } from './problems.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, in words for the person who edits the file. */
export function problemsOf(issues: readonly Issue[], value: unknown): readonly PlacedProblem[] {
  return issues.flatMap((issue) => problemOf(issue, value, []));
}

function problemOf(issue: Issue, value: unknown, parentPath: readonly PropertyKey[]): readonly PlacedProblem[] {
  const path = [...parentPath, ...issue.path];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        atKey: true,
        problem: 'there is no such key',
        remedy: 'check the spelling, or delete it',
      }));
    case 'invalid_union':
      return problemsOfUnion(issue.errors, value, path);
    case 'invalid_key':
      return issue.issues.map((inner) => ({ path, atKey: true, problem: inner.message, remedy: remedyOf(inner) }));
    default: {
      const found = valueAt(value, path);
      if (found === undefined) return [{ path, problem: 'it is missing', remedy: remedyOf(issue) }];
      return [
        {
          path,
          problem: issue.code === 'custom' ? issue.message : `${shown(found)} does not fit`,
          remedy: remedyOf(issue),
        },
      ];
    }
  }
}

/** What was meant is the form that got furthest into the value; where none got into it, each would be right. */
function problemsOfUnion(
  branches: readonly (readonly Issue[])[],
  value: unknown,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  const [first, ...others] = deepest(branches).flatMap((inner) => problemOf(inner, value, path));
  if (first === undefined) return [];
  if (others.length > 0 || first.path.length > path.length || first.atKey) return [first, ...others];
  const remedies = branches.flatMap((issues) => issues.filter(({ path: inner }) => inner.length === 0).map(remedyOf));
  return [{ ...first, remedy: [...new Set(remedies)].join(', or ') }];
}

function remedyOf(issue: Issue): string {
  switch (issue.code) {
    case 'custom':
      return typeof issue.params?.remedy === 'string' ? issue.params.remedy : issue.message;
    case 'invalid_value':
      return `write ${issue.values.map(String).join(' or ')}`;
    case 'invalid_type':
      // A form of its own says what would be right; zod's own sentence is for programmers.
      return issue.message.startsWith(ZOD_SENTENCE)
        ? `write ${TYPE_WORDS[issue.expected] ?? issue.expected}`
        : issue.message;
    case 'too_small':
      return issue.origin === 'array' ? `give at least ${issue.minimum}` : `write ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'array' ? `give at most ${issue.maximum}` : `write ${issue.maximum} or less`;
    default:
      return issue.message;
  }
}

const ZOD_SENTENCE = 'Invalid input';
const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text (in quotes when it looks like a number)',
  array: 'a list in [brackets]',
  object: 'keys with values',
  record: 'keys with values',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function deepest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const depth = (issues: readonly Issue[]): number =>
    Math.max(0, ...issues.map(({ path, code }) => path.length * 2 + (code === 'custom' ? 1 : 0)));
  const unexpected = branches.filter((issues) => issues.length > 0);
  return unexpected.reduce((best, issues) => (depth(issues) > depth(best) ? issues : best), unexpected[0] ?? []);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === String(step))?.[1];
  }
  return found;
}

function shown(value: unknown): string {
  return JSON.stringify(value).slice(0, 60);
}
