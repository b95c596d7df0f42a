import { assert } from '../domain/assert.ts';
import { writeRecords } from './assessment-records.ts';
import { writeAttachments } from './attachments.ts';
import type { Changes, CommitMeta, Tx } from './changes.ts';
import type { Access, Db } from './engine.ts';
import { bindChat, parkUpdate, settleInboxRow } from './inbox.ts';
import { writeEntries } from './ledger.ts';
import { writeObligations } from './obligations.ts';
import { writeOutbox } from './outbox.ts';
import { writePendingForm } from './pending-forms.ts';
import { writeNewChats } from './people.ts';
import { writeRoster } from './roster.ts';
import type { OutboxRow, Store } from './store.ts';
import { writeDrafts, writeTexts } from './texts.ts';
import { requireUnchanged, writeTicket } from './tickets.ts';
import { settleTimer, writeTimers } from './timers.ts';

/** @param roster what was read of it is read again once a commit has changed it */
export function commitPart(access: Access, roster: { forget(): void }): Pick<Store, 'commit'> {
  return {
    async commit(meta, changes) {
      const { made, rows } = await access.engine.write((db) => commit(access, db, meta, changes));
      if (made.roster) roster.forget();
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

  const tx: Tx = { nextDailyNumber: (contract, day) => engine.nextDailyNumber(db, contract, day) };
  const made = typeof changes === 'function' ? await changes(tx) : changes;
  checkEvents(made);
  for (const ticket of ticketsOf(made)) await writeTicket(access, db, ticket);
  if (made.unchangedTicket) await requireUnchanged(access, db, made.unchangedTicket);
  await writeRoster(access, db, meta.contractId, made.roster ?? []);
  await writeRecords(access, db, meta, made);
  await writeObligations(access, db, meta, made);
  await writeDrafts(access, db, made);
  await writePendingForm(access, db, made.pendingForm);
  await writeAttachments(access, db, made.attachments ?? []);
  if (made.parksUpdate) await parkUpdate(access, db, cause, meta.now);
  if (made.boundChat) await bindChat(access, db, made.boundChat, meta.now);
  await writeEntries(access, db, meta, made);
  await writeTexts(access, db, made.texts ?? []);
  await writeTimers(access, db, meta, made);
  await writeNewChats(access, db, made.newChats ?? []);
  return { made, rows: await writeOutbox(access, db, meta, made.outbox ?? []) };
}

/** A ticket is the fold of its events, so an event and its ticket are written together or not at all. */
function checkEvents(changes: Changes): void {
  const written = ticketsOf(changes).map(({ next }) => next.id);
  const isOfTicket = (changes.events ?? []).every((event) => written.includes(event.ticketId));
  assert(isOfTicket, 'an event was committed without its ticket');
}

/** In one order wherever two tickets are written, so that no two commits wait for each other. */
function ticketsOf({ ticket, otherTicket }: Changes): readonly NonNullable<Changes['ticket']>[] {
  assert(ticket?.next.id !== otherTicket?.next.id || !ticket, 'a commit writes one ticket twice');
  return [ticket, otherTicket].flatMap((written) => written ?? []).toSorted((a, b) => (a.next.id < b.next.id ? -1 : 1));
}
