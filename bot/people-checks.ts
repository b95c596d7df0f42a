import { z } from 'zod';
import { unknownName } from '../contracts/contradictions.ts';
import { mixedSides } from '../contracts/people.ts';
import type { PlacedProblem } from '../contracts/problems.ts';
import type { Contract } from '../domain/contract.ts';
import { SUPPLIER_ROLES } from '../domain/sides.ts';
import { type ListedAccount, linesOfPersons, personProblems } from './people-persons.ts';
import { platformForm, postForm, roleForm } from './people-words.ts';

const text = z.string().trim().catch('');
const person = z.object({
  name: text,
  person: text,
  platform: z.union([platformForm, text]),
  account: text,
  /** Of a person with a role that nobody knows nothing is said that depends on his roles. */
  roles: z.array(roleForm).catch([]),
  posts: z.array(postForm.optional().catch(undefined)).catch([]),
  department: text,
  dutyOrder: z.int().optional().catch(undefined),
});
const rota = z.object({ rota: text, people: z.array(text).catch([]) });
/** A list as far as it can be read, so that one mistake does not hide the others. */
const outlineSchema = z.object({
  people: z.array(person.catch(() => person.parse({}))).catch([]),
  rotas: z.array(rota.catch(() => rota.parse({}))).catch([]),
});
type Outline = z.output<typeof outlineSchema>;
type OutlinePerson = Outline['people'][number];

/** What contradicts itself, or the contract, in a list of people. What has a wrong form is left to the schema. */
export function contradictionsIn(value: unknown, contract: Contract): readonly PlacedProblem[] {
  const outline = outlineSchema.safeParse(value).data;
  if (!outline) return [];
  const { people } = outline;
  return [
    ...people.flatMap((one, index) => (one.roles.length > 0 ? mixedSides(one, index) : [])),
    ...repeatedAccounts(people),
    ...likeAccounts(people),
    ...people.flatMap(shortenedAccount),
    ...people.flatMap((one, index) => unknownDepartment(one, index, contract)),
    ...personProblems(people.map(asAccount)),
    ...rotaProblems(outline, contract),
  ];
}

function asAccount({ dutyOrder, posts, ...line }: OutlinePerson): ListedAccount {
  return { ...line, posts: posts.flatMap((post) => post ?? []), ...(dutyOrder !== undefined && { dutyOrder }) };
}

function repeatedAccounts(people: readonly OutlinePerson[]): readonly PlacedProblem[] {
  const accounts = people.map(({ account, platform }) => `${platform} ${account}`);
  return accounts.flatMap((account, index) => {
    if (people[index]?.account === '' || accounts.indexOf(account) === index) return [];
    const problem = `the account ${account} is listed above`;
    return [{ path: ['people', index, 'account'], problem, remedy: 'list each account once' }];
  });
}

/** WeCom takes no notice of the case of letters in a user id: both lines would be one person. */
function likeAccounts(people: readonly OutlinePerson[]): readonly PlacedProblem[] {
  return people.flatMap(({ account, platform }, index) => {
    const isLike = (other: OutlinePerson) =>
      other.platform === platform && other.account !== account && other.account.toLowerCase() === account.toLowerCase();
    const like = platform === 'wecom' ? people.find(isLike) : undefined;
    if (!like) return [];
    const problem = `the accounts ${account} and ${like.account} are the same to WeCom`;
    return [{ path: ['people', index, 'account'], problem, remedy: 'list each account once' }];
  });
}

/** A spreadsheet shows a long number as 1.38E+10, and saves it so: the digits are lost. */
function shortenedAccount({ account }: OutlinePerson, index: number): readonly PlacedProblem[] {
  if (!/^\d+(?:\.\d+)?E\+\d+$/i.test(account)) return [];
  const problem = `the account ${account} was cut by the spreadsheet`;
  return [{ path: ['people', index, 'account'], problem, remedy: 'format the column as text and write it again' }];
}

function unknownDepartment(
  { department }: OutlinePerson,
  index: number,
  { departments }: Contract,
): readonly PlacedProblem[] {
  const known = departments.flatMap(({ aliases, id, name }) => [id, name, ...aliases]);
  return unknownName(['people', index, 'department'], 'department', department, known);
}

function rotaProblems({ people, rotas }: Outline, contract: Contract): readonly PlacedProblem[] {
  const ids = contract.rotas.map(({ id }) => id);
  const persons = linesOfPersons(people);
  return rotas.flatMap(({ people: turns, rota: named }, index) => [
    ...unknownName(['rotas', index, 'rota'], 'rota', named, ids),
    ...turns.flatMap((account, at) => {
      const path = ['rotas', index, 'people', at];
      const meant = people.filter((one) => one.account === account);
      const isOne = persons.some((own) => meant.every((one) => own.some((index) => people[index] === one)));
      if (meant.length > 1 && !isOne) {
        const problem = `${account} is the account of two people, each on another platform`;
        return [{ path, problem, remedy: 'name another account of the one who is meant' }];
      }
      const mayBeSupplier = meant.some(
        ({ roles }) => roles.length === 0 || roles.some((role) => SUPPLIER_ROLES.includes(role)),
      );
      if (mayBeSupplier) return [];
      return [{ path, problem: `no engineer or manager of the list has the account ${account}`, remedy: 'list him' }];
    }),
  ]);
}
