import type { ContractEvent } from '../db/changes.ts';
import type { OpenStore } from '../db/open.ts';
import type { Member } from '../db/records.ts';
import type { MemberTerms, PersonJoin } from '../db/store.ts';
import type { Contract } from '../domain/contract.ts';
import { eventId, type Ids, type Instant, type PersonId, personId } from '../domain/types.ts';
import { cleanName } from './names.ts';
import type { ListedPerson } from './people-file.ts';
import { isGuestAccount } from './platform-parts.ts';

/** What becomes of one person of the list. */
export interface Step {
  readonly person: ListedPerson;
  /** Absent: all his accounts are new. */
  readonly known?: PersonId;
  /** Others whose accounts are his: he spoke with each before anybody said so. */
  readonly owners: readonly { readonly id: PersonId; readonly name: string }[];
  /** They can't become one yet. */
  readonly isApart: boolean;
  readonly change: 'new' | 'changed' | 'unchanged';
}

export interface Made {
  readonly now: Instant;
  readonly ids: Ids;
}

/** What became of him. */
export interface Taken {
  readonly id: PersonId;
  /** He and another one are still two. */
  readonly isApart: boolean;
}

export async function stepFor(
  store: OpenStore,
  members: readonly Member[],
  person: ListedPerson,
  now: Instant,
): Promise<Step> {
  const found = await Promise.all(
    person.accounts.map(({ account, platform }) => store.personByAccount(platform, account)),
  );
  const owners = [...new Map(found.flatMap((owner) => (owner ? [[owner.id, owner]] : []))).values()];
  const memberOf = (id: PersonId) => members.find((member) => member.id === id);
  // Whom the contract gave a role stays; the other one came by himself.
  const named = owners.find(({ id }) => memberOf(id)?.roles.some((role) => role !== 'reporter'));
  const known = (named ?? owners[0])?.id;
  const others = owners.filter(({ id }) => id !== known);
  const isBusy = await Promise.all(others.map(({ id }) => store.isUnderWay(id, now)));
  const base = { person, ...(known !== undefined && { known }), owners: others, isApart: isBusy.includes(true) };
  const member = known === undefined ? undefined : memberOf(known);
  if (!member) return { ...base, change: 'new' };
  const isSame = member.name === nameOf(person) && termsOf(member) === termsOf(person);
  const isJoined = found.every((owner) => owner && (owner.id === known || base.isApart));
  return { ...base, change: isSame && isJoined ? 'unchanged' : 'changed' };
}

export async function takePerson(store: OpenStore, contract: Contract, step: Step, made: Made): Promise<Taken> {
  const { change, isApart, known, owners, person } = step;
  if (change === 'unchanged' && known !== undefined) return { id: known, isApart };
  const id = known ?? personId(made.ids.next(made.now));
  const name = nameOf(person);
  for (const { account: userId, platform } of person.accounts) {
    const owner = await store.personByAccount(platform, userId);
    const isGuest = isGuestAccount(platform, userId);
    // One that is new, or his own, which brings his name up to date.
    if (!owner || owner.id === id)
      await store.savePerson({ id, name }, { platform, userId, ...(isGuest && { isGuest }) });
  }
  const joined: PersonId[] = [];
  for (const owner of isApart ? [] : owners) {
    if (await store.joinPeople(await joinOf(store, contract, { ...step, id, owner: owner.id }, made), made.now))
      joined.push(owner.id);
  }
  if (joined.length === 0) {
    // First the entry: a crash in between leaves an entry too many, not one too few, and the next import does it again.
    await record(store, contract, { person: id, change, ...termsIn(person) }, made);
    await store.saveMember(contract.id, { personId: id, ...termsIn(person) });
  }
  return { id, isApart: joined.length < owners.length };
}

function termsIn({ department, dutyOrder, posts, roles }: ListedPerson): MemberTerms {
  return {
    roles,
    posts,
    ...(department !== undefined && { department }),
    ...(dutyOrder !== undefined && { dutyOrder }),
  };
}

interface Joining extends Pick<Step, 'person' | 'change'> {
  readonly id: PersonId;
  readonly owner: PersonId;
}

/** What the other one is, where nothing is left of him, and his accounts that are listed, are his from now on. */
async function joinOf(
  store: OpenStore,
  contract: Contract,
  { change, id, owner, person }: Joining,
  made: Made,
): Promise<PersonJoin> {
  const accounts: { readonly platform: string; readonly userId: string }[] = [];
  for (const { account: userId, platform } of person.accounts) {
    const present = await store.personByAccount(platform, userId);
    if (present?.id === owner) accounts.push({ platform, userId });
  }
  const isWhole = (await store.accountCount(owner)) === accounts.length;
  const left = isWhole ? await store.contractsOf(owner) : [];
  const terms = termsIn(person);
  const entry = changedEntry({ person: id, change, ...terms, joined: [owner] }, made);
  const memberships: PersonJoin['memberships'][number][] = [{ contractId: contract.id, terms, entry }];
  // Of the contract that is imported the list says what he is; in the others he is what either of the two was made.
  for (const other of left.filter((each) => each !== contract.id)) {
    const members = await store.members(other);
    const [his, own] = [owner, id].map((one) => members.find((member) => member.id === one));
    if (!his) continue;
    const { id: _, name: __, ...kept } = own && (cameByHimself(his) || !cameByHimself(own)) ? own : his;
    const said = changedEntry({ person: id, change: 'changed', ...kept, joined: [owner] }, made);
    memberships.push({ contractId: other, terms: kept, entry: said });
  }
  return { from: owner, to: id, accounts, memberships, left };
}

/** Whoever speaks in a group of the contract becomes a reporter: he is in no list. */
export function cameByHimself({ posts, roles }: Member): boolean {
  return posts.length === 0 && roles.every((role) => role === 'reporter');
}

export async function record(
  store: OpenStore,
  { id }: Pick<Contract, 'id'>,
  fields: Readonly<Record<string, unknown>>,
  made: Made,
): Promise<void> {
  const { now } = made;
  await store.commit({ contractId: id, now, cause: { kind: 'none' } }, { entries: [changedEntry(fields, made)] });
}

function changedEntry(fields: Readonly<Record<string, unknown>>, { ids, now }: Made): ContractEvent {
  return { ...fields, id: eventId(ids.next(now)), at: now, type: 'member_changed' };
}

export function nameOf({ accounts, name }: ListedPerson): string {
  return cleanName(name) ?? accounts[0]?.account ?? '';
}

function termsOf({
  department,
  dutyOrder,
  posts,
  roles,
}: Pick<ListedPerson, 'department' | 'dutyOrder' | 'posts' | 'roles'>) {
  return JSON.stringify([roles.toSorted(), posts.toSorted(), department, dutyOrder]);
}
