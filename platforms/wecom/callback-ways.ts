import { z } from 'zod';
import { HOUR, MINUTE } from '../../domain/types.ts';
import type { Conversation } from '../conversations.ts';
import type { PlatformDeps } from '../deps.ts';
import { isLoopback } from '../loopback.ts';
import { byteParts } from '../text-bytes.ts';
import { forGood, PlatformError, type WireFile } from '../types.ts';
import { createApiClient } from './api-client.ts';
import type { AppMessages } from './app.ts';
import type { Exchange } from './callback-exchanges.ts';
import { type CallbackNotes, digest, keyOf } from './callback-notes.ts';
import { type CallbackStreams, wholeStream } from './callback-streams.ts';
import { NO_CARD_HERE, NO_FILE_HERE, NO_WAY_OUT, refusesCard, TASK_ID_OR_SCHEMA } from './errors.ts';
import type { WecomFileMessage, WecomMessage } from './types.ts';
import { WEBHOOK_MARKDOWN_MAX, type Webhooks } from './webhook.ts';

/** WeCom takes the address for an hour; a part of it is kept for the way there. */
const ADDRESS_LIFE_MS = HOUR - MINUTE;
/** How many addresses that turn out to be spent one message tries. */
const ADDRESSES_TRIED_MAX = 3;
/** The next way opens when somebody speaks there, and nobody knows when. */
const NO_WAY_RETRY_MS = MINUTE;
/** The webhook replaces characters in what it says, and a part must not grow over its limit. */
const WEBHOOK_PART_BYTES = WEBHOOK_MARKDOWN_MAX - 256;

export interface WaysDeps extends Pick<PlatformDeps, 'clock' | 'http' | 'log'> {
  readonly apiBase: string;
  readonly notes: CallbackNotes;
  readonly streams: CallbackStreams;
  readonly webhooks: Webhooks;
  readonly app?: AppMessages;
  /** The oldest callback from there whose response is still held back for a message. */
  readonly openExchange: (to: Conversation) => Exchange | undefined;
  /** Ends a stream whose answer is a card, which stands below it. */
  readonly seeCard: string;
}

/** In callback mode nobody may speak unasked: what there is to say goes by whatever way is open now. */
export interface CallbackWays {
  /** Keeps the one-time address that came with a callback. One that is not WeCom's is not kept. */
  keepAddress(to: Conversation, address: string): Promise<void>;
  /**
   * @throws {PlatformError} `NO_CARD_HERE`: only words get through now; `no_way_out`, retryable; or what the way answered
   */
  say(to: Conversation, message: WecomMessage | WecomFileMessage): Promise<void>;
}

const addressShape = z.object({ address: z.string(), until: z.int() });

type ByAddress = (to: Conversation, message: WecomMessage) => Promise<boolean>;

export function createCallbackWays(deps: WaysDeps): CallbackWays {
  const { apiBase, clock, log, notes } = deps;
  const byAddress = addressWay(deps);
  return {
    async keepAddress(to, address) {
      if (!isWecomAddress(address, apiBase)) {
        const host = URL.parse(address)?.host ?? 'none';
        return log.warn({ code: 'wecom_answer_address', host }, 'an address for answers is not at WeCom');
      }
      const value = JSON.stringify({ address, until: clock.now() + ADDRESS_LIFE_MS });
      await notes.add(addressKey(to, address), value, ADDRESS_LIFE_MS);
    },
    say(to, message) {
      if (message.msgtype === 'file') return sayFile(deps, to, message.file);
      return message.msgtype === 'template_card'
        ? sayCard(deps, byAddress, to, message)
        : sayWords(deps, byAddress, to, message);
    },
  };
}

type Said<Type extends WecomMessage['msgtype']> = Extract<WecomMessage, { msgtype: Type }>;

async function sayCard(
  deps: WaysDeps,
  byAddress: ByAddress,
  to: Conversation,
  message: Said<'template_card'>,
): Promise<void> {
  if (await answerOpen(deps, to, JSON.stringify(message))) return;
  if (await byAddress(to, message)) return deps.streams.close(to, deps.seeCard);
  throw new PlatformError('no way for a card is open there now', { code: NO_CARD_HERE, retryable: false });
}

async function sayWords(
  deps: WaysDeps,
  byAddress: ByAddress,
  to: Conversation,
  message: Said<'markdown'>,
): Promise<void> {
  const { app, streams, webhooks } = deps;
  const { content } = message.markdown;
  if (await answerOpen(deps, to, wholeStream(content))) return;
  if (await streams.finish(to, content)) return;
  if (await byAddress(to, message)) return;
  if (to.kind === 'group' && (await webhooks.has(to.chatId))) return byWebhook(webhooks, to.chatId, content);
  if (to.kind === 'single' && app && (await byApp(app, to.userId, content))) return;
  throw new PlatformError('WeCom can be told nothing there until somebody speaks to the bot', {
    code: NO_WAY_OUT,
    retryable: true,
    isShut: true,
    retryAfterMs: NO_WAY_RETRY_MS,
  });
}

