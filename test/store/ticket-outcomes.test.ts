import { createClient } from '@libsql/client';
import fc from 'fast-check';
import { createConnection } from 'mysql2/promise';
import { describe, expect, test } from 'vitest';
import type { OpenStore } from '../../db/open.ts';
import { outcomeColumn, readOutcome, writeOutcome } from '../../db/outcome-column.ts';
import { outcomeOf } from '../../domain/assessment/outcome-of.ts';
import type { ClockOutcome, OutcomePause, TicketOutcome } from '../../domain/assessment/ticket-outcome.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { type ContractId, HOUR, MINUTE, personId, ticketId } from '../../domain/types.ts';
import { describeEngines, type Engine } from '../support/engines.ts';
import {
  chat,
  freshStore,
  meta,
  openTicket,
  someClock,
  someContract,
  someEvent,
  someTicket,
  T0,
  unique,
  written,
} from './fixtures.ts';

const alone = (text: string) => text;

/** Commits the ticket's next state with its event. */
async function change(store: OpenStore, seen: Ticket, fields: Partial<Ticket>): Promise<Ticket> {
  const next = written(seen, fields);
  await store.commit(meta(seen.contractId), { ticket: { seen, next }, events: [someEvent(next)] });
  return next;
}

async function sealAll(store: OpenStore, contract: ContractId): Promise<void> {
  const from = (await store.ledgerHead(contract))?.seq ?? 0;
  const entries = await store.unsealedEntries(contract, 999);
  const seals = entries.map(({ entryId }, place) => ({ entryId, seq: from + place + 1, hash: unique('hash') }));
  await store.seal(contract, from, seals);
}

async function execute(engine: Engine, url: string, statement: string): Promise<void> {
  if (engine === 'libsql') {
    const client = createClient({ url });
    await client.execute(statement);
    client.close();
    return;
  }
  const connection = await createConnection(url);
  await connection.query(statement);
  await connection.end();
}

describe('the column', () => {
  const whole: Required<TicketOutcome> = {
    ticketId: ticketId('t'),
    number: 'GZ-260303-07',
    writes: 9,
    kind: 'incident',
    systemId: 'site',
    departmentId: 'hall',
    level: 'critical',
    standing: 'merged',
    mergedInto: ticketId('main'),
    absorbed: [ticketId('a'), ticketId('b')],
    chatId: chat,
    reportedAt: T0,
    acknowledgedAt: T0 + 1,
    arrivedAt: T0 + 2,
    resolvedAt: T0 + 3,
    pauses: [],
    reporterId: personId('wang'),
    assigneeId: personId('li'),
    rating: 5,
    reopenings: 1,
    clocks: [],
  };
  const pause: Required<OutcomePause> = { from: T0 - 1, to: T0 + HOUR, cause: 'resolved' };
  const clock: Required<ClockOutcome> = {
    id: 'critical.update#3',
    ruleId: 'critical.update',
    clock: 'update',
    binding: 'internal',
    startedAt: T0 - MINUTE,
    dueAt: T0 + HOUR,
    stoppedAt: T0,
    pausedSince: T0 + 7,
    breached: true,
  };
  const some = <T extends object>(all: T) => fc.subarray(Object.keys(all)).map((keys) => new Set(keys));
  const without = <T extends object>(all: T, optional: readonly (keyof T & string)[], kept: ReadonlySet<string>): T => {
    const gone = optional.filter((field) => !kept.has(field));
    return Object.fromEntries(Object.entries(all).filter(([field]) => !gone.some((name) => name === field))) as T;
  };
  const clocks = fc.array(some(clock).map((kept) => without(clock, ['dueAt', 'stoppedAt', 'pausedSince'], kept)));
  const pauses = fc.array(some(pause).map((kept) => without(pause, ['to'], kept)));
  const optional = [
    'systemId',
    'departmentId',
    'mergedInto',
    'absorbed',
    'acknowledgedAt',
    'arrivedAt',
    'resolvedAt',
    'assigneeId',
    'rating',
  ] as const;

  test('what was written comes back, whatever of it is absent', () => {
    fc.assert(
      fc.property(some(whole), clocks, pauses, (kept, itsClocks, itsPauses) => {
        const outcome = { ...without<TicketOutcome>(whole, optional, kept), clocks: itsClocks, pauses: itsPauses };
        expect(readOutcome(writeOutcome(outcome), alone)).toEqual(outcome);
      }),
    );
    expect(readOutcome(writeOutcome({ ...whole, clocks: [clock], pauses: [pause] }), alone)).toEqual({
      ...whole,
      clocks: [clock],
      pauses: [pause],
    });
  });

  test.each([
    ['no JSON', '['],
    ['of another form', writeOutcome(whole).replace(/^\[\d+/, '[0')],
    ['cut off', JSON.stringify(JSON.parse(writeOutcome(whole)).slice(0, -1))],
    ['with a text for a number', writeOutcome(whole).replace(`${T0}`, `"${T0}"`)],
    ['with nothing where something has to be', writeOutcome(whole).replace('"critical"', 'null')],
    [
      'with a rule that has a number for a text',
      writeOutcome({ ...whole, clocks: [clock] }).replace('"internal"', '7'),
    ],
    ['with a clock of no rule', writeOutcome({ ...whole, clocks: [clock] }).replace(',[0,3,', ',[1,3,')],
    [
      'with a clock that never began',
      writeOutcome({ ...whole, clocks: [clock] }).replace(`,3,${-MINUTE},`, ',3,null,'),
    ],
    ['with half a clock', writeOutcome({ ...whole, clocks: [clock] }).replace(/,1\]\]$/, ']]')],
  ])('a column is not believed: %s', (_name, column) => {
    expect(column).not.toBe(writeOutcome({ ...whole, clocks: [clock] }));
    expect(readOutcome(column, alone)).toBeUndefined();
  });

  test.each([
    ['an id that its rule does not make', [someClock({ id: 'other' })]],
    [
      'more rounds than an index has room for',
      Array.from({ length: 99 }, (_, round) => someClock({ id: `u#${round}`, ruleId: 'u' })),
    ],
  ])('what would not come back as it is, or does not fit, is left to the document: %s', async (_name, clocks) => {
    expect(outcomeColumn(someTicket())).not.toBeNull();
    expect(outcomeColumn(someTicket({ clocks }))).toBeNull();
  });
});

