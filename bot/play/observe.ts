import type { OpenStore } from '../../db/open.ts';
import type { LedgerEntry } from '../../db/records.ts';
import type { Store } from '../../db/store.ts';
import type { Obligation } from '../../domain/obligations/obligation-types.ts';
import type { Reminder, Ticket, TicketEvent } from '../../domain/ticket-types.ts';
import type { ContractId, Instant, TicketId } from '../../domain/types.ts';
import { type ContractVerdict, verifyContract } from '../verify-rows.ts';

const PAGE = 500;
const TAIL_MAX = 10_000;

export interface SeenTicket {
  readonly ticket: Ticket;
  /** What the reporter wrote. */
  readonly summary: string;
  readonly events: readonly TicketEvent[];
}

/** One reminder that was posted: a stage of a clock. */
export interface Nag extends Reminder {
  readonly at: Instant;
  readonly ticket: string;
}

export interface SeenLedger {
  readonly contractId: ContractId;
  readonly entries: readonly LedgerEntry[];
  /** `ok`, or what is wrong and where; undefined: nobody asked. */
  readonly verified: string | undefined;
}

/** What the database says at one moment of a play. */
export interface Observation {
  readonly now: Instant;
  /** In the order in which they were opened. */
  readonly tickets: readonly SeenTicket[];
  readonly nags: readonly Nag[];
  /** Rounds of inspection and deliverables of all contracts, the earliest due first. */
  readonly obligations: readonly Obligation[];
  readonly ledgers: readonly SeenLedger[];
}

export async function observe(
  store: OpenStore,
  contracts: readonly ContractId[],
  { now, verifies }: { readonly now: Instant; readonly verifies: boolean },
): Promise<Observation> {
  const ledgers: SeenLedger[] = [];
  const tickets: SeenTicket[] = [];
  const obligations: Obligation[] = [];
  for (const contractId of contracts) {
    const ledger = await readLedger(store, contractId, verifies);
    ledgers.push(ledger);
    obligations.push(...(await store.obligationsDue(contractId, 0, Number.MAX_SAFE_INTEGER)));
    for (const entry of ledger.entries) {
      if (entry.type === 'opened' && entry.ticketId) tickets.push(await readTicket(store, entry.ticketId));
    }
  }
  return { now, tickets, nags: tickets.flatMap(nagsOf), obligations, ledgers };
}

async function readLedger(store: OpenStore, contractId: ContractId, verifies: boolean): Promise<SeenLedger> {
  const sealed: LedgerEntry[] = [];
  for (;;) {
    const page = await store.sealedEntries(contractId, sealed.at(-1)?.seal?.seq ?? 0, PAGE);
    sealed.push(...page);
    if (page.length < PAGE) break;
  }
  const entries = [...sealed, ...(await store.unsealedEntries(contractId, TAIL_MAX))];
  const verified = verifies ? verdictOf(await verifyContract(store, contractId)) : undefined;
  return { contractId, entries, verified };
}

function verdictOf(verdict: ContractVerdict): string {
  if (verdict.ok) return 'ok';
  if ('seq' in verdict) return `entry ${verdict.seq} of the chain: ${verdict.problem}`;
  if ('attachmentId' in verdict) return `${verdict.attachmentId}: ${verdict.problem}`;
  if ('hash' in verdict) return `file ${verdict.hash}: ${verdict.problem}`;
  if ('recordId' in verdict) return `${verdict.recordId}: ${verdict.problem}`;
  return `${'ticketId' in verdict ? verdict.ticketId : verdict.textId}: ${verdict.problem}`;
}

async function readTicket(store: Store, id: TicketId): Promise<SeenTicket> {
  const ticket = await store.ticket(id);
  if (!ticket) throw new Error(`the ledger opens the ticket ${id}, but there is none`);
  const texts = await store.texts([ticket.summary.id]);
  return { ticket, summary: texts.get(ticket.summary.id) ?? '', events: await store.ticketEvents(id) };
}

function nagsOf({ ticket, events }: SeenTicket): readonly Nag[] {
  return events.flatMap((event) =>
    event.type === 'reminded'
      ? event.reminders.map((reminder) => ({ ...reminder, at: event.at, ticket: ticket.number }))
      : [],
  );
}
