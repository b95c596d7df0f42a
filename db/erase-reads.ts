import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { ContractId, PersonId, TicketId } from '../domain/types.ts';
import type { Leftovers } from './changes.ts';
import type { Access } from './engine.ts';
import type { Account, Draft } from './records.ts';
import { draftOf } from './texts.ts';

/** What somebody asked to have forgotten. */
export interface ForgottenWords {
  /** Tickets that it is about. */
  readonly tickets: readonly TicketId[];
  /** Whole texts, and what was written over in them. */
  readonly words: readonly string[];
  /** Of whoever asked. */
  readonly accounts: readonly Account[];
}

/** Where words are kept beside the texts that the ledger names: read before they are forgotten because somebody asked for it. */
export interface ErasureReads {
  /** Questions about what this person said, and those that became these tickets, or part of them. */
  draftsAbout(
    contract: ContractId,
    about: { readonly person?: PersonId; readonly tickets: readonly TicketId[] },
  ): Promise<readonly Draft[]>;
  /**
   * Dead letters and messages of the sandbox that hold any of the words; dead letters also where they are about one of the tickets, or
   * came from one of the accounts.
   */
  leftoversOf(contract: ContractId, forgotten: ForgottenWords): Promise<Leftovers>;
}

/** Clauses with more values than this are slow to plan, and too deep for one of the engines. */
const VALUES_MAX = 200;

export function erasureRequestReads(access: Access): ErasureReads {
  const { engine, tables } = access;
  const { chats, inbox, outbox } = tables;
  return {
    draftsAbout: (contract, about) => draftsAbout(access, contract, about),
    async leftoversOf(contract, { accounts, tickets, words }) {
      // As they stand in a document.
      const spelled = words.map((word) => JSON.stringify(word).slice(1, -1));
      const marks = [...spelled, ...tickets.map((id) => JSON.stringify(id))];
      const isMeant = (body: string) => marks.some((mark) => body.includes(mark));
      const isHis = (platform: string, body: string) =>
        accounts.some((one) => one.platform === platform && body.includes(`"userId":${JSON.stringify(one.userId)}`));
      // What came from a chat of no contract may be anybody's.
      const isOfContract = or(isNull(chats.contractId), eq(chats.contractId, contract));
      const updates = await engine.read((db) =>
        db
          .select({ seq: inbox.seq, body: inbox.body, platform: inbox.platform })
          .from(inbox)
          .leftJoin(chats, eq(chats.id, inbox.chatId))
          .where(and(eq(inbox.state, 'dead'), isOfContract)),
      );
      const messages = await engine.read((db) =>
        db
          .select({ seq: outbox.seq, body: outbox.body })
          .from(outbox)
          .where(and(eq(outbox.state, 'dead'), eq(outbox.contractId, contract))),
      );
      return {
        inbox: updates.filter(({ body, platform }) => isMeant(body) || isHis(platform, body)).map(({ seq }) => seq),
        outbox: messages.filter(({ body }) => isMeant(body)).map(({ seq }) => seq),
        sandbox: await bubblesWith(access, spelled),
      };
    },
  };
}

async function draftsAbout(
  { engine, tables: { drafts } }: Access,
  contract: ContractId,
  { person, tickets }: Parameters<ErasureReads['draftsAbout']>[1],
): Promise<readonly Draft[]> {
  const found = new Map<string, Draft>();
  const look = async (isAbout: ReturnType<typeof or>) => {
    const wanted = and(eq(drafts.contractId, contract), isAbout);
    const rows = await engine.read((db) => db.select().from(drafts).where(wanted));
    for (const row of rows) found.set(row.id, draftOf(row));
  };
  if (person !== undefined) await look(eq(drafts.personId, person));
  for (let from = 0; from < tickets.length; from += VALUES_MAX) {
    const ids = tickets.slice(from, from + VALUES_MAX);
    const became = ids.map((id) => `ticket:${id}`);
    await look(or(inArray(drafts.id, ids), inArray(drafts.answer, became)));
  }
  return [...found.values()];
}

/** A demonstration may have said much: the database looks through it. */
async function bubblesWith(
  { engine, tables: { sandboxMessages: said } }: Access,
  words: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let from = 0; from < words.length; from += VALUES_MAX) {
    const holds = words.slice(from, from + VALUES_MAX).map((word) => sql`instr(${said.body}, ${word}) > 0`);
    const rows = await engine.read((db) =>
      db
        .select({ id: said.id })
        .from(said)
        .where(or(...holds)),
    );
    for (const { id } of rows) found.add(id);
  }
  return [...found];
}
