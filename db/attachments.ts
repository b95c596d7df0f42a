import { asc, eq, inArray } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { type ChatId, contractId, personId, ticketId } from '../domain/types.ts';
import type { Changes } from './changes.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';
import type { TicketAttachment } from './records.ts';

export function attachmentReads({ engine, tables }: Access): Pick<Reads, 'attachment' | 'attachmentsOf'> {
  const { attachments } = tables;
  return {
    async attachment(id) {
      const [row] = await engine.read((db) => db.select().from(attachments).where(eq(attachments.id, id)));
      return row && attachmentOf(row);
    },
    async attachmentsOf(ticket) {
      const isIts = eq(attachments.ticketId, ticket);
      const inOrder = [asc(attachments.receivedAt), asc(attachments.id)];
      const rows = await engine.read((db) =>
        db
          .select()
          .from(attachments)
          .where(isIts)
          .orderBy(...inOrder),
      );
      return rows.map(attachmentOf);
    },
  };
}

export async function writeAttachments(
  { engine, tables }: Access,
  db: Db,
  written: readonly TicketAttachment[],
): Promise<void> {
  const { attachments } = tables;
  await engine.upsert(db, attachments, written.map(rowOf), {
    key: [attachments.id],
    set: ['name', 'source', 'validUntil', 'state', 'hash', 'size', 'mediaType', 'lostWhy'],
  });
}

export async function moveAttachments(
  { tables: { attachments } }: Access,
  db: Db,
  { ids, to }: NonNullable<Changes['movedAttachments']>,
): Promise<void> {
  await db
    .update(attachments)
    .set({ ticketId: to })
    .where(inArray(attachments.id, [...ids]));
}

function rowOf(attachment: TicketAttachment) {
  const { hash, lostWhy, mediaType, name, size, source, state, validUntil, ...row } = attachment;
  assert(
    state === 'waiting' || source === undefined,
    'what a file was fetched with is forgotten once it is kept or lost',
  );
  return {
    ...row,
    state,
    name: name ?? null,
    source: source ?? null,
    validUntil: validUntil ?? null,
    hash: hash ?? null,
    size: size ?? null,
    mediaType: mediaType ?? null,
    lostWhy: lostWhy ?? null,
  };
}

function attachmentOf(row: Access['tables']['attachments']['$inferSelect']): TicketAttachment {
  const { hash, lostWhy, mediaType, name, size, source, validUntil, ...rest } = row;
  return {
    ...rest,
    contractId: contractId(row.contractId),
    ticketId: ticketId(row.ticketId),
    // Written from a ChatId.
    chatId: row.chatId as ChatId,
    personId: personId(row.personId),
    ...(name !== null && { name }),
    ...(source !== null && { source }),
    ...(validUntil !== null && { validUntil }),
    ...(hash !== null && { hash }),
    ...(size !== null && { size }),
    ...(mediaType !== null && { mediaType }),
    ...(lostWhy !== null && { lostWhy }),
  };
}
