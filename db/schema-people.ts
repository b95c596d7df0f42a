import type { DutyChange } from '../domain/roster-types.ts';
import type { Kit } from './columns.ts';

/** Chats, people and who of them belongs to which contract. */
export function peopleTables(kit: Kit) {
  const { table, index, uniqueIndex, primaryKey, key, text, int, serial } = kit;
  const chats = table(
    'chats',
    {
      id: key('id').primaryKey(),
      platform: key('platform').notNull(),
      externalId: key('external_id').notNull(),
      kind: key('kind').$type<'group' | 'private'>().notNull(),
      title: text('title').notNull(),
      contractId: key('contract_id'),
      department: key('department'),
      /** Absent: nobody has said anything there. */
      language: key('language').$type<'zh' | 'en'>(),
    },
    (t) => [uniqueIndex('chats_external').on(t.platform, t.externalId), index('chats_contract').on(t.contractId)],
  );
  const people = table('people', { id: key('id').primaryKey(), name: text('name').notNull() });
  const accounts = table(
    'accounts',
    {
      seq: serial('seq'),
      platform: key('platform').notNull(),
      userId: key('user_id').notNull(),
      personId: key('person_id').notNull(),
      /** 1: a guest's; absent: of the organisation. */
      isGuest: int('is_guest'),
    },
    (t) => [
      uniqueIndex('accounts_user').on(t.platform, t.userId),
      index('accounts_person').on(t.personId, t.platform, t.seq),
    ],
  );
  const members = table(
    'members',
    {
      contractId: key('contract_id').notNull(),
      personId: key('person_id').notNull(),
      roles: text('roles').notNull(),
      /** Absent: none. */
      posts: text('posts'),
      dutyOrder: int('duty_order'),
      department: key('department'),
    },
    (t) => [primaryKey({ columns: [t.contractId, t.personId] }), index('members_person').on(t.personId)],
  );
  return { chats, people, accounts, members };
}

/** Who is on duty when, and who was there. */
export function rosterTables(kit: Kit) {
  const { table, index, primaryKey, key, text, int } = kit;
  const rotaPlans = table(
    'rota_plans',
    {
      contractId: key('contract_id').notNull(),
      rotaId: key('rota_id').notNull(),
      startsOn: key('starts_on').notNull(),
      people: text('people').notNull(),
    },
    (t) => [primaryKey({ columns: [t.contractId, t.rotaId] })],
  );
  const dutyChanges = table(
    'duty_changes',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      kind: key('kind').$type<DutyChange['kind']>().notNull(),
      personId: key('person_id').notNull(),
      substituteId: key('substitute_id'),
      swapId: key('swap_id'),
      startsAt: int('starts_at').notNull(),
      endsAt: int('ends_at').notNull(),
      state: key('state').$type<DutyChange['state']>().notNull(),
      askedBy: key('asked_by').notNull(),
      askedAt: int('asked_at').notNull(),
      version: int('version').notNull(),
    },
    (t) => [index('duty_changes_end').on(t.contractId, t.endsAt), index('duty_changes_swap').on(t.swapId)],
  );
  const attendance = table(
    'attendance',
    {
      contractId: key('contract_id').notNull(),
      day: key('day').notNull(),
      personId: key('person_id').notNull(),
      signedInAt: int('signed_in_at'),
      signedOutAt: int('signed_out_at'),
      absentAt: int('absent_at'),
    },
    (t) => [primaryKey({ columns: [t.contractId, t.day, t.personId] })],
  );
  return { rotaPlans, dutyChanges, attendance };
}
