import { and, eq } from 'drizzle-orm';
import type { ContractId, PersonId } from '../domain/types.ts';
import type { Access, Db } from './engine.ts';
import type { MemberTerms } from './store.ts';

export async function writeMember(
  { engine, tables: { members } }: Access,
  db: Db,
  contract: ContractId,
  person: PersonId,
  { department, dutyOrder, posts = [], roles }: MemberTerms,
): Promise<void> {
  const row = {
    contractId: contract,
    personId: person,
    roles: JSON.stringify(roles),
    posts: posts.length === 0 ? null : JSON.stringify(posts),
    dutyOrder: dutyOrder ?? null,
    department: department ?? null,
  };
  const key = [members.contractId, members.personId];
  await engine.upsert(db, members, [row], { key, set: ['roles', 'posts', 'dutyOrder', 'department'] });
}

export async function deleteMember(
  { tables: { members } }: Access,
  db: Db,
  contract: ContractId,
  person: PersonId,
): Promise<void> {
  await db.delete(members).where(and(eq(members.contractId, contract), eq(members.personId, person)));
}