/** No answer of the bot can be a file here. */
async function sayFile({ app, webhooks }: WaysDeps, to: Conversation, file: WireFile): Promise<void> {
  if (to.kind === 'group' && (await webhooks.has(to.chatId))) return webhooks.file(to.chatId, file);
  if (to.kind === 'single' && app && (await app.sendFile(to.userId, file))) return;
  throw forGood(NO_FILE_HERE, 'no way for a file leads there');
}

/** By the responses that are held back, oldest first. */
async function answerOpen({ openExchange }: WaysDeps, to: Conversation, body: string): Promise<boolean> {
  for (let exchange = openExchange(to); exchange; exchange = openExchange(to)) {
    if (await exchange.give(body)) return true;
  }
  return false;
}

/** By an unused address; of several, by the one that ends soonest. */
function addressWay(deps: WaysDeps): ByAddress {
  const { log, notes } = deps;
  return async (to, message) => {
    const doubtful: { readonly value: string; readonly error: PlatformError }[] = [];
    for (let tried = 0; tried < ADDRESSES_TRIED_MAX; tried += 1) {
      const value = await notes.take(keyOf('address', to));
      if (value === undefined) break;
      const error = await tryAddress(deps, to, value, message);
      if (!error) return true;
      // What WeCom answers to a spent one is not documented: it may be one of the numbers that say that the card is wrong.
      const isCardSuspect = message.msgtype === 'template_card' && refusesCard(error);
      if (isCardSuspect) doubtful.push({ value, error });
      else
        log.warn(
          { code: 'wecom_answer_address', reason: error.message },
          'an address for answers is not good any more',
        );
    }
    for (const { value } of doubtful) await giveBack(deps, to, value);
    const [first] = doubtful;
    if (first) throw first.error;
    return false;
  };
}

/** @returns why WeCom did not take it, for good: the address may be spent, or the card wrong */
async function tryAddress(
  deps: WaysDeps,
  to: Conversation,
  value: string,
  message: WecomMessage,
): Promise<PlatformError | undefined> {
  const { clock, http } = deps;
  const { origin, pathname, searchParams } = new URL(readAddress(value).address);
  try {
    const api = createApiClient({ apiBase: origin }, { clock, http });
    await api.request({ path: pathname, query: Object.fromEntries(searchParams), body: message });
    return undefined;
  } catch (error) {
    if (error instanceof PlatformError && !error.retryable && error.code !== TASK_ID_OR_SCHEMA) return error;
    // The trouble was on the way, or is the card's own: the address may be good still.
    await giveBack(deps, to, value);
    throw error;
  }
}

async function giveBack({ clock, notes }: WaysDeps, to: Conversation, value: string): Promise<void> {
  const { address, until } = readAddress(value);
  await notes.put(addressKey(to, address), value, until - clock.now());
}

function readAddress(value: string): z.infer<typeof addressShape> {
  return addressShape.parse(JSON.parse(value));
}

function addressKey(to: Conversation, address: string): string {
  return `${keyOf('address', to)}${digest(address)}`;
}

async function byWebhook(webhooks: Webhooks, chatId: string, content: string): Promise<void> {
  for (const part of byteParts(content, WEBHOOK_PART_BYTES)) await webhooks.markdown(chatId, part);
}

/** @returns false where the app does not reach that person */
async function byApp(app: AppMessages, userId: string, content: string): Promise<boolean> {
  // The app shows plain words.
  const missed = await app.send([userId], content.replaceAll('**', ''));
  return missed.length === 0;
}

/**
 * Whether answers may be posted there: the address came from outside, and must not lead into the network in which the bot runs.
 * @param apiBase where the administrator has configured WeCom, or a gateway to it
 */
export function isWecomAddress(address: string, apiBase: string): boolean {
  const url = URL.parse(address);
  const base = new URL(apiBase);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (isLoopback(base.hostname) && isLoopback(url.hostname)) return true;
  if (url.protocol !== 'https:' || (url.port !== '' && url.port !== base.port)) return false;
  return isUnder(url.hostname, base.hostname) || url.hostname.endsWith('.weixin.qq.com');
}

function isUnder(hostname: string, base: string): boolean {
  return hostname === base || hostname.endsWith(`.${base}`);
}
