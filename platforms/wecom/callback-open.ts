import { type Conversation, conversationKey } from '../conversations.ts';
import type { Exchange } from './callback-exchanges.ts';

/** Callbacks of which it is known without the database how they were answered. */
const KNOWN_MAX = 2_000;

/** The callbacks that this process has in hand, or had lately. */
export interface OpenExchanges {
  known(reqId: string): Exchange | undefined;
  add(exchange: Exchange): void;
  /** WeCom is to send it again, and it begins anew. */
  forget(exchange: Exchange): void;
  /** The oldest from there whose response is still held back for a message. */
  openFor(to: Conversation): Exchange | undefined;
  openTap(reqId: string): Exchange | undefined;
  endAll(): Promise<void>;
}

export function openExchanges(): OpenExchanges {
  const known = new Map<string, Exchange>();
  const open = new Set<Exchange>();
  /** Of `open` those that take a message, oldest first. */
  const messages = new Map<string, Set<Exchange>>();

  function addMessage(exchange: Exchange, to: Conversation): void {
    const key = conversationKey(to);
    const ofChat = messages.get(key) ?? new Set();
    messages.set(key, ofChat.add(exchange));
    exchange.closed.addEventListener('abort', () => {
      ofChat.delete(exchange);
      if (ofChat.size === 0 && messages.get(key) === ofChat) messages.delete(key);
    });
  }

  function forgetOldest(): void {
    for (const [reqId, { isOpen }] of known) {
      if (known.size <= KNOWN_MAX || isOpen) return;
      known.delete(reqId);
    }
  }

  return {
    known: (reqId) => known.get(reqId),
    add(exchange) {
      // Behind all others, as the newest.
      known.delete(exchange.reqId);
      known.set(exchange.reqId, exchange);
      open.add(exchange);
      exchange.closed.addEventListener('abort', () => open.delete(exchange));
      if (exchange.answerable === 'message' && exchange.to) addMessage(exchange, exchange.to);
      forgetOldest();
    },
    forget(exchange) {
      if (known.get(exchange.reqId) === exchange) known.delete(exchange.reqId);
    },
    openFor: (to) => messages.get(conversationKey(to))?.values().next().value,
    openTap: (reqId) => open.values().find((one) => one.answerable === 'tap' && one.reqId === reqId),
    async endAll() {
      await Promise.all([...open].map((one) => one.end()));
    },
  };
}
