import { kit } from './columns.mysql.ts';
import { defineSchema } from './schema.ts';

// Named one by one, because drizzle-kit finds tables among a module's exports.
export const {
  tickets,
  ledger,
  ledgerHeads,
  counters,
  texts,
  assessmentRecords,
  obligations,
  drafts,
  pendingForms,
  attachments,
  inbox,
  timers,
  outbox,
  cardHandles,
  leases,
  chats,
  people,
  accounts,
  members,
  rotaPlans,
  dutyChanges,
  attendance,
  packs,
  instance,
  presence,
  sandboxMessages,
  platformNotes,
  platformUsage,
} = defineSchema(kit);
