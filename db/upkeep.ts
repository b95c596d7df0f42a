import { and, count, desc, eq, gt, isNull, lte, min } from 'drizzle-orm';
import type { Instant } from '../domain/types.ts';
import type { Access, Db } from './engine.ts';
import { chatsToServe } from './outbox.ts';
import type { DeadLetter, Store } from './store.ts';
import { sweep } from './sweep.ts';

type UpkeepPart = Pick<Store, 'nextDueAt' | 'deadLetters' | 'retryDeadLetter' | 'sweep' | 'counts'>;

export function upkeepPart(access: Access): UpkeepPart {
  const { engine, tables, clock } = access;
  const { inbox, outbox, timers, ledger } = tables;
  return {
    nextDueAt: (after) => engine.read((db) => nextDueAt(access, db, clock.now(), after)),
    deadLetters: (limit) => engine.read((db) => deadLetters(access, db, limit)),
    retryDeadLetter: (box, id, now) => engine.writeOnce((db) => revive(access, db, box, id, now)),
    sweep: (until, limit) => engine.write((db) => sweep(access, db, until, limit)),
    counts: (now) =>
      engine.read(async (db) => {
        const isDead = {
          inbox: eq(inbox.state, 'dead'),
          outbox: eq(outbox.state, 'dead'),
          timer: eq(timers.state, 'dead'),
        };
        const number = async (rows: PromiseLike<{ n: number }[]>) => (await rows)[0]?.n ?? 0;
        const n = { n: count() };
        return {
          inboxPending: await number(db.select(n).from(inbox).where(eq(inbox.state, 'pending'))),
          outboxPending: await number(db.select(n).from(outbox).where(eq(outbox.state, 'pending'))),
          timersOverdue: await number(
            db
              .select(n)
              .from(timers)
              .where(and(eq(timers.state, 'pending'), lte(timers.stateAt, now))),
          ),
          dead:
            (await number(db.select(n).from(inbox).where(isDead.inbox))) +
            (await number(db.select(n).from(outbox).where(isDead.outbox))) +
            (await number(db.select(n).from(timers).where(isDead.timer))),
          unsealed: await number(db.select(n).from(ledger).where(isNull(ledger.sealSeq))),
        };
      }),
  };
}

async function nextDueAt(
  access: Access,
  db: Db,
  now: Instant,
  after: Instant = Number.MIN_SAFE_INTEGER,
): Promise<Instant | undefined> {
  const { inbox, outbox, timers } = access.tables;
  const earliest = (table: typeof inbox | typeof outbox | typeof timers, since: Instant) =>
    db
      .select({ at: min(table.stateAt) })
      .from(table)
      .where(and(eq(table.state, 'pending'), gt(table.stateAt, since)));
  // A message behind one that waits for its retry is not due, whatever its own instant says.
  const hasMessages = after < now && (await chatsToServe(access, db, { now, limit: 1 })).length > 0;
  // One question: it is asked again and again.
  const rows = await earliest(timers, after)
    .unionAll(earliest(inbox, after))
    .unionAll(earliest(outbox, Math.max(now, after)));
  const known = rows.flatMap(({ at }) => at ?? []);
  if (hasMessages) known.push(now);
  return known.length === 0 ? undefined : Math.min(...known);
}

async function deadLetters({ tables }: Access, db: Db, limit: number): Promise<readonly DeadLetter[]> {
  const { inbox, outbox, timers } = tables;
  // What it is about, without a word of people.
  const updates = await db
    .select({
      id: inbox.seq,
      at: inbox.stateAt,
      attempts: inbox.attempts,
      error: inbox.error,
      platform: inbox.platform,
      updateId: inbox.updateId,
    })
    .from(inbox)
    .where(eq(inbox.state, 'dead'))
    .orderBy(desc(inbox.stateAt))
    .limit(limit);
  const messages = await db
    .select({
      id: outbox.seq,
      at: outbox.stateAt,
      attempts: outbox.attempts,
      error: outbox.error,
      chatId: outbox.chatId,
      key: outbox.key,
    })
    .from(outbox)
    .where(eq(outbox.state, 'dead'))
    .orderBy(desc(outbox.stateAt))
    .limit(limit);
  const wakes = await db
    .select()
    .from(timers)
    .where(eq(timers.state, 'dead'))
    .orderBy(desc(timers.stateAt))
    .limit(limit);
  const all: DeadLetter[] = [
    ...updates.map(({ id, at, attempts, error, platform, updateId }) => ({
      box: 'inbox' as const,
      id: String(id),
      at,
      attempts,
      error: error ?? '',
      about: `${platform} update ${updateId}`,
    })),
    ...messages.map(({ id, at, attempts, error, chatId, key }) => ({
      box: 'outbox' as const,
      id: String(id),
      at,
      attempts,
      error: error ?? '',
      about: `message ${key} to ${chatId}`,
    })),
    ...wakes.map(({ key, stateAt, attempts, error, subject }) => ({
      box: 'timer' as const,
      id: key,
      at: stateAt,
      attempts,
      error: error ?? '',
      about: `timer ${key} for ${subject}`,
    })),
  ];
  return all.toSorted((a, b) => b.at - a.at).slice(0, limit);
}

async function revive(
  { engine, tables }: Access,
  db: Db,
  box: DeadLetter['box'],
  id: string,
  now: Instant,
): Promise<boolean> {
  const { inbox, outbox, timers } = tables;
  const again = { state: 'pending' as const, stateAt: now, attempts: 0, error: null };
  if (box === 'timer') {
    const isIt = and(eq(timers.key, id), eq(timers.state, 'dead'));
    return (
      engine.matched(
        await db
          .update(timers)
          .set({ ...again, leaseToken: null })
          .where(isIt),
      ) === 1
    );
  }
  const seq = Number(id);
  if (!Number.isSafeInteger(seq)) return false;
  if (box === 'inbox') {
    const isIt = and(eq(inbox.seq, seq), eq(inbox.state, 'dead'));
    return (
      engine.matched(
        await db
          .update(inbox)
          .set({ ...again, failures: 0, leaseOwner: null })
          .where(isIt),
      ) === 1
    );
  }
  const isIt = and(eq(outbox.seq, seq), eq(outbox.state, 'dead'));
  return engine.matched(await db.update(outbox).set(again).where(isIt)) === 1;
}
