import type { LoadedContract } from '../contracts/load.ts';
import type { DemoPerson } from '../contracts/people.ts';
import type { Store } from '../db/store.ts';
import { type ContractId, chatId, personId } from '../domain/types.ts';
import type { SandboxChat, SandboxPersona } from '../platforms/sandbox/types.ts';

const PLATFORM = 'sandbox';

export interface SandboxSeats {
  readonly chats: readonly SandboxChat[];
  readonly personas: readonly SandboxPersona[];
}

/** Gives the made-up people of the packs their accounts, roles and groups. What is there already is left as it is. */
export async function seatSandbox(store: Store, loaded: readonly LoadedContract[]): Promise<SandboxSeats> {
  const chats: SandboxChat[] = [];
  const personas = new Map<string, SandboxPersona>();
  for (const { contract, people } of loaded) {
    for (const chat of people?.chats ?? []) {
      chats.push({ key: chat.key, title: chat.title });
      await seatChat(store, chat, contract.id);
    }
    await seatPeople(store, people?.people ?? [], contract.id);
    for (const { dutyOrder: _, ...persona } of people?.people ?? []) {
      if (!personas.has(persona.key)) personas.set(persona.key, persona);
    }
  }
  return { chats, personas: [...personas.values()] };
}

async function seatChat(store: Store, chat: { key: string; title: string }, contractId: ContractId): Promise<void> {
  const before = await store.chat(PLATFORM, chat.key);
  if (before?.contractId === contractId && before.title === chat.title) return;
  const id = chatId(PLATFORM, chat.key);
  await store.saveChat({ id, platform: PLATFORM, externalId: chat.key, kind: 'group', title: chat.title, contractId });
}

async function seatPeople(store: Store, people: readonly DemoPerson[], contract: ContractId): Promise<void> {
  const members = await store.members(contract);
  for (const { dutyOrder, key, name, roles } of people) {
    const account = { platform: PLATFORM, userId: key };
    const known = await store.personByAccount(PLATFORM, key);
    const member = members.find(({ id }) => id === known?.id);
    if (member && member.name === name && isSame(member.roles, roles) && member.dutyOrder === dutyOrder) continue;
    const id = await store.savePerson({ id: known?.id ?? personId(`${PLATFORM}-${key}`), name }, account);
    await store.saveMember(contract, { personId: id, roles, ...(dutyOrder !== undefined && { dutyOrder }) });
  }
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((role) => right.includes(role));
}
