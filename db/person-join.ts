import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { civilDate } from '../domain/civil.ts';
import { DAY, type DurationMs, type Instant, type PersonId } from '../domain/types.ts';
import { parsePeople, parseTicket } from './documents.ts';
import type { Access, Db } from './engine.ts';
import { writeEntries } from './ledger.ts';
import { deleteMember, writeMember } from './members.ts';
import type { PersonJoin, Store } from './store.ts';
import { readRows } from './unreadable.ts';

/** So long after its end what was done to a ticket may be taken back by whoever did it. */
const ENDED_COUNTS_MS: DurationMs = DAY;

/** @param forget what was read of people is read again */
export function personJoinPart(access: Access, forget: () => void): Pick<Store, 'isUnderWay' | 'joinPeople'> {
  const { engine } = access;
  return {
    isUnderWay: (person, now) => engine.read((db) => isUnderWay(access, db, person, now)),
    async joinPeople(join, now) {
      const isJoined = await engine.write(async (db) => {
        // Once more, where nothing comes in between: he may have spoken since somebody looked.
        if (await isUnderWay(access, db, join.from, now)) return false;
        await writeJoin(access, db, join, now);
        return true;
      });
      forget();
      return isJoined;
    },
  };
}

async function writeJoin(
  access: Access,
  db: Db,
  { accounts: moved, from, left, memberships, to }: PersonJoin,
  now: Instant,
): Promise<void> {
  const { accounts } = access.tables;
  for (const { contractId, entry, terms } of memberships) {
    await writeEntries(access, db, { contractId, now, cause: { kind: 'none' } }, { entries: [entry] });
    await writeMember(access, db, contractId, to, terms);
  }
  for (const contract of left) await deleteMember(access, db, contract, from);
  for (const { platform, userId } of moved) {
    const isHis = and(eq(accounts.platform, platform), eq(accounts.userId, userId), eq(accounts.personId, from));
    await db.update(accounts).set({ personId: to }).where(isHis);
  }
}

async function isUnderWay(access: Access, db: Db, person: PersonId, now: Instant): Promise<boolean> {
  const { drafts, tickets } = access.tables;
  if (await isOnDuty(access, db, person, now)) return true;
  // Whoever answers a question later makes its ticket his.
  const isAsked = and(eq(drafts.personId, person), isNull(drafts.answer));
  const asked = await db.select({ id: drafts.id }).from(drafts).where(isAsked).limit(1);
  if (asked.length > 0) return true;
  return isAnyLive(access, db, or(eq(tickets.reporterId, person), eq(tickets.assigneeId, person)), now);
}

async function isOnDuty({ tables }: Access, db: Db, person: PersonId, now: Instant): Promise<boolean> {
  const { attendance, dutyChanges, rotaPlans } = tables;
  const plans = await db.select({ people: rotaPlans.people }).from(rotaPlans);
  if (plans.some(({ people }) => parsePeople(people).includes(person))) return true;
  const isHis = or(eq(dutyChanges.personId, person), eq(dutyChanges.substituteId, person));
  const isSigned = and(eq(attendance.personId, person), eq(attendance.day, civilDate(now)));
  const found = [
    await db
      .select({ id: dutyChanges.id })
      .from(dutyChanges)
      .where(and(isHis, gt(dutyChanges.endsAt, now)))
      .limit(1),
    await db.select({ id: attendance.personId }).from(attendance).where(isSigned).limit(1),
  ];
  return found.flat().length > 0;
}

/** Is one of these tickets, or one into which any of them was merged, open, or was until lately, or does a clock of it run? */
async function isAnyLive(access: Access, db: Db, isWanted: ReturnType<typeof or>, now: Instant): Promise<boolean> {
  const { tickets } = access.tables;
  const { doc, isOpen, nextDueAt } = tickets;
  const rows = await db.select({ doc, isOpen, nextDueAt }).from(tickets).where(isWanted);
  if (rows.some((row) => row.isOpen === 1 || row.nextDueAt !== null)) return true;
  const ended = readRows(rows, (row) => parseTicket(row.doc)).readable;
  if (ended.some(({ closedAt }) => closedAt !== undefined && now - closedAt <= ENDED_COUNTS_MS)) return true;
  const mains = ended.flatMap(({ mergedInto }) => mergedInto?.ticketId ?? []);
  return mains.length > 0 && isAnyLive(access, db, inArray(tickets.id, mains), now);
}
