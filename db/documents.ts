import { z } from 'zod';
import type { Alert } from '../domain/alerts/alert-types.ts';
import type { RecordDoc } from '../domain/assessment/records.ts';
import { POSTS, type Post } from '../domain/contract.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import { ROLES, type Role } from '../domain/types.ts';
import type { Update } from '../platforms/types.ts';
import type { Outgoing } from './changes.ts';

/**
 * JSON columns pass a schema once, when read. We wrote them from typed values, so it only has to catch a column that was
 * damaged or is another kind of document; checking every field would cost more than the query.
 */
const object = (value: unknown): value is object => typeof value === 'object' && value !== null;
const has = (value: unknown, fields: Readonly<Record<string, 'string' | 'number' | 'object'>>): boolean =>
  object(value) && Object.entries(fields).every(([field, type]) => typeof Reflect.get(value, field) === type);

const ticket = z.custom<Ticket>((value) =>
  has(value, {
    id: 'string',
    number: 'string',
    version: 'number',
    writes: 'number',
    clocks: 'object',
    milestones: 'object',
  }),
);
const ticketEvent = z.custom<TicketEvent>((value) =>
  has(value, { id: 'string', ticketId: 'string', at: 'number', type: 'string', clocks: 'object' }),
);
const update = z.custom<Update>((value) =>
  has(value, {
    platform: 'string',
    updateId: 'string',
    type: 'string',
    chat: 'object',
    from: 'object',
    receivedAt: 'number',
  }),
);
const outgoing = z.custom<Outgoing>((value) =>
  has(value, { op: 'string', key: 'string', chatId: 'string', priority: 'number', content: 'object' }),
);
/** What tells each type of record from the others, and from nothing at all. */
const RECORDS: Readonly<Record<RecordDoc['type'], Parameters<typeof has>[1]>> = {
  finding: { finding: 'object', recordedBy: 'string', recordedAt: 'number', standing: 'string' },
  standing: { findingId: 'string', rule: 'string', standing: 'string', by: 'string' },
  grade: { rule: 'string', grader: 'string', points: 'number' },
  tick: { rule: 'string', grader: 'string', tick: 'string' },
  ratio: { rule: 'string', met: 'number', total: 'number', by: 'string', evidence: 'object' },
  review: { rule: 'string', by: 'string' },
  handed_in: { table: 'string', by: 'string' },
  signature: {
    ...{ period: 'string', tables: 'object', statement: 'string', ledger: 'object', state: 'string' },
    ...{ signedBy: 'string', side: 'string', signedAt: 'number' },
  },
};
const isOneOf = (types: Readonly<Record<string, Parameters<typeof has>[1]>>, value: unknown): boolean =>
  Object.entries(types).some(
    ([type, fields]) => object(value) && Reflect.get(value, 'type') === type && has(value, fields),
  );
const recordDoc = z.custom<RecordDoc>((value) => isOneOf(RECORDS, value));
const obligationBase = {
  id: 'string',
  contractId: 'string',
  planId: 'string',
  version: 'number',
  state: 'string',
  told: 'object',
  period: 'object',
  opensAt: 'number',
  dueAt: 'number',
  binding: 'string',
} as const;
const OBLIGATIONS: Readonly<Record<Obligation['type'], Parameters<typeof has>[1]>> = {
  inspection: { ...obligationBase, results: 'object' },
  deliverable: { ...obligationBase, submissions: 'object', reviews: 'object' },
};
const obligation = z.custom<Obligation>((value) => isOneOf(OBLIGATIONS, value));
const alert = z.custom<Alert>((value) =>
  has(value, {
    id: 'string',
    contractId: 'string',
    groupKey: 'string',
    state: 'string',
    count: 'number',
    version: 'number',
  }),
);
const roles = z.array(z.enum(ROLES));
const posts = z.array(z.enum(POSTS));
const people = z.array(z.string());
const input = z.record(z.string(), z.string());

export const parseTicket = (json: string): Ticket => ticket.parse(JSON.parse(json));
export const parseUpdate = (json: string): Update => update.parse(JSON.parse(json));
export const parseOutgoing = (json: string): Outgoing => outgoing.parse(JSON.parse(json));
export const parseRecordDoc = (json: string): RecordDoc => recordDoc.parse(JSON.parse(json));
export const parseObligation = (json: string): Obligation => obligation.parse(JSON.parse(json));
export const parseAlert = (json: string): Alert => alert.parse(JSON.parse(json));
export const parseRoles = (json: string): readonly Role[] => roles.parse(JSON.parse(json));
export const parsePosts = (json: string): readonly Post[] => posts.parse(JSON.parse(json));
export const parsePeople = (json: string): readonly string[] => people.parse(JSON.parse(json));
export const parseInput = (json: string): Readonly<Record<string, string>> => input.parse(JSON.parse(json));

/** The event as it was committed; `recordedAt` is the ledger's addition. */
export function parseTicketEvent(json: string): TicketEvent {
  const event: unknown = JSON.parse(json);
  if (object(event)) Reflect.deleteProperty(event, 'recordedAt');
  return ticketEvent.parse(event);
}
