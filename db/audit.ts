import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import {
  type ContractId,
  contractId,
  type EventId,
  eventId,
  type Instant,
  type TicketId,
  ticketId,
} from '../domain/types.ts';
import { parseTicket } from './documents.ts';
import type { Access } from './engine.ts';
import { isOutcomeOf } from './outcome-column.ts';
import { readRows } from './unreadable.ts';

/** A kept text with what its hash was made of. */
export interface AuditedText {
  readonly hash: string;
  readonly salt: string;
  /** Absent once erased. */
  readonly body?: string;
  /** What is shown of it then. */
  readonly masked?: string;
}

/** A ticket as it is stored. */
export interface TicketRow {
  readonly doc: string;
  /** What scores are made of is not what the document comes to. */
  readonly isOutcomeOther?: true;
}

/** A record of the assessment, or an obligation, as its row says it by now. */
export interface RecordState {
  readonly id: string;
  readonly version: number;
  /** As the ledger's entry has it; absent: the row can't be read. */
  readonly hash?: string;
}

/** The entry of a ledger whose seal is asked for. */
export interface SealedAs {
  readonly contractId: ContractId;
  /** Place in the chain, from 1. */
  readonly seq: number;
  readonly eventId: EventId;
  readonly type: string;
  readonly recordedAt: Instant;
}

/** What `verify` compares with the ledger: rows that people are shown, as they are stored. */
export interface AuditReads {
  /** Every contract that has left anything in the ledger or a ticket, in the order of ids. */
  recordedContracts(): Promise<readonly ContractId[]>;
  /** The contract's tickets behind `after`, in the order of ids; `doc` is the stored JSON. */
  ticketDocs(
    contract: ContractId,
    after: string,
    limit: number,
  ): Promise<readonly ({ readonly id: TicketId } & TicketRow)[]>;
  ticketDoc(id: TicketId): Promise<TicketRow | undefined>;
  /** One ticket of the contract that has events, but no row. */
  lostTicket(contract: ContractId): Promise<TicketId | undefined>;
  keptTexts(ids: readonly string[]): Promise<ReadonlyMap<string, AuditedText>>;
  /** The contract's records of the assessment and its obligations behind `after`, in the order of ids. */
  recordStates(contract: ContractId, after: string, limit: number): Promise<readonly RecordState[]>;
  recordState(id: string): Promise<RecordState | undefined>;
  /** The entry that has this seal, in lower-case hex; undefined: none has. */
  sealedAs(hash: string): Promise<SealedAs | undefined>;
}

export function auditReads({ engine, tables }: Access): Omit<AuditReads, 'recordStates' | 'recordState'> {
  const { assessmentRecords, ledger, ledgerHeads, obligations, texts, tickets } = tables;
  const row = { doc: tickets.doc, outcome: tickets.outcome };
  return {
    async recordedContracts() {
      const ids = await engine.read(async (db) => [
        ...(await db.selectDistinct({ id: ledger.contractId }).from(ledger)),
        ...(await db.select({ id: ledgerHeads.contractId }).from(ledgerHeads)),
        ...(await db.selectDistinct({ id: tickets.contractId }).from(tickets)),
        ...(await db.selectDistinct({ id: assessmentRecords.contractId }).from(assessmentRecords)),
        ...(await db.selectDistinct({ id: obligations.contractId }).from(obligations)),
      ]);
      return [...new Set(ids.map((row) => row.id))].sort().map(contractId);
    },
    async ticketDocs(contract, after, limit) {
      const isNext = and(eq(tickets.contractId, contract), gt(tickets.id, after));
      const rows = await engine.read((db) =>
        db
          .select({ id: tickets.id, ...row })
          .from(tickets)
          .where(isNext)
          .orderBy(asc(tickets.id))
          .limit(limit),
      );
      return rows.map(({ id, ...stored }) => ({ id: ticketId(id), ...ticketRow(stored) }));
    },
    async ticketDoc(id) {
      const [stored] = await engine.read((db) => db.select(row).from(tickets).where(eq(tickets.id, id)));
      return stored && ticketRow(stored);
    },
    async lostTicket(contract) {
      const isLost = and(eq(ledger.contractId, contract), isNotNull(ledger.ticketWrites), isNull(tickets.id));
      const [lost] = await engine.read((db) =>
        db
          .select({ id: ledger.ticketId })
          .from(ledger)
          .leftJoin(tickets, eq(tickets.id, ledger.ticketId))
          .where(isLost)
          .limit(1),
      );
      return lost?.id ? ticketId(lost.id) : undefined;
    },
    async sealedAs(hash) {
      const [row] = await engine.read((db) => db.select().from(ledger).where(eq(ledger.sealHash, hash)).limit(1));
      if (!row || row.sealSeq === null) return undefined;
      const { recordedAt, type } = row;
      return {
        contractId: contractId(row.contractId),
        seq: row.sealSeq,
        eventId: eventId(row.eventId),
        type,
        recordedAt,
      };
    },
    async keptTexts(ids) {
      if (ids.length === 0) return new Map();
      const rows = await engine.read((db) =>
        db
          .select()
          .from(texts)
          .where(inArray(texts.id, [...ids])),
      );
      return new Map(
        rows.map(({ body, hash, id, masked, salt }) => {
          const words = { ...(body !== null && { body }), ...(masked !== null && { masked }) };
          return [id, { hash, salt, ...words }] as const;
        }),
      );
    },
  };
}

/** A document that can't be read is found by whoever reads it. */
function ticketRow({ doc, outcome }: { readonly doc: string; readonly outcome: string | null }): TicketRow {
  const [ticket] = readRows([doc], parseTicket).readable;
  const isOther = ticket !== undefined && outcome !== null && !isOutcomeOf(outcome, ticket);
  return { doc, ...(isOther && { isOutcomeOther: true }) };
}
