import { z } from 'zod';
import { type Contract, POSTS, type Post } from '../domain/contract.ts';
import { CUSTOMER_ROLES, SUPPLIER_ROLES } from '../domain/sides.ts';
import { type CivilDate, ROLES, type Role } from '../domain/types.ts';
import { repeats, unknownName, unknownNames } from './contradictions.ts';
import { dateForm, keyForm, wording } from './forms.ts';
import { InvalidPack, type PlacedProblem } from './problems.ts';
import { problemsOf } from './schema-problems.ts';
import { readYaml } from './yaml-source.ts';

/** Made-up people and groups for the sandbox: who can be played, and in which chats. */
export interface DemoPeople {
  /** A newcomer meets these people first. */
  readonly opensFirst?: boolean;
  readonly people: readonly DemoPerson[];
  readonly chats: readonly DemoChat[];
  readonly rotas: readonly DemoRota[];
}

export interface DemoPerson {
  /** Stable, ASCII: the account's id on the sandbox platform. */
  readonly key: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly posts: readonly Post[];
  /** Id of a department of the pack. */
  readonly department?: string;
  /** Engineers on the rota, 1 is called first. */
  readonly dutyOrder?: number;
  /** What the person does, shown beside the name: 大厅窗口. */
  readonly title?: string;
}

export interface DemoChat {
  readonly key: string;
  readonly title: string;
  /** A contract's id. */
  readonly contract: string;
  /** Id of the department of the pack whose people are in it. */
  readonly department?: string;
}

/** Who is on a rota of the pack: the keys of people in the order in which they take turns. */
export interface DemoRota {
  readonly rota: string;
  /** Day of the first turn. */
  readonly from: CivilDate;
  readonly people: readonly string[];
}

const peopleSchema = z.strictObject({
  opensFirst: z.boolean().exactOptional(),
  people: z
    .array(
      z.strictObject({
        key: keyForm,
        name: wording,
        title: wording.exactOptional(),
        roles: z.array(z.enum(ROLES)).min(1),
        posts: z.array(z.enum(POSTS)).default([]),
        department: z.string().exactOptional(),
        dutyOrder: z.int().min(1).max(99).exactOptional(),
      }),
    )
    .min(1),
  chats: z
    .array(z.strictObject({ key: keyForm, title: wording, contract: keyForm, department: z.string().exactOptional() }))
    .min(1),
  rotas: z.array(z.strictObject({ rota: z.string(), from: dateForm, people: z.array(z.string()).min(1) })).default([]),
});

/** The sides of posts: what one is for the supplier or for the customer. The post on_site is the supplier's too. */
const SIDE_OF_POST: Readonly<Record<Post, readonly Role[]>> = {
  vip: CUSTOMER_ROLES,
  customer_lead: CUSTOMER_ROLES,
  supplier_lead: SUPPLIER_ROLES,
  on_site: SUPPLIER_ROLES,
};

/**
 * @param contract the pack that the people belong to: what they say of its rotas and departments is checked as well
 * @throws {InvalidPack} with every mistake at once
 */
export function parsePeople(text: string, sourceName = 'people.yaml', contract?: Contract): DemoPeople {
  const source = readYaml(text, sourceName);
  const parsed = peopleSchema.safeParse(source.value);
  const mistakes = parsed.success
    ? [
        ...repeatedKeys(parsed.data),
        ...parsed.data.people.flatMap(mixedSides),
        ...unknownPeople(parsed.data),
        ...(contract ? unknownParts(parsed.data, contract) : []),
      ]
    : problemsOf(parsed.error.issues, source.value);
  if (!parsed.success || mistakes.length > 0) throw new InvalidPack(source.locate(mistakes));
  return parsed.data;
}

/**
 * Nobody works for the supplier and decides for the customer.
 * @param person a post that could not be read is undefined
 */
export function mixedSides(
  { roles, posts }: { readonly roles: readonly Role[]; readonly posts: readonly (Post | undefined)[] },
  index: number,
): readonly PlacedProblem[] {
  const isBoth = [SUPPLIER_ROLES, CUSTOMER_ROLES].every((side) => side.some((role) => roles.includes(role)));
  const problem = 'the roles are of both sides, the supplier and the customer';
  const remedy = `keep to ${SUPPLIER_ROLES.join(' and ')}, or to ${CUSTOMER_ROLES.join(' and ')}`;
  return [
    ...(isBoth ? [{ path: ['people', index, 'roles'], problem, remedy }] : []),
    ...posts.flatMap((post, at) => {
      if (post === undefined) return [];
      const side = SIDE_OF_POST[post];
      if (roles.some((role) => side.includes(role))) return [];
      return [
        {
          path: ['people', index, 'posts', at],
          problem: `the post ${post} is not for the ${roles.join(' and ')}`,
          remedy: `give it to a person with the role ${side.join(' or ')}`,
        },
      ];
    }),
  ];
}

function repeatedKeys({ people, chats, rotas }: DemoPeople): readonly PlacedProblem[] {
  return [
    ...repeats(
      people.map(({ key }) => key),
      (index) => ['people', index, 'key'],
      'key',
    ),
    ...repeats(
      chats.map(({ key }) => key),
      (index) => ['chats', index, 'key'],
      'key',
    ),
    ...repeats(
      rotas.map(({ rota }) => rota),
      (index) => ['rotas', index, 'rota'],
      'rota',
    ),
    ...rotas.flatMap((rota, index) => repeats(rota.people, (at) => ['rotas', index, 'people', at], 'person')),
  ];
}

/** A rota calls people of the supplier's. */
function unknownPeople({ people, rotas }: DemoPeople): readonly PlacedProblem[] {
  const keys = people.flatMap(({ key, roles }) => (SUPPLIER_ROLES.some((role) => roles.includes(role)) ? [key] : []));
  return rotas.flatMap((rota, index) =>
    unknownNames(['rotas', index, 'people'], 'engineer or manager', rota.people, keys),
  );
}

function unknownParts({ people, chats, rotas }: DemoPeople, contract: Contract): readonly PlacedProblem[] {
  const departments = contract.departments.map(({ id }) => id);
  const rotaIds = contract.rotas.map(({ id }) => id);
  return [
    ...people.flatMap(({ department }, index) =>
      unknownName(['people', index, 'department'], 'department', department, departments),
    ),
    ...chats.flatMap((chat, index) => [
      ...unknownName(['chats', index, 'contract'], 'contract', chat.contract, [contract.id]),
      ...unknownName(['chats', index, 'department'], 'department', chat.department, departments),
    ]),
    ...rotas.flatMap(({ rota }, index) => unknownName(['rotas', index, 'rota'], 'rota', rota, rotaIds)),
  ];
}
