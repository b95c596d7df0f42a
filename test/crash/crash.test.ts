import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../domain/contract.ts';
import { foldTicket } from '../../domain/fold.ts';
import { nextWakeAt } from '../../domain/reminders.ts';
import { describeEngines } from '../support/engines.ts';
import { crashCount, crashSeed } from '../support/settings.ts';
import { crashContract } from './contract.ts';
import { type Evidence, gather } from './evidence.ts';
import { type CrashRun, crashRun } from './run.ts';

/**
 * A reminder of one ticket and an answer about another may be committed in the same moment; their rows are numbered before
 * they are committed, so they may arrive either way round. Later ones may not overtake.
 */
const AT_ONCE_MS = 1_000;

const seed = crashSeed() ?? randomBytes(4).toString('hex');

describeEngines((open, engine) => {
  let contract: Contract;
  let run: CrashRun;
  let evidence: Evidence;

  beforeAll(async () => {
    contract = await crashContract();
    const databaseUrl = await open();
    const kills = crashCount();
    const random = seededRandom(`${seed}:${engine}`);
    console.info(`crash test on ${engine}: ${kills} kills, DUTYBELL_CRASH_SEED=${seed}`);
    run = await crashRun({ databaseUrl, contract: contract.id, kills, seed, random });
    evidence = await gather(databaseUrl, contract.id);
    const { acknowledged, reports, taps } = run.load;
    console.info(
      `${acknowledged.length} updates acknowledged, ${reports.length} reports, ${taps} taps, ${evidence.entries.length} entries, ${evidence.outbox.length} messages, ${run.server.repeated} delivered again`,
    );
  });

  test('the last process stopped in order when it was asked to', () => {
    expect(run.lastExit, run.lastWords).toEqual({ code: 0, signal: null });
  });

  test('there was something to lose: the load worked', () => {
    expect(run.load.reports.length).toBeGreaterThan(10);
    expect(run.load.taps).toBeGreaterThan(10);
  });

  test('every acknowledged update was handled, and none twice', () => {
    const handled = evidence.inbox.filter((row) => row.state === 'handled').map((row) => row.update_id);
    expect(evidence.inbox.filter((row) => row.state !== 'handled')).toEqual([]);
    expect(handled.toSorted()).toEqual(run.load.acknowledged.toSorted());
  });

  test('every report opened exactly one ticket, and their numbers have no gaps', () => {
    const marks = evidence.tickets.map(({ summary }) => /<(.+)>/.exec(summary)?.[1]);
    expect(marks.toSorted()).toEqual(run.load.reports.toSorted());
    const numbers = evidence.tickets.map(({ ticket }) => ticket.number).toSorted();
    const days = Map.groupBy(numbers, (number) => number.slice(0, -3));
    for (const ofDay of days.values()) expect(new Set(ofDay).size).toBe(ofDay.length);
    const last = evidence.tickets.map(({ ticket }) => Number(ticket.number.split('-')[2]));
    expect(days.size > 1 ? 0 : Math.max(...last)).toBe(days.size > 1 ? 0 : numbers.length);
  });

  test('the ledger verifies from its first entry to its head', () => {
    expect(evidence.verdict).toMatchObject({ ok: true, entries: evidence.entries.length, unsealed: 0 });
  });

  test('every ticket is the fold of its events', () => {
    for (const { events, ticket } of evidence.tickets) expect(foldTicket(events)).toEqual(ticket);
  });

  test('no stage of a clock was posted twice', () => {
    for (const { events, ticket } of evidence.tickets) {
      const stages = events.flatMap((event) =>
        event.type === 'reminded' ? event.reminders.map(({ clockId, stage }) => `${clockId} ${stage}`) : [],
      );
      expect(new Set(stages).size, `${ticket.number}: ${stages.join(', ')}`).toBe(stages.length);
    }
  });

  test('every ticket that waits for something has its timer, at the right instant', () => {
    const ofTickets = evidence.timers.filter((timer) => timer.timer_key.startsWith('wake:'));
    const wakes = new Map(ofTickets.map((timer) => [timer.timer_key, timer.fire_at]));
    const expected = evidence.tickets.flatMap(({ ticket }): [string, number][] => {
      const wakeAt = nextWakeAt(ticket, contract);
      return wakeAt === undefined ? [] : [[`wake:${ticket.id}`, wakeAt]];
    });
    expect([...wakes].toSorted()).toEqual(expected.toSorted());
  });

  test('every message was delivered at least once', () => {
    const arrived = new Set([...run.server.arrived.values()].flat().map(withoutSuffix));
    const known = new Set(evidence.outbox.map((row) => row.outgoing_key));
    expect([...arrived].filter((key) => !known.has(key) && !key.startsWith('digest:'))).toEqual([]);
    const alone = evidence.outbox.filter((row) => row.state === 'sent' && !arrived.has(row.outgoing_key));
    expect(alone.filter((row) => !row.outgoing_key.startsWith('remind:'))).toEqual([]);
    // A reminder that did not arrive by itself was one of a digest, which names its ticket.
    const named = Map.groupBy(run.server.digested, (number) => number);
    for (const { ticket } of evidence.tickets) {
      const among = alone.filter((row) => row.body.ticketId === ticket.id).length;
      expect(named.get(ticket.number)?.length ?? 0, ticket.number).toBeGreaterThanOrEqual(among);
    }
    const unsent = evidence.outbox.filter((row) => row.state !== 'sent');
    // A card's state that was overtaken before it could be shown need not be.
    expect(unsent.filter((row) => row.error !== 'a later one replaced it')).toEqual([]);
  });

  test("each ticket's messages arrived in their order", () => {
    for (const rows of arrivals(run, evidence)) {
      for (const [ticket, ofTicket] of Map.groupBy(rows, (row) => row.body.ticketId)) {
        const order = ofTicket.map((row) => row.seq);
        if (ticket !== undefined) expect(order, ticket).toEqual(order.toSorted((a, b) => a - b));
      }
    }
  });

  test("each chat's messages arrived in the order in which they were committed", () => {
    for (const rows of arrivals(run, evidence)) {
      const overtaken = rows.filter((row, place) => {
        const before = rows[place - 1];
        return before && before.seq > row.seq && before.created_at - row.created_at >= AT_ONCE_MS;
      });
      expect(overtaken).toEqual([]);
    }
  });
});

/** The outbox rows of each chat in the order in which they first arrived. */
function arrivals(run: CrashRun, evidence: Evidence): readonly (readonly Evidence['outbox'][number][])[] {
  const byKey = new Map(evidence.outbox.map((row) => [row.outgoing_key, row]));
  return [...run.server.arrived.values()].map((keys) => keys.flatMap((key) => byKey.get(withoutSuffix(key)) ?? []));
}

/** A refresh that found no card to change is posted, under a key of its own. */
function withoutSuffix(key: string): string {
  return key.replace(/:post$/, '');
}

function seededRandom(from: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${from}:${drawn}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}
