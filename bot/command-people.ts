import { readFile } from 'node:fs/promises';
import type { OpenStore } from '../db/open.ts';
import type { Member } from '../db/records.ts';
import type { Contract } from '../domain/contract.ts';
import type { RotaPlan } from '../domain/roster-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import { say, withStore } from './command-store.ts';
import { InvalidConfig } from './config.ts';
import { ulidIds } from './ids.ts';
import { systemClock } from './main.ts';
import { readPacks } from './pack-folder.ts';
import { type ListedPerson, type PeopleList, readPeopleList } from './people-file.ts';
import { cameByHimself, nameOf, record, type Step, stepFor, type Taken, takePerson } from './people-steps.ts';
import { planRotas } from './rota-plans.ts';

export interface ImportOptions {
  /** Needed where there are several packs. */
  readonly contract?: string;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
  readonly removeMissing?: boolean;
}

export interface TakeOptions extends Omit<ImportOptions, 'contract'> {
  readonly now: Instant;
  /** The platforms that are used; those of others, such as the sandbox's made-up people, are pointed at. */
  readonly platforms?: readonly string[];
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
    const platforms = [...(config.wecom ? ['wecom'] : []), ...(config.dingtalk ? ['dingtalk'] : [])];
    for (const line of await takeList(store, contract, list, { ...options, now: systemClock.now(), platforms }))
      say(line);
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
  { dryRun = false, now, platforms = [], removeMissing = false }: TakeOptions,
): Promise<readonly string[]> {
  const made = { now, ids: ulidIds(Math.random) };
  const members = await store.members(contract.id);
  const steps = await Promise.all(list.people.map((person) => stepFor(store, members, person, made.now)));
  const listed = new Set(
    steps.flatMap(({ known, owners }) => [...(known ? [known] : []), ...owners.map(({ id }) => id)]),
  );
  const missing = members.filter((member) => !listed.has(member.id) && !cameByHimself(member));
  const gone = removeMissing ? missing : [];
  const strangers = removeMissing || platforms.length === 0 ? [] : await hintAtStrangers(store, missing, platforms);
  const counted = (change: Step['change']) => steps.filter((step) => step.change === change).length;
  const done = `${counted('new')} new, ${counted('changed')} changed, ${counted('unchanged')} unchanged, ${gone.length} removed`;
  if (dryRun) {
    const named = (change: Step['change']) =>
      steps.filter((step) => step.change === change).map(({ person }) => `${change}: ${whoIs(person)}`);
    const removed = gone.map(({ name }) => `removed: ${name}`);
    const summary = `${contract.id}: ${done}; nothing was written (--dry-run)`;
    const listing = [...named('new'), ...named('changed'), ...steps.flatMap(joinWords), ...removed];
    return [...listing, summary, ...hintAtApart(steps), ...strangers];
  }
  const idOf = new Map<string, PersonId>();
  const taken: Taken[] = [];
  for (const step of steps) {
    const one = await takePerson(store, contract, step, made);
    taken.push(one);
    for (const { account } of step.person.accounts) idOf.set(account, one.id);
  }
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
  return [`${contract.id}: ${done}`, ...rotas, ...hintAtApart(taken), ...strangers];
}

/** Of a trial in the sandbox there may be people who can't be reached now. */
async function hintAtStrangers(
  store: Pick<OpenStore, 'accountOf'>,
  missing: readonly Member[],
  platforms: readonly string[],
): Promise<readonly string[]> {
  const accounts = await Promise.all(
    missing.map(({ id }) => Promise.all(platforms.map((platform) => store.accountOf(id, platform)))),
  );
  const strangers = accounts.filter((his) => his.every((account) => account === undefined)).length;
  if (strangers === 0) return [];
  return [
    `${strangers} members without an account of ${platforms.join(' or ')} are not in the list: --remove-missing takes them out`,
  ];
}

/** Who is named in what is under way stays who he is until it is over. */
function hintAtApart(people: readonly Pick<Taken, 'isApart'>[]): readonly string[] {
  const apart = people.filter(({ isApart }) => isApart).length;
  if (apart === 0) return [];
  return [
    `${apart} people are still two, since tickets that are open or ended within a day, questions whether something is a fault that nobody answered, turns of duty or who signed in today name both: import the list again when those are over`,
  ];
}

/** Those who spoke before anybody said that they are he. */
function joinWords({ isApart, owners, person }: Step): readonly string[] {
  return owners.map(({ name }) => `${isApart ? 'still two' : 'joined'}: ${whoIs(person)} and who spoke as ${name}`);
}

function whoIs(person: ListedPerson): string {
  const accounts = person.accounts.map(({ account, platform }) => `${platform} ${account}`);
  return `${nameOf(person)} (${accounts.join(', ')})`;
}
