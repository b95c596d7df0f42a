import { z } from 'zod';
import { BIND_CHAT_ACTION, type Bindable, bindingCard, boundCard, departmentNames } from '../cards/binding-card.ts';
import type { Catalogue } from '../cards/catalogue.ts';
import { lexicon } from '../cards/lexicon.zh.ts';
import { displayName } from '../cards/ticket-view.ts';
import { durationWords } from '../cards/words.ts';
import type { Changes, Content, ContractEvent, Outgoing } from '../db/changes.ts';
import type { Chat, LedgerEntry } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import { civilDate, dayRange } from '../domain/civil.ts';
import type { Contract, Department } from '../domain/contract.ts';
import { understand } from '../domain/intake.ts';
import { cleanText, clip } from '../domain/plain-text.ts';
import { type ContractId, eventId, type Ids, type Instant, type PersonId } from '../domain/types.ts';
import { type ChatUpdate, NOTHING_CHOSEN_ACTION } from '../platforms/types.ts';
import { hasAttachments } from './attachments.ts';
import { bindingChanges, mayBind, PARKED_WITHIN_MS } from './bind-chat.ts';
import { contractIn, departmentIn, wishIn } from './binding-words.ts';
import type { Log } from './context.ts';
import { say, updateKey } from './messages.ts';
import { platformName } from './platform-trouble.ts';

