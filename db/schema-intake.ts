import type { Alert } from '../domain/alerts/alert-types.ts';
import type { Kit } from './columns.ts';

/** What helps to understand people and machines: names that were taught in chats, and alerts of monitoring. */
export function intakeTables(kit: Kit) {
  const { table, index, primaryKey, key, text, int } = kit;
  const taughtNames = table(
    'taught_names',
    {
      contractId: key('contract_id').notNull(),
      /** Folded, so that it is found however it is written. */
      folded: key('folded').notNull(),
      name: text('name').notNull(),
      systemId: key('system_id').notNull(),
      taughtBy: key('taught_by').notNull(),
      taughtAt: int('taught_at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.contractId, t.folded] })],
  );
  const alerts = table(
    'alerts',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      /** What belongs together: one ticket for each. */
      groupKey: key('group_key').notNull(),
      ticketId: key('ticket_id'),
      state: key('state').$type<Alert['state']>().notNull(),
      notices: int('notices').notNull(),
      flaps: int('flaps').notNull(),
      lastAt: int('last_at').notNull(),
      version: int('version').notNull(),
      doc: text('doc').notNull(),
    },
    (t) => [
      index('alerts_group').on(t.contractId, t.groupKey, t.lastAt),
      index('alerts_ticket').on(t.ticketId, t.lastAt),
      index('alerts_state').on(t.state, t.lastAt),
    ],
  );
  return { taughtNames, alerts };
}
