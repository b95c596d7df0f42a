import { readFile } from 'node:fs/promises';
import type { OpenStore } from '../db/open.ts';
import type { Member } from '../db/records.ts';
import type { Contract } from '../domain/contract.ts';
import type { RotaPlan } from '../domain/roster-types.ts';
import { eventId, type Ids, type Instant, type PersonId, personId } from '../domain/types.ts';
import { say, withStore } from './command-store.ts';
import { InvalidConfig } from './config.ts';
import { ulidIds } from './ids.ts';
import { systemClock } from './main.ts';
import { cleanName } from './names.ts';
import { readPacks } from './pack-folder.ts';
import { type ListedPerson, type PeopleList, readPeopleList } from './people-file.ts';
import { planRotas } from './rota-plans.ts';

export interface ImportOptions {
  /** Needed where there are several packs. */
  readonly contract?: string;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  readonly removeMissing?: boolean;
}

export interface TakeOptions extends Omit<ImportOptions, 'contract'> {
  /** The platform that is used; those of another one, such as the sandbox's made-up people, are pointed at. */
  readonly platform?: string;
}

/** What becomes of one line of the list. */
interface Step {
  readonly person: ListedPerson;
  /** Absent: his account is new. */
  readonly known?: PersonId;
  readonly change: 'new' | 'changed' | 'unchanged';
}

/** Brings the people of a contract up to date with a list. Nothing is written when the list has mistakes. */
export async function importPeople(file: string, options: ImportOptions): Promise<void> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing) throw error;
    throw new InvalidConfig([`${file}: there is no such file; give a list of people, CSV or YAML`]);
  });
  await withStore(async (store, config) => {
    const contract = contractOf(await readPacks(config.contractsDir), options.contract);
    const list = readPeopleList(bytes, file, contract);
    const platform = config.wecom ? { platform: 'wecom' } : {};
    for (const line of await takeList(store, contract, list, { ...options, ...platform })) say(line);
  });
}

function contractOf(loaded: readonly { readonly contract: Contract }[], wanted: string | undefined): Contract {
  const contracts = loaded.map(({ contract }) => contract);
  const meant = contracts.filter(({ id }) => wanted === undefined || id === wanted);
  const [only] = meant;
  if (only && meant.length === 1) return only;
  const known = contracts.map(({ id }) => id).join(', ');
  throw new InvalidConfig([`Say of which contract these people are: --contract with one of ${known}`]);
}

/** @returns what was done, without names: it may be kept in a log. Only a dry run names people, since somebody shall check it */
export async function takeList(
  store: OpenStore,
  contract: Contract,
  list: PeopleList,
  { dryRun = false, platform, removeMissing = false }: TakeOptions,
): Promise<readonly string[]> {
  const made = { now: systemClock.now(), ids: ulidIds(Math.random) };
  const members = await store.members(contract.id);
  const steps = await Promise.all(list.people.map((person) => stepFor(store, members, person)));
  const listed = new Set(steps.flatMap(({ known }) => known ?? []));
  const missing = members.filter((member) => !listed.has(member.id) && !cameByHimself(member));
  const gone = removeMissing ? missing : [];
  const hint = removeMissing || platform === undefined ? [] : await hintAtStrangers(store, missing, platform);
  const counted = (change: Step['change']) => steps.filter((step) => step.change === change).length;
  const done = `${counted('new')} new, ${counted('changed')} changed, ${counted('unchanged')} unchanged, ${gone.length} removed`;
  if (dryRun) {
    const named = (change: Step['change']) =>
      steps.filter((step) => step.change === change).map(({ person }) => `${change}: ${whoIs(person)}`);
    const removed = gone.map(({ name }) => `removed: ${name}`);
    const summary = `${contract.id}: ${done}; nothing was written (--dry-run)`;
    return [...named('new'), ...named('changed'), ...removed, summary, ...hint];
  }
  const idOf = new Map<string, PersonId>();
  for (const step of steps) idOf.set(step.person.account, await takePerson(store, contract, step, made));
  for (const { id } of gone) {
    await record(store, contract, { person: id, change: 'removed' }, made);
    await store.removeMember(contract.id, id);
  }
  const plans = list.rotas.map(
    ({ from, people, rota }): RotaPlan => ({
      rotaId: rota,
      startsOn: from,
      order: people.flatMap((account) => idOf.get(account) ?? []),
    }),
  );
  const planned = await planRotas(store, contract, plans, made);
  const rotas = planned.length > 0 ? [`rotas planned: ${planned.join(', ')}`] : [];
  return [`${contract.id}: ${done}`, ...rotas, ...hint];
}

/** Of a trial in the sandbox there may be people who can't be reached now. */
async function hintAtStrangers(
  store: Pick<OpenStore, 'accountOf'>,
  missing: readonly Member[],
  platform: string,
): Promise<readonly string[]> {
  const accounts = await Promise.all(missing.map(({ id }) => store.accountOf(id, platform)));
  const strangers = accounts.filter((account) => account === undefined).length;
  if (strangers === 0) return [];
  return [
    `${strangers} members without an account of ${platform} are not in the list: --remove-missing takes them out`,
  ];
}

/** Whoever speaks in a group of the contract becomes a reporter: he is in no list. */
function cameByHimself({ posts, roles }: Member): boolean {
  return posts.length === 0 && roles.every((role) => role === 'reporter');
}

async function stepFor(store: OpenStore, members: readonly Member[], person: ListedPerson): Promise<Step> {
  const known = await store.personByAccount(person.platform, person.account);
  const member = members.find(({ id }) => id === known?.id);
  if (!known || !member) return { person, change: 'new', ...(known && { known: known.id }) };
  const isSame = member.name === nameOf(person) && termsOf(member) === termsOf(person);
  return { person, known: known.id, change: isSame ? 'unchanged' : 'changed' };
}

interface Made {
  readonly now: Instant;
  readonly ids: Ids;
}

async function takePerson(store: OpenStore, contract: Contract, step: Step, made: Made): Promise<PersonId> {
  const { change, known, person } = step;
  const { account, department, dutyOrder, platform, posts, roles } = person;
  if (change === 'unchanged' && known !== undefined) return known;
  const newcomer = known ?? personId(made.ids.next(made.now));
  const id = await store.savePerson({ id: newcomer, name: nameOf(person) }, { platform, userId: account });
  const terms = {
    roles,
    posts,
    ...(department !== undefined && { department }),
    ...(dutyOrder !== undefined && { dutyOrder }),
  };
  // First the entry: a crash in between leaves an entry too many, not one too few, and the next import does it again.
  await record(store, contract, { person: id, change, ...terms }, made);
  await store.saveMember(contract.id, { personId: id, ...terms });
  return id;
}

async function record(
  store: OpenStore,
  { id }: Contract,
  fields: Readonly<Record<string, unknown>>,
  { ids, now }: Made,
): Promise<void> {
  const entry = { ...fields, id: eventId(ids.next(now)), at: now, type: 'member_changed' };
  await store.commit({ contractId: id, now, cause: { kind: 'none' } }, { entries: [entry] });
}

function whoIs(person: ListedPerson): string {
  return `${nameOf(person)} (${person.platform} ${person.account})`;
}

function nameOf({ account, name }: ListedPerson): string {
  return cleanName(name) ?? account;
}

function termsOf({
  department,
  dutyOrder,
  posts,
  roles,
}: Pick<ListedPerson, 'department' | 'dutyOrder' | 'posts' | 'roles'>) {
  return JSON.stringify([roles.toSorted(), posts.toSorted(), department, dutyOrder]);
}
