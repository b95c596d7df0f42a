import { sql } from 'drizzle-orm';
import type { Clock } from '../domain/types.ts';
import type { SandboxHistory } from '../platforms/sandbox/history.ts';
import { alertReads } from './alerts.ts';
import { assessmentReads } from './assessment-records.ts';
import { attachmentReads } from './attachments.ts';
import { type AuditReads, auditReads } from './audit.ts';
import { commitPart } from './commit.ts';
import { type Access, type Engine, noDatabaseAt, type OpenFor, type SchemaAge, StoreError } from './engine.ts';
import { erasureReads } from './erase.ts';
import { type ErasureReads, erasureRequestReads } from './erase-reads.ts';
import { inboxPart } from './inbox.ts';
import { instancePart } from './instance.ts';
import { leasesPart } from './leases.ts';
import { ledgerPart } from './ledger.ts';
import { obligationReads } from './obligations.ts';
import { outboxPart } from './outbox.ts';
import { pendingFormReads } from './pending-forms.ts';
import { chatsPart, peoplePart } from './people.ts';
import { platformNotesPart } from './platform-notes.ts';
import { platformUsagePart } from './platform-usage.ts';
import { recordStateReads } from './record-states.ts';
import { rosterCache, rosterReads } from './roster.ts';
import { sandboxHistory } from './sandbox-history.ts';
import type { Store } from './store.ts';
import { taughtNameReads, taughtNamesCache } from './taught-names.ts';
import { textReads } from './texts.ts';
import { ticketOutcomesPart } from './ticket-outcomes.ts';
import { ticketReads } from './tickets.ts';
import { timersPart } from './timers.ts';
import { upkeepPart } from './upkeep.ts';

export interface StoreOptions {
  readonly clock: Clock;
  /** In [0, 1): jitter of retries. */
  random(): number;
  /** Told of each transaction that is tried again, and of rows that can't be read. */
  readonly log?: { debug(fields: object, message: string): void; error(fields: object, message: string): void };
  /** `sharing` when absent. */
  readonly openFor?: OpenFor;
}

export interface OpenStore extends Store, AuditReads, ErasureReads {
  readonly sandboxHistory: SandboxHistory;
  /** Whether there are tables, and of this version. @throws {StoreError} a newer version has used the database */
  schemaAge(): Promise<SchemaAge>;
  /** Deletes every row of every table: a play begins on an empty stage. */
  eraseEverything(): Promise<void>;
}

/**
 * Opens a database; `migrate()` makes it ready for use.
 * @param url `file:PATH` (created with its folder), `:memory:` (ends with the process) or
 *   `mysql://user:password@host:port/database`
 * @throws {StoreError} it can't be reached or written, with thing, place and remedy; `running` when another process runs on
 *   the file; `existing` when there is none, or one that an older version has made
 */
export async function openStore(url: string, options: StoreOptions): Promise<OpenStore> {
  const engine = await openEngine(url, options);
  if (options.openFor === 'existing') await requireCurrent(engine);
  const access: Access = {
    engine,
    tables: engine.tables,
    clock: options.clock,
    onUnreadable: (box, seq, problem) =>
      options.log?.error({ code: 'row_unreadable', box, seq }, `a row became a dead letter; ${problem}`),
    onUnreadableTicket: (ticketId, problem) =>
      options.log?.error({ code: 'ticket_unreadable', ticketId }, `a ticket was passed over; ${problem}`),
  };
  const roster = rosterCache(access);
  const taughtNames = taughtNamesCache(access);
  const { forget: forgetOutcomes, ticketOutcomes } = ticketOutcomesPart(access);
  return {
    engine: engine.name,
    mayHaveReplicas: engine.name === 'mysql',
    schemaAge: () => engine.schemaAge(),
    serverTime: () => engine.serverTime(),
    migrate: () => engine.migrate(),
    close: () => engine.close(),
    ping: () =>
      engine.read(async (db) => void (await db.select({ one: sql`1` }).from(access.tables.instance).limit(1))),
    ...commitPart(access, { roster, taughtNames }),
    ...ticketReads(access),
    ticketOutcomes,
    ...assessmentReads(access),
    ...alertReads(access),
    ...obligationReads(access),
    ...recordStateReads(access),
    ...textReads(access),
    ...erasureReads(access),
    ...pendingFormReads(access),
    ...attachmentReads(access),
    ...auditReads(access),
    ...erasureRequestReads(access),
    ...ledgerPart(access),
    ...inboxPart(access),
    ...timersPart(access),
    ...outboxPart(access),
    ...upkeepPart(access),
    ...leasesPart(access),
    ...peoplePart(access),
    ...chatsPart(access),
    ...rosterReads(access, roster),
    ...taughtNameReads(access, taughtNames),
    ...instancePart(access),
    ...platformNotesPart(access),
    ...platformUsagePart(access),
    sandboxHistory: sandboxHistory(access),
    async eraseEverything() {
      await engine.write(async (db) => {
        for (const table of Object.values(engine.tables)) await db.delete(table);
      });
      forgetOutcomes();
    },
  };
}

async function requireCurrent(engine: Engine): Promise<void> {
  try {
    const age = await engine.schemaAge();
    if (age === 'none') throw noDatabaseAt(engine.place);
    if (age === 'older') {
      throw new StoreError(
        'store_migration',
        `The database at ${engine.place} was made by an older version of this program. Run "dutybell migrate" first.`,
      );
    }
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** A driver is loaded only when it is used: starting takes part of a second. */
async function openEngine(url: string, options: StoreOptions) {
  if (url.startsWith('file:') || url === ':memory:')
    return (await import('./libsql.ts')).openLibsql(url, options.openFor);
  if (url.startsWith('mysql:')) return (await import('./mysql.ts')).openMysql(url, options);
  // Its beginning only: the rest may hold a password.
  const scheme = /^[a-z0-9+.-]{0,20}:/i.exec(url)?.[0] ?? '';
  throw new StoreError(
    'store_url',
    `DATABASE_URL${scheme && ` "${scheme}…"`} is of no known kind. Write file:./data/dutybell.db or mysql://user:password@host:3306/database.`,
  );
}
