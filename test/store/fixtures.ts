// Made-up rows for the store's suite.
import { onTestFinished } from 'vitest';
import type { Changes, CommitMeta, ContractEvent, NewTimer, Outgoing } from '../../db/changes.ts';
import { type OpenStore, openStore } from '../../db/open.ts';
import type { Draft } from '../../db/records.ts';
import type { Ticket, TicketClock, TicketEvent } from '../../domain/ticket-types.ts';
import { chatId, contractId, eventId, HOUR, type Instant, MINUTE, personId, ticketId } from '../../domain/types.ts';
import type { MessageUpdate } from '../../platforms/types.ts';

export const T0 = Date.UTC(2026, 2, 3, 1);
export const LEASE = { owner: 'worker-a', until: T0 + MINUTE };
export const chat = chatId('sandbox', 'ops');

let made = 0;
/** Different at each call, so that tests of one file can share a database. */
export const unique = (word: string): string => {
  made += 1;
  return `${word}-${made}`;
};
export const someContract = () => contractId(unique('contract'));
export const someChat = () => chatId('sandbox', unique('chat'));

/** A store of its own, closed when the test is over; `at` moves its clock. */
export async function freshStore(url: string): Promise<{ store: OpenStore; time: { now: Instant } }> {
  const time = { now: T0 };
  const store = await openStore(url, { clock: { now: () => time.now }, random: () => 0.5 });
  onTestFinished(() => store.close());
  await store.migrate();
  return { store, time };
}

export function meta(contract = contractId('contract'), cause: CommitMeta['cause'] = { kind: 'none' }): CommitMeta {
  return { contractId: contract, now: T0, cause };
}

export function someClock(fields: Partial<TicketClock> = {}): TicketClock {
  return {
    id: 'critical.resolve',
    ruleId: 'critical.resolve',
    clock: 'resolve',
    binding: 'contract',
    clause: '十(一)',
    target: { ms: 2 * HOUR },
    calendar: 'always',
    pausable: false,
    startedAt: T0,
    dueAt: T0 + 2 * HOUR,
    breached: false,
    pauses: [],
    stages: [],
    ...fields,
  };
}

export function someTicket(fields: Partial<Ticket> = {}): Ticket {
  const id = fields.id ?? ticketId(unique('ticket'));
  return {
    contractId: contractId('contract'),
    packHash: 'pack',
    chatId: chat,
    number: `GZ-260303-${id.replace(/\D/g, '')}`,
    kind: 'incident',
    level: 'critical',
    levelReason: { code: 'default' },
    status: 'open',
    version: 1,
    turnedAtVersion: 1,
    pauseTurnedAtVersion: 1,
    writes: 1,
    reporterId: personId('wang'),
    summary: { id: `${id}-summary`, hash: 'h' },
    reportedAt: T0,
    receivedAt: T0,
    lastActAt: T0,
    milestones: {},
    clocks: [someClock()],
    reopenings: 0,
    ...fields,
    id,
  };
}

/** The next state of a ticket after one more write. */
export const written = (ticket: Ticket, fields: Partial<Ticket> = {}): Ticket => ({
  ...ticket,
  writes: ticket.writes + 1,
  ...fields,
});

export function someEvent(ticket: Ticket, fields: { id?: string; at?: Instant } = {}): TicketEvent {
  const { id = unique('event'), at = T0 } = fields;
  return { id: eventId(id), ticketId: ticket.id, at, by: personId('li'), clocks: [], type: 'acknowledged' };
}

export function someEntry(fields: Partial<ContractEvent> = {}): ContractEvent {
  return { id: eventId(unique('entry')), at: T0, type: 'bot_deaf', platform: 'sandbox', ...fields };
}

export function somePost(
  fields: Partial<Pick<Outgoing, 'key' | 'chatId' | 'priority'>> = {},
  text = 'hello',
): Outgoing {
  return { key: unique('post'), chatId: chat, priority: 1, op: 'post', content: { lines: [[text]] }, ...fields };
}

export function someTimer(fields: Partial<NewTimer> = {}): NewTimer {
  return { key: unique('wake'), kind: 'wake_ticket', subject: 'ticket', fireAt: T0, ...fields };
}

export function someUpdate(fields: Partial<MessageUpdate> = {}): MessageUpdate {
  return {
    platform: 'sandbox',
    updateId: unique('update'),
    type: 'message',
    text: '打不开了',
    addressed: true,
    chat: { externalId: 'ops', kind: 'group' },
    from: { userId: 'wang' },
    receivedAt: T0,
    ...fields,
  };
}

export function someDraft(fields: Partial<Draft> = {}): Draft {
  return {
    id: unique('draft'),
    contractId: contractId('contract'),
    chatId: chat,
    personId: personId('wang'),
    body: '好像有点慢',
    reportedAt: T0,
    receivedAt: T0,
    version: 1,
    ...fields,
  };
}

/** Commits a new ticket with its event. */
export async function openTicket(store: OpenStore, fields: Partial<Ticket> = {}, more: Changes = {}): Promise<Ticket> {
  const ticket = someTicket(fields);
  await store.commit(meta(ticket.contractId), { ticket: { next: ticket }, events: [someEvent(ticket)], ...more });
  return ticket;
}

/** What each of several promises came to: its value, or the `code` of its error. */
export async function outcomes(promises: Iterable<Promise<unknown>>): Promise<unknown[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => (result.status === 'fulfilled' ? result.value : Reflect.get(result.reason, 'code')));
}
