import type { Store } from '../../db/store.ts';
import { type ContractId, chatId, contractId, type PersonId, personId, type Role } from '../../domain/types.ts';
import type { Scenario } from './parse.ts';

export interface CastPerson {
  /** His key in the scenario, and his account on the platform. */
  readonly key: string;
  readonly id: PersonId;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly dutyOrder?: number;
}

export interface CastChat {
  readonly key: string;
  readonly title: string;
  readonly contractId: ContractId;
}

/** Who plays, and where. */
export interface Cast {
  readonly chats: readonly CastChat[];
  readonly people: readonly CastPerson[];
  readonly contracts: readonly ContractId[];
}

export function castOf(scenario: Scenario): Cast {
  const chats = Object.entries(scenario.chats).map(([key, chat]) => ({
    key,
    title: chat.title ?? key,
    contractId: contractId(chat.contract),
  }));
  const people = Object.entries(scenario.people).map(([key, person]) => ({
    key,
    id: personId(key),
    name: person.name,
    roles: person.role,
    ...(person.duty !== undefined && { dutyOrder: person.duty }),
  }));
  return { chats, people, contracts: [...new Set(chats.map((chat) => chat.contractId))] };
}

/** Binds the groups and makes everybody a member of every contract of the scenario. Doing it again changes nothing. */
export async function seat(store: Store, cast: Cast, platform: string): Promise<void> {
  for (const { key, title, contractId } of cast.chats) {
    await store.saveChat({ id: chatId(platform, key), platform, externalId: key, kind: 'group', title, contractId });
  }
  for (const { key, id, name, roles, dutyOrder } of cast.people) {
    const kept = await store.savePerson({ id, name }, { platform, userId: key });
    for (const contract of cast.contracts) {
      await store.saveMember(contract, { personId: kept, roles, ...(dutyOrder !== undefined && { dutyOrder }) });
    }
  }
}
