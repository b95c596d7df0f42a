import type { Reads } from '../db/reads.ts';
import { departmentOf } from '../domain/contract-lookup.ts';
import type { Compared } from '../domain/knowledge.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import {
  type ContractId,
  type DurationMs,
  type Instant,
  MINUTE,
  type TextRef,
  type TicketId,
} from '../domain/types.ts';
import type { Scene } from './context.ts';
import { symptomFamily, tellingWords } from './knowledge-words.ts';

/** So many of the newest tickets are looked through. */
const CASES_MAX = 500;
/** How long what was read is used again below a new ticket; a question reads anew. */
const FRESH_MS: DurationMs = MINUTE;
/** No word of a text that was erased is searched by for longer. */
const KEPT_MS: DurationMs = 10 * MINUTE;
/** What was found and done counts less than what was reported. */
const OUTCOME_WEIGHT = 0.5;

/** A ticket that was resolved, by what it is found. What it says is read anew wherever it is shown. */
export interface Case extends Compared {
  readonly ticketId: TicketId;
  /** Whose affair it was: the system's department, else the chat's. */
  readonly departmentId?: string | undefined;
}

interface Kept {
  readonly readAt: Instant;
  readonly cases: readonly Case[];
  /** By ticket and its writes. */
  readonly made: ReadonlyMap<string, Made>;
}
interface Made {
  readonly at: Instant;
  readonly one: Case;
}

const keptOf = new WeakMap<Reads, Map<ContractId, Kept>>();

/**
 * The contract's resolved tickets, the newest first. What was made of a ticket is used again until it changes; only texts that are
 * new are read, so that a new ticket does not wait.
 */
export async function casesOf(scene: Scene, { isFresh }: { readonly isFresh: boolean }): Promise<readonly Case[]> {
  const { contract, now, store } = scene;
  const ofStore = keptOf.get(store) ?? new Map<ContractId, Kept>();
  keptOf.set(store, ofStore);
  const before = ofStore.get(contract.id);
  if (before && !isFresh && isWithin(before.readAt, now, FRESH_MS)) return before.cases;
  const tickets = (await store.newestTickets(contract.id, now + 1, CASES_MAX)).filter(isCase);
  const known = tickets.map((ticket) => {
    const made = before?.made.get(keyOf(ticket));
    return made && isWithin(made.at, now, KEPT_MS) ? made : undefined;
  });
  const texts = await textsOf(
    store,
    tickets.filter((_ticket, place) => !known[place]),
  );
  const made = new Map(
    tickets.map((ticket, place) => [keyOf(ticket), known[place] ?? { at: now, one: caseOf(scene, ticket, texts) }]),
  );
  const cases = [...made.values()].map(({ one }) => one);
  ofStore.set(contract.id, { readAt: now, cases, made });
  return cases;
}

/** A clock that went back says nothing of the age. */
function isWithin(since: Instant, now: Instant, atMost: DurationMs): boolean {
  return since <= now && now - since < atMost;
}

type Resolved = Ticket & { readonly cause: TextRef; readonly action: TextRef };

/** It says how it was resolved, and is not in work again. */
export function isCase(ticket: Ticket): ticket is Resolved {
  const { action, cause, status } = ticket;
  return (status === 'resolved' || status === 'closed') && cause !== undefined && action !== undefined;
}

function keyOf({ id, writes }: Ticket): string {
  return `${id}:${writes}`;
}

async function textsOf(store: Reads, tickets: readonly Resolved[]): Promise<ReadonlyMap<string, string>> {
  return store.texts(tickets.flatMap(({ action, cause, summary }) => [summary.id, cause.id, action.id]));
}

function caseOf({ contract }: Scene, ticket: Resolved, texts: ReadonlyMap<string, string>): Case {
  const { action, cause, departmentId, id, summary, systemId } = ticket;
  const weighed = [summary, cause, action].map((ref) => ({
    text: texts.get(ref.id) ?? '',
    weight: ref === summary ? 1 : OUTCOME_WEIGHT,
  }));
  return {
    ticketId: id,
    systemId,
    departmentId: departmentOf(contract, systemId)?.id ?? departmentId,
    family: symptomFamily(texts.get(summary.id) ?? ''),
    words: tellingWords(contract, weighed),
  };
}
