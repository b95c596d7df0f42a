import type { RecordDoc } from '../domain/assessment/records.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import type { UseKind } from '../platforms/usage.ts';
import type { NewTimer } from './changes.ts';
import type { Kit } from './columns.ts';
import type { TicketAttachment } from './records.ts';
import { intakeTables } from './schema-intake.ts';
import { peopleTables, rosterTables } from './schema-people.ts';

/**
 * All tables. Workers' rows (inbox, outbox, timers) share two columns, so that one index serves claiming, sweeping and
 * counting: `state`, and `state_at`: for a pending row the instant from which on it may be claimed (a lease moves it to
 * the lease's end), for any other the instant since when it is in that state.
 */
export function defineSchema(kit: Kit) {
  return {
    ...ticketTables(kit),
    ...assessmentTables(kit),
    ...obligationTables(kit),
    ...conversationTables(kit),
    ...intakeTables(kit),
    ...workTables(kit),
    ...peopleTables(kit),
    ...rosterTables(kit),
    ...instanceTables(kit),
  };
}
export type Schema = ReturnType<typeof defineSchema>;

function ticketTables(kit: Kit) {
  const { table, index, uniqueIndex, primaryKey, key, text, indexedText, int, serial } = kit;
  const tickets = table(
    'tickets',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      number: key('number').notNull(),
      /** Taken from the number: `7` and `0303` of `GZ-260303-07`. */
      dailyNumber: int('daily_number'),
      monthDay: key('month_day'),
      isOpen: int('is_open').notNull(),
      reporterId: key('reporter_id').notNull(),
      assigneeId: key('assignee_id'),
      reportedAt: int('reported_at').notNull(),
      /** The earliest due instant of a running clock, for 快超时. */
      nextDueAt: int('next_due_at'),
      breached: int('breached').notNull(),
      writes: int('writes').notNull(),
      doc: text('doc').notNull(),
      /** What of the document matters to a score; absent: written before scores were, or too long. */
      outcome: indexedText('outcome'),
    },
    (t) => [
      uniqueIndex('tickets_number').on(t.contractId, t.number),
      index('tickets_daily').on(t.contractId, t.dailyNumber, t.reportedAt),
      // Holds all that a score reads: a quarter of it is small where a quarter of documents is not.
      index('tickets_reported').on(t.contractId, t.reportedAt, t.id, t.writes, t.outcome),
      index('tickets_open').on(t.contractId, t.isOpen, t.reportedAt),
      index('tickets_due').on(t.contractId, t.isOpen, t.nextDueAt),
      index('tickets_assignee').on(t.assigneeId, t.isOpen, t.reportedAt),
      index('tickets_reporter').on(t.reporterId, t.isOpen, t.reportedAt),
    ],
  );
  const ledger = table(
    'ledger',
    {
      entryId: serial('entry_id'),
      eventId: key('event_id').notNull(),
      contractId: key('contract_id').notNull(),
      ticketId: key('ticket_id'),
      /** `Ticket.writes` after this event; absent for an entry that is no event of a ticket. */
      ticketWrites: int('ticket_writes'),
      at: int('at').notNull(),
      recordedAt: int('recorded_at').notNull(),
      type: key('type').notNull(),
      body: text('body').notNull(),
      sealSeq: int('seal_seq'),
      sealHash: key('seal_hash'),
    },
    (t) => [
      uniqueIndex('ledger_event').on(t.eventId),
      uniqueIndex('ledger_seal').on(t.contractId, t.sealSeq),
      index('ledger_unsealed').on(t.sealSeq, t.contractId),
      index('ledger_ticket').on(t.ticketId, t.ticketWrites),
      index('ledger_type').on(t.contractId, t.type, t.at),
    ],
  );
  const ledgerHeads = table('ledger_heads', {
    contractId: key('contract_id').primaryKey(),
    seq: int('seq').notNull(),
    hash: key('hash').notNull(),
  });
  const counters = table(
    'counters',
    { contractId: key('contract_id').notNull(), day: key('day').notNull(), value: int('value').notNull() },
    (t) => [primaryKey({ columns: [t.contractId, t.day] })],
  );
  const texts = table(
    'texts',
    {
      id: key('id').primaryKey(),
      ticketId: key('ticket_id'),
      hash: key('hash').notNull(),
      salt: key('salt').notNull(),
      /** Absent once erased: the ledger's hash stays. */
      body: text('body'),
      /** What is shown of an erased one: its words without personal data. */
      masked: text('masked'),
      /** This and the next: absent in rows that are older than these columns. */
      contractId: key('contract_id'),
      writtenAt: int('written_at'),
      /** When it was erased, or was found to hold no personal data; absent: nobody has looked yet. */
      clearedAt: int('cleared_at'),
    },
    (t) => [index('texts_ticket').on(t.ticketId), index('texts_uncleared').on(t.clearedAt, t.contractId, t.writtenAt)],
  );
  return { tickets, ledger, ledgerHeads, counters, texts };
}