/** An update of a chat that no contract owns yet. `bot/updates.ts` builds it. */
export interface UnboundContext {
  readonly now: Instant;
  readonly update: ChatUpdate;
  readonly chat: Chat;
  /** All that the program knows, always in the same order. */
  readonly contracts: readonly Contract[];
  readonly store: Pick<Store, 'members' | 'cardHandle' | 'cardKeyOf' | 'entries' | 'personByAccount'>;
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
 * A group asks for its contract by a card, once a day, as soon as somebody speaks who can answer: a manager or supervisor of a
 * contract, or whoever runs the program. Nobody else learns which contracts there are. What is said to the bot meanwhile waits.
 */
export async function meetUnboundChat(ctx: UnboundContext): Promise<void> {
  const { chat, text, update } = ctx;
  if (update.type === 'message' && !update.addressed) return;
  if (chat.kind === 'private') return ctx.commit(undefined, { outbox: [post(ctx, say(text.system.noContract))] });
  switch (update.type) {
    case 'join':
      return ctx.commit(undefined, { outbox: [await welcome(ctx)] });
    case 'action':
      return bindByTap(ctx, update.action, update.subject);
    case 'message': {
      if (update.withheld !== undefined) return ctx.commit(undefined, { outbox: [post(ctx, withheldWords(ctx))] });
      const wish = wishIn(cleanText(update.text));
      return wish === undefined ? park(ctx) : bindByWords(ctx, wish);
    }
  }
}

function withheldWords({ chat, text }: UnboundContext): Content {
  return say(text.platform.withheldAlone(platformName(chat.platform, text)));
}

async function welcome(ctx: UnboundContext): Promise<Outgoing> {
  const bindable = await bindableBy(ctx);
  if (bindable.length > 0) return question(ctx, bindable, todaysKey(ctx));
  return { ...post(ctx, say(ctx.text.binding.unbound)), key: `${todaysKey(ctx)}:joined` };
}

async function park(ctx: UnboundContext): Promise<void> {
  const { binding } = ctx.text;
  const bindable = await bindableBy(ctx);
  const isSmallTalk = isUnderstoodAs(ctx, 'small_talk') && !hasAttachments(ctx);
  const isAsked = (await ctx.store.cardHandle(ctx.chat.id, todaysKey(ctx))) !== undefined;
  const kept = isSmallTalk
    ? say(binding.unbound)
    : say(binding.parked, ...(hasAttachments(ctx) ? [binding.picturesAfterwards] : []));
  const said = isAsked || bindable.length === 0 ? post(ctx, kept) : question(ctx, bindable, todaysKey(ctx));
  // A greeting of half an hour ago is answered by nobody.
  await ctx.commit(undefined, { ...(!isSmallTalk && { parksUpdate: true }), outbox: [said] });
}

/** The contracts that whoever said it may bind a group to, each with its place among all. */
async function bindableBy({ contracts, isAdmin, store, update }: UnboundContext): Promise<readonly Bindable[]> {
  const person = await store.personByAccount(update.platform, update.from.userId);
  const found = contracts.map(async (contract, index): Promise<readonly Bindable[]> => {
    const members = await store.members(contract.id);
    const roles = members.find(({ id }) => id === person?.id)?.roles ?? [];
    return mayBind({ roles, isAdmin }) ? [{ contract, place: index + 1 }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Key of the day's card; the second of two messages at once posts no second one. */
function todaysKey({ chat, now }: UnboundContext): string {
  return `bind:${chat.id}:${civilDate(now)}`;
}

function question({ chat, text }: UnboundContext, bindable: readonly Bindable[], key: string): Outgoing {
  const card = bindingCard(chat.id, bindable, withinWords(text), text);
  return { op: 'post', key, cardKey: key, chatId: chat.id, priority: 1, content: { lines: [], card } };
}

async function bindByTap(ctx: UnboundContext, action: string, subject: string): Promise<void> {
  const { asking, system } = ctx.text;
  const contract = ctx.contracts.find(({ id }) => id === subject);
  if (action !== BIND_CHAT_ACTION || !contract) {
    const sentence = action === NOTHING_CHOSEN_ACTION ? asking.nothingChosen : system.unknownAction;
    return ctx.commit(undefined, { outbox: [post(ctx, say(sentence))] });
  }
  const bindable = await bindableBy(ctx);
  if (!isAmong(bindable, contract)) return refuse(ctx, contract, ctx.text.binding.notAllowed);
  await bind(ctx, contract, undefined);
}

async function bindByWords(ctx: UnboundContext, wish: string): Promise<void> {
  const { binding } = ctx.text;
  const bindable = await bindableBy(ctx);
  if (wish === '') {
    const said =
      bindable.length > 0
        ? question(ctx, bindable, `${todaysKey(ctx)}:${updateKey(ctx)}`)
        : post(ctx, say(binding.notAllowed));
    return ctx.commit(undefined, { outbox: [said] });
  }
  const meant = contractIn(
    wish,
    ctx.contracts,
    bindable.map(({ contract }) => contract),
  );
  const department = meant && meant.rest !== '' ? departmentIn(meant.rest, meant.contract) : undefined;
  const isNamed = meant !== undefined && (meant.rest === '' || department !== undefined);
  // 绑定 手机号失败，网站打不开 begins like a command, and is none.
  if (!isNamed && isUnderstoodAs(ctx, 'incident')) return park(ctx);
  if (!meant || !isAmong(bindable, meant.contract)) {
    const sentence = unknownSentence(ctx, bindable, wish);
    return meant
      ? refuse(ctx, meant.contract, sentence)
      : ctx.commit(undefined, { outbox: [post(ctx, say(sentence))] });
  }
  const { contract, rest } = meant;
  if (!isNamed) {
    const sentence = binding.unknownDepartment(
      clip(rest, SAID_SHOWN_MAX),
      departmentNames(contract.departments, ctx.text),
    );
    return ctx.commit(undefined, { outbox: [post(ctx, say(sentence))] });
  }
  await bind(ctx, contract, department);
}

function isAmong(bindable: readonly Bindable[], { id }: Contract): boolean {
  return bindable.some(({ contract }) => contract.id === id);
}

/** The same whether there is no such contract or he has no say over it. */
function unknownSentence({ text }: UnboundContext, bindable: readonly Bindable[], wish: string): string {
  const { binding, card } = text;
  if (bindable.length === 0) return binding.notAllowed;
  const names = bindable.map(({ contract, place }) => `${place} ${contract.shortName}`).join(card.comma);
  return binding.unknownContract(clip(wish, SAID_SHOWN_MAX), names);
}

/** Whether in any contract it would be a report; whether in all of them it would be small talk. */
function isUnderstoodAs({ contracts, update }: UnboundContext, kind: 'incident' | 'small_talk'): boolean {
  const said = update.type === 'message' ? cleanText(update.text) : '';
  const isKind = (contract: Contract) => understand(said, { contract, lexicon }).kind === kind;
  return kind === 'incident' ? contracts.some(isKind) : contracts.length > 0 && contracts.every(isKind);
}

async function refuse(ctx: UnboundContext, contract: Contract, sentence: string): Promise<void> {
  const person = await ctx.person();
  ctx.log.info({ chatId: ctx.chat.id, contractId: contract.id }, 'refused to bind a chat');
  await ctx.commit(contract.id, {
    outbox: [answer(ctx, person.id, say(sentence))],
    entries: (await isRecorded(ctx, contract.id, person.id)) ? [] : [refusedEntry(ctx, person.id)],
  });
}

const refused = z.object({ by: z.string() });
/** How many of the day's refusals are looked through. */
const REFUSALS_MAX = 200;

/** One refusal for each person and day is enough: nobody shall fill a ledger from outside its contract. */
async function isRecorded({ now, store }: UnboundContext, contract: ContractId, person: PersonId): Promise<boolean> {
  const { from } = dayRange(civilDate(now));
  const entries = await store.entries(contract, ['chat_binding_refused'], from, now + 1, REFUSALS_MAX);
  const isHis = ({ body }: LedgerEntry) => refused.safeParse(JSON.parse(body)).data?.by === person;
  return entries.length === REFUSALS_MAX || entries.some(isHis);
}

async function bind(ctx: UnboundContext, contract: Contract, department: Department | undefined): Promise<void> {
  const { chat, ids, now, text } = ctx;
  const person = await ctx.person();
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
