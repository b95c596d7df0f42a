import { and, desc, eq } from 'drizzle-orm';
import { type ChatId, personId } from '../domain/types.ts';
import type { Changes } from './changes.ts';
import { parseInput } from './documents.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';
import type { PendingForm } from './records.ts';

export function pendingFormReads({ engine, tables }: Access): Pick<Reads, 'pendingForm' | 'pendingFormsOf'> {
  const { pendingForms } = tables;
  return {
    async pendingForm(chat, person) {
      const isIt = and(eq(pendingForms.chatId, chat), eq(pendingForms.personId, person));
      const [row] = await engine.read((db) => db.select().from(pendingForms).where(isIt));
      return row && formOf(row);
    },
    async pendingFormsOf(person) {
      const isHis = eq(pendingForms.personId, person);
      const rows = await engine.read((db) =>
        db.select().from(pendingForms).where(isHis).orderBy(desc(pendingForms.askedAt), desc(pendingForms.chatId)),
      );
      return rows.map(formOf);
    },
  };
}

function formOf(row: Access['tables']['pendingForms']['$inferSelect']): PendingForm {
  const { ticketId: subject, ...rest } = row;
  return {
    ...rest,
    // The column is older than the forms that are about no ticket.
    subject,
    // Written from a ChatId.
    chatId: row.chatId as ChatId,
    personId: personId(row.personId),
    input: parseInput(row.input),
  };
}

export async function writePendingForm(
  { engine, tables }: Access,
  db: Db,
  form: Changes['pendingForm'],
): Promise<void> {
  const { pendingForms } = tables;
  if (!form) return;
  const key = [pendingForms.chatId, pendingForms.personId];
  if ('none' in form) {
    const { chatId, personId: person } = form.none;
    await db.delete(pendingForms).where(and(eq(pendingForms.chatId, chatId), eq(pendingForms.personId, person)));
    return;
  }
  const { subject, ...rest } = form;
  const row = { ...rest, ticketId: subject, input: JSON.stringify(form.input) };
  await engine.upsert(db, pendingForms, [row], { key, set: ['ticketId', 'command', 'input', 'askedAt'] });
}
