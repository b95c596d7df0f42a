import { CATALOGUES, languageAfter } from '../cards/language.ts';
import { readScoreSubject } from '../cards/score-ref.ts';
import { readSystemSubject } from '../cards/system-question-card.ts';
import type { Chat, Member } from '../db/records.ts';
import type { Contract } from '../domain/contract.ts';
import { type ContractId, chatId, contractId, type PersonId, personId, type Role, ticketId } from '../domain/types.ts';
import type { Log, UpdateContext } from '../handlers/context.ts';
import type { UnboundContext } from '../handlers/unbound-chat.ts';
import type { ChatUpdate } from '../platforms/types.ts';
import type { Attempt } from './attempt.ts';
import type { Deps } from './deps.ts';
import { cleanName } from './names.ts';
import { contractPeople, type People, sceneOf } from './scene.ts';

/** Carries messages to chats that no contract owns yet. */
export const NO_CONTRACT: ContractId = contractId('-');
const NEWCOMER_ROLES: readonly Role[] = ['reporter'];

/** A guest may be of either side: what the customer's people decide is none of his, but for his own report. */
function newcomerRoles({ from }: ChatUpdate): readonly Role[] {
  return from.isGuest ? [] : NEWCOMER_ROLES;
}

export type Loaded =
  | { readonly kind: 'ready'; readonly ctx: UpdateContext }
  /** No contract is bound to the chat, or none of this process. */
  | { readonly kind: 'unbound'; readonly chat: Chat; readonly ctx: UnboundContext };

/**
 * Loads what a handler needs: chat, contract, person and everybody of the contract. An unknown account becomes a reporter of
 * the chat's contract; a private chat takes the contract of its person. Who renamed his account has the new name from now on.
 */
export async function loadContext(deps: Deps, update: ChatUpdate, attempt: Attempt, log: Log): Promise<Loaded> {
  const known = await deps.store.personByAccount(update.platform, update.from.userId);
  const chat = await loadChat(deps, update, known?.id);
  const owner = (await contractOfTap(deps, update, known?.id)) ?? chat.contractId;
  const contract = owner && deps.contracts.get(owner);
  const parts = { update, attempt, log, chat, known };
  if (!contract) return { kind: 'unbound', chat, ctx: unboundContext(deps, parts) };
  return { kind: 'ready', ctx: await contextIn(deps, parts, contract) };
}

async function contextIn(deps: Deps, parts: Parts, contract: Contract): Promise<UpdateContext> {
  const { attempt, chat, known, log, update } = parts;
  const { person, members, roster, taught } = await enrol(deps, update, contract, known);
  const roles = members.find((member) => member.id === person.id)?.roles ?? newcomerRoles(update);
  const language = chat.language ?? 'zh';
  const scene = sceneOf(deps, { contract, members, roster, taught, language, log, attempt });
  const actor = { id: person.id, roles };
  const ctx = { ...scene, update, chat, person, actor, isAdmin: isAdmin(deps, update) };
  if (update.type !== 'message' || chat.kind !== 'private') return ctx;
  const inContract = async (id: ContractId): Promise<UpdateContext | undefined> => {
    const other = deps.contracts.get(id);
    const isHis = other !== undefined && (await deps.store.contractsOf(person.id)).includes(id);
    return isHis ? contextIn(deps, { ...parts, known: person }, other) : undefined;
  };
  const otherContracts = async () => {
    const his = await deps.store.contractsOf(person.id);
    return his.filter((id) => id !== contract.id && deps.contracts.has(id));
  };
  return { ...ctx, inContract, otherContracts };
}

function isAdmin({ admins }: Deps, { from, platform }: ChatUpdate): boolean {
  return admins.some((admin) => admin.platform === platform && admin.userId === from.userId);
}

interface Parts {
  readonly update: ChatUpdate;
  readonly attempt: Attempt;
  readonly log: Log;
  readonly chat: Chat;
  readonly known: Known;
}

