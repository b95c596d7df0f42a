import { peopleWords } from '../cards/text.zh.people.ts';
import type { PlacedProblem } from '../contracts/problems.ts';

/** The column of marks, as an office writes it and as the program calls it. */
const MARK = `${Object.entries(peopleWords.columns).find(([, field]) => field === 'person')?.[0]} (person)`;

/** One line of a list of people: one account. */
export interface ListedAccount {
  readonly name: string;
  readonly platform: string;
  readonly account: string;
  /** A mark that the lines of one person share. */
  readonly person?: string;
  readonly roles: readonly string[];
  readonly posts: readonly string[];
  readonly department?: string;
  readonly dutyOrder?: number;
}

/**
 * Lines that are accounts of one person: those of one mark; without marks those of one name, each on another platform. Two of a name
 * on one platform are two people.
 * @returns indexes of lines, in their order
 */
export function linesOfPersons(
  lines: readonly Pick<ListedAccount, 'name' | 'platform' | 'person'>[],
): readonly (readonly number[])[] {
  const keyOf = (index: number): string => {
    const { name = '', person } = lines[index] ?? {};
    if (person !== undefined && person !== '') return `mark ${person}`;
    const like = alike(lines, name).filter((other) => !lines[other]?.person);
    const platforms = new Set(like.map((other) => lines[other]?.platform));
    return name !== '' && platforms.size === like.length ? `name ${name}` : `line ${index}`;
  };
  return [...Map.groupBy(lines.keys(), keyOf).values()];
}

function alike(lines: readonly { readonly name: string }[], name: string): readonly number[] {
  return lines.flatMap((line, index) => (line.name === name ? [index] : []));
}

/** What keeps lines from being one person's, or from being told apart. What is wrong for other reasons is said elsewhere. */
export function personProblems(lines: readonly ListedAccount[]): readonly PlacedProblem[] {
  const persons = linesOfPersons(lines);
  return [...lines.keys().flatMap((index) => homonym(lines, index)), ...persons.flatMap((own) => contrary(lines, own))];
}

/** Of one name on several platforms, and on one of them twice or with marks for some: nobody knows who is who. */
function homonym(lines: readonly ListedAccount[], index: number): readonly PlacedProblem[] {
  const { name = '', person } = lines[index] ?? {};
  const like = alike(lines, name);
  const platforms = new Set(like.map((other) => lines[other]?.platform));
  const marked = like.filter((other) => lines[other]?.person);
  const isPlain = platforms.size === 1 || (marked.length === 0 && platforms.size === like.length);
  if (name === '' || person || isPlain) return [];
  const problem = `several lines are called ${name}, and it is not clear which are one person's`;
  return [{ path: ['people', index, 'name'], problem, remedy: `fill in ${MARK} in each: the same for one person` }];
}

/** What two lines of one person say of him must agree; what one leaves out the other says. */
function contrary(lines: readonly ListedAccount[], own: readonly number[]): readonly PlacedProblem[] {
  const [first, ...others] = own;
  const meant = first === undefined ? undefined : lines[first];
  if (!meant) return [];
  return others.flatMap((index): readonly PlacedProblem[] => {
    const line = lines[index];
    const field = line && differing(meant, line);
    if (!line || field === undefined) return [];
    const problem = `${line.name} is listed above with another ${field}: are these two accounts of one person?`;
    const remedy = `say the same in both lines, or give two people different ${MARK}`;
    return [{ path: ['people', index, field], problem, remedy }];
  });
}

function differing(
  one: ListedAccount,
  other: ListedAccount,
): 'roles' | 'posts' | 'department' | 'dutyOrder' | undefined {
  const set = (words: readonly string[]) => words.toSorted().join(' ');
  if (set(one.roles) !== set(other.roles)) return 'roles';
  if (set(one.posts) !== set(other.posts) && one.posts.length * other.posts.length > 0) return 'posts';
  const isContrary = (a: unknown, b: unknown) => (a ?? '') !== '' && (b ?? '') !== '' && a !== b;
  if (isContrary(one.department, other.department)) return 'department';
  return isContrary(one.dutyOrder, other.dutyOrder) ? 'dutyOrder' : undefined;
}
