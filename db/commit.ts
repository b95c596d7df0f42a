import { assert } from '../domain/assert.ts';
import { alertFigures, moveAlerts, writeAlerts } from './alerts.ts';
import { writeRecords } from './assessment-records.ts';
import { moveAttachments, writeAttachments } from './attachments.ts';
import { type Changes, type CommitMeta, type Tx, VersionConflict } from './changes.ts';
import type { Access, Db } from './engine.ts';
import { writeErasure } from './erase.ts';
import { bindChat, parkUpdate, settleInboxRow } from './inbox.ts';
import { writeEntries } from './ledger.ts';
import { writeObligations } from './obligations.ts';
import { writeOutbox } from './outbox.ts';
import { writePendingForm } from './pending-forms.ts';
import { writeNewChats } from './people.ts';
import { writeRoster } from './roster.ts';
import type { OutboxRow, Store } from './store.ts';
import { writeTaughtNames } from './taught-names.ts';
import { writeDrafts, writeTexts } from './texts.ts';
import { requireUnchanged, ticketReads, writeTicket, writtenTickets } from './tickets.ts';
import { settleTimer, writeTimers } from './timers.ts';

/** No contract is called so. */
const ADVICE_COUNTER = ':advice';

/** @param caches what was read of these is read again once a commit has changed it */
export function commitPart(
  access: Access,
  caches: Readonly<Record<'roster' | 'taughtNames', { forget(): void }>>,
): Pick<Store, 'commit'> {
  return {
    async commit(meta, changes) {
      const { made, rows } = await access.engine.write((db) => commit(access, db, meta, changes));
      if (made.roster) caches.roster.forget();
      if (made.taughtNames) caches.taughtNames.forget();
      return rows;
    },
  };
}

/**
 * Few statements, in an order that fails early and holds hot rows shortly: first the cause, which a second worker would
 * find gone; the day's counter, which all new tickets of a contract share, only when the changes are made up.
 */
async function commit(
  access: Access,
  db: Db,
  meta: CommitMeta,
  changes: Changes | ((tx: Tx) => Promise<Changes>),
): Promise<{ readonly made: Changes; readonly rows: readonly OutboxRow[] }> {
  const { engine } = access;
  const { cause } = meta;
  if (cause.kind === 'update') await settleInboxRow(access, db, cause, meta.now);
  if (cause.kind === 'timer') await settleTimer(access, db, cause);

  const tx: Tx = {
    nextDailyNumber: (contract, day) => engine.nextOfDay(db, contract, day),
    nextAdviceOfDay: (day) => engine.nextOfDay(db, ADVICE_COUNTER, day),
    alertFigures: (tickets) => alertFigures(access, db, tickets),
    openTickets: ticketReads({ ...access, engine: { ...engine, read: (job) => job(db) } }).openTickets,
    giveUp(why) {
      throw new VersionConflict(why);
    },
  };
  const made = typeof changes === 'function' ? await changes(tx) : changes;
  checkEvents(made);
  for (const ticket of writtenTickets(made)) await writeTicket(access, db, ticket);
  if (made.unchangedTicket) await requireUnchanged(access, db, made.unchangedTicket);
  await writeRoster(access, db, meta.contractId, made.roster ?? []);
  await writeTaughtNames(access, db, made.taughtNames ?? []);
  await writeAlerts(access, db, meta, made.alerts ?? []);
  if (made.movedAlerts) await moveAlerts(access, db, meta, made.movedAlerts);
  await writeRecords(access, db, meta, made);
  await writeObligations(access, db, meta, made);
  await writeDrafts(access, db, made);
  await writePendingForm(access, db, made.pendingForm);
  await writeAttachments(access, db, made.attachments ?? []);
  if (made.movedAttachments) await moveAttachments(access, db, made.movedAttachments);
  if (made.parksUpdate) await parkUpdate(access, db, meta);
  if (made.boundChat) await bindChat(access, db, made.boundChat, meta.now);
  await writeEntries(access, db, meta, made);
  await writeTexts(access, db, meta, made.texts ?? []);
  if (made.erasure) await writeErasure(access, db, meta, made.erasure);
  await writeTimers(access, db, meta, made);
  await writeNewChats(access, db, made.newChats ?? []);
  return { made, rows: await writeOutbox(access, db, meta, made.outbox ?? []) };
}

/** A ticket is the fold of its events, so an event and its ticket are written together or not at all. */
function checkEvents(changes: Changes): void {
  const written = writtenTickets(changes).map(({ next }) => next.id);
  const isOfTicket = (changes.events ?? []).every((event) => written.includes(event.ticketId));
  assert(isOfTicket, 'an event was committed without its ticket');
}
