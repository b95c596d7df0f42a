import { expect, test } from 'vitest';
import { VersionConflict } from '../../db/changes.ts';
import type { OpenStore } from '../../db/open.ts';
import type { Alert } from '../../domain/alerts/alert-types.ts';
import type { AlertFigures } from '../../domain/alerts/count-alerts.ts';
import { type ContractId, chatId, type TicketId, ticketId } from '../../domain/types.ts';
import { ALERTS } from '../../platforms/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, LEASE, meta, someContract, T0, unique } from './fixtures.ts';

const some = (contract: ContractId, changes: Partial<Alert> = {}): Alert => ({
  id: unique('alert'),
  contractId: contract,
  groupKey: 'system:web',
  state: 'firing',
  source: 'plain',
  name: 'HttpDown',
  summary: '打不开',
  startedAt: T0,
  firstAt: T0,
  lastAt: T0,
  count: 1,
  flaps: 0,
  version: 1,
  ...changes,
});

describeEngines((open) => {
  const write = (store: OpenStore, ...alerts: readonly Alert[]) =>
    store.commit(meta(alerts[0]?.contractId), { alerts: alerts.map((next) => ({ next })) });
  const figures = async (store: OpenStore, ...tickets: readonly TicketId[]): Promise<AlertFigures | undefined> => {
    let found: AlertFigures | undefined;
    await store.commit(meta(), async (tx) => {
      found = await tx.alertFigures(tickets);
      return {};
    });
    return found;
  };

  test('alerts come back as they were written, the newest of a group or ticket first', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const ticket = ticketId(unique('ticket'));
    const [old, other, fresh, elsewhere] = [
      some(contract, { ticketId: ticket, lastAt: T0 - 2 }),
      some(contract, { groupKey: 'none', lastAt: T0 + 9 }),
      some(contract, { ticketId: ticket, lastAt: T0 + 1, systemId: 'web', recoveredAt: T0 + 1, state: 'recovered' }),
      some(someContract(), { ticketId: ticketId(unique('ticket')) }),
    ];
    await write(store, old, other, fresh);
    await write(store, elsewhere);
    expect(await store.alerts([fresh.id, 'none'])).toEqual([fresh]);
    expect(await store.alerts([])).toEqual([]);
    expect(await store.alertsOfGroup(contract, 'system:web', T0 - 2, 9)).toEqual([fresh, old]);
    expect(await store.alertsOfGroup(contract, 'system:web', T0 - 1, 9)).toEqual([fresh]);
    expect(await store.alertsOfTicket(ticket, 1)).toEqual([fresh]);
  });

  test('the figures of a ticket are those of its alerts, and none is nought', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const ticket = ticketId(unique('ticket'));
    expect(await figures(store, ticket)).toEqual({ alerts: 0, firing: 0, notices: 0, flaps: 0 });
    await write(
      store,
      some(contract, { ticketId: ticket, count: 7, flaps: 2 }),
      some(contract, { ticketId: ticket, count: 5, flaps: 1, state: 'recovered' }),
      some(contract, { count: 100 }),
    );
    expect(await figures(store, ticket)).toEqual({ alerts: 2, firing: 1, notices: 12, flaps: 2 });
    const merged = ticketId(unique('ticket'));
    await write(store, some(contract, { ticketId: merged }));
    expect(await figures(store, ticket, merged)).toEqual({ alerts: 3, firing: 2, notices: 13, flaps: 2 });
  });

  test('alerts that move to another ticket are its own from then on, and whoever saw them before is told so', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const [main, merged, other, to] = ['main', 'merged', 'other', 'to'].map((name) => ticketId(unique(name)));
    if (!main || !merged || !other || !to) throw new Error('there are four');
    const [here, there] = [some(contract, { ticketId: main, count: 3 }), some(contract, { ticketId: merged })];
    const stays = [
      some(contract, { ticketId: main, source: 'zabbix' }),
      some(contract, { ticketId: other }),
      some(contract),
    ];
    await write(store, here, there, ...stays);
    await store.commit(meta(contract), { movedAlerts: { from: [main, merged], source: 'plain', to } });
    const moved = (alert: Alert) => ({ ...alert, ticketId: to, version: 2 });
    expect(await store.alerts([here.id])).toEqual([moved(here)]);
    expect(await store.alertsOfTicket(to, 9)).toHaveLength(2);
    expect(await figures(store, to)).toEqual({ alerts: 2, firing: 2, notices: 4, flaps: 0 });
    for (const alert of stays) expect(await store.alerts([alert.id])).toEqual([alert]);
    const late = { seen: here, next: { ...here, count: 4, version: 2 } };
    await expect(store.commit(meta(contract), { alerts: [late] })).rejects.toThrow(VersionConflict);
    await store.commit(meta(contract), { movedAlerts: { from: [main], to } });
    expect(await figures(store, main)).toMatchObject({ alerts: 0 });
  });

  test('of two who write one alert the second is told so', async () => {
    const { store } = await freshStore(await open());
    const seen = some(someContract());
    await write(store, seen);
    await expect(write(store, seen)).rejects.toThrow(VersionConflict);
    const next = { ...seen, count: 2, version: 2 };
    await store.commit(meta(seen.contractId), { alerts: [{ seen, next }] });
    await expect(store.commit(meta(seen.contractId), { alerts: [{ seen, next }] })).rejects.toThrow(VersionConflict);
    expect(await store.alerts([seen.id])).toEqual([next]);
  });

  test('what waits for a group of its contract is handled once there is one, however old it is', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const park = async (at: number) => {
      const updateId = unique('update');
      const heard = {
        platform: ALERTS,
        updateId,
        type: 'alert',
        contractId: contract,
        groupKey: 'none',
        notices: [],
      } as const;
      const chat = { externalId: contract, kind: 'group' } as const;
      const put = await store.putUpdate({ ...heard, chat, from: { userId: 'x' }, receivedAt: T0 }, LEASE);
      const cause = { kind: 'update' as const, seq: put.outcome === 'accepted' ? put.seq : 0, owner: LEASE.owner };
      await store.commit({ ...meta(contract, cause), now: at }, { parksUpdate: true });
      return updateId;
    };
    const claimed = async () => {
      const rows = await store.claimUpdates(T0 + 3, { owner: 'b', until: T0 + 4 }, 99);
      return rows
        .filter(({ update }) => update.type === 'alert' && update.contractId === contract)
        .map(({ update }) => update.updateId);
    };
    const before = await park(T0 - 999_999_999);
    expect(await claimed()).toEqual([]);
    const externalId = unique('chat');
    const chat = {
      id: chatId('sandbox', externalId),
      platform: 'sandbox',
      externalId,
      kind: 'group',
      title: '群',
    } as const;
    await store.commit(
      { ...meta(contract), now: T0 + 2 },
      { boundChat: { chat: { ...chat, contractId: contract }, since: T0 } },
    );
    const during = await park(T0 + 2);
    expect(await claimed()).toEqual([before, during]);
  });
});
