import type { OutboxRow } from '../db/store.ts';
import { type Instant, MINUTE, type PersonId } from '../domain/types.ts';
import type { AccountRef } from '../platforms/types.ts';
import { peopleOf } from './delivery-plan.ts';
import type { Deps } from './deps.ts';

export interface Known {
  readonly accounts: ReadonlyMap<PersonId, AccountRef>;
  readonly names: ReadonlyMap<PersonId, string>;
}
/** Looks up the accounts on a platform, and the names, of everybody whom a message mentions or addresses. */
export type Addressees = (row: OutboxRow, platform: string) => Promise<Known>;

const REMEMBER_MS = MINUTE;
const REMEMBER_MAX = 10_000;

export function createAddressees(deps: Pick<Deps, 'store' | 'clock'>): Addressees {
  const remembered = new Map<string, { readonly account: AccountRef; readonly until: Instant }>();

  const accountOf = async (person: PersonId, platform: string): Promise<AccountRef | undefined> => {
    const key = `${platform}\n${person}`;
    const now = deps.clock.now();
    const known = remembered.get(key);
    if (known && known.until > now) return known.account;
    const account = await deps.store.accountOf(person, platform);
    if (!account) return undefined;
    if (remembered.size >= REMEMBER_MAX) remembered.clear();
    remembered.set(key, { account, until: now + REMEMBER_MS });
    return account;
  };

  return async (row, platform) => {
    const accounts = new Map<PersonId, AccountRef>();
    const without: PersonId[] = [];
    for (const person of peopleOf(row.outgoing)) {
      const account = await accountOf(person, platform);
      if (account) accounts.set(person, account);
      else without.push(person);
    }
    if (without.length === 0) return { accounts, names: new Map() };
    const members = await deps.store.members(row.contractId);
    const names = members.filter(({ id }) => without.includes(id)).map(({ id, name }) => [id, name] as const);
    return { accounts, names: new Map(names) };
  };
}
