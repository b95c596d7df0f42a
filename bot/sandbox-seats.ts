import type { LoadedContract } from '../contracts/load.ts';
import type { DemoChat, DemoPerson, DemoRota } from '../contracts/people.ts';
import type { Member } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import type { RotaPlan } from '../domain/roster-types.ts';
import { type ContractId, chatId, type Ids, type Instant, type PersonId, personId } from '../domain/types.ts';
import type { SandboxChat, SandboxPersona, SystemName } from '../platforms/sandbox/types.ts';
import { planRotas } from './rota-plans.ts';

const PLATFORM = 'sandbox';

export interface SandboxSeats {
  readonly chats: readonly SandboxChat[];
  readonly personas: readonly SandboxPersona[];
}

/** Gives the made-up people of the packs their accounts, roles, groups and rotas. What is there already is left as it is. */
export async function seatSandbox(
  store: Store,
  loaded: readonly LoadedContract[],
  made: { readonly now: Instant; readonly ids: Ids },
): Promise<SandboxSeats> {
  const chats: SandboxChat[] = [];
  const personas: SandboxPersona[] = [];
  for (const { contract, people } of inOrder(loaded)) {
    const team = contract.shortName;
    for (const chat of people?.chats ?? []) {
      chats.push({ key: chat.key, title: chat.title, team, system: systemFor(chat, contract) });
      await seatChat(store, chat, contract.id);
    }
    await seatPeople(store, people?.people ?? [], contract.id);
    const planned = (await store.rosterOf(contract.id, made.now)).plans;
    const missing = plansOf(people?.rotas ?? []).filter(
      (plan) => !planned.some(({ rotaId }) => rotaId === plan.rotaId),
    );
    await planRotas(store, contract, missing, made);
    for (const { key, name, title, roles } of people?.people ?? []) {
      personas.push({ key, name, roles, team, ...(title !== undefined && { title }) });
    }
  }
  return { chats, personas };
}

function inOrder(loaded: readonly LoadedContract[]): readonly LoadedContract[] {
  return loaded.toSorted((a, b) => Number(b.people?.opensFirst === true) - Number(a.people?.opensFirst === true));
}

/** One of the group's department, if there is one: reports from the group are about such. */
function systemFor({ department }: DemoChat, { systems }: Contract): SystemName {
  const own = systems.find((system) => department !== undefined && system.department === department);
  const { name = '', nameEn = '', aliases = [] } = own ?? systems[0] ?? {};
  return { zh: aliases[0] ?? name, en: nameEn };
}

async function seatChat(store: Store, { department, key, title }: DemoChat, contractId: ContractId): Promise<void> {
  const before = await store.chat(PLATFORM, key);
  if (before?.contractId === contractId && before.title === title && before.department === department) return;
  const id = chatId(PLATFORM, key);
  const chat = { id, platform: PLATFORM, externalId: key, kind: 'group', title, contractId } as const;
  await store.saveChat({ ...chat, ...(department !== undefined && { department }) });
}

async function seatPeople(store: Store, people: readonly DemoPerson[], contract: ContractId): Promise<void> {
  const members = await store.members(contract);
  for (const { key, name, title: _, ...member } of people) {
    const account = { platform: PLATFORM, userId: key };
    const known = await store.personByAccount(PLATFORM, key);
    const seated = members.find(({ id }) => id === known?.id);
    if (seated && seated.name === name && isSeatedAs(seated, member)) continue;
    const id = await store.savePerson({ id: known?.id ?? seatedId(key), name }, account);
    await store.saveMember(contract, { personId: id, ...member });
  }
}

/** Whose account it is on the sandbox; he is the same person in each contract. */
function seatedId(key: string): PersonId {
  return personId(`${PLATFORM}-${key}`);
}

function plansOf(rotas: readonly DemoRota[]): readonly RotaPlan[] {
  return rotas.map(({ rota, from, people }) => ({ rotaId: rota, startsOn: from, order: people.map(seatedId) }));
}

function isSeatedAs(seated: Member, member: Omit<DemoPerson, 'key' | 'name' | 'title'>): boolean {
  return (
    isSame(seated.roles, member.roles) &&
    isSame(seated.posts, member.posts) &&
    seated.dutyOrder === member.dutyOrder &&
    seated.department === member.department
  );
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((role) => right.includes(role));
}
