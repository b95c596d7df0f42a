import { z } from 'zod';
import { unknownName } from '../contracts/contradictions.ts';
import { dateForm, wording } from '../contracts/forms.ts';
import { mixedSides } from '../contracts/people.ts';
import { fileProblem, InvalidPack, type PackProblem, type PlacedProblem } from '../contracts/problems.ts';
import { problemsOf } from '../contracts/schema-problems.ts';
import { readYaml } from '../contracts/yaml-source.ts';
import { type Contract, POSTS, type Post } from '../domain/contract.ts';
import { SUPPLIER_ROLES } from '../domain/sides.ts';
import { type CivilDate, ROLES, type Role } from '../domain/types.ts';
import { readPeopleCsv } from './people-csv.ts';

/** Somebody of a contract, by the account that he has on a platform. */
export interface ListedPerson {
  readonly name: string;
  readonly platform: string;
  readonly account: string;
  readonly roles: readonly Role[];
  readonly posts: readonly Post[];
  /** Id of a department of the pack. */
  readonly department?: string;
  /** 1 is called first. */
  readonly dutyOrder?: number;
}

/** Who is on a rota of the pack: accounts in the order in which they take turns. */
export interface ListedRota {
  readonly rota: string;
  readonly from: CivilDate;
  readonly people: readonly string[];
}

export interface PeopleList {
  readonly people: readonly ListedPerson[];
  readonly rotas: readonly ListedRota[];
}

/** A file's values, and how to find their places in it. */
export interface PeopleSource {
  readonly value: unknown;
  locate(problems: readonly PlacedProblem[]): readonly PackProblem[];
}

const listSchema = z.strictObject({
  people: z
    .array(
      z.strictObject({
        name: wording,
        platform: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'not the name of a platform'),
        account: z.string().trim().min(1).max(128),
        roles: z.array(z.enum(ROLES)).min(1),
        posts: z.array(z.enum(POSTS)).default([]),
        department: wording.exactOptional(),
        dutyOrder: z.int().min(1).max(99).exactOptional(),
      }),
    )
    .min(1),
  rotas: z.array(z.strictObject({ rota: z.string(), from: dateForm, people: z.array(z.string()).min(1) })).default([]),
});

/**
 * Reads a list of people: CSV as an office's spreadsheet saves it (UTF-8 or GBK), or YAML, which has rotas as well.
 * @param file its name, which tells the form
 * @throws {InvalidPack} with every mistake at once, by line and column
 */
export function readPeopleList(bytes: Uint8Array, file: string, contract: Contract): PeopleList {
  const text = decoded(bytes, file);
  const source = /\.ya?ml$/i.test(file) ? readYaml(text, file) : readPeopleCsv(text, file);
  const parsed = listSchema.safeParse(source.value);
  if (!parsed.success) throw new InvalidPack(source.locate(problemsOf(parsed.error.issues, source.value)));
  const list = parsed.data;
  const problems = [
    ...list.people.flatMap(mixedSides),
    ...repeatedAccounts(list.people),
    ...list.people.flatMap((person, index) => unknownDepartment(person, index, contract)),
    ...rotaProblems(list, contract),
  ];
  if (problems.length > 0) throw new InvalidPack(source.locate(problems));
  return { ...list, people: list.people.map((person) => withDepartmentId(person, contract)) };
}

/** Without a byte order mark Excel writes the system's own encoding, which is GBK on a Chinese one. */
function decoded(bytes: Uint8Array, file: string): string {
  for (const encoding of bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Another encoding, perhaps.
    }
  }
  throw new InvalidPack([fileProblem(file, 'the text is neither UTF-8 nor GBK', 'save the file as CSV UTF-8')]);
}

function repeatedAccounts(people: readonly ListedPerson[]): readonly PlacedProblem[] {
  const accounts = people.map(({ account, platform }) => `${platform} ${account}`);
  return accounts.flatMap((account, index) => {
    if (accounts.indexOf(account) === index) return [];
    const problem = `the account ${account} is listed above`;
    return [{ path: ['people', index, 'account'], problem, remedy: 'list each account once' }];
  });
}

function unknownDepartment(
  { department }: ListedPerson,
  index: number,
  { departments }: Contract,
): readonly PlacedProblem[] {
  const known = departments.flatMap(({ aliases, id, name }) => [id, name, ...aliases]);
  return unknownName(['people', index, 'department'], 'department', department, known);
}

function withDepartmentId(person: ListedPerson, { departments }: Contract): ListedPerson {
  const meant = departments.find(({ aliases, id, name }) => [id, name, ...aliases].includes(person.department ?? ''));
  return meant ? { ...person, department: meant.id } : person;
}

function rotaProblems({ people, rotas }: PeopleList, contract: Contract): readonly PlacedProblem[] {
  const ids = contract.rotas.map(({ id }) => id);
  return rotas.flatMap(({ people: turns, rota }, index) => [
    ...unknownName(['rotas', index, 'rota'], 'rota', rota, ids),
    ...turns.flatMap((account, at) => {
      const path = ['rotas', index, 'people', at];
      const meant = people.filter((person) => person.account === account);
      if (meant.length > 1) {
        return [{ path, problem: `${account} is an account on two platforms`, remedy: 'give them different names' }];
      }
      const isSupplier = meant.some(({ roles }) => roles.some((role) => SUPPLIER_ROLES.includes(role)));
      if (isSupplier) return [];
      return [{ path, problem: `no engineer or manager of the list has the account ${account}`, remedy: 'list him' }];
    }),
  ]);
}
