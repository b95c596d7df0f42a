import type { Chat } from '../db/records.ts';
import type { Rota } from '../domain/contract.ts';
import { departmentOf } from '../domain/contract-lookup.ts';
import type { ChatId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';

/** Whose affair something is: the group is chosen by it. */
export interface GroupWanted {
  readonly platform?: string;
  /** Id of a department. */
  readonly department?: string | undefined;
}

/** The contract's group: the department's own, else one of no department, else the first there is. */
export async function groupOf(scene: Scene, wanted: GroupWanted = {}): Promise<Chat | undefined> {
  const groups = (await groupsIn(scene)).filter(({ platform }) => platform === (wanted.platform ?? platform));
  return (
    groups.find(({ department }) => department !== undefined && department === wanted.department) ??
    groups.find(({ department }) => department === undefined) ??
    groups[0]
  );
}

/**
 * The group for what concerns a rota: that of a department which it serves, by name or by what it serves, else the contract's main
 * group. Never another department's: its people have no business with those tickets.
 */
export async function groupOfRota(scene: Scene, { departments, projects, systems }: Rota): Promise<Chat | undefined> {
  const { contract } = scene;
  const served = [
    ...departments,
    ...contract.projects.flatMap(({ department, id }) => (projects.includes(id) ? (department ?? []) : [])),
    ...systems.flatMap((id) => departmentOf(contract, id)?.id ?? []),
  ];
  if (departments.length + projects.length + systems.length === 0) return groupOf(scene);
  const groups = await groupsIn(scene);
  const own = served.flatMap((id) => groups.find(({ department }) => department === id) ?? [])[0];
  return own ?? groups.find(({ department }) => department === undefined);
}

/**
 * Where what a person said belongs: the group in which he said it. What was said in private belongs before the others too, so it
 * goes to his department's or the contract's group on the same platform, if it has one.
 */
export async function groupForUpdate(ctx: UpdateContext): Promise<ChatId> {
  if (ctx.chat.kind === 'group') return ctx.chat.id;
  const group = await groupOf(ctx, { platform: ctx.chat.platform, department: departmentOfSpeaker(ctx) });
  return group?.id ?? ctx.chat.id;
}

/** Id of the department for which somebody speaks: the chat's, else his own. */
export function departmentOfSpeaker({ chat, members, person }: UpdateContext): string | undefined {
  return chat.department ?? members.find(({ id }) => id === person.id)?.department;
}

/** The contract's groups, in an order that does not change. */
async function groupsIn({ contract, store }: Scene): Promise<readonly Chat[]> {
  const chats = await store.chatsOf(contract.id);
  return chats.filter(({ kind }) => kind === 'group').toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
