import type { AlertWrite, Changes } from '../db/changes.ts';
import { NO_ALERT_GROUP } from '../domain/alerts/alert-rules.ts';
import type { Alert, AlertNotice } from '../domain/alerts/alert-types.ts';
import { alertId, hearAlert, takesAlerts } from '../domain/alerts/hear-alert.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { DAY, type DurationMs, type TicketId } from '../domain/types.ts';
import type { AlertUpdate } from '../platforms/types.ts';
import { countTimer, mainTicket } from './alert-count.ts';
import { placeAlert } from './alert-place.ts';
import { reportAlert } from './alert-report.ts';
import type { Scene } from './context.ts';
import { groupsIn } from './group-chat.ts';

export interface AlertScene extends Scene {
  readonly update: AlertUpdate;
}

/** Where alerts of a group lie further apart nobody takes them for one fault. */
const GROUP_LOOKED_BACK: { readonly ms: DurationMs; readonly alerts: number } = {
  ms: 30 * DAY,
  alerts: 5,
};

/**
 * Notices of monitoring: all of them are about one group of alerts. What fires belongs to the ticket of the group that is in work,
 * else to one that people have reported, else it is a new one; all the rest is only counted.
 */
export async function takeAlerts(scene: AlertScene): Promise<void> {
  const { log, update } = scene;
  const { groupKey, notices, systemId } = update;
  const lead = notices.find(({ state }) => state === 'firing') ?? notices[0];
  if (lead === undefined) return scene.commit({});
  const isIgnored = groupKey === NO_ALERT_GROUP;
  const known = await knownOf(scene, notices);
  const home = isIgnored ? undefined : await ticketOfGroup(scene, known);
  const isMoot = home === undefined && !isIgnored && (await groupsIn(scene)).length === 0;
  // Nobody would hear of it: it is handled once the contract has a group.
  if (isMoot) return scene.commit({ parksUpdate: true });
  const heard: Heard = { scene, known, isIgnored };
  const writes = alertWrites(heard, home?.id);
  const fires = writes.some(({ next, seen }) => next.state === 'firing' && isNews(next, seen));
  log.debug({ alerts: writes.length, ticketId: home?.id, fires, isIgnored }, 'heard of alerts');
  if (home || isIgnored || !fires) return scene.commit(countedLater(scene, writes));
  const placed = placeAlert(scene, lead, systemId);
  await reportAlert(scene, placed, (ticketId) => countedLater(scene, alertWrites(heard, ticketId)));
}

/** It was not firing before, or no ticket is about it. */
function isNews(next: Alert, seen: Alert | undefined): boolean {
  return seen?.state !== 'firing' || seen.ticketId === undefined || seen.ticketId !== next.ticketId;
}

interface Known {
  readonly alerts: ReadonlyMap<string, Alert>;
  /** Those that any of the alerts belongs to, or was merged with the ticket of. */
  readonly tickets: ReadonlyMap<TicketId, Ticket>;
}

interface Heard {
  readonly scene: AlertScene;
  readonly known: Known;
  readonly isIgnored: boolean;
}

async function knownOf({ contract, store }: AlertScene, notices: readonly AlertNotice[]): Promise<Known> {
  const found = await store.alerts([...new Set(notices.map((notice) => alertId(contract.id, notice)))]);
  const of = [...new Set(found.flatMap(({ ticketId }) => ticketId ?? []))];
  const tickets = await Promise.all(of.map((id) => mainTicket(store, id)));
  return {
    alerts: new Map(found.map((alert) => [alert.id, alert])),
    tickets: new Map(of.flatMap((id, index) => (tickets[index] ? [[id, tickets[index]] as const] : []))),
  };
}

/** The newest of the group that takes what fires now. */
async function ticketOfGroup(
  { contract, now, store, update }: AlertScene,
  { tickets }: Known,
): Promise<Ticket | undefined> {
  const { alerts, ms } = GROUP_LOOKED_BACK;
  const group = await store.alertsOfGroup(contract.id, update.groupKey, now - ms, alerts);
  for (const id of new Set(group.flatMap(({ ticketId }) => ticketId ?? []))) {
    const ticket = tickets.get(id) ?? (await mainTicket(store, id));
    if (ticket && takesAlerts(ticket, now)) return ticket;
  }
  return undefined;
}

/** Each alert once, as it stands after all the notices. @param fireFor the ticket of what fires */
function alertWrites(heard: Heard, fireFor: TicketId | undefined): readonly AlertWrite[] {
  const { isIgnored, known, scene } = heard;
  const { contract, now, update } = scene;
  const { systemId } = update;
  const next = new Map<string, Alert>();
  for (const notice of update.notices) {
    const id = alertId(contract.id, notice);
    const seen = next.get(id) ?? known.alerts.get(id);
    const ticketId = isIgnored ? undefined : ticketAbout(heard, { notice, seen, fireFor });
    const isQuiet = notice.state === 'firing' && fireFor === undefined;
    const groupKey = isQuiet ? NO_ALERT_GROUP : update.groupKey;
    next.set(id, hearAlert(notice, { groupKey, systemId, ticketId, contractId: contract.id, seen, now }));
  }
  return [...next.values()].map((alert) => {
    const seen = known.alerts.get(alert.id);
    return { ...(seen && { seen }), next: { ...alert, version: (seen?.version ?? 0) + 1 } };
  });
}

function ticketAbout(
  { known, scene: { now } }: Heard,
  { fireFor, notice, seen }: { notice: AlertNotice; seen: Alert | undefined; fireFor: TicketId | undefined },
): TicketId | undefined {
  const fires = notice.state === 'firing';
  if (seen?.ticketId === undefined || seen.ticketId === fireFor || (fires && fireFor !== undefined)) {
    return fires ? fireFor : seen?.ticketId;
  }
  const ticket = known.tickets.get(seen.ticketId);
  // Somebody has said that this is no fault: as long as it goes on it is none.
  const isCancelled = ticket?.status === 'cancelled' && seen.state === 'firing' && notice.startedAt <= seen.startedAt;
  if (fires) return isCancelled ? seen.ticketId : undefined;
  return ticket && takesAlerts(ticket, now) ? ticket.id : undefined;
}

function countedLater({ now }: AlertScene, writes: readonly AlertWrite[]): Pick<Changes, 'alerts' | 'setTimers'> {
  const tickets = new Set(writes.flatMap(({ next }) => next.ticketId ?? []));
  return { alerts: writes, setTimers: [...tickets].map((id) => countTimer(id, now)) };
}
