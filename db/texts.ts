import { and, desc, eq, gte, inArray, isNull } from 'drizzle-orm';
import { type ChatId, contractId, personId } from '../domain/types.ts';
import { type Changes, type CommitMeta, type NewText, VersionConflict } from './changes.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';
import type { Draft, DraftDetails } from './records.ts';

export function textReads({ engine, tables }: Access): Pick<Reads, 'texts' | 'draft' | 'newestOpenDraft'> {
  const { texts, drafts } = tables;
  return {
    async texts(ids) {
      if (ids.length === 0) return new Map();
      const text = { id: texts.id, body: texts.body, masked: texts.masked };
      const rows = await engine.read((db) =>
        db
          .select(text)
          .from(texts)
          .where(inArray(texts.id, [...ids])),
      );
      const shown = rows.flatMap(({ body, id, masked }) => {
        const words = body ?? masked;
        return words === null ? [] : [[id, words] as const];
      });
      return new Map(shown);
    },
    async draft(id) {
      const [row] = await engine.read((db) => db.select().from(drafts).where(eq(drafts.id, id)));
      return row && draftOf(row);
    },
    async newestOpenDraft(chat, person, since) {
      // The range over receipt keeps it from looking at more than the day's questions.
      const wanted = and(
        gte(drafts.receivedAt, since),
        eq(drafts.chatId, chat),
        person === undefined ? undefined : eq(drafts.personId, person),
        isNull(drafts.answer),
      );
      const [row] = await engine.read((db) =>
        db.select().from(drafts).where(wanted).orderBy(desc(drafts.receivedAt), desc(drafts.id)).limit(1),
      );
      return row && draftOf(row);
    },
  };
}

export function draftOf({ answer, details, ...row }: Access['tables']['drafts']['$inferSelect']): Draft {
  return {
    ...row,
    contractId: contractId(row.contractId),
    // Written from a ChatId.
    chatId: row.chatId as ChatId,
    personId: personId(row.personId),
    ...(answer !== null && { answer }),
    // Written from a DraftDetails.
    ...(details !== null && { details: JSON.parse(details) as DraftDetails }),
  };
}

export async function writeTexts(
  { tables }: Access,
  db: Db,
  { contractId: contract, now }: CommitMeta,
  kept: readonly NewText[],
): Promise<void> {
  if (kept.length === 0) return;
  const row = ({ ref, ticketId, salt, body }: NewText) => ({
    id: ref.id,
    ticketId: ticketId ?? null,
    hash: ref.hash,
    salt,
    body,
    contractId: contract,
    writtenAt: now,
  });
  await db.insert(tables.texts).values(kept.map(row));
}

/** @throws {VersionConflict} the draft was answered or reworded since it was read */
export async function writeDrafts(
  { engine, tables }: Access,
  db: Db,
  { newDraft, rewordedDraft, answeredDraft }: Changes,
): Promise<void> {
  const { drafts } = tables;
  if (newDraft) await db.insert(drafts).values(draftRow(newDraft));
  const replace = async (
    seen: Draft,
    next: Partial<Pick<Draft, 'answer' | 'body' | 'receivedAt' | 'reportedAt'> & { readonly details: string | null }>,
  ) => {
    const isUnchanged = and(eq(drafts.id, seen.id), eq(drafts.version, seen.version), isNull(drafts.answer));
    const result = await db
      .update(drafts)
      .set({ ...next, version: seen.version + 1 })
      .where(isUnchanged);
    if (engine.matched(result) !== 1) throw new VersionConflict(`draft ${seen.id} has changed since it was read`);
  };
  if (rewordedDraft) {
    const { body, details, receivedAt, reportedAt } = rewordedDraft.next;
    await replace(rewordedDraft.seen, { body, receivedAt, reportedAt, details: detailsColumn(details) });
  }
  if (answeredDraft) await replace(answeredDraft.seen, { answer: answeredDraft.answer });
}

function draftRow(draft: Draft) {
  const { id, contractId: contract, chatId, personId: person, body, reportedAt, receivedAt, version } = draft;
  return {
    id,
    contractId: contract,
    chatId,
    personId: person,
    body,
    reportedAt,
    receivedAt,
    version,
    answer: draft.answer ?? null,
    details: detailsColumn(draft.details),
  };
}

function detailsColumn(details: DraftDetails | undefined): string | null {
  return details ? JSON.stringify(details) : null;
}