function assessmentTables(kit: Kit) {
  const { table, index, key, text, int } = kit;
  const assessmentRecords = table(
    'assessment_records',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      at: int('at').notNull(),
      type: key('type').$type<RecordDoc['type']>().notNull(),
      version: int('version').notNull(),
      doc: text('doc').notNull(),
    },
    (t) => [
      index('assessment_records_at').on(t.contractId, t.at),
      index('assessment_records_type').on(t.contractId, t.type, t.at),
    ],
  );
  return { assessmentRecords };
}

function obligationTables(kit: Kit) {
  const { table, index, key, text, int } = kit;
  const obligations = table(
    'obligations',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      type: key('type').$type<Obligation['type']>().notNull(),
      planId: key('plan_id').notNull(),
      opensAt: int('opens_at').notNull(),
      dueAt: int('due_at').notNull(),
      /** 1: something is to be done with it yet. */
      isOpen: int('is_open').notNull(),
      version: int('version').notNull(),
      doc: text('doc').notNull(),
    },
    (t) => [
      index('obligations_due').on(t.contractId, t.dueAt),
      index('obligations_open').on(t.contractId, t.isOpen, t.dueAt),
      index('obligations_plan').on(t.contractId, t.planId, t.type, t.opensAt),
    ],
  );
  return { obligations };
}

function conversationTables(kit: Kit) {
  const { table, index, primaryKey, key, text, int } = kit;
  const drafts = table(
    'drafts',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      chatId: key('chat_id').notNull(),
      personId: key('person_id').notNull(),
      body: text('body').notNull(),
      reportedAt: int('reported_at').notNull(),
      receivedAt: int('received_at').notNull(),
      version: int('version').notNull(),
      answer: text('answer'),
      /** `DraftDetails` as JSON; absent: none. */
      details: text('details'),
    },
    (t) => [index('drafts_received').on(t.receivedAt)],
  );
  const pendingForms = table(
    'pending_forms',
    {
      chatId: key('chat_id').notNull(),
      personId: key('person_id').notNull(),
      ticketId: key('ticket_id').notNull(),
      command: key('command').notNull(),
      input: text('input').notNull(),
      askedAt: int('asked_at').notNull(),
    },
    (t) => [primaryKey({ columns: [t.chatId, t.personId] }), index('pending_forms_asked').on(t.askedAt)],
  );
  const attachments = table(
    'attachments',
    {
      id: key('id').primaryKey(),
      contractId: key('contract_id').notNull(),
      ticketId: key('ticket_id').notNull(),
      chatId: key('chat_id').notNull(),
      personId: key('person_id').notNull(),
      platform: key('platform').notNull(),
      kind: key('kind').$type<TicketAttachment['kind']>().notNull(),
      name: text('name'),
      receivedAt: int('received_at').notNull(),
      /** Holds a key; absent once the file is kept or lost. */
      source: text('source'),
      validUntil: int('valid_until'),
      state: key('state').$type<TicketAttachment['state']>().notNull(),
      hash: key('hash'),
      size: int('size'),
      mediaType: key('media_type'),
      lostWhy: key('lost_why'),
    },
    (t) => [index('attachments_ticket').on(t.ticketId, t.receivedAt)],
  );
  return { drafts, pendingForms, attachments };
}

