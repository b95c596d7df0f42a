import { z } from 'zod';
import { CUSTOMER_ROLES, SUPPLIER_ROLES } from '../domain/sides.ts';
import { ROLES, type Role } from '../domain/types.ts';
import { keyForm, wording } from './forms.ts';
import { InvalidPack, type PlacedProblem } from './problems.ts';
import { problemsOf } from './schema-problems.ts';
import { readYaml } from './yaml-source.ts';

/** Made-up people and groups for the sandbox: who can be played, and in which chats. */
export interface DemoPeople {
  readonly people: readonly DemoPerson[];
  readonly chats: readonly DemoChat[];
}

export interface DemoPerson {
  /** Stable, ASCII: the account's id on the sandbox platform. */
  readonly key: string;
  readonly name: string;
  readonly roles: readonly Role[];
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
}

const peopleSchema = z.strictObject({
  people: z
    .array(
      z.strictObject({
        key: keyForm,
        name: wording,
        title: wording.exactOptional(),
        roles: z.array(z.enum(ROLES)).min(1),
        dutyOrder: z.int().min(1).max(99).exactOptional(),
      }),
    )
    .min(1),
  chats: z.array(z.strictObject({ key: keyForm, title: wording, contract: keyForm })).min(1),
});

/** @throws {InvalidPack} with every mistake at once */
export function parsePeople(text: string, sourceName = 'people.yaml'): DemoPeople {
  const source = readYaml(text, sourceName);
  const parsed = peopleSchema.safeParse(source.value);
  const mistakes = parsed.success
    ? [...repeatedKeys(parsed.data), ...mixedSides(parsed.data)]
    : problemsOf(parsed.error.issues, source.value);
  if (!parsed.success || mistakes.length > 0) throw new InvalidPack(sourceName, source.locate(mistakes));
  return parsed.data;
}

/** Nobody works for the supplier and decides for the customer. */
function mixedSides({ people }: DemoPeople): readonly PlacedProblem[] {
  return people.flatMap(({ roles }, index) => {
    const isBoth = [SUPPLIER_ROLES, CUSTOMER_ROLES].every((side) => side.some((role) => roles.includes(role)));
    if (!isBoth) return [];
    const problem = 'the roles are of both sides, the supplier and the customer';
    const remedy = `keep to ${SUPPLIER_ROLES.join(' and ')}, or to ${CUSTOMER_ROLES.join(' and ')}`;
    return [{ path: ['people', index, 'roles'], problem, remedy }];
  });
}

function repeatedKeys({ people, chats }: DemoPeople): readonly PlacedProblem[] {
  const lists = { people, chats };
  return Object.entries(lists).flatMap(([list, entries]) => {
    const keys = entries.map(({ key }) => key);
    return keys.flatMap((key, index) => {
      if (keys.indexOf(key) === index) return [];
      return [{ path: [list, index, 'key'], problem: `key ${key} is used above`, remedy: 'give each its own key' }];
    });
  });
}
