import { and, asc, eq, gt, gte, isNull, lte, or } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Attendance, DutyChange, Roster, RotaPlan } from '../domain/roster-types.ts';
import { type ContractId, eventId, type Instant, personId } from '../domain/types.ts';
import { type BriefCache, briefCache } from './brief-cache.ts';
import { type RosterWrite, VersionConflict } from './changes.ts';
import { parsePeople } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import type { Reads } from './reads.ts';

export type PlansAndChanges = Pick<Roster, 'plans' | 'changes'>;
type RosterReads = Pick<Reads, 'rosterOf' | 'dutyRequest' | 'attendanceOf' | 'attendanceBetween'>;

export function rosterCache({ clock }: Pick<Access, 'clock'>): BriefCache<PlansAndChanges> {
  return briefCache(clock);
}

export function rosterReads(access: Access, cache: BriefCache<PlansAndChanges>): RosterReads {
  const { engine, tables } = access;
  const { attendance, dutyChanges } = tables;
  return {
    rosterOf: (contract, from) => cache.get(`${contract}\n${from}`, () => readRoster(access, contract, from)),
    async dutyRequest(id) {
      const isOne = or(eq(dutyChanges.id, id), eq(dutyChanges.swapId, id));
      const rows = await engine.read((db) => db.select().from(dutyChanges).where(isOne).orderBy(asc(dutyChanges.id)));
      return rows.map(changeOf);
    },
    async attendanceOf(contract, day) {
      const isIts = and(eq(attendance.contractId, contract), eq(attendance.day, day));
      const rows = await engine.read((db) =>
        db.select().from(attendance).where(isIts).orderBy(asc(attendance.personId)),
      );
      return rows.map(attendanceRecord);
    },
    async attendanceBetween(contract, firstDay, lastDay) {
      const isIn = and(gte(attendance.day, firstDay), lte(attendance.day, lastDay));
      const rows = await engine.read((db) =>
        db
          .select()
          .from(attendance)
          .where(and(eq(attendance.contractId, contract), isIn))
          .orderBy(asc(attendance.day), asc(attendance.personId)),
      );
      return rows.map(attendanceRecord);
    },
  };
}

/** @throws {VersionConflict} a change was answered, or a day on site written to, since it was read */
export async function writeRoster(
  { engine, tables }: Access,
  db: Db,
  contract: ContractId,
  writes: readonly RosterWrite[],
): Promise<void> {
  const { rotaPlans } = tables;
  for (const write of writes) {
    switch (write.kind) {
      case 'plan': {
        const { rotaId, startsOn, order } = write.plan;
        const row = { contractId: contract, rotaId, startsOn, people: JSON.stringify(order) };
        const key = [rotaPlans.contractId, rotaPlans.rotaId];
        await engine.upsert(db, rotaPlans, [row], { key, set: ['startsOn', 'people'] });
        break;
      }
      case 'change':
        await writeChange({ engine, tables }, db, contract, write);
        break;
      case 'attendance':
        await writeAttendance({ engine, tables }, db, contract, write);
        break;
    }
  }
}

async function writeChange(
  { engine, tables: { dutyChanges } }: Pick<Access, 'engine' | 'tables'>,
  db: Db,
  contract: ContractId,
  { seen, next }: RosterWrite & { kind: 'change' },
): Promise<void> {
  const { from, to, substituteId = null, swapId = null, ...rest } = next;
  const row = { ...rest, contractId: contract, substituteId, swapId, startsAt: from, endsAt: to };
  if (!seen) {
    await db.insert(dutyChanges).values(row);
    return;
  }
  const isUnchanged = and(eq(dutyChanges.id, seen.id), eq(dutyChanges.version, seen.version));
  const result = await db.update(dutyChanges).set(row).where(isUnchanged);
  if (engine.matched(result) !== 1) throw new VersionConflict(`duty change ${seen.id} was changed since it was read`);
}

async function writeAttendance(
  { engine, tables: { attendance } }: Pick<Access, 'engine' | 'tables'>,
  db: Db,
  contract: ContractId,
  { record, seen }: RosterWrite & { kind: 'attendance' },
): Promise<void> {
  const { day, personId: person } = record;
  const row = { contractId: contract, day, personId: person, ...instantsOf(record) };
  const isHis = and(eq(attendance.contractId, contract), eq(attendance.day, day), eq(attendance.personId, person));
  const isAt = (column: SQLiteColumn, at: Instant | null) => (at === null ? isNull(column) : eq(column, at));
  const before = instantsOf(seen ?? {});
  const isUnchanged = and(
    isHis,
    isAt(attendance.signedInAt, before.signedInAt),
    isAt(attendance.signedOutAt, before.signedOutAt),
    isAt(attendance.absentAt, before.absentAt),
  );
  const isWritten = seen
    ? engine.matched(await db.update(attendance).set(row).where(isUnchanged)) === 1
    : (await insertIfNew(engine, db, attendance, row)) !== undefined;
  if (!isWritten) throw new VersionConflict(`the ${day} of ${person} on site was written to since it was read`);
}

function instantsOf({ absentAt, signedInAt, signedOutAt }: Partial<Attendance>) {
  return { signedInAt: signedInAt ?? null, signedOutAt: signedOutAt ?? null, absentAt: absentAt ?? null };
}

async function readRoster({ engine, tables }: Access, contract: ContractId, from: Instant): Promise<PlansAndChanges> {
  const { dutyChanges, rotaPlans } = tables;
  const isLater = and(eq(dutyChanges.contractId, contract), gt(dutyChanges.endsAt, from));
  const [plans, changes] = await Promise.all([
    engine.read((db) =>
      db.select().from(rotaPlans).where(eq(rotaPlans.contractId, contract)).orderBy(asc(rotaPlans.rotaId)),
    ),
    engine.read((db) =>
      db.select().from(dutyChanges).where(isLater).orderBy(asc(dutyChanges.askedAt), asc(dutyChanges.id)),
    ),
  ]);
  return { plans: plans.map(planOf), changes: changes.map(changeOf) };
}

function planOf({ rotaId, startsOn, people }: Access['tables']['rotaPlans']['$inferSelect']): RotaPlan {
  return { rotaId, startsOn, order: parsePeople(people).map(personId) };
}

function changeOf(row: Access['tables']['dutyChanges']['$inferSelect']): DutyChange {
  const { id, personId: person, substituteId, swapId, startsAt, endsAt, askedBy } = row;
  const { kind, state, askedAt, version } = row;
  return {
    id: eventId(id),
    kind,
    personId: personId(person),
    ...(substituteId !== null && { substituteId: personId(substituteId) }),
    ...(swapId !== null && { swapId }),
    from: startsAt,
    to: endsAt,
    state,
    askedBy: personId(askedBy),
    askedAt,
    version,
  };
}

function attendanceRecord(row: Access['tables']['attendance']['$inferSelect']): Attendance {
  const { personId: person, day, signedInAt, signedOutAt, absentAt } = row;
  return {
    personId: personId(person),
    day,
    ...(signedInAt !== null && { signedInAt }),
    ...(signedOutAt !== null && { signedOutAt }),
    ...(absentAt !== null && { absentAt }),
  };
}
