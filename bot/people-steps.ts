import type { OpenStore } from '../db/open.ts';
import type { Member } from '../db/records.ts';
import type { Contract } from '../domain/contract.ts';
import { eventId, type Ids, type Instant, type PersonId, personId } from '../domain/types.ts';
import { isGuestId } from '../platforms/dingtalk/conversations.ts';
import { cleanName } from './names.ts';
import type { ListedPerson } from './people-file.ts';

/** What becomes of one person of the list. */
export interface Step {
  readonly person: ListedPerson;
  /** Absent: all his accounts are new. */
  readonly known?: PersonId;
  /** Others whose accounts are his: he spoke with each before anybody said so. */
  readonly owners: readonly PersonId[];
  /** They can't become one yet. */
  readonly isApart: boolean;
  readonly change: 'new' | 'changed' | 'unchanged';
}

export interface Made {
  readonly now: Instant;
  readonly ids: Ids;
}

export async function stepFor(
  store: OpenStore,
  contract: Contract,
  members: readonly Member[],
  person: ListedPerson,
  now: Instant,
): Promise<Step> {
  const found = await Promise.all(
    person.accounts.map(({ account, platform }) => store.personByAccount(platform, account)),
  );
  const owners = [...new Set(found.flatMap((owner) => owner?.id ?? []))];
  const memberOf = (id: PersonId) => members.find((member) => member.id === id);
  // Whom the contract gave a role stays; the other one came by himself.
  const known = owners.find((id) => memberOf(id)?.roles.some((role) => role !== 'reporter')) ?? owners[0];
  const others = owners.filter((id) => id !== known);
  const isBusy = await Promise.all(others.map((id) => isUnderWay(store, contract, id, now)));
  const base = { person, ...(known !== undefined && { known }), owners: others, isApart: isBusy.includes(true) };
  const member = known === undefined ? undefined : memberOf(known);
  if (!member) return { ...base, change: 'new' };
  const isSame = member.name === nameOf(person) && termsOf(member) === termsOf(person);
  const isJoined = found.every((owner) => owner?.id === known) || base.isApart;
  return { ...base, change: isSame && isJoined ? 'unchanged' : 'changed' };
}

/** What he reported or took, or his turns of duty, would be nobody's. */
async function isUnderWay(store: OpenStore, contract: Contract, id: PersonId, now: Instant): Promise<boolean> {
  const { changes, plans } = await store.rosterOf(contract.id, now);
  const isOnDuty =
    plans.some(({ order }) => order.includes(id)) ||
    changes.some(({ personId: one, substituteId }) => one === id || substituteId === id);
  if (isOnDuty) return true;
  for (const of of await store.contractsOf(id)) {
    const open = await Promise.all([
      store.openTickets(of, { reporterId: id, limit: 1 }),
      store.openTickets(of, { assigneeId: id, limit: 1 }),
    ]);
    if (open.flat().length > 0) return true;
  }
  return false;
}

export async function takePerson(store: OpenStore, contract: Contract, step: Step, made: Made): Promise<PersonId> {
  const { change, isApart, known, owners, person } = step;
  const { department, dutyOrder, posts, roles } = person;
  if (change === 'unchanged' && known !== undefined) return known;
  const id = known ?? personId(made.ids.next(made.now));
  const name = nameOf(person);
  for (const { account: userId, platform } of person.accounts) {
    const owner = await store.personByAccount(platform, userId);
    // One that is new, or his own, which brings his name up to date.
    if (!owner || owner.id === id) await store.savePerson({ id, name }, accountOf(platform, userId));
  }
  const terms = {
    roles,
    posts,
    ...(department !== undefined && { department }),
    ...(dutyOrder !== undefined && { dutyOrder }),
  };
  // First the entry: a crash in between leaves an entry too many, not one too few, and the next import does it again.
  await record(
    store,
    contract,
    { person: id, change, ...terms, ...(!isApart && owners.length > 0 && { joined: owners }) },
    made,
  );
  await store.saveMember(contract.id, { personId: id, ...terms });
  if (!isApart) for (const owner of owners) await join(store, { id, owner, person });
  return id;
}

function accountOf(platform: string, userId: string) {
  return { platform, userId, ...(platform === 'dingtalk' && isGuestId(userId) && { isGuest: true as const }) };
}

/** What the other one is, where nothing is left of him, and his accounts that are listed, are his from now on. */
async function join(
  store: OpenStore,
  { id, owner, person }: { readonly id: PersonId; readonly owner: PersonId; readonly person: ListedPerson },
): Promise<void> {
  const listed: { readonly platform: string; readonly userId: string }[] = [];
  for (const { account: userId, platform } of person.accounts) {
    const present = await store.personByAccount(platform, userId);
    if (present?.id === owner) listed.push({ platform, userId });
  }
  // The accounts last: after a crash in between the next import finds what is left to do.
  if ((await store.accountCount(owner)) === listed.length) await moveMemberships(store, owner, id);
  for (const account of listed) await store.joinAccount(id, account);
}

async function moveMemberships(store: OpenStore, from: PersonId, to: PersonId): Promise<void> {
  const own = await store.contractsOf(to);
  for (const contract of await store.contractsOf(from)) {
    const member = (await store.members(contract)).find(({ id }) => id === from);
    if (member && !own.includes(contract)) {
      const { id: _, name: __, ...terms } = member;
      await store.saveMember(contract, { ...terms, personId: to });
    }
    await store.removeMember(contract, from);
  }
}

export async function record(
  store: OpenStore,
  { id }: Contract,
  fields: Readonly<Record<string, unknown>>,
  { ids, now }: Made,
): Promise<void> {
  const entry = { ...fields, id: eventId(ids.next(now)), at: now, type: 'member_changed' };
  await store.commit({ contractId: id, now, cause: { kind: 'none' } }, { entries: [entry] });
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
