import { assert } from './assert.ts';
import type { EventId, Instant, TicketId } from './types.ts';

/** The hash before a contract's first entry. */
export const GENESIS_HASH = '0'.repeat(64);

const DEPTH_MAX = 64;

/**
 * JSON with one spelling (RFC 8785): keys sorted by UTF-16 units, no spaces. Absent and undefined properties are the same.
 * @throws {AssertionFailed} what JSON can't hold: a number that is not finite, undefined in an array, a class instance, a cycle
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  assert(depth <= DEPTH_MAX, 'canonical JSON is nested too deeply');
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), `canonical JSON can't hold ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  assert(typeof value === 'object', `canonical JSON can't hold a ${typeof value}`);
  const prototype: unknown = Object.getPrototypeOf(value);
  assert(prototype === Object.prototype || prototype === null, 'canonical JSON holds plain objects only');
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${write(field, depth + 1)}`);
  return `{${fields.join(',')}}`;
}

/**
 * The seal of an entry: it covers the body, its place in the chain and, through the hash before it, everything earlier.
 * @param sha256 hex digest of a text's UTF-8 bytes @param seq place in the contract's chain, from 1
 */
export function sealHash(sha256: (text: string) => string, previousHash: string, seq: number, body: string): string {
  // Neither a hash nor a number holds a newline, so no two inputs share a spelling.
  return sha256(`${previousHash}\n${seq}\n${body}`);
}

/** A ledger entry as it is stored. What stands beside the body is there for queries, and has to say the same. */
export interface ChainEntry {
  readonly eventId: EventId;
  readonly body: string;
  readonly seal?: { readonly seq: number; readonly hash: string };
  readonly type?: string;
  readonly at?: Instant;
  readonly ticketId?: TicketId;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export type ChainProblem =
  /** A sealed entry before it is missing, or it is out of order. */
  | 'gap'
  /** The body, or something before it, is not what was sealed. */
  | 'changed'
  /** The body is intact, but the columns beside it tell another story. */
  | 'columns_differ'
  /** It has no seal, though it was read as part of the chain. */
  | 'unsealed';

export type ChainVerdict =
  | { readonly ok: true; readonly head: ChainHead }
  | {
      readonly ok: false;
      readonly brokenAt: { readonly seq: number; readonly eventId: EventId; readonly problem: ChainProblem };
    };

/**
 * Recomputes a stretch of a contract's chain and names its first broken entry. Long chains are verified in batches: the
 * head of one is the start of the next. Cutting off the newest entries leaves a valid chain; the caller sees it by
 * comparing the last head with the stored one and with those posted to the group.
 * @param head what the stretch follows: `{seq: 0, hash: GENESIS_HASH}` for the first @param entries in chain order
 */
export function verifyChain(
  sha256: (text: string) => string,
  head: ChainHead,
  entries: readonly ChainEntry[],
): ChainVerdict {
  let reached = head;
  for (const entry of entries) {
    const seq = reached.seq + 1;
    const problem = problemOf(sha256, reached, entry);
    if (problem) return { ok: false, brokenAt: { seq, eventId: entry.eventId, problem } };
    reached = { seq, hash: sealHash(sha256, reached.hash, seq, entry.body) };
  }
  return { ok: true, head: reached };
}

function problemOf(sha256: (text: string) => string, previous: ChainHead, entry: ChainEntry): ChainProblem | undefined {
  if (!entry.seal) return 'unsealed';
  const seq = previous.seq + 1;
  if (entry.seal.seq !== seq) return 'gap';
  if (sealHash(sha256, previous.hash, seq, entry.body) !== entry.seal.hash) return 'changed';
  return columnsAgree(entry) ? undefined : 'columns_differ';
}

function columnsAgree(entry: ChainEntry): boolean {
  const body: unknown = JSON.parse(entry.body);
  if (typeof body !== 'object' || body === null) return false;
  const fields = new Map<string, unknown>(Object.entries(body));
  return (
    fields.get('id') === entry.eventId &&
    (entry.type === undefined || fields.get('type') === entry.type) &&
    (entry.at === undefined || fields.get('at') === entry.at) &&
    (entry.ticketId === undefined || fields.get('ticketId') === entry.ticketId)
  );
}
