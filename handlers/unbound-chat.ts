import { BIND_CHAT_ACTION, bindingCard, boundCard, departmentNames } from '../cards/binding-card.ts';
import type { Catalogue } from '../cards/catalogue.ts';
import { displayName } from '../cards/ticket-view.ts';
import { durationWords } from '../cards/words.ts';
import type { Changes, Content, ContractEvent, Outgoing } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import { civilDate } from '../domain/civil.ts';
import type { Contract, Department } from '../domain/contract.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { type ContractId, eventId, type Ids, type Instant, type PersonId } from '../domain/types.ts';
import type { Update } from '../platforms/types.ts';
import { bindingChanges, mayBind, PARKED_WITHIN_MS } from './bind-chat.ts';
import { contractIn, departmentIn, wishIn } from './binding-words.ts';
import type { Log } from './context.ts';
import { say, updateKey } from './messages.ts';

/** An update of a chat that no contract owns yet. `bot/updates.ts` builds it. */
export interface UnboundContext {
  readonly now: Instant;
  readonly update: Update;
  readonly chat: Chat;
  /** All that the program knows, always in the same order. */
  readonly contracts: readonly Contract[];
  readonly store: Pick<Store, 'members' | 'cardHandle' | 'cardKeyOf'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly text: Catalogue;
  /** Whoever said it is one of those who run the program. */
  readonly isAdmin: boolean;
  /** Whoever said it; known from now on. */
  person(): Promise<{ readonly id: PersonId; readonly name: string }>;
  /** @param contract absent: none */
  commit(contract: ContractId | undefined, changes: Changes): Promise<void>;
}

/** How much of what nobody is called is repeated, in graphemes. */
const SAID_SHOWN_MAX = 20;

/**
 * A group asks for its contract by a card, once a day; what is said to the bot meanwhile waits. A manager or supervisor of the
 * contract answers, or whoever runs the program.
 */
export async function meetUnboundChat(ctx: UnboundContext): Promise<void> {
  const { chat, text, update } = ctx;
  if (update.type === 'message' && !update.addressed) return;
  if (chat.kind === 'private') return ctx.commit(undefined, { outbox: [post(ctx, say(text.system.noContract))] });
  switch (update.type) {
    case 'join':
      return ctx.commit(undefined, { outbox: [question(ctx, todaysKey(ctx))] });
    case 'action':
      return bindByTap(ctx, update.action, update.subject);
    case 'message': {
      const wish = wishIn(cleanText(update.text));
      return wish === undefined ? park(ctx) : bindByWords(ctx, wish);
    }
  }
}

async function park(ctx: UnboundContext): Promise<void> {
  const isAsked = (await ctx.store.cardHandle(ctx.chat.id, todaysKey(ctx))) !== undefined;
  const said = isAsked ? post(ctx, say(ctx.text.binding.parked)) : question(ctx, todaysKey(ctx));
  await ctx.commit(undefined, { parksUpdate: true, outbox: [said] });
}

/** Key of the day's card; the second of two messages at once posts no second one. */
function todaysKey({ chat, now }: UnboundContext): string {
  return `bind:${chat.id}:${civilDate(now)}`;
}

function question({ chat, contracts, text }: UnboundContext, key: string): Outgoing {
  const card = bindingCard(chat.id, contracts, withinWords(text), text);
  return { op: 'post', key, cardKey: key, chatId: chat.id, priority: 1, content: { lines: [], card } };
}

async function bindByTap(ctx: UnboundContext, action: string, subject: string): Promise<void> {
  const contract = ctx.contracts.find(({ id }) => id === subject);
  if (action !== BIND_CHAT_ACTION || !contract) {
    return ctx.commit(undefined, { outbox: [post(ctx, say(ctx.text.system.unknownAction))] });
  }
  await bind(ctx, contract, undefined);
}

