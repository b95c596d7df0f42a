import { and, asc, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { type ContractId, contractId, type TicketId, ticketId } from '../domain/types.ts';
import type { Access } from './engine.ts';

/** A kept text with what its hash was made of. */
export interface AuditedText {
  readonly hash: string;
  readonly salt: string;
  /** Absent once erased. */
  readonly body?: string;
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
  ): Promise<readonly { readonly id: TicketId; readonly doc: string }[]>;
  ticketDoc(id: TicketId): Promise<string | undefined>;
  /** One ticket of the contract that has events, but no row. */
  lostTicket(contract: ContractId): Promise<TicketId | undefined>;
  keptTexts(ids: readonly string[]): Promise<ReadonlyMap<string, AuditedText>>;
}

export function auditReads({ engine, tables }: Access): AuditReads {
  const { ledger, ledgerHeads, texts, tickets } = tables;
  return {
    async recordedContracts() {
      const ids = await engine.read(async (db) => [
        ...(await db.selectDistinct({ id: ledger.contractId }).from(ledger)),
        ...(await db.select({ id: ledgerHeads.contractId }).from(ledgerHeads)),
        ...(await db.selectDistinct({ id: tickets.contractId }).from(tickets)),
      ]);
      return [...new Set(ids.map((row) => row.id))].sort().map(contractId);
    },
    async ticketDocs(contract, after, limit) {
      const isNext = and(eq(tickets.contractId, contract), gt(tickets.id, after));
      const rows = await engine.read((db) =>
        db
          .select({ id: tickets.id, doc: tickets.doc })
          .from(tickets)
          .where(isNext)
          .orderBy(asc(tickets.id))
          .limit(limit),
      );
      return rows.map(({ id, doc }) => ({ id: ticketId(id), doc }));
    },
    async ticketDoc(id) {
      const [row] = await engine.read((db) => db.select({ doc: tickets.doc }).from(tickets).where(eq(tickets.id, id)));
      return row?.doc;
    },
    async lostTicket(contract) {
      const isLost = and(eq(ledger.contractId, contract), isNotNull(ledger.ticketWrites), isNull(tickets.id));
      const [row] = await engine.read((db) =>
        db
          .select({ id: ledger.ticketId })
          .from(ledger)
          .leftJoin(tickets, eq(tickets.id, ledger.ticketId))
          .where(isLost)
          .limit(1),
      );
      return row?.id ? ticketId(row.id) : undefined;
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
        rows.map(({ body, hash, id, salt }) => [id, { hash, salt, ...(body !== null && { body }) }] as const),
      );
    },
  };
}
