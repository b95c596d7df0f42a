import { departmentName } from '../cards/binding-card.ts';
import type { Catalogue } from '../cards/catalogue.ts';
import type { Changes, ContractEvent } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import type { Contract, Department } from '../domain/contract.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import { eventId, type Ids, type Instant, MINUTE, type PersonId, type Role } from '../domain/types.ts';
import { departmentIn, isBeginningOf, wishIn } from './binding-words.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { commitAnswer, reply, say } from './messages.ts';
import type { Next } from './router-types.ts';

/** What was said in a group this long before it got its contract is handled then: older words may be about what is over. */
export const PARKED_WITHIN_MS = 30 * MINUTE;

/** Those who answer for the contract on either side, and whoever runs the program. */
export function mayBind(who: { readonly roles: readonly Role[]; readonly isAdmin: boolean }): boolean {
  return who.isAdmin || who.roles.includes('manager') || actsAs(who, 'supervisor');
}

export interface Binding {
  readonly chat: Chat;
  readonly contract: Contract;
  readonly department?: Department | undefined;
  readonly since: Instant;
  /** Absent: the operator, at the terminal. */
  readonly by?: PersonId;
  readonly at: Instant;
}

/** The group belongs to the contract, and the contract's ledger says who said so. */
export function bindingChanges(binding: Binding, ids: Ids): Pick<Changes, 'boundChat' | 'entries'> {
  const { at, by, chat, contract, department, since } = binding;
  const { contractId: before, department: _, ...rest } = chat;
  const entry: ContractEvent = {
    id: eventId(ids.next(at)),
    at,
    ...(by !== undefined && { by }),
    type: 'chat_bound',
    chatId: chat.id,
    ...(department && { department: department.id }),
    ...(before !== undefined && { before }),
  };
  const bound = { ...rest, contractId: contract.id, ...(department && { department: department.id }) };
  return { boundChat: { chat: bound, ...(before !== undefined && { seen: before }), since }, entries: [entry] };
}

/**
 * 绑定 in a group that has its contract: which one, and who can change it. 绑定 审计处 names the group's department. What is no such
 * name is passed on: 绑定 手机号失败 is a report.
 */
export async function showBinding(ctx: MessageContext, next: Next): Promise<void> {
  const wish = wishIn(cleanText(ctx.update.text));
  if (wish === undefined) return next();
  const named = wish.replace(/^\d+\s*/u, '');
  const department = named === '' ? undefined : departmentIn(named, ctx.contract);
  if (named !== '' && !department) return isOwnName(ctx, named) ? tellBinding(ctx) : next();
  if (!department || ctx.chat.kind === 'private') return tellBinding(ctx);
  await nameDepartment(ctx, department);
}

function isOwnName({ contract }: MessageContext, named: string): boolean {
  return contract.id.toLowerCase() === named.toLowerCase() || isBeginningOf(named, contract);
}

/** For the eyes of the one who asks, or taps a card that was answered. */
export async function tellBinding(ctx: UpdateContext): Promise<void> {
  const { chat, contract, text } = ctx;
  if (chat.kind === 'private') return commitAnswer(ctx, say(text.binding.privateChat));
  const department = contract.departments.find(({ id }) => id === chat.department);
  const command = `dutybell chats bind ${chat.id} ${contract.id}`;
  await commitAnswer(ctx, say(boundWords(contract, department, text), text.binding.howToChange(command)));
}

function boundWords({ shortName }: Contract, department: Department | undefined, text: Catalogue): string {
  const { bound, boundTo } = text.binding;
  return department ? boundTo(shortName, departmentName(department, text)) : bound(shortName);
}

async function nameDepartment(ctx: MessageContext, department: Department): Promise<void> {
  const { binding } = ctx.text;
  const { actor, chat, contract, ids, isAdmin, now, person } = ctx;
  if (!mayBind({ ...actor, isAdmin })) return commitAnswer(ctx, say(binding.notAllowed));
  const done = binding.departmentSet(departmentName(department, ctx.text));
  await ctx.commit({
    ...bindingChanges({ chat, contract, department, since: now, by: person.id, at: now }, ids),
    outbox: [reply(ctx, say(done))],
  });
}
