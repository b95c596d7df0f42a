import { z } from 'zod';
import { dateForm, wording } from '../contracts/forms.ts';
import { InvalidPack, type PackProblem, type PlacedProblem } from '../contracts/problems.ts';
import { problemsOf } from '../contracts/schema-problems.ts';
import { readYaml } from '../contracts/yaml-source.ts';
import { assert } from '../domain/assert.ts';
import type { Contract } from '../domain/contract.ts';
import type { RosterMember } from '../domain/roster-types.ts';
import type { CivilDate } from '../domain/types.ts';
import { officeText } from './office-text.ts';
import { contradictionsIn } from './people-checks.ts';
import { readPeopleCsv } from './people-csv.ts';
import { linesOfPersons } from './people-persons.ts';
import { platformForm, postForm, roleForm } from './people-words.ts';

/** Somebody of a contract, by the accounts that he has. */
export interface ListedPerson extends Omit<RosterMember, 'id'> {
  readonly name: string;
  /** At least one; the first one of a platform is used to mention him there. */
  readonly accounts: readonly { readonly platform: string; readonly account: string }[];
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
        platform: platformForm,
        account: z.string().trim().min(1).max(128),
        person: wording.exactOptional(),
        roles: z.array(roleForm).min(1),
        posts: z.array(postForm).default([]),
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
  const text = officeText(bytes, file);
  const source = /\.ya?ml$/i.test(file) ? readYaml(text, file) : readPeopleCsv(text, file);
  const parsed = listSchema.safeParse(source.value);
  const problems = [
    ...(parsed.success ? [] : problemsOf(parsed.error.issues, source.value)),
    ...contradictionsIn(source.value, contract),
  ];
  if (!parsed.success || problems.length > 0) throw new InvalidPack(inOrder(source.locate(problems)));
  const list = parsed.data;
  const persons = linesOfPersons(list.people).map((own) => personOf(own.flatMap((index) => list.people[index] ?? [])));
  return { ...list, people: persons.map((person) => withDepartmentId(person, contract)) };
}

type Line = z.output<typeof listSchema>['people'][number];

/** @param lines of one person, which agree */
function personOf(lines: readonly Line[]): ListedPerson {
  const [first] = lines;
  assert(first, 'a person without a line');
  const { name, roles } = first;
  const department = lines.flatMap((line) => line.department ?? [])[0];
  const dutyOrder = lines.flatMap((line) => line.dutyOrder ?? [])[0];
  return {
    name,
    accounts: lines.map(({ account, platform }) => ({ platform, account })),
    roles,
    posts: lines.find(({ posts }) => posts.length > 0)?.posts ?? [],
    ...(department !== undefined && { department }),
    ...(dutyOrder !== undefined && { dutyOrder }),
  };
}

function inOrder(problems: readonly PackProblem[]): readonly PackProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function withDepartmentId(person: ListedPerson, { departments }: Contract): ListedPerson {
  const meant = departments.find(({ aliases, id, name }) => [id, name, ...aliases].includes(person.department ?? ''));
  return meant ? { ...person, department: meant.id } : person;
}