async function bindByWords(ctx: UnboundContext, wish: string): Promise<void> {
  const { contracts, text } = ctx;
  const { card, binding } = text;
  if (wish === '') return ctx.commit(undefined, { outbox: [question(ctx, `${todaysKey(ctx)}:${updateKey(ctx)}`)] });
  const meant = contractIn(wish, contracts);
  if (!meant) {
    const names = contracts.map(({ shortName }, index) => `${index + 1} ${shortName}`).join(card.comma);
    const sentence = binding.unknownContract(clip(wish, SAID_SHOWN_MAX), names);
    return ctx.commit(undefined, { outbox: [post(ctx, say(sentence))] });
  }
  const { contract, rest } = meant;
  const department = rest === '' ? undefined : departmentIn(rest, contract);
  if (rest !== '' && !department) {
    const sentence = binding.unknownDepartment(clip(rest, SAID_SHOWN_MAX), departmentNames(contract.departments, text));
    return ctx.commit(undefined, { outbox: [post(ctx, say(sentence))] });
  }
  await bind(ctx, contract, department);
}

async function bind(ctx: UnboundContext, contract: Contract, department: Department | undefined): Promise<void> {
  const { chat, ids, isAdmin, now, store, text } = ctx;
  const person = await ctx.person();
  const roles = (await store.members(contract.id)).find(({ id }) => id === person.id)?.roles ?? [];
  if (!mayBind({ roles, isAdmin })) {
    ctx.log.info({ chatId: chat.id, contractId: contract.id }, 'refused to bind a chat');
    const outbox = [answer(ctx, person.id, say(text.binding.notAllowed(contract.shortName)))];
    return ctx.commit(contract.id, { outbox, entries: [refusedEntry(ctx, person.id)] });
  }
  const card = boundCard(
    { chat: chat.id, contract, department, by: displayName(person.name) },
    withinWords(text),
    text,
  );
  ctx.log.info({ chatId: chat.id, contractId: contract.id }, 'bound a chat');
  await ctx.commit(contract.id, {
    ...bindingChanges({ chat, contract, department, since: now - PARKED_WITHIN_MS, by: person.id, at: now }, ids),
    outbox: await boundPosts(ctx, { lines: [], card }),
  });
}

/** The tapped card says what was decided; where it was typed, a message does so for everybody, and the card loses its buttons. */
async function boundPosts(ctx: UnboundContext, content: Content): Promise<readonly Outgoing[]> {
  const { chat, store, update } = ctx;
  const isTap = update.type === 'action';
  const tapped = isTap && update.handle !== undefined ? await store.cardKeyOf(chat.id, update.handle) : undefined;
  const refresh: Outgoing = {
    op: 'refresh',
    key: `bound:${updateKey(ctx)}`,
    cardKey: tapped ?? todaysKey(ctx),
    chatId: chat.id,
    priority: 1,
    content,
    otherwise: isTap ? 'post' : 'leave',
    ...(isTap && update.tapToken !== undefined && { tapToken: update.tapToken }),
  };
  return isTap ? [refresh] : [refresh, post(ctx, content)];
}

function refusedEntry({ chat, ids, now }: UnboundContext, by: PersonId): ContractEvent {
  return { id: eventId(ids.next(now)), at: now, by, type: 'chat_binding_refused', chatId: chat.id };
}

function withinWords(text: Catalogue): string {
  return durationWords(PARKED_WITHIN_MS, text);
}

function post(ctx: UnboundContext, content: Content): Outgoing {
  return { op: 'post', key: `unbound:${updateKey(ctx)}`, chatId: ctx.chat.id, priority: 2, content };
}

function answer(ctx: UnboundContext, to: PersonId, content: Content): Outgoing {
  const { update } = ctx;
  const token = update.type === 'action' && update.tapToken !== undefined ? { tapToken: update.tapToken } : {};
  return { op: 'answer', key: `unbound:${updateKey(ctx)}`, chatId: ctx.chat.id, priority: 1, to, content, ...token };
}
