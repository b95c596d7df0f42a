import type { OpenStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import type { Admin, Config } from './config.ts';
import type { ExaminedPlatform } from './doctor-platforms.ts';
import { isOnlyTrial, newDatabase } from './trial.ts';

/** More are not counted. */
const TICKETS_MAX = 1_000;
/** As WeCom and DingTalk form them. */
const USER_ID = /^[A-Za-z0-9][\w.@-]{0,63}$/;

/**
 * May this installation speak for the database?
 * @param platforms names of those of real people
 */
export async function examineInstance(
  { instanceId }: Pick<Config, 'instanceId'>,
  platforms: readonly string[],
  store: Pick<OpenStore, 'instance' | 'allChats'>,
): Promise<Finding> {
  const kept = (await store.instance())?.id;
  if (platforms.length === 0) {
    return ok('instance', `the database belongs to ${kept ?? 'nobody yet; the first start takes it'}`);
  }
  // Whoever gave it his name would put real people on the trial.
  const isTrial = await isOnlyTrial(store, platforms);
  if (instanceId === undefined) return nameless(isTrial ? undefined : kept);
  if (kept === undefined) return ok('instance', 'the database belongs to nobody yet; the first start takes it');
  if (kept === instanceId) return ok('instance', `the database belongs to ${kept}, as this installation is called`);
  if (isTrial) {
    const seen = 'the database holds a trial in the sandbox, so nothing is sent from here';
    return bad('instance', seen, `write a new one into .env: ${newDatabase(platforms)}`);
  }
  const remedy = `INSTANCE_ID=${kept} in .env if this is that installation; "dutybell adopt" if it was moved on purpose; nothing if this is a copy`;
  return bad('instance', `the database belongs to ${kept}, so nothing is sent from here`, remedy);
}

/** @param kept whose the database is */
export function nameless(kept: string | undefined): Finding {
  const remedy =
    kept === undefined
      ? 'write a name of your choice into .env, for example INSTANCE_ID=gz-credit-1'
      : `INSTANCE_ID=${kept} in .env, or a name of your choice there and then "dutybell adopt"`;
  const seen = 'INSTANCE_ID is not set, so nothing is sent to real people';
  return { ...bad('instance', seen, remedy), lacks: ['INSTANCE_ID'] };
}

/** Made-up people and what they said have no place in the records of a real contract. */
export async function examineTrial(
  store: Pick<OpenStore, 'allChats' | 'members' | 'accountOf' | 'ticketsReported'>,
  contracts: readonly Pick<Contract, 'id'>[],
  { now, platforms }: { readonly now: Instant; readonly platforms: readonly string[] },
): Promise<readonly Finding[]> {
  const chats = new Set((await store.allChats('sandbox')).map(({ id }) => id));
  let people = 0;
  let tickets = 0;
  for (const { id } of contracts) {
    const members = await store.members(id);
    const accounts = await Promise.all(members.map((member) => store.accountOf(member.id, 'sandbox')));
    people += accounts.filter((account) => account !== undefined).length;
    const reported = await store.ticketsReported(id, 0, now + 1, TICKETS_MAX);
    tickets += reported.filter(({ chatId }) => chats.has(chatId)).length;
  }
  if (chats.size === 0 && people === 0) return [];
  const seen = `it holds a trial in the sandbox: ${chats.size} chats, ${people} made-up people, ${tickets} tickets`;
  const anew = `write a new one into .env before real people use the bot: ${newDatabase(platforms)}`;
  const remedy = (await isOnlyTrial(store, platforms))
    ? anew
    : `${anew}; if only people are left of it: dutybell people import FILE --contract ID --remove-missing`;
  return [warn('database', seen, remedy)];
}

/** Who may bind a group besides managers, as far as anybody knows them. */
export async function examineAdmins(
  store: Pick<OpenStore, 'personByAccount'>,
  admins: readonly Admin[],
  { name, userIdPlace }: Pick<ExaminedPlatform, 'name' | 'userIdPlace'>,
): Promise<readonly Finding[]> {
  const ours = admins.filter((admin) => admin.platform === name);
  const known = await Promise.all(ours.map(({ userId }) => store.personByAccount(name, userId)));
  const names = (isKnown: boolean) =>
    ours.filter((_admin, index) => (known[index] !== undefined) === isKnown).map(({ userId }) => userId);
  const strange = ours.map(({ userId }) => userId).filter((userId) => !USER_ID.test(userId));
  const unseen = names(false).filter((userId) => !strange.includes(userId));
  const remedy = `copy the user id, which is neither the name nor the telephone number: ${userIdPlace}`;
  return [
    ...(names(true).length > 0 ? [ok('admins', `${names(true).join(', ')} may bind groups`)] : []),
    ...(strange.length > 0
      ? [warn('admins', `${strange.join(', ')}: that has not the form of a user id`, remedy)]
      : []),
    ...(unseen.length > 0
      ? [warn('admins', `nobody has written or was imported as ${unseen.join(', ')} yet`, `if it stays so: ${remedy}`)]
      : []),
  ];
}
