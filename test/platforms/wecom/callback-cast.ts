import { once } from 'node:events';
import { createServer } from 'node:http';
import Router from '@koa/router';
import { encrypt, getSignature } from '@wecom/crypto';
import Koa from 'koa';
import { type Instant, SECOND } from '../../../domain/types.ts';
import type { Conversation } from '../../../platforms/conversations.ts';
import type { PlatformLog } from '../../../platforms/deps.ts';
import type { PlatformNotes } from '../../../platforms/notes.ts';
import { createApiClient } from '../../../platforms/wecom/api-client.ts';
import type { AppMessages } from '../../../platforms/wecom/app.ts';
import { callbackCarrier } from '../../../platforms/wecom/callback-carrier.ts';
import type { RawCallback, TemplateCard, WecomMessage } from '../../../platforms/wecom/types.ts';
import { createWebhooks } from '../../../platforms/wecom/webhook.ts';
import { type CallbackClient, createCallbackClient } from '../../fakes/wecom/callback-client.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

export const TOKEN = 'opsbotToken01';
export const AES_KEY = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY';
/** Of the examples that were computed with the vendor's package. */
export const START: Instant = 1_780_000_000 * SECOND;

export const group: Conversation = { kind: 'group', chatId: 'wrGROUP1' };
export const single: Conversation = { kind: 'single', userId: 'lisi' };
export const words = { working: '正在处理', seeCard: '见下方卡片', received: '消息已收到' };
export const text = (content: string): WecomMessage => ({ msgtype: 'markdown', markdown: { content } });
export const card = (taskId = 'd1', title = '工单 12'): TemplateCard => ({
  card_type: 'button_interaction',
  main_title: { title },
  button_list: [{ text: '接单', style: 1, key: 'acknowledge.1.T1' }],
  task_id: taskId,
});
export const cardMessage = (taskId?: string): WecomMessage => ({
  msgtype: 'template_card',
  template_card: card(taskId),
});

/** What a group member said to the bot. */
export const said = (msgid: string, more: object = {}) => ({
  ...{ msgid, aibotid: 'AIBOT1', chatid: 'wrGROUP1', chattype: 'group', from: { userid: 'lisi' } },
  ...{ msgtype: 'text', text: { content: '@值班铃 3号楼空调不制冷' } },
  ...more,
});
export const tapped = (msgid: string, more: object = {}) => ({
  ...said(msgid),
  msgtype: 'event',
  text: undefined,
  event: {
    eventtype: 'template_card_event',
    template_card_event: { card_type: 'button_interaction', event_key: 'acknowledge.1.T1', task_id: 'd1' },
  },
  ...more,
});
export const polled = (msgid: string, id: string) => ({
  ...said(msgid),
  msgtype: 'stream',
  text: undefined,
  stream: { id },
});
/** The stream that an answer begins, continues or is. */
export const streamIn = (reply: unknown): { id: string; finish: boolean; content: string } => {
  if (typeof reply !== 'object' || reply === null || !('stream' in reply)) throw new Error('no stream');
  return reply.stream as { id: string; finish: boolean; content: string };
};

export interface World {
  readonly clock: { at: Instant };
  readonly api: ApiServer;
  readonly notes: PlatformNotes;
  /** The database does not answer. */
  areNotesAway: boolean;
  /** Requests that were let in: each uses a nonce. */
  readonly nonces: () => number;
  readonly log: { readonly code?: unknown; readonly reason?: unknown }[];
  /** Moves the clock, and lets go who waited for that. */
  advance(ms: number): Promise<void>;
  /** A process of the bot. Several share notes, clock and WeCom. */
  process(options?: ProcessOptions): Promise<Process>;
  close(): Promise<void>;
}

export interface ProcessOptions {
  readonly hasWebhook?: boolean;
  readonly app?: AppMessages;
  readonly receiveId?: string;
  readonly isStarted?: boolean;
}

