import type { Store } from '../../db/store.ts';
import type { RosterMember, RotaPlan } from '../../domain/roster-types.ts';
import { type ContractId, chatId, contractId, type Ids, type Instant, personId } from '../../domain/types.ts';
import { planRotas } from '../rota-plans.ts';
import type { Scenario } from './parse.ts';

export interface CastPerson extends RosterMember {
  /** His key in the scenario, and his account on the platform. */
  readonly key: string;
  readonly name: string;
}

export interface CastChat {
  readonly key: string;
  readonly title: string;
  readonly contractId: ContractId;
  /** The bot knows whose it is when the play begins. */
  readonly isBound: boolean;
  readonly department?: string;
}

/** Who is on a rota when the play begins. */
export interface CastPlan {
  readonly contractId: ContractId;
  readonly plan: RotaPlan;
}

/** Who plays, and where. */
export interface Cast {
  readonly chats: readonly CastChat[];
  readonly people: readonly CastPerson[];
  readonly contracts: readonly ContractId[];
  readonly plans: readonly CastPlan[];
}

export function castOf(scenario: Scenario): Cast {
  const chats = Object.entries(scenario.chats).map(([key, chat]) => ({
    key,
    title: chat.title ?? key,
    contractId: contractId(chat.contract),
    isBound: chat.bound,
    ...(chat.department !== undefined && { department: chat.department }),
  }));
  const people = Object.entries(scenario.people).map(([key, person]) => ({
    key,
    id: personId(key),
    name: person.name,
    roles: person.role,
    posts: person.posts,
    ...(person.duty !== undefined && { dutyOrder: person.duty }),
    ...(person.department !== undefined && { department: person.department }),
  }));
  const contracts = [...new Set(chats.map((chat) => chat.contractId))];
  const plans = scenario.rotas.flatMap(({ contract, from, people: order, rota }): CastPlan[] => {
    const owner = contract === undefined ? contracts[0] : contractId(contract);
    if (owner === undefined) return [];
    return [{ contractId: owner, plan: { rotaId: rota, startsOn: from, order: order.map(personId) } }];
  });
  return { chats, people, contracts, plans };
}

/**
 * Binds the groups that are bound when the play begins, makes everybody a member of every contract of the scenario and puts people on their rotas. Doing it again
 * changes nothing.
 */
export async function seat(
  store: Store,
  cast: Cast,
  platform: string,
  made: { readonly now: Instant; readonly ids: Ids },
): Promise<void> {
  for (const { isBound, key, ...chat } of cast.chats) {
    if (!isBound) continue;
    await store.saveChat({ ...chat, id: chatId(platform, key), platform, externalId: key, kind: 'group' });
  }
  for (const { key, id, name, ...member } of cast.people) {
    const kept = await store.savePerson({ id, name }, { platform, userId: key });
    for (const contract of cast.contracts) await store.saveMember(contract, { personId: kept, ...member });
  }
  for (const { contractId: id, plan } of cast.plans) await planRotas(store, { id }, [plan], made);
}
