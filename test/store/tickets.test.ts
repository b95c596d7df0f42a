import { expect, test } from 'vitest';
import { HOUR, MINUTE, personId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import {
  freshStore,
  meta,
  openTicket,
  someClock,
  someContract,
  someEntry,
  someEvent,
  T0,
  written,
} from './fixtures.ts';

describeEngines((open) => {
  test('a ticket is found by its number, and by the number of the day: the newest one', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const march = await openTicket(store, { contractId: contract, number: 'GZ-260303-07' });
    const april = await openTicket(store, { contractId: contract, number: 'GZ-260401-07', reportedAt: T0 + HOUR });
    await openTicket(store, { contractId: someContract(), number: 'GZ-260501-07', reportedAt: T0 + 2 * HOUR });
    expect(await store.ticketByNumber(contract, 'GZ-260303-07')).toEqual(march);
    expect(await store.ticketByNumber(contract, 'GZ-260303-7')).toBeUndefined();
    expect(await store.ticketByDailyNumber(contract, 7)).toEqual(april);
    expect(await store.ticketByDailyNumber(contract, 7, '0303')).toEqual(march);
    expect(await store.ticketByDailyNumber(contract, 8)).toBeUndefined();
  });

  test('tickets with clocks come page by page, those of one instant too, and closed ones whose clock goes on', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const at = (minutes: number) => ({ contractId: contract, reportedAt: T0 + minutes * MINUTE });
    const stopped = [someClock({ stoppedAt: T0 + MINUTE })];
    await openTicket(store, { ...at(0), status: 'closed', clocks: stopped });
    const goesOn = await openTicket(store, { ...at(0), status: 'closed' });
    const twins = [await openTicket(store, at(1)), await openTicket(store, { ...at(1), clocks: stopped })];
    const last = await openTicket(store, at(2));
    await openTicket(store, { contractId: someContract() });
    const wanted = [goesOn, ...twins.toSorted((a, b) => (a.id < b.id ? -1 : 1)), last];
    const found = [];
    for (let after = undefined as (typeof wanted)[number] | undefined; ; ) {
      const [next] = await store.ticketsWithClocks(contract, { limit: 1, ...(after && { after }) });
      if (!next) break;
      found.push(next);
      after = next;
    }
    expect(found).toEqual(wanted);
  });

  test('a ticket whose document is damaged hides no other from a walk through all, and the page is full without it', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const at = (minutes: number) => ({ contractId: contract, reportedAt: T0 + minutes * MINUTE });
    const first = await openTicket(store, at(0));
    // As a damaged disk, or another version, might have left it.
    await openTicket(store, { ...at(1), milestones: 'lost' as never });
    const last = await openTicket(store, at(2));
    expect(await store.ticketsWithClocks(contract, { limit: 2 })).toEqual([first, last]);
    expect(await store.ticketsWithClocks(contract, { limit: 2, after: first })).toEqual([last]);
  });

  test('open tickets are neither closed nor cancelled, oldest first, filtered by person, limited', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const [li, wang] = [personId('li'), personId('wang')];
    const at = (minutes: number) => ({ contractId: contract, reportedAt: T0 + minutes * MINUTE });
    const second = await openTicket(store, { ...at(2), assigneeId: li });
    const first = await openTicket(store, { ...at(1), status: 'resolved', reporterId: personId('sun') });
    await openTicket(store, { ...at(0), status: 'closed', assigneeId: li });
    await openTicket(store, { ...at(3), status: 'cancelled' });
    await openTicket(store, { contractId: someContract() });
    expect(await store.openTickets(contract, { limit: 9 })).toEqual([first, second]);
    expect(await store.openTickets(contract, { limit: 1 })).toEqual([first]);
    expect(await store.openTickets(contract, { newestFirst: true, limit: 1 })).toEqual([second]);
    expect(await store.openTickets(contract, { assigneeId: li, limit: 9 })).toEqual([second]);
    expect(await store.openTickets(contract, { reporterId: wang, limit: 9 })).toEqual([second]);
    expect(await store.openTickets(contract, { reporterId: wang, assigneeId: wang, limit: 9 })).toEqual([]);
  });

  test('what is due next is the earliest clock that runs: none that has stopped, is void or stands still', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const pause = { from: T0, cause: 'suspended', by: personId('li') } as const;
    const clocks = [
      someClock({ id: 'stopped', dueAt: T0 + 1, stoppedAt: T0 }),
      someClock({ id: 'void', dueAt: T0 + 2, voidedAt: T0, breached: true }),
      someClock({ id: 'paused', dueAt: T0 + 3, pauses: [pause] }),
      someClock({ id: 'runs on', dueAt: T0 + 4 * MINUTE, pauses: [{ ...pause, to: T0 + 1 }] }),
      someClock({ id: 'later', dueAt: T0 + 5 * MINUTE }),
    ];
    const ticket = await openTicket(store, { contractId: contract, clocks });
    const urgent = await openTicket(store, {
      contractId: contract,
      reportedAt: T0 + 1,
      clocks: [someClock({ dueAt: T0, breached: true })],
    });
    await openTicket(store, { contractId: contract, clocks: [] });
    const due = (dueBy: number) => store.openTickets(contract, { dueBy, limit: 9 });
    expect(await due(T0 + 4 * MINUTE - 1)).toEqual([urgent]);
    expect(await due(T0 + 4 * MINUTE)).toEqual([urgent, ticket]);
    expect(await store.openTickets(contract, { breached: true, limit: 9 })).toEqual([urgent]);
    await store.commit(meta(contract), { ticket: { seen: urgent, next: written(urgent, { clocks: [] }) } });
    expect(await due(T0 + 4 * MINUTE)).toEqual([ticket]);
  });

  test('tickets of a period: from its start to just before its end', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const at = (reportedAt: number) => openTicket(store, { contractId: contract, reportedAt });
    await at(T0 - 1);
    const inside = [await at(T0), await at(T0 + HOUR - 1)];
    await at(T0 + HOUR);
    expect(await store.ticketsReported(contract, T0, T0 + HOUR, 9)).toEqual(inside);
    expect(await store.ticketsReported(contract, T0, T0 + HOUR, 1)).toEqual([inside[0]]);
  });

  test("a ticket's events come back in the order of its writes, without the entries that only mention it", async () => {
    const { store } = await freshStore(await open());
    const ticket = await openTicket(store);
    const [opened] = await store.ticketEvents(ticket.id);
    const next = written(ticket);
    // Dated before the first one: entered late.
    const events = [someEvent(next, { at: T0 - HOUR }), someEvent(next)];
    await store.commit(meta(), {
      ticket: { seen: ticket, next },
      events,
      entries: [someEntry({ ticketId: ticket.id })],
    });
    expect(await store.ticketEvents(ticket.id)).toEqual([opened, ...events]);
  });
});
