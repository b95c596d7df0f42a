import { wecomPlaces } from '../cards/text.zh.doctor.ts';
import type { OpenStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import { bad, type Finding, ok, warn } from '../platforms/finding.ts';
import type { Admin } from './config.ts';

const NAMED_MAX = 5;

type Looked = Pick<OpenStore, 'members' | 'chatsOf' | 'accountOf'>;

/** Do the contracts have groups, and can their people be reached there? Those that have neither are named together. */
export async function examineContracts(
  store: Looked,
  contracts: readonly Contract[],
  platform: string,
  admins: readonly Admin[],
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const idle: string[] = [];
  for (const contract of contracts) {
    const findings = await examineContract(store, contract, platform, admins);
    if (findings) found.push(...findings);
    else idle.push(contract.id);
  }
  if (idle.length === 0) return found;
  const remedy = `of those that are yours: ${importingTo('CONTRACT', platform)}; then ${ADDING}. Leave the files of the others out of CONTRACTS_DIR`;
  return [...found, warn('contracts', `no people and no group of ${platform} yet: ${idle.join(', ')}`, remedy)];
}

const ADDING = `add the bot (${wecomPlaces.botInGroup}), write @ and anything to it there, and tap the contract on its card`;

function importingTo(contract: string, platform: string): string {
  return `dutybell people import FILE --contract ${contract}, with the platform ${platform} and each person’s user id`;
}

/** @returns undefined where it has neither groups nor people there */
async function examineContract(
  store: Looked,
  { id, name }: Contract,
  platform: string,
  admins: readonly Admin[],
): Promise<readonly Finding[] | undefined> {
  const about = `contract ${id}`;
  const groups = (await store.chatsOf(id)).filter((chat) => chat.platform === platform && chat.kind === 'group');
  const members = await store.members(id);
  const accounts = await Promise.all(members.map((member) => store.accountOf(member.id, platform)));
  const without = members.filter((_member, index) => accounts[index] === undefined);
  const reached = members.length - without.length;
  const importing = importingTo(id, platform);
  if (groups.length === 0 && reached === 0) return undefined;
  const findings: Finding[] = [];
  if (groups.length > 0) findings.push(ok(about, `${groups.length} group(s) of ${platform} belong to "${name}"`));
  else findings.push(warn(about, `no group of ${platform} belongs to it yet`, ADDING));
  if (reached === 0) return [...findings, bad(about, `nobody of it has an account of ${platform}`, importing)];
  findings.push(ok(about, `${reached} of ${members.length} people have an account of ${platform}`));

  const unreached = without.filter(({ roles }) => roles.some((role) => role !== 'reporter'));
  if (unreached.length > 0) {
    const names = unreached.slice(0, NAMED_MAX).map((member) => member.name);
    const more = unreached.length > NAMED_MAX ? ` and ${unreached.length - NAMED_MAX} more` : '';
    findings.push(warn(about, `can’t be rung there: ${names.join(', ')}${more}`, importing));
  }
  const mayBind = members.some(
    ({ roles }, index) => accounts[index] && roles.some((role) => role === 'manager' || role === 'supervisor'),
  );
  if (!mayBind && !admins.some((admin) => admin.platform === platform)) {
    findings.push(
      bad(
        about,
        `nobody may bind a group of ${platform} to it`,
        `import its manager, or set ADMINS=${platform}:USERID`,
      ),
    );
  }
  return findings;
}

/** Groups that the bot has heard of and that belong to nothing, and webhooks of groups that it has not heard of. */
export async function examineGroups(
  store: Pick<OpenStore, 'allChats'>,
  platform: string,
  webhooks: ReadonlyMap<string, string>,
): Promise<readonly Finding[]> {
  const groups = (await store.allChats(platform)).filter(({ kind }) => kind === 'group');
  const unbound = groups.filter(({ contractId }) => contractId === undefined);
  const findings: Finding[] = [];
  if (unbound.length > 0) {
    const ids = unbound.slice(0, NAMED_MAX).map(({ externalId }) => externalId);
    const remedy = 'tap the contract on the bot’s card there, or: dutybell chats bind CHAT CONTRACT';
    findings.push(warn('groups', `${unbound.length} belong to no contract: ${ids.join(', ')}`, remedy));
  }
  const known = new Set(groups.map(({ externalId }) => externalId));
  const strange = [...webhooks.keys()].filter((chat) => chat !== '*' && !known.has(chat));
  if (strange.length > 0) {
    const remedy =
      'copy the id from "dutybell chats", with its capital letters; a group is known once somebody has spoken to the bot in it';
    findings.push(warn('webhook', `set for groups that the bot has not heard of: ${strange.join(', ')}`, remedy));
  }
  const bound = groups.length - unbound.length;
  if (webhooks.has('*') && bound > 1) {
    const remedy = 'WECOM_WEBHOOK_KEY=CHATID=KEY,CHATID=KEY with the ids of "dutybell chats"';
    findings.push(
      bad(
        'webhook',
        `one key for ${bound} groups, so that nobody knows which of them it is of: it is not used`,
        remedy,
      ),
    );
  }
  return findings;
}
