import type { OpenStore } from '../db/open.ts';
import type { Chat, Member } from '../db/records.ts';
import type { Contract } from '../domain/contract.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import type { Admin } from './config.ts';
import type { ExaminedPlatform } from './doctor-platforms.ts';

const NAMED_MAX = 5;

type Looked = Pick<OpenStore, 'members' | 'chatsOf' | 'accountOf'>;
type Place = Pick<ExaminedPlatform, 'name' | 'botInGroupPlace' | 'guestRemedy'>;

/** What a contract has on one platform. */
interface Seat {
  readonly platform: Place;
  readonly groups: number;
  /** Whether each member can be rung there, in their order. */
  readonly reached: readonly boolean[];
  /** Names of those of whom the platform tells no user id. */
  readonly guests: readonly string[];
}

/** Do the contracts have groups, and can their people be reached there? Those that have neither are named together. */
export async function examineContracts(
  store: Looked,
  contracts: readonly Contract[],
  platforms: readonly Place[],
  admins: readonly Admin[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const idle: string[] = [];
  for (const contract of contracts) {
    const members = await store.members(contract.id);
    const seats = await Promise.all(platforms.map((platform) => seatOf(store, contract, members, platform)));
    const taken = seats.filter(({ groups, guests, reached }) => groups + guests.length > 0 || reached.includes(true));
    if (taken.length === 0) idle.push(contract.id);
    else found.push(...examineContract(contract, members, taken, admins));
  }
  const [first] = platforms;
  if (idle.length === 0 || !first) return found;
  const names = platforms.map(({ name }) => name).join(' or ');
  const adding = platforms.length === 1 ? addingTo(first) : platforms.map((one) => `on ${one.name} ${addingTo(one)}`);
  const remedy = `of those that are yours: ${importingTo('CONTRACT', names)}; then ${[adding].flat().join(', or ')}. Leave the files of the others out of CONTRACTS_DIR`;
  return [...found, warn('contracts', `no people and no group of ${names} yet: ${idle.join(', ')}`, remedy)];
}

function addingTo({ botInGroupPlace }: Place): string {
  return `add the bot (${botInGroupPlace}), write @ and anything to it there, and tap the contract on its card`;
}

function importingTo(contract: string, platform: string): string {
  return `dutybell people import FILE --contract ${contract}, with the platform ${platform} and each person’s user id`;
}

async function seatOf(store: Looked, { id }: Contract, members: readonly Member[], platform: Place): Promise<Seat> {
  const chats = await store.chatsOf(id);
  const groups = chats.filter((chat) => chat.platform === platform.name && chat.kind === 'group').length;
  const accounts = await Promise.all(members.map((member) => store.accountOf(member.id, platform.name)));
  return {
    platform,
    groups,
    reached: accounts.map((account) => account !== undefined && !account.isGuest),
    guests: accounts.flatMap((account) => (account?.isGuest ? account.name : [])),
  };
}

/** @param seats one at least; of a platform on which it has neither groups nor people nothing is said */
function examineContract(
  contract: Contract,
  members: readonly Member[],
  seats: readonly Seat[],
  admins: readonly Admin[],
): readonly Finding[] {
  const findings = seats.map((seat) => {
    const isElsewhere = seats.some(({ groups }) => groups > 0) && seat.groups === 0;
    return examineSeat(contract, members, { seat, isElsewhere, admins });
  });
  return [
    ...findings.flatMap(({ said }) => said),
    ...unreached(contract, members, seats),
    ...findings.flatMap(({ binding }) => binding),
  ];
}

function examineSeat(
  { id, name }: Contract,
  members: readonly Member[],
  {
    admins,
    isElsewhere,
    seat,
  }: { readonly seat: Seat; readonly isElsewhere: boolean; readonly admins: readonly Admin[] },
): { readonly said: readonly Finding[]; readonly binding: readonly Finding[] } {
  const about = `contract ${id}`;
  const platform = seat.platform.name;
  const reached = seat.reached.filter(Boolean).length;
  const said: Finding[] = [];
  if (seat.groups > 0) said.push(ok(about, `${seat.groups} group(s) of ${platform} belong to "${name}"`));
  else if (!isElsewhere) said.push(warn(about, `no group of ${platform} belongs to it yet`, addingTo(seat.platform)));
  if (seat.guests.length > 0) {
    const seen = `${seat.guests.length} came without a user id of ${platform}: ${firstOf(seat.guests)}`;
    said.push(warn(about, seen, seat.platform.guestRemedy ?? importingTo(id, platform)));
  }
  if (reached === 0) {
    said.push(bad(about, `nobody of it has an account of ${platform}`, importingTo(id, platform)));
    return { said, binding: [] };
  }
  said.push(ok(about, `${reached} of ${members.length} people have an account of ${platform}`));
  const mayBind = members.some(
    ({ roles }, index) => seat.reached[index] && roles.some((role) => role === 'manager' || role === 'supervisor'),
  );
  if (mayBind || isElsewhere || admins.some((admin) => admin.platform === platform)) return { said, binding: [] };
  const remedy = `import its manager, or set ADMINS=${platform}:USERID`;
  return { said, binding: [bad(about, `nobody may bind a group of ${platform} to it`, remedy)] };
}

/** Whoever has an account on one of the platforms is rung by that. */
function unreached({ id }: Contract, members: readonly Member[], seats: readonly Seat[]): readonly Finding[] {
  const platforms = seats.map(({ platform }) => platform.name);
  if (!seats.some(({ reached }) => reached.includes(true))) return [];
  const without = members.filter(
    ({ roles }, index) =>
      roles.some((role) => role !== 'reporter') && !seats.some(({ reached }) => reached[index] === true),
  );
  if (without.length === 0) return [];
  const remedy = importingTo(id, platforms.join(' or '));
  return [warn(`contract ${id}`, `can’t be rung there: ${firstOf(without.map(({ name }) => name))}`, remedy)];
}

function firstOf(names: readonly string[]): string {
  const more = names.length > NAMED_MAX ? ` and ${names.length - NAMED_MAX} more` : '';
  return `${names.slice(0, NAMED_MAX).join(', ')}${more}`;
}

/** What the platform calls the groups that belong to a contract. */
export async function boundGroups(
  store: Pick<OpenStore, 'allChats'>,
  { name }: Pick<ExaminedPlatform, 'name'>,
): Promise<readonly string[]> {
  return (await groupsOf(store, name)).filter(isBound).map(({ externalId }) => externalId);
}

/** Groups that the bot has heard of and that belong to nothing, and webhooks of groups that it has not heard of. */
export async function examineGroups(
  store: Pick<OpenStore, 'allChats'>,
  { name, webhooks }: Pick<ExaminedPlatform, 'name' | 'webhooks'>,
): Promise<readonly Finding[]> {
  const groups = await groupsOf(store, name);
  const unbound = groups.filter((chat) => !isBound(chat));
  const findings: Finding[] = [];
  if (unbound.length > 0) {
    const ids = unbound.slice(0, NAMED_MAX).map(({ externalId }) => externalId);
    const remedy = 'tap the contract on the bot’s card there, or: dutybell chats bind CHAT CONTRACT';
    findings.push(warn('groups', `${unbound.length} belong to no contract: ${ids.join(', ')}`, remedy));
  }
  const known = new Set(groups.map(({ externalId }) => externalId));
  const strange = webhooks.chats.filter((chat) => chat !== '*' && !known.has(chat));
  if (strange.length > 0) {
    const remedy =
      'copy the id from "dutybell chats", with its capital letters; a group is known once somebody has spoken to the bot in it';
    findings.push(warn(webhooks.about, `set for groups that the bot has not heard of: ${strange.join(', ')}`, remedy));
  }
  const bound = groups.length - unbound.length;
  if (webhooks.chats.includes('*') && bound > 1) {
    const seen = `${webhooks.single} for ${bound} groups, so that nobody knows which of them it is of: it is not used`;
    findings.push(bad(webhooks.about, seen, `${webhooks.form} with the ids of "dutybell chats"`));
  }
  return findings;
}

async function groupsOf(store: Pick<OpenStore, 'allChats'>, platform: string): Promise<readonly Chat[]> {
  return (await store.allChats(platform)).filter(({ kind }) => kind === 'group');
}

function isBound({ contractId }: Chat): boolean {
  return contractId !== undefined;
}