function workTables(kit: Kit) {
  const { table, index, uniqueIndex, primaryKey, key, text, int, serial } = kit;
  const inbox = table(
    'inbox',
    {
      seq: serial('seq'),
      platform: key('platform').notNull(),
      updateId: key('update_id').notNull(),
      chatId: key('chat_id').notNull(),
      body: text('body').notNull(),
      state: key('state').$type<'pending' | 'handled' | 'dead' | 'unbound'>().notNull(),
      stateAt: int('state_at').notNull(),
      leaseOwner: key('lease_owner'),
      /** How often its handling began, and how often it ended in an error. */
      attempts: int('attempts').notNull(),
      failures: int('failures').notNull(),
      error: text('error'),
    },
    (t) => [
      uniqueIndex('inbox_update').on(t.platform, t.updateId),
      index('inbox_state').on(t.state, t.stateAt),
      index('inbox_chat').on(t.chatId, t.state, t.seq),
    ],
  );
  const timers = table(
    'timers',
    {
      key: key('timer_key').primaryKey(),
      kind: key('kind').$type<NewTimer['kind']>().notNull(),
      subject: key('subject').notNull(),
      contractId: key('contract_id').notNull(),
      fireAt: int('fire_at').notNull(),
      state: key('state').$type<'pending' | 'dead'>().notNull(),
      stateAt: int('state_at').notNull(),
      leaseToken: key('lease_token'),
      attempts: int('attempts').notNull(),
      error: text('error'),
    },
    (t) => [index('timers_state').on(t.state, t.stateAt)],
  );
  const outbox = table(
    'outbox',
    {
      seq: serial('seq'),
      key: key('outgoing_key').notNull(),
      contractId: key('contract_id').notNull(),
      chatId: key('chat_id').notNull(),
      priority: int('priority').notNull(),
      body: text('body').notNull(),
      createdAt: int('created_at').notNull(),
      state: key('state').$type<'pending' | 'sent' | 'dropped' | 'dead'>().notNull(),
      stateAt: int('state_at').notNull(),
      attempts: int('attempts').notNull(),
      error: text('error'),
    },
    (t) => [
      uniqueIndex('outbox_key').on(t.key),
      index('outbox_lane').on(t.chatId, t.state, t.priority, t.seq),
      index('outbox_state').on(t.state, t.stateAt, t.chatId),
    ],
  );
  const cardHandles = table(
    'card_handles',
    {
      chatId: key('chat_id').notNull(),
      handle: key('handle').notNull(),
      cardKey: key('card_key').notNull(),
      /** Of the outbox row that showed it last. */
      seq: int('seq').notNull(),
    },
    (t) => [primaryKey({ columns: [t.chatId, t.handle] }), index('card_handles_key').on(t.chatId, t.cardKey, t.seq)],
  );
  const leases = table(
    'leases',
    { name: key('name').primaryKey(), owner: key('owner').notNull(), until: int('until').notNull() },
    (t) => [index('leases_owner').on(t.owner)],
  );
  return { inbox, timers, outbox, cardHandles, leases };
}

function instanceTables(kit: Kit) {
  const { table, index, primaryKey, key, text, int } = kit;
  const packs = table(
    'packs',
    {
      contractId: key('contract_id').notNull(),
      since: int('since').notNull(),
      hash: key('hash').notNull(),
      body: text('body').notNull(),
    },
    (t) => [primaryKey({ columns: [t.contractId, t.since] })],
  );
  /** One row, `slot` 1: the installation that this database belongs to. */
  const instance = table('instance', {
    slot: int('slot').primaryKey(),
    id: key('id').notNull(),
    /** Signs links to files; absent until the first one. */
    linkKey: key('link_key'),
  });
  const presence = table('presence', { platform: key('platform').primaryKey(), seenAt: int('seen_at').notNull() });
  const sandboxMessages = table(
    'sandbox_messages',
    {
      id: key('id').primaryKey(),
      chat: key('chat').notNull(),
      position: int('position').notNull(),
      body: text('body').notNull(),
      /** Absent: it is no message, or older than this column. */
      saidAt: int('said_at'),
    },
    (t) => [index('sandbox_messages_chat').on(t.chat, t.position), index('sandbox_messages_said').on(t.saidAt)],
  );
  const platformNotes = table(
    'platform_notes',
    {
      platform: key('platform').notNull(),
      key: key('note_key').notNull(),
      value: text('value').notNull(),
      until: int('until').notNull(),
    },
    (t) => [primaryKey({ columns: [t.platform, t.key] }), index('platform_notes_until').on(t.until)],
  );
  const platformUsage = table(
    'platform_usage',
    {
      platform: key('platform').notNull(),
      /** As people in the contracts' zone name it: `2026-11`. */
      month: key('month').notNull(),
      kind: key('kind').$type<UseKind>().notNull(),
      /** Empty: for no ticket. */
      ticketId: key('ticket_id').notNull(),
      used: int('used').notNull(),
    },
    (t) => [
      primaryKey({ columns: [t.platform, t.month, t.kind, t.ticketId] }),
      index('platform_usage_month').on(t.month, t.ticketId),
    ],
  );
  return { packs, instance, presence, sandboxMessages, platformNotes, platformUsage };
}
