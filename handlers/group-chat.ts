import type { Account, Chat } from '../db/records.ts';
import type { Rota } from '../domain/contract.ts';
import { departmentOf } from '../domain/contract-lookup.ts';
import type { ChatId, PersonId } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';

/** Whose affair something is: the group is chosen by it. */
export interface GroupWanted {
  readonly platform?: string;
  /** Id of a department. */
  readonly department?: string | undefined;
  /** Whom it concerns: where several platforms have such a group, that of the most of them. */
  readonly people?: readonly PersonId[];
}

/**
 * The contract's group: the department's own, else one of no department, else the first there is. One group, also where the contract
 * has some on several platforms: whom nothing rings there is told on his own (`bot/elsewhere.ts`).
 */
export async function groupOf(
  scene: Scene,
  { department, people, platform }: GroupWanted = {},
): Promise<Chat | undefined> {
  const groups = (await groupsIn(scene)).filter((group) => group.platform === (platform ?? group.platform));
  const own = groups.filter((group) => department !== undefined && group.department === department);
  const common = groups.filter((group) => group.department === undefined);
  const fitting = [own, common, groups].find((some) => some.length > 0) ?? [];
  return nearest(scene, fitting, people ?? []);
}

/**
 * The group for what concerns a rota: that of a department which it serves, by name or by what it serves, else the contract's main
 * group. Never another department's: its people have no business with those tickets.
 */
export async function groupOfRota(
  scene: Scene,
  { departments, projects, systems }: Rota,
  people: readonly PersonId[],
): Promise<Chat | undefined> {
  const { contract } = scene;
  const served = [
    ...departments,
    ...contract.projects.flatMap(({ department, id }) => (projects.includes(id) ? (department ?? []) : [])),
    ...systems.flatMap((id) => departmentOf(contract, id)?.id ?? []),
  ];
  if (departments.length + projects.length + systems.length === 0) return groupOf(scene, { people });
  const groups = await groupsIn(scene);
  const [first] = served.filter((id) => groups.some(({ department }) => department === id));
  return nearest(
    scene,
    groups.filter(({ department }) => department === first),
    people,
  );
}

/** One group of each platform on which the contract has some. */
export async function groupsEverywhere(scene: Scene): Promise<readonly Chat[]> {
  const platforms = new Set((await groupsIn(scene)).map(({ platform }) => platform));
  const groups = await Promise.all([...platforms].map((platform) => groupOf(scene, { platform })));
  return groups.flatMap((group) => group ?? []);
}

/**
 * One group for all of each platform on which the contract has one; where it has none at all, its one group. Never another
 * department's beside it: whom the first one does not reach is told alone.
 */
export async function commonGroups(scene: Scene): Promise<readonly Chat[]> {
  const common = (await groupsEverywhere(scene)).filter(({ department }) => department === undefined);
  const group = common.length === 0 ? await groupOf(scene) : undefined;
  return group ? [group] : common;
}

/**
 * Where what a person said belongs: the group in which he said it. What was said in private belongs before the others too, so it
 * goes to his department's or the contract's group, on the same platform if it has one there.
 */
export async function groupForUpdate(ctx: UpdateContext): Promise<ChatId> {
  if (ctx.chat.kind === 'group') return ctx.chat.id;
  const department = departmentOfSpeaker(ctx);
  const here = await groupOf(ctx, { platform: ctx.chat.platform, department });
  const group = here ?? (await groupOf(ctx, { department }));
  return group?.id ?? ctx.chat.id;
}

/** Id of the department for which somebody speaks: the chat's, else his own. */
export function departmentOfSpeaker({ chat, members, person }: UpdateContext): string | undefined {
  return chat.department ?? members.find(({ id }) => id === person.id)?.department;
}

/** The contract's groups, in an order that does not change; those that are left of a trial on another platform only where it has no other. */
export async function groupsIn({ contract, platforms, store }: Scene): Promise<readonly Chat[]> {
  const chats = await store.chatsOf(contract.id);
  const groups = chats.filter(({ kind }) => kind === 'group').toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const served = groups.filter(({ platform }) => platforms.has(platform));
  return served.length > 0 ? served : groups;
}

/** Does a platform ring him? */
export function isRungOn(accounts: readonly Account[] | undefined, platform: string): boolean {
  return (accounts ?? []).some((account) => account.platform === platform && !account.isGuest);
}

/** Of several groups that would do, the first of the platform that rings the most of these people. */
async function nearest(
  { contract, store }: Scene,
  groups: readonly Chat[],
  people: readonly PersonId[],
): Promise<Chat | undefined> {
  const [first] = groups;
  if (people.length === 0 || groups.every(({ platform }) => platform === first?.platform)) return first;
  const accounts = await store.accountsOf(contract.id);
  const rung = ({ platform }: Chat) => people.filter((id) => isRungOn(accounts.get(id), platform)).length;
  return groups.toSorted((a, b) => rung(b) - rung(a))[0];
}