export interface Process {
  readonly url: string;
  readonly wecom: CallbackClient;
  readonly carrier: ReturnType<typeof callbackCarrier>;
  /** What reached the bot. */
  readonly stored: RawCallback[];
  readonly connections: string[];
  /** Requests that are not answered yet. */
  readonly waiting: () => number;
  /** Replaces storing, which succeeds at once. */
  onStore: (raw: RawCallback) => Promise<void>;
  /** As a kill does: open connections are gone. */
  kill(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const clock = { at: START };
  const now = () => clock.at;
  const api = await startApiServer();
  const kept = memoryNotes();
  let nonces = 0;
  const notes: PlatformNotes = {
    ...kept,
    async add(note, at) {
      if (world.areNotesAway) throw new Error('the database is away');
      if (note.key.startsWith('nonce|')) nonces += 1;
      return kept.add(note, at);
    },
  };
  const log: World['log'] = [];
  const note = (fields: object) => void log.push(fields);
  const logger: PlatformLog = { debug: note, info: note, warn: note, error: note };
  const waiting = new Set<{ readonly dueAt: Instant; readonly go: () => void }>();
  const processes: Process[] = [];

  /** Resolves when the clock is moved there. */
  function pause(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    const one = { dueAt: clock.at + ms, go: resolve };
    waiting.add(one);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
    return promise.finally(() => waiting.delete(one));
  }

  async function startProcess(options: ProcessOptions = {}): Promise<Process> {
    const { app, hasWebhook = false, isStarted = true, receiveId = '' } = options;
    const client = createApiClient({ apiBase: api.apiBase }, { clock: { now }, http: fetch });
    const webhooks = createWebhooks(
      { webhooks: new Map(hasWebhook ? [['wrGROUP1', 'KEY-1']] : []) },
      { api: client, clock: { now } },
    );
    const carrier = callbackCarrier({
      entrance: { kind: 'callback', token: TOKEN, aesKey: AES_KEY, receiveId },
      deps: { clock: { now }, log: logger, notes, pause, http: fetch },
      ...{ webhooks, words, apiBase: api.apiBase },
      ...(app && { app }),
    });
    const router = new Router();
    carrier.mount(router);
    const koa = new Koa();
    koa.silent = true;
    const handle = koa.use(router.routes()).callback();
    let requests = 0;
    const server = createServer((request, response) => {
      requests += 1;
      response.once('close', () => {
        requests -= 1;
      });
      void handle(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}/wecom/callback`;
    const started: Process = {
      ...{ url, carrier, stored: [], connections: [], waiting: () => requests },
      wecom: createCallbackClient({ url, token: TOKEN, aesKey: AES_KEY, receiveId }, now),
      onStore: async () => undefined,
      async kill() {
        server.closeAllConnections();
        if (server.listening) await new Promise((resolve) => server.close(resolve));
      },
    };
    processes.push(started);
    if (!isStarted) return started;
    await carrier.start({
      async callback(raw) {
        await started.onStore(raw);
        started.stored.push(raw);
      },
      connection: (state) => void started.connections.push(state),
    });
    return started;
  }

  const world: World = {
    areNotesAway: false,
    ...{ clock, api, notes, log, nonces: () => nonces },
    async advance(ms) {
      const target = clock.at + ms;
      for (let due = nextDue(waiting, target); due; due = nextDue(waiting, target)) {
        clock.at = due.dueAt;
        due.go();
        waiting.delete(due);
        await settled();
      }
      clock.at = target;
      await settled();
    },
    process: startProcess,
    async close() {
      await Promise.all(processes.map((one) => one.kill()));
      await api.close();
    },
  };
  return world;
}

function nextDue<One extends { readonly dueAt: Instant }>(waiting: ReadonlySet<One>, target: Instant): One | undefined {
  return [...waiting].filter(({ dueAt }) => dueAt <= target).toSorted((a, b) => a.dueAt - b.dueAt)[0];
}

/** Lets everything run that waits for nothing but its turn. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise(setImmediate);
}

/** Waits for what real sockets bring. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}

export interface Forgery {
  readonly timestamp?: string;
  readonly nonce?: string;
  readonly signature?: string;
  readonly encrypt?: string;
  readonly message?: string;
  readonly receiveId?: string;
  readonly raw?: string;
}

/** A request with anything wrong in it that one likes; signed with the true token unless told otherwise. */
export async function forge(
  url: string,
  at: Instant,
  forgery: Forgery = {},
  signal?: AbortSignal,
): Promise<{ status: number; text: string }> {
  const { message = JSON.stringify(said('M1')), nonce = '1234567890', receiveId = '' } = forgery;
  const timestamp = forgery.timestamp ?? String(Math.floor(at / SECOND));
  const sealed = forgery.encrypt ?? encrypt(AES_KEY, message, receiveId);
  const signature = forgery.signature ?? getSignature(TOKEN, timestamp, nonce, sealed);
  const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce });
  const response = await fetch(`${url}?${query}`, {
    method: 'POST',
    ...(signal && { signal }),
    body: forgery.raw ?? JSON.stringify({ encrypt: sealed }),
  });
  return { status: response.status, text: await response.text() };
}
