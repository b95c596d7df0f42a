import { assert } from '../domain/assert.ts';
import type { Access, Db } from './engine.ts';
import { settleInboxRow } from './inbox.ts';
import { writeEntries } from './ledger.ts';
import { writeOutbox } from './outbox.ts';
import type { Changes, CommitMeta, OutboxRow, Store, Tx } from './store.ts';
import { writeDrafts, writeTexts } from './texts.ts';
import { writeTicket } from './tickets.ts';
import { settleTimer, writeTimers } from './timers.ts';

export function commitPart(access: Access): Pick<Store, 'commit'> {
  return {
    commit: (meta, changes) => access.engine.write((db) => commit(access, db, meta, changes)),
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
): Promise<readonly OutboxRow[]> {
  const { engine } = access;
  const { cause } = meta;
  if (cause.kind === 'update') await settleInboxRow(access, db, cause, meta.now);
  if (cause.kind === 'timer') await settleTimer(access, db, cause);

  const tx: Tx = { nextDailyNumber: (contract, day) => engine.nextDailyNumber(db, contract, day) };
  const made = typeof changes === 'function' ? await changes(tx) : changes;
  checkEvents(made);
  if (made.ticket) await writeTicket(access, db, made.ticket);
  await writeDrafts(access, db, made);
  await writeEntries(access, db, meta, made);
  await writeTexts(access, db, made.texts ?? []);
  await writeTimers(access, db, meta, made);
  return writeOutbox(access, db, meta, made.outbox ?? []);
}

/** A ticket is the fold of its events, so an event and its ticket are written together or not at all. */
function checkEvents({ ticket, events = [] }: Changes): void {
  const isOfTicket = events.every((event) => event.ticketId === ticket?.next.id);
  assert(isOfTicket, 'an event was committed without its ticket');
}