describeEngines((open, engine) => {
  test('a period holds what was reported from its first instant on and before its last one, the earliest first', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    const at = (reportedAt: number) => openTicket(store, { contractId, reportedAt });
    const [end, last, , first] = [await at(T0 + HOUR), await at(T0 + HOUR - 1), await at(T0 - 1), await at(T0)];
    await openTicket(store, { contractId: someContract(), reportedAt: T0 });
    expect(await store.ticketOutcomes(contractId, T0, T0 + HOUR)).toEqual([outcomeOf(first), outcomeOf(last)]);
    expect(await store.ticketOutcomes(contractId, T0 + HOUR, T0 + 2 * HOUR)).toEqual([outcomeOf(end)]);
  });

  test.each([
    ['sealed', true],
    ['not sealed yet', false],
  ])('what was read before is brought up to date with what was committed since: %s', async (_name, isSealed) => {
    const url = await open();
    const { store } = await freshStore(url);
    const { store: replica } = await freshStore(url);
    const contractId = someContract();
    const read = () => store.ticketOutcomes(contractId, T0, T0 + HOUR);
    const kept = await openTicket(store, { contractId });
    const seen = await openTicket(store, { contractId, reportedAt: T0 + 2 });
    await sealAll(store, contractId);
    const before = await read();
    expect(await read(), 'nothing has changed').toBe(before);

    const next = await change(replica, seen, { rating: 4, status: 'closed' });
    const between = await openTicket(replica, { contractId, reportedAt: T0 + 1 });
    if (isSealed) await sealAll(replica, contractId);
    const after = await read();
    expect(after).toEqual([outcomeOf(kept), outcomeOf(between), outcomeOf(next)]);
    expect(after[0], 'it did not change').toBe(before[0]);
    expect(await read()).toBe(after);
    await sealAll(replica, contractId);
    expect(await read()).toBe(after);
  });

  test('an entry that shows up below one that was seen is not passed over', async () => {
    const url = await open();
    const { store } = await freshStore(url);
    const contractId = someContract();
    const [early, late] = [someTicket({ contractId }), someTicket({ contractId })];
    for (const ticket of [early, late]) {
      await store.commit(meta(contractId), { ticket: { next: ticket }, events: [someEvent(ticket)] });
    }
    await sealAll(store, contractId);
    // As if its transaction, which took its number first, were committed last.
    await execute(engine, url, `update ledger set entry_id = entry_id + 1000 where ticket_id = '${late.id}'`);
    await store.ticketOutcomes(contractId, T0, T0 + HOUR);
    const next = written(early, { rating: 1 });
    await store.commit(meta(contractId), {
      ticket: { seen: early, next },
      events: [{ ...someEvent(next), id: someEvent(next).id }],
    });
    await execute(engine, url, `update ledger set entry_id = 500 where ticket_id = '${early.id}' and seal_seq is null`);
    const outcomes = await store.ticketOutcomes(contractId, T0, T0 + HOUR);
    expect(outcomes.find((outcome) => outcome.ticketId === early.id)?.rating).toBe(1);
  });

  test('a ticket whose report is an earlier one by now leaves a period and comes into the other', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    const first = () => store.ticketOutcomes(contractId, T0, T0 + HOUR);
    const second = () => store.ticketOutcomes(contractId, T0 + HOUR, T0 + 2 * HOUR);
    const seen = await openTicket(store, { contractId, reportedAt: T0 + HOUR });
    expect([await first(), await second()]).toEqual([[], [outcomeOf(seen)]]);
    const next = await change(store, seen, { reportedAt: T0 + HOUR - 1 });
    expect([await first(), await second()]).toEqual([[outcomeOf(next)], []]);
  });

  test('who asks while it is being read for another sees what was committed before he asked', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    let ticket = await openTicket(store, { contractId });
    const answers: Promise<void>[] = [];
    for (let rating = 1; rating <= 5; rating += 1) {
      ticket = await change(store, ticket, { rating });
      const asked = store.ticketOutcomes(contractId, T0, T0 + HOUR);
      answers.push(asked.then(([outcome]) => expect(outcome?.rating).toBeGreaterThanOrEqual(rating)));
    }
    await Promise.all(answers);
  });

  test('rows from before there were scores, and damaged ones, are made from their documents', async () => {
    const url = await open();
    const { store } = await freshStore(url);
    const contractId = someContract();
    const old = await openTicket(store, { contractId });
    const damaged = await openTicket(store, { contractId, reportedAt: T0 + 1 });
    const moved = await openTicket(store, { contractId, reportedAt: T0 + 2 });
    const older = await openTicket(store, { contractId, reportedAt: T0 + 4 });
    const next = written(older, { rating: 3 });
    await execute(engine, url, `update tickets set outcome = null where id = '${old.id}'`);
    // As a program writes it that knows of no scores.
    const asBefore = `writes = ${next.writes}, doc = '${JSON.stringify(next)}'`;
    await execute(engine, url, `update tickets set ${asBefore} where id = '${older.id}'`);
    await execute(engine, url, `update tickets set outcome = 'x' where id = '${damaged.id}'`);
    await execute(
      engine,
      url,
      `update tickets set outcome = replace(outcome, '${T0 + 2}', '${T0 + 3}') where id = '${moved.id}'`,
    );
    expect(await store.ticketOutcomes(contractId, T0, T0 + HOUR)).toEqual([old, damaged, moved, next].map(outcomeOf));
  });

  test('a ticket whose clocks are too many for the index is made from its document', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    const clocks = Array.from({ length: 99 }, (_, round) => someClock({ id: `u#${round}`, ruleId: 'u' }));
    const ticket = await openTicket(store, { contractId, clocks });
    expect(await store.ticketOutcomes(contractId, T0, T0 + HOUR)).toEqual([outcomeOf(ticket)]);
  });

  test('a ticket that can’t be read is no ticket to leave out of a score', async () => {
    const url = await open();
    const { store } = await freshStore(url);
    const contractId = someContract();
    const { id } = await openTicket(store, { contractId });
    await execute(engine, url, `update tickets set outcome = null, doc = '{' where id = '${id}'`);
    await expect(store.ticketOutcomes(contractId, T0, T0 + HOUR)).rejects.toThrow(`Ticket ${id} can't be read`);
  });

  test('a stage that was cleared has no tickets', async () => {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    await openTicket(store, { contractId });
    await sealAll(store, contractId);
    expect(await store.ticketOutcomes(contractId, T0, T0 + HOUR)).toHaveLength(1);
    await store.eraseEverything();
    expect(await store.ticketOutcomes(contractId, T0, T0 + HOUR)).toEqual([]);
  });
});