function unboundContext(deps: Deps, { attempt, chat, known, log, update }: Parts): UnboundContext {
  return {
    now: deps.clock.now(),
    update,
    chat,
    contracts: [...deps.contracts.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    store: deps.store,
    ids: deps.ids,
    log,
    text: CATALOGUES[chat.language ?? 'zh'],
    isAdmin: isAdmin(deps, update),
    person: () => makeKnown(deps, update, known),
    commit: (contract, changes) => attempt.commit(contract ?? NO_CONTRACT, changes),
  };
}

async function loadChat(deps: Deps, update: ChatUpdate, person: PersonId | undefined): Promise<Chat> {
  const { platform } = update;
  const { externalId, kind } = update.chat;
  const known = await deps.store.chat(platform, externalId);
  const title = cleanName(update.chat.title) ?? known?.title ?? '';
  const isSettled = known?.contractId !== undefined || kind === 'group' || !person;
  const contract = known?.contractId ?? (isSettled ? undefined : await firstContractOf(deps, person));
  const language = update.type === 'message' ? languageAfter(update.text, known?.language) : known?.language;
  const isAsBefore = known?.title === title && known.language === language;
  if (known && isAsBefore && known.contractId === contract) return known;
  const chat: Chat = {
    id: chatId(platform, externalId),
    platform,
    externalId,
    kind,
    title,
    ...(contract && { contractId: contract }),
    ...(known?.department !== undefined && { department: known.department }),
    ...(language && { language }),
  };
  const { contractId: _contract, department: _department, ...named } = chat;
  // Whoever binds the chat at this moment is not undone by its new title.
  await deps.store.saveChat(known?.contractId === contract ? named : chat);
  return chat;
}

/** His own chat has the cards of all his contracts: a button there is of the contract whose ticket, question or score it is about. */
async function contractOfTap(
  { contracts, store }: Deps,
  update: ChatUpdate,
  person: PersonId | undefined,
): Promise<ContractId | undefined> {
  if (update.type !== 'action' || update.chat.kind !== 'private' || person === undefined) return undefined;
  const { subject } = update;
  const id = readSystemSubject(subject)?.ticketId ?? ticketId(subject);
  const about = (await store.ticket(id)) ?? (await store.draft(subject)) ?? readScoreSubject(subject);
  if (!about || !contracts.has(about.contractId)) return undefined;
  return (await store.contractsOf(person)).find((id) => id === about.contractId);
}

async function firstContractOf(deps: Deps, person: PersonId): Promise<ContractId | undefined> {
  const contracts = await deps.store.contractsOf(person);
  return contracts.find((id) => deps.contracts.has(id));
}

interface Enrolled extends People {
  readonly person: { readonly id: PersonId; readonly name: string };
}

async function enrol(deps: Deps, update: ChatUpdate, contract: Contract, known: Known): Promise<Enrolled> {
  const people = await contractPeople(deps, contract);
  const { members } = people;
  const person = await makeKnown(deps, update, known);
  const isMember = members.some((member) => member.id === person.id);
  if (!isMember) await deps.store.saveMember(contract.id, { personId: person.id, roles: newcomerRoles(update) });
  if (isMember && person === known) return { person, ...people };
  // The list may be a second old, and he has only just come, or taken another name.
  const before = members.find((member) => member.id === person.id) ?? { roles: newcomerRoles(update), posts: [] };
  const present: readonly Member[] = [...members.filter(({ id }) => id !== person.id), { ...before, ...person }];
  return { person, taught: people.taught, members: present, roster: { ...people.roster, members: present } };
}

type Known = { readonly id: PersonId; readonly name: string } | undefined;

/** Whoever renamed his account has the new name from now on; of one who has several the list of people says it, else it would change with each. */
async function makeKnown(deps: Deps, { from, platform }: ChatUpdate, known: Known): Promise<NonNullable<Known>> {
  const name = cleanName(from.name) ?? known?.name ?? cleanName(from.userId) ?? platform;
  if (known?.name === name || (known && (await deps.store.accountCount(known.id)) > 1)) return known;
  // Two first messages at once: whoever is second gets the person of the first.
  const newcomer = known?.id ?? personId(deps.ids.next(deps.clock.now()));
  const { isGuest, userId } = from;
  const id = await deps.store.savePerson({ id: newcomer, name }, { platform, userId, ...(isGuest && { isGuest }) });
  return { id, name };
}
